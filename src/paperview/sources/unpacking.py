"""Files that may be compressed, read as what they hold: what they are is told by their bytes.

Source of the marks: RFC 1952, section 2.3.1 (gzip); RFC 8878, sections 3.1.1 and 3.1.2 (Zstandard).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

_GZIP_MARK = b"\x1f\x8b"
_ZSTD_MARK = b"\x28\xb5\x2f\xfd"
_SKIPPABLE_MARK = b"\x2a\x4d\x18"
"""The last three bytes of the mark of a Zstandard frame without content; 0x50 to 0x5f is first."""
_MARK_LENGTH = 4

_GZIP_PIECE = 1 << 16
"""Packed bytes unpacked at once; they become a thousand times as many at most."""
_ZSTD_PIECE = 1 << 12
"""The same, with less, for there is no such limit: in real files they become four times as many."""
_SLICE = 1 << 20
"""Unpacked bytes handed on at once."""


class Damaged(Exception):  # noqa: N818 - named as what is told of the archive
    """An archive whose rest can't be unpacked."""

    def __init__(self, reason: str) -> None:
        self.reason: Final = reason
        """What is wrong and how far it was read: `is cut off: unpacked 3,211,264 bytes`."""
        super().__init__(reason)


def compression(head: bytes) -> str | None:
    """Return how the file that begins with these bytes is compressed: "gzip", "zstd" or None."""
    if head.startswith(_GZIP_MARK):
        return "gzip"
    is_skippable = head[1:_MARK_LENGTH] == _SKIPPABLE_MARK and 0x50 <= head[0] <= 0x5F
    return "zstd" if head.startswith(_ZSTD_MARK) or is_skippable else None


class Unpacked:
    """The unpacked bytes of a file, to be read once from its beginning. A context manager."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        mark = file.read(_MARK_LENGTH)
        self.compression: Final = compression(mark)
        """How the file is compressed; see the function of this name."""
        self._pieces = self._unpacked(mark) if self.compression else None
        self._left = b"" if self.compression else mark
        self._count = 0  # of unpacked bytes
        self._damage: Damaged | None = None
        self.position = len(self._left)
        """How many bytes of the file, packed as it may be, were read so far."""

    def read(self, size: int, /) -> bytes:
        """Return the next `size` bytes, less only at the end, and none behind it.

        Raises:
            Damaged: if the archive is cut off or damaged, after all that could be unpacked.
            OSError: if the file can't be read.
        """
        if self._pieces is None:
            return self._plain(size)
        parts = [self._left]
        length = len(self._left)
        while length < size and self._damage is None:
            try:
                piece = next(self._pieces)
            except StopIteration:
                break
            except Damaged as damage:
                self._damage = Damaged(f"{damage.reason}: unpacked {self._count:,} bytes")
                break
            self._count += len(piece)
            length += len(piece)
            parts.append(piece)
        data = b"".join(parts)
        self._left = data[size:]
        if not data and size and self._damage is not None:
            raise self._damage
        return data[:size]

    def _plain(self, size: int) -> bytes:
        left, self._left = self._left[:size], self._left[size:]
        data = self._file.read(size - len(left))
        self.position += len(data)
        return left + data if left else data

    def _unpacked(self, mark: bytes) -> Iterator[bytes]:
        if self.compression == "gzip":
            pieces = _unpacked_gzip(self._packed(mark, _GZIP_PIECE))
        else:
            pieces = _unpacked_zstd(self._packed(mark, _ZSTD_PIECE))
        for piece in pieces:
            for start in range(0, len(piece), _SLICE):
                yield piece[start : start + _SLICE]

    def _packed(self, mark: bytes, size: int) -> Iterator[bytes]:
        piece = mark
        while piece:
            self.position += len(piece)
            yield piece
            piece = self._file.read(size)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def open_unpacked(path: Path) -> Unpacked:
    """Open a file, compressed or not; close it, or use it in a `with`.

    Raises:
        OSError: if it can't be opened.
    """
    file = path.open("rb")
    try:
        return Unpacked(file)
    except BaseException:
        file.close()
        raise


def _unpacked_gzip(packed: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack members that follow each other, with zeros between them or not."""
    data = next(packed, b"")
    while data:
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)  # which asks for a gzip header
        while not member.eof:
            data = data or next(packed, b"")
            if not data:
                raise Damaged("is cut off")
            before = member.copy()
            try:
                piece = member.decompress(data)
            except zlib.error:
                yield from _up_to_fault(before, data)
                raise Damaged("is damaged") from None
            yield piece
            data = b""
        data = member.unused_data.lstrip(b"\0")
        while not data and (piece := next(packed, b"")):
            data = piece.lstrip(b"\0")


def _up_to_fault(member: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    """Unpack byte by byte what gives an error as a whole, which keeps back what is before it."""
    for place in range(len(data)):
        try:
            piece = member.decompress(data[place : place + 1])
        except zlib.error:
            return
        yield piece


def _unpacked_zstd(packed: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack frames that follow each other.

    Of a damaged frame up to 128 KiB before the fault are lost: frames are unpacked in such blocks.
    """
    import zstandard  # noqa: PLC0415 - few files need it

    decompressor = zstandard.ZstdDecompressor()
    data = next(packed, b"")
    while data:
        frame = decompressor.decompressobj()
        while not frame.eof:
            data = data or next(packed, b"")
            if not data:
                raise Damaged("is cut off")
            try:
                piece = frame.decompress(data)
            except zstandard.ZstdError as error:
                if "too much memory" in str(error):
                    raise Damaged("needs over 128 MiB of memory; pack it without --long") from None
                raise Damaged("is damaged") from None
            yield piece
            data = b""
        data = frame.unused_data or next(packed, b"")
