"""What is copied and printed of a paper: citation, BibTeX, JSON, addresses."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

from hypothesis import given, settings

from paperview.commands import search
from paperview.exports import (
    ARXIV_ID,
    BY_FLAG,
    EXPORTS,
    MENU,
    Export,
    bibtex,
    csl,
    jsonl,
    lines,
    lists,
    ris,
)
from paperview.exports.citekeys import key as key_of
from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.formats.ris import read as read_ris
from paperview.text.sanitize import clean
from tests.cases import for_each
from tests.strategies import papers

FULL = Paper(
    arxiv_id=ArxivId("2304.10190", 2),
    doi=Doi("10.1145/3530190.3534809"),
    title="On $\\alpha$ {\\em and} the rest",
    authors=("Ann One", "Bob van der Two"),
    abstract="We show.",
    comments="12 pages",
    categories=("cs.NI", "cs.LG"),
    journal_ref="J. Things & Co. 12 (2023)",
    created=PartialDate(2023, 4, 20),
    updated=PartialDate(2024),
    extra=(("note", "read"), ("note", "lent")),
)
BARE = Paper(arxiv_id=ArxivId("math/0309136"))
NAMED = Paper(
    name="lund2020",
    title="How bees dance",
    authors=("Ada Lund",),
    extra=(("url", "https://example.org/bees, see there"),),
)
DOI_ALONE = Paper(doi=Doi("10.1145/1"), title="A Title", created=PartialDate(2020, 1, 2))


# BibTeX


def fields_of(entry: str) -> dict[str, str]:
    """Read an entry as BibTeX does: a value ends where its braces are even, backslash or not."""
    head, _, rest = entry.partition("\n")
    assert re.fullmatch(r"@(article|misc)\{[^\s,{}\"'#%()=~\\]+,", head)
    fields = {}
    while rest != "}":
        name, _, rest = rest.removeprefix("  ").partition(" = ")
        if not rest.startswith("{"):  # the name of a month
            fields[name], _, rest = rest.partition(",\n")
            continue
        depths = accumulate((char == "{") - (char == "}") for char in rest)
        end = next(place for place, depth in enumerate(depths) if depth == 0)
        fields[name] = rest[1:end]
        assert rest[end + 1 : end + 3] == ",\n"
        rest = rest[end + 3 :]
    return fields


def test_a_full_entry() -> None:
    assert bibtex.dumps(FULL, key_of(FULL)) == (
        "@article{one2023alpha,\n"
        "  title = {On $\\alpha$ {\\em and} the rest},\n"
        "  author = {Ann One and Bob van der Two},\n"
        "  journal = {J. Things \\& Co. 12},\n"
        "  year = {2023},\n"
        "  month = apr,\n"
        "  day = {20},\n"
        "  eprint = {2304.10190},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass = {cs.NI},\n"
        "  doi = {10.1145/3530190.3534809},\n"
        "}"
    )


def test_an_entry_leaves_out_what_the_paper_lacks() -> None:
    assert bibtex.dumps(BARE, key_of(BARE)) == (
        "@misc{arXiv_math_0309136,\n  year = {2003},\n  month = sep,\n  eprint = {math/0309136},\n"
        "  archivePrefix = {arXiv},\n}"
    )
    fields = fields_of(bibtex.dumps(DOI_ALONE, key_of(DOI_ALONE)))
    assert list(fields) == ["title", "year", "month", "day", "doi"]


@settings(max_examples=30)
@given(papers())
def test_no_text_breaks_an_entry_and_no_name_becomes_two(paper: Paper) -> None:
    fields = fields_of(bibtex.dumps(paper, key_of(paper)))
    assert ("title" in fields) == bool(paper.title)
    assert fields.get("year") == (str(paper.date.year) if paper.date else None)
    depth = 0
    people = 1 if paper.authors else 0
    for part in re.split(r"([{}]| and )", fields.get("author", "")):
        depth += (part == "{") - (part == "}")
        people += part == " and " and depth == 0
    assert people == len(paper.authors)


@for_each(
    ("title", "value"),
    [
        ("50% of C# & more", "50\\% of C\\# \\& more"),
        ("50\\% of C\\#", "50\\% of C\\#"),
        ("an {open brace", "an open brace"),
        ("the set \\{1,2\\}", "the set \\{1,2\\}"),
        ("half a set \\{1", "half a set 1"),
        ("backslash \\", "backslash \\textbackslash{}"),
        ("x_1, x^2 and $x_1^2$", "x\\_1, x\\textasciicircum{}2 and $x_1^2$"),
        ("for $5 and $10", "for \\$5 and \\$10"),
        ("10^{-3} of a ~ or Fig.~1", "10$^{-3}$ of a \\textasciitilde{} or Fig.~1"),
        ("Über DNA-based Erdős", '{\\"{U}}ber {DNA}-based Erd{\\H{o}}s'),
    ],
)
def test_what_tex_would_trip_over_is_escaped(title: str, value: str) -> None:
    paper = Paper(arxiv_id=ArxivId("2304.10190"), title=title)
    assert fields_of(bibtex.dumps(paper, key_of(paper)))["title"] == value


def test_names_that_are_no_first_and_last_name_are_kept_together() -> None:
    paper = Paper(
        arxiv_id=ArxivId("2304.10190"),
        authors=("ATLAS Collaboration", "Bell and Sons", "Cy Three, Jr.", "Ann One"),
    )
    assert fields_of(bibtex.dumps(paper, key_of(paper)))["author"] == (
        "{ATLAS Collaboration} and {Bell and Sons} and Three, Jr., Cy and Ann One"
    )


def test_a_doi_is_not_escaped() -> None:
    paper = Paper(doi=Doi("10.1145/a_b#c%d"))
    assert fields_of(bibtex.dumps(paper, key_of(paper)))["doi"] == "10.1145/a_b#c%d"


@for_each(
    ("title", "author", "key"),
    [
        ("The Llama 3 Herd", "Abhimanyu Dubey", "dubey2023llama"),
        ("On the $k$-means", "Ann O'Three, Jr.", "othree2023k"),
        ("\\'Etude", "{\\L}. {\\v C}apek", "capek2023etude"),
        ("学习", "王小明", "arXiv_2304_10190"),
        ("The", "Ann One", "arXiv_2304_10190"),
    ],
)
def test_the_key_is_made_of_surname_year_and_word(title: str, author: str, key: str) -> None:
    paper = Paper(
        arxiv_id=ArxivId("2304.10190"),
        title=title,
        authors=(author,),
        created=PartialDate(2023, 4, 20),
    )
    assert key_of(paper) == key


@for_each(
    ("name", "key"),
    [
        ("lund2020:bees", "lund2020:bees"),
        ("müller-2020", "müller-2020"),
        ("PMID 21553931", "PMID_21553931"),
        ("a{b}, c%d", "a_b_c_d"),
        ("{}", "lund2020bees"),
        (None, "lund2020bees"),
    ],
)
def test_a_paper_keeps_the_key_that_it_has(name: str | None, key: str) -> None:
    paper = Paper(
        name=name, title="Bees dance", authors=("Ada Lund",), created=PartialDate(2020, 5)
    )
    assert key_of(paper) == key


def test_the_keys_are_those_of_the_bibliography() -> None:
    papers = [FULL, replace(FULL, arxiv_id=ArxivId("2304.10191")), NAMED]
    keys = BY_FLAG["keys"].document(papers)[0].splitlines()
    assert keys == re.findall(r"(?m)^@\w+{(.+),$", BY_FLAG["bibtex"].document(papers)[0])


def test_a_paper_without_ids_has_a_key_and_the_address_of_its_source() -> None:
    assert list(fields_of(bibtex.dumps(NAMED, key_of(NAMED)))) == ["title", "author", "url"]
    assert fields_of(bibtex.dumps(NAMED, key_of(NAMED)))["url"] == "https://example.org/bees"
    assert key_of(Paper(title="How bees dance")) == "how"
    assert key_of(Paper(abstract="We show.")) == "paper"


# Citation


def test_a_citation_reads_as_text() -> None:
    assert lines.citation(FULL) == (
        "Ann One, Bob van der Two, “On α and the rest”, J. Things & Co. 12 (2023), "
        "arXiv:2304.10190v2, doi:10.1145/3530190.3534809."
    )
    assert lines.citation(replace(FULL, journal_ref="J. Things 12")).endswith("3534809 (2023).")
    assert lines.citation(BARE) == "arXiv:math/0309136 (2003)."
    assert lines.citation(DOI_ALONE) == "“A Title”, doi:10.1145/1 (2020)."
    assert lines.citation(NAMED) == "Ada Lund, “How bees dance”."
    assert lines.citation(Paper(abstract="We show.", created=PartialDate(2020))) == (
        "We show. (2020)."
    )


@settings(max_examples=30)
@given(papers())
def test_a_citation_is_one_line(paper: Paper) -> None:
    assert len(lines.citation(paper).splitlines()) == 1


# JSON lines


def test_json_has_the_fields_as_in_the_source() -> None:
    assert json.loads(jsonl.dumps(FULL)) == {
        "arxiv_id": "2304.10190",
        "version": 2,
        "doi": "10.1145/3530190.3534809",
        "name": None,
        "title": "On $\\alpha$ {\\em and} the rest",
        "authors": ["Ann One", "Bob van der Two"],
        "abstract": "We show.",
        "comments": "12 pages",
        "categories": ["cs.NI", "cs.LG"],
        "journal_ref": "J. Things & Co. 12 (2023)",
        "created": "2023-04-20",
        "updated": "2024",
        "extra": [["note", "read"], ["note", "lent"]],
    }
    assert json.loads(jsonl.dumps(BARE)) == {
        "arxiv_id": "math/0309136",
        "version": None,
        "doi": None,
        "name": None,
        "title": None,
        "authors": [],
        "abstract": None,
        "comments": None,
        "categories": [],
        "journal_ref": None,
        "created": None,
        "updated": None,
        "extra": [],
    }


@settings(max_examples=30)
@given(papers())
def test_json_is_one_line_in_any_encoding(paper: Paper) -> None:
    line = jsonl.dumps(paper)
    in_ascii = jsonl.dumps_ascii(paper)
    assert "\n" not in line
    assert in_ascii.isascii()
    assert json.loads(line) == json.loads(in_ascii)
    assert json.loads(line)["authors"] == list(paper.authors)


# RIS


def test_a_record_in_ris() -> None:
    assert ris.dumps(FULL, "key").split("\n") == [
        "TY  - JOUR",
        "ID  - key",
        "TI  - On α and the rest",
        "AU  - One, Ann",
        "AU  - van der Two, Bob",
        "PY  - 2023",
        "DA  - 2023/04/20",
        "JO  - J. Things & Co. 12",
        "AB  - We show.",
        "KW  - cs.NI",
        "KW  - cs.LG",
        "DO  - 10.1145/3530190.3534809",
        "UR  - https://arxiv.org/abs/2304.10190v2",
        "N1  - 12 pages",
        "ER  - ",
    ]


@for_each(
    ("author", "written"),
    [
        ("ATLAS Collaboration", "ATLAS Collaboration"),
        ("The GLM Team", "The GLM Team"),
        ("Plato", "Plato"),
        ("Erd{\\H{o}}s, Paul", "Erdős, Paul"),
        ("J. Smith Jr.", "Smith, J., Jr."),
    ],
)
def test_names_in_ris(author: str, written: str) -> None:
    assert f"AU  - {written}" in ris.dumps(Paper(authors=(author,)), "key").split("\n")


@for_each("created", [PartialDate(2022, 12, 1), PartialDate(2023), None])
def test_the_year_of_a_journal_is_read_back_once(created: PartialDate | None) -> None:
    paper = Paper(title="How bees dance", journal_ref="Bees 3 (2023)", created=created)
    (read,) = read_ris(ris.dumps(paper, "key").encode(), "x.ris")
    assert isinstance(read, Paper)
    assert read.journal_ref == "Bees 3 (2023)"
    assert created is None or read.created == created


def test_ris_is_read_back() -> None:
    written, _ = BY_FLAG["ris"].document((FULL, NAMED, DOI_ALONE))
    read = [record for record in read_ris(written.encode(), "x.ris") if isinstance(record, Paper)]
    assert [paper.title for paper in read] == ["On α and the rest", "How bees dance", "A Title"]
    full, named, by_doi = read
    assert full.arxiv_id is not None
    assert full.arxiv_id.base == "2304.10190"
    assert (full.doi, full.created, full.abstract) == (FULL.doi, FULL.created, "We show.")
    assert full.authors == ("Ann One", "Bob van der Two")
    assert full.journal_ref == FULL.journal_ref
    assert (named.authors, named.name) == (("Ada Lund",), "lund2020")
    assert (by_doi.doi, by_doi.created) == (DOI_ALONE.doi, DOI_ALONE.created)


# The table


def test_the_copy_menu_offers_every_field_of_a_full_paper() -> None:
    assert {export.name: export.document([FULL])[0] for export in MENU} == {
        "arXiv id": "2304.10190",
        "abs address": "https://arxiv.org/abs/2304.10190v2",
        "PDF address": "https://arxiv.org/pdf/2304.10190v2",
        "DOI": "10.1145/3530190.3534809",
        "title": FULL.title,
        "citation": lines.citation(FULL),
        "BibTeX": bibtex.dumps(FULL, key_of(FULL)),
        "BibLaTeX": bibtex.dumps_biblatex(FULL, "one2023alpha"),
        "RIS": ris.dumps(FULL, "one2023alpha"),
        "CSL-JSON": f"[\n{csl.dumps(FULL, 'one2023alpha')}\n]",
        "Markdown": lists.markdown(FULL),
        "HTML": BY_FLAG["html"].document([FULL])[0],
        "name": "",
    }
    assert lines.name(NAMED) == "lund2020"


def test_a_paper_that_lacks_a_field_has_no_text() -> None:
    assert lines.pdf_url(DOI_ALONE) == ""
    assert ARXIV_ID.document([FULL, DOI_ALONE, BARE]) == ("2304.10190\nmath/0309136", 2)
    assert ARXIV_ID.sample([DOI_ALONE, BARE]) == "math/0309136"


@for_each("export", EXPORTS)
def test_every_export_can_be_reached_and_writes_a_paper(export: Export) -> None:
    assert export.key or export.flag
    for ascii_only in (False, True):
        (text,) = export.each([replace(FULL, name="one2023")], ascii_only=ascii_only)
        assert text
        assert clean(text.replace("\n", " ")) == text.replace("\n", " ")


@for_each("column", ["name", "key", "flag"])
def test_names_keys_and_flags_are_unique(column: str) -> None:
    values = [value for export in EXPORTS if (value := getattr(export, column))]
    assert len(set(values)) == len(values)


def test_search_takes_and_explains_every_flag() -> None:
    parser = search.parser()
    for flag, export in BY_FLAG.items():
        assert parser.parse_args(["x", "--format", flag]).format is export
    assert parser.parse_args(["x"]).format is BY_FLAG["table"]
    words = " ".join(parser.format_help().split())
    assert ", ".join(BY_FLAG) in re.sub(r" \([^)]*\)", "", words)


def test_the_readme_names_no_format_that_there_is_not() -> None:
    readme = Path(__file__).parents[2] / "README.md"
    assert set(re.findall(r"--format (\w+)", readme.read_text())) <= BY_FLAG.keys()
