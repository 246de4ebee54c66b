"""PubMed's own format."""

from __future__ import annotations

import re
from pathlib import Path, PurePath

from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.formats import nbib
from paperview.sources.problem import Problem
from paperview.sources.registry import BY_NAME, detect
from tests.cases import for_each

ARTICLE = """\
PMID- 20481061
OWN - NLM
STAT- MEDLINE
VI  - 20
IP  - 4
DP  - 2009 Dec
TI  - From danger and motherhood to health and beauty: health advice for the factory
      girl.
PG  - 454-81
LID - 10.1093/tcbh/hwp045 [doi]
AB  - An abstract of
      two lines.
FAU - Long, Vicky
AU  - Long V
AD  - Centre for the History of Science,
      Manchester.
CN  - The Working Group
FAU - Marland, Hilary Jr
AU  - Marland H Jr
PT  - Journal Article
PT  - Review
DEP - 20091119
TA  - 20 Century Br Hist
JT  - 20 century British history
MH  - Female
MH  - Occupational Health/*history
OT  - factories
PMC - PMC4513071
CRDT- 2010/05/21 06:00
AID - hwp045 [pii]
AID - 10.1093/tcbh/hwp045 [doi]
SO  - 20 Century Br Hist. 2009;20(4):454-81.
"""


def read(text: str) -> list[Paper | Problem]:
    return list(nbib.read(text.encode(), "mine.nbib"))


def paper(text: str) -> Paper:
    (found,) = read(text)
    assert isinstance(found, Paper)
    return found


def test_every_field_of_an_article_is_read() -> None:
    assert read(f"\n{ARTICLE}\n") == [
        Paper(
            doi=Doi("10.1093/tcbh/hwp045"),
            name="PMID 20481061",
            title="From danger and motherhood to health and beauty: "
            "health advice for the factory girl",
            authors=("Vicky Long", "The Working Group", "Hilary Marland Jr"),
            abstract="An abstract of two lines.",
            journal_ref="20 century British history 20(4), 454-81 (2009)",
            created=PartialDate(2009, 11, 19),
            extra=(
                ("keywords", "Female; Occupational Health/history; factories"),
                ("type", "Review"),
                ("pmc", "PMC4513071"),
                ("url", "https://pubmed.ncbi.nlm.nih.gov/20481061/"),
            ),
            sources=("mine.nbib",),
        )
    ]


def test_records_follow_each_other_with_and_without_empty_lines() -> None:
    second = ARTICLE.replace("PMID- 20481061", "PMID- 2")
    for between in ("\n", "\n \n\n", ""):
        first, other = read(ARTICLE + between + second)
        assert isinstance(first, Paper)
        assert isinstance(other, Paper)
        assert (first.name, other.name) == ("PMID 20481061", "PMID 2")


def test_an_empty_line_within_a_record_tears_nothing() -> None:
    assert read(ARTICLE.replace("AB  - An", "\nAB  - An").replace("PG  -", "\n\nPG  -")) == read(
        ARTICLE
    )


def names(text: str) -> list[str | None]:
    return [one.name for one in read(text) if isinstance(one, Paper)]


_PMID_FIRST = "PMID- {0}\nOWN - NLM\nTI  - Title {0}\nFAU - One, Ann\nDP  - 2019\n"
_PMID_LAST = "OWN - NLM\nTI  - Title {0}\nFAU - One, Ann\nDP  - 2019\nPMID- {0}\n"
_TITLE_FIRST = "TI  - Title {0}\nAU  - One A\nPT  - Review\nDP  - 2019\nPMID- {0}\n"


@for_each("record", [_PMID_FIRST, _PMID_LAST, _TITLE_FIRST])
@for_each("between", ["", "\n", "\n\n\n"])
def test_records_may_begin_with_any_field(record: str, between: str) -> None:
    found = read(between.join(map(record.format, (1, 2, 3))))
    assert [(one.name, one.title) for one in found if isinstance(one, Paper)] == [
        ("PMID 1", "Title 1"),
        ("PMID 2", "Title 2"),
        ("PMID 3", "Title 3"),
    ]
    assert len(found) == 3


@for_each("between", ["", "\n"])
def test_records_that_begin_differently_stay_apart(between: str) -> None:
    text = between.join([_PMID_LAST.format(1), _PMID_FIRST.format(2), _PMID_LAST.format(3)])
    assert names(text) == ["PMID 1", "PMID 2", "PMID 3"]


@for_each("place", range(1, 5))
def test_an_empty_line_anywhere_in_a_record_leaves_it_whole(place: int) -> None:
    for form in (_PMID_FIRST, _PMID_LAST):
        lines = form.format(1).splitlines(keepends=True)
        torn = "".join([*lines[:place], "\n", *lines[place:]])
        assert read(torn + "\n" + form.format(2)) == read(form.format(1) + "\n" + form.format(2))


def test_records_of_eric_have_their_own_ids_and_no_author_called_others() -> None:
    record = (
        "OWN - ERIC\nTI  - A Manual {0}.\nAU  - Burns, Nancy\nAU  - And Others\nOID - ED10{0}\n"
        "DP  - 1980\nLID - http://eric.ed.gov/?id=ED10{0}\nPT  - Guides - Classroom\n"
    )
    first, second = read(record.format(1) + "\n" + record.format(2))
    assert isinstance(first, Paper)
    assert isinstance(second, Paper)
    assert (first.name, second.name) == ("ED101", "ED102")
    assert first.title == "A Manual 1"
    assert first.authors == second.authors == ("Nancy Burns",)
    assert ("url", "http://eric.ed.gov/?id=ED101") in first.extra


