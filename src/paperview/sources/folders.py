"""The files that a name stands for: those of a folder and those that a pattern matches.

Folders are searched in the order of names. Links are followed, and no folder is searched twice, so
that circular links end.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from fnmatch import translate
from itertools import islice
from operator import attrgetter
from pathlib import Path, PurePath
from typing import Final

from paperview.sources.opening import (
    MemoryLimit,
    TooLargeError,
    explained,
    open_stream,
    uncompressed_name,
)
from paperview.sources.problem import NoPapersError, SourceError
from paperview.sources.registry import FORMATS
from paperview.sources.source import JsonlSource, Opened, OpenOptions
from paperview.sources.zip_archive import Archive
from paperview.text.sanitize import clean, counted

ENTRIES: Final = 200_000
"""Files and folders that are looked at, at most: a second or two."""

_LEFT_OUT: Final = frozenset(("__MACOSX", "__pycache__", "lost+found", "node_modules"))
"""Folders in which nobody keeps papers."""
_ARCHIVE: Final = ".zip"
_XML: Final = ".xml"
"""A suffix of several formats, and of much else."""
_ALL_ARCHIVES: Final = frozenset((_ARCHIVE, ".7z", ".rar", ".tar", ".tbz", ".tgz", ".txz"))
_LITERAL: Final = re.compile(r"[^*?[]*")
_Errors = list[tuple[Path, OSError]]


class TooMuchError(Exception):
    """An error: a folder contains more files than the limit."""


@dataclass(slots=True)
class Found:
    """The contents of a folder and of its subfolders."""

    files: list[Path] = field(default_factory=list)
    """Those that may hold papers, by their names."""
    others: int = 0
    """The number of files with other names."""
    folders: list[Path] = field(default_factory=list)
    """All that were gone through."""
    errors: _Errors = field(default_factory=list)
    """Folders that can't be read, and why."""


def may_hold_papers(name: str, *, in_archive: bool = False) -> bool:
    """Return whether a file of this name may be one of papers.

    Args:
        name: its name, or path.
        in_archive: whether it is a file in an archive; then it must be none itself.
    """
    path = PurePath(name)
    if not in_archive and path.suffix.lower() == _ARCHIVE:
        return True
    suffix = uncompressed_name(path).suffix.lower()
    return suffix == _XML or any(suffix in one.extensions for one in FORMATS if suffix)


def is_archive(name: str) -> bool:
    """Return whether a file of this name holds files."""
    return PurePath(name).suffix.lower() in _ALL_ARCHIVES


def is_hidden(path: PurePath) -> bool:
    """Return whether a file is hidden, or in a hidden folder; such files are skipped silently."""
    return any(part.startswith(".") or part in _LEFT_OUT for part in path.parts if part != "..")


def files_in(folder: Path) -> Found:
    """Look for files of papers in a folder.

    Raises:
        TooMuchError: if there is too much in it.
        OSError: if it can't be read.
    """
    found = Found()
    for subfolder, entries in _walk(folder, found.errors):
        found.folders.append(subfolder)
        for entry in entries:
            if entry.name.startswith(".") or not _is_file(entry):
                continue
            if may_hold_papers(entry.name):
                found.files.append(subfolder / entry.name)
            else:
                found.others += 1
    if not found.folders:
        raise found.errors[0][1]
    found.files.sort()
    return found


def matches(pattern: str) -> list[Path]:
    """Return the files and folders that a pattern matches, by their names.

    As in a shell, `*` stands for any letters of a name, `?` for one, `[ab]` for one of some, `**`
    for any number of folders, and none of them for what is hidden.

    Raises:
        TooMuchError: if it takes too long to find out.
    """
    path = Path(pattern)
    start = Path(path.anchor)
    return sorted(set(_matches(start, path.parts[len(start.parts) :])))


def _matches(base: Path, parts: tuple[str, ...]) -> Iterator[Path]:
    """Give what matches the parts of a pattern, from a folder on."""
    if not parts:
        yield base
        return
    first, rest = parts[0], parts[1:]
    if first == "**":
        for folder, _ in _walk(base, []):
            yield from _matches(folder, rest)
    elif not _LITERAL.fullmatch(first):
        fits = re.compile(translate(first)).match
        for entry in _entries(base, []) or ():
            is_meant = first.startswith(".") or not entry.name.startswith(".")
            if is_meant and fits(entry.name) and (not rest or _is_folder(entry)):
                yield from _matches(base / entry.name, rest)
    elif os.path.lexists(base / first):
        yield from _matches(base / first, rest)


def _walk(folder: Path, errors: _Errors) -> Iterator[tuple[Path, list[os.DirEntry[str]]]]:
    """Yield a folder and its subfolders, each with its contents, without those to be skipped."""
    seen: set[tuple[int, int]] = set()
    left = [folder]
    count = 0
    while left:
        current = left.pop()
        try:
            status = current.stat()
        except OSError as error:
            errors.append((current, error))
            continue
        number = (status.st_dev, status.st_ino)
        if number in seen:
            continue
        seen.add(number)
        entries = _entries(current, errors)
        if entries is None:
            continue
        count += len(entries)
        if count > ENTRIES:
            raise TooMuchError
        yield current, entries
        inner = [entry.name for entry in entries if _is_folder(entry)]
        left += [current / name for name in reversed(inner) if not is_hidden(PurePath(name))]


def _entries(folder: Path, errors: _Errors) -> list[os.DirEntry[str]] | None:
    """Return what is in a folder, by the names; None if it can't be read."""
    try:
        with os.scandir(folder) as entries:
            return sorted(islice(entries, ENTRIES + 1), key=attrgetter("name"))
    except OSError as error:
        errors.append((folder, error))
        return None


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Return whether it, or what it links to, is a folder."""
    try:
        return entry.is_dir()
    except OSError:  # links in a circle
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Return whether it, or what it links to, is a file, and no device or pipe."""
    try:
        return entry.is_file()
    except OSError:
        return False


def open_archive(path: Path, options: OpenOptions) -> Opened:
    """Open what is in a zip file; together the texts take no more memory than one file may.

    Raises:
        NoPapersError: if there is nothing in it that could be papers.
        SourceError: if it can't be read.
    """
    name = clean(str(path))
    opened = Opened([], [])
    with explained(name), closing(Archive(path)) as archive:
        memory = MemoryLimit(name)
        members = [one for one in archive.members() if not is_hidden(PurePath(one.name))]
        for member in members:
            shown = f"{name}:{member.shown}"
            if is_archive(member.name):
                reason = "is an archive in an archive; unpack the outer one"
                opened.passed_over.append(NoPapersError(shown, reason))
                continue
            if len(members) > 1 and not may_hold_papers(member.name, in_archive=True):
                opened.others += 1
                continue
            try:
                with explained(shown), closing(archive.open(member.name)) as stream:
                    whole = JsonlSource(shown, path, member.name)
                    one = open_stream(stream, whole, options._replace(is_named=False), memory)
                    opened.sources.append(one)
            except NoPapersError as error:
                opened.passed_over.append(error)
            except SourceError as error:
                opened.errors.append(error)
                if isinstance(error, TooLargeError):
                    break
    if not opened.sources and not opened.errors:
        if len(opened.passed_over) == 1:
            raise opened.passed_over[0]
        raise NoPapersError(name, f"no papers in its {counted(len(members), 'file')}")
    return opened
