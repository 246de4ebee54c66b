"""Going through the records of a file: a little is noted of each, and they stay where they are."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from paperview.model.identity import identity_hash, title_key
from paperview.sources.decompression import Damaged
from paperview.sources.jsonl.records import Records
from paperview.sources.limits import RECORD_LIMIT
from paperview.sources.problem import Problem
from paperview.text.sanitize import clean

FIRST_BATCH = 100
"""Lines of the first batch: to be there for the first screen."""
BATCH = 20_000
"""Lines of a batch later on: a tenth of a second's worth."""

_PROBLEM_TEXT = 300  # characters of a line that a problem keeps
_SPREAD, _KEY = 0x9E3779B97F4A7C15, (1 << 64) - 1
"""How the mark of a title makes another key of one."""
PROBLEM_BYTES = 4 * _PROBLEM_TEXT
"""Bytes that these are, at most."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a part of a file gave."""

    records: Records
    """The new records; the numbers of duplicates count from the first paper of the file."""
    problems: list[Problem]
    position: int
    """How many bytes of the file, packed as it may be, were gone through so far."""
    mark: tuple[int, int]
    """The bytes of the unpacked text before the last line that was gone through, and its number."""
    lines: int
    """How many lines were gone through since the last batch."""
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
    like: Sequence[int] = (),
    line_limit: int = RECORD_LIMIT,
) -> Iterator[Batch]:
    """Go through the records of a file, of which a few million bytes at most are held in memory.

    The first batch is small; the last one may be empty. Where the stream takes its time, what was
    gone through so far is a batch, too.

    Args:
        stream: the unpacked text.
        name: the name of the file, for problems.
        spool: where the text is written too, as it is; it is flushed before each batch.
        position: tells how many bytes of a packed file were read; without it, those of the text
            are counted.
        thorough: whether problems with a part of a record are wanted too, which takes four times
            as long; else only those that lose one.
        titled: whether the titles are wanted, which takes longer still.
        batch: the lines of a batch, in the end.
        like: how many lines the first batches have, to be the same as another time.
        line_limit: the bytes of the longest line that is read.
    """
    lines = Lines(stream, spool=spool, limit=line_limit)
    scanner = _Scanner(name, lines, thorough=thorough, titled=titled)
    progress = position or (lambda: lines.position)
    sizes = _sizes(like, batch)
    left = next(sizes)
    given = 0
    for found in lines:
        if found is None:
            is_due = given >= len(like)
        else:
            scanner.take(*found)
            left -= 1
            is_due = not left
        if is_due:
            lines.flush()
            yield scanner.batch_up_to(progress(), is_early=found is None)
            left = next(sizes)
            given += 1
    if lines.fault is not None:
        scanner.cut(_reason(lines.fault))
    lines.flush()
    yield scanner.batch_up_to(progress(), has_failed=isinstance(lines.fault, OSError))


def _sizes(like: Sequence[int], most: int) -> Iterator[int]:
    """Give how many lines batches have: those of another time, and then more and more."""
    yield from like
    size = min(FIRST_BATCH, most) if not like else min(4 * like[-1], most)
    while True:
        yield size
        size = min(4 * size, most)


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
        self._slots = slots = array("I", bytes(4 * size))  # the place of a key + 1, or 0
        for place, paper_key in enumerate(self._keys, 1):
            slot = paper_key & mask
            while slots[slot]:
                slot = (slot + 1) & mask
            slots[slot] = place

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
    return f"can't be read on ({clean(fault.strerror or str(fault))})"


