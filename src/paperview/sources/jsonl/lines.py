"""The lines of a text that is too large to be held in memory, and where they are in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from paperview.sources.decompression import Damaged

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
