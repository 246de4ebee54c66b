"""What a record of the snapshot says is what its paper says."""

from __future__ import annotations

import json
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from paperview.exports import jsonl
from paperview.model.dates import PartialDate, day_number
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.formats.snapshot import paper, summarize
from paperview.sources.parsing.field_values import arxiv_base
from tests.cases import for_each
from tests.sources.jsonl.support import read
from tests.strategies import arxiv_ids, papers


def test_a_whole_record_is_read() -> None:
    assert read() == Paper(
        arxiv_id=ArxivId("0704.0001", 2),
        doi=Doi("10.1103/PhysRevD.76.013009"),
        title="Calculation of prompt production at higher energies",
        authors=("Ann One", "Bob Two Jr."),
        abstract="We calculate all of it.",
        comments="37 pages, 15 figures",
        categories=("hep-ph", "hep-ex"),
        journal_ref="J.Test D76:013009,2007",
        created=PartialDate(2007, 4, 2),
        updated=PartialDate(2008, 11, 26),
        extra=(("submitter", "Ann One"), ("report-no", "TEST-07-12")),
    )


def test_a_record_may_have_nothing_but_id_and_title() -> None:
    found, reasons = paper(b'{"id": "math.GT/0309136", "title": "T"}\r\n')
    assert found == Paper(arxiv_id=ArxivId("math/0309136"), title="T")
    assert reasons == ()


def test_a_doi_is_enough_to_be_a_paper() -> None:
    found, reasons = paper(b'{"doi": "10.1145/1", "title": "T"}')
    assert found == Paper(doi=Doi("10.1145/1"), title="T")
    assert reasons == ()


# Texts


@for_each(
    ("abstract", "read_as"),
    [
        ("  One\ntwo.\n", "One two."),
        ("One.\n  Two\nthree.\n  Four.\n", "One.\n\nTwo three.\n\nFour."),
        ("One.\n\nTwo.\n \t\nThree.", "One.\n\nTwo.\n\nThree."),
        ("One \n two", "One two"),
        ("One\r\ntwo.\r\n  Three\rfour.", "One two.\n\nThree four."),
        ("One\x1b[2J\x00 two\u202e", "One␛[2J␀ two�"),
        (" \n\n ", None),
        ("\u200e\n\nOne", "One"),
    ],
)
def test_lines_of_an_abstract_are_joined_to_paragraphs(abstract: str, read_as: str | None) -> None:
    assert read(abstract=abstract).abstract == read_as


def test_other_texts_are_one_harmless_line() -> None:
    found = read(title=" A\n  \tB\x1b ", comments="\n", journal_ref="J\r\n 1", report_no="R\n1")
    assert found.title == "A B␛"
    assert found.comments is None
    assert found.journal_ref == "J 1"
    assert ("report-no", "R 1") in found.extra


def test_half_a_surrogate_pair_is_a_replacement_character_and_whole_ones_are_read() -> None:
    broken = rb'{"id": "0704.0001", "title": "cut \ud83d", "comments": "\ud83d\ude00 \\ud83d"}'
    found, reasons = paper(broken)
    assert (found.title, found.comments) == ("cut �", r"😀 \ud83d")
    assert reasons == ()


# Authors


@for_each(
    ("parsed", "names"),
    [
        ([["One", "Ann", ""], ["Two", "B. C.", "Jr."]], ("Ann One", "B. C. Two Jr.")),
        ([["One", "Ann", "", "Place, Town"]], ("Ann One",)),
        ([["CMS Collaboration", "", ""], [":", "", ""], ["One"]], ("CMS Collaboration", "One")),
        ([["", "", ""], []], ("Of", "The line")),
        ([], ("Of", "The line")),
        (None, ("Of", "The line")),
    ],
)
def test_authors_are_the_parsed_names(parsed: object, names: tuple[str, ...]) -> None:
    assert read(authors_parsed=parsed, authors="Of, The line").authors == names


