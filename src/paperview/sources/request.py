"""Requests to open files: made once, opened again whenever the files change."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType

from paperview.sources.opening import explained, open_pipe, open_source, seeds
from paperview.sources.problem import NoPapersError, SourceError
from paperview.sources.registry import PLAIN, Format
from paperview.sources.source import Opened, OpenOptions, Source, Stamp
from paperview.text.sanitize import clean, counted

STANDARD_INPUT = "standard input"
_STANDARD_INPUTS = frozenset(("-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"))
_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
"""A zip file begins with a member, or with its end if it has none (PKWARE's APPNOTE.TXT, 4.3)."""
_MAGIC = frozenset("*?[")
"""Letters of patterns."""

_Pipes = dict[str, Source]


class Request:
    """The names on the command line: files, folders, patterns, `-`; none for the seeds."""

    def __init__(self, names: Sequence[str] = (), form: Format | None = None) -> None:
        """Take names, and the format of all of them; None to detect it."""
        self.names = names
        self.format = form
        self._pipes: _Pipes = {}
        """The sources read from pipes, by name: a pipe can be read once only."""

    @property
    def is_seeds(self) -> bool:
        """Whether no file was named."""
        return not self.names

    @property
    def reads_standard_input(self) -> bool:
        """Whether it reads standard input."""
        return not _STANDARD_INPUTS.isdisjoint(self.names)

    def open(self, *, need_papers: bool = True, waits: bool = False) -> Opened:
        """Open them as they are now.

        Args:
            need_papers: whether a file of text without any paper is an error.
            waits: whether to wait for the end of what comes through pipes.
        """
        # The format of the seeds is known: nothing has to be imported to find out.
        form = PLAIN if self.is_seeds else self.format
        options = OpenOptions(form, needs_paper=need_papers)
        opening = _Opening(options, self._pipes, waits=waits)
        for name in self.names or map(str, seeds()):
            opening.take(name)
        opening.opened.join()
        if need_papers:
            opening.opened.refuse_definitions()
        return opening.opened

    def stamps(self) -> dict[str, Stamp]:
        """Return the state of each file by path, which differs when the file has changed.

        A missing file has no state; a new file in a folder, or one that matches a pattern, has one.
        Pipes are left out.
        """
        stamps: dict[str, Stamp] = {}
        for path in self._paths():
            with suppress(OSError, ValueError):  # ValueError: no name of a file
                stamps |= _stamped(path, path.stat())
        return stamps

    def _paths(self) -> Iterator[Path]:
        """Give the files that there are now."""
        for name in self.names or map(str, seeds()):
            if name in _STANDARD_INPUTS:
                continue
            # A name too long, or a folder that one may not enter, says so when it is opened.
            with suppress(SourceError, OSError, ValueError):
                for path in _named(name):
                    yield from _files_in(path) if path.is_dir() else (path,)


def _folders() -> ModuleType:
    """Return the module that reads folders, patterns and archives."""
    from paperview.sources import folders  # noqa: PLC0415 - few are named, and it needs zipfile

    return folders


def _files_in(folder: Path) -> list[Path]:
    with suppress(OSError, _folders().TooMuchError):
        files: list[Path] = _folders().files_in(folder).files
        return files
    return []


def _named(name: str) -> list[Path]:
    """Return what a name stands for; itself, unless it is a pattern and there is no such file.

    Raises:
        SourceError: if it stands for nothing.
    """
    if not name:  # which is no name for the current folder
        raise SourceError("''", "no such file; check the name")
    if os.path.lexists(name):
        return [Path(name)]
    whole = os.path.expanduser(name)  # noqa: PTH111 - which raises where there is no home
    if os.path.lexists(whole) or _MAGIC.isdisjoint(whole):
        return [Path(whole)]
    try:
        found: list[Path] = _folders().matches(whole)
    except _folders().TooMuchError:
        reason = "takes too long to look for; begin the pattern further down"
        raise SourceError(clean(name), reason) from None
    if not found:
        raise SourceError(clean(name), "matches no file; check the pattern")
    return found


class _Opening:
    """Files on their way to sources."""

    def __init__(self, options: OpenOptions, pipes: _Pipes, *, waits: bool) -> None:
        self.opened = Opened([], [])
        self._options = options
        self._pipes = pipes
        self._waits = waits
        self._seen: set[tuple[int, int] | str] = set()

    def take(self, name: str) -> None:
        """Open what a name stands for."""
        with self._noting():
            if name in _STANDARD_INPUTS:
                self._take_pipe(STANDARD_INPUT, _standard_input)
                return
            for path in _named(name):
                self._take_path(path)

    def _take_path(self, path: Path) -> None:
        """Open a file, or what is in a folder."""
        name = clean(str(path))
        with self._noting(), explained(name):
            mode = path.stat().st_mode
            if stat.S_ISDIR(mode):
                self._take_folder(path, name)
            elif stat.S_ISFIFO(mode):
                self._take_pipe(name, lambda: os.open(path, os.O_RDONLY | os.O_CLOEXEC))
            else:
                self._take_file(path, self._options)

    def _take_folder(self, folder: Path, name: str) -> None:
        try:
            found = _folders().files_in(folder)
        except _folders().TooMuchError:
            reason = f"holds more than {_folders().ENTRIES:,} files; name a folder further down"
            raise SourceError(name, reason) from None
        for subfolder, error in found.errors:
            with self._noting(), explained(clean(str(subfolder))):
                raise error
        before = len(self.opened.passed_over)
        options = self._options._replace(is_named=False)
        for path in found.files:
            with self._noting(passes_over=True), explained(clean(str(path))):
                self._take_file(path, options)
        self.opened.others += found.others
        if not found.files and not found.errors:
            raise NoPapersError(name, "holds no file whose name ends like those of papers")
        if found.files and len(self.opened.passed_over) - before == len(found.files):
            count = counted(len(found.files), "file")
            raise NoPapersError(
                name, f"no papers in its {count}; paperview check '{name}/*' says why"
            )

    def _take_file(self, path: Path, options: OpenOptions) -> None:
        status = path.stat()
        self.opened.stamps |= _stamped(path, status)
        if self._is_new((status.st_dev, status.st_ino)):
            if stat.S_ISREG(status.st_mode) and _is_zip(path):
                self.opened.add(_folders().open_archive(path, options))
            else:
                self.opened.sources.append(open_source(path, options))

    def _take_pipe(self, name: str, file: Callable[[], int]) -> None:
        if not self._is_new(name):
            return
        if name not in self._pipes:
            self._pipes[name] = open_pipe(file(), name, self._options)
        source = self._pipes[name]
        if self._waits:
            source = self._pipes[name] = source.complete(self._options)
        self.opened.sources.append(source)

    def _is_new(self, identity: tuple[int, int] | str) -> bool:
        """Return whether something was not there yet; it is now."""
        is_new = identity not in self._seen
        self._seen.add(identity)
        return is_new

    @contextmanager
    def _noting(self, *, passes_over: bool = False) -> Iterator[None]:
        """Note what is wrong, and go on."""
        try:
            yield
        except NoPapersError as error:
            (self.opened.passed_over if passes_over else self.opened.errors).append(error)
        except SourceError as error:
            self.opened.errors.append(error)


def _stamped(path: Path, status: os.stat_result) -> dict[str, Stamp]:
    if not stat.S_ISREG(status.st_mode):
        return {}
    return {str(path): (status.st_mtime_ns, status.st_size, status.st_ino)}


def _is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in _ZIP_MARKS


def _standard_input() -> int:
    """Return a copy of the descriptor of standard input, which may be replaced then.

    Raises:
        SourceError: if nothing comes from there.
    """
    if sys.stdin is None:
        raise SourceError(STANDARD_INPUT, "is closed; send papers through a pipe")
    file = sys.stdin.fileno()
    if os.isatty(file):
        example = "zcat papers.bib.gz | paperview -"
        raise SourceError(STANDARD_INPUT, f"is the keyboard; send papers through a pipe: {example}")
    return os.dup(file)
