"""What `paperview search` and `paperview check` print."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Callable, Sequence

from paperview.exports import jsonl, plain
from paperview.loading import read_all
from paperview.paper import Paper
from paperview.search.query import parse
from paperview.search.results import Results, newest_first
from paperview.sources.files import Source
from paperview.store import Store
from paperview.tex import to_text


def search(sources: Sequence[Source], query: str, limit: int | None, form: str) -> int:
    """Print the papers that a query finds, in the reader's order; return how many it finds."""
    store = Store()
    problems = read_all(sources, store)
    results = _results(store, query)
    write = _FORMATS[form]
    for number in list(results.numbers)[:limit]:
        sys.stdout.write(write(store[number]))
    sys.stdout.flush()
    for note in _notes(results, len(problems)):
        sys.stderr.write(f"paperview: {note}\n")
    return len(results)


def check(sources: Sequence[Source]) -> int:
    """Print every problem and a count of the papers; return how many problems there are."""
    store = Store()
    problems = read_all(sources, store)
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    counts = [f"{len(store)} paper{'s' * (len(store) != 1)}"]
    if store.duplicates:
        counts.append(f"{store.duplicates} given twice")
    counts.append(f"{len(problems)} problem{'s' * (len(problems) != 1)}")
    sys.stdout.write(", ".join(counts) + "\n")
    return len(problems)


def _results(store: Store, text: str) -> Results:
    query = parse(text)
    if not query.clauses:
        return newest_first(store)
    # The index brings numpy: only for a query that asks for something.
    from paperview.search.index import build  # noqa: PLC0415
    from paperview.search.searcher import Searcher  # noqa: PLC0415

    return Searcher(build(store)).search(query)


def _notes(results: Results, problems: int) -> list[str]:
    notes = list(results.query.mistakes)
    notes += [f"{fix.typed} → {fix.meant}" for fix in results.corrections]
    if results.hint:
        notes.append(str(results.hint))
    if problems:
        notes.append(f"{problems} could not be read in full; paperview check FILE says where")
    return notes


def _row(paper: Paper) -> str:
    date = paper.created.isoformat() if paper.created else "-"
    name = to_text(paper.title) if paper.title else f"[{to_text(paper.label)}]"
    row = f"{paper.arxiv_id or paper.doi!s:<16}  {date:<10}  {name}"
    if sys.stdout.isatty():
        return _cut(row, shutil.get_terminal_size().columns) + "\n"
    return row + "\n"


def _cut(text: str, width: int) -> str:
    """Cut a text to a number of terminal columns."""
    used = 0
    for place, char in enumerate(text):
        used += _columns(char)
        if used > width:
            return text[:place]
    return text


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


_FORMATS: dict[str, Callable[[Paper], str]] = {
    "table": _row,
    "ids": lambda paper: f"{paper.arxiv_id.base if paper.arxiv_id else paper.identity}\n",
    "jsonl": lambda paper: jsonl.dumps(paper) + "\n",
    "text": plain.dumps,
}
