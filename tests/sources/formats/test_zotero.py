"""Zotero's JSON: of its API, of its own, and of Better BibTeX."""

from __future__ import annotations

from paperview.model.paper import ArxivId, Paper
from paperview.sources.formats.zotero import looks_like, read
from tests.cases import for_each
from tests.sources.formats.jsonsupport import (
    encoded,
    faults_of,
    lost_in,
    paper_of,
    papers_in,
)

DATA = {
    "key": "X42A7DEE",
    "version": 1,
    "itemType": "journalArticle",
    "title": "Sherlock Holmes in Babylon",
    "creators": [
        {"creatorType": "author", "firstName": "R. Creighton", "lastName": "Buck"},
        {"creatorType": "editor", "firstName": "Ed", "lastName": "Itor"},
        {"creatorType": "author", "name": "The Babylon Group"},
    ],
    "abstractNote": "We look at clay.",
    "publicationTitle": "Am. Math. Mon.",
    "volume": "87",
    "issue": "5",
    "pages": "335-345",
    "date": "May 01, 1980",
    "DOI": "10.2307/2321200",
    "url": "http://www.jstor.org/stable/2321200",
    "extra": "",
    "tags": [{"tag": "Babylon", "type": 1}, {"tag": "clay"}],
    "relations": {},
}
ENTRY = {
    "key": "X42A7DEE",
    "version": 1,
    "library": {"type": "user", "id": 1, "links": {"a": {"href": "https://www.zotero.org/x"}}},
    "links": {"self": {"href": "https://api.zotero.org/users/1/items/X42A7DEE"}},
    "meta": {"creatorSummary": "Buck", "parsedDate": "1980-05-01", "numChildren": 2},
    "data": DATA,
}


@for_each("item", [DATA, ENTRY])
def test_an_item_is_read_whole(item: object) -> None:
    paper = paper_of(read, item)
    assert paper.name == "X42A7DEE"
    assert paper.title == "Sherlock Holmes in Babylon"
    assert paper.authors == ("R. Creighton Buck", "The Babylon Group")
    assert paper.abstract == "We look at clay."
    assert paper.journal_ref == "Am. Math. Mon. 87(5), 335-345 (1980)"
    assert str(paper.created) == "1980-05-01"
    assert str(paper.doi) == "10.2307/2321200"
    assert dict(paper.extra) == {
        "url": "http://www.jstor.org/stable/2321200",
        "keywords": "Babylon; clay",
    }


@for_each(
    "data",
    [
        encoded([ENTRY, ENTRY]),
        encoded([DATA, DATA], indent=4),
        encoded({"config": {"label": "BetterBibTeX JSON"}, "collections": {}, "items": [DATA] * 2}),
        encoded(ENTRY) + b"\n" + encoded(ENTRY) + b"\n",
    ],
)
def test_items_come_in_arrays_in_exports_and_in_lines(data: bytes) -> None:
    found = list(read(data, "mine.json"))
    assert [one.title for one in papers_in(found)] == [DATA["title"]] * 2
    assert len(found) == 2
    assert looks_like(data)


def test_attachments_notes_and_annotations_are_no_records() -> None:
    others = [{"itemType": kind, "title": "x"} for kind in ("attachment", "note", "annotation")]
    items = [*others, DATA, {"key": "A", "data": others[0]}]
    (paper,) = read(encoded(items), "mine.json")
    assert isinstance(paper, Paper)


@for_each(
    ("fields", "categories"),
    [
        ({"extra": "arXiv: 1706.03762"}, ()),
        ({"extra": "arXiv:1706.03762 [cs]\nversion: 2"}, ("cs",)),
        ({"extra": ["arXiv:1706.03762 [astro-ph, physics:gr-qc]"]}, ("astro-ph", "gr-qc")),
        ({"repository": "arXiv", "archiveID": "arXiv:1706.03762"}, ()),
        ({"archive": "arXiv", "archiveLocation": "1706.03762"}, ()),
        ({"number": "arXiv:1706.03762", "publisher": "arXiv"}, ()),
        ({"publicationTitle": "arXiv:1706.03762 [cs.CL]"}, ("cs.CL",)),
        ({"url": "https://arxiv.org/abs/1706.03762v1"}, ()),
        ({"DOI": "10.48550/arXiv.1706.03762"}, ()),
    ],
)
def test_arxiv_ids_are_found_wherever_they_stand(
    fields: dict[str, object], categories: tuple[str, ...]
) -> None:
    paper = paper_of(read, {"itemType": "preprint", "title": "T", **fields})
    assert paper.arxiv_id
    assert paper.arxiv_id.base == "1706.03762"
    assert paper.categories == categories
    assert (paper.journal_ref, paper.doi, paper.extra) == (None, None, ())


