"""RIS files of reference managers, publishers and databases."""

from __future__ import annotations

import re
from pathlib import Path, PurePath

import pytest
import rispy  # type: ignore[import-untyped] # it comes without types
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.formats import ris
from paperview.sources.problem import Problem
from paperview.sources.registry import BY_NAME, detect
from tests.cases import for_each

ARTICLE = """\
TY  - JOUR
ID  - shannon48
TI  - A Mathematical Theory of Communication
AU  - Shannon, Claude E.
AU  - Weaver, Warren
AB  - The recent development of various methods.
PY  - 1948
DA  - 1948/07//
JF  - Bell System Technical Journal
JO  - BSTJ
VL  - 27
IS  - 3
SP  - 379
EP  - 423
DO  - 10.1002/j.1538-7305.1948.tb01338.x
UR  - https://example.org/shannon
KW  - Information, theory
KW  - Noise
PB  - Bell
XX  - an unknown tag
ER  -
"""


def read(text: str) -> list[Paper | Problem]:
    return list(ris.read(text.encode(), "mine.ris"))


def paper(*lines: str) -> Paper:
    """Return the paper of a record of these lines, which must have nothing wrong with it."""
    (found,) = read("\n".join(["TY  - JOUR", *lines, "ER  - "]))
    assert isinstance(found, Paper)
    return found


def normalized(path: Path) -> bytes:
    data = path.read_bytes().replace(b"\r\n", b"\n")
    return data.removeprefix(b"\xef\xbb\xbf")


def test_every_field_of_an_article_is_read() -> None:
    assert read(ARTICLE) == [
        Paper(
            doi=Doi("10.1002/j.1538-7305.1948.tb01338.x"),
            name="shannon48",
            title="A Mathematical Theory of Communication",
            authors=("Claude E. Shannon", "Warren Weaver"),
            abstract="The recent development of various methods.",
            journal_ref="Bell System Technical Journal 27(3), 379-423 (1948)",
            created=PartialDate(1948, 7),
            extra=(
                ("keywords", "Information, theory; Noise"),
                ("url", "https://example.org/shannon"),
            ),
            sources=("mine.ris",),
        )
    ]


@for_each(
    "text",
    [
        ARTICLE,
        f"\n\n{ARTICLE}",
        f"\ufeff{ARTICLE}",
        f" \ufeff\n1.\n{ARTICLE}",
        f"Provider: Somebody\nContent: text/plain\n\n{ARTICLE}\n\n\nEnd of export",
        ARTICLE.replace("ER  -", "ER  - "),
        ARTICLE.replace("ER  -\n", ""),
        ARTICLE.replace("  - ", " - ").replace("ER  -", "ER -"),
        ARTICLE.replace("  - ", "\t- ").replace("ER  -", "ER\t-"),
        ARTICLE.replace("  - ", "  -"),
        ARTICLE.replace("TI  - ", "T1  - ").replace("AU  - ", "A1  - ").replace("AB  - ", "N2  - "),
        ARTICLE.replace("TY  - JOUR\n", ""),
        ARTICLE.replace("JF  - ", "T2  - "),
        ARTICLE.replace("DO  - ", "M3  - doi: "),
        ARTICLE.replace("DO  - ", "L3  - "),
        ARTICLE.replace("DO  - ", "N1  - doi:"),
        ARTICLE.replace("DO  - ", "DO  - https://doi.org/"),
        ARTICLE.replace("DA  - 1948/07//", "DA  - Jul"),
        ARTICLE.replace("DA  - ", "Y1  - "),
    ],
)
def test_dialects_and_damages_make_no_difference(text: str) -> None:
    assert ris.looks_like(text.encode())
    assert read(text) == read(ARTICLE)


def test_what_goes_on_over_lines_is_one_value_but_keywords_and_paragraphs_are_several() -> None:
    found = paper(
        "TI  - A long",
        "title",
        "AB  - One sentence",
        "goes on.",
        "",
        "ER positive - a second paragraph.",
        "KW  - Animals",
        "Humans",
        "AU  - A Body of",
        "      Many",
    )
    assert found.title == "A long title"
    assert found.abstract == "One sentence goes on.\n\nER positive - a second paragraph."
    assert found.extra[0] == ("keywords", "Animals; Humans")
    assert found.authors == ("A Body of Many",)


def test_a_line_of_an_abstract_ends_no_record() -> None:
    found = paper("TI  - Title", "AB  - Cells that are", "ER - positive grow.", "TY - no more.")
    assert found.abstract == "Cells that are ER - positive grow. TY - no more."


