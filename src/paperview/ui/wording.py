"""What the screen says about its state, in the project's words."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from paperview.search.results import Results
from paperview.sources.files import Source


def counted(count: int, thing: str) -> str:
    """Return "1 paper", "2,000 papers"."""
    return f"{count:,} {thing}{'s' * (count != 1)}"


def pile(sources: Sequence[Source], is_seeds: bool, count: int, marked: int, is_whole: bool) -> str:
    """Say what is open."""
    if is_seeds:
        name = "seeds"
    elif len(sources) == 1:
        name = sources[0].name.rpartition("/")[2]
    else:
        name = f"{len(sources)} files"
    parts = [counted(count, "paper") + ("" if is_whole else " so far, reading"), name]
    if marked:
        parts.append(f"{marked:,} marked")
    return " · ".join(parts)


def problems(count: int) -> str:
    """Say how many problems there are, if any."""
    return f"! {counted(count, 'problem')}" if count else ""


_WIDE = 60
"""Columns from which the count says how long the answer took."""


def count_of(results: Results, papers: int, is_waiting: bool, width: int) -> str:
    """Say how many papers were found among how many, and in what time."""
    if is_waiting:
        return "indexing …"
    found, searched = f"{len(results):,}", f"{results.searched:,}"
    so_far = " so far" if results.searched < papers else ""
    if not results.query.clauses:
        return f"{found}{so_far}"
    time = f" · {results.seconds * 1000:.1f} ms" if width >= _WIDE else ""
    return f"{found} of {searched}{so_far}{time}"


def note_on(results: Results) -> Content:
    """Say what was forgiven or misunderstood."""
    notes = [
        Content.assemble(
            (fix.typed, "strike $quiet"), " → ", (fix.meant + "?" * fix.beyond, "bold $match")
        )
        for fix in results.corrections
    ]
    notes += [Content.styled(mistake, "$warning") for mistake in results.query.mistakes]
    return Content(" · ").join(notes)


def why_none(results: Results) -> list[str]:
    """Say, in lines, why the list is empty and what would fill it."""
    hint = results.hint
    if hint is None or not hint.count:
        return ["Nothing matches."]
    return ["Nothing matches.", f"Without {hint.without}: {counted(hint.count, 'paper')}."]
