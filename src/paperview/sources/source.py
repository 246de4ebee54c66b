"""Sources: where papers are read from, all asked in the same way."""

from __future__ import annotations

import errno
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias, TypeVar

from paperview.model.paper import Paper
from paperview.sources import decoding, jsonl
from paperview.sources.decompression import Damaged, Unpacked, open_unpacked
from paperview.sources.pipe import Growing, Pipe
from paperview.sources.problem import NoPapersError, Problem, SourceError
from paperview.sources.registry import JSON_LINES, PLAIN, FileGroup, Format, OtherFiles
from paperview.text.sanitize import reason_of

EMPTY = "is empty; put records into it, or name another file"
_HINTS = {
    PLAIN.name: "each record needs a line like 'arXiv:2304.10190'",
    JSON_LINES.name: 'each line needs an object with an "id"',
}
_DEFINES_ONLY = "no papers in it; it defines abbreviations for other files: name these, too"

_Step = TypeVar("_Step")
_StepT_co = TypeVar("_StepT_co", covariant=True)


class OpenOptions(NamedTuple):
    """Options for opening files."""

    format: Format | None = None
    """The format they are in, whatever they look like."""
    needs_paper: bool = True
    """Whether a file of text without any paper is an error too."""
    is_named: bool = True
    """Whether they were asked for; else a file has to look like papers, and not only be called so.
    """


DEFAULTS = OpenOptions()


class SourceLoader(Protocol[_StepT_co]):
    """Loads sources step by step; each source calls the method that suits it."""

    def load_text(self, source: TextSource | MemorySource, /) -> Iterator[_StepT_co]:
        """Load records that are read into memory, or are there already."""
        ...

    def load_lines(self, source: JsonlSource, /) -> Iterator[_StepT_co]:
        """Load records that are read from their file when they are needed."""
        ...

    def load_pipe(self, source: PipedSource, /) -> Iterator[_StepT_co]:
        """Load a text that is still coming."""
        ...


class Source(ABC):
    """A file, a member of an archive, or a pipe that papers are read from."""

    __slots__ = ()

    name: str
    """The path as the user gave it, cleaned; or what a pipe is called."""
    format: Format
    """The format it is read as."""
    only_defines: bool = False
    """Whether it is known to have no paper, but to define something for other files."""
    outlives_its_file: bool = False
    """Whether its papers can be shown again after its file has changed."""
    has_cached_index: bool = False
    """Whether its index is kept from run to run."""

    @property
    @abstractmethod
    def problems(self) -> tuple[Problem, ...]:
        """Problems of the source as a whole, though it can be read."""

    @abstractmethod
    def load(self, loader: SourceLoader[_Step], /) -> Iterator[_Step]:
        """Let a loader load it."""

    def joining(self, _others: OtherFiles, /) -> Source:
        """Return the source as one of the files that are opened together."""
        return self

    def complete(self, _options: OpenOptions, /) -> Source:
        """Return it when all of it is there; wait for that where need be.

        Raises:
            SourceError: if there is no paper in it, or no room for it.
        """
        return self


