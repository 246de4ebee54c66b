"""INSPIRE's records, as its API gives them and as they are harvested."""

from __future__ import annotations

from paperview.model.paper import ArxivId
from paperview.sources.formats.inspire import looks_like, read
from tests.cases import for_each
from tests.sources.formats.jsonsupport import (
    encoded,
    faults_of,
    lost_in,
    paper_of,
    papers_in,
)

RECORD = {
    "control_number": 1234,
    "document_type": ["article"],
    "titles": [{"title": "The light Higgs", "subtitle": "a view", "source": "Elsevier"}],
    "authors": [
        {"full_name": "Giudice, Gian F.", "affiliations": [{"value": "CERN"}]},
        {"full_name": "Black, Joe, Jr."},
        {"full_name": "Guide, A.", "inspire_roles": ["supervisor"]},
    ],
    "abstracts": [{"value": "We look for $H \\to \\gamma\\gamma$.", "source": "arXiv"}],
    "arxiv_eprints": [{"value": "hep-ph/0703164", "categories": ["hep-ph", "hep-ex"]}],
    "dois": [{"value": "10.1088/1126-6708/2007/06/045"}],
    "publication_info": [
        {
            "journal_title": "JHEP",
            "journal_volume": "06",
            "page_start": "045",
            "year": 2007,
        }
    ],
    "earliest_date": "2007-03-15",
    "preprint_date": "2007-03",
    "imprints": [{"date": "2007-06-12"}],
    "public_notes": [{"value": "45 pages, 4 figures"}],
    "number_of_pages": 45,
    "texkeys": ["Giudice:2007fh"],
    "keywords": [{"value": "Higgs"}, {"value": "gauge boson"}],
    "report_numbers": [{"value": "CERN-PH-TH-2007-47"}],
    "references": [{"reference": {"titles": [{"title": "no"}]}}],
}
HIT = {"id": "1234", "created": "2007-03-16T00:00:00", "links": {"bibtex": "x"}, "metadata": RECORD}


@for_each("item", [RECORD, HIT])
def test_a_record_is_read_whole(item: object) -> None:
    paper = paper_of(read, item)
    assert paper.name == "Giudice:2007fh"
    assert paper.title == "The light Higgs: a view"
    assert paper.authors == ("Gian F. Giudice", "Joe Black Jr.")
    assert paper.abstract == "We look for $H \\to \\gamma\\gamma$."
    assert paper.arxiv_id == ArxivId("hep-ph/0703164")
    assert paper.categories == ("hep-ph", "hep-ex")
    assert str(paper.doi) == "10.1088/1126-6708/2007/06/045"
    assert paper.journal_ref == "JHEP 06, 045 (2007)"
    assert str(paper.created) == "2007-03"
    assert paper.comments == "45 pages, 4 figures"
    assert dict(paper.extra) == {
        "keywords": "Higgs; gauge boson",
        "report-no": "CERN-PH-TH-2007-47",
    }


@for_each(
    "data",
    [
        encoded({"hits": {"hits": [HIT, HIT], "total": 2}, "links": {"self": "x"}}),
        encoded({"links": {"self": "{"}, "hits": {"total": 2, "hits": [HIT, HIT]}}, indent=2),
        encoded([RECORD, RECORD], indent=3),
        encoded(HIT) + encoded(HIT),
        encoded(RECORD) + b"\n" + encoded(RECORD),
    ],
)
def test_records_come_in_answers_in_arrays_and_in_lines(data: bytes) -> None:
    found = list(read(data, "mine.json"))
    assert [one.name for one in papers_in(found)] == ["Giudice:2007fh"] * 2
    assert len(found) == 2
    assert looks_like(data)


def test_the_earliest_date_counts() -> None:
    def created(**fields: object) -> str:
        return str(paper_of(read, {"titles": [{"title": "T"}], **fields}).created)

    assert created(preprint_date="2019-05-17", imprints=[{"date": "2018"}]) == "2018"
    assert created(earliest_date="2019-05-17", imprints=[{"date": "2019"}]) == "2019-05-17"
    assert created(publication_info=[{"year": 2011}]) == "2011"
    assert created(thesis_info={"date": "2012-03"}) == "2012-03"
    assert created() == "None"


def test_collaborations_come_before_authors_and_are_kept_whole() -> None:
    item = RECORD | {"collaborations": [{"value": "ATLAS"}, {"value": "CMS Collaboration"}]}
    assert paper_of(read, item).authors[:3] == (
        "ATLAS Collaboration",
        "CMS Collaboration",
        "Gian F. Giudice",
    )
    bodies = {"titles": [{"title": "T"}], "corporate_author": ["The ATLAS Collaboration, CERN"]}
    assert paper_of(read, bodies).authors == ("The ATLAS Collaboration, CERN",)


