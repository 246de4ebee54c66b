"""The line mode: papers read by typing commands, for screen readers, braille and slow links.

Everything is printed line by line; nothing moves a cursor. The names below are imported when they
are first used.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.line_mode.mode import run

__all__ = ["run"]

__getattr__ = lazy_names(__name__, {"run": "mode"})