def restyled(gap: str, behind: str = " ", *, small: bool = False) -> str:
    """The article with other blanks around the hyphens of its tags."""

    def tag(line: re.Match[str]) -> str:
        name = line["tag"].lower() if small else line["tag"]
        return f"{name}{gap}-{behind + line['value'] if line['value'] else ''}"

    return re.sub(r"^(?P<tag>..)  -(?: (?P<value>.*))?$", tag, ARTICLE, flags=re.MULTILINE)


@for_each(
    ("gap", "behind"),
    [
        *((" ", " "), ("\t", " "), ("\t", ""), ("", " "), ("", "  "), ("", ""), ("   ", " ")),
        *(("  ", ""), ("  ", "   "), ("\xa0\xa0", "\xa0"), (" ", ""), ("  ", " ")),
    ],
)
def test_blanks_in_tags_and_small_letters_make_no_difference(gap: str, behind: str) -> None:
    for small in (False, True):
        text = restyled(gap, behind, small=small)
        assert ris.looks_like(text.encode())
        assert read(text * 2) == read(ARTICLE) * 2


def test_a_dash_for_the_hyphen_makes_no_difference() -> None:
    assert read(ARTICLE.replace("  -", "  –")) == read(ARTICLE)


def test_some_lines_of_a_record_may_be_written_otherwise() -> None:
    text = ARTICLE.replace("AU  - W", "AU - W").replace("PY  -", "PY\t-").replace("VL  - ", "VL-  ")
    assert read(text) == read(ARTICLE)


def test_a_tag_that_says_nothing_about_a_paper_ends_the_value_before_it() -> None:
    found = paper("TI  - T", "IS  - 2", "SE - Articles", "PY  - 2018", "Y2 - 2019/05/30", "JO - J")
    assert found.journal_ref == "J, no. 2 (2018)"
    assert found.created == PartialDate(2018)


def test_prose_that_looks_like_tags_stays_prose() -> None:
    found = paper(
        *("TI  - We look at", "T1 - weighted images", "AB  - Of", "T1-weighted and", "IS - 5, the"),
        *("UK - based", "N1-methyl", "KW  - k"),
    )
    assert found.title == "We look at T1 - weighted images"
    assert found.abstract == "Of T1-weighted and IS - 5, the UK - based N1-methyl"
    narrow = ARTICLE.replace("various methods.", "various\nT1-weighted methods.")
    (one,) = read(narrow.replace("  - ", " - ").replace("ER  -", "ER -"))
    assert isinstance(one, Paper)
    assert one.abstract == "The recent development of various T1-weighted methods."


_LATER = """\
DB  - Scopus
TI  - Title {0}
AB  - NA

TY  - JOUR
AU  - One, Ann
PY  - 200{0}
JO  - Notes
"""


@for_each("end", ["ER  - \n", "ER  -\n\n\n", "\nER\n\n", "er  -\n"])
def test_fields_before_the_type_are_of_its_record(end: str) -> None:
    found = read("".join(_LATER.format(number) + end for number in (1, 2, 3)))
    assert [(one.title, one.created) for one in found if isinstance(one, Paper)] == [
        ("Title 1", PartialDate(2001)),
        ("Title 2", PartialDate(2002)),
        ("Title 3", PartialDate(2003)),
    ]
    assert len(found) == 3
    assert not any(one.abstract for one in found if isinstance(one, Paper))


def test_last_lines_may_be_missing_whether_the_type_comes_first_or_not() -> None:
    first = "TY  - JOUR\nTI  - Title {0}\n\nAU  - One, Ann\nPY  - 200{0}\n\n"
    for form in (first, first.replace("\n\n", "\n"), _LATER.replace("\n\n", "\n") + "\n"):
        found = read("".join(map(form.format, (1, 2, 3))))
        assert [(one.title, one.created) for one in found if isinstance(one, Paper)] == [
            ("Title 1", PartialDate(2001)),
            ("Title 2", PartialDate(2002)),
            ("Title 3", PartialDate(2003)),
        ]


def test_a_record_without_its_first_and_last_line_is_not_joined_to_the_next_one() -> None:
    found = read("TI  - Bees\nAU  - One, Ann\n\nTY  - JOUR\nTI  - Tides\nAU  - Two, Bo\nER  - \n")
    assert [(one.title, one.authors) for one in found if isinstance(one, Paper)] == [
        ("Bees", ("Ann One",)),
        ("Tides", ("Bo Two",)),
    ]


