"""The kinds of sources, by where their papers are."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from paperview.model.paper import Paper
from paperview.sources import decoding
from paperview.sources.decompression import Damaged, Unpacked, open_unpacked
from paperview.sources.problem import NoPapersError, Problem, SourceError
from paperview.sources.registry import JSON_LINES, PLAIN, Format
from paperview.sources.shared import Beside, Together
from paperview.sources.text_kind import AS_USUAL, EMPTY, Manner, can_be_filed
from paperview.text.sanitize import clean

if TYPE_CHECKING:
    from paperview.sources.pipe import Growing, Pipe

_HINTS = {
    PLAIN.name: "each record needs a line like 'arXiv:2304.10190'",
    JSON_LINES.name: 'each line needs an object with an "id"',
}
_DEFINES_ONLY = "no papers in it; it defines abbreviations for other files: name these, too"


@dataclass(frozen=True, slots=True)
class Source:
    """A file of papers."""

    name: str
    """The path as the user gave it, cleaned."""
    data: bytes = field(repr=False)
    """The content: valid UTF-8 with line feeds between lines."""
    format: Format = PLAIN
    problems: tuple[Problem, ...] = ()
    """What is wrong with the file as a whole, though it can be read."""
    only_defines: bool = False
    """Whether it is known to have no paper, but to define something for other files."""
    beside: Beside | None = field(default=None, compare=False, repr=False)
    """The files opened with it that may define something for it."""

    def records(self) -> Iterator[Paper | Problem]:
        """Read the file's records in order, after its problems."""
        yield from self.problems
        if self.beside is None:
            yield from self.format.reader().read(self.data, self.name)
        else:
            yield from self.format.sharing_reader().read(self.data, self.name, self.beside)

    @property
    def defines(self) -> bool:
        """Whether it defines something for the files that are opened with it."""
        return self.format.shares and self.format.sharing_reader().defines(self.data)

    def joining(self, beside: Beside) -> Source:
        """Return it as one of the files that are opened together."""
        beside.together.put(beside.number, self.data)
        return replace(self, beside=beside)


@dataclass(frozen=True, slots=True)
class JsonlSource:
    """A file of JSON lines, compressed or not, whose papers stay there; see `filed`."""

    name: str
    """The path as the user gave it, cleaned."""
    path: Path
    member: str = ""
    """The name of the member, if the path is a zip file."""
    grows: bool = False
    """Whether it is what comes through a pipe, and is for this run only."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the file as a whole, though it can be read."""

    def open(self, *, waits: bool = True) -> Unpacked | Growing:
        """Open the text.

        Args:
            waits: whether to wait for what is still to come.

        Raises:
            OSError: if it can't be opened.
        """
        if self.grows:
            from paperview.sources.pipe import Growing  # noqa: PLC0415 - few sources are pipes

            return Growing(self.path, waits=waits)
        try:
            return open_unpacked(self.path, self.member)
        except Damaged as damage:  # since it was opened for the first time
            raise OSError(errno.EIO, damage.reason) from None