class _Scanner:
    """Fills batches from lines."""

    def __init__(self, name: str, lines: Lines, *, thorough: bool, titled: bool) -> None:
        from paperview.sources.formats import snapshot  # noqa: PLC0415 - msgspec

        self._snapshot = snapshot
        self._name = name
        self._lines = lines
        self._thorough = thorough
        self._titled = titled
        self._reads_all = thorough or titled
        self._numbers = _Numbers()
        self._count = 0
        self._line = self._told = 0
        self._offset = 0
        self._values: list[int] = []
        """What `Records.of` takes."""
        self._duplicates: list[int] = []
        self._titles = array("Q")
        self._problems: list[Problem] = []

    def take(self, offset: int, length: int, line: bytes) -> None:
        """Take the next line of the file, of which the beginning is enough if it is too long."""
        self._line += 1
        self._offset = offset
        if not line or line.isspace():
            return
        if length > self._lines.limit:
            self.problem(f"is longer than {self._lines.limit:,} bytes", line)
            return
        try:
            glance = self._snapshot.glance(line)
            paper, reasons = self._snapshot.paper(line) if self._reads_all else (None, ())
        except self._snapshot.RecordError as error:
            # What an archive's damage left of a line is told of with the damage.
            if self._lines.fault is None:
                self.problem(error.reason, line)
            return
        # A record without a title, too, is like no other one.
        record_key = glance.key or identity_hash(f"{self._name}\n{self._line}")
        # The same id is not enough: what has another title has to be looked at, when all is read.
        number, mark = self._count, glance.title_mark
        if mark:
            number = self._numbers.add((record_key ^ mark * _SPREAD) & _KEY, number)
        if number == self._count:
            self._count += 1
            self._values += (offset, record_key, glance.doi_key, length, mark, glance.date)
            if self._titled and paper is not None:
                title = title_key(paper)
                self._titles.append(identity_hash(title) if title else 0)
        else:
            self._duplicates += (offset, number, glance.doi_key, length)
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
        records = Records.of(self._values, self._duplicates)
        mark = self._offset, max(self._line, 1)
        lines = self._line - self._told
        batch = Batch(
            records, self._problems, position, mark, lines, is_early, has_failed, self._titles
        )
        self._told, self._titles = self._line, array("Q")
        self._values, self._duplicates, self._problems = [], [], []
        return batch


_BLOCK = 1 << 17  # bytes read at once: more than the processor's cache holds takes longer
_KEPT = 1 << 12  # bytes of a line that is too long
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Stream(Protocol):
    """What lines are read from: a binary file, `unpacking.Unpacked` or `piped.Growing`."""

    def read(self, size: int, /) -> bytes | None:
        """Return the next bytes, at most `size`, and none behind the end.

        None says that they take their time: one may do something with those that were there.
        """
        ...


class Lines:
    """The lines of a text as (offset in bytes, length in bytes, line), without their line feeds.

    A mark of the order of bytes at the beginning belongs to no line. Of a line that is too long
    only the beginning is given. None comes where the stream takes its time.
    """

    def __init__(self, stream: Stream, *, spool: BinaryIO | None, limit: int) -> None:
        self.limit = limit
        """The bytes of the longest line."""
        self.position = 0
        """How many bytes of the text were read so far."""
        self.fault: Damaged | OSError | None = None
        """What ended the text before its time; the last line is what is left of one then."""
        self._stream = stream
        self._spool = spool

    def __iter__(self) -> Iterator[tuple[int, int, bytes] | None]:
        while (block := self._read()) is None:
            yield None
        offset = len(_BYTE_ORDER_MARK) if block.startswith(_BYTE_ORDER_MARK) else 0
        block = block[offset:]
        rest = b""
        passed_over = 0  # bytes of the line that the rest is of
        while block:
            lines = block.split(b"\n")
            lines[0] = rest + lines[0]
            rest = lines.pop()
            for line in lines:
                length = passed_over + len(line)
                yield offset, length, line
                offset += length + 1
                passed_over = 0
            if passed_over + len(rest) > self.limit:
                kept = rest[:_KEPT]
                passed_over += len(rest) - len(kept)
                rest = kept
            while (following := self._read()) is None:
                yield None
            block = following
        if rest:
            yield offset, passed_over + len(rest), rest

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
