"""How much is read of one paper."""

from typing import Final

RECORD_LIMIT: Final = 10_000_000
"""Bytes of the longest record that is read: of a line of JSON lines, an entry of BibTeX and so on.

The longest real ones have some 100,000.
"""
TOO_LONG: Final = f"is longer than {RECORD_LIMIT:,} bytes"
"""What is told of a longer one."""
MOST_FURTHER: Final = 100
"""Records of one paper in a file of JSON lines that are merged into the first; more are counted."""
