"""What `paperview search` and `paperview check` print."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from paperview.exports import jsonl, plain
from paperview.filing import unreadable
from paperview.loading import CacheError, Loader
from paperview.paper import Paper
from paperview.search.parser import parse
from paperview.search.query import Query
from paperview.search.results import Results
from paperview.sources.files import AnySource, FiledSource
from paperview.sources.problem import Problem
from paperview.store import Store
from paperview.tex import to_text
from paperview.text import clean, counted


def search(sources: Sequence[AnySource], query: str, limit: int | None, form: str) -> int:
    """Print the papers that a query finds, in the reader's order; return how many it finds."""
    parsed = parse(query)
    try:
        return _search(sources, parsed, limit, form)
    except CacheError:  # which is removed now
        return _search(sources, parsed, limit, form)


def _search(sources: Sequence[AnySource], query: Query, limit: int | None, form: str) -> int:
    loader = Loader(sources)
    try:
        problems, results = _results(loader, sources, query)
        write = _FORMATS[form]
        for number in islice(results.numbers, limit):
            sys.stdout.write(write(loader.store[number]))
        sys.stdout.flush()
    finally:
        loader.close()
    for note in _notes(results, problems):
        sys.stderr.write(f"paperview: {clean(note)}\n")
    return len(results)


def check(sources: Sequence[AnySource]) -> int:
    """Print every problem and a count of the papers; return how many problems there are."""
    store = Store()
    count = 0
    for source in sources:
        for problem in _problems(source, store):
            count += 1
            sys.stdout.write(f"{problem}\n")
    counts = [counted(len(store), "paper")]
    if store.duplicates:
        counts.append(counted(store.duplicates, "duplicate"))
    counts.append(counted(count, "problem"))
    sys.stdout.write(", ".join(counts) + "\n")
    return count


def _problems(source: AnySource, store: Store) -> Iterator[Problem]:
    """Read a source to its end, whatever it takes, and give its problems."""
    if isinstance(source, FiledSource):
        yield from _filed_problems(source, store)
        return
    for record in source.records():
        if isinstance(record, Paper):
            store.add(record)
        else:
            yield record


def _filed_problems(source: FiledSource, store: Store) -> Iterator[Problem]:
    from paperview.sources.filed import FiledPapers, batches, opened  # noqa: PLC0415 - few are
    from paperview.sources.records import Records  # noqa: PLC0415 - as above

    try:
        papers = FiledPapers(opened(source.path), Records())
    except OSError as error:
        yield unreadable(source, error)
        return
    span = store.add_filed(papers)
    try:
        for batch in batches(source, thorough=True):
            papers.records.extend(batch.records)
            yield from batch.problems
    except OSError as error:
        yield unreadable(source, error)
    store.settle(span)


def _results(loader: Loader, sources: Sequence[AnySource], query: Query) -> tuple[int, Results]:
    """Return how many problems there are, and what the query finds."""
    problems = 0
    everything, index = Results(), None
    # What indexing a file finds wrong counts, too, and its index is kept for the next time.
    is_enough = not query.clauses and not any(isinstance(one, FiledSource) for one in sources)
    try:
        for growth in loader.steps():
            problems += len(growth.problems) + growth.unlisted
            everything = growth.everything or everything
            index = growth.index or index
            if growth.is_whole and is_enough:
                break
        if index is None or not query.clauses:
            return problems, replace(everything, query=query)
        # It brings numpy: only for a query that asks for something.
        from paperview.search.searcher import Searcher  # noqa: PLC0415

        return problems, Searcher(index).search(query)
    except (IndexError, ValueError) as error:
        if not loader.uses_cache or loader.is_sound():
            raise
        loader.forget()
        raise CacheError from error


def _notes(results: Results, problems: int) -> list[str]:
    notes = list(results.query.mistakes)
    notes += [f"{fix.typed} → {fix.meant}{'?' * fix.beyond}" for fix in results.corrections]
    if results.hint:
        notes.append(str(results.hint))
    if problems:
        notes.append(
            f"{counted(problems, 'problem')} in what was read; paperview check FILE says where"
        )
    return notes


def _row(paper: Paper) -> str:
    date = str(paper.created) if paper.created else "-"
    name = to_text(paper.title) if paper.title else f"[{to_text(paper.label)}{_more(paper)}]"
    identity = str(paper.arxiv_id or paper.doi or paper.name or "-")
    row = clean(f"{identity:<16}  {date:<10}  {name}")
    if sys.stdout.isatty():
        row = _cut(row, shutil.get_terminal_size().columns)
    return row + "\n"


def _more(paper: Paper) -> str:
    """Return an ellipsis where the label is not all of the abstract."""
    return "…" if len(paper.abstract or "") > len(paper.label) else ""


def _cut(text: str, width: int) -> str:
    """Cut a text to a number of terminal columns, with an ellipsis where something is missing."""
    used = 0
    fitting = 0
    for place, char in enumerate(text):
        used += _columns(char)
        if used > width:
            return f"{text[:fitting]}…"
        if used < width:
            fitting = place + 1
    return text


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _json(paper: Paper) -> str:
    # Elsewhere what the encoding lacks is written in a way that JSON does not know.
    is_unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    return jsonl.dumps(paper, ascii_only=not is_unicode) + "\n"


_FORMATS: dict[str, Callable[[Paper], str]] = {
    "table": _row,
    "ids": lambda paper: f"{paper.arxiv_id.base if paper.arxiv_id else paper.identity}\n",
    "jsonl": _json,
    "text": plain.dumps,
}
