"""Windows over the main screen, imported when they are first opened."""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.ui.dialogs.choice_list import Command, CopyMenu, Palette
    from paperview.ui.dialogs.problems import ProblemsScreen
    from paperview.ui.dialogs.window import ByHandScreen, HelpScreen

__all__ = [
    "ByHandScreen",
    "Command",
    "CopyMenu",
    "HelpScreen",
    "Palette",
    "ProblemsScreen",
]

__getattr__ = lazy_names(
    __name__,
    {
        "Command": "choice_list",
        "CopyMenu": "choice_list",
        "Palette": "choice_list",
        "ProblemsScreen": "problems",
        "ByHandScreen": "window",
        "HelpScreen": "window",
    },
)
