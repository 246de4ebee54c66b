"""What every reader says of what is open, in one line each."""

from __future__ import annotations

from collections.abc import Sequence

from paperview.sources.problem import SourceError
from paperview.text.sanitize import counted

_QUICK = 5_000
"""Papers that are written in less than a second, at least."""


def session(names: Sequence[str], *, is_seeds: bool) -> str:
    """Name what is open, given the names of its sources."""
    if is_seeds:
        return "seeds"
    return names[0].rpartition("/")[2] if len(names) == 1 else f"{len(names)} files"


def marked(count: int, results: int) -> str:
    """Say how many papers are marked now, and how many of them may be out of sight."""
    if not count:
        return "no paper is marked"
    are = "is" if count == 1 else "are"
    beside = f"; the filter shows {results:,}" if count > results else ""
    return f"{counted(count, 'paper')} {are} marked{beside}"


def reloaded(count: int, stale: Sequence[SourceError]) -> str:
    """Say what is shown after a reload, and for which files it is older."""
    if stale:
        return f"{'; '.join(map(str, stale))}; its papers stay as they were"
    return f"reloaded: {counted(count, 'paper')}"


def lost(count: int) -> str:
    """Say how many marked papers a reload did not find again."""
    return f"{count:,} marked papers were not found again"


def unlisted(count: int) -> str:
    """Say how many problems there are beyond those that are listed, and what lists them."""
    return f"{count:,} more problems than here: paperview check lists them"


def writing(count: int, name: str) -> str:
    """Say that papers are being written to a file, if that takes a while; nothing otherwise."""
    return f"writing {count:,} papers to {name} …" if count > _QUICK else ""


def nearly(*, is_listed: bool) -> str:
    """Say whether papers that nearly match are listed from now on."""
    state = "listed" if is_listed else "left out"
    return f"papers that lack a word are {state}, where few match"
