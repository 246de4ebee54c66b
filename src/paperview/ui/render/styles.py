"""Styles of stretches of a text; the variables are those of the theme (`ui/theme.py`)."""

from typing import Final

QUIET: Final = "$quiet $quiet-style"
"""What matters less."""
MATCH: Final = "$match $match-style"
"""What matches the query."""
MATCH_IN_BOLD: Final = f"{MATCH} underline"
"""The same in a text that is bold anyway."""
