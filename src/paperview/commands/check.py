"""What `paperview check` prints: every problem, and what became of the records of each source.

A problem is one line, `FILE:LINE: REASON`. On a terminal the beginning of the text concerned stands
below it; who reads the lines in a program is not bothered with it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from math import inf

from paperview.commands.search import cut
from paperview.library.conflicts import conflicts
from paperview.library.jsonl_loader import unreadable
from paperview.library.progress import Tally
from paperview.library.store.store import Store
from paperview.library.store.title_join import join_twins
from paperview.library.tallies import Tallies, totals, without_records
from paperview.model.paper import Paper
from paperview.model.title_key import title_key
from paperview.sources.opening import AnySource, JsonlSource, Opened, PipedSource, Source
from paperview.sources.problem import Problem
from paperview.sources.registry import JSON_LINES
from paperview.system import streams
from paperview.text.sanitize import counted


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check has found."""

    problems: int
    """How many problems there are."""
    is_cut: bool
    """Whether some source could not be read to its end."""


def check(opened: Opened) -> Checked:
    """Print every problem and what was read.

    A file without any record is a problem, as it may be of another format than it is read as. Files
    that were passed over are told and counted, and are no problems.
    """
    reading = _Reading()
    count = 0
    for source in opened.sources:
        for problem in reading.problems(source):
            count += 1
            _print_problem(problem)
    for problem in without_records(reading.tallies.results):
        count += 1
        _print_problem(problem)
    reading.merge()
    for problem in reading.conflicts():
        count += 1
        _print_problem(problem)
    for error in opened.passed_over:
        _print(f"{error.problem.source}: passed over: {error.problem.reason}")
    results = reading.tallies.results
    for result in results:
        _print(str(result))
    passed_over = len(opened.passed_over) + opened.others
    none = [] if count else ["0 problems"]
    _print(", ".join([totals(results), *none, *_files_passed_over(passed_over)]))
    return Checked(count, is_cut=any(result.is_cut for result in results))


def _print(line: str) -> None:
    streams.write(f"{line}\n")


def _print_problem(problem: Problem) -> None:
    _print(str(problem))
    if problem.text and sys.stdout.isatty():
        _print(cut(f"    {' '.join(problem.text.split())}"))


def _files_passed_over(count: int) -> Iterator[str]:
    if count:
        yield f"{counted(count, 'file')} passed over"


class _Reading:
    """Sources on their way into a store, without an index."""

    def __init__(self) -> None:
        self._store = Store()
        self._files: list[tuple[int, JsonlSource]] = []
        """The files whose papers stay there, each with the number of its first paper."""
        self.tallies = Tallies(self._store)

    def problems(self, source: AnySource) -> Iterator[Problem]:
        """Read a source to its end, whatever it takes, and give its problems."""
        if isinstance(source, PipedSource):
            source = source.complete()
        form = JSON_LINES if isinstance(source, JsonlSource) else source.format
        tally = self.tallies.begin(source.name, form.title)
        found = (
            self._read_filed(source, tally)
            if isinstance(source, JsonlSource)
            else self._read(source, tally)
        )
        for problem in found:
            tally.growth([problem])
            yield problem

    def _read(self, source: Source, tally: Tally) -> Iterator[Problem]:
        for record in source.records():
            if isinstance(record, Paper):
                tally.read += 1
                self._store.add(record)
            else:
                yield record
        tally.defines = not (tally.records or tally.lost) and source.defines

    def _read_filed(self, source: JsonlSource, tally: Tally) -> Iterator[Problem]:
        from paperview.sources.jsonl.papers import LazyRecords, batches, opened  # noqa: PLC0415 - few are
        from paperview.sources.jsonl.records import Records  # noqa: PLC0415 - as above

        yield from source.problems
        try:
            papers = LazyRecords(opened(source.path), Records(), source.name)
        except OSError as error:
            yield unreadable(source, error)
            return
        span = self._store.add_filed(papers)
        tally.filed = papers
        self._files.append((span.first, source))
        try:
            for batch in batches(source, thorough=True, papers=papers):
                papers.records.extend(batch.records)
                yield from batch.problems
        except OSError as error:
            yield unreadable(source, error)

    def merge(self) -> None:
        """Merge records of the same paper."""
        self._store.settle()
        self._join_twins()

    def conflicts(self) -> Iterator[Problem]:
        """Give the problems of papers that have an id in common and are not the same."""
        for name, problems in conflicts(self._store).items():
            self.tallies.named(name).growth(problems)
            yield from problems

    def _join_twins(self) -> None:
        """Merge papers without ids with those of files that are the same."""
        if not self._files:
            return
        from paperview.sources.jsonl.records import key  # noqa: PLC0415 - see above

        papers = (self._store[number] for number in self._store.without_ids())
        wanted = {key(title) for title in map(title_key, papers) if title}
        found: dict[int, list[int]] = {}
        for number, title in self._titles() if wanted else ():
            if title in wanted:
                found.setdefault(title, []).append(number)

        def titled(paper: Paper) -> list[int]:
            return found.get(key(title_key(paper) or ""), [])

        for _ in join_twins(self._store, titled, inf):
            pass

    def _titles(self) -> Iterator[tuple[int, int]]:
        """Give the numbers of the papers of files, and those of their titles and authors."""
        from paperview.sources.jsonl.papers import batches  # noqa: PLC0415 - see above

        for first, source in self._files:
            with suppress(OSError):  # of which a problem told
                titles = (one for batch in batches(source, titled=True) for one in batch.titles)
                yield from enumerate(titles, first)
