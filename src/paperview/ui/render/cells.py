"""Text in terminal columns ("cells"): cleaned for the screen, measured and cut."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from unicodedata import category

from rich import _unicode_data, cells
from rich.cells import CellTable, cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from paperview.lazy import lazy_pattern
from paperview.text.ascii import own
from paperview.text.sanitize import clean

_UNSURE_WIDTH = "\u302e\u302f\u3164\uffa0\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
"""Characters to leave out on the screen.

Rich gives no cell to Hangul's tone marks and fillers and to skin tones, terminals give one or two.
"""
_UNSURE = str.maketrans(dict.fromkeys(_UNSURE_WIDTH))

MOST_OF_TEXT = 20_000
"""Characters of a text of a paper that are shown: millions would stop the screen for minutes."""

Run = tuple[str, str]
"""A stretch of text and the name of its style."""
Line = list[Run]

# Terminals disagree on the width of emoji sequences, and the rest of the line would shift:
# variation selectors, joiners and skin tones are left out on the screen.
_WIDTH_TRAPS = lazy_pattern(f"[\ufe0e\ufe0f\u200b-\u200d{_UNSURE_WIDTH}]")


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
    position = 0
    for start, end in spans:
        line += [(text[position:start], style), (text[start:end], highlighted)]
        position = end
    line.append((text[position:], style))
    return [run for run in line if run[0]]


def fit(line: Line, width: int) -> Line:
    """Cut a line to a width in columns, with an ellipsis where something is missing."""
    if width_of(line) <= width:
        return line
    fitted: Line = []
    ellipsis = own("…")[: max(width, 0)]
    left = max(width, 0) - len(ellipsis)
    for text, style in line:
        size = cell_len(text)
        if size > left:
            fitted += [(set_cell_size(text, left), style), (ellipsis, style)]
            break
        fitted.append((text, style))
        left -= size
    return fitted


def shortened(text: str, width: int) -> str:
    """Cut the middle of a text to fit a width in columns: both ends of a file name matter."""
    if cell_len(text) <= width:
        return text
    if width < 1:
        return ""
    ellipsis = own("…")[:width]
    room = width - len(ellipsis)
    end_width = room // 2
    end = text[len(text) - end_width :]
    while cell_len(end) > end_width:
        end = end[1:]
    return f"{set_cell_size(text, room - end_width).rstrip()}{ellipsis}{end}"


def width_of(line: Line) -> int:
    """Return the width of a line in columns."""
    return sum(cell_len(text) for text, _ in line)


@cache
def _table(unicode_version: str = "auto") -> CellTable:
    """Return Rich's table without the spacing marks among the characters of no width.

    Terminals with the classic rules of wcwidth give a cell to a spacing combining mark, such as a
    vowel sign of Devanagari or Tamil (Unicode's category Mc). Rich gives it none, so with every
    such sign the rest of the line would shift by a column. Measured with tmux 3.3a: among 33,000
    characters these 280 are all but a few that disagree.
    """
    table = _unicode_data.load(unicode_version)
    widths: list[tuple[int, int, int]] = []
    for first, last, width in table.widths:
        start = first
        spacing = (code for code in range(first, last + 1) if category(chr(code)) == "Mc")
        for code in spacing if width == 0 else ():
            if start < code:
                widths.append((start, code - 1, 0))
            start = code + 1
        if start <= last:
            widths.append((start, last, width))
    return table._replace(widths=widths)


def measure_as_terminals_do() -> None:
    """Let Rich, and so Textual, count widths as terminals do.

    Rich has no public interface for this, but all its measuring uses this one function.
    """
    setattr(cells, "load_cell_table", _table)  # noqa: B010 - typed as what Rich doesn't export
    cells.get_character_cell_size.cache_clear()
    cells.cached_cell_len.cache_clear()


class HarmlessText(LineFilter):
    """A filter that removes control characters from everything that any widget draws.

    Texts from files are clean long before; this holds for what was typed, pasted or forgotten.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with harmless texts; Textual's own codes stay."""
        del background
        return [
            segment
            if segment.control or (segment.text.isascii() and segment.text.isprintable())
            else Segment(_harmless(segment.text), segment.style)
            for segment in segments
        ]


@lru_cache(4096)  # frames and gaps come again and again, on large screens by the thousand
def _harmless(text: str) -> str:
    # A line feed ends a line that was drawn by Rich, and is no content.
    return "\n".join(clean(line).translate(_UNSURE) for line in text.split("\n"))
