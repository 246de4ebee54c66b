"""Records that stay in their file: where each of them is, and the little that is known of it."""

from __future__ import annotations

import os
import struct
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, BinaryIO, Literal, Self

from paperview.sources.lines import Lines, Stream
from paperview.sources.problem import Problem
from paperview.sources.unpacking import Damaged
from paperview.text import clean

if TYPE_CHECKING:
    from paperview.paper import Paper

    Column = array[int] | memoryview[int]

LINE_LIMIT = 10_000_000
"""Bytes of the longest line that is read; the longest real ones have some 100,000."""
FIRST_BATCH = 100
"""Lines of the first batch: to be there for the first screen."""
BATCH = 20_000
"""Lines of a batch later on: a tenth of a second's worth."""

_PROBLEM_TEXT = 300  # characters of a line that a problem keeps


_HEADER = struct.Struct("=8sQQ")
_MAGIC = b"pvrecs1\n"
_Columns = dict[str, Literal["Q", "I", "i"]]
_COLUMNS: _Columns = {"offsets": "Q", "keys": "Q", "doi_keys": "Q", "lengths": "I", "dates": "i"}
_DUPLICATE_COLUMNS: _Columns = {
    "duplicate_offsets": "Q",
    "duplicate_numbers": "I",
    "duplicate_lengths": "I",
}


def key(identity: str) -> int:
    """Return a number of 64 bits, the same in every run and never 0, for an id.

    Of three million ids two share a number with a probability of 2e-7.

    Args:
        identity: what papers are merged by: the base of an arXiv id, or the key of a DOI.
    """
    return int.from_bytes(blake2b(identity.encode(), digest_size=8).digest(), "little") or 1


class Records:
    """What is known of the papers of one file, in columns by the number of the paper.

    One that was loaded can't grow. Further records of papers that are there already are kept apart.
    """

    def __init__(self) -> None:
        self.offsets: Column = array("Q")
        """The bytes of the unpacked text before the record's line."""
        self.lengths: Column = array("I")
        """The bytes of the line, without the line feed."""
        self.keys: Column = array("Q")
        """The number of the arXiv id or else of the DOI; see `key`."""
        self.doi_keys: Column = array("Q")
        """The number of the DOI; 0 where there is none."""
        self.dates: Column = array("i")
        """When the paper was created, as YYYYMMDD; 0 where that is not known."""
        self.duplicate_numbers: Column = array("I")
        """Of each record that gives a paper that is there already: the number of that paper."""
        self.duplicate_offsets: Column = array("Q")
        self.duplicate_lengths: Column = array("I")

    def __len__(self) -> int:
        return len(self.offsets)

    @property
    def duplicates(self) -> Iterator[tuple[int, int, int]]:
        """The further records of papers as (number of the paper, offset, length), in order."""
        return zip(
            self.duplicate_numbers, self.duplicate_offsets, self.duplicate_lengths, strict=True
        )

    def extend(self, more: Records) -> None:
        """Add the records of a batch, whose numbers go on where these end.

        Raises:
            TypeError: if these were loaded.
            BufferError: while something else looks at the memory of a column.
        """
        for name in (*_COLUMNS, *_DUPLICATE_COLUMNS):
            column = getattr(self, name)
            if not isinstance(column, array):
                raise TypeError("loaded records can't grow")
            column.extend(getattr(more, name))

    def fill(self, columns: _Columns, values: Sequence[int]) -> None:
        """Replace columns by those of values that are given record by record."""
        for place, (name, code) in enumerate(columns.items()):
            setattr(self, name, array(code, values[place :: len(columns)]))

    def dump(self, file: BinaryIO) -> None:
        """Write a header and all columns to a file, in this machine's order of bytes."""
        file.write(_HEADER.pack(_MAGIC, len(self), len(self.duplicate_offsets)))
        for name in (*_COLUMNS, *_DUPLICATE_COLUMNS):
            file.write(getattr(self, name))

    @classmethod
    def load(cls, data: memoryview) -> Self:
        """Return what `dump` wrote; the columns are parts of `data` and are not copied.

        Args:
            data: the bytes that were written and no others; of a mapped file, for instance.

        Raises:
            ValueError: if the data is not of this kind or size.
        """
        data = data.cast("B")
        if len(data) < _HEADER.size:
            raise ValueError("the records are cut off")
        magic, count, duplicates = _HEADER.unpack_from(data)
        if magic != _MAGIC:
            raise ValueError("these are no records")
        columns = [(name, code, count) for name, code in _COLUMNS.items()]
        columns += [(name, code, duplicates) for name, code in _DUPLICATE_COLUMNS.items()]
        size = sum(rows * struct.calcsize(code) for _, code, rows in columns)
        if len(data) != _HEADER.size + size:
            raise ValueError(f"{len(data) - _HEADER.size:,} bytes of records instead of {size:,}")
        records = cls()
        place = _HEADER.size
        for name, code, rows in columns:
            end = place + rows * struct.calcsize(code)
            setattr(records, name, data[place:end].cast(code))
            place = end
        return records


@dataclass(frozen=True, slots=True)
class Batch:
    """What a part of a file gave."""

    records: Records
    """The new records; the numbers of duplicates count from the first paper of the file."""
    problems: list[Problem]
    position: int
    """How many bytes of the file, packed as it may be, were gone through so far."""