@dataclass(frozen=True, slots=True)
class TextSource(Source):
    """A text whose records are read into memory."""

    name: str
    """The path as the user gave it, cleaned."""
    data: bytes = field(repr=False)
    """The content: valid UTF-8 with line feeds between lines."""
    format: Format = PLAIN
    problems: tuple[Problem, ...] = ()
    only_defines: bool = False
    others: OtherFiles | None = field(default=None, compare=False, repr=False)
    """The files opened with it that may define something for it."""
    outlives_its_file = True

    def load(self, loader: SourceLoader[_Step], /) -> Iterator[_Step]:
        """Let a loader load it."""
        return loader.load_text(self)

    def checked(self) -> TextSource:
        """Make sure that there is a paper in it.

        A file that only defines something for others passes, and is returned as such.

        Raises:
            NoPapersError: if there is none.
            SourceError: if there are records, but none can be read.
        """
        problems: list[Problem] = []
        for record in self.format.reader().read(self.data, self.name):
            if isinstance(record, Paper):
                return self
            problems.append(record)
        if not any(problem.lost for problem in problems) and self.defines:
            return replace(self, only_defines=True)
        raise _no_papers(self.name, self.format, problems)

    def records(self) -> Iterator[Paper | Problem]:
        """Read the file's records in order, after its problems."""
        yield from self.problems
        if self.others is None:
            yield from self.format.reader().read(self.data, self.name)
        else:
            yield from self.format.sharing_reader().read(self.data, self.name, self.others)

    @property
    def defines(self) -> bool:
        """Whether it defines something for the files that are opened with it."""
        return self.format.shares and self.format.sharing_reader().defines(self.data)

    def joining(self, others: OtherFiles, /) -> TextSource:
        """Return the source as one of the files that are opened together."""
        others.group.put(others.own, self.data)
        return replace(self, others=others)


@dataclass(frozen=True, slots=True)
class MemorySource(Source):
    """Papers that a program has in memory already."""

    papers: tuple[Paper, ...] = field(repr=False)
    name: str = "memory"
    problems: tuple[Problem, ...] = ()

    format = Format("memory", "papers in memory", "")
    defines = False
    outlives_its_file = True

    def load(self, loader: SourceLoader[_Step], /) -> Iterator[_Step]:
        """Let a loader load it."""
        return loader.load_text(self)

    def records(self) -> Iterator[Paper | Problem]:
        """Give the papers in order."""
        yield from self.papers


@dataclass(frozen=True, slots=True)
class JsonlSource(Source):
    """JSON lines, compressed or not, whose records are read from their file when needed."""

    name: str
    """The path as the user gave it, cleaned."""
    path: Path
    member: str = ""
    """The name of the member, if the path is a zip file."""
    grows: bool = False
    """Whether it is what comes through a pipe, and is for this run only."""
    problems: tuple[Problem, ...] = ()

    format = JSON_LINES
    has_cached_index = True

    def load(self, loader: SourceLoader[_Step], /) -> Iterator[_Step]:
        """Let a loader load it."""
        return loader.load_lines(self)

    def checked(self) -> JsonlSource:
        """Make sure that there is a paper in it.

        Raises:
            NoPapersError: if there is none.
            SourceError: if there are records, but none can be read.
            OSError: if it can't be read.
        """
        state = jsonl.read_first(self)
        state.papers.close()
        if len(state.papers):
            return self
        raise _no_papers(self.name, self.format, state.problems)

    def open(self, *, waits: bool = True) -> Unpacked | Growing:
        """Open the text.

        Args:
            waits: whether to wait for what is still to come.

        Raises:
            OSError: if it can't be opened.
        """
        if self.grows:
            return Growing(self.path, waits=waits)
        try:
            if self.member:
                from paperview.sources.zip_archive import open_member  # noqa: PLC0415 - zipfile

                return open_member(self.path, self.member)
            return open_unpacked(self.path)
        except Damaged as damage:  # since it was opened for the first time
            raise OSError(errno.EIO, damage.reason) from None


