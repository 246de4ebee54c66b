"""The ways of packing a file that are known: their marks, and unpacking what is packed so.

Source of the marks: RFC 1952, section 2.3.1 (gzip); RFC 8878, sections 3.1.1 and 3.1.2 (Zstandard);
"The .xz File Format", version 1.2.1, section 2.1.1.1. Of bzip2 there is no standard: its manual and
its source agree on the mark, the size of the blocks and the number that a block begins with.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from typing import Final, Protocol

MARK_LENGTH = 10
"""The bytes of the longest mark."""

_GZIP_MARK = b"\x1f\x8b"
_ZSTD_MARK = b"\x28\xb5\x2f\xfd"
_SKIPPABLE_MARK = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
"""Of a Zstandard frame without content."""
_XZ_MARK = b"\xfd7zXZ\0"
_BZIP2_MARK = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
"""With the beginning of the first block, or of the end where there is none."""

_MOST = 1 << 16
"""Unpacked bytes asked for at once, of what can be asked so."""
_XZ_MEMORY = 128 << 20
"""Bytes that unpacking xz may take; what `xz -9` packs needs half of it."""


class Damaged(Exception):  # noqa: N818 - named as what is told of the archive
    """An archive whose rest can't be unpacked."""

    def __init__(self, reason: str) -> None:
        self.reason: Final = reason
        """What is wrong and how far it was read: `is cut off: unpacked 3,211,264 bytes`."""
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
    """What `bz2` and `lzma` have in common."""

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
                piece = member.decompress(data)
            except zlib.error:
                yield from _up_to_fault(before, data)
                raise Damaged("is damaged") from None
            yield piece
            data = b""
        data = _behind_zeros(member.unused_data, packed)


def _up_to_fault(member: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    """Unpack byte by byte what gives an error as a whole, which keeps back what is before it."""
    for place in range(len(data)):
        try:
            piece = member.decompress(data[place : place + 1])
        except zlib.error:
            return
        yield piece


def _behind_zeros(data: bytes, packed: Iterator[bytes]) -> bytes:
    """Return what follows the zeros that an archive may be filled up with; nothing at the end."""
    data = data.lstrip(b"\0")
    while not data and (piece := next(packed, b"")):
        data = piece.lstrip(b"\0")
    return data


def _zstd(packed: Iterator[bytes]) -> Iterator[bytes]:
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


def _bzip2(packed: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack streams that follow each other; of a damaged one the block with the fault is lost."""
    import bz2  # noqa: PLC0415 - few files need it

    return _streams(bz2.BZ2Decompressor, (OSError, ValueError), packed)


def _xz(packed: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack streams that follow each other, with zeros between them or not."""
    import lzma  # noqa: PLC0415 - few files need it

    def stream() -> _Decompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, _XZ_MEMORY)

    return _streams(stream, lzma.LZMAError, packed)


def _streams(
    stream: Callable[[], _Decompressor],
    faults: type[Exception] | tuple[type[Exception], ...],
    packed: Iterator[bytes],
) -> Iterator[bytes]:
    """Unpack streams that follow each other, a little at once however much a byte becomes."""
    data = next(packed, b"")
    while data:
        one = stream()
        while not one.eof:
            if one.needs_input:
                data = data or next(packed, b"")
                if not data:
                    raise Damaged("is cut off")
            try:
                piece = one.decompress(data, _MOST)
            except faults as error:
                if "Memory usage limit" in str(error):
                    raise Damaged("needs over 128 MiB of memory; pack it with xz -6") from None
                raise Damaged("is damaged") from None
            yield piece
            data = b""
        data = _behind_zeros(one.unused_data, packed)


WAYS: Final[dict[str, tuple[Callable[[Iterator[bytes]], Iterator[bytes]], int]]] = {
    "gzip": (_gzip, 1 << 16),
    "zstd": (_zstd, 1 << 12),
    "bzip2": (_bzip2, 1 << 14),
    "xz": (_xz, 1 << 14),
}
"""By name: what unpacks pieces of an archive, and how many packed bytes a piece has.

With gzip they become a thousand times as many at most. With Zstandard there is no such limit: in
real files they become four times as many. The others are asked for a little at once anyway, and
lose what a faulty piece held.
"""
