"""Zip files: what is in them, and reading a member.

Nothing is ever written to where a member's name says: names are only shown, and looked up.

Source of the flags and numbers: PKWARE's APPNOTE.TXT, version 6.3.10, sections 4.4.4 and 4.4.5.
"""

from __future__ import annotations

import copy
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from paperview.sources.decompression import Damaged, Unpacked
from paperview.text.sanitize import clean

_UTF8_NAME = 0x800
_BZIP2, _ZSTD, _XZ = 12, 93, 95
"""Ways of packing that are those of files: a member is taken for a packed file that is stored. Of
`zipfile` these would be unpacked as a whole, however much they become, or not at all."""
_FAULTS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, MemoryError)
"""The errors of `zipfile` for a file that is damaged or malicious."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a zip file."""

    name: str
    """Its name in the archive."""
    shown: str
    """Its name, cleaned."""
    size: int
    """Its stated size in bytes, unpacked; it never gives more."""


class Archive:
    """A zip file that is open."""

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            Damaged: if its list of members can't be read.
            OSError: if it can't be read.
        """
        self._file = path.open("rb")
        try:
            with _explained():
                self._archive = zipfile.ZipFile(self._file)
        except BaseException:
            self._file.close()
            raise

    def members(self) -> list[Member]:
        """Return the files in it, by their names; links and folders are left out.

        Among members with one name the last counts, as it does when they are unpacked.
        """
        last = {info.filename: info for info in self._archive.infolist()}
        files = [info for info in last.values() if not info.is_dir() and not _is_link(info)]
        found = [Member(info.filename, _shown(info), info.file_size) for info in files]
        return sorted(found, key=lambda member: member.shown)

    def open(self, name: str, *, is_last: bool = False) -> Unpacked:
        """Open a member, which may itself be compressed.

        Args:
            name: its name.
            is_last: whether the archive is closed with it.

        Raises:
            Damaged: if there is no such member, or it can't be unpacked at all.
            OSError: if the file can't be read.
        """
        with _explained():
            return _UnpackedMember(_Stored(self._file, self._archive, name, is_last=is_last))

    def close(self) -> None:
        """Close it, and with it its members."""
        self._file.close()


def open_member(path: Path, name: str) -> Unpacked:
    """Open a member of a zip file, which is closed with it.

    Raises:
        Damaged, OSError: as `Archive` does.
    """
    archive = Archive(path)
    try:
        return archive.open(name, is_last=True)
    except BaseException:
        archive.close()
        raise


class _Stored:
    """The bytes of a member."""

    def __init__(
        self, zip_file: BinaryIO, archive: zipfile.ZipFile, name: str, *, is_last: bool
    ) -> None:
        info = archive.getinfo(name)
        self._zip_file = zip_file
        self._is_last = is_last
        self._checksum, self._checksum_wanted = 0, info.CRC
        # `zipfile` gives an error for a wrong checksum, not the last bytes: so it is compared here.
        info = copy.copy(info)
        del info.CRC
        self._is_packed_file = info.compress_type in (_BZIP2, _ZSTD, _XZ)
        if self._is_packed_file:
            info.compress_type, info.file_size = zipfile.ZIP_STORED, info.compress_size
        elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotImplementedError
        self._file = archive.open(info)

    @property
    def position(self) -> int:
        """The number of bytes of the zip file read so far."""
        return self._zip_file.tell()

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, at most `size`, and none only at the end."""
        with _explained():
            data = self._file.read(size)
        if self._is_packed_file:
            return data
        self._checksum = zlib.crc32(data, self._checksum)
        if not data and size and self._checksum != self._checksum_wanted:
            raise Damaged("is damaged (its checksum is another)")
        return data

    def close(self) -> None:
        """Close the member, and the zip file with the last one."""
        self._file.close()
        if self._is_last:
            self._zip_file.close()


class _UnpackedMember(Unpacked):
    """The unpacked bytes of a member."""

    def __init__(self, member: _Stored) -> None:
        self._member = member
        super().__init__(member)

    @property
    def position(self) -> int:
        """The number of bytes of the zip file read so far."""
        return self._member.position

    @property
    def is_packed(self) -> bool:
        """Whether these are other bytes than those of the file itself: they always are."""
        return True


@contextmanager
def _explained() -> Iterator[None]:
    """Say what keeps a member from being read."""
    try:
        yield
    except KeyError:
        raise Damaged("is not there any more") from None
    except RuntimeError as error:
        if isinstance(error, NotImplementedError):
            raise Damaged("is packed in a way that is not known here; unpack it first") from None
        raise Damaged("is encrypted; unpack it first") from None
    except _FAULTS as error:
        if "not a zip file" in str(error):
            raise Damaged("is cut off or damaged: the list of what is in it is missing") from None
        raise Damaged("is damaged") from None


def _is_link(info: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(info.external_attr >> 16)


def _shown(info: zipfile.ZipInfo) -> str:
    """Return the name, cleaned; names in UTF-8 that do not say so, as macOS writes, are read."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode()
    return clean(name)
