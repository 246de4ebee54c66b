"""Records that stay in their file and are read when they are shown."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from paperview.model.hashing import identity_hash
from paperview.model.identity import NO_ID
from paperview.model.merge import merged
from paperview.model.paper import UNREADABLE, ArxivId, Doi, Paper
from paperview.sources.decompression import MEMORY_LIMIT, Unpacked
from paperview.sources.formats.snapshot import RecordError, paper
from paperview.sources.jsonl.scan import BEGINNING, Batch, RecordTable, scan
from paperview.sources.pipe import Growing
from paperview.sources.problem import Problem

if TYPE_CHECKING:
    from paperview.sources.jsonl.scan import Column

MOST_FURTHER = 100
"""Records of one paper that are merged into the first; more are counted."""
_CACHED = 512
"""Papers cached as they were read: those on the screen, and around it."""
_BLOCK = 1 << 20  # bytes in which lines are counted at once


def opened(path: Path) -> int:
    """Open a file to be read from; return its descriptor.

    Raises:
        OSError: if it can't be opened.
    """
    return os.open(path, os.O_RDONLY | os.O_CLOEXEC)


class LazyRecords:
    """The papers of one file, by their index.

    The opened file is read even if it is replaced. If it is overwritten, papers may be spoiled,
    which are then shown as unreadable.
    """

    def __init__(self, file: int, records: RecordTable, source: str = "") -> None:
        """Take the file.

        Args:
            file: its descriptor, unpacked.
            records: where the papers are, which may grow.
            source: the name of the source, which the papers keep.
        """
        self.records = records
        self._source = source
        self._file = file
        self._also: dict[int, list[tuple[int, int]]] = {}
        """Per paper with further records: where they are, as (offset, length)."""
        self._duplicates_seen = 0
        self._lock = Lock()
        self._paper = lru_cache(_CACHED)(self._read)

    def move_to(self, path: Path) -> None:
        """Copy what the file has so far, and read from the copy from now on.

        Raises:
            OSError: if that can't be done.
        """
        with os.fdopen(os.dup(self._file), "rb") as file, path.open("wb") as copy:
            file.seek(0)
            shutil.copyfileobj(file, copy)
        self.reopen(path)

    def reopen(self, path: Path) -> None:
        """Read from another file with the same text from now on.

        Raises:
            OSError: if the file can't be opened.
        """
        file = opened(path)
        try:
            self.read_from(file)
        finally:
            os.close(file)

    def read_from(self, file: int) -> None:
        """Read from another file with the same text from now on.

        Args:
            file: its descriptor, which is duplicated.

        Raises:
            OSError: if these papers were closed.
        """
        with self._lock:
            if self._file < 0:
                raise OSError(errno.EBADF, "closed already")
            os.dup2(file, self._file, inheritable=False)

    def status(self) -> os.stat_result:
        """Return the status of the file that is read from.

        Raises:
            OSError: if these papers were closed.
        """
        return os.fstat(self._file)

    def close(self) -> None:
        """Close the file; a paper that is read afterwards says that it can't be read."""
        with self._lock:
            file, self._file = self._file, -1
            if file >= 0:
                os.close(file)

    def __len__(self) -> int:
        return len(self.records.dates)  # the column that grows last

    def __getitem__(self, index: int) -> Paper:
        return self._paper(index, self._further(index))

    is_lazy = True

    @property
    def dates(self) -> Column:
        """Per paper: when it was created, as YYYYMMDD; 0 where that is not known."""
        return self.records.dates

    @property
    def duplicates(self) -> int:
        """The number of further records of its papers in the file."""
        return len(self.records.duplicate_lengths)  # the column that grows last

    def find(self, identity: ArxivId | Doi) -> list[int]:
        """Return the indexes of the papers with this arXiv id (of any version) or DOI."""
        wanted = identity_hash(identity.key)
        records = self.records
        found = {*_indexes(records.keys, wanted), *_indexes(records.doi_keys, wanted)}
        again = _indexes(records.duplicate_doi_keys, wanted)
        return sorted(found.union(records.duplicate_numbers[index] for index in again))

    def has_id(self, index: int) -> bool:
        """Return whether a paper has an arXiv id or a DOI."""
        return self.records.doi_keys[index] != NO_ID

    def without_ids(self) -> list[int]:
        """Return the indexes of the papers without an arXiv id and without a DOI."""
        return _indexes(self.records.doi_keys, NO_ID)

    def in_memory(self) -> tuple[()]:
        """Give no paper: all stay in the file."""
        return ()

    def comparison_keys(self) -> RecordTable:
        """Return the numbers by which the records are compared."""
        return self.records

    def line(self, index: int) -> int:
        """Return the line of a paper's record, counted from 1; 0 if that is not known any more.

        It takes a second per few GB that stand before it.
        """
        count, offset, end = 1, 0, self.records.offsets[index]
        with self._lock:
            while offset < end:
                try:
                    data = os.pread(self._file, min(_BLOCK, end - offset), offset)
                except OSError:
                    data = b""
                if not data:
                    return 0
                count += data.count(b"\n")
                offset += len(data)
        return count

    def _read(self, index: int, further: int) -> Paper:
        """Read a paper and merge so many further records into it."""
        return reduce(merged, self._read_unmerged(index, further))

    def _read_unmerged(self, index: int, further: int) -> Iterator[Paper]:
        records = self.records
        yield self._read_at(records.offsets[index], records.lengths[index])
        for offset, length in self._also.get(index, [])[:further]:
            yield self._read_at(offset, length)

    def unmerged(self, index: int) -> list[Paper]:
        """Return the records of a paper, not merged."""
        return list(self._read_unmerged(index, self._further(index)))

    def _read_at(self, offset: int, length: int) -> Paper:
        try:
            with self._lock:
                paper, _ = read_paper(self._file, offset, length, self._source)
        except (RecordError, OSError):
            return UNREADABLE
        return paper

    def _further(self, index: int) -> int:
        """Return how many further records of a paper are known so far."""
        if self._duplicates_seen < self.duplicates:
            with self._lock:
                records, count = self.records, self.duplicates
                new = slice(self._duplicates_seen, count)
                for number, offset, length in zip(
                    records.duplicate_numbers[new],
                    records.duplicate_offsets[new],
                    records.duplicate_lengths[new],
                    strict=True,
                ):
                    also = self._also.setdefault(number, [])
                    if len(also) < MOST_FURTHER:
                        also.append((offset, length))
                # This comes last, because other threads read it without the lock to know whether
                # all are there.
                self._duplicates_seen = count
        return len(self._also.get(index, ()))


