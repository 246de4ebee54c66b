"""Opening the files of a run again, as they are now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from paperview.library.session import Event, Session
from paperview.sources.problem import SourceError
from paperview.sources.request import Request
from paperview.sources.source import Opened, Source
from paperview.text.sanitize import clean, reason_of


class NotOpenedError(Exception):
    """The files can't be shown as they are now; the message says why."""


class Reopened(NamedTuple):
    """Files as they are now."""

    session: Session
    opened: Opened
    """The sources, as they are now or as they were before, and the errors."""
    stale: list[SourceError]
    """Errors of files that can't be read now; their papers stay as they were read before."""


def reopen(
    request: Request, shown: Sequence[Source], report: Callable[[Event], object]
) -> Reopened:
    """Open files again, and read the first papers.

    Args:
        request: what is opened.
        shown: the sources that were read of it before.
        report: takes the new session's events, from any thread.

    Raises:
        NotOpenedError: if that can't be done.
    """
    try:
        opened = request.open()
        if not opened.sources:
            raise NotOpenedError("; ".join(map(str, opened.errors)) or "there is no file any more")
        stale = _keep_unreadable(opened, shown)
        return Reopened(Session(opened.sources, report), opened, stale)
    except OSError as error:
        raise NotOpenedError(f"can't be opened ({reason_of(error)})") from error


def require_papers(session: Session) -> None:
    """Make sure that there are papers, or will be.

    Raises:
        NotOpenedError: if all is read, and there are none.
    """
    if session.is_over and not len(session.store):
        why = map(str, session.problems[:1])
        raise NotOpenedError("; ".join(why) or "there are no papers any more")


def _keep_unreadable(opened: Opened, shown: Sequence[Source]) -> list[SourceError]:
    """Keep the earlier papers of files that can't be read now: they may be half-written.

    Files that are gone take their papers along.
    """
    stale: list[SourceError] = []
    errors = (*opened.errors, *opened.passed_over)
    for index, source in enumerate(shown):
        error = next((one for one in errors if _is_of(source, one.problem.source)), None)
        if error is None or not any(_is_of(source, clean(path)) for path in opened.stamps):
            continue
        if not source.outlives_its_file:
            raise NotOpenedError(str(error))
        opened.sources.insert(index, source)
        if error not in stale:
            stale.append(error)
    return stale


def _is_of(source: Source, name: str) -> bool:
    """Return whether a source is a file of this name, or in an archive of this name."""
    return source.name == name or source.name.startswith(f"{name}:")
