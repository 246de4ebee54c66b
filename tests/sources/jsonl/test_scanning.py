"""A large file is gone through in batches; nothing in it is dropped in silence."""

from __future__ import annotations

import gzip
import io
import random
import tracemalloc
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
import zstandard

from paperview.model.hashing import identity_hash
from paperview.model.identity import NO_DOI, NO_ID
from paperview.sources.decompression import open_unpacked
from paperview.sources.jsonl.scan import Batch, RecordTable, scan
from paperview.sources.problem import Problem
from tests.cases import for_each
from tests.sources.jsonl.support import NOBODY, RECORD, line


def scanned(
    data: bytes, *, thorough: bool = False, batch: int = 20_000, line_limit: int = 10_000_000
) -> list[Batch]:
    found = scan(
        io.BytesIO(data), "mine.jsonl", thorough=thorough, batch=batch, line_limit=line_limit
    )
    return list(found)


def problems(batches: list[Batch]) -> list[Problem]:
    return [problem for batch in batches for problem in batch.problems]


def lines_found(data: bytes, batches: list[Batch]) -> list[bytes]:
    """Return the lines of the new records."""
    return [
        data[offset : offset + length]
        for batch in batches
        for offset, length in zip(batch.records.offsets, batch.records.lengths, strict=True)
    ]


def papers(count: int) -> list[bytes]:
    return [line(id=f"{704 + number // 9999:04}.{number % 9999 + 1:04}") for number in range(count)]


def test_every_record_is_found_where_it_is() -> None:
    first, second = papers(2)
    data = first + b"\n" + second + b"\n"
    (batch,) = scanned(data)
    assert lines_found(data, [batch]) == [first, second]
    assert list(batch.records.keys) == [identity_hash("0704.0001"), identity_hash("0704.0002")]
    assert list(batch.records.dates) == [20070402, 20070402]
    assert batch.problems == []
    assert batch.position == len(data)


def test_blank_lines_line_ends_of_windows_and_a_byte_order_mark_are_no_records() -> None:
    first, second, last = papers(3)
    data = b"\xef\xbb\xbf" + first + b"\r\n\r\n \t\n" + second + b"\r\n\n" + last
    batches = scanned(data)
    assert [found.strip() for found in lines_found(data, batches)] == [first, second, last]
    assert problems(batches) == []


