"""Changes to the shelf as a reader makes them, and what is said of them, in one line each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from paperview import shelf as shelves
from paperview.model.paper import UNREADABLE, Paper
from paperview.tex import to_text
from paperview.text.ascii import own
from paperview.text.sanitize import clean, counted

if TYPE_CHECKING:
    from paperview.shelf.drafts import Draft
    from paperview.shelf.shelf import Done, Shelf

MOST_UNASKED = 1000
"""Papers that are changed without a question."""
_MOST_AT_ONCE = 100_000
"""Papers that are changed in one step; more take minutes, and gigabytes of memory."""
_TITLE = 60
"""Characters of a title that a message repeats."""


# --- changes


def toggle_star(shelf: Shelf, papers: Sequence[Paper]) -> Done:
    """Star papers; if all of them are starred, take the stars away."""
    return shelf.star(papers, on=not all(shelf.state(paper).is_starred for paper in papers))


def toggle_read(shelf: Shelf, papers: Sequence[Paper]) -> Done:
    """Mark papers as read; if all of them are, as unread."""
    return shelf.mark_read(papers, on=not all(shelf.state(paper).is_read for paper in papers))


def retag(
    shelf: Shelf, papers: Sequence[Paper], add: Sequence[str], remove: Sequence[str] = ()
) -> Done:
    """Add tags to papers and remove others; the outcome names them."""
    done = shelf.tag(papers, add, remove)
    parts = (("tagged", add), ("no longer tagged", remove))
    did = "; ".join(f"{what} {', '.join(tags)}" for what, tags in parts if tags)
    return done._replace(what=did) if done.what else done


def settle(shelf: Shelf, papers: tuple[Paper, Paper], *, are_same: bool) -> Done:
    """Merge two papers, because they are one work, or remember that they are not."""
    done = shelf.merge(papers) if are_same else shelf.keep_apart(*papers)
    return done._replace(papers=len(papers))


def keep_note(shelf: Shelf, paper: Paper, text: str, draft: Draft) -> Done:
    """Put a note that was written as a draft on the shelf."""
    shelf.changed()  # another program may have changed the note meanwhile
    note = shelf.state(paper).note
    done = shelf.note(paper, shelves.with_changes(note, draft.before, text))
    if shelf.problem is None:
        draft.remove()
    else:  # the next run puts the draft on the shelf
        with suppress(OSError):
            draft.save(text)
    return done


def repeated(revert: Callable[[], Done], times: int) -> Done:
    """Undo or redo so many times, or until nothing is left; return one outcome for all."""
    changes = [revert()]
    while changes[-1].what and len(changes) < times:
        changes.append(revert())
    changes = [done for done in changes if done.what] or changes
    if len(changes) == 1:
        return changes[0]
    skipped = sum(done.skipped for done in changes)
    return changes[0]._replace(what=counted(len(changes), "change"), papers=0, skipped=skipped)


# --- what is said


def why_not(papers: Sequence[Paper]) -> str | None:
    """Say why papers can't be changed; None if they can."""
    if not papers:
        return "no paper to change"
    if len(papers) == 1 and papers[0] is UNREADABLE:
        return "this paper can't be read any more: its file was changed, or reloaded"
    if len(papers) > _MOST_AT_ONCE:
        return f"{len(papers):,} papers at once are too many; mark {_MOST_AT_ONCE:,} at most"
    return None


def done_to(papers: Sequence[Paper], done: Done, problem: str | None) -> str:
    """Say what a change did to papers, and why it can't be saved, if it can't."""
    if not done.what:
        said = "nothing to change"
    elif len(papers) == 1:
        said = f"{done.what}: {title(papers[0])}"
    elif done.papers == len(papers):
        said = f"{done.what}: {counted(done.papers, 'paper')}"
    else:
        said = f"{done.what}: {done.papers:,} of {counted(len(papers), 'paper')}"
    return said + _unsaved(problem)


def done_to_filter(name: str, done: Done, problem: str | None) -> str:
    """Say what a change did to a saved filter, and why it can't be saved, if it can't."""
    said = f"{done.what}: {clean(name)}" if done.what else "nothing to change"
    return said + _unsaved(problem)


def reverted(how: str, done: Done, problem: str | None) -> str:
    """Say what was undone, or done again."""
    if not done.what:
        return f"nothing to be {how}"
    papers = f", {counted(done.papers, 'paper')}" if done.papers else ""
    stays = "; what another program has changed since stays" if done.skipped else ""
    return f"{how}: {done.what}{papers}{stays}{_unsaved(problem)}"


def _unsaved(problem: str | None) -> str:
    """Say behind a change why it can't be saved; nothing if it was."""
    return f" (in this run alone: {problem})" if problem else ""


def opened(problem: str | None, recovered: Sequence[Paper]) -> str:
    """Say what is wrong with the shelf, or which notes a killed program had not finished."""
    if problem:
        return f"stars, tags and notes can't be saved: {problem}"
    if len(recovered) == 1:
        return f"an unfinished note was kept: {title(recovered[0])}"
    return f"unfinished notes were kept: {counted(len(recovered), 'paper')}" if recovered else ""


def synced(taken_in: int, problem: str | None) -> str:
    """Say what came from the folder of notes, or what is wrong with it."""
    if problem:
        return f"notes are on the shelf alone: {clean(problem)}"
    return f"{counted(taken_in, 'note')} edited outside taken in" if taken_in else ""


def title(paper: Paper) -> str:
    """Return a paper's title, or what stands for it, as far as a message repeats it."""
    whole = clean(to_text(paper.title or paper.label))
    return whole if len(whole) <= _TITLE else f"{whole[: _TITLE - 1]}{own('…')}"