class JsonlFile(Protocol):
    """A file of JSON lines that can be opened as often as needed."""

    @property
    def name(self) -> str:
        """Its name in problems."""
        ...

    @property
    def path(self) -> Path:
        """The file that the papers are read from, if it is not compressed."""
        ...

    @property
    def grows(self) -> bool:
        """Whether it is still being written."""
        ...

    def open(self, *, waits: bool = True) -> Unpacked | Growing:
        """Open the text, from its beginning."""
        ...


@dataclass(slots=True)
class ReadState:
    """The state of reading a file: the papers and problems so far, and where to go on."""

    papers: LazyRecords
    status: os.stat_result
    """The file's as it was before any of it was read."""
    problems: list[Problem] = field(default_factory=list)
    next_line: tuple[int, int] = BEGINNING
    """The position to go on from: the bytes of the unpacked text before a line, and its number."""
    is_compressed: bool = False
    """Whether the papers can't be read from the file itself."""

    def take(self, batch: Batch) -> None:
        """Take in the next batch."""
        self.papers.records.extend(batch.records)
        self.problems += batch.problems
        self.next_line = batch.next_line


def read_first(source: JsonlFile) -> ReadState:
    """Read the first papers of a file: a hundred, or none where the whole file has none.

    Raises:
        OSError: if the file can't be read.
    """
    try:
        return _read_first(source, _spool)
    except OSError:
        # There may be no room on the disk for the first papers of a compressed file.
        return _read_first(source, _memory)


