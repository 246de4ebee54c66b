"""Papers that a command reads to their end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from paperview.library.collection import Collection
from paperview.sources.source import Source
from paperview.system import streams
from paperview.text.sanitize import clean, counted


def collected(sources: Sequence[Source], shelf: Path | None = None) -> Collection:
    """Return the papers of some sources, with remarks on the work told on standard error.

    Args:
        sources: where the papers are read from.
        shelf: the file of the user's shelf, for `is:starred` and the like.
    """
    return Collection(sources, shelf, lambda note: streams.tell(clean(note)))


def note_on_problems(papers: Collection, where: str = "what was read") -> str:
    """Return what is told of problems in some papers; empty if there are none."""
    if not papers.problem_count:
        return ""
    return f"{counted(papers.problem_count, 'problem')} in {where}; paperview check FILE says where"
