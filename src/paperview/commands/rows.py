"""The table of papers as a person sees it: columns that fit, and colours.

The colours are the terminal's own sixteen. Texts are cleaned before they come here: the only escape
sequences are those of `painted`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from paperview.exports.fields import PaperField
from paperview.exports.lines import table_cells
from paperview.index.fields import Field, field_of
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
_STYLES: Final = {
    **dict.fromkeys(("id", "arxiv_id", "doi", "name"), "id"),
    **dict.fromkeys(("created", "updated", "year"), "date"),
}
"""The styles of some fields."""
_WIDEST: Final = 32
"""Columns of the terminal for a field that others follow, at most."""


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
        and os.environ.get("TERM") not in streams.DUMB
    )


class _Cell(NamedTuple):
    """What stands in a column."""

    text: str
    style: str
    field: Field
    """Where its letters are looked for; none of the fields if nowhere."""


class Table:
    """Rows of papers: cut to the terminal, and whole in a pipe."""

    def __init__(
        self,
        papers: Iterable[Paper],
        tokens: Sequence[MatchedToken] = (),
        fields: Sequence[PaperField] = (),
    ) -> None:
        """Take what decides on the columns.

        Args:
            papers: some of the papers.
            tokens: the tokens whose letters are marked.
            fields: what stands in the columns; id, date and title without any.
        """
        self._fields = fields
        self._tokens = tuple(tokens)
        texts = zip(*([cell.text for cell in self._cells(paper)] for paper in papers), strict=True)
        widths = [min(max(map(columns, column)), _WIDEST) for column in texts]
        self._widths = [*widths[:-1], 0]  # the last column is as wide as it likes
        self._width = streams.columns() if sys.stdout.isatty() else None
        """Columns of the terminal; None for whole lines."""

    def row(self, paper: Paper, missing: Sequence[str] = ()) -> list[Run]:
        """Return the row of a paper.

        Args:
            paper: the paper.
            missing: the words of the query that it lacks.
        """
        line: list[Run] = []
        for width, cell in zip(self._widths, self._cells(paper), strict=True):
            text = cell.text
            if width and cell.style != "id":  # ids stay whole, as they are to be copied
                text = cut(text, width)
            spans = highlight(text, self._tokens, cell.field).spans
            position = 0
            for start, end in spans:
                line += [(text[position:start], cell.style), (text[start:end], "match")]
                position = end
            gap = " " * (max(width - columns(text), 0) + 2) if width else ""
            line.append((text[position:] + gap, cell.style))
        remark = f"  (no {' and '.join(missing)})" if missing else ""
        return [*self._fitted(line, columns(remark)), (remark, "missing")]

    def heading(self, text: str) -> list[Run]:
        """Return a line above some rows."""
        return self._fitted([(text, "heading")])

    def _cells(self, paper: Paper) -> list[_Cell]:
        if self._fields:
            return [
                _Cell(one.cell(paper), _STYLES.get(one.name, "title"), field_of(one.name))
                for one in self._fields
            ]
        identity, date, text = table_cells(paper)
        label = _Cell(text, "label", Field.ABSTRACT)
        title = _Cell(text, "title", Field.TITLE)
        return [
            _Cell(identity, "id", field_of("")),
            _Cell(date, "date", field_of("")),
            title if paper.title else label,
        ]

    def _fitted(self, line: list[Run], taken: int = 0) -> list[Run]:
        """Cut a line to the terminal.

        Args:
            line: the line.
            taken: columns that something else has.
        """
        shown = "".join(text for text, _ in line)
        if self._width is not None:
            shown = cut(shown, self._width - taken)
        fitted: list[Run] = []
        for text, style in line:
            fitted.append((shown[: len(text)], style))
            shown = shown[len(text) :]
        return [*fitted, (shown, line[-1][1])]  # an ellipsis may have more letters than is cut off


def painted(line: Iterable[Run], *, in_colour: bool) -> str:
    """Return a line as text, with the control sequences of its colours or without."""
    if not in_colour:
        return "".join(text for text, _ in line).rstrip(" ")
    return "".join(
        f"\x1b[{_CODES[style]}m{text}\x1b[0m" if text and _CODES[style] else text
        for text, style in line
    )
