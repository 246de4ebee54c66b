"""What `paperview search` and `paperview check` print."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Callable, Sequence

from paperview.exports import jsonl, plain
from paperview.loading import read_all
from paperview.paper import Paper
from paperview.search.parser import parse
from paperview.search.results import Results, newest_first
from paperview.sources.files import Source
from paperview.store import Store
from paperview.tex import to_text
from paperview.text import clean, counted


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
        sys.stderr.write(f"paperview: {clean(note)}\n")
    return len(results)


def check(sources: Sequence[Source]) -> int:
    """Print every problem and a count of the papers; return how many problems there are."""
    store = Store()
    problems = read_all(sources, store)
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    counts = [counted(len(store), "paper")]
    if store.duplicates:
        counts.append(counted(store.duplicates, "duplicate"))
    counts.append(counted(len(problems), "problem"))
    sys.stdout.write(", ".join(counts) + "\n")
    return len(problems)


def _results(store: Store, text: str) -> Results:
    query = parse(text)
    if not query.clauses:
        return newest_first(store, query)
    # The index brings numpy: only for a query that asks for something.
    from paperview.search.index import build  # noqa: PLC0415
    from paperview.search.searcher import Searcher  # noqa: PLC0415

    return Searcher(build(store)).search(query)


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
    date = paper.created.isoformat() if paper.created else "-"
    name = to_text(paper.title) if paper.title else f"[{to_text(paper.label)}{_more(paper)}]"
    row = clean(f"{paper.arxiv_id or paper.doi!s:<16}  {date:<10}  {name}")
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
