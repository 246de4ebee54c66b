"""Limits on the size of one record and on the records of one paper."""

from typing import Final

RECORD_LIMIT: Final = 10_000_000
"""Bytes of the longest record that is read, in every format.

The longest real ones have about 100,000.
"""
TOO_LONG: Final = f"is longer than {RECORD_LIMIT:,} bytes"
"""The reason for a longer one."""
MOST_FURTHER: Final = 100
"""Further records of one paper in JSON lines that are merged; all others are only counted."""
