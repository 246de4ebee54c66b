"""Parsing the text in the bar, and completing it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.worker import Worker

from paperview import index as search
from paperview.index.results import EVERYTHING, Query
from paperview.model.paper import Paper

if TYPE_CHECKING:
    from paperview.index.storage.index import Index
    from paperview.library.session import Session

Offer = Callable[[str, Sequence[str]], None]
"""Takes a text, and what it may become."""


def query(text: str) -> Query:
    """Read what stands in the bar; while it says nothing, that is everything."""
    query = search.parse(text)
    return query if query.clauses or query.mistakes else EVERYTHING


def uses_shelf(query: Query) -> bool:
    """Return whether the results depend on the shelf."""
    return bool(query.clauses) and search.uses_shelf(query)


def tags_meant(text: str, tags: Callable[[], Mapping[str, int]]) -> list[tuple[str, int]]:
    """Return the tags that the token at the end of a text may mean, with their counts."""
    if "tag" not in text:
        return []
    part = search.fragment(text)
    if part is None or part.name != "tag":
        return []
    return [(tag, count) for tag, count in tags().items() if search.may_be_tag(part.typed, tag)]


def complete(
    screen: Screen[None],
    text: str,
    session: Session,
    tags: Callable[[], Iterable[str]],
    offer: Offer,
) -> Worker[None] | None:
    """Offer what a text may become: at once, or when the papers' words are looked up.

    Args:
        screen: whose worker looks up words, in a thread; those for an earlier text are forgotten.
        text: what stands in the bar.
        session: has the papers' words if there is an index yet, and takes errors.
        tags: gives the tags in use, the most frequent first.
        offer: called where the screen lives.

    Returns:
        The worker, if words are looked up.
    """
    part = search.fragment(text)
    if part is None or not part.needs_index:
        offer(text, search.completions(text, lambda *_: (), lambda: (), tags))
    elif session.index is not None:
        look_up = _look_up(text, session, session.index, offer)
        return screen.run_worker(look_up, group="completion", exclusive=True)
    return None


async def _look_up(text: str, session: Session, index: Index, offer: Offer) -> None:
    values, years = partial(search.values_of, index), partial(search.years_of, index)
    try:
        completions = await asyncio.to_thread(search.completions, text, values, years)
    except Exception as error:  # a damaged index leads to errors of many kinds
        await asyncio.to_thread(session.failed, error)
    else:
        offer(text, completions)


def identity(paper: Paper) -> str:
    """Return what finds a paper by its id; empty if it has none."""
    return paper.arxiv_id.base if paper.arxiv_id else paper.doi.name if paper.doi else ""
