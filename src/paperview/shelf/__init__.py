"""What the user has added: stars, read marks, tags, notes, saved filters, kept in one file.

The first screen does without it: the names below are imported when they are first used.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.shelf.drafts import Draft, drafts_folder, recover, with_changes
    from paperview.shelf.entries import State
    from paperview.shelf.last_resort import close
    from paperview.shelf.location import shelf_file
    from paperview.shelf.note_files import NoteFiles
    from paperview.shelf.shelf import Done, SavedFilter, Shelf

__all__ = [
    "Done",
    "Draft",
    "NoteFiles",
    "SavedFilter",
    "Shelf",
    "State",
    "close",
    "drafts_folder",
    "recover",
    "shelf_file",
    "with_changes",
]

__getattr__ = lazy_names(
    __name__,
    {
        "Done": "shelf",
        "Draft": "drafts",
        "drafts_folder": "drafts",
        "recover": "drafts",
        "with_changes": "drafts",
        "SavedFilter": "shelf",
        "Shelf": "shelf",
        "State": "entries",
        "close": "last_resort",
        "NoteFiles": "note_files",
        "shelf_file": "location",
    },
)
