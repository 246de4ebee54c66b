"""Files that may be compressed, read as what they hold: what they are is told by their bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

from paperview.sources.closing import Closing
from paperview.sources.codecs import MARK_LENGTH, WAYS, Damaged, compression
from paperview.text.sanitize import counted

__all__ = [
    "FILE_LIMIT",
    "MEMORY_LIMIT",
    "Damaged",
    "Packed",
    "Unpacked",
    "compression",
    "open_unpacked",
]

MEMORY_LIMIT: Final = 10**9
"""Bytes of a text that are held in memory, at most."""
FILE_LIMIT: Final = 20 * 10**9
"""Bytes of a text that are put into a file, at most: four times the snapshot of all of arXiv."""

_SLICE = 1 << 20
"""Unpacked bytes handed on at once."""


class Packed(Protocol):
    """What an archive is read from: a binary file, a member of a zip file, or a pipe."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, at most `size`, and none only at the end.

        Raises:
            Damaged: if this is itself part of an archive, and its rest can't be unpacked.
            OSError: if it can't be read.
        """
        ...

    def close(self) -> None:
        """Close the file."""
        ...


class Unpacked(Closing):
    """The unpacked bytes of a file, to be read once from its beginning. A context manager."""

    def __init__(self, file: Packed) -> None:
        self._file = file
        self._position = 0
        self._damage: Damaged | None = None
        mark = self._mark()
        self.compression: Final = compression(mark)
        """How the file is compressed; see the function of this name."""
        self._pieces = self._unpacked(mark) if self.compression else None
        self._left = b"" if self.compression else mark
        self._count = len(self._left)  # of unpacked bytes

    @property
    def position(self) -> int:
        """How many bytes of the file, packed as it may be, were read so far."""
        return self._position

    @property
    def is_packed(self) -> bool:
        """Whether these are other bytes than those of the file itself."""
        return self.compression is not None

    def read(self, size: int, /) -> bytes:
        """Return the next `size` bytes, less only at the end, and none behind it.

        Raises:
            Damaged: if the archive is cut off or damaged, after all that could be unpacked.
            OSError: if the file can't be read.
        """
        parts = [self._left]
        length = len(self._left)
        while length < size and (piece := self._next(size - length)):
            length += len(piece)
            parts.append(piece)
        data = b"".join(parts)
        self._left = data[size:]
        if not data and size and self._damage is not None:
            raise self._damage
        return data[:size]

    def read_some(self) -> bytes:
        """Return the next bytes as soon as there are some, and none behind the end.

        Raises:
            Damaged, OSError: as `read` does.
        """
        data, self._left = self._left or self._next(_SLICE), b""
        if not data and self._damage is not None:
            raise self._damage
        return data

    def _next(self, size: int) -> bytes:
        """Return some further bytes, of a plain file at most `size`; none at the end."""
        if self._damage is not None:
            return b""
        try:
            piece = self._read(size) if self._pieces is None else next(self._pieces, b"")
        except Damaged as damage:
            self._damage = Damaged(f"{damage.reason}: unpacked {counted(self._count, 'byte')}")
            return b""
        self._count += len(piece)
        return piece

    def _mark(self) -> bytes:
        mark = b""
        while len(mark) < MARK_LENGTH and (piece := self._read(MARK_LENGTH - len(mark))):
            mark += piece
        return mark

    def _unpacked(self, mark: bytes) -> Iterator[bytes]:
        unpack, size = WAYS[self.compression or ""]
        for piece in unpack(self._packed(mark, size)):
            for start in range(0, len(piece), _SLICE):
                if self._count > FILE_LIMIT:
                    raise Damaged("is too large; unpack it, and name what comes out")
                yield piece[start : start + _SLICE]

    def _packed(self, mark: bytes, size: int) -> Iterator[bytes]:
        yield mark
        while piece := self._read(size):
            yield piece

    def _read(self, size: int) -> bytes:
        data = self._file.read(size)
        self._position += len(data)
        return data

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def open_unpacked(path: Path, member: str = "") -> Unpacked:
    """Open a file, compressed or not; close it, or use it in a `with`.

    Args:
        path: the file.
        member: the name of a member, if the file is a zip file.

    Raises:
        Damaged: if there is no such member, or it can't be unpacked at all.
        OSError: if it can't be opened.
    """
    if member:
        from paperview.sources.zip_archive import open_member  # noqa: PLC0415 - few files are

        return open_member(path, member)
    file = path.open("rb")
    try:
        return Unpacked(file)
    except BaseException:
        file.close()
        raise
