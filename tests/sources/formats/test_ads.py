"""ADS's records, as its search API gives them."""

from __future__ import annotations

from paperview.model.paper import ArxivId
from paperview.sources.formats.ads import looks_like, read
from tests.cases import for_each
from tests.sources.formats.jsonsupport import (
    encoded,
    faults_of,
    lost_in,
    paper_of,
    papers_in,
)

DOC = {
    "bibcode": "2016ApJ...818L..26F",
    "title": ["On 10<SUP>-4</SUP> dips of a star"],
    "author": ["Léger, A.", "van Heck, B.", "LIGO Scientific Collaboration", "Smith, J., Jr."],
    "abstract": "Aims: We report &lt;5 dips. <BR />Methods: We look. <P />The end.",
    "doi": ["10.3847/2041-8205/818/2/L26"],
    "identifier": ["2016ApJ...818L..26F", "arXiv:1602.01096", "10.3847/2041-8205/818/2/L26"],
    "arxiv_class": ["astro-ph.SR", "Astrophysics - Solar and Stellar"],
    "pub": "The Astrophysical Journal",
    "volume": "818",
    "issue": "2",
    "page": ["L26"],
    "pubdate": "2016-02-00",
    "year": "2016",
    "keyword": ["stars", "dips"],
    "comment": ["8 pages", "accepted"],
    "doctype": "article",
    "[citations]": {"num_references": 40},
}


def answer(*docs: object, indent: int | None = None) -> bytes:
    header = {"status": 0, "QTime": 13, "params": {"q": "*:*"}}
    response = {"numFound": len(docs), "start": 0, "docs": docs}
    return encoded({"responseHeader": header, "response": response}, indent)


def test_a_record_is_read_whole() -> None:
    paper = paper_of(read, DOC)
    assert paper.name == "2016ApJ...818L..26F"
    assert paper.title == "On 10⁻⁴ dips of a star"
    assert paper.authors == (
        "A. Léger",
        "B. van Heck",
        "LIGO Scientific Collaboration",
        "J. Smith Jr.",
    )
    assert paper.abstract == "Aims: We report <5 dips. Methods: We look.\n\nThe end."
    assert str(paper.doi) == "10.3847/2041-8205/818/2/L26"
    assert paper.arxiv_id == ArxivId("1602.01096")
    assert paper.categories == ("astro-ph.SR",)
    assert paper.journal_ref == "The Astrophysical Journal 818(2), L26 (2016)"
    assert str(paper.created) == "2016-02"
    assert paper.comments == "8 pages accepted"
    assert dict(paper.extra) == {"keywords": "stars; dips; Astrophysics - Solar and Stellar"}


@for_each(
    "data",
    [
        answer(DOC, DOC),
        answer(DOC, DOC, indent=1),
        encoded([DOC, DOC]),
        encoded(DOC) + b"\n" + encoded(DOC),
        encoded({"docs": [DOC, DOC]}),
    ],
)
def test_records_come_in_answers_in_arrays_and_in_lines(data: bytes) -> None:
    found = list(read(data, "mine.json"))
    assert [one.name for one in papers_in(found)] == ["2016ApJ...818L..26F"] * 2
    assert len(found) == 2
    assert looks_like(data)


@for_each(
    ("fields", "arxiv_id"),
    [
        ({"identifier": ["2016arXiv160201096F"]}, "1602.01096"),
        ({"alternate_bibcode": ["2013arXiv1302.6362S"]}, "1302.6362"),
        ({"bibcode": "2021arXiv211200590G"}, "2112.00590"),
        ({"eid": "arXiv:2112.00590"}, "2112.00590"),
        ({"identifier": ["arXiv:hep-th/9108028"]}, "hep-th/9108028"),
        ({"identifier": ["hep-th/9108028"]}, "hep-th/9108028"),
        ({"doi": ["10.48550/arXiv.2412.03744"]}, "2412.03744"),
        ({"identifier": ["ascl:1706.009", "1706.009"]}, None),
    ],
)
def test_arxiv_ids_are_found_wherever_they_stand(
    fields: dict[str, object], arxiv_id: str | None
) -> None:
    paper = paper_of(read, {"title": ["T"], "pub": "arXiv e-prints", **fields})
    assert (paper.arxiv_id.base if paper.arxiv_id else None) == arxiv_id
    assert paper.doi is None
    assert paper.journal_ref is None