@for_each(
    ("line_of_authors", "names"),
    [
        ("A. One, B. Two and C. Three", ("A. One", "B. Two", "C. Three")),
        ("A. One,\n  B. Two, and C. Three", ("A. One", "B. Two", "C. Three")),
        ("A. One, Jr., B. Two", ("A. One, Jr.", "B. Two")),
        ("A. One (1), B. Two (1,2) ((1) X, Y, (2) Z)", ("A. One", "B. Two")),
        ("A. One (X (Y), Z) and B. Two", ("A. One", "B. Two")),
        ("A. One (1, B. Two (2)", ("A. One 1", "B. Two")),
        ("A. One 1), B. Two (2), C. Three (3", ("A. One 1", "B. Two", "C. Three 3")),
        ("LZ Collaboration: A. One,\n  B. Two", ("LZ Collaboration", "A. One", "B. Two")),
        ("LZ Collaboration, :, A. One", ("LZ Collaboration", "A. One")),
        (["A. One", "B,  Two\n"], ("A. One", "B, Two")),
        ("()", ()),
        ("", ()),
    ],
)
def test_without_parsed_names_the_line_of_authors_is_split(
    line_of_authors: object, names: tuple[str, ...]
) -> None:
    assert read(authors_parsed=None, authors=line_of_authors).authors == names


# Ids and dates


@for_each(
    ("doi", "name"),
    [
        ("10.1364/A.23.002578 10.1364/A.32.002407", "10.1364/A.23.002578"),
        ("10.2307/2153976; 10.1090/S0002", "10.2307/2153976"),
        ("10.2307/2153976,10.1090/S0002", "10.2307/2153976"),
        ("10.1007/s10977-007-9017-y,", "10.1007/s10977-007-9017-y"),
        ("none 10.1145/1", "10.1145/1"),
        ("doi: 10.1145/1", "10.1145/1"),
        ("10.1002/(SICI)1097(19980815/30)17:15/16<1661::AID>3.0.CO;2-2",) * 2,
        ("10.1145/1\n  10.1145/2", "10.1145/1"),
        ("10.1145/\x1b[2J", "10.1145/␛[2J"),
        ("", None),
        (None, None),
    ],
)
def test_of_several_dois_the_first_valid_one_counts(doi: str | None, name: str | None) -> None:
    assert read(doi=doi).doi == (Doi(name) if name else None)


@for_each(
    ("fields", "arxiv_id"),
    [
        ({"id": "0704.0001v3", "versions": []}, ArxivId("0704.0001", 3)),
        ({"id": "0704.0001v3", "versions": ["v1", "v4"]}, ArxivId("0704.0001", 4)),
        ({"id": "0704.0001", "versions": [{"created": "2007-04-02"}]}, ArxivId("0704.0001")),
        ({"id": "arXiv:hep-th/9901001", "versions": None}, ArxivId("hep-th/9901001")),
        ({"id": "any", "arxiv_id": "0704.0001", "versions": None}, ArxivId("0704.0001")),
    ],
)
def test_the_version_is_that_of_the_last_version(
    fields: dict[str, object], arxiv_id: ArxivId
) -> None:
    assert read(**fields).arxiv_id == arxiv_id


_ids_alike = st.builds(
    "{}{}".format,
    st.sampled_from(("0704.0", "0704.1", "2304.00", "math/0309", "math.GT/0309", "0713.1")),
    st.sampled_from(("001", "136", "000", "12", "136v2", "１２３", "abc")),
)


@given(ids=st.lists(_ids_alike | arxiv_ids().map(str), max_size=20))
def test_ids_that_begin_like_others_are_read_no_less_strictly(ids: list[str]) -> None:
    for text in ids:
        arxiv_id = ArxivId.parse(text)
        assert arxiv_base(text) == (arxiv_id.base if arxiv_id else None)


@for_each(
    ("versions", "created", "day"),
    [
        ([{"created": "Mon, 2 Apr 2007 19:18:42 GMT"}], None, PartialDate(2007, 4, 2)),
        ([{"created": "Thu, 12 Dec 1996 00:00:01 GMT"}], "2001-01-01", PartialDate(1996, 12, 12)),
        ([{"created": "12 Dec 1996 00:00:01 +0100"}], None, PartialDate(1996, 12, 12)),
        ([{"created": "Thu,  12 Dec 1996 00:00:01 GMT"}], None, PartialDate(1996, 12, 12)),
        ([{"created": "Thu, 12 Dec 1996"}], None, PartialDate(1996, 12, 12)),
        ([{"created": "1996-12-12T00:00:01Z"}], None, PartialDate(1996, 12, 12)),
        ([{"version": "v1"}], "1996-12-12", PartialDate(1996, 12, 12)),
        (["v1"], "1996-12-12 10:00", PartialDate(1996, 12, 12)),
        ([], "1996-12-12", PartialDate(1996, 12, 12)),
        ([], None, None),
    ],
)
def test_a_paper_is_created_with_its_first_version(
    versions: object, created: str | None, day: PartialDate | None
) -> None:
    assert read(versions=versions, created=created).created == day


