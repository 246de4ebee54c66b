"""Actions on the shelf: star, read, tags, note, undo. Each says on how many papers it worked."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App, SuspendNotSupported

from paperview import library, system
from paperview import shelf as shelves
from paperview.text.sanitize import counted, reason_of
from paperview.ui import dialogs
from paperview.ui.actions import say
from paperview.ui.desk import Desk

if TYPE_CHECKING:
    from paperview.model.paper import Paper
    from paperview.shelf.drafts import Draft
    from paperview.shelf.shelf import Done, Shelf

    Change = Callable[[Shelf], Done]
    Outcome = Awaitable[tuple[Done, str | None]]
    Opening = Awaitable[None] | None
    """What a key waits for that opens a window; None if it opens none."""

_MOMENT = 1.0
"""Seconds that a key waits for the shelf, at most: on a network drive it may never answer."""


def say_opened(app: App[None], problem: str | None, recovered: Sequence[Paper]) -> None:
    """Say what is wrong with the shelf, and which notes a killed program had not finished."""
    if said := library.shelving.opened(problem, recovered):
        say(app, said, is_bad=bool(problem))


def say_synced(app: App[None], taken_in: int, problem: str | None) -> None:
    """Say what came from the folder of notes."""
    if said := library.shelving.synced(taken_in, problem):
        say(app, said, is_bad=bool(problem))


def star(app: App[None], desk: Desk, papers: Sequence[Paper]) -> None:
    """Star papers; if all of them are starred, take the stars away."""
    change(app, desk, papers, "star", lambda shelf: library.shelving.toggle_star(shelf, papers))


def mark_read(app: App[None], desk: Desk, papers: Sequence[Paper]) -> None:
    """Mark papers as read; if all of them are, as unread."""
    change(app, desk, papers, "mark", lambda shelf: library.shelving.toggle_read(shelf, papers))


def mark_all_read(app: App[None], desk: Desk, find: Callable[[], Sequence[Paper]]) -> None:
    """Mark all papers that the filter shows as read, after a question.

    Args:
        app: where.
        desk: the shelf.
        find: gives the papers that the filter shows now.
    """
    papers = find()

    def go_on(is_meant: bool | None) -> None:
        if not is_meant:
            return
        now = find()  # the files may have been reloaded meanwhile
        if len(now) == len(papers):
            _start(app, _do(app, now, _with_problem(desk, lambda shelf: shelf.mark_read(now))))
        else:
            mark_all_read(app, desk, find)

    if can_change(app, desk, papers):
        said = f"mark {counted(len(papers), 'paper')} read, all that match the filter?"
        app.push_screen(dialogs.ConfirmScreen(said), go_on)


def tag(app: App[None], desk: Desk, papers: Sequence[Paper]) -> Opening:
    """Ask for tags to add to papers or to remove from them."""
    return open_window(app, _tag(app, desk, papers)) if can_change(app, desk, papers) else None


async def _tag(app: App[None], desk: Desk, papers: Sequence[Paper]) -> None:
    tags, having = await desk.run(lambda shelf: (shelf.tags(), _tags_of(papers, shelf)))

    def choose(choice: dialogs.TagChoice | None) -> None:
        if choice is None:
            return
        edit = partial(_add_or_remove, papers, choice)
        if choice.goes_on:  # the window itself shows what was done
            _start(app, _tag_on(app, desk, papers, desk.run(edit)))
        else:
            change(app, desk, papers, "tag", edit)

    app.clear_notifications()
    app.push_screen(dialogs.TagScreen(tags, having, len(papers)), choose)


async def _tag_on(
    app: App[None], desk: Desk, papers: Sequence[Paper], change: Awaitable[Done]
) -> None:
    await change
    await _tag(app, desk, papers)


def _add_or_remove(papers: Sequence[Paper], choice: dialogs.TagChoice, shelf: Shelf) -> Done:
    add, remove = ([choice.name], []) if choice.is_added else ([], [choice.name])
    return library.shelving.retag(shelf, papers, add, remove)


def _tags_of(papers: Sequence[Paper], shelf: Shelf) -> Counter[str]:
    return Counter(name for paper in papers for name in shelf.state(paper).tags)


def note(app: App[None], desk: Desk, papers: Sequence[Paper]) -> Opening:
    """Write a note on a paper, in a window."""
    return open_window(app, _note(app, desk, papers[0])) if can_change(app, desk, papers) else None


async def _note(app: App[None], desk: Desk, paper: Paper) -> None:
    before, draft = await desk.run(partial(_draft, paper))

    def keep(text: str | None) -> None:
        if text is not None:
            _keep_note(app, desk, paper, text, draft)

    app.clear_notifications()
    app.push_screen(dialogs.NoteScreen(library.shelving.title(paper), before, draft), keep)


def note_outside(app: App[None], desk: Desk, papers: Sequence[Paper]) -> None:
    """Write a note on a paper in the user's editor, while the reader waits."""
    if can_change(app, desk, papers):
        _start(app, _note_outside(app, desk, papers[0]))