@dataclass(frozen=True, slots=True)
class PipedSource(Source):
    """A text that is still coming through a pipe."""

    name: str
    """The path as the user gave it, or standard input."""
    pipe: Pipe = field(repr=False)
    format: Format
    encoding: str | None = None
    """The result of `decoding.encoding_of`."""
    others: OtherFiles | None = field(default=None, compare=False, repr=False)
    """The files opened with it that may define something for it."""

    def joining(self, others: OtherFiles, /) -> PipedSource:
        """Return the source as one of the files that are opened together."""
        return replace(self, others=others)

    def load(self, loader: SourceLoader[_Step], /) -> Iterator[_Step]:
        """Let a loader load it."""
        return loader.load_pipe(self)

    @property
    def is_lazy(self) -> bool:
        """Whether its records can be read from a file before it is complete."""
        return can_be_lazy(self.format, self.encoding)

    def spooled(self) -> JsonlSource:
        """Read it into a file, whose records can be read as they come.

        Raises:
            SourceError: if no file can be made.
        """
        try:
            return JsonlSource(self.name, self.pipe.spool(), grows=True)
        except OSError as error:
            reason = f"there is no room for it ({reason_of(error)})"
            raise SourceError(self.name, f"{reason}; say where there is: TMPDIR=folder") from None

    def read(self) -> TextSource:
        """Return all of it, when it is complete.

        Raises:
            SourceError: if there is nothing in it.
        """
        self.pipe.keep()
        self.pipe.wait()
        found = text_source(self.name, self.pipe.data(), self.format, self.encoding)
        found = replace(found, problems=found.problems + self.problems)
        return found.joining(self.others) if self.others else found

    def complete(self, options: OpenOptions = DEFAULTS, /) -> TextSource | JsonlSource:
        """Wait for its end, and open it as a file is.

        Raises:
            SourceError: if there is no paper in it, or no room for it.
        """
        source: TextSource | JsonlSource
        if self.is_lazy:
            source = self.spooled()
            self.pipe.wait()
            source = replace(source, problems=self.problems)
        else:
            source = self.read()
        return source.checked() if options.needs_paper else source

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Problems of the source as a whole, as far as they are known."""
        fault = self.pipe.fault if self.pipe.is_over else ""
        return (Problem(self.name, 0, fault, is_cut=True),) if fault else ()


def can_be_lazy(form: Format, encoding: str | None) -> bool:
    """Return whether the records of such a text can be read from its file one by one."""
    return form is JSON_LINES and encoding in (None, "utf-8")


Stamp: TypeAlias = tuple[int, int, int]
"""The time of the last change (nanoseconds), the size in bytes and the inode of a file."""


@dataclass(slots=True)
class Opened:
    """The opened sources, and the problems of the others."""

    sources: list[Source]
    errors: list[SourceError]
    passed_over: list[NoPapersError] = field(default_factory=list)
    """Files in folders and archives that are called like papers, and what they are instead."""
    others: int = 0
    """The number of files in folders and archives with names unlike those of papers."""
    stamps: dict[str, Stamp] = field(default_factory=dict)
    """The files as they were before they were opened, by their paths."""

    def add(self, others: Opened) -> None:
        """Add what else was opened."""
        self.sources += others.sources
        self.errors += others.errors
        self.passed_over += others.passed_over
        self.others += others.others

    def join(self) -> None:
        """Let files that may define something for each other do so."""
        sharing = [index for index, source in enumerate(self.sources) if source.format.shares]
        group = FileGroup()
        for number, index in enumerate(sharing):
            others = OtherFiles(group, number, len(sharing))
            self.sources[index] = self.sources[index].joining(others)

    def refuse_definitions(self) -> None:
        """Refuse files that only define something, where there is no other one."""
        if all(source.only_defines for source in self.sources):
            self.errors += [NoPapersError(source.name, _DEFINES_ONLY) for source in self.sources]
            self.sources.clear()


def text_source(name: str, data: bytes, form: Format, encoding: str | None) -> TextSource:
    """Make a text a source.

    Raises:
        NoPapersError: if it is empty.
    """
    text = decoding.decode(data, encoding)
    if not text.data or text.data.isspace():
        raise NoPapersError(name, EMPTY)
    found = TextSource(name, text.data, form)
    if not text.reason:
        return found
    problem = Problem(name, text.line, text.reason, text.text, lost=False)
    return replace(found, problems=(problem,))


def _no_papers(name: str, form: Format, problems: list[Problem]) -> SourceError:
    """Return the error of a source without any paper."""
    if len(problems) > 1:
        reason = f"none of its {len(problems)} records can be read; try: paperview check"
        return SourceError(name, reason)
    hint = _HINTS.get(form.name, f"it is read as {form.title}")
    return NoPapersError(name, f"no papers in it; {hint}")
