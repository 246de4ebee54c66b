"""Entries: identity of their files, manifests, and finding one."""

from __future__ import annotations

import errno
import json
import os
import re
import stat
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from paperview.index.fields import SCHEMA_NUMBER
from paperview.library.cache import folders
from paperview.library.cache.folders import limit, root

FORMAT: Final = f"12.{SCHEMA_NUMBER}"
"""Entries of another format are made anew. Raise the first number whenever the manifest, or any
file of an entry, comes to mean something else; the second follows the fields that are indexed."""

_CHUNK: Final = 1 << 20
"""Bytes read at a time for a checksum."""
_TOO_MANY_OPEN: Final = (errno.EMFILE, errno.ENFILE)
_LETTERS: Final = 40
"""Letters of a file's name in the name of its entry, at most: only for people who look there."""


_NO_MANIFEST: Final = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""Errors that `_parse` raises about a file that is no manifest."""

avoided: Final[set[Path]] = set()
"""Folders of entries that were useless in this run, until new entries replace them."""


# The first screen waits for this module, and defining a named tuple takes a tenth of the time of a
# dataclass.


class FileIdentity(NamedTuple):
    """A file in some state: two equal identities stand for the same content.

    The device is left out because network and btrfs file systems get a new number at each mount.
    """

    path: str
    """The absolute path, without symbolic links."""
    size: int
    """In bytes."""
    modified_ns: int
    """The time of the last change, in nanoseconds since 1970."""
    inode: int
    """Another one where the file was replaced, even by one as large and as old."""
    member: str = ""
    """The name of the file in it, if it is an archive."""

    @classmethod
    def of(cls, path: Path, member: str = "") -> FileIdentity:
        """Return the identity of a file, or of one in an archive, as it is now.

        Raises:
            OSError: if there is no such file, or it can't be looked at.
        """
        resolved = os.path.realpath(path, strict=True)
        status = Path(resolved).stat()
        return cls(resolved, status.st_size, status.st_mtime_ns, status.st_ino, member)

    def now(self) -> FileIdentity:
        """Return the identity of the same file as it is now; raise as `of` does."""
        return self.of(Path(self.path), self.member)

    @property
    def name(self) -> str:
        """A name for the file in any state."""
        return f"{self.path}:{self.member}" if self.member else self.path

    def is_of(self, status: os.stat_result) -> bool:
        """Return whether an open file, of this status, is this one in this state."""
        return self[1:4] == (status.st_size, status.st_mtime_ns, status.st_ino)


class StoredFile(NamedTuple):
    """A file of an entry as it was when it was finished."""

    size: int
    checksum: int
    """CRC-32: against decay of the disk, not against people, who could change the manifest too."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The finished cache of one file.

    Another program may remove it at any time. Opening one of its files may then raise
    `FileNotFoundError`, which only means that there is no cache. Open and mapped files stay usable.
    """

    folder: Path
    identity: FileIdentity
    facts: dict[str, Any]
    """Notes of its maker, as they come back from JSON."""
    files: dict[str, StoredFile]

    def path(self, name: str) -> Path:
        """Return where a file of the entry is.

        Raises:
            KeyError: if the entry has no file of that name.
        """
        if name not in self.files:
            raise KeyError(name)
        return self.folder / name

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(stored.size for stored in self.files.values())

    @property
    def last_used_ns(self) -> int:
        """When it was made or last found, in nanoseconds since 1970; 0 if it is gone."""
        try:
            return (self.folder / folders.MANIFEST).stat().st_mtime_ns
        except OSError:
            return 0

    def is_sound(self) -> bool:
        """Return whether every file still has the content it was finished with.

        Reads all of them, which takes about a second a gigabyte: for a worker process or a thread.
        An entry that is not sound is best given to `drop`. One that was removed meanwhile, or
        replaced, counts as sound: what is mapped of it is still as it was when it was found.
        """
        try:
            if all(stored(self.folder / name) == known for name, known in self.files.items()):
                return True
        except OSError as error:
            if error.errno in _TOO_MANY_OPEN:
                return True
        return self._is_gone()

    def _is_gone(self) -> bool:
        """Return whether its folder is gone, or is another entry's by now."""
        try:
            return _parse(self.folder, (self.folder / folders.MANIFEST).read_bytes()) != self
        except FileNotFoundError:
            return True
        except (OSError, *_NO_MANIFEST):
            return False


