"""Texts in terminal columns ("cells"): what is shown, how wide it is, where it is cut."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size

from paperview.ui.render.widths import UNSURE

Run = tuple[str, str]
"""A stretch of text and the name of its style."""
Line = list[Run]

# Terminals disagree about the width of emoji sequences, and the rest of the line would shift:
# variation selectors, joiners and skin tones are left out on the screen.
_WIDTH_TRAPS = re.compile(f"[\ufe0e\ufe0f\u200b-\u200d{UNSURE}]")


def shown(text: str) -> str:
    """Return text as one line for the screen, without what upsets the columns."""
    text = text.replace("\n", " ")
    return text if text.isascii() else _WIDTH_TRAPS.sub("", text)


def file_name(name: str) -> str:
    """Return what the screen calls a source: of a path the last part, with all of a member."""
    if name.startswith("/dev/"):
        return shown(name)
    path, mark, member = name.partition(".zip:")
    return shown(path.rstrip("/").rpartition("/")[2] + mark + member)


def runs(text: str, spans: Iterable[tuple[int, int]], style: str, highlighted: str) -> Line:
    """Split a text into runs at its spans, which are ascending and apart."""
    line: Line = []
    place = 0
    for start, end in spans:
        line += [(text[place:start], style), (text[start:end], highlighted)]
        place = end
    line.append((text[place:], style))
    return [run for run in line if run[0]]


def fit(line: Line, width: int) -> Line:
    """Cut a line to a width in columns, with an ellipsis where something is missing."""
    if sum(cell_len(text) for text, _ in line) <= width:
        return line
    fitted: Line = []
    left = max(width - 1, 0)
    for text, style in line:
        size = cell_len(text)
        if size > left:
            fitted += [(set_cell_size(text, left), style), ("…"[:width], style)]
            break
        fitted.append((text, style))
        left -= size
    return fitted


def shortened(text: str, width: int) -> str:
    """Cut a text to a width in columns in its middle: of a file's name both ends tell something."""
    if cell_len(text) <= width:
        return text
    if width < 1:
        return ""
    end_width = (width - 1) // 2
    end = text[len(text) - end_width :]
    while cell_len(end) > end_width:
        end = end[1:]
    return f"{set_cell_size(text, width - 1 - end_width).rstrip()}…{end}"


def width_of(line: Line) -> int:
    """Return the width of a line in columns."""
    return sum(cell_len(text) for text, _ in line)
