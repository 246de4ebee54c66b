"""The Python interface: open files, search them, merge records, and export papers.

>>> import paperview
>>> papers = paperview.open()  # without names: the papers that come with the program
>>> found = papers.search("fedrated lern", limit=2)
>>> found.total, [str(paper.arxiv_id) for paper in found]
(3, ['2206.05209', '2302.13438'])
>>> [(one.typed, one.meant) for one in found.corrections]
[('fedrated', 'federated'), ('lern', 'learning')]

All names are those of `paperview` itself, and are imported when they are first used. Those in
`paperview.__all__` are stable, with their parameters, fields and methods: a change that breaks
programs is announced in the change log at least one release before. Everything else may change at
any time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Literal, NamedTuple, Self, TypeAlias, final, overload

from paperview import library, references, settings
from paperview.exports import BY_FLAG, FILES, Export, ExportError, styled
from paperview.index.query.parser import parse
from paperview.index.results import (
    ORDERS,
    Correction,
    Nearly,
    NumberList,
    PaperNumbers,
    Results,
    Variant,
)
from paperview.library.collection import Collection
from paperview.library.export_file import Mode, WriteError, Written
from paperview.library.load_state import SourceResult
from paperview.model.paper import Paper
from paperview.settings.table import SHELF
from paperview.shelf import shelf_file
from paperview.sources.problem import Problem
from paperview.sources.registry import BY_NAME
from paperview.sources.request import Request
from paperview.sources.source import MemorySource, Opened
from paperview.text.closest import closest, did_you_mean
from paperview.text.sanitize import clean, in_one_line

FileName: TypeAlias = str | os.PathLike[str]
Sort: TypeAlias = Literal["best", "newest", "oldest", "title", "author"]
"""The orders of results; without a query, the best is the newest."""
Level: TypeAlias = Literal["sure", "likely", "missing"]
"""How sure it is that a reference means a paper."""


class PaperviewError(Exception):
    """A file that can't be read or written, or a format that there is not. As a string: why."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)
        """The files that can't be read, each with the reason."""


_Read: TypeAlias = Callable[[int], Paper]
"""Reads a paper by its number in the collection."""


class PaperList(Sequence[Paper]):
    """Papers in order. A paper of a large file is read from there whenever it is asked for."""

    def __init__(self, read: _Read, numbers: PaperNumbers) -> None:
        self._read = read
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int, /) -> Paper: ...

    @overload
    def __getitem__(self, index: slice, /) -> PaperList: ...

    def __getitem__(self, index: int | slice, /) -> Paper | PaperList:
        """Return a paper, or the papers of a slice."""
        if isinstance(index, slice):
            indices = range(*index.indices(len(self)))
            return PaperList(self._read, NumberList([self._numbers[one] for one in indices]))
        return self._read(self._numbers[range(len(self))[index]])

    def __iter__(self) -> Iterator[Paper]:
        return map(self._read, self._numbers)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self)}>"


@final
class NearlyGroup(PaperList):
    """Papers that match a query but for as many of its words."""

    def __init__(self, read: _Read, nearly: Nearly, text: str) -> None:
        super().__init__(read, nearly.numbers)
        self._nearly = nearly
        self.text: str = text
        """How many papers lack what: `7 more without ‘xylophone’`."""

    def missing(self, index: int) -> tuple[str, ...]:
        """Return the words of the query that the paper with this index lacks."""
        return self._nearly.missing(self._numbers[range(len(self))[index]])


@final
class SearchResults(PaperList):
    """The papers that a query finds, in order, and how the query was understood.

    >>> import paperview
    >>> found = paperview.open().search("fedrated xylophone")
    >>> found.total, found.hint
    (0, None)
    >>> [(group.text, len(group)) for group in found.nearly]
    [('3 without ‘xylophone’', 3)]
    >>> found.nearly[0].missing(0)
    ('xylophone',)
    """

    def __init__(self, read: _Read, results: Results, limit: int | None) -> None:
        numbers = results.numbers
        super().__init__(read, numbers if limit is None else NumberList([*islice(numbers, limit)]))
        self.query: str = results.query.text
        """The query as it was typed."""
        self.total: int = len(numbers)
        """The number of papers that match, whatever the limit."""
        self.corrections: tuple[Correction, ...] = results.corrections
        """Words with a typo, and what they were taken for."""
        self.variants: tuple[Variant, ...] = results.variants
        """Words found in another form: `matrices` as matrix."""
        self.warnings: tuple[str, ...] = results.warnings
        """Parts of the query that were not read as typed."""
        self.hint: str | None = str(results.hint) if results.hint else None
        """Advice where nothing matches."""
        self.remarks: tuple[str, ...] = tuple(results.remarks)
        """Remarks on the query, a line each: forgiven, misread, or not found."""
        self.nearly: tuple[NearlyGroup, ...] = tuple(
            NearlyGroup(read, some, texts[0])
            for some, texts in zip(results.groups, results.group_texts, strict=True)
        )
        """Where few papers match: those that lack a word or two, the nearest first."""