async def _note_outside(app: App[None], desk: Desk, paper: Paper) -> None:
    before, draft = await desk.run(partial(_draft, paper))
    try:
        draft.edit_outside(before)
        with app.suspend():
            failure = system.failure_to_edit(draft.text_file, desk.editor)
        text = draft.text_outside()
    except (OSError, SuspendNotSupported) as error:
        draft.leave()  # if the editor has saved something, the next run takes it
        say(app, f"the note stays as it was: {reason_of(error)}", is_bad=True)
        return
    app.refresh(layout=True)
    if failure and text == before:
        say(app, f"the note stays as it was: {failure}", is_bad=True)
    _keep_note(app, desk, paper, text, draft)


def _draft(paper: Paper, shelf: Shelf) -> tuple[str, Draft]:
    before = shelf.state(paper).note
    return before, shelves.Draft(shelves.drafts_folder(shelf.path), paper, before)


def _keep_note(app: App[None], desk: Desk, paper: Paper, text: str, draft: Draft) -> None:
    if text == draft.before:
        draft.remove()
        return

    def change(shelf: Shelf) -> Done:
        return library.shelving.keep_note(shelf, paper, text, draft)

    _start(app, _do(app, [paper], _with_problem(desk, change)))


def undo(app: App[None], desk: Desk, times: int = 1) -> None:
    """Undo the last change of this run, or the last ones."""
    if can_change(app, desk):
        undone = _with_problem(desk, lambda shelf: library.shelving.repeated(shelf.undo, times))
        _start(app, _revert(app, "undone", undone))


def redo(app: App[None], desk: Desk, times: int = 1) -> None:
    """Do again what was undone last, one change or several."""
    if can_change(app, desk):
        redone = _with_problem(desk, lambda shelf: library.shelving.repeated(shelf.redo, times))
        _start(app, _revert(app, "done again", redone))


async def _revert(app: App[None], how: str, change: Outcome) -> None:
    done, problem = await change
    is_bad = bool(problem and done.what)
    say(app, library.shelving.reverted(how, done, problem), is_bad=is_bad)


def change(app: App[None], desk: Desk, papers: Sequence[Paper], verb: str, change: Change) -> None:
    """Change papers, or ask first if they are very many, and say what was done."""
    if not can_change(app, desk, papers):
        return

    def go_on(is_meant: bool | None) -> None:
        if is_meant:
            _start(app, _do(app, papers, _with_problem(desk, change)))

    if len(papers) <= library.shelving.MOST_UNASKED:
        go_on(True)
    else:
        app.push_screen(dialogs.ConfirmScreen(f"{verb} {counted(len(papers), 'paper')}?"), go_on)


def _with_problem(desk: Desk, change: Change) -> Outcome:
    """Begin a change; it is made even if the program ends at once."""
    return desk.run(lambda shelf: (change(shelf), shelf.problem))


async def _do(app: App[None], papers: Sequence[Paper], change: Outcome) -> None:
    if len(papers) > library.shelving.MOST_UNASKED:
        say(app, f"changing {counted(len(papers), 'paper')} …")
    done, problem = await change
    say(app, library.shelving.done_to(papers, done, problem), is_bad=bool(problem))


def can_change(app: App[None], desk: Desk, papers: Sequence[Paper] | None = None) -> bool:
    """Return whether papers can be changed, or say why not."""
    if not desk.is_there:
        say(app, "there is no shelf in this run", is_bad=True)
    elif papers is not None and (reason := library.shelving.why_not(papers)):
        say(app, reason, is_bad=True)
    else:
        return True
    return False


def _start(app: App[None], work: Coroutine[object, object, None]) -> None:
    """Do something that waits for the disk; the screen goes on meanwhile."""
    app.run_worker(work, group="shelf")


def open_window(app: App[None], work: Coroutine[object, object, None]) -> Opening:
    """Do what opens a window once the shelf has answered.

    Returns:
        What the key waits for, so that the next one reaches the window.
    """
    is_open = asyncio.Event()

    async def do() -> None:
        try:
            await work
        finally:
            is_open.set()

    async def wait() -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(is_open.wait(), _MOMENT)

    _start(app, do())
    return asyncio.ensure_future(wait())


ACTIONS: dict[str, Callable[[App[None], Desk, Sequence[Paper]], Opening]] = {
    "star": star,
    "read": mark_read,
    "tag": tag,
    "note": note,
    "note_outside": note_outside,
    "undo": lambda app, desk, _: undo(app, desk),
    "redo": lambda app, desk, _: redo(app, desk),
}
"""What the keys of the shelf do."""
