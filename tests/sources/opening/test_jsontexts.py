"""JSON that is read whole, or refused by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from paperview.sources.opening import open_source
from paperview.sources.problem import NoPapersError
from paperview.sources.registry import BY_NAME
from paperview.sources.source import OpenOptions, TextSource

_DOI = {"doi": "10.1000/x", "title": "Bees"}
_FOREIGN = {
    "Europe PMC": {"hitCount": 1, "resultList": {"result": [{**_DOI, "authorString": "A"}]}},
    "CORE": {"totalHits": 1, "results": [{**_DOI, "yearPublished": 2020, "dataProviders": []}]},
    "PubMed's esummary": {"header": {"type": "esummary"}, "result": {"uids": ["1"], "1": _DOI}},
    "DBLP": {"result": {"query": "q", "hits": {"hit": [{"@score": "1", "info": _DOI}]}}},
    "ORCID": {"last-modified-date": None, "group": [{"work-summary": []}]},
    "Dimensions": {"publications": [_DOI], "_stats": {}},
    "Web of Science": {"metadata": {}, "hits": [{"uid": "WOS:1", "sourceTypes": [], **_DOI}]},
    "Scopus": {"search-results": {"entry": [{"dc:title": "Bees", "prism:url": "u"}]}},
    "Springer Nature": {"apiMessage": "", "records": [_DOI]},
    "IEEE Xplore": {"total_records": 1, "articles": [_DOI]},
    "Zenodo": {"hits": {"hits": [{"conceptrecid": "1", "metadata": _DOI}]}},
    "bioRxiv": {"messages": [], "collection": [{**_DOI, "authors": "One, A; Two, B"}]},
    "OpenReview": {"notes": [{"forum": "x", "invitations": [], "content": {}}]},
    "The Lens": {"data": [{"lens_id": "1", **_DOI}]},
    "Unpaywall": {"z_authors": [], **_DOI},
    "Mendeley": [{"source": "J", "identifiers": {}, "authors": [], "year": 2020, **_DOI}],
    "PLOS": {"response": {"docs": [{"title_display": "Bees", "author_display": ["A"]}]}},
    "HAL": {"response": {"docs": [{"docid": 1, "label_s": "Bees"}]}},
}


def opened(path: Path, document: object, manner: OpenOptions | None = None) -> TextSource:
    path.write_text(json.dumps(document), encoding="utf-8")
    source = open_source(path, manner or OpenOptions())
    assert isinstance(source, TextSource)
    return source


@pytest.mark.parametrize("owner", _FOREIGN)
def test_schemas_that_are_not_read_are_refused_by_name(owner: str, tmp_path: Path) -> None:
    refusal = f"is JSON of {owner}, which paperview can't read; "
    for name in ("x.json", "x.jsonl", "x"):
        with pytest.raises(NoPapersError, match=refusal):
            opened(tmp_path / name, _FOREIGN[owner])


def test_fields_that_are_not_known_are_refused_rather_than_left_out(tmp_path: Path) -> None:
    unknown = [{**_DOI, "writer": "Ann One"}, {**_DOI, "writer": "Bo Two"}]
    with pytest.raises(NoPapersError, match=r"is JSON whose fields are not known; .*--from NAME"):
        opened(tmp_path / "x.json", unknown)
    assert (
        opened(tmp_path / "x.json", unknown, OpenOptions(BY_NAME["csl"])).format is BY_NAME["csl"]
    )


def test_a_first_record_that_is_like_none_hides_no_others(tmp_path: Path) -> None:
    item = {"type": "book", "title": "Bees", "author": [{"family": "One"}], "DOI": "10.1000/x"}
    assert opened(tmp_path / "x.json", [{"title": "Tides"}, item]).format is BY_NAME["csl"]
    record = {"id": "2001.00008", "title": "Bees", "authors": "Ann One"}
    assert opened(tmp_path / "y.json", [{"title": "Tides"}, record]).format.name == "json"
