"""A summary of a record agrees with a whole reading, and the kind of a file is told."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings

from paperview.model.dates import day_number
from paperview.model.hashing import identity_hash
from paperview.model.identity import NO_DOI, NO_ID, title_key
from paperview.model.paper import Paper
from paperview.sources.formats.snapshot import RecordError, looks_like, paper, summarize
from tests.cases import for_each
from tests.sources.jsonl.support import RECORD, line, lines, refusal


def test_a_summary_gives_keys_and_date() -> None:
    found = summarize(line())
    assert found.key == identity_hash("0704.0001")
    assert found.doi_key == identity_hash("10.1103/physrevd.76.013009")
    assert found.date == 20070402


def test_a_summary_gives_zero_for_what_is_missing() -> None:
    found = summarize(b'{"id": "math.GT/0309136v2"}')
    assert (found.key, found.doi_key, found.date) == (identity_hash("math/0309136"), 0, 20030900)
    assert summarize(b'{"doi": "10.1000/x"}').date == 0


def test_a_paper_without_an_arxiv_id_has_the_key_of_its_doi() -> None:
    found = summarize(b'{"doi": "doi:10.1145/ABC", "created": "2001-02-03"}')
    number = identity_hash("10.1145/abc")
    assert (found.key, found.doi_key, found.date) == (number, number, 20010203)


def test_keys_stay_the_same_from_run_to_run() -> None:
    assert identity_hash("0704.0001") == 9_305_285_996_078_113_264


@given(lines())
@example(b'{"id": "0704.0001", "abstract": "\xff"}')
@example(b'{"id": "0704.0001", "abstract": "\\q"}')
@example(b'{"id": "0704.0001", "abstract": "\\ud800"}')
@example(b'{"id": "0704.0001", "abstract": "\\ud8\xf0\x9f\x98\x80"}')
@example(b'{"id": "0704.0001", "other": 01}')
@example(b'{"id": "0704.0001", "\\q": 1}')
@example(b'{"id": 1, "id": "0704.0001", "doi": 2}')
@settings(max_examples=150)
def test_a_summary_refuses_what_a_reading_refuses_and_agrees_with_it(data: bytes) -> None:
    reason = refusal(data)
    if reason is not None:
        with pytest.raises(RecordError) as refused:
            summarize(data)
        assert refused.value.reason == reason
        return
    found, _ = paper(data)
    seen = summarize(data)
    merged_by = _merged_by(found)
    assert seen.key == (identity_hash(merged_by) if merged_by else 0)
    without_doi = NO_DOI if found.has_id else NO_ID
    assert seen.doi_key == (identity_hash(found.doi.key) if found.doi else without_doi)
    assert seen.date == day_number(found.date)


def _merged_by(found: Paper) -> str | None:
    if found.arxiv_id:
        return found.arxiv_id.base
    return found.doi.key if found.doi else title_key(found)


def test_a_paper_without_ids_has_the_key_of_its_title() -> None:
    found = summarize(b'{"id": null, "title": "How {B}ees dance", "authors": "A. Lund, B. Ek"}')
    assert found.doi_key == NO_ID
    assert found == summarize(b'{"title": "How bees dance", "authors": ["Ann Lund"]}')
    assert found.key != summarize(b'{"title": "How bees dance", "authors": ["Bo Ek"]}').key


@for_each(
    "head",
    [
        line() + b"\n" + line(),
        b"\xef\xbb\xbf\r\n \n" + line() + b"\r\n",
        line(),
        line()[:30],
        b'{"title": "a } \\" \\\\", "versions": [{"x": {}}], "id": "07',
        b'{"arxiv_id": null, "doi": "10.1145/1"',
        b'{"doi": 1, "arxiv_id": "0704.0001"}\n',
    ],
)
def test_json_lines_with_ids_are_told_by_their_beginning(head: bytes) -> None:
    assert looks_like(head)


@for_each("size", range(12, len(line()) + 1, 50))
def test_a_sample_may_end_anywhere_behind_the_id(size: int) -> None:
    assert looks_like(line()[:size])


@for_each(
    "head",
    [
        b"",
        b"\n \n",
        b"{",
        b'{"id',
        b"{We show} that sets are sets.\n\narXiv:0704.0001\n",
        b'{"id" is a key} of "id": records\n',
        b'{x, "id": 1}\n',
        json.dumps(RECORD, indent=2).encode(),
        json.dumps([RECORD]).encode(),
        json.dumps([RECORD])[:40].encode(),
        b'{"title": {"id": "0704.0001"}}\n',
        b'{"title": {"id": "0704.0001"',
        b'{"title": "\\"id\\": 1',
        b'{"title": "T"}\n' + line(),
        b'"id": "0704.0001"\n',
        b'{"id": ' + b"[" * 9999 + b"\n",
        b'{"\xff": 1, "id": 2}\n',
    ],
)
def test_other_files_are_not_taken_for_json_lines(head: bytes) -> None:
    assert not looks_like(head)
