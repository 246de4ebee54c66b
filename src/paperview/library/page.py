"""Papers as lines: one in a list, and one to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from paperview.exports.lines import titled
from paperview.model.links import LinkTarget, links_in
from paperview.model.names import authors_line
from paperview.model.written_dates import written
from paperview.settings.table import DATES, PAGE_AUTHORS
from paperview.tex import to_text
from paperview.text.columns import cut
from paperview.text.sanitize import clean

if TYPE_CHECKING:
    from paperview.model.paper import Paper
    from paperview.shelf.entries import State

_LABEL = 100
"""Columns of what stands for a title in a list."""


class View(NamedTuple):
    """How a paper is read."""

    is_raw: bool = False
    """Whether texts are as in the source, TeX and all."""
    all_authors: bool = False
    all_authors_key: str = ""
    """The key that shows all authors, told where some are left out; empty where there is none."""
    with_sources: bool = False
    """Whether to say which sources it is from."""
    authors: int = PAGE_AUTHORS.default
    """Authors, unless all are asked for."""
    dates: str = DATES.default
    """How dates are written."""


def listed(
    paper: Paper, state: State, *, authors: int, is_marked: bool, missing: Sequence[str]
) -> str:
    """Return a paper as one line of a list: title, authors, year, id, and what is known of it.

    Args:
        paper: the paper.
        state: what is on the shelf.
        authors: how many authors are named; of more only the first.
        is_marked: whether it is marked.
        missing: words of the query that it lacks.
    """
    who = authors_line(paper.authors, authors)
    year = str(paper.date.year) if paper.date else ""
    parts = [
        titled(paper) if paper.title else f"{cut(titled(paper)[:-1], _LABEL)}]",
        ", ".join(filter(None, (who, year))),
        paper.identity if paper.has_id or paper.name else "",
        "marked" if is_marked else "",
        *_said(state),
        "has a note" if state.note else "",
        f"no {' and '.join(missing)}" if missing else "",
    ]
    return "; ".join(filter(None, parts))


def _said(state: State) -> list[str]:
    """Say in words what is on the shelf, but for the note."""
    words = [("starred", state.is_starred), ("read", state.is_read)]
    said = [word for word, holds in words if holds]
    return said + ([f"tags {', '.join(state.tags)}"] if state.tags else [])


class Page:
    """A paper to read, a field a line, with its links numbered."""

    def __init__(self, paper: Paper, state: State, view: View) -> None:
        """Write it."""
        self.links: list[LinkTarget] = []
        """What its numbers in brackets lead to."""
        self._view = view
        self.lines = list(self._lines(paper, state))

    def _lines(self, paper: Paper, state: State) -> Iterator[str]:
        yield self._text(paper.title) if paper.title else "no title in this source"
        yield ""
        yield from self._fields(paper)
        if said := _said(state):
            yield f"Shelf: {', '.join(said)}"
        if state.note:
            yield from f"Note: {state.note.strip()}".split("\n")
        yield ""
        if paper.abstract:
            yield "\n\n".join(map(self._text, paper.abstract.split("\n\n")))
        else:
            yield "no abstract in this source"
        if paper.extra:
            yield ""
        for name, value in paper.extra:
            yield f"{name}: {self._text(value)}"
        if self._view.with_sources and paper.sources:
            yield f"From: {', '.join(paper.sources)}"

    def _fields(self, paper: Paper) -> Iterator[str]:
        if paper.authors:
            yield f"Authors: {self._authors(paper.authors)}"
        if paper.date:
            yield f"Date: {written(paper.date, self._view.dates)}"
        if paper.comments:
            yield f"Comments: {self._text(paper.comments)}"
        if paper.journal_ref:
            yield f"Journal: {self._text(paper.journal_ref)}"
        if paper.categories:
            yield f"Categories: {' '.join(paper.categories)}"
        if paper.arxiv_id:
            yield f"Id: arXiv:{paper.arxiv_id} {self._link(paper.arxiv_id.abs_url)}"
        if paper.doi:
            yield f"DOI: {paper.doi} {self._link(paper.doi.url)}"
        if paper.name:
            yield f"Name: {paper.name}"
        if not paper.has_id and not paper.name:
            yield "no id in this source"

    def _authors(self, names: Sequence[str]) -> str:
        few = names if self._view.all_authors else names[: self._view.authors]
        more = len(names) - len(few)
        said = ", ".join(map(self._text, few))
        if not more:
            return said
        key = self._view.all_authors_key
        return f"{said}, and {more:,} more" + (f" ({key} lists all)" if key else "")

    def _text(self, source: str) -> str:
        """Return a text of the paper, with a number behind each link."""
        source = source.replace("\n", " ")
        text = source if self._view.is_raw else to_text(source)
        parts, begin = [], 0
        for _, end, target in links_in(text):
            parts.append(f"{text[begin:end]} {self._link(target)}")
            begin = end
        return clean("".join([*parts, text[begin:]]))

    def _link(self, target: LinkTarget) -> str:
        self.links.append(target)
        return f"[{len(self.links)}]"
