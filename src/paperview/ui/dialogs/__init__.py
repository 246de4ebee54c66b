"""Windows over the main screen, imported when they are first opened."""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.ui.dialogs.duplicates import DuplicatesScreen
    from paperview.ui.dialogs.exporting import ExportChoice, ExportWindow
    from paperview.ui.dialogs.menus import Command, CopyMenu, Palette
    from paperview.ui.dialogs.notes import NoteScreen
    from paperview.ui.dialogs.problems import ProblemsScreen
    from paperview.ui.dialogs.references import Outcome, ReferencesChoice, ReferencesScreen
    from paperview.ui.dialogs.saved import NameScreen, SavedScreen
    from paperview.ui.dialogs.tags import TagChoice, TagScreen
    from paperview.ui.dialogs.triage import TriageScreen
    from paperview.ui.dialogs.windows import ByHandScreen, ConfirmScreen, HelpScreen

__all__ = [
    "ByHandScreen",
    "Command",
    "ConfirmScreen",
    "CopyMenu",
    "DuplicatesScreen",
    "ExportChoice",
    "ExportWindow",
    "HelpScreen",
    "NameScreen",
    "NoteScreen",
    "Outcome",
    "Palette",
    "ProblemsScreen",
    "ReferencesChoice",
    "ReferencesScreen",
    "SavedScreen",
    "TagChoice",
    "TagScreen",
    "TriageScreen",
]

__getattr__ = lazy_names(
    __name__,
    {
        "Command": "menus",
        "CopyMenu": "menus",
        "DuplicatesScreen": "duplicates",
        "ExportWindow": "exporting",
        "ExportChoice": "exporting",
        "Palette": "menus",
        "NameScreen": "saved",
        "NoteScreen": "notes",
        "SavedScreen": "saved",
        "ProblemsScreen": "problems",
        "ReferencesChoice": "references",
        "Outcome": "references",
        "ReferencesScreen": "references",
        "ByHandScreen": "windows",
        "HelpScreen": "windows",
        "ConfirmScreen": "windows",
        "TagChoice": "tags",
        "TagScreen": "tags",
        "TriageScreen": "triage",
    },
)
