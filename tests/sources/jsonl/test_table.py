"""What is known of the records of a file is kept in columns, in a file of its own if need be."""

from __future__ import annotations

import io
import mmap
import os
from pathlib import Path

import pytest

from paperview.model.paper import ArxivId
from paperview.sources.formats.snapshot import RecordError
from paperview.sources.jsonl.lazy_records import read_paper
from paperview.sources.jsonl.scan import RecordTable, scan
from tests.cases import for_each
from tests.sources.jsonl.support import line

TEXT = b"\n".join(
    [
        line(id="0704.0001", doi=None),
        line(id="0704.0002", doi="10.1145/1"),
        line(id="0704.0001", doi=None, comments="Again"),
        line(id="0704.0003", doi=None, versions=[]),
    ]
)


def records() -> RecordTable:
    found = RecordTable()
    for batch in scan(io.BytesIO(TEXT), "mine.jsonl", batch=2):
        found.extend(batch.records)
    return found


def columns(of: RecordTable) -> list[list[int]]:
    single = [of.offsets, of.lengths, of.keys, of.doi_keys, of.title_marks, of.dates]
    return [list(column) for column in single] + [list(row) for row in of.duplicates]


def dumped(of: RecordTable) -> bytes:
    file = io.BytesIO()
    of.dump(file)
    return file.getvalue()


def test_what_is_dumped_is_loaded_from_a_mapped_file(tmp_path: Path) -> None:
    path = tmp_path / "records"
    path.write_bytes(dumped(records()))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        with memoryview(mapped) as view:
            loaded = RecordTable.load(view)
            assert len(loaded) == 3
            assert columns(loaded) == columns(records())
            assert dumped(loaded) == dumped(records())
            assert isinstance(loaded.offsets, memoryview)
            assert loaded.offsets.obj is mapped, "copied"
        del loaded


def test_no_records_are_dumped_and_loaded() -> None:
    assert len(RecordTable.load(memoryview(dumped(RecordTable())))) == 0


@for_each(
    "damage",
    [
        lambda data: data[:0],
        lambda data: data[:10],
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: b"x" + data[1:],
        lambda data: data[:8] + b"\xff" * 16 + data[24:],
    ],
)
def test_records_that_do_not_fit_are_refused(damage: object) -> None:
    assert callable(damage)
    with pytest.raises(ValueError, match="records"):
        RecordTable.load(memoryview(damage(dumped(records()))))


def test_loaded_records_do_not_grow() -> None:
    loaded = RecordTable.load(memoryview(dumped(records())))
    with pytest.raises(TypeError, match="can't grow"):
        loaded.extend(records())


def test_papers_are_read_from_where_their_records_are(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_bytes(TEXT)
    found = records()
    file = os.open(path, os.O_RDONLY)
    try:
        ids = [
            read_paper(file, offset, length)[0].arxiv_id
            for offset, length in zip(found.offsets, found.lengths, strict=True)
        ]
        assert ids == [
            ArxivId("0704.0001", 2),
            ArxivId("0704.0002", 2),
            ArxivId("0704.0003"),
        ]
        ((number, offset, length),) = found.duplicates
        again, reasons = read_paper(file, offset, length)
        assert (number, again.comments, reasons) == (0, "Again", ())
    finally:
        os.close(file)


def test_a_file_that_was_cut_or_changed_gives_no_paper(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_bytes(TEXT)
    found = records()
    os.truncate(path, len(TEXT) - 1)
    file = os.open(path, os.O_RDONLY)
    try:
        with pytest.raises(RecordError, match="was cut"):
            read_paper(file, found.offsets[2], found.lengths[2])
        with pytest.raises(RecordError, match="is no JSON object"):
            read_paper(file, found.offsets[1] + 1, found.lengths[1])
    finally:
        os.close(file)
