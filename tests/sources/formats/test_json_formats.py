"""All JSON formats: nothing raises or is lost unseen, and real files are detected."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.model.paper import Paper
from paperview.sources.formats import ads, csl, inspire, zotero
from paperview.sources.registry import (
    BY_NAME,
    JSON_FORMATS,
    JSON_LINES,
    JSON_RECORDS,
    Format,
    detect,
)
from tests.cases import for_each
from tests.sources.formats.jsonsupport import (
    encoded,
    is_well_ordered,
    lost_in,
    mutated,
    odd_objects,
    own_samples,
    papers_in,
    seen,
    told_apart,
)
from tests.sources.formats.test_ads import DOC, answer
from tests.sources.formats.test_csl import ITEM
from tests.sources.formats.test_datacite import RECORD as DATA_RECORD
from tests.sources.formats.test_huggingface import DAY
from tests.sources.formats.test_huggingface import PAPER as OF_HUGGING_FACE
from tests.sources.formats.test_inspire import HIT, RECORD
from tests.sources.formats.test_openalex import WORK
from tests.sources.formats.test_semanticscholar import BULK, PAPER
from tests.sources.formats.test_zotero import DATA, ENTRY

ADS = BY_NAME["ads"]
CSL = BY_NAME["csl"]
DATACITE = BY_NAME["datacite"]
HUGGING_FACE = BY_NAME["huggingface"]
INSPIRE = BY_NAME["inspire"]
OPENALEX = BY_NAME["openalex"]
SEMANTIC_SCHOLAR = BY_NAME["semanticscholar"]
ZOTERO = BY_NAME["zotero"]
OBJECTS = {
    ADS: odd_objects(
        *("title", "author", "abstract", "doi", "identifier", "bibcode", "pubdate", "year"),
        *("pub", "volume", "page", "comment", "arxiv_class", "keyword", "eid", "editor"),
        *("error", "responseHeader"),
    ),
    CSL: odd_objects(
        *("id", "type", "title", "author", "issued", "DOI", "URL", "note", "page", "volume"),
        *("abstract", "container-title", "keyword", "categories", "number", "message"),
    ),
    INSPIRE: odd_objects(
        *("titles", "authors", "abstracts", "dois", "arxiv_eprints", "publication_info"),
        *("earliest_date", "imprints", "public_notes", "keywords", "texkeys", "metadata"),
        *("thesis_info", "collaborations", "corporate_author", "message", "control_number"),
    ),
    OPENALEX: odd_objects(
        *("id", "doi", "title", "publication_year", "publication_date", "ids", "authorships"),
        *("primary_location", "locations", "biblio", "abstract_inverted_index", "keywords", "type"),
        *("concepts", "topics", "host_venue", "open_access", "is_retracted", "error"),
    ),
    SEMANTIC_SCHOLAR: odd_objects(
        *("paperId", "corpusid", "externalIds", "externalids", "title", "abstract", "authors"),
        *("year", "venue", "journal", "publicationVenue", "publicationDate", "openAccessPdf"),
        *("s2FieldsOfStudy", "fieldsOfStudy", "tldr", "citedPaper", "openaccessinfo", "error"),
    ),
    DATACITE: odd_objects(
        *("doi", "titles", "creators", "publicationYear", "dates", "descriptions", "publisher"),
        *("subjects", "types", "container", "relatedIdentifiers", "identifiers", "identifier"),
        *("attributes", "data", "url", "errors", "contributors"),
    ),
    HUGGING_FACE: odd_objects(
        *("id", "paper", "title", "summary", "authors", "publishedAt", "ai_keywords", "error"),
    ),
    JSON_RECORDS: odd_objects(
        *("id", "arxiv_id", "title", "authors", "author", "abstract", "summary", "categories"),
        *("year", "date", "published", "entry_id", "doi", "comment", "extra", "versions"),
    ),
    ZOTERO: odd_objects(
        *("itemType", "title", "creators", "date", "DOI", "url", "extra", "pages", "volume"),
        *("abstractNote", "publicationTitle", "tags", "notes", "data", "meta", "archiveID"),
    ),
}
"""Records with some of a format's fields, and what no field expects in them."""
DOCUMENTS = {
    ADS: (answer(DOC, DOC, indent=1), answer(DOC)),
    CSL: (encoded([ITEM, ITEM], 1), encoded(ITEM)),
    INSPIRE: (encoded([RECORD], 1), encoded([HIT, HIT])),
    OPENALEX: (encoded([WORK, WORK], 1), encoded({"results": [WORK]})),
    SEMANTIC_SCHOLAR: (encoded([PAPER, BULK], 1), encoded({"data": [PAPER]})),
    DATACITE: (encoded([DATA_RECORD], 1), encoded({"data": {"attributes": DATA_RECORD}})),
    HUGGING_FACE: (encoded([DAY], 1), encoded(OF_HUGGING_FACE)),
    JSON_RECORDS: (encoded([{"id": "2001.00008", "title": "T"}] * 2, 1), encoded({"papers": [{}]})),
    ZOTERO: (encoded([ENTRY, DATA], 1), encoded([DATA])),
}
"""Files that are damaged."""


