"""The table of papers as a person sees it: columns that fit, and colours.

The colours are the terminal's own sixteen. Texts are cleaned before they come here: the only escape
sequences are those of `painted`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Final

from paperview.exports.lines import table_cells
from paperview.index.fields import Field
from paperview.index.highlight import highlight
from paperview.index.results import MatchedToken
from paperview.model.paper import Paper
from paperview.system import streams
from paperview.text.columns import columns, cut

Run = tuple[str, str]
"""A stretch of text and its style, one of `_CODES`."""

_CODES: Final = {
    "id": "36",
    "date": "2",
    "title": "",
    "label": "3",
    "match": "1;31",
    "missing": "33",
    "heading": "1",
}
"""SGR parameters by style (ECMA-48, 8.3.117)."""
_NO_COLORS: Final = ("dumb", "unknown")
"""Values of `TERM` for terminals without control sequences."""
_LONGEST_ID: Final = 24
"""Columns that are reserved for ids, at most; a longer one shifts its row, and stays whole."""


def is_coloured(when: str) -> bool:
    """Return whether standard output is coloured.

    Args:
        when: the value of `--color`.
    """
    if when != "auto":
        return when == "always"
    return (
        sys.stdout.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") not in _NO_COLORS
    )


class Table:
    """Rows of papers: cut to the terminal, and whole in a pipe."""

    def __init__(self, papers: Iterable[Paper], tokens: Sequence[MatchedToken] = ()) -> None:
        """Take what decides on the columns.

        Args:
            papers: some of the papers.
            tokens: the tokens whose letters are marked in titles.
        """
        cells = [table_cells(paper) for paper in papers]
        self._id = min(max((columns(one[0]) for one in cells), default=0), _LONGEST_ID)
        self._date = max((len(one[1]) for one in cells), default=0)
        self._tokens = tuple(tokens)
        self._width = streams.columns() if sys.stdout.isatty() else None
        """Columns of the terminal; None for whole lines."""

    def row(self, paper: Paper, missing: Sequence[str] = ()) -> list[Run]:
        """Return the row of a paper.

        Args:
            paper: the paper.
            missing: the words of the query that it lacks.
        """
        identity, date, text = table_cells(paper)
        left = f"{identity}{' ' * (self._id - columns(identity))}  "
        remark = f"  (no {' and '.join(missing)})" if missing else ""
        if self._width is not None:
            taken = columns(left) + self._date + 2 + columns(remark)
            text = cut(text, self._width - taken)
        style, field = ("title", Field.TITLE) if paper.title else ("label", Field.ABSTRACT)
        spans = highlight(text, self._tokens, field).spans
        title: list[Run] = []
        position = 0
        for start, end in spans:
            title += [(text[position:start], style), (text[start:end], "match")]
            position = end
        title.append((text[position:], style))
        return [(left, "id"), (f"{date:<{self._date}}  ", "date"), *title, (remark, "missing")]

    def heading(self, text: str) -> list[Run]:
        """Return a line above some rows."""
        return [(text if self._width is None else cut(text, self._width), "heading")]


def painted(line: Iterable[Run], *, in_colour: bool) -> str:
    """Return a line as text, with the control sequences of its colours or without."""
    if not in_colour:
        return "".join(text for text, _ in line).rstrip(" ")
    return "".join(
        f"\x1b[{_CODES[style]}m{text}\x1b[0m" if text and _CODES[style] else text
        for text, style in line
    )
