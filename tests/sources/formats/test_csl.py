"""CSL-JSON, as reference managers and DOI registries write it."""

from __future__ import annotations

from paperview.model.paper import ArxivId
from paperview.sources.formats.csl import looks_like, read
from tests.cases import for_each
from tests.sources.formats.jsonsupport import (
    encoded,
    faults_of,
    lost_in,
    paper_of,
    papers_in,
)

ITEM = {
    "id": "vaswani2017",
    "type": "article-journal",
    "title": "Attention is all you need",
    "author": [{"family": "Vaswani", "given": "Ashish"}, {"literal": "The Brain Team"}],
    "container-title": "Journal of Things",
    "volume": "12",
    "issue": 3,
    "page": "1-15",
    "issued": {"date-parts": [[2017, 6, 12]]},
    "DOI": "10.1234/abc",
    "URL": "https://example.org/attention",
    "abstract": "We complete a new network.",
    "keyword": "attention, networks",
}


def test_an_item_is_read_whole() -> None:
    paper = paper_of(read, ITEM)
    assert paper.name == "vaswani2017"
    assert paper.title == "Attention is all you need"
    assert paper.authors == ("Ashish Vaswani", "The Brain Team")
    assert paper.journal_ref == "Journal of Things 12(3), 1-15 (2017)"
    assert str(paper.created) == "2017-06-12"
    assert str(paper.doi) == "10.1234/abc"
    assert paper.abstract == "We complete a new network."
    assert paper.sources == ("mine.json",)
    assert dict(paper.extra) == {
        "url": "https://example.org/attention",
        "keywords": "attention, networks",
    }


@for_each(
    "data",
    [
        encoded([ITEM, ITEM]),
        encoded({"items": [ITEM, ITEM]}),
        encoded(ITEM) + b"\n" + encoded(ITEM),
        encoded({"status": "ok", "message": {"items": [ITEM, ITEM], "total-results": 2}}),
        encoded({"status": "ok", "message": ITEM}) * 2,
    ],
)
def test_items_come_in_arrays_in_lines_and_in_answers(data: bytes) -> None:
    found = list(read(data, "mine.json"))
    assert [one.title for one in papers_in(found)] == [ITEM["title"]] * 2
    assert len(found) == 2
    assert looks_like(data)


@for_each(
    ("person", "name"),
    [
        ({"family": "Celebi", "given": "A. B."}, "A. B. Celebi"),
        ({"family": "Gogh", "given": "V.", "non-dropping-particle": "van"}, "V. van Gogh"),
        ({"family": "Humboldt", "given": "A.", "dropping-particle": "von"}, "A. von Humboldt"),
        ({"family": "Alembert", "given": "Jean", "dropping-particle": "d’"}, "Jean d’Alembert"),
        ({"family": "King", "given": "Martin", "suffix": "Jr."}, "Martin King Jr."),
        ({"family": "毛", "given": "泽东", "static-ordering": True}, "毛 泽东"),
        ({"literal": "ATLAS Collaboration"}, "ATLAS Collaboration"),
        ({"name": "World Health Organization"}, "World Health Organization"),
        ({"family": "Plato"}, "Plato"),
        ("Somebody Else", "Somebody Else"),
        ({"family": "Smith &amp; Sons"}, "Smith & Sons"),
    ],
)  # fmt: skip
def test_names_come_in_reading_order(person: object, name: str) -> None:
    assert paper_of(read, ITEM | {"author": [person]}).authors == (name,)


def test_editors_stand_in_for_authors() -> None:
    item = {"type": "book", "title": "T", "editor": [{"family": "E", "given": "Ed"}]}
    assert paper_of(read, item).authors == ("Ed E",)


@for_each(
    ("issued", "created"),
    [
        ({"date-parts": [["2014", 12, 31], ["2015", 1, 1]]}, "2014-12-31"),
        ({"date-parts": [["2014", "7"]]}, "2014-07"),
        ({"date-parts": [[2014, 2, 30]]}, "2014-02"),
        ({"date-parts": [[2014]], "season": 2}, "2014"),
        ({"date-parts": [2014, 5]}, "2014-05"),
        ({"raw": "17 May 2019"}, "2019-05-17"),
        ({"literal": "2019-05-17T00:00:00Z"}, "2019-05-17"),
        ("2019-05", "2019-05"),
        (2019, "2019"),
    ],
)
def test_dates_are_read_in_every_form(issued: object, created: str) -> None:
    paper = paper_of(read, ITEM | {"issued": issued})
    assert str(paper.created) == created
    assert paper.journal_ref == f"Journal of Things 12(3), 1-15 ({created[:4]})"


