"""What the windows on the shelf do: triage, saved filters, possible duplicates.

They are imported when they are first used.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.ui.shelf_windows.duplicates import show_duplicates
    from paperview.ui.shelf_windows.saved import save_filter, show_filters
    from paperview.ui.shelf_windows.triage import show_unread

__all__ = ["save_filter", "show_duplicates", "show_filters", "show_unread"]

__getattr__ = lazy_names(
    __name__,
    {
        "show_duplicates": "duplicates",
        "save_filter": "saved",
        "show_filters": "saved",
        "show_unread": "triage",
    },
)