def test_the_version_of_an_address_is_kept() -> None:
    item = {"itemType": "preprint", "url": "https://arxiv.org/pdf/hep-th/9901001v2"}
    assert paper_of(read, item).arxiv_id == ArxivId("hep-th/9901001", 2)


@for_each(
    ("extra", "name"),
    [
        ("Citation Key: buck1980", "buck1980"),
        ("PMID: 24828123\nPMCID: PMC1", "PMID 24828123"),
        ("ADS Bibcode: 2021A&A...655A..31V", "2021A&A...655A..31V"),
        ("OCLC: 1", "X42A7DEE"),
    ],
)
def test_the_extra_field_may_name_the_paper(extra: str, name: str) -> None:
    assert paper_of(read, DATA | {"extra": extra}).name == name
    assert paper_of(read, DATA | {"extra": extra, "citationKey": "own"}).name == "own"


def test_the_extra_field_says_more() -> None:
    extra = (
        "DOI: 10.1234/z\nPMID: 1\nCitation Key: k\nComment: 12 pages\nread it twice\n{:x: y}\n---"
    )
    paper = paper_of(read, DATA | {"DOI": "", "extra": extra})
    assert str(paper.doi) == "10.1234/z"
    assert paper.comments == "12 pages read it twice"
    assert ("PMID", "1") in paper.extra


def test_an_id_that_is_none_is_reported() -> None:
    _, faults = faults_of(read, DATA | {"extra": "arXiv: none", "DOI": "http://x.org/y.pdf"})
    assert faults == [
        "'none' is not an arXiv id; shown without it",
        "'http://x.org/y.pdf' is not a DOI; shown without it",
    ]


def test_remarks_of_arxivs_authors_are_the_comments() -> None:
    notes = ["<p>Comment: 40 pages, <b>19</b> figures</p>", "<p>mine</p>", {"note": "x"}, 5]
    assert paper_of(read, DATA | {"notes": notes}).comments == "40 pages, 19 figures"


@for_each(
    ("date", "created"),
    [
        ("2020-05-28", "2020-05-28"),
        ("30-Mar-2020", "2020-03-30"),
        ("9 March 2020", "2020-03-09"),
        ("February 28, 1969", "1969-02-28"),
        ("22/09/2020", "2020-09-22"),
        ("01/22/2009", "2009-01-22"),
        ("10/06/2014", "2014"),
        ("10.5.2001", "2001-05-10"),
        ("05/2014", "2014-05"),
        ("15 juin 2009", "2009-06-15"),
        ("14 juillet 1789", "1789-07-14"),
        ("26 de enero de 2009", "2009-01-26"),
        ("Winter 1975", "1975"),
        ("2011-05-25/2012-06-26~", "2011-05-25"),
        ("1897-1913", "1897"),
        ("c. 1707", "1707"),
        ("2019年5月17日", "2019-05-17"),
        ("2019-02-31", "2019-02"),
        ("2016-07-18T20:26:06Z", "2016-07-18"),
    ],
)
def test_dates_that_people_typed_are_read(date: str, created: str) -> None:
    assert str(paper_of(read, DATA | {"date": date}).created) == created


@for_each("date", ["Forthcoming", "199u", "-0333", "-0099/0014", "n.d."])
def test_what_is_no_date_is_kept_as_it_is(date: str) -> None:
    paper = paper_of(read, DATA | {"date": date})
    assert paper.created is None
    assert ("date", date) in paper.extra
    assert paper.journal_ref == "Am. Math. Mon. 87(5), 335-345"


def test_zoteros_own_reading_of_a_date_counts_where_it_says_more() -> None:
    def created(date: str, parsed: str) -> str:
        item = ENTRY | {"data": DATA | {"date": date}, "meta": {"parsedDate": parsed}}
        return str(paper_of(read, item).created)

    assert created("10/06/2014", "2014-06-10") == "2014-06-10"
    assert created("2014-06-10", "2014-00-00") == "2014-06-10"
    assert created("2014-06-10", "2014-07") == "2014-06-10"
    assert created("im Mai", "1999-05-00") == "1999-05"