@final
class ResolvedReference(NamedTuple):
    """What a reference in a text means."""

    line: int
    """The line of the text on which it begins, from 1."""
    text: str
    """The reference itself."""
    level: Level
    """How sure it is."""
    why: str
    """What agrees or differs, in a few words; empty if the paper is missing."""
    paper: Paper | None
    """The paper; None if it is missing."""


_NAMED = 3
"""Sources that are named where a collection is printed."""


@final
class Papers:
    """The papers of some files, merged: a collection to count, go through and search.

    Files are read, and JSON lines indexed, when that is first needed. Results read papers of large
    files from there, so use them before the collection is closed. Not to be shared between threads.

    >>> import paperview
    >>> papers = paperview.open()
    >>> len(papers), len(papers.problems)
    (10, 0)
    >>> max(papers, key=lambda paper: len(paper.authors)).title
    'The Llama 3 Herd of Models'
    >>> papers.close()
    """

    def __init__(self, opened: Opened, shelf: FileName | None = None) -> None:
        self.notes: list[str] = []
        """Remarks on the work itself, such as an index that can't be kept on disk."""
        self.passed_over: tuple[Problem, ...] = tuple(one.problem for one in opened.passed_over)
        """Files in folders and archives that are named like papers, and why they are none."""
        named = Path(shelf) if shelf is not None else settings.load()[SHELF]
        self._collection = Collection(opened.sources, shelf_file(named), self.notes.append)
        self._names = [source.name for source in opened.sources]
        self._is_closed = False

    @property
    def _all(self) -> Collection:
        """The collection, as long as it is open."""
        if self._is_closed:
            raise PaperviewError("the papers are closed; use them, and what was found, before")
        return self._collection

    def _read(self, number: int) -> Paper:
        return self._all.store[number]

    def __len__(self) -> int:
        return len(self._all.store)

    def __iter__(self) -> Iterator[Paper]:
        """Give all papers in the order in which they were read."""
        return iter(self._all.store)

    def __repr__(self) -> str:
        more = ", …" * (len(self._names) > _NAMED)
        return f"<Papers: {', '.join(self._names[:_NAMED])}{more}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files."""
        self._collection.close()
        self._is_closed = True

    @property
    def problems(self) -> list[Problem]:
        """What could not be read: at most a thousand problems of each source."""
        return list(self._all.problems)

    @property
    def sources(self) -> list[SourceResult]:
        """The sources, each with what became of its records."""
        return self._all.results

    def get(self, identity: str) -> Paper | None:
        """Return the paper with an arXiv id, a DOI or a name; None if there is none.

        >>> import paperview
        >>> paper = paperview.open().get("https://arxiv.org/abs/2304.10190v1")
        >>> str(paper.doi), str(paper.created)
        ('10.1145/3530190.3534809', '2023-04-20')

        Args:
            identity: an arXiv id, of any version, or a DOI, as an address or with its prefix too;
                or a name in the source, such as a citation key.
        """
        return next(iter(self._all.find(identity)), None)

    def search(
        self,
        query: str = "",
        *,
        limit: int | None = None,
        sort: Sort = "best",
        reverse: bool = False,
    ) -> SearchResults:
        """Return the papers that a query finds.

        >>> import paperview
        >>> found = paperview.open().search("author:perino | year>=2023", sort="oldest")
        >>> [str(paper.created) for paper in found[:2]]
        ['2023-01-31', '2023-02-26']

        Args:
            query: as in the filter; an empty one finds all papers.
            limit: how many papers to return, at most.
            sort: their order.
            reverse: whether the last paper comes first.

        Raises:
            PaperviewError: if there is no such order, or the limit is negative.
        """
        if sort not in ORDERS:
            raise _unknown("order", sort, ORDERS)
        if limit is not None and limit < 0:
            raise PaperviewError(f"the limit is {limit}, not a number of 0 or more")
        results = self._all.search(parse(in_one_line(query)), ORDERS[sort])
        return SearchResults(self._read, results.reversed() if reverse else results, limit)

    def resolve(self, text: str) -> list[ResolvedReference]:
        """Return what each reference in a text means.

        >>> import paperview
        >>> text = "[1] A. Dubey et al. The Llama 3 herd of models. arXiv:2407.21783, 2024."
        >>> [(one.level, one.paper.title) for one in paperview.open().resolve(text)]
        [('sure', 'The Llama 3 Herd of Models')]

        Args:
            text: a list of references in any style, BibTeX, or a whole paper.
        """
        return [
            ResolvedReference(
                one.reference.line,
                one.reference.text,
                _LEVELS[one.level.name],
                one.why,
                None if one.number is None else self._read(one.number),
            )
            for one in self._all.resolve(references.references_in(text))
        ]


_LEVELS: dict[str, Level] = {"SURE": "sure", "LIKELY": "likely", "MISSING": "missing"}