@for_each(
    ("lines", "authors"),
    [
        (["A1  - One, A", "AU  - Two, B", "AU  - Six, C"], ("A One", "B Two", "C Six")),
        (["AU  - Two, B", "A1  - One, A", "AU  - Six, C"], ("B Two", "A One", "C Six")),
        (["AU  - One, A", "AU  - Two, B", "A1  - One, A", "A1  - Two, B"], ("A One", "B Two")),
        (["AU  - Li, W", "AU  - Li, W"], ("W Li", "W Li")),
        (["A2  - Two, B", "A1  - One, A", "A3  - Six, C"], ("A One",)),
        (["A3  - Six, C", "A2  - Two, B", "ED  - One, A"], ("C Six", "B Two", "A One")),
        (["AU  - One, Ann, et al."], ("Ann One",)),
        (["AU  - One, A; Two, B; et al."], ("A One", "B Two")),
        (["AU  - One, A", "AU  - And Others"], ("A One",)),
    ],
)
def test_authors_keep_the_order_of_the_file(lines: list[str], authors: tuple[str, ...]) -> None:
    assert paper("TI  - T", *lines).authors == authors


@for_each(
    ("lines", "date", "year"),
    [
        (["PY  - 2013/04/18", "PY  - 2012/11/15/received"], PartialDate(2013, 4, 18), 2013),
        (["PY  - 2012/11/15/received", "PY  - 2013/04/18"], PartialDate(2013, 4, 18), 2013),
        (["PY  - 2015", "Y1  - 2013/12/30 received"], PartialDate(2015), 2015),
        (["PY  - 2015/06/01/", "DA  - 2014/12/20/Accepted"], PartialDate(2015, 6, 1), 2015),
        (["PY  - 2015", "DA  - 2019/12/20/accessed"], PartialDate(2015), 2015),
        (["DA  - 2012/11/15/received"], PartialDate(2012, 11, 15), 2012),
        (["PY  - 2015", "DA  - 2015/06/01/print"], PartialDate(2015, 6, 1), 2015),
        (["PY  - 2015///Spring"], PartialDate(2015), 2015),
        (["PY  - 2015", "Y2  - 2014/01/01"], PartialDate(2015), 2015),
        (["PY  - NA", "DA  - 2015//"], PartialDate(2015), 2015),
    ],
)
def test_only_the_dates_of_publication_count(
    lines: list[str], date: PartialDate, year: int
) -> None:
    found = paper("TI  - T", "JO  - J", *lines)
    assert (found.created, found.journal_ref) == (date, f"J ({year})")


def test_a_real_abstract_counts_before_a_remark_that_there_is_none() -> None:
    assert paper("TI  - T", "AB  - [No abstract available]").abstract is None
    assert paper("TI  - T", "AB  - NA", "N2  - We show.").abstract == "We show."


def test_a_broken_record_costs_only_itself_and_is_reported_with_its_line() -> None:
    text = f"{ARTICLE}\nTY  - JOUR\nAU  - Nobody\nER  - \n\nTY  - JOUR\nTY  - BOOK\nTI  - Last\n"
    first, lost, empty, last = read(text)
    assert isinstance(first, Paper)
    assert isinstance(last, Paper)
    assert last.title == "Last"
    assert isinstance(lost, Problem)
    assert isinstance(empty, Problem)
    assert (lost.line, empty.line) == (23, 27)
    assert lost.lost
    assert "no title" in lost.reason
    assert lost.text == "TY - JOUR AU - Nobody"


def test_bad_parts_are_reported_and_left_out() -> None:
    found, *problems = read("TY  - JOUR\nTI  - T\nDO  - none\nPY  - in press\nER  - ")
    assert found == Paper(title="T")
    assert [str(problem) for problem in problems] == [
        "mine.ris:1: 'none' is not a DOI; shown without it",
        "mine.ris:1: 'in press' is not a date; shown without it",
    ]


@for_each(
    "line",
    [
        "UR  - http://arxiv.org/abs/1706.03762v5",
        "UR  - https://example.org; https://arxiv.org/pdf/1706.03762v5.pdf",
        "M1  - arXiv:1706.03762v5",
        "C1  - arXiv:1706.03762v5",
        "AN  - arXiv:1706.03762v5",
        "JO  - arXiv preprint arXiv:1706.03762v5",
        "PB  - arXiv:1706.03762v5",
        "N1  - arXiv:1706.03762v5 [cs]",
        "DO  - 10.48550/arXiv.1706.03762v5",
        "JO  - CoRR\nVL  - abs/1706.03762v5",
    ],
)
def test_arxiv_ids_are_found_where_people_put_them(line: str) -> None:
    found = paper("TI  - Attention", line)
    assert found.arxiv_id == ArxivId("1706.03762", 5)
    assert found.doi is None
    assert found.comments is None
    assert "arxiv" not in str(found.journal_ref).lower()