def test_every_format_of_json_is_tried() -> None:
    assert {JSON_LINES, *OBJECTS} == {JSON_LINES, *DOCUMENTS} == set(JSON_FORMATS)


def each_format(cases: Mapping[Format, object]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("form", "case"), cases.items(), ids=[form.name for form in cases]
    )


@each_format({form: st.lists(objects, max_size=3) for form, objects in OBJECTS.items()})
@settings(max_examples=25)
@given(st.data())
def test_every_record_is_a_paper_or_a_problem(
    form: Format, case: st.SearchStrategy[list[object]], data: st.DataObject
) -> None:
    objects = data.draw(case)
    found = list(form.reader().read(json.dumps(objects).encode(), "mine.json"))
    assert seen(found) == len(objects)
    assert is_well_ordered(found)


@each_format({form: mutated(one) | mutated(other) for form, (one, other) in DOCUMENTS.items()})
@settings(max_examples=25)
@given(st.data())
def test_no_bytes_whatever_make_it_raise(
    form: Format, case: st.SearchStrategy[bytes], data: st.DataObject
) -> None:
    text = data.draw(case | st.binary(max_size=60))
    assert is_well_ordered(list(form.reader().read(text, "mine.json")))
    form.reader().looks_like(text)


# Real files


@for_each("form", DOCUMENTS)
def test_each_format_is_detected_whatever_the_file_is_called(form: Format) -> None:
    first = DOCUMENTS[form][0]
    lines = b"\n".join(map(encoded, json.loads(first) if form is not ADS else [DOC, DOC]))
    expected = JSON_LINES if form is JSON_RECORDS else form
    for name in ("x.json", "x.jsonl", "x", "x.txt"):
        assert detect(first, PurePath(name)) is form
        assert detect(lines, PurePath(name)) is expected


@each_format({ADS: 14, CSL: 11, INSPIRE: 1, ZOTERO: 200})
def test_real_files_are_detected(form: Format, case: int, samples: Path) -> None:
    assert told_apart(form.reader().looks_like, form.name, samples) == case


def test_real_files_of_ads_are_read(samples: Path) -> None:
    count = 0
    for path in own_samples(samples, "ads"):
        data = path.read_bytes()
        found = list(ads.read(data, path.name))
        document = json.loads(data)
        listed = document["response"]["docs"] if "response" in document else [document]
        assert seen(found) == len(listed), path
        assert is_well_ordered(found)
        assert all(paper.name for paper in papers_in(found))
        count += len(papers_in(found))
    assert count > 60


def test_real_files_of_csl_are_read(samples: Path) -> None:
    count = 0
    for path in own_samples(samples, "csl"):
        data = path.read_bytes()
        found = list(csl.read(data, path.name))
        listed = json.loads(data)
        assert seen(found) == len(listed)
        nameless = [one for one in listed if not one.keys() & {"title", "abstract", "DOI"}]
        assert len(lost_in(found)) == len(nameless)
        assert not any("<" in f"{one.title}{one.journal_ref}" for one in papers_in(found))
        assert all(isinstance(one, Paper) or one.lost for one in found)
        count += len(listed)
    assert count > 20


def test_real_files_of_inspire_are_read(samples: Path) -> None:
    for path in own_samples(samples, "inspire"):
        data = path.read_bytes()
        found = list(inspire.read(data, path.name))
        listed = json.loads(data)
        assert all(isinstance(one, Paper) for one in found)
        for paper, item in zip(papers_in(found), listed, strict=True):
            assert paper.doi
            assert paper.doi.name == item["dois"][0]["value"]
            assert len(paper.authors) == len(item["authors"])
            assert not any("," in name for name in paper.authors)
            assert paper.created
            assert paper.journal_ref


def test_real_files_of_zotero_are_read(samples: Path) -> None:
    count = 0
    for path in own_samples(samples, "zotero"):
        data = path.read_bytes()
        found = list(zotero.read(data, path.name))
        listed = [
            item
            for item in json.loads(data)["items"]
            if item["itemType"] not in ("attachment", "note", "annotation")
        ]
        assert seen(found) == len(listed), path
        nameless = [
            item
            for item in listed
            if not item.keys() & {"title", "abstractNote", "DOI"}
            and not (item.get("creators") and item.get("date"))
            and "DOI:" not in str(item.get("extra"))
        ]
        assert len(lost_in(found)) == len(nameless), path
        assert is_well_ordered(found)
        count += len(listed)
    assert count > 400