@for_each(
    ("creator", "name"),
    [
        ({"firstName": "Walter", "lastName": '"de la Mare"'}, "Walter de la Mare"),
        ({"firstName": "Martin Luther, Jr.", "lastName": "King"}, "Martin Luther King Jr."),
        ({"firstName": "", "lastName": "R. Creighton Buck"}, "R. Creighton Buck"),
        ({"lastName": "Plato"}, "Plato"),
        ({"name": "National Space Agency"}, "National Space Agency"),
    ],
)
def test_names_come_in_reading_order(creator: dict[str, str], name: str) -> None:
    item = DATA | {"creators": [creator | {"creatorType": "author"}]}
    assert paper_of(read, item).authors == (name,)


def test_those_who_made_it_stand_in_for_authors() -> None:
    def authors(*roles: str) -> tuple[str, ...]:
        creators = [{"creatorType": role, "name": role} for role in roles]
        return paper_of(read, DATA | {"creators": creators}).authors

    assert authors("editor", "author", "contributor") == ("author",)
    assert authors("editor", "director", "translator") == ("director",)
    assert authors("editor", "translator") == ("editor",)


@for_each(
    ("fields", "journal", "extra"),
    [
        ({"itemType": "book", "publisher": "Springer"}, None, {"publisher": "Springer"}),
        ({"itemType": "thesis", "university": "ETH"}, None, {"publisher": "ETH"}),
        ({"itemType": "conferencePaper", "proceedingsTitle": "Proc. X"}, "Proc. X", {}),
        ({"itemType": "bookSection", "bookTitle": "B", "pages": "1-9"}, "B, 1-9", {}),
        ({"itemType": "case", "caseName": "A v. B", "reporter": "CLR"}, "CLR", {}),
    ],
)
def test_kinds_of_items_have_fields_of_their_own(
    fields: dict[str, str], journal: str | None, extra: dict[str, str]
) -> None:
    paper = paper_of(read, {"title": "T", **fields})
    assert paper.title == "T"
    assert paper.journal_ref == journal
    usual = fields["itemType"] == "conferencePaper"
    assert dict(paper.extra) == extra | ({} if usual else {"type": fields["itemType"]})


def test_markup_becomes_plain_text() -> None:
    item = DATA | {"title": "<i>In vivo</i> H<sub>2</sub>O", "abstractNote": "a < b &amp; c"}
    paper = paper_of(read, item)
    assert (paper.title, paper.abstract) == ("In vivo H₂O", "a < b & c")


def test_fields_of_the_wrong_kind_cost_themselves_alone() -> None:
    item = DATA | {"title": ["x", {}], "creators": ["A"], "tags": "x", "volume": 87, "notes": {}}
    paper, faults = faults_of(read, item)
    assert (paper.title, paper.authors) == ("x", ())
    assert paper.journal_ref == "Am. Math. Mon. 87(5), 335-345 (1980)"
    assert [fault.partition(";")[0] for fault in faults] == [
        "creators is no list of objects",
        "tags is no list of objects",
    ]


def test_half_a_file_gives_what_is_whole_and_one_problem() -> None:
    data = encoded({"config": {}, "items": [DATA, DATA]}, indent=2)
    found = list(read(data[:-200], "mine.json"))
    assert len(papers_in(found)) == 1
    assert [one.reason for one in lost_in(found)] == ["the file ends inside the record"]


# Telling the format


@for_each(
    "head",
    [
        encoded([ENTRY])[:600],
        b'{"config": {"id": "x", "label": "BetterBibTeX JSON"}, "items": []}',
        b'[{"key": "A", "data": {"key": "A", "itemType": "no',
        b'{"itemType": "book"}',
    ],
)
def test_items_are_detected_by_their_types(head: bytes) -> None:
    assert looks_like(head)


@for_each(
    "head",
    [
        b"",
        b"[]",
        b'{"config": {"x": 1}, "items": []}',
        b'[{"id": "x", "type": "book", "title": "itemType"}]',
        b'{"data": [{"itemtype": 1}]}',
        b'{"id": "0704.0001", "title": "T"}',
        b"itemType: book",
    ],
)
def test_other_json_is_not_taken_for_it(head: bytes) -> None:
    assert not looks_like(head)