def scan(  # noqa: PLR0913 - all but two are options, given by name
    stream: Stream,
    name: str,
    *,
    spool: BinaryIO | None = None,
    position: Callable[[], int] | None = None,
    thorough: bool = False,
    batch: int = BATCH,
    line_limit: int = LINE_LIMIT,
) -> Iterator[Batch]:
    """Go through the records of a file, of which a few million bytes at most are held in memory.

    The first batch is small; the last one may be empty.

    Args:
        stream: the unpacked text.
        name: the name of the file, for problems.
        spool: where the text is written too, as it is; it is flushed before each batch.
        position: tells how many bytes of a packed file were read; without it, those of the text
            are counted.
        thorough: whether problems with a part of a record are wanted too, which takes four times
            as long; else only those that lose one.
        batch: the lines of a batch, in the end.
        line_limit: the bytes of the longest line that is read.
    """
    lines = Lines(stream, spool=spool, limit=line_limit)
    scanner = _Scanner(name, lines, thorough=thorough)
    progress = position or (lambda: lines.position)
    left = size = min(FIRST_BATCH, batch)
    for offset, length, line in lines:
        scanner.take(offset, length, line)
        left -= 1
        if not left:
            lines.flush()
            yield scanner.batch_up_to(progress())
            left = size = min(4 * size, batch)
    if lines.fault is not None:
        scanner.problem(_reason(lines.fault))
    lines.flush()
    yield scanner.batch_up_to(progress())


def read_paper(file: int, offset: int, length: int) -> tuple[Paper, tuple[str, ...]]:
    """Read one record; return its paper and the reasons of what had to be left out of it.

    Args:
        file: the descriptor of the unpacked file.
        offset: the bytes before the record's line.
        length: the bytes of the line.

    Raises:
        RecordError: if the file was changed since, so that there is no record any more.
        OSError: if the file can't be read.
    """
    from paperview.sources.snapshot import RecordError, paper  # noqa: PLC0415 - msgspec

    line = os.pread(file, length, offset)
    if len(line) < length:
        raise RecordError("the file was cut since it was read")
    return paper(line)


class _Numbers:
    """The numbers of papers by key: a hash table with linear probing, all in arrays.

    A dictionary is faster by a third of a microsecond a paper, but takes seven times the memory:
    400 MB for three million.
    """

    def __init__(self) -> None:
        self._keys = array("Q")
        self._resize(1 << 17)

    def _resize(self, size: int) -> None:
        self._mask = mask = size - 1
        self._slots = slots = array("I", bytes(4 * size))  # a paper's number + 1, or 0
        for number, paper_key in enumerate(self._keys):
            slot = paper_key & mask
            while slots[slot]:
                slot = (slot + 1) & mask
            slots[slot] = number + 1

    def add(self, paper_key: int) -> int | None:
        """Give the next number to a new key; return the number of one that is there already."""
        keys, slots, mask = self._keys, self._slots, self._mask
        slot = paper_key & mask
        while taken := slots[slot]:
            if keys[taken - 1] == paper_key:
                return taken - 1
            slot = (slot + 1) & mask
        keys.append(paper_key)
        slots[slot] = len(keys)
        if 2 * len(keys) > mask:
            self._resize(8 * (mask + 1))
        return None


def _reason(fault: Damaged | OSError) -> str:
    if isinstance(fault, Damaged):
        return fault.reason
    return f"can't be read on ({clean(fault.strerror or str(fault))})"


class _Scanner:
    """Fills batches from lines."""

    def __init__(self, name: str, lines: Lines, *, thorough: bool) -> None:
        from paperview.sources import snapshot  # noqa: PLC0415 - msgspec

        self._snapshot = snapshot
        self._name = name
        self._lines = lines
        self._thorough = thorough
        self._numbers = _Numbers()
        self._line = 0
        self._values: list[int] = []
        """Values for `_COLUMNS`, record by record."""
        self._duplicates: list[int] = []
        """The same for `_DUPLICATE_COLUMNS`."""
        self._problems: list[Problem] = []

    def take(self, offset: int, length: int, line: bytes) -> None:
        """Take the next line of the file, of which the beginning is enough if it is too long."""
        self._line += 1
        if not line or line.isspace():
            return
        if length > self._lines.limit:
            self.problem(f"is longer than {self._lines.limit:,} bytes", line)
            return
        try:
            glance = self._snapshot.glance(line)
            reasons = self._snapshot.paper(line)[1] if self._thorough else ()
        except self._snapshot.RecordError as error:
            # What an archive's damage left of a line is told of with the damage.
            if self._lines.fault is None:
                self.problem(error.reason, line)
            return
        number = self._numbers.add(glance.key)
        if number is None:
            self._values += (offset, glance.key, glance.doi_key, length, glance.date)
        else:
            self._duplicates += (offset, number, length)
        for reason in reasons:
            self.problem(f"{reason}; shown without it", line, lost=False)

    def problem(self, reason: str, line: bytes = b"", *, lost: bool = True) -> None:
        """Note a problem with the line that was taken last."""
        text = clean(line[: 4 * _PROBLEM_TEXT].decode(errors="replace").strip())[:_PROBLEM_TEXT]
        self._problems.append(Problem(self._name, self._line, reason, text, lost))

    def batch_up_to(self, position: int) -> Batch:
        """Return what was gathered since the last batch."""
        records = Records()
        records.fill(_COLUMNS, self._values)
        records.fill(_DUPLICATE_COLUMNS, self._duplicates)
        batch = Batch(records, self._problems, position)
        self._values, self._duplicates, self._problems = [], [], []
        return batch