def test_the_class_behind_an_arxiv_id_is_its_category() -> None:
    assert paper("TI  - T", "M1  - arXiv:1706.03762 [cs.CL]").categories == ("cs.CL",)


def test_a_note_about_another_paper_gives_no_id() -> None:
    found = paper("TI  - T", "N1  - Supersedes arXiv:1706.03762")
    assert found.arxiv_id is None
    assert found.comments == "Supersedes arXiv:1706.03762"


def test_notes_of_people_are_comments_and_those_of_databases_are_not() -> None:
    found = paper(
        "TI  - T",
        "N1  - <p>Read it <i>again</i></p>",
        "N1  - Cited By :44",
        "N1  - Export Date: 1 April 2016",
        "N1  - Comment: 12 pages, 5 figures",
        "N1  - 1179-1926",
        "One, Ann",
    )
    assert found.comments == "Read it again; 12 pages, 5 figures"


def test_books_tell_what_they_are_and_who_publishes_them() -> None:
    text = "TY  - BOOK\nTI  - A Book\nED  - One, Ann\nT2  - A Series\nPB  - A House\nER  - "
    (found,) = read(text)
    assert isinstance(found, Paper)
    assert found.authors == ("Ann One",)
    assert found.journal_ref is None
    assert found.extra == (("type", "book"), ("publisher", "A House"))


def test_markup_of_publishers_becomes_plain_text() -> None:
    found = paper("TI  - H<sub>2</sub>O &amp; <i>ice</i>", "AB  - <p>a &lt; b</p>")
    assert (found.title, found.abstract) == ("H₂O & ice", "a < b")


def test_what_pandas_makes_of_nothing_says_nothing() -> None:
    found = paper("TI  - T", "JF  - J", "VL  - 31", "IS  - nan", "EP  - nan", "DA  - 2020///nan")
    assert found.journal_ref == "J 31 (2020)"
    assert found.created == PartialDate(2020)
    assert paper("TI  - T", "DA  - nan", "PY  - ///").created is None


@for_each(
    "head",
    [
        b"PMID- 27433151\nTI  - A title\nAU  - One A\n",
        b"FN ISI Export Format\nVR 1.0\nPT J\nTY CONV\nTI A title\nER\n",
        b"%0 Journal Article\n%T Title\n",
        b"@article{x, note = {\nER - positive\n}}",
        b"TY  - the only such line\n",
        b"",
    ],
)
def test_other_formats_are_reported_apart(head: bytes) -> None:
    assert not ris.looks_like(head)


def test_the_first_papers_come_before_the_rest_is_read() -> None:
    records = ris.read((ARTICLE * 3 + "TY  - JOUR\nAB  - " + "x" * 10_000_000).encode(), "s")
    assert all(isinstance(next(records), Paper) for _ in range(3))


_PIECES = st.sampled_from(
    [
        *("TY  - JOUR", "ER  - ", "TY - JOUR", "ER\t-", "AU  - A, B, C, D", "KW  - ", "  "),
        *("DO  - 10.1/", "DA  - 2020/99", "UR  - arxiv.org/abs/", "TI  - $x$", "\ufeffTY  - "),
        "N1  - arXiv:1",
    ]
)


@given(st.lists(_PIECES | st.text(max_size=20), max_size=20))
@settings(max_examples=50)
def test_nothing_raises_and_no_record_is_lost_silently(lines: list[str]) -> None:
    text = "\n".join(["", *lines])
    found = read(text)
    assert ris.looks_like(text.encode()) in (True, False)
    begun = len(re.findall(r"^\ufeff?TY  -", text, re.MULTILINE))
    assert sum(isinstance(one, Paper) or one.lost for one in found) >= begun


@given(st.data())
@settings(max_examples=50)
def test_a_damaged_byte_raises_nothing(data: st.DataObject) -> None:
    whole = (ARTICLE * 2).encode()
    place = data.draw(st.integers(0, len(whole)))
    damage = data.draw(st.binary(max_size=3))
    found = list(ris.read(whole[:place] + damage + whole[place + 1 :], "s"))
    assert found


# Real files


def files(samples: Path) -> list[Path]:
    return sorted(path for path in (samples / "fixtures/ris").iterdir() if path.suffix != ".md")


def test_real_files_are_known_by_their_content_and_no_others(samples: Path) -> None:
    for path in sorted((samples / "fixtures").glob("*/*")):
        head = normalized(path)[: 1 << 16]
        # A file of Web of Science has strayed into the folder.
        is_ris = path.parent.name == "ris" and path.suffix != ".md" and "_wos" not in path.name
        assert ris.looks_like(head) == is_ris, path.name
        if is_ris:
            assert detect(head, PurePath("unnamed")) is BY_NAME["ris"]
            assert detect(head, PurePath("name.txt")) is BY_NAME["ris"]