def _read_first(source: JsonlFile, new_spool: Callable[[], BinaryIO]) -> ReadState:
    papers = LazyRecords(opened(source.path), RecordTable(), source.name)
    state = ReadState(papers, papers.status())
    try:
        with (
            closing(source.open(waits=False)) as stream,
            new_spool() if stream.is_packed else nullcontext() as spool,
        ):
            state.is_compressed = spool is not None
            for batch in scan(stream, source.name, spool=spool):
                state.take(batch)
                # From a pipe take only what is there now: the rest may take its time.
                if len(papers) or source.grows:
                    break
            if spool is not None:
                papers.read_from(spool.fileno())
    except BaseException:
        papers.close()
        raise
    return state


def batches(
    source: JsonlFile,
    *,
    thorough: bool = False,
    titled: bool = False,
    papers: LazyRecords | None = None,
) -> Iterator[Batch]:
    """Go through all records of a file; see `scan`.

    Args:
        source: the file.
        thorough: as `scan` has it.
        titled: as `scan` has it.
        papers: those that are to be read afterwards, whose text is copied if it is compressed.

    Raises:
        OSError: if the file can't be opened, or there is no room for its text.
    """
    with (
        closing(source.open()) as stream,
        _spool() if papers is not None and stream.is_packed else nullcontext() as spool,
    ):
        if papers is not None and spool is not None:
            papers.read_from(spool.fileno())
        yield from scan(stream, source.name, spool=spool, thorough=thorough, titled=titled)


def further_batches(source: JsonlFile, state: ReadState) -> Iterator[Batch]:
    """Go on reading a file; keep its text in memory if it is compressed: there is no room for it.

    Raises:
        OSError: if the file can't be read, or there is not enough memory for its text.
    """
    start, known = state.next_line, state.papers.records
    with (
        closing(source.open()) as stream,
        _memory() if state.is_compressed else nullcontext() as spool,
    ):
        for batch in scan(stream, source.name, spool=spool, start=start, known=known):
            if spool is not None:
                if spool.tell() > MEMORY_LIMIT:
                    raise OSError(errno.ENOSPC, "no room on the disk to unpack it")
                state.papers.read_from(spool.fileno())
            yield batch


def _memory() -> BinaryIO:
    """Return a file in memory that papers of a compressed file are read from."""
    if not hasattr(os, "memfd_create"):
        raise OSError(errno.ENOSPC, "no room on the disk to unpack it")
    return os.fdopen(os.memfd_create("paperview"), "wb")


def _spool() -> BinaryIO:
    """Return a file that the first papers of a compressed file are read from."""
    return cast("BinaryIO", tempfile.TemporaryFile())


def _indexes(column: Column, wanted: int) -> list[int]:
    """Return the indexes of a number in a column."""
    import numpy as np  # noqa: PLC0415 - not before the first screen

    # A copy, for an array can't grow while it is looked at.
    return np.flatnonzero(np.frombuffer(column[:], np.uint64) == np.uint64(wanted)).tolist()


def read_paper(
    file: int, offset: int, length: int, source: str = ""
) -> tuple[Paper, tuple[str, ...]]:
    """Read one record; return its paper and the reasons of what had to be left out of it.

    Args:
        file: the descriptor of the unpacked file.
        offset: the bytes before the record's line.
        length: the bytes of the line.
        source: the name of the source, which the paper keeps.

    Raises:
        RecordError: if the file was changed since, so that there is no record any more.
        OSError: if the file can't be read.
    """
    line = os.pread(file, length, offset)
    if len(line) < length:
        raise RecordError("the file was cut since it was read")
    return paper(line, source)
