"""Scanning the records of a file, which stay there: only a few facts of each are kept."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Literal, Protocol, Self

from paperview.model.hashing import identity_hash
from paperview.model.identity import title_key
from paperview.sources.decompression import Damaged
from paperview.sources.formats import snapshot
from paperview.sources.problem import RECORD_LIMIT, Problem
from paperview.text.sanitize import clean, reason_of

if TYPE_CHECKING:
    Column = array[int] | memoryview[int]

BEGINNING = (0, 1)
"""The bytes before the first line, and its number."""
FIRST_BATCH = 100
"""Lines of the first batch: to be there for the first screen."""
BATCH = 20_000
"""Lines of a batch later on: a tenth of a second's worth."""

_PROBLEM_TEXT = 300  # characters of a line that a problem keeps
_SPREAD, _KEY = 0x9E3779B97F4A7C15, (1 << 64) - 1
"""A multiplier that spreads title marks, and the bits of a key."""
PROBLEM_BYTES = 4 * _PROBLEM_TEXT
"""Bytes that these are, at most."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The result of scanning a part of a file."""

    records: RecordTable
    """The new records; the numbers of duplicates count from the first paper of the file."""
    problems: list[Problem]
    position: int
    """The number of bytes of the file itself that were gone through so far."""
    next_line: tuple[int, int]
    """The position to go on from: the bytes of the unpacked text before a line, and its number."""
    is_early: bool = False
    """Whether it came because the stream takes its time."""
    has_failed: bool = False
    """Whether the file could not be read on, which may go well another time."""
    titles: array[int] = field(default_factory=lambda: array("Q"))
    """Per new record the number of its title and author, 0 for none; if they are wanted."""


def scan(  # noqa: PLR0913 - all but two are options, given by name
    stream: Stream,
    name: str,
    *,
    spool: BinaryIO | None = None,
    position: Callable[[], int] | None = None,
    thorough: bool = False,
    titled: bool = False,
    batch: int = BATCH,
    start: tuple[int, int] = BEGINNING,
    known: RecordTable | None = None,
    line_limit: int = RECORD_LIMIT,
) -> Iterator[Batch]:
    """Go through the records of a file, with a few million bytes of it in memory at most.

    The first batch is small; the last one may be empty. If the stream pauses, the records so far
    are a batch too.

    Args:
        stream: the unpacked text.
        name: the name of the file, for problems.
        spool: a copy of the text is written here; it is flushed before each batch.
        position: returns how many bytes of a compressed file were read; without it, those of the
            text are counted.
        thorough: whether problems with a part of a record are wanted too, which takes four times
            as long; else only those that lose one.
        titled: whether the titles are wanted, which takes longer still.
        batch: the lines of a batch, in the end.
        start: the `next_line` of the last batch that was read before.
        known: the records that were read before.
        line_limit: the bytes of the longest line that is read.
    """
    lines = Lines(stream, spool=spool, start=start[0], limit=line_limit)
    scanner = _Scanner(name, lines, thorough=thorough, titled=titled)
    if known is not None:
        scanner.resume(start, known)
    progress = position or (lambda: lines.position)
    size = min(FIRST_BATCH if start == BEGINNING else 4 * FIRST_BATCH, batch)
    left = size
    for found in lines:
        if found is not None:
            scanner.take(*found)
            left -= 1
        if found is None or not left:
            lines.flush()
            yield scanner.batch_up_to(progress(), is_early=found is None)
            left = size = min(4 * size, batch)
    if lines.fault is not None:
        scanner.cut(_reason(lines.fault))
    lines.flush()
    yield scanner.batch_up_to(progress(), has_failed=isinstance(lines.fault, OSError))


def problem_text(line: bytes) -> str:
    """Return the beginning of a line, cleaned, as problems have it."""
    return clean(line.decode(errors="replace").strip())[:_PROBLEM_TEXT]


class _Numbers:
    """The numbers of papers by key: a hash table with linear probing, all in arrays.

    A dictionary is faster by a third of a microsecond a paper, but takes six times the memory:
    400 MB for three million.
    """

    def __init__(self) -> None:
        self._keys = array("Q")
        self._numbers = array("I")
        self._resize(1 << 17)

    def _resize(self, size: int) -> None:
        self._mask = mask = size - 1
        self._slots = slots = array("I", bytes(4 * size))  # the index of a key + 1, or 0
        for index, paper_key in enumerate(self._keys, 1):
            slot = paper_key & mask
            while slots[slot]:
                slot = (slot + 1) & mask
            slots[slot] = index

    def add(self, paper_key: int, number: int) -> int:
        """Note a number for a new key; return the number of one that is there already."""
        keys, slots, mask = self._keys, self._slots, self._mask
        slot = paper_key & mask
        while taken := slots[slot]:
            if keys[taken - 1] == paper_key:
                return self._numbers[taken - 1]
            slot = (slot + 1) & mask
        keys.append(paper_key)
        self._numbers.append(number)
        slots[slot] = len(keys)
        if 2 * len(keys) > mask:
            self._resize(8 * (mask + 1))
        return number


