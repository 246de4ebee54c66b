"""How long what is read of one paper may be."""

from typing import Final

RECORD_LIMIT: Final = 10_000_000
"""Bytes of the longest record that is read: of a line of JSON lines, an entry of BibTeX and so on.

The longest real ones have some 100,000.
"""
TOO_LONG: Final = f"is longer than {RECORD_LIMIT:,} bytes"
"""What is told of a longer one."""