@for_each(
    ("info", "line"),
    [
        ({"journal_title": "PRD", "journal_volume": "98", "artid": "030001"}, "PRD 98, 030001"),
        (
            {"journal_title": "Nucl.Phys.", "page_start": "579", "page_end": "588", "year": 1961},
            "Nucl.Phys., 579-588 (1961)",
        ),
        ({"pubinfo_freetext": "Phys. Lett. 12 (1964) 132"}, "Phys. Lett. 12 (1964) 132"),
        ({"conference_record": {"$ref": "x"}}, None),
    ],
)  # fmt: skip
def test_journals_make_one_line(info: dict[str, object], line: str | None) -> None:
    assert paper_of(read, RECORD | {"publication_info": [info]}).journal_ref == line


def test_the_printed_edition_counts_before_its_erratum() -> None:
    item = RECORD | {
        "dois": [
            {"value": "10.48550/arXiv.hep-ph/0703164"},
            {"value": "10.1234/err", "material": "erratum"},
            {"value": "10.1234/own", "material": "publication"},
        ]
    }
    assert str(paper_of(read, item).doi) == "10.1234/own"


def test_a_thesis_tells_where_it_was_written() -> None:
    thesis = {"degree_type": "phd", "institutions": [{"name": "Siena U."}], "date": "2009"}
    item = {"titles": [{"title": "T"}], "thesis_info": thesis, "document_type": ["thesis"]}
    paper = paper_of(read, item)
    assert paper.journal_ref == "PhD thesis, Siena U., 2009"
    assert dict(paper.extra) == {"type": "thesis"}


def test_arxivs_edition_is_taken_where_the_publisher_has_formulas_in_markup() -> None:
    variants = [
        {"source": "APS", "value": "At <math><mi>s</mi></math> of 13 <i>TeV</i>"},
        {"source": "arXiv", "value": "At $\\sqrt{s}$ of 13 TeV"},
    ]
    assert paper_of(read, RECORD | {"abstracts": variants}).abstract == "At $\\sqrt{s}$ of 13 TeV"
    plain = paper_of(read, RECORD | {"abstracts": variants[:1]}).abstract
    assert plain
    assert "<" not in plain
    assert "13 TeV" in plain


def test_without_a_key_the_record_has_its_number() -> None:
    assert paper_of(read, RECORD | {"texkeys": []}).name == "INSPIRE 1234"


def test_pages_are_comments_where_no_remark_has_them() -> None:
    assert paper_of(read, RECORD | {"public_notes": []}).comments == "45 pages"


def test_an_error_of_the_server_is_reported() -> None:
    (problem,) = lost_in(list(read(b'{"status": 404, "message": "PID does not exist."}', "x")))
    assert problem.reason == "INSPIRE says: PID does not exist."


def test_fields_of_the_wrong_kind_cost_themselves_alone() -> None:
    item = RECORD | {
        "authors": [5, {"full_name": ["A, B"]}, {"full_name": {"x": 1}}],
        "titles": "The light Higgs",
        "publication_info": [{"journal_title": "J", "year": "soon"}],
        "imprints": "2007",
        "dois": [{"value": "none"}],
    }
    paper, faults = faults_of(read, item)
    assert (paper.title, paper.authors, paper.journal_ref) == (None, ("B A",), "J")
    assert [fault.partition(";")[0] for fault in faults] == [
        "titles is no list of objects",
        "authors is no list of objects",
        "full_name is no text",
        "imprints is no list of objects",
        "'none' is not a DOI",
    ]


def test_a_date_that_is_none_is_reported() -> None:
    item = {"titles": [{"title": "T"}], "earliest_date": "soon"}
    paper, faults = faults_of(read, item)
    assert paper.created is None
    assert faults == ["'soon' is not a date; shown without it"]


def test_half_a_file_gives_what_is_whole_and_one_problem() -> None:
    data = encoded({"hits": {"hits": [HIT, HIT, HIT]}})
    found = list(read(data[: len(data) * 3 // 4], "mine.json"))
    assert len(papers_in(found)) == 2
    assert [one.reason for one in lost_in(found)] == ["the file ends inside the record"]


# Telling the format


@for_each(
    "head",
    [
        encoded({"hits": {"hits": [HIT]}})[:400],
        b'{"hits": {"hits": [{"metadata": {"authors": [{"affiliations": [], "full_name": "A',
        b'{"hits": {"hits": [{"id": 1, "metadata": {"control_number": 1, "titles": [{"ti',
        b'[{"$schema": "https://inspirehep.net/schemas/records/hep.json", "x": 1}]',
        b'{"metadata": {"arxiv_eprints": [{"val',
    ],
)
def test_records_are_detected_by_names_that_only_inspire_has(head: bytes) -> None:
    assert looks_like(head)


@for_each(
    "head",
    [
        b"",
        b"[]",
        b'{"hits": {"hits": []}}',
        b'{"hits": {"hits": [{"id": 1, "metadata": {"title": "T", "creators": [{"name": "A"}]}}]}}',
        b'{"id": "https://doi.org/10.1/x", "titles": [{"title": "T"}], "creators": []}',
        b'{"id": "0704.0001", "title": "T", "authors": "A. B", "abstract": "x"}',
        b'[{"bibcode": "2019A", "author": ["A, B"], "abstract": "x"}]',
    ],
)
def test_other_json_is_not_taken_for_it(head: bytes) -> None:
    assert not looks_like(head)