def test_titles_in_several_lines_of_one_record_are_joined() -> None:
    assert paper("PMID- 1\nTI  - One part:\nTI  - another.\nDP  - 2019\n").title == (
        "One part: another"
    )


def test_a_record_of_pubmed_central_begins_with_its_own_number() -> None:
    text = "PMC - PMC1\nPMID- 1\nTI  - One\n\nPMC - PMC2\nTI  - Two\n"
    assert [one.name for one in read(text) if isinstance(one, Paper)] == ["PMID 1", "PMC2"]


def test_short_names_are_turned_where_there_are_no_full_ones() -> None:
    text = "PMID- 1\nTI  - T\nAU  - Shruthi BS\nAU  - van der Berg J\nAU  - Selvamani\n"
    assert paper(text).authors == ("BS Shruthi", "J van der Berg", "Selvamani")


def test_lines_written_a_little_wrong_are_read() -> None:
    found = paper("PMID-22664220\nTI  -A title\nAB - An abstract\nthat lost its blanks\nSO junk\n")
    assert found.name == "PMID 22664220"
    assert found.title == "A title"
    assert found.abstract == "An abstract that lost its blanks SO junk"


@for_each(
    ("field", "arxiv_id", "doi"),
    [
        ("AID - doi:10.1016/j.cpr", None, Doi("10.1016/j.cpr")),
        ("LID - S0140 [pii] ", None, None),
        ("AID - arXiv:2301.08229v1 [pii]", ArxivId("2301.08229", 1), None),
        ("LID - 10.48550/arXiv.2301.08229 [doi]", ArxivId("2301.08229"), None),
    ],
)
def test_ids_are_told_apart(field: str, arxiv_id: ArxivId | None, doi: Doi | None) -> None:
    found = paper(f"PMID- 1\nTI  - T\n{field}\n")
    assert (found.arxiv_id, found.doi) == (arxiv_id, doi)


@for_each(
    ("fields", "date"),
    [
        ("DP  - 1998 Jul-Aug", PartialDate(1998, 7)),
        ("DP  - 2017 Jan\nDEP - 20160914", PartialDate(2016, 9, 14)),
        ("DP  - 2015 Spring", PartialDate(2015)),
        ("CRDT- 2016/05/12 06:00", PartialDate(2016, 5, 12)),
        ("TI  - T", None),
    ],
)
def test_dates_are_those_of_publication(fields: str, date: PartialDate | None) -> None:
    assert paper(f"PMID- 1\nTI  - T\n{fields}\n").created == date


def test_bad_parts_and_lost_records_are_told_with_their_line() -> None:
    found, date, doi, lost = read(
        "\nPMID- 1\nTI  - T\nDP  - soon\nLID - x [doi]\n\nPMID- 2\nAU  - One A\n"
    )
    assert isinstance(found, Paper)
    assert isinstance(lost, Problem)
    assert {str(date), str(doi)} == {
        "mine.nbib:2: 'soon' is not a date; shown without it",
        "mine.nbib:2: 'x' is not a DOI; shown without it",
    }
    assert (lost.line, lost.lost, lost.text) == (7, True, "PMID- 2 AU - One A")


@for_each(
    "head",
    [
        b"TY  - JOUR\nTI  - T\nER  - \n",
        b"@article{x, abstract = {\nPMID- 1\n}}",
        b"A letter about\nPMID- 1\n",
        b"",
    ],
)
def test_other_formats_are_told_apart(head: bytes) -> None:
    assert not nbib.looks_like(head)


_PIECES = st.sampled_from(
    [
        *("PMID- 1", "", " ", "      more", "TI  - T", "AU  - One A", "FAU - One, Ann"),
        *("PMC - PMC1", "DP  - 2020 Foo", "LID - 10.1/ [doi]", "AID - arXiv:1 [pii]", "CN  - "),
    ]
)


@given(st.lists(_PIECES | st.text(max_size=20), max_size=20))
@settings(max_examples=50)
def test_nothing_raises_and_no_record_is_lost_silently(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert nbib.looks_like(text.encode()) in (True, False)
    begun = len(re.findall(r"^PMID *-", text, re.MULTILINE))
    assert sum(isinstance(one, Paper) or one.lost for one in read(text)) >= begun


@given(st.data())
@settings(max_examples=50)
def test_a_damaged_byte_raises_nothing(data: st.DataObject) -> None:
    whole = f"{ARTICLE}\n{ARTICLE}".encode()
    place = data.draw(st.integers(0, len(whole)))
    damage = data.draw(st.binary(max_size=3))
    assert list(nbib.read(whole[:place] + damage + whole[place + 1 :], "s"))


def test_real_files_are_known_by_their_content_and_no_others(samples: Path) -> None:
    for path in sorted((samples / "fixtures").glob("*/*")):
        head = path.read_bytes()[: 1 << 16].replace(b"\r\n", b"\n")
        is_nbib = path.parent.name == "nbib" and path.suffix != ".md"
        assert nbib.looks_like(head) == is_nbib, path.name
        if is_nbib:
            assert detect(head, PurePath("unnamed")) is BY_NAME["nbib"]
            assert detect(head, PurePath("name.txt")) is BY_NAME["nbib"]


def test_real_files_give_a_paper_or_a_problem_per_record(samples: Path) -> None:
    for path in sorted((samples / "fixtures/nbib").glob("jabref*")):
        data = path.read_bytes().replace(b"\r\n", b"\n")
        seen = list(nbib.read(data, path.name))
        assert len(seen) == max(1, len(re.findall(rb"^PMID-", data, re.MULTILINE)))
        # One has nothing but a number and a journal.
        is_bare = "Inproceeding" in path.name
        assert all(isinstance(one, Problem) == is_bare for one in seen), path.name