def test_the_publishers_doi_counts_before_arxivs() -> None:
    names = ["10.48550/arXiv.1912.06970", "10.1140/epjc/s10052-020-7683-6"]
    paper = paper_of(read, {"title": ["T"], "doi": names})
    assert str(paper.doi) == names[1]
    assert paper_of(read, {"title": ["T"], "identifier": names}).doi == paper.doi


@for_each(
    ("pubdate", "created"),
    [("2018-01-00", "2018-01"), ("2018-00-00", "2018"), ("2018-02-31", "2018-02"), ("", "2016")],
)
def test_dates_may_be_partial(pubdate: str, created: str) -> None:
    assert str(paper_of(read, DOC | {"pubdate": pubdate}).created) == created


@for_each(
    ("fields", "line"),
    [
        ({"page_range": "287-302"}, "The Astrophysical Journal 818(2), 287-302 (2016)"),
        ({"page_range": "35-35"}, "The Astrophysical Journal 818(2), 35 (2016)"),
        ({"page": [], "eid": "10.5281/zenodo.1"}, "The Astrophysical Journal 818(2) (2016)"),
        ({"pub": "Caf&eacute; &amp; Co", "volume": None, "issue": ""}, "Café & Co, L26 (2016)"),
        ({"pub": "arXiv e-prints"}, None),
        ({"pub": "On 10<SUP>-4</SUP> dips of a star"}, None),
    ],
)
def test_journals_make_one_line(fields: dict[str, object], line: str | None) -> None:
    assert paper_of(read, DOC | fields).journal_ref == line


def test_no_abstract_is_no_abstract() -> None:
    assert paper_of(read, DOC | {"abstract": "Not Available <P />"}).abstract is None


def test_a_paper_without_other_addresses_has_that_of_ads() -> None:
    paper = paper_of(read, {"title": ["T"], "bibcode": "2017sptz.prop13168Y", "doctype": "book"})
    assert dict(paper.extra) == {
        "url": "https://ui.adsabs.harvard.edu/abs/2017sptz.prop13168Y",
        "type": "book",
    }


@for_each(
    ("data", "reason"),
    [
        (b'{"responseHeader": {"status": 1}}', "ADS found nothing (status 1)"),
        (
            b'{"responseHeader": {"status": 400}, "error": {"msg": "no field x", "code": 400}}',
            "ADS says: no field x",
        ),
        (b'{"error": "Unauthorized"}', "ADS says: Unauthorized"),
    ],
)
def test_an_error_of_the_server_is_reported(data: bytes, reason: str) -> None:
    (problem,) = lost_in(list(read(data, "mine.json")))
    assert problem.reason == reason


def test_an_answer_without_records_is_nothing_wrong() -> None:
    assert list(read(answer(), "mine.json")) == []


def test_fields_of_the_wrong_kind_cost_themselves_alone() -> None:
    item = DOC | {"title": {"x": 1}, "author": [["A"], "B, C"], "doi": [5, "none"], "volume": 818}
    paper, faults = faults_of(read, item)
    assert (paper.title, paper.authors) == (None, ("C B",))
    assert str(paper.doi) == "10.3847/2041-8205/818/2/L26"
    assert [fault.partition(";")[0] for fault in faults] == [
        "title is no text",
        "author is no list of texts",
    ]


def test_half_a_file_gives_what_is_whole_and_one_problem() -> None:
    data = answer(DOC, DOC, DOC, indent=1)
    found = list(read(data[: len(data) * 3 // 4], "mine.json"))
    assert len(papers_in(found)) == 2
    (problem,) = lost_in(found)
    assert problem.reason == "the file ends inside the record"
    assert data.split(b"\n")[problem.line - 1].strip() == b"{"


# Telling the format


@for_each(
    "head",
    [
        answer(DOC)[:40],
        answer(DOC)[:300],
        b'{"response": {"numFound": 1, "docs": [{"title": ["x',
        b'{"responseHeader": {"status": 1}}',
        b'[{"bibcode": "2019A", "author',
    ],
)
def test_answers_are_detected_by_their_frame_or_by_bibcodes(head: bytes) -> None:
    assert looks_like(head)


@for_each(
    "head",
    [
        b"",
        b"[]",
        b'{"response": {"status": 1}}',
        b'{"msg": "Retrieved 1 abstracts", "export": "@article{bibcode, "}',
        b'{"hits": {"hits": [{"metadata": {"titles": [{"title": "bibcode"}]}}]}}',
        b'{"id": "0704.0001", "title": "T", "authors": "A. B", "abstract": "x"}',
    ],
)
def test_other_json_is_not_taken_for_it(head: bytes) -> None:
    assert not looks_like(head)