def _reason(fault: Damaged | OSError) -> str:
    if isinstance(fault, Damaged):
        return fault.reason
    return f"can't be read on ({reason_of(fault)})"


def _with_title(record_key: int, mark: int) -> int:
    """Return the key of records that have both a key and a title in common."""
    return (record_key ^ mark * _SPREAD) & _KEY


class _Scanner:
    """Fills batches from lines."""

    def __init__(self, name: str, lines: Lines, *, thorough: bool, titled: bool) -> None:
        self._name = name
        self._lines = lines
        self._thorough = thorough
        self._titled = titled
        self._reads_all = thorough or titled
        self._numbers = _Numbers()
        self._count = 0
        self._line = 0
        self._next_offset = 0
        self._values: list[int] = []
        """The arguments of `RecordTable.of`."""
        self._duplicates: list[int] = []
        self._titles = array("Q")
        self._problems: list[Problem] = []

    def resume(self, start: tuple[int, int], known: RecordTable) -> None:
        """Go on behind records that were read before."""
        self._next_offset, self._line = start[0], start[1] - 1
        self._count = len(known)
        for number, (record_key, mark) in enumerate(
            zip(known.keys, known.title_marks, strict=True)
        ):
            if mark:
                self._numbers.add(_with_title(record_key, mark), number)

    def take(self, offset: int, length: int, line: bytes) -> None:
        """Take the next line of the file; the beginning is enough for one that is too long."""
        self._line += 1
        self._next_offset = offset + length + 1
        if not line or line.isspace():
            return
        if length > self._lines.limit:
            self.problem(f"is longer than {self._lines.limit:,} bytes", line)
            return
        try:
            summary = snapshot.summarize(line)
            paper, reasons = snapshot.paper(line) if self._reads_all else (None, ())
        except snapshot.RecordError as error:
            # An incomplete line at the end is reported with the damage.
            if self._lines.fault is None:
                self.problem(error.reason, line)
            return
        # A record without a title, too, is like no other one.
        record_key = summary.key or identity_hash(f"{self._name}\n{self._line}")
        # The same id is not enough: records with different titles are compared when all are read.
        number, mark = self._count, summary.title_mark
        if mark:
            number = self._numbers.add(_with_title(record_key, mark), number)
        if number == self._count:
            self._count += 1
            self._values += (offset, record_key, summary.doi_key, length, mark, summary.date)
            if self._titled and paper is not None:
                title = title_key(paper)
                self._titles.append(identity_hash(title) if title else 0)
        else:
            self._duplicates += (offset, number, summary.doi_key, length)
        for reason in reasons if self._thorough else ():
            self.problem(reason, line, lost=False)

    def problem(self, reason: str, line: bytes = b"", *, lost: bool = True) -> None:
        """Note a problem with the line that was taken last."""
        text = problem_text(line[:PROBLEM_BYTES])
        self._problems.append(Problem(self._name, self._line, reason, text, lost))

    def cut(self, reason: str) -> None:
        """Note that the text can't be read behind the line that was taken last."""
        self._problems.append(Problem(self._name, self._line, reason, is_cut=True))

    def batch_up_to(
        self, position: int, *, is_early: bool = False, has_failed: bool = False
    ) -> Batch:
        """Return what was gathered since the last batch."""
        records = RecordTable.of(self._values, self._duplicates)
        next_line = self._next_offset, self._line + 1
        batch = Batch(
            records, self._problems, position, next_line, is_early, has_failed, self._titles
        )
        self._titles = array("Q")
        self._values, self._duplicates, self._problems = [], [], []
        return batch


_BLOCK = 1 << 17  # bytes read at once: more than the processor's cache holds takes longer
_BEGINNING = 1 << 12  # bytes of a line that is too long
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Stream(Protocol):
    """A source of bytes: a binary file, `decompression.Unpacked` or `pipe.Growing`."""

    def read(self, size: int, /) -> bytes | None:
        """Return the next bytes, at most `size`, and none behind the end.

        None means that no bytes are ready yet, so that the caller can use the earlier ones.
        """
        ...


