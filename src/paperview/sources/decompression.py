"""Files that may be compressed, read uncompressed; the first bytes tell how they are compressed."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Protocol

from paperview.lazy import lazy_pattern
from paperview.text.sanitize import counted, reason_of

MEMORY_LIMIT: Final = 10**9
"""Bytes of a text that are held in memory, at most."""
FILE_LIMIT: Final = 20 * 10**9
"""Bytes of a text that are put into a file, at most: four times the snapshot of all of arXiv."""

_SLICE = 1 << 20
"""Unpacked bytes handed on at once."""


class Packed(Protocol):
    """The compressed bytes: a binary file, a member of a zip file, or a pipe."""

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


class Unpacked:
    """The unpacked bytes of a file, to be read once from its beginning."""

    def __init__(self, file: Packed) -> None:
        self._file = file
        self._position = 0
        self._damage: Damaged | None = None
        mark = self._mark()
        self.compression: Final = compression(mark)
        """The name of the compression; None for a plain file."""
        self._chunks = self._unpacked(mark) if self.compression else None
        self._left = b"" if self.compression else mark
        self._count = len(self._left)  # of unpacked bytes

    @property
    def position(self) -> int:
        """The number of bytes read from the file itself so far."""
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
        while length < size and (chunk := self._next(size - length)):
            length += len(chunk)
            parts.append(chunk)
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
            chunk = self._read(size) if self._chunks is None else next(self._chunks, b"")
        except Damaged as damage:
            self._damage = Damaged(f"{damage.reason}: unpacked {counted(self._count, 'byte')}")
            return b""
        self._count += len(chunk)
        return chunk

    def _mark(self) -> bytes:
        mark = b""
        while len(mark) < MARK_LENGTH and (chunk := self._read(MARK_LENGTH - len(mark))):
            mark += chunk
        return mark

    def _unpacked(self, mark: bytes) -> Iterator[bytes]:
        unpack, size = WAYS[self.compression or ""]
        for chunk in unpack(self._packed(mark, size)):
            for start in range(0, len(chunk), _SLICE):
                if self._count > FILE_LIMIT:
                    raise Damaged("is too large; unpack it, and name what comes out")
                yield chunk[start : start + _SLICE]

    def _packed(self, mark: bytes, size: int) -> Iterator[bytes]:
        yield mark
        while chunk := self._read(size):
            yield chunk

    def _read(self, size: int) -> bytes:
        data = self._file.read(size)
        self._position += len(data)
        return data

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def open_unpacked(path: Path) -> Unpacked:
    """Open a file, compressed or not; the caller closes it.

    Raises:
        Damaged: if it can't be unpacked at all.
        OSError: if it can't be opened.
    """
    file = path.open("rb")
    try:
        return Unpacked(file)
    except BaseException:
        file.close()
        raise


MARK_LENGTH = 10
"""The bytes of the longest mark."""

_GZIP_MARK = b"\x1f\x8b"
_ZSTD_MARK = b"\x28\xb5\x2f\xfd"
_SKIPPABLE_MARK = lazy_pattern(rb"[\x50-\x5f]\x2a\x4d\x18")
"""The beginning of a Zstandard frame without content."""
_XZ_MARK = b"\xfd7zXZ\0"
_BZIP2_MARK = lazy_pattern(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
"""With the beginning of the first block, or of the end where there is none."""

_MOST = 1 << 16
"""Unpacked bytes asked for at once, of what can be asked so."""
_XZ_MEMORY = 128 << 20
"""Bytes that unpacking xz may take; what `xz -9` packs needs half of it."""


class Damaged(Exception):  # noqa: N818 - named like its message
    """An archive whose rest can't be unpacked."""

    def __init__(self, reason: str) -> None:
        self.reason: Final = reason
        """The fault and how far it was read: `is cut off: unpacked 3,211,264 bytes`."""
        super().__init__(reason)


