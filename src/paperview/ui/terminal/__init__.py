"""The terminal: driver, keyboard, output and encoding.

The names below are imported when they are first used: a screen in ASCII or without colours.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.ui.terminal.ascii import draw_in_ascii
    from paperview.ui.terminal.colourless import Colourless

__all__ = ["Colourless", "draw_in_ascii"]

__getattr__ = lazy_names(__name__, {"Colourless": "colourless", "draw_in_ascii": "ascii"})