@given(papers(), st.booleans())
def test_what_paperview_exports_as_json_lines_is_read(exported: Paper, ascii_only: bool) -> None:
    found, reasons = paper((jsonl.dumps_ascii if ascii_only else jsonl.dumps)(exported).encode())
    assert reasons == ()
    assert found.arxiv_id == exported.arxiv_id
    assert found.name == _single_blanks(exported.name)
    assert found.title == _single_blanks(exported.title)
    assert found.abstract == exported.abstract
    assert found.comments == _single_blanks(exported.comments)
    assert found.journal_ref == _single_blanks(exported.journal_ref)
    assert found.categories == exported.categories
    assert (found.created, found.updated) == (exported.created, exported.updated)
    assert found.extra == tuple(
        (_single_blanks(name), _single_blanks(value) or "") for name, value in exported.extra
    )
    # A sign alone is no name.
    named = [name for name in exported.authors if re.search(r"\w", name)]
    assert list(found.authors) == [_single_blanks(name) for name in named]
    if exported.doi and not re.search("[,;]", exported.doi.name):
        assert found.doi == exported.doi


def _single_blanks(text: str | None) -> str | None:
    return re.sub(" +", " ", text) if text else None


def test_real_records_are_read_without_a_problem(samples: Path) -> None:
    (path,) = (samples / "fixtures" / "kaggle-jsonl").glob("*.jsonl")
    records = path.read_bytes().splitlines()
    for record in records:
        found, reasons = paper(record)
        assert reasons == ()
        assert str(found.arxiv_id).startswith(json.loads(record)["id"] + "v")
        assert all((found.title, found.authors, found.abstract, found.created, found.categories))
    assert len(records) == 200


def other(**fields: object) -> Paper:
    """Read a record of another program, with nothing wrong."""
    found, reasons = paper(json.dumps({"title": "Bees", **fields}).encode())
    assert reasons == ()
    return found


def test_fields_that_other_programs_call_otherwise_are_read() -> None:
    found = other(
        entry_id="http://arxiv.org/abs/2101.00001v2",
        author="One, Ann and Two, Bo",
        summary="We dance.",
        published="2021-01-01T10:00:00+00:00",
        comment="5 pages",
    )
    assert found.arxiv_id == ArxivId("2101.00001", 2)
    assert found.authors == ("Ann One", "Bo Two")
    assert (found.abstract, found.comments) == ("We dance.", "5 pages")
    assert found.created == PartialDate(2021, 1, 1)


@for_each(
    ("fields", "created"),
    [
        ({"year": 2021}, PartialDate(2021)),
        ({"year": "2021"}, PartialDate(2021)),
        ({"publication_date": "2021-05"}, PartialDate(2021, 5)),
        ({"date": "2021/05/06", "year": 2020}, PartialDate(2021, 5, 6)),
        ({"created": "2019-01-02", "year": 2020}, PartialDate(2019, 1, 2)),
        ({"year": None, "date": ["x"]}, None),
    ],
)
def test_dates_that_other_programs_call_otherwise_are_read(
    fields: dict[str, object], created: PartialDate | None
) -> None:
    assert other(doi="10.1000/x", **fields).created == created
    line = json.dumps({"doi": "10.1000/x", **fields}).encode()
    assert summarize(line).date == day_number(created)


def test_categories_in_words_are_subjects() -> None:
    found = other(doi="10.1000/x", categories="Machine Learning; Statistics (stat.ML)")
    assert found.categories == ("stat.ML",)
    assert found.extra == (("subjects", "Machine Learning"),)


def test_authors_that_are_no_names_are_told() -> None:
    found, reasons = paper(json.dumps({"title": "Bees", "authors": [{"id": 5}]}).encode())
    assert found.authors == ()
    assert reasons == ("authors is no list of names; shown without it",)
