"""Widths of characters as terminals draw them, where Rich counts otherwise.

Terminals with the classic rules of wcwidth give a cell to a spacing combining mark, such as a vowel
sign of Devanagari or Tamil: Unicode's category Mc. Rich gives it none, so that with every such sign
the rest of the line would shift by a column. Measured with tmux 3.3a: among 33,000 characters
these 280 are all but a few that disagree.
"""

from __future__ import annotations

from functools import cache
from unicodedata import category

from rich import _unicode_data, cells
from rich.cells import CellTable

UNSURE = "\u302e\u302f\u3164\uffa0\U0001f3fb-\U0001f3ff"
"""Characters to leave out on the screen, for a regular expression.

Rich gives no cell to Hangul's tone marks and fillers and to skin tones, terminals give one or two.
"""


@cache
def _table(unicode_version: str = "auto") -> CellTable:
    """Return Rich's table without the spacing marks among the characters of no width."""
    table = _unicode_data.load(unicode_version)
    widths: list[tuple[int, int, int]] = []
    for start, end, width in table.widths:
        if width:
            widths.append((start, end, width))
            continue
        for code in range(start, end + 1):
            if category(chr(code)) == "Mc":
                continue
            if widths and widths[-1][1:] == (code - 1, 0):
                widths[-1] = (widths[-1][0], code, 0)
            else:
                widths.append((code, code, 0))
    return table._replace(widths=widths)


def measure_as_terminals_do() -> None:
    """Let Rich, and so Textual, count widths as terminals do.

    Rich has no public way to it; all that measures goes through this one function of its.
    """
    setattr(cells, "load_cell_table", _table)  # noqa: B010 - typed as what Rich doesn't export
    cells.get_character_cell_size.cache_clear()
    cells.cached_cell_len.cache_clear()