@for_each("data", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_a_file_without_records_is_one_empty_batch(data: bytes) -> None:
    (batch,) = scanned(data)
    assert (len(batch.records), batch.problems, batch.position) == (0, [], len(data))


def test_what_is_wrong_with_a_line_loses_that_line_alone() -> None:
    first, second = papers(2)
    broken = [b'{"id": "0704.0009", ', b'{"id": "x\x1b"}', b'"\0"', b'{"note": "\xff"}', b"{}"]
    data = b"\n".join([first, *broken, b"", second])
    batches = scanned(data)
    assert lines_found(data, batches) == [first, second]
    assert problems(batches) == [
        Problem("mine.jsonl", 2, "is not JSON (unexpected end)", '{"id": "0704.0009",'),
        Problem("mine.jsonl", 3, "is not JSON (invalid character, byte 9)", '{"id": "x␛"}'),
        Problem("mine.jsonl", 4, "is not JSON (invalid character, byte 1)", '"␀"'),
        Problem("mine.jsonl", 5, "has no title, no abstract and no id", '{"note": "�"}'),
        Problem("mine.jsonl", 6, "has no title, no abstract and no id", "{}"),
    ]


def test_a_line_in_another_encoding_is_read_and_told_if_that_is_wanted() -> None:
    first, second = papers(2)
    other = second.replace(b"Calculation", b"Calcul\xe9")
    data = b"\n".join([first, other, b""])
    for thorough in (False, True):
        batches = scanned(data, thorough=thorough)
        assert lines_found(data, batches) == [first, other]
        assert [(one.line, one.lost) for one in problems(batches)] == [(2, False)] * thorough


def test_a_problem_keeps_the_beginning_of_its_line() -> None:
    (problem,) = problems(scanned("é".encode() * 10_000))
    assert problem.text == "é" * 300


def test_problems_with_parts_of_records_are_told_if_wanted() -> None:
    lost = line(id="7", doi=None, title=None, abstract=None, **NOBODY)
    data = line(title=7, doi="x") + b"\n" + lost + b"\n" + line(id="7", doi=None) + b"\n"
    assert [problem.line for problem in problems(scanned(data))] == [2]
    batches = scanned(data, thorough=True)
    assert [(problem.line, problem.reason, problem.lost) for problem in problems(batches)] == [
        (1, "title is no text; shown without it", False),
        (1, "'x' is not a DOI; shown without it", False),
        (2, "'7' is not an arXiv id", True),
        (3, "'7' is not an arXiv id; shown without it", False),
    ]
    assert len(lines_found(data, batches)) == 2


def test_records_without_ids_have_the_key_of_title_and_first_author() -> None:
    one = b'{"title": "How bees dance", "authors": "Ann Lund, Bo Ek"}'
    again = b'{"id": null, "title": "How {B}ees dance", "authors": "A. Lund"}'
    other = b'{"title": "How bees dance", "authors": "Cy Okafor"}'
    nothing = b'{"abstract": "We say no more than this."}'
    records = RecordTable()
    data = b"\n".join([one, other, again, nothing, nothing])
    for batch in scanned(data, batch=2):
        records.extend(batch.records)
        assert batch.problems == []
    assert records.keys[0] == records.keys[2]
    assert len(set(records.keys)) == 4
    assert list(records.doi_keys) == [NO_ID] * 5


def test_records_of_one_id_with_other_titles_are_papers_of_their_own() -> None:
    title = str(RECORD["title"])
    data = [
        line(),
        line(title=title.upper()),
        line(title="Something else, quite different"),
        line(title=title.replace("  ", " ").replace("prompt", "{p}rompt")),
        line(title=None),
        line(title="Something else, quite different"),
    ]
    (batch,) = scanned(b"\n".join(data))
    assert len(batch.records) == 3
    assert [number for number, _, _ in batch.records.duplicates] == [0, 0, 1]
    assert len(set(batch.records.keys)) == 1


def test_what_a_further_record_tells_of_a_doi_is_noted() -> None:
    data = b"\n".join([line(doi=None), line(doi="10.1145/ABC"), line(doi=None)])
    (batch,) = scanned(data)
    assert list(batch.records.duplicate_doi_keys) == [identity_hash("10.1145/abc"), NO_DOI]


def test_further_records_of_a_paper_are_told_by_its_number_in_the_file() -> None:
    some = papers(5)
    again = [some[3], some[0], line(id="arXiv:0704.0005v3")]
    data = b"\n".join([*some, *again, line(id="0704.0099"), some[0]])
    records = RecordTable()
    for batch in scanned(data, batch=2):
        records.extend(batch.records)
    assert len(records) == 6
    assert [
        (number, data[offset : offset + length]) for number, offset, length in records.duplicates
    ] == [(3, some[3]), (0, some[0]), (4, again[2]), (0, some[0])]


def test_of_very_many_papers_each_is_told_from_the_others() -> None:
    count = 70_000
    title = b"All titles are the same"
    some = [
        b'{"id":"%04d.%04d","title":"%b"}' % (704 + n // 9000, n % 9000 + 1, title)
        for n in range(count)
    ]
    records = RecordTable()
    for batch in scanned(b"\n".join(some + some[:10])):
        records.extend(batch.records)
    assert len(records) == count
    assert [number for number, _, _ in records.duplicates] == list(range(10))


def test_batches_begin_small_and_grow() -> None:
    data = b"\n".join(papers(2000))
    batches = scanned(data, batch=500)
    assert [len(batch.records) for batch in batches] == [100, 400, 500, 500, 500, 0]
    assert all(before.position <= after.position for before, after in pairwise(batches))
    assert batches[0].position < batches[-1].position == len(data)


def test_lines_are_the_same_whatever_blocks_a_file_is_read_in() -> None:
    some = [line(id=f"0704.{number:04}", abstract="x" * (number % 977)) for number in range(1, 600)]
    data = b"\n".join(some) + b"\n"
    assert len(data) > 1 << 18
    assert lines_found(data, scanned(data)) == some


@for_each("length", [1001, 130_000, 131_072, 400_000])
def test_a_line_that_is_too_long_is_a_problem_and_its_neighbours_are_read(length: int) -> None:
    first, second = (b'{"id": "0704.0001"}', b'{"id": "0704.0002"}')
    for end in (b"\n" + second + b"\n", b""):
        data = first + b"\n" + b"x" * length + end
        batches = scanned(data, line_limit=1000)
        assert problems(batches) == [
            Problem("mine.jsonl", 2, "is longer than 1,000 bytes", "x" * 300)
        ]
        assert lines_found(data, batches) == [first, *([second] if end else [])]


def test_a_line_of_a_hundred_million_bytes_is_not_kept_in_memory() -> None:
    class Long:
        left = 100_000_000

        def read(self, size: int, /) -> bytes:
            self.left -= size
            return b"x" * size if self.left > 0 else b""

    tracemalloc.start()
    try:
        batches = list(scan(Long(), "long.jsonl", line_limit=1_000_000))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [problem.reason for problem in problems(batches)] == ["is longer than 1,000,000 bytes"]
    assert peak < 10_000_000


def noisy(count: int) -> bytes:
    """Make records that pack badly, so that a cut loses many."""
    noise = random.Random(1)  # noqa: S311 - for a text that packs badly
    return b"".join(
        line(id=f"0704.{number:04}", abstract=str(noise.random())) + b"\n"
        for number in range(1, count + 1)
    )


@pytest.mark.parametrize(
    "pack",
    [
        pytest.param(gzip.compress, id="gzip"),
        pytest.param(zstandard.ZstdCompressor().compress, id="zstd"),
    ],
)
@pytest.mark.parametrize("count", [3, 1000])
def test_packed_files_are_read_into_a_spool(tmp_path: Path, pack: object, count: int) -> None:
    assert callable(pack)
    text = b"\xef\xbb\xbf" + noisy(count)
    path, spool = tmp_path / "packed", tmp_path / "spool"
    path.write_bytes(pack(text))
    with closing(open_unpacked(path)) as file, spool.open("wb") as spooled:
        batches = []
        for batch in scan(file, "packed", spool=spooled, position=lambda: file.position):
            batches.append(batch)
            # What a batch tells of can be read from the spool at once.
            found = lines_found(spool.read_bytes(), [batch])
            assert all(record.startswith(b"{") and record.endswith(b"}") for record in found)
    assert spool.read_bytes() == text
    assert batches[-1].position == path.stat().st_size
    assert sum(len(batch.records) for batch in batches) == count


def test_of_a_cut_archive_the_whole_records_are_read_and_one_problem_is_told(
    tmp_path: Path,
) -> None:
    path = tmp_path / "cut.gz"
    packed = gzip.compress(noisy(1000))
    path.write_bytes(packed[: len(packed) // 2])
    with closing(open_unpacked(path)) as file:
        batches = list(scan(file, "cut.gz"))
    (problem,) = problems(batches)
    count = sum(len(batch.records) for batch in batches)
    assert count > 300
    assert problem.reason.startswith("is cut off: unpacked ")
    assert (problem.source, problem.line, problem.lost) == ("cut.gz", count + 1, True)


def test_of_an_archive_cut_behind_its_text_no_record_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "cut.gz"
    path.write_bytes(gzip.compress(noisy(10).rstrip())[:-8])
    with closing(open_unpacked(path)) as file:
        batches = list(scan(file, "cut.gz"))
    assert sum(len(batch.records) for batch in batches) == 10
    assert [problem.line for problem in problems(batches)] == [10]


def test_a_file_that_can_not_be_read_on_is_a_problem() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            if not data:
                raise OSError(5, "Input/output error")
            return data

    batches = list(scan(Failing(b"\n".join(papers(3))[:-1]), "disk.jsonl"))
    assert sum(len(batch.records) for batch in batches) == 2
    assert problems(batches) == [
        Problem("disk.jsonl", 3, "can't be read on (Input/output error)", is_cut=True)
    ]
