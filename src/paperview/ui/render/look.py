"""How the user has set papers to look."""

from __future__ import annotations

from typing import NamedTuple

from paperview.settings import Settings, table
from paperview.settings.kinds import Columns


class Look(NamedTuple):
    """What of a paper the list and the detail show, and in which form."""

    columns: Columns = table.LIST_COLUMNS.default
    """Columns of the list, and their widths; 0 for the usual one."""
    list_authors: int = table.LIST_AUTHORS.default
    """Authors that a row names; of more, only the first."""
    page_authors: int = table.PAGE_AUTHORS.default
    """Authors in the detail, before the rest is asked for."""
    dates: str = table.DATES.default
    """One of the forms of `model/written_dates.py`."""

    authors_keys: tuple[str, ...] = table.KEYS["authors"].default
    """Keys that show all authors."""
    note_keys: tuple[str, ...] = table.KEYS["note"].default
    """Keys that show a note."""

    @classmethod
    def of(cls, settings: Settings) -> Look:
        """Return the look that the user has set."""
        return cls(
            settings[table.LIST_COLUMNS],
            settings[table.LIST_AUTHORS],
            settings[table.PAGE_AUTHORS],
            settings[table.DATES],
            settings[table.KEYS["authors"]],
            settings[table.KEYS["note"]],
        )