def open(*names: FileName, format: str | None = None, shelf: FileName | None = None) -> Papers:
    """Open files of papers, in any format and compressed or not.

    >>> import paperview
    >>> paperview.open("missing.bib")
    Traceback (most recent call last):
    paperview.api.PaperviewError: missing.bib: no such file; check the name

    Args:
        *names: files, folders, patterns such as `**/*.bib`, `-` for standard input; without any,
            the papers that come with the program.
        format: the format of all of them; without it, each is detected.
        shelf: the file of the shelf that `is:starred` and the like ask; without it, the user's.

    Raises:
        PaperviewError: if one of them can't be read, or has no papers, or there is no such format.
    """
    if format is not None and format not in BY_NAME:
        raise _unknown("format", format, BY_NAME)
    form = BY_NAME[format] if format is not None else None
    opened = Request([os.fspath(name) for name in names], form).open(waits=True)
    if opened.errors:
        message = "\n".join(map(str, opened.errors))
        raise PaperviewError(message, (error.problem for error in opened.errors))
    return Papers(opened, shelf)


def merge(records: Iterable[Paper], *, shelf: FileName | None = None) -> Papers:
    """Merge records of the same papers, and return the papers as a collection.

    >>> import paperview
    >>> from paperview import Doi, Paper
    >>> short = Paper(title="Old Things", authors=("A. One",), doi=Doi("10.1000/1"))
    >>> full = Paper(title="Old things: a survey", authors=("Ann One",), doi=Doi("10.1000/1"))
    >>> papers = paperview.merge([short, full])
    >>> [(paper.title, paper.authors) for paper in papers]
    [('Old things: a survey', ('Ann One',))]

    Args:
        records: records of papers; several may be of the same paper.
        shelf: the file of the shelf that `is:starred` and the like ask; without it, the user's.
    """
    return Papers(Opened([MemorySource(tuple(records))], []), shelf)


def dumps(papers: Iterable[Paper], format: str = "bibtex", *, style: str | None = None) -> str:
    """Return papers as the text of a file.

    >>> import paperview
    >>> print(paperview.dumps(paperview.open().search("llama"), "ids"), end="")
    2407.21783

    Args:
        papers: what is written; those that lack what it takes, such as an id, are left out.
        format: a value of `paperview search --format`.
        style: a citation style, or the path of a .csl file, in place of a format.

    Raises:
        PaperviewError: if there is no such format or style, or a paper can't be read any more.
    """
    form = _export(format, style)
    parts: list[str] = []
    try:
        form.write(papers, parts.append)
    except ExportError as error:
        raise PaperviewError(str(error)) from error
    return "".join(parts)


def export(
    papers: Iterable[Paper],
    name: FileName,
    format: str | None = None,
    *,
    style: str | None = None,
    mode: Literal["keep", "replace", "append"] = "keep",
) -> Written:
    """Write papers to a file, which is complete or not there at all, whatever happens.

    >>> import paperview
    >>> papers = paperview.open()
    >>> print(paperview.export(papers.search("llama"), "refs.bib"))
    1 paper written to refs.bib
    >>> print(paperview.export(papers, "refs.bib", mode="append"))
    refs.bib: 9 appended, 1 was there

    Args:
        papers: what is written.
        name: the file.
        format: a value of `paperview search --format`; without it, the first one whose files have
            the extension of the name.
        style: a citation style, or the path of a .csl file, in place of a format.
        mode: what happens to a file that is there: it stays as it is, and an error says so; it is
            replaced; or papers that are not in it are appended, if it is a bibliography.

    Raises:
        PaperviewError: if the file can't be written, there is no such format or style, or a paper
            can't be read any more.
    """
    if mode not in _MODES:
        raise _unknown("mode", mode, _MODES)
    path = os.fspath(name)
    if format is None and style is None:
        format = _format_of(path)
    try:
        return library.write(path, _export(format, style), papers, _MODES[mode])
    except (WriteError, ExportError) as error:
        raise PaperviewError(str(error)) from error


_MODES = {mode.value: mode for mode in Mode}


def _format_of(path: str) -> str:
    """Return the first format whose files end so."""
    extension = os.path.splitext(path)[1].lower()  # noqa: PTH122 - as the name was given
    for one in FILES:
        if one.flag and one.extension == extension:
            return one.flag
    raise PaperviewError(f"{clean(path)}: say in which format to write it")


def _export(format: str | None, style: str | None) -> Export:
    if style is not None:
        return styled(style)
    if format not in BY_FLAG:
        raise _unknown("format", str(format), BY_FLAG)
    return BY_FLAG[format]


def _unknown(what: str, name: str, there: Iterable[str]) -> PaperviewError:
    there = list(there)
    meant = did_you_mean(closest(name, there)) or f"; there are: {', '.join(there)}"
    return PaperviewError(f"there is no {what} {clean(name)!r}{meant}")