@dataclass(frozen=True, slots=True)
class PipedSource:
    """A text that is still coming through a pipe."""

    name: str
    """What it is called: the path as the user gave it, or standard input."""
    pipe: Pipe = field(repr=False)
    format: Format
    encoding: str | None = None
    """What `decoding.encoding_of` says of it."""
    beside: Beside | None = field(default=None, compare=False, repr=False)
    """As `Source` has it."""

    @property
    def stays_filed(self) -> bool:
        """Whether its papers are read from a file while it comes; else it has to be complete."""
        return can_be_filed(self.format, self.encoding)

    def filed(self) -> JsonlSource:
        """Let it come into a file, of which the papers can be read that are there.

        Raises:
            SourceError: if there is no file to be had.
        """
        try:
            return JsonlSource(self.name, self.pipe.spool(), grows=True)
        except OSError as error:
            reason = f"there is no room for it ({clean(error.strerror or str(error))})"
            raise SourceError(self.name, f"{reason}; say where there is: TMPDIR=folder") from None

    def read(self) -> Source:
        """Return all of it, when it is complete.

        Raises:
            SourceError: if there is nothing in it.
        """
        self.pipe.keep()
        self.pipe.wait()
        found = text_source(self.name, self.pipe.data(), self.format, self.encoding)
        found = replace(found, problems=found.problems + self.problems)
        return found.joining(self.beside) if self.beside else found

    def complete(self, manner: Manner = AS_USUAL) -> Source | JsonlSource:
        """Wait for its end, and open it as a file is.

        Raises:
            SourceError: if there is no paper in it, or no room for it.
        """
        source: Source | JsonlSource
        if self.stays_filed:
            source = self.filed()
            self.pipe.wait()
            source = replace(source, problems=self.problems)
        else:
            source = self.read()
        return checked(source, self.format) if manner.needs_paper else source

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with it as a whole, as far as is known."""
        fault = self.pipe.fault if self.pipe.is_over else ""
        return (Problem(self.name, 0, fault, is_cut=True),) if fault else ()


AnySource: TypeAlias = Source | JsonlSource | PipedSource
_Checked = TypeVar("_Checked", bound="Source | JsonlSource")

Stamp: TypeAlias = tuple[int, int, int]
"""Of a file: when it was changed (nanoseconds), its size in bytes, and its number on the disk."""


@dataclass(slots=True)
class Opened:
    """Sources that are right, and what is wrong with the others."""

    sources: list[AnySource]
    errors: list[SourceError]
    passed_over: list[NoPapersError] = field(default_factory=list)
    """Files in folders and archives that are called like papers, and what they are instead."""
    others: int = 0
    """How many files in folders and archives are not even called so."""
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
        sharing = [
            (place, source)
            for place, source in enumerate(self.sources)
            if not isinstance(source, JsonlSource) and source.format.shares
        ]
        together = Together()
        for number, (place, source) in enumerate(sharing):
            beside = Beside(together, number, len(sharing))
            joined = (
                source.joining(beside)
                if isinstance(source, Source)
                else replace(source, beside=beside)
            )
            self.sources[place] = joined

    def refuse_definitions(self) -> None:
        """Refuse files that only define something, where there is no other one."""
        if all(isinstance(source, Source) and source.only_defines for source in self.sources):
            self.errors += [NoPapersError(source.name, _DEFINES_ONLY) for source in self.sources]
            self.sources.clear()


def text_source(name: str, data: bytes, form: Format, encoding: str | None) -> Source:
    """Make a text a source.

    Raises:
        NoPapersError: if it is empty.
    """
    text = decoding.decode(data, encoding)
    if not text.data or text.data.isspace():
        raise NoPapersError(name, EMPTY)
    found = Source(name, text.data, form)
    if not text.reason:
        return found
    problem = Problem(name, text.line, text.reason, text.text, lost=False)
    return replace(found, problems=(problem,))


def checked(source: _Checked, form: Format) -> _Checked:
    """Make sure that there is a paper in a source of a format.

    A file that only defines something for others passes, and is returned as such.

    Raises:
        NoPapersError: if there is none.
        SourceError: if there are records, of which none can be read.
        OSError: if it can't be read.
    """
    problems: list[Problem] = []
    if isinstance(source, JsonlSource):
        from paperview.sources.jsonl.papers import begin  # noqa: PLC0415 - small piles need it not

        begun = begin(source)
        begun.papers.close()
        if len(begun.papers):
            return source
        problems = begun.problems
    else:
        for record in form.reader().read(source.data, source.name):
            if isinstance(record, Paper):
                return source
            problems.append(record)
        if not any(problem.lost for problem in problems) and source.defines:
            return replace(source, only_defines=True)
    if len(problems) > 1:
        reason = f"none of its {len(problems)} records can be read; try: paperview check"
        raise SourceError(source.name, reason)
    hint = _HINTS.get(form.name, f"it is read as {form.title}")
    raise NoPapersError(source.name, f"no papers in it; {hint}")
