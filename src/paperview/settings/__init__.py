"""What the user has set: in a file, by variables and by options.

`table.py` has a row for each setting, and a row is also the key to its value:
`settings[table.THEME]`. The names below are imported when they are first used. Without a file, a
variable or an option, nothing is read and little imported.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.settings import reading, remembered, table, writing
    from paperview.settings.loading import load
    from paperview.settings.settings import Given, Settings, settings_file
    from paperview.settings.table import Setting

__all__ = [
    "Given",
    "Setting",
    "Settings",
    "load",
    "reading",
    "remembered",
    "settings_file",
    "table",
    "writing",
]

__getattr__ = lazy_names(
    __name__,
    {
        "Given": "settings",
        "load": "loading",
        "reading": "reading",
        "remembered": "remembered",
        "Setting": "table",
        "Settings": "settings",
        "settings_file": "settings",
        "table": "table",
        "writing": "writing",
    },
)
