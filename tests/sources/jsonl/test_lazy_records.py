"""Papers that are read from their file when they are shown."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from paperview.model.merge import merged
from paperview.model.paper import UNREADABLE, ArxivId, Doi
from paperview.sources.jsonl.lazy_records import LazyRecords, opened, read_first
from paperview.sources.jsonl.scan import Batch, RecordTable, scan
from paperview.sources.opening import open_source
from paperview.sources.source import JsonlSource
from tests.sources.jsonl.support import line

FIRST = line(id="0704.0001", comments=None) + b"\n" + line(id="0704.0002") + b"\n"
TEXT = FIRST + line(id="0704.0001", comments="Late") + b"\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "papers.json"
    path.write_bytes(TEXT)
    return path


def descriptors() -> int:
    gc.collect()  # what is left of other tests
    return len(list(Path("/dev/fd").iterdir()))


def batches(path: Path) -> list[Batch]:
    with path.open("rb") as file:
        return list(scan(file, "papers", batch=2))


def papers_of(path: Path) -> LazyRecords:
    papers = LazyRecords(opened(path), RecordTable())
    papers.records.extend(batches(path)[0].records)
    return papers


def test_a_paper_that_was_shown_is_merged_with_a_record_that_comes_later(path: Path) -> None:
    papers = papers_of(path)
    assert papers[0].comments is None
    papers.records.extend(batches(path)[1].records)
    assert papers[0].comments == "Late"
    papers.close()


def test_a_paper_is_found_by_what_any_of_its_records_tells(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    path.write_bytes(b"\n".join([line(id="0704.0002"), line(doi=None), line(doi="10.1145/1")]))
    papers = LazyRecords(opened(path), RecordTable(), "mine")
    for batch in batches(path):
        papers.records.extend(batch.records)
    assert papers.find(Doi("10.1145/1")) == papers.find(ArxivId("0704.0001")) == [1]
    assert papers.find(Doi("10.1145/2")) == []
    assert papers[1].sources == ("mine",)
    papers.close()


def test_a_further_record_counts_when_all_of_it_is_there(path: Path) -> None:
    papers = papers_of(path)
    records, late = papers.records, batches(path)[1].records
    columns = (
        *("duplicate_offsets", "duplicate_numbers", "duplicate_doi_keys"),
        "duplicate_lengths",
    )
    for name in columns:
        assert papers.duplicates == 0
        assert list(records.duplicates) == []
        assert papers[0].comments is None
        getattr(records, name).extend(getattr(late, name))
    assert papers.duplicates == 1
    assert papers[0].comments == "Late"
    papers.close()


def test_after_closing_papers_say_that_they_cannot_be_read(path: Path) -> None:
    before = descriptors()
    papers = papers_of(path)
    shown = papers[0]
    papers.close()
    papers.close()
    assert descriptors() == before
    assert papers[0] == shown
    assert papers[1] is UNREADABLE
    assert merged(papers[1], shown) == merged(shown, papers[1]) == shown
    with pytest.raises(OSError, match="closed"):
        papers.reopen(path)


def test_another_file_takes_the_descriptor_of_the_old_one(path: Path, tmp_path: Path) -> None:
    papers = papers_of(path)
    before, count = papers._file, descriptors()
    copy = tmp_path / "copy"
    papers.move_to(copy)
    assert papers.status().st_ino == copy.stat().st_ino
    assert (papers._file, descriptors()) == (before, count)
    assert not os.get_inheritable(papers._file)
    papers.close()


def test_looking_for_a_paper_leaves_nothing_open(path: Path, tmp_path: Path) -> None:
    before = descriptors()
    assert isinstance(open_source(path), JsonlSource)
    with pytest.raises(FileNotFoundError):
        read_first(JsonlSource("missing", tmp_path / "missing"))
    assert descriptors() == before
