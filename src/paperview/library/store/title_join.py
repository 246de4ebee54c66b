"""Papers without ids, merged with those of files that have their title and first author.

Papers in memory are compared with each other when they are added. Those of files are too many to
know their titles: they are looked up when all are read and indexed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from time import monotonic

from paperview.library.store.store import Store
from paperview.model.identity import evidence, stand_apart
from paperview.model.paper import Paper
from paperview.model.title_key import title_key

MOST_SECONDS = 10.0
"""How long papers are looked up; those that are left stay apart."""
_AT_ONCE = 50
"""Papers looked up between two looks at the clock: some hundredths of a second's worth."""


def join_by_title(
    store: Store, titled: Callable[[Paper], Iterable[int]], seconds: float = MOST_SECONDS
) -> Iterator[None]:
    """Merge each paper without an id with the first one that is the same and has one.

    It can be left from time to time.

    Args:
        store: all papers, read.
        titled: gives papers of files that have the title of a paper, and possibly others.
        seconds: how long to go on, at most.
    """
    end = monotonic() + seconds
    numbers = list(store.without_ids())
    if len(numbers) == len(store):  # none has an id
        return
    pairs: list[tuple[int, int]] = []
    for count, number in enumerate(numbers):
        if count % _AT_ONCE == 0:
            yield
            if monotonic() > end:
                break
        paper = store[number]
        title = title_key(paper)
        same = _same_paper(store, number, title, titled(paper)) if title else None
        if same is not None:
            pairs.append((same, number))
    if pairs:
        store.join(pairs)


def _same_paper(store: Store, number: int, title: str, candidates: Iterable[int]) -> int | None:
    """Return the paper that one is, the first that has an id; None if there is none with one."""
    mine = evidence(store[number])
    for other in sorted({*store.titled(title), *map(store.standing_for, candidates)}):
        if other != number:
            paper = store[other]
            is_alike = paper.has_id and title_key(paper) == title
            if is_alike and not stand_apart(evidence(paper), mine):
                return other
    return None