def compression(head: bytes) -> str | None:
    """Return how the file that begins with these bytes is compressed: the name of one of `WAYS`."""
    if head.startswith(_GZIP_MARK):
        return "gzip"
    if head.startswith(_ZSTD_MARK) or _SKIPPABLE_MARK.match(head):
        return "zstd"
    if head.startswith(_XZ_MARK):
        return "xz"
    return "bzip2" if _BZIP2_MARK.match(head) else None


class _Decompressor(Protocol):
    """The common methods of the decompressors of `bz2` and `lzma`."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


def _gzip(packed: Iterator[bytes]) -> Iterator[bytes]:
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
                chunk = member.decompress(data)
            except zlib.error:
                yield from _up_to_fault(before, data)
                raise Damaged("is damaged") from None
            yield chunk
            data = b""
        data = _behind_zeros(member.unused_data, packed)


def _up_to_fault(member: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    """Unpack byte by byte after an error, to get the data before the fault."""
    for index in range(len(data)):
        try:
            chunk = member.decompress(data[index : index + 1])
        except zlib.error:
            return
        yield chunk


def _behind_zeros(data: bytes, packed: Iterator[bytes]) -> bytes:
    """Return what follows the zeros that an archive may be filled up with; nothing at the end."""
    data = data.lstrip(b"\0")
    while not data and (chunk := next(packed, b"")):
        data = chunk.lstrip(b"\0")
    return data


def _zstd(packed: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack frames that follow each other.

    In a damaged frame up to 128 KiB before the fault are lost: frames are unpacked in such blocks.
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
                chunk = frame.decompress(data)
            except zstandard.ZstdError as error:
                if "too much memory" in str(error):
                    raise Damaged("needs over 128 MiB of memory; pack it without --long") from None
                raise Damaged("is damaged") from None
            yield chunk
            data = b""
        data = frame.unused_data or next(packed, b"")


def _bzip2(packed: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack streams that follow each other; of a damaged one the block with the fault is lost."""
    return _streams(bz2.BZ2Decompressor, (OSError, ValueError), packed)


def _xz(packed: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack streams that follow each other, with zeros between them or not."""

    def stream() -> _Decompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, _XZ_MEMORY)

    return _streams(stream, lzma.LZMAError, packed)


def _streams(
    stream: Callable[[], _Decompressor],
    faults: type[Exception] | tuple[type[Exception], ...],
    packed: Iterator[bytes],
) -> Iterator[bytes]:
    """Unpack streams that follow each other, in small pieces at any compression ratio."""
    data = next(packed, b"")
    while data:
        one = stream()
        while not one.eof:
            if one.needs_input:
                data = data or next(packed, b"")
                if not data:
                    raise Damaged("is cut off")
            try:
                chunk = one.decompress(data, _MOST)
            except faults as error:
                if "Memory usage limit" in str(error):
                    raise Damaged("needs over 128 MiB of memory; pack it with xz -6") from None
                raise Damaged("is damaged") from None
            yield chunk
            data = b""
        data = _behind_zeros(one.unused_data, packed)


WAYS: Final[dict[str, tuple[Callable[[Iterator[bytes]], Iterator[bytes]], int]]] = {
    "gzip": (_gzip, 1 << 16),
    "zstd": (_zstd, 1 << 12),
    "bzip2": (_bzip2, 1 << 14),
    "xz": (_xz, 1 << 14),
}
"""By name: what unpacks chunks of an archive, and how many packed bytes a chunk has.

With gzip they become a thousand times as many at most. With Zstandard there is no such limit: in
real files they become four times as many. The others are asked for a little at once anyway, and
lose what a faulty chunk held.
"""


def advised(damage: Damaged) -> str:
    """Return what is wrong with an archive, and the remedy."""
    return damage.reason if ";" in damage.reason else f"{damage.reason}; get it anew"


def stopped(error: Damaged | OSError, count: int) -> str:
    """Return the reason why a text can't be read further.

    Args:
        error: what was raised.
        count: how many of its bytes were read before.
    """
    if isinstance(error, Damaged):
        return advised(error)
    return f"is read up to byte {count:,} only ({reason_of(error)})"