def test_real_files_give_as_many_records_as_rispy_finds(samples: Path) -> None:
    # Records without a first or a last line, which rispy does not see, and empty ones that end so.
    more = {
        "jabref_RisImporterCorrupted.ris": 1,
        "jabref_RisImporterTest1.ris": 10,
        "asreview_baseline_tag_and_field_definitions.ris": 1,
    }
    for path in files(samples):
        data = normalized(path)
        found = list(ris.read(data, path.name))
        seen = sum(isinstance(one, Paper) or one.lost for one in found)
        assert seen == len(rispy.loads(data.decode())) + more.get(path.name, 0), path.name


def test_real_papers_have_what_their_records_have(samples: Path) -> None:
    found = [
        one
        for path in files(samples)
        if path.name.startswith("asreview") and "baseline_" not in path.name
        for one in ris.read(normalized(path), path.name)
    ]
    papers = [one for one in found if isinstance(one, Paper)]
    assert len(papers) == len(found) == 19
    for one in papers:
        assert one.title
        assert one.authors
        assert not any("," in name for name in one.authors)
        assert not re.search(r"</?[a-z]+>|&[a-z]+;|nan", f"{one.title}{one.journal_ref}")


def test_a_record_that_is_cut_at_the_end_of_the_file_is_reported() -> None:
    text = "TY  - JOUR\nTI  - Bees\nER  - \n\nTY  - JOUR\nTI  - Tid"
    found = list(ris.read(text.encode(), "mine.ris"))
    assert [str(one) for one in found if isinstance(one, Problem)] == [
        "mine.ris:5: the end of the record is missing; shown without it"
    ]
    whole = list(ris.read(text.removesuffix("Tid").encode() + b"Tides\nER  -", "mine.ris"))
    assert not any(isinstance(one, Problem) for one in whole)


TABBED = "U1\t- x\n"
"""A line that says nothing, but for which the record is read line by line."""
_LINES = ["AU  - One, Ann", "AU  - Two, B.; Three, C.", "TI  - A title", "T2  - Nature", "TI  -"]
_LINES += ["AB  - We show", "  that it goes on", "", "AB  - \tWe  ", "PY  - 2019", "N1  - ER - x"]
_LINES += ["DO  - 10.1000/1", "XX  - unknown", "1A  - unknown", "KW  -a", "KW b", " AB  - c"]


def outcomes(text: str) -> list[Paper | str]:
    """Return papers, and of problems the reasons alone."""
    return [one if isinstance(one, Paper) else one.reason for one in read(text)]


@settings(max_examples=100)
@given(st.lists(st.sampled_from(_LINES) | st.text(max_size=8), max_size=12))
@example(["AB  - We show", "  that it goes on"])
@example(["more of the type", "TI  - A title"])
@example(["TI  -", "on the next line", "", "and behind an empty one", "AU  - One, Ann"])
def test_any_record_is_read_as_line_by_line(lines: list[str]) -> None:
    record = "TY  - JOUR\n" + "".join(f"{line}\n" for line in lines if "\r" not in line)
    assert outcomes(f"{record}ER  - \n") == outcomes(f"{record}{TABBED}ER  - \n")


@pytest.fixture
def short_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse what is longer than a hundredth of what is refused otherwise, to read less here."""
    monkeypatch.setattr(ris, "RECORD_LIMIT", 100_000)


@pytest.mark.usefixtures("short_limit")
def test_a_record_that_is_too_long_is_refused_and_what_follows_is_read() -> None:
    record = "TY  - JOUR\nTI  - {}\nER  - \n"
    long = record.format("Long " * 21_000)
    first, problem, last = read(f"{record.format('A')}{long}{record.format('C')}")
    assert isinstance(first, Paper)
    assert isinstance(last, Paper)
    assert (first.title, last.title) == ("A", "C")
    assert isinstance(problem, Problem)
    assert (problem.line, problem.lost) == (4, True)
    assert problem.reason == "is longer than 10,000,000 bytes"
    assert problem.text.startswith("TY - JOUR TI - Long Long")


@pytest.mark.usefixtures("short_limit")
def test_long_text_between_records_makes_none_too_long() -> None:
    record = "TY  - JOUR\nTI  - A\nER  - \n"
    between = "Some remark here. \n" * 5_500
    assert [type(one) for one in read(f"{record}{between}{record}")] == [Paper, Paper]
