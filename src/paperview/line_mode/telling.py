"""What the line mode says of its papers, in lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from paperview.library import remarks
from paperview.library.load_state import totals
from paperview.library.watcher import Changes
from paperview.line_mode.language import LETTERS, SEARCHING, Papers
from paperview.line_mode.listing import PAGE, Listing
from paperview.text.sanitize import clean, counted

if TYPE_CHECKING:
    from paperview.line_mode.papers import OpenPapers
    from paperview.model.paper import Paper
    from paperview.shelf.shelf import SavedFilter, Shelf

_MOST = 10
"""Problems that are listed at once."""
_MOST_TAGS = 20
"""Tags in use that are listed."""


def greeting(name: str, papers: OpenPapers) -> Iterator[str]:
    """Say what is open, and how to go on."""
    yield f"{_open(name, papers)}. ? lists the commands."
    if count := len(papers.problems) + papers.session.unlisted:
        yield f"{counted(count, 'problem')}: !"


def _open(name: str, papers: OpenPapers) -> str:
    count, progress = len(papers.session.store), papers.progress
    so_far = f" so far, {progress}" if progress else ""
    return f"{counted(count, 'paper')} in {name}{so_far}"


def all_is_read(papers: OpenPapers) -> str:
    """Say that everything was read and indexed since a list was printed."""
    return f"all is read now: {counted(len(papers.session.store), 'paper')}; l lists again"


def changes(found: Changes) -> str:
    """Say that files have changed."""
    names = [clean(path).rpartition("/")[2] for path in found.paths]
    files = names[0] if len(names) == 1 else f"{len(names):,} files"
    return f"{files} changed" + ("; R reloads" if found.can_be_reloaded else "")


def only(count: int) -> str:
    """Say that there are not so many papers."""
    if not count:
        return "no paper is listed"
    return f"there {'is only 1 paper' if count == 1 else f'are only {count:,} papers'}"


def not_listed(papers: Papers, listed: int, count: int) -> str:
    """Say that a number is not the number of a paper that was listed, and what it may be."""
    number = papers.last
    said = f"{number} is not listed"
    if listed:
        said += f"; the last is {listed:,}"
    ways = [f"/{number} searches for it"]
    if number <= count:
        ways.insert(0, f"l {number} lists from there")
    return f"{said}. {', '.join(ways)}"


def tags(papers: Sequence[Paper], shelf: Shelf) -> Iterator[str]:
    """Say which tags some papers have, and which are in use."""
    having = Counter(tag for paper in papers for tag in shelf.state(paper).tags)
    if not having:
        yield "no tags"
    elif len(papers) == 1:
        yield f"tags: {', '.join(having)}"
    else:
        yield "tags: " + ", ".join(f"{tag} {count:,}" for tag, count in having.items())
    if used := list(islice(shelf.tags().items(), _MOST_TAGS)):
        yield "in use: " + ", ".join(f"{tag} {count:,}" for tag, count in used)


def filters(saved: Sequence[SavedFilter]) -> Iterator[str]:
    """List the saved filters."""
    for number, one in enumerate(saved, start=1):
        yield f"{number}. {one.name}" + (f": {one.query}" if one.query != one.name else "")
    yield "S 1 searches for the first" if saved else "no saved filters; S+ name saves the query"


def problems(papers: OpenPapers, first: int) -> Iterator[str]:
    """List ten problems from one on, below what became of the records of each source."""
    found, results = papers.problems, papers.session.results
    if papers.progress:
        yield f"so far, {papers.progress}"
    if first == 1:
        yield from map(str, results)
        if len(results) > 1:
            yield totals(results, is_whole=papers.session.is_whole)
    if not found:
        yield "no problems"
    elif first > len(found):
        yield f"there {'is' if len(found) == 1 else 'are'} only {counted(len(found), 'problem')}"
    for number in range(first, min(first + _MOST, len(found) + 1)):
        yield f"{number}. {found[number - 1]}"
    if (left := len(found) - first - _MOST + 1) > 0:
        yield f"{left:,} more: ! {first + _MOST}"
    if unlisted := papers.session.unlisted:
        yield remarks.unlisted(unlisted)


def where(name: str, papers: OpenPapers, listing: Listing, marked: int) -> Iterator[str]:
    """Say what is open, what was asked, and how far it is listed."""
    yield _open(name, papers)
    query = listing.results.query
    text = query.text.strip()
    yield f"query: {text}" if text else "no query: all papers"
    yield f"order: {listing.order.for_query(query).value}"
    yield from listing.said(len(papers.session.store), papers.progress)
    if listing.end:
        yield f"listed: {listing.top + 1} to {min(listing.top + PAGE, len(listing.numbers))}"
    if marked:
        yield remarks.marked(marked, len(listing.results.chosen))


def help_lines() -> Iterator[str]:
    """Give the help, a command a line."""
    rows = [*SEARCHING, *(row for letter in LETTERS for row in letter.rows)]
    for row in rows:
        yield f"{row.call}: {row.help}"
    yield "A letter without a number acts on the marked papers, or else on the one read last."
