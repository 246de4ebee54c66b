"""Going through the records of a file: a little is noted of each, and they stay where they are."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from paperview.sources.lines import Lines, Stream
from paperview.sources.problem import Problem
from paperview.sources.records import Records
from paperview.sources.unpacking import Damaged
from paperview.text import clean

LINE_LIMIT = 10_000_000
"""Bytes of the longest line that is read; the longest real ones have some 100,000."""
FIRST_BATCH = 100
"""Lines of the first batch: to be there for the first screen."""
BATCH = 20_000
"""Lines of a batch later on: a tenth of a second's worth."""

_PROBLEM_TEXT = 300  # characters of a line that a problem keeps


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
        from paperview.sources.formats import snapshot  # noqa: PLC0415 - msgspec

        self._snapshot = snapshot
        self._name = name
        self._lines = lines
        self._thorough = thorough
        self._numbers = _Numbers()
        self._line = 0
        self._offset = 0
        self._values: list[int] = []
        """What `Records.of` takes."""
        self._duplicates: list[int] = []
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
        records = Records.of(self._values, self._duplicates)
        batch = Batch(records, self._problems, position, (self._offset, max(self._line, 1)))
        self._values, self._duplicates, self._problems = [], [], []
        return batch