def find(identity: FileIdentity) -> Entry | None:
    """Return the entry of a file in just this state, and note that it was used; None without one.

    It is quick, because it reads the manifest but not the files. An entry that is broken, of
    another format or of another state of the file is set aside, and its files are deleted later.
    With a limit of 0 there are no entries, and one that was given to `avoid` or `drop` in this run
    is not looked at.
    """
    root_folder = root()
    if root_folder is None or limit() == 0:
        return None
    folder = root_folder / folder_name(identity.name)
    if folder in avoided:
        return None
    entry = read(folder)
    if entry is not None and entry.identity == identity:
        with suppress(OSError):
            os.utime(folder / folders.MANIFEST)
        return entry
    if folders.is_ours(folder):
        # If another program has put a better one there since, that stays.
        with suppress(OSError), folders.locked(root_folder, wait=False):
            if read(folder) == entry:
                folders.set_aside(folder)
    return None


def avoid(entry: Entry) -> None:
    """Do not find an entry again in this run, until a new one is in its place."""
    avoided.add(entry.folder)


def folder_name(name: str) -> str:
    """Return the name of the folder of the one entry that a file of some name may have.

    Two names whose names collide replace each other's entry, which costs time and nothing else.
    """
    letters = re.sub(r"[^A-Za-z0-9._-]+", "_", os.path.basename(name))[:_LETTERS]  # noqa: PTH119 - a plain string
    return f"{letters}-{zlib.crc32(os.fsencode(name)):08x}{folders.ENTRY}"


def stored(path: Path) -> StoredFile:
    """Read a file and return its size and checksum.

    Raises:
        OSError: if it can't be read.
    """
    size = checksum = 0
    chunk = bytearray(_CHUNK)
    view = memoryview(chunk)
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(chunk):
            checksum = zlib.crc32(view[:count], checksum)
            size += count
    return StoredFile(size, checksum)


def write_manifest(folder: Path, identity: FileIdentity, facts: Mapping[str, object]) -> None:
    """Describe the files of a folder in a manifest, which is there whole or not at all.

    A manifest is two lines: an object in JSON, and the CRC-32 of that line.

    Raises:
        OSError: if the files can't be read or the manifest can't be written.
        TypeError: if the facts can't be written as JSON.
        ValueError: if the same, or there is something in the folder that is no plain file.
    """
    names = {path.name for path in folder.iterdir()} - {folders.DRAFT_LOCK}
    for name in names:
        if not stat.S_ISREG((folder / name).lstat().st_mode):
            raise ValueError(f"{name} is not a plain file")
    content = {
        "format": FORMAT,
        "identity": identity._asdict(),
        "facts": dict(facts),
        "files": {name: stored(folder / name)._asdict() for name in sorted(names)},
    }
    line = json.dumps(content).encode()
    new = folder / f"{folders.MANIFEST}.new"
    new.write_bytes(b"%s\n%d\n" % (line, zlib.crc32(line)))
    new.replace(folder / folders.MANIFEST)


def read(folder: Path) -> Entry | None:
    """Return the entry in a folder; None unless its manifest is right and its files are there."""
    manifest = folder / folders.MANIFEST
    try:
        if not folders.is_ours(folder) or not stat.S_ISREG(manifest.lstat().st_mode):
            return None
        entry = _parse(folder, manifest.read_bytes())
        for name, known in entry.files.items():
            status = (folder / name).lstat()
            if not stat.S_ISREG(status.st_mode) or status.st_size != known.size:
                return None
    except (OSError, *_NO_MANIFEST):
        return None
    return entry


def _parse(folder: Path, data: bytes) -> Entry:
    """Read a manifest; raises about anything if it is no manifest of ours."""
    line, checksum, rest = data.split(b"\n")
    if rest or int(checksum) != zlib.crc32(line):
        raise ValueError("damaged")
    content = json.loads(line)
    if content["format"] != FORMAT:
        raise ValueError("of another format")
    identity = FileIdentity(**content["identity"])
    if folder.name != folder_name(identity.name):
        raise ValueError("not the entry of this file")
    files = {name: StoredFile(**known) for name, known in content["files"].items()}
    if not all(name == Path(name).name for name in files):
        raise ValueError("names files elsewhere")
    return Entry(folder, identity, dict(content["facts"]), files)