@for_each(
    ("issued", "shown"),
    [({"literal": "in press"}, "in press"), ({"date-parts": [[-44, 3, 15]]}, "-44-3-15")],
)
def test_what_is_no_date_is_kept_as_it_is(issued: object, shown: str) -> None:
    paper = paper_of(read, ITEM | {"issued": issued})
    assert paper.created is None
    assert ("date", shown) in paper.extra


@for_each("issued", [{"date-parts": [[None]]}, {"date-parts": [[]]}, {}, None, ""])
def test_a_missing_date_is_nothing_wrong(issued: object) -> None:
    assert paper_of(read, ITEM | {"issued": issued}).created is None


@for_each(
    ("fields", "categories"),
    [
        ({"note": "arXiv: 1706.03762"}, ()),
        ({"note": "arXiv:1706.03762 [cs, physics:hep-ph]\nPMID: 1"}, ("cs", "hep-ph")),
        ({"number": "arXiv:1706.03762", "publisher": "arXiv"}, ()),
        ({"archive": "arXiv", "archive_location": "1706.03762"}, ()),
        ({"container-title": "arXiv:1706.03762 [cs.CL]"}, ("cs.CL",)),
        ({"container-title": "arXiv preprint arXiv:1706.03762"}, ()),
        ({"container-title": "CoRR", "volume": "abs/1706.03762"}, ()),
        ({"URL": "http://arxiv.org/abs/1706.03762"}, ()),
        ({"DOI": "10.48550/arXiv.1706.03762"}, ()),
        ({"id": "https://doi.org/10.48550/arxiv.1706.03762"}, ()),
        ({"note": "tex.eprint= 1706.03762"}, ()),
        (
            {
                "DOI": "10.48550/ARXIV.1706.03762",
                "categories": ["Computation and Language (cs.CL)", "FOS: Computer sciences"],
            },
            ("cs.CL",),
        ),
    ],
)
def test_arxiv_ids_are_found_wherever_they_stand(
    fields: dict[str, object], categories: tuple[str, ...]
) -> None:
    paper = paper_of(read, {"type": "article", "title": "T", **fields})
    assert paper.arxiv_id == ArxivId("1706.03762")
    assert paper.categories == categories
    assert paper.journal_ref is None
    assert paper.doi is None
    assert "url" not in dict(paper.extra)


def test_an_id_that_is_none_is_reported() -> None:
    paper, faults = faults_of(read, ITEM | {"note": "arXiv: unknown", "DOI": "none"})
    assert paper.arxiv_id is None
    assert paper.doi is None
    assert faults == [
        "'unknown' is not an arXiv id; shown without it",
        "'none' is not a DOI; shown without it",
    ]


def test_notes_say_more() -> None:
    note = (
        "Comment: 15 pages, 5 figures\nPMID: 123\nDOI: 10.1234/z\nRead it twice.\nCitation Key: x"
    )
    paper = paper_of(read, {"type": "article", "title": "T", "note": note})
    assert paper.comments == "15 pages, 5 figures Read it twice."
    assert str(paper.doi) == "10.1234/z"
    assert ("PMID", "123") in paper.extra


def test_citation_keys_are_the_names() -> None:
    assert paper_of(read, ITEM | {"citation-key": "key2017"}).name == "key2017"
    zotero = "http://zotero.org/users/475425/items/X42A7DEE"
    assert paper_of(read, ITEM | {"id": zotero}).name == "X42A7DEE"
    assert paper_of(read, ITEM | {"id": 7}).name == "7"
    assert paper_of(read, ITEM | {"id": "https://doi.org/10.1234/abc"}).name is None


def test_markup_becomes_plain_text() -> None:
    item = ITEM | {
        "title": 'On <i>E. coli</i>, H<sub>2</sub>O &amp; <span class="nocase">x < y</span>',
        "abstract": "<jats:p>One.</jats:p><jats:p>Two.</jats:p>",
    }
    paper = paper_of(read, item)
    assert paper.title == "On E. coli, H₂O & x < y"
    assert paper.abstract == "One.\n\nTwo."


def test_tex_stays() -> None:
    assert paper_of(read, ITEM | {"title": r"$\alpha < \beta$ {\em x}"}).title == (
        r"$\alpha < \beta$ {\em x}"
    )


def test_crossrefs_lists_are_read() -> None:
    item = {
        "type": "journal-article",
        "title": ["A title"],
        "container-title": ["Nature", "Nat."],
        "author": [{"given": "A", "family": "B", "sequence": "first", "affiliation": []}],
        "issued": {"date-parts": [[2020, 1]]},
        "DOI": "10.1234/x",
        "subject": ["Physics", "Optics"],
        "ISSN": ["1234"],
    }
    paper = paper_of(read, item)
    assert (paper.title, paper.authors, paper.journal_ref) == ("A title", ("A B",), "Nature (2020)")
    assert ("keywords", "Physics; Optics") in paper.extra


