"""How a paper looks in the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from paperview.index.fields import SCHEMA, Field
from paperview.index.highlight import NO_HIGHLIGHT, Highlight, highlight, snippet
from paperview.model.names import authors_line
from paperview.model.paper import Paper
from paperview.model.written_dates import month_width, written
from paperview.tex import to_text
from paperview.text.ascii import own
from paperview.ui.render.cells import MOST_OF_TEXT, Line, fit, runs, shown, width_of
from paperview.ui.render.look import Look

if TYPE_CHECKING:
    from paperview.index.results import MatchedToken

_SNIPPET_LEAST = 14  # columns: less says nothing
_GAP = 2  # blanks behind a column
_TITLE_LEAST = 19  # columns
_TITLE_SHARE = 0.6  # of the width, for a title that shares its line with a snippet


class Column(NamedTuple):
    """A column of the list, left of the title."""

    name: str
    """Its name in the settings."""
    text: Callable[[Paper, Look, int], str]
    """Gives what stands there, in a width in columns of the terminal."""
    width: Callable[[Look], int]
    """Gives its usual width."""
    style: str = "column"
    """The style of its text, one of `PaperList.COMPONENT_CLASSES`."""


COLUMNS = (
    Column(
        "date",
        lambda paper, look, width: written(paper.date, look.dates, width) if paper.date else "",
        lambda look: month_width(look.dates),
        style="date",
    ),
    Column(
        "authors",
        lambda paper, look, _: authors_line(paper.authors, look.list_authors),
        lambda _: 20,
    ),
    Column(
        "id", lambda paper, *_: str(paper.arxiv_id or paper.doi or paper.name or ""), lambda _: 12
    ),
    Column("categories", lambda paper, *_: " ".join(paper.categories), lambda _: 10),
    Column("journal", lambda paper, *_: to_text(paper.journal_ref or ""), lambda _: 20),
)
"""The columns that the list can have: a new column is one row here."""
_BY_NAME = {column.name: column for column in COLUMNS}


def _columns(paper: Paper, signs: str, width: int, look: Look) -> Line:
    """Draw the signs and the columns that leave enough of a list's width for titles."""
    line: Line = [(f"{signs} ", "signs")] if signs else []
    room = width
    for name, wanted in look.columns:
        column = _BY_NAME[name]
        taken = wanted or column.width(look)
        if room >= taken + _GAP + _TITLE_LEAST:
            room -= taken + _GAP
            text = fit([(shown(column.text(paper, look, taken)), column.style)], taken)
            line += [*text, (" " * (taken + _GAP - width_of(text)), column.style)]
    return line


_USUAL = Look()


class _Field(NamedTuple):
    field: Field
    text: str
    highlight: Highlight
    """The highlight of the tokens that the first line does not show."""


def row(  # noqa: PLR0913 - all that is said of a paper
    paper: Paper,
    tokens: tuple[MatchedToken, ...],
    width: int,
    height: int,
    *,
    look: Look = _USUAL,
    signs: str = "",
    missing: Sequence[str] = (),
) -> list[Line]:
    """Return the lines of a paper's row.

    The first has the columns and the title, or the label in its own style. Below, or behind it
    where the row has one line, is the passage that matches what the title does not, or the authors.

    Args:
        paper: the paper.
        tokens: the tokens whose letters are highlighted.
        width: columns.
        height: 1 or 2 lines.
        look: how the user has set the list.
        signs: what is on the shelf; empty where nothing is.
        missing: the words of the query that the paper lacks, told where there is room.
    """
    columns = _columns(paper, signs, width, look)
    room = width - width_of(columns)
    if paper.title:
        title = shown(to_text(paper.title[:MOST_OF_TEXT]))
        found = highlight(title, tokens, Field.TITLE)
        first = runs(title, found.spans, "title", "match")
        passage = _passage(paper, tokens, found.tokens)
    else:
        label = shown(to_text(paper.label))
        # Only the visible part of a label counts.
        head = "".join(text for text, _ in fit([(label, "")], room))
        found = highlight(head, tokens, Field.ABSTRACT) if paper.abstract else NO_HIGHLIGHT
        passage = _passage(paper, tokens, found.tokens)
        first = runs(head, found.spans, "label", "match") if height == 2 or not passage else []
    second = _second(paper, passage, tokens, room, look.list_authors)
    remark: Line = [(f"no {' and '.join(missing)}", "missing")]
    # A title cut to a word or two, beside a remark that is cut too, would say nothing.
    if missing and height == 1 and width_of(remark) <= room // 2:
        return [[*columns, *fit(first, room - width_of(remark) - 2), ("  ", "title"), *remark]]
    if height == 1:
        return [[*columns, *_joined(first, second if passage else None, room)]]
    if missing:
        second = [(f"without {' and '.join(missing)}", "missing"), (own(" · "), "below"), *second]
    indent: Line = [(" " * (width - room), "below")]
    return [[*columns, *fit(first, room)], [*indent, *fit(second, room)]]


def _passage(paper: Paper, tokens: tuple[MatchedToken, ...], seen: frozenset[str]) -> _Field | None:
    """Return the field that matches most of what the first line does not show."""
    missing = tuple(term for term in tokens if term.text not in seen)
    if not missing:
        return None
    best: _Field | None = None
    for entry in SCHEMA:
        source = entry.shown(paper)
        text = shown(to_text(source[:MOST_OF_TEXT])) if source else ""
        found = highlight(text, missing, entry.field)
        if found.tokens and (best is None or len(found.tokens) > len(best.highlight.tokens)):
            best = _Field(entry.field, text, found)
    return best


def _second(
    paper: Paper,
    passage: _Field | None,
    tokens: tuple[MatchedToken, ...],
    room: int,
    most_authors: int,
) -> Line:
    if passage is not None:
        text, _ = snippet(passage.text, passage.highlight, room, own("…"))
        spans = highlight(text, tokens, passage.field).spans
        return fit(runs(text, spans, "passage", "match"), room)
    below = shown(str(paper.arxiv_id or paper.doi or paper.name or ""))
    if paper.authors:
        below += f"{own(' · ') * bool(below)}{shown(authors_line(paper.authors, most_authors))}"
    return fit([(below, "below")], room)


def _joined(first: Line, second: Line | None, room: int) -> Line:
    """Put the title and what matches elsewhere on one line."""
    if not second:
        return fit(first, room)
    if not first:
        return fit(
            [(text, "label" if style == "passage" else style) for text, style in second], room
        )
    title = fit(first, int(room * _TITLE_SHARE)) if width_of(first) > room * _TITLE_SHARE else first
    left = room - width_of(title) - 2
    if left < _SNIPPET_LEAST:
        return fit(first, room)
    return [*title, ("  ", "title"), *fit(second, left)]
