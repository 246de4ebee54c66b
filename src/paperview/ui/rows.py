"""How a paper looks in the list."""

from __future__ import annotations

from dataclasses import dataclass

from paperview.exports.citation import authors_line
from paperview.paper import Paper
from paperview.search.highlight import Marks, marks, snippet
from paperview.search.query import Field
from paperview.search.results import Term
from paperview.tex import to_text
from paperview.ui.cells import Line, fit, runs, shown, width_of

_DATE_WIDTH = 9  # "2022-06" and two blanks
_NO_DATE_BELOW = 28  # columns: a narrower list shows no dates
_SNIPPET_LEAST = 14  # columns: less says nothing
_TITLE_SHARE = 0.6  # of the width, for a title that shares its line with a snippet


@dataclass(frozen=True, slots=True)
class _Field:
    field: Field
    text: str
    marks: Marks


def row(paper: Paper, terms: tuple[Term, ...], width: int, height: int) -> list[Line]:
    """Return the lines of a paper's row.

    The first has the month and the title, or the label in its own style. Below, or behind it where
    the row has one line, stands the passage that matches what the title does not, or the authors.

    Args:
        paper: the paper.
        terms: the tokens whose letters are marked.
        width: columns.
        height: 1 or 2 lines.
    """
    date = f"{paper.created:%Y-%m}  " if paper.created else " " * _DATE_WIDTH
    date = date if width >= _NO_DATE_BELOW else ""
    room = width - len(date)
    title = shown(to_text(paper.title)) if paper.title else None
    heading = marks(title, terms, Field.TITLE) if title else Marks((), frozenset())
    passage = _passage(paper, terms, heading.terms)
    first: Line = []
    if title is not None:
        first = runs(title, heading.spans, "title", "match")
    elif height == 2 or passage is None:
        label = shown(to_text(paper.label))
        spans = marks(label, terms, Field.ABSTRACT).spans if paper.abstract else ()
        first = runs(label, spans, "label", "match")
        if passage and _begins(passage, room):
            passage = None
    second = _second(paper, passage, room)
    if height == 1:
        return [[(date, "date"), *_joined(first, second if passage else None, room)]]
    return [[(date, "date"), *fit(first, room)], [(" " * len(date), "date"), *second]]


def _passage(paper: Paper, terms: tuple[Term, ...], in_title: frozenset[str]) -> _Field | None:
    """Return the field that matches most of what the title does not."""
    missing = tuple(term for term in terms if term.text not in in_title)
    if not missing:
        return None
    texts = {
        Field.AUTHORS: ", ".join(paper.authors),
        Field.ABSTRACT: paper.abstract,
        Field.COMMENTS: paper.comments,
        Field.ID: paper.identity,
        Field.DOI: paper.doi and paper.doi.name,
        Field.CATEGORIES: " ".join(paper.categories),
    }
    best: _Field | None = None
    for field, source in texts.items():
        text = shown(to_text(source)) if source else ""
        found = marks(text, missing, field)
        if found.terms and (best is None or len(found.terms) > len(best.marks.terms)):
            best = _Field(field, text, marks(text, terms, field))
    return best


def _begins(passage: _Field, room: int) -> bool:
    """Whether the passage is the abstract's beginning, which the label shows already."""
    text, _ = snippet(passage.text, passage.marks, room)
    return passage.field == Field.ABSTRACT and not text.startswith("…")


def _second(paper: Paper, passage: _Field | None, room: int) -> Line:
    if passage is not None:
        text, spans = snippet(passage.text, passage.marks, room)
        return fit(runs(text, spans, "passage", "match"), room)
    identity = str(paper.arxiv_id or paper.doi)
    parts = [shown(authors_line(paper.authors)) if paper.authors else "", identity]
    return fit([(" · ".join(part for part in parts if part), "below")], room)


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