def test_a_book_tells_its_publisher_and_kind() -> None:
    item = {"type": "book", "title": "T", "publisher": "Springer", "collection-title": "LNCS"}
    paper = paper_of(read, item)
    assert paper.journal_ref == "LNCS"
    assert dict(paper.extra) == {"publisher": "Springer", "type": "book"}


def test_fields_of_the_wrong_kind_cost_themselves_alone() -> None:
    item = ITEM | {"title": {"x": 1}, "author": 5, "volume": True, "issue": None, "page": None}
    paper, faults = faults_of(read, item)
    assert paper.title is None
    assert paper.authors == ()
    assert paper.journal_ref == "Journal of Things (2017)"
    assert {fault.removesuffix("; shown without it") for fault in faults} == {
        "title is no text",
        "author is no list of objects",
        "volume is no text",
    }


def test_half_a_file_gives_what_is_whole_and_one_problem() -> None:
    data = encoded([ITEM, ITEM, ITEM], indent=2)
    found = list(read(data[: len(data) - 100], "mine.json"))
    assert len(papers_in(found)) == 2
    (problem,) = lost_in(found)
    assert problem.line == 2 + 2 * data[: len(data) // 3].count(b"\n")
    assert problem.reason == "the file ends inside the record"


def test_an_item_without_anything_is_reported() -> None:
    found = list(read(b'[{"id": "x", "type": "book"}]', "mine.json"))
    assert [one.reason for one in lost_in(found)] == [
        "the record has no title, no abstract and no id"
    ]


# Telling the format


@for_each(
    "head",
    [
        b'[{"id": "x", "type": "book", "title": "T"}]',
        b'[\n\t{\n\t\t"id": "http://zotero.org/users/1/items/A",\n\t\t"type": "article-journal",'
        b'\n\t\t"container-title": "J", "abst',
        b'[{"title": "T", "author": [{"family": "A", "giv',
        b'{"items": [{"id": 1, "issued": {"date-parts": [[2019',
        b'{"id":"x","type":"article-journal","author":[{"given":"A","family":"B"}]}\n{"id":"y"}\n',
    ],
)
def test_items_are_detected_by_what_only_csl_has(head: bytes) -> None:
    assert looks_like(head)


@for_each(
    "head",
    [
        b"",
        b"[]",
        b"{",
        b"[1, 2]",
        b'{"a": 1}',
        b'{"id": "0704.0001", "submitter": "A", "authors": "B", "title": "T", "type": "article"}',
        b'[{"id": "https://openalex.org/W1", "type": "article", "title": "T", "authorships": []}]',
        b'{"name": "x", "version": "1.0", "author": "somebody", "type": "module"}',
        b'[{"itemType": "book", "title": "T"}]',
        b'{"response": {"docs": [{"bibcode": "2019A", "author": ["A, B"]}]}}',
        b'@article{x, author = {A}, type = "book"}',
    ],
)
def test_other_json_is_not_taken_for_it(head: bytes) -> None:
    assert not looks_like(head)


@for_each(
    ("fields", "title"),
    [
        ({"title": ["Main title"], "subtitle": ["its subtitle"]}, "Main title: its subtitle"),
        ({"title": "Main title", "subtitle": "its subtitle"}, "Main title: its subtitle"),
        ({"title": ["Main: Its Subtitle."], "subtitle": ["its subtitle"]}, "Main: Its Subtitle."),
        ({"title": ["Who?"], "subtitle": ["A study"]}, "Who? A study"),
        ({"title": ["दिल"], "subtitle": ["दाल"]}, "दिल: दाल"),
        ({"title": [], "subtitle": ["A study"]}, "A study"),
        ({"title": ["Main"], "subtitle": []}, "Main"),
        ({"title": ["Main"], "subtitle": ["Main: a study"]}, "Main: a study"),
        ({"title": ["Main"], "subtitle": ["one", "two"]}, "Main: one: two"),
        ({"title": ["Main"], "short-title": ["M"], "subtitle": [None]}, "Main"),
        ({"title": [], "short-title": ["M"]}, "M"),
        ({"title": ["H<sub>2</sub>O"], "subtitle": ["a <i>study</i>"]}, "H₂O: a study"),
        ({"title": ["Induction"], "subtitle": ["Induct"]}, "Induction: Induct"),
    ],
)
def test_a_subtitle_stands_behind_the_title_once(fields: dict[str, object], title: str) -> None:
    assert paper_of(read, {"type": "article-journal", "DOI": "10.1000/x"} | fields).title == title
