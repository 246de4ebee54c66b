"""Notes in the line mode: a line more, or the user's editor."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from paperview import shelf as shelves
from paperview import system
from paperview.library import shelving
from paperview.line_mode.lines import can_move_cursor
from paperview.line_mode.output import say
from paperview.text.sanitize import reason_of

if TYPE_CHECKING:
    from paperview.line_mode.shelf import ShelfAtHand
    from paperview.model.paper import Paper
    from paperview.shelf.shelf import Done, Shelf


def add_line(shelf: ShelfAtHand, paper: Paper, line: str) -> None:
    """Add a line to the note on a paper."""

    def change(shelf: Shelf) -> Done:
        shelf.changed()  # another program may have changed the note meanwhile
        note = shelf.state(paper).note
        return shelf.note(paper, f"{note}\n{line}" if note else line)

    shelf.change([paper], change)


def edit(shelf: ShelfAtHand, paper: Paper, command: str) -> None:
    """Write a note on a paper in the user's editor, or the one that a command starts."""
    has_editor = command or os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not has_editor and not can_move_cursor():
        say("this terminal has no editor: set $EDITOR, or add a line: 3e words")
        return
    before = shelf.shelf.state(paper).note
    draft = shelves.Draft(shelves.drafts_folder(shelf.shelf.path), paper, before)
    try:
        draft.edit_outside(before)
        failure = system.failure_to_edit(draft.text_file, command)
        text = draft.text_outside()
    except OSError as error:
        draft.leave()  # if the editor has saved something, the next run takes it
        say(f"the note stays as it was: {reason_of(error)}")
        return
    if text == before:
        draft.remove()
        why = f": {failure}" if failure else ""
        say(f"the note stays as it was{why}")
        return
    shelf.change([paper], lambda shelf: shelving.keep_note(shelf, paper, text, draft))