class Lines:
    """The lines of a text as (offset in bytes, length in bytes, line), without their line feeds.

    A byte order mark belongs to no line. A line that is too long is cut to its beginning. None
    comes where the stream takes its time.
    """

    def __init__(self, stream: Stream, *, spool: BinaryIO | None, start: int, limit: int) -> None:
        self.limit = limit
        """The bytes of the longest line."""
        self.position = 0
        """The number of bytes of the text read so far."""
        self.fault: Damaged | OSError | None = None
        """The error that ended the text early; the last line may be incomplete then."""
        self._stream = stream
        self._spool = spool
        self._start = start

    def __iter__(self) -> Iterator[tuple[int, int, bytes] | None]:
        offset, rest = self._start, b""
        dropped = 0  # bytes of the line that the rest belongs to
        for block in self._blocks():
            if block is None:
                yield None
                continue
            if self.position == len(block) and block.startswith(_BYTE_ORDER_MARK):
                offset = len(_BYTE_ORDER_MARK)
                block = block[offset:]  # noqa: PLW2901
            lines = block.split(b"\n")
            lines[0] = rest + lines[0]
            rest = lines.pop()
            for line in lines:
                length = dropped + len(line)
                yield offset, length, line
                offset += length + 1
                dropped = 0
            if dropped + len(rest) > self.limit:
                dropped += len(rest) - len(rest[:_BEGINNING])
                rest = rest[:_BEGINNING]
        if rest:
            yield offset, dropped + len(rest), rest

    def _blocks(self) -> Iterator[bytes | None]:
        """Give the text from the start on, block by block; None where it takes its time."""
        left = self._start
        while (block := self._read()) != b"":
            if block is None:
                yield None
                continue
            if left < len(block):
                yield block[left:]
            left = max(left - len(block), 0)

    def flush(self) -> None:
        """Make what was read so far readable in the spool."""
        if self._spool is not None:
            self._spool.flush()

    def _read(self) -> bytes | None:
        try:
            block = self._stream.read(_BLOCK)
        except (Damaged, OSError) as fault:
            self.fault = fault
            return b""
        if block is None:
            return None
        self.position += len(block)
        if self._spool is not None:
            self._spool.write(block)
        return block


_HEADER = struct.Struct("=8sQQ")
_MAGIC = b"pvrecs3\n"
_Columns = dict[str, Literal["Q", "I", "i"]]
_COLUMNS: _Columns = {
    "offsets": "Q",
    "keys": "Q",
    "doi_keys": "Q",
    "lengths": "I",
    "title_marks": "I",
    "dates": "i",
}
_DUPLICATE_COLUMNS: _Columns = {
    "duplicate_offsets": "Q",
    "duplicate_numbers": "I",
    "duplicate_doi_keys": "Q",
    "duplicate_lengths": "I",
}


class RecordTable:
    """The known facts of the papers of one file, in columns by the number of the paper.

    A loaded table can't grow. Further records of known papers have columns of their own.
    """

    def __init__(self) -> None:
        self.offsets: Column = array("Q")
        """The bytes of the unpacked text before the record's line."""
        self.lengths: Column = array("I")
        """The bytes of the line, without the line feed."""
        self.keys: Column = array("Q")
        """The number of the arXiv id, or else of the DOI, or else of the title; see `key`."""
        self.doi_keys: Column = array("Q")
        """The number of the DOI; `NO_DOI` or `NO_ID` where there is none."""
        self.title_marks: Column = array("I")
        """A number of the title's letters; 0 for short titles, which tell little."""
        self.dates: Column = array("i")
        """When the paper was created, as YYYYMMDD; 0 where that is not known."""
        self.duplicate_numbers: Column = array("I")
        """Per further record of a known paper: the number of that paper."""
        self.duplicate_offsets: Column = array("Q")
        self.duplicate_doi_keys: Column = array("Q")
        self.duplicate_lengths: Column = array("I")

    def __len__(self) -> int:
        return len(self.offsets)

    @property
    def duplicates(self) -> Iterator[tuple[int, int, int]]:
        """The further records of papers as (number of the paper, offset, length), in order."""
        # Another thread may be extending them, one by one: the shortest says how many there are.
        return zip(
            self.duplicate_numbers, self.duplicate_offsets, self.duplicate_lengths, strict=False
        )

    def extend(self, more: RecordTable) -> None:
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

    @classmethod
    def of(cls, values: Sequence[int], duplicates: Sequence[int]) -> Self:
        """Return records whose values are given record by record.

        Args:
            values: per paper: offset, key, key of the DOI, length, mark of the title, and date.
            duplicates: per further record: offset, number of the paper, key of the DOI, and length.
        """
        records = cls()
        for columns, given in ((_COLUMNS, values), (_DUPLICATE_COLUMNS, duplicates)):
            for index, (name, code) in enumerate(columns.items()):
                setattr(records, name, array(code, given[index :: len(columns)]))
        return records

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
        start = _HEADER.size
        for name, code, rows in columns:
            end = start + rows * struct.calcsize(code)
            setattr(records, name, data[start:end].cast(code))
            start = end
        return records
