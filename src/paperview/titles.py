"""Telling papers without ids by what everybody calls them: title and first author."""

from __future__ import annotations

from paperview.fold import words
from paperview.paper import Paper, surname
from paperview.tex import to_text

_TELLING = 2
"""Words from which on a title tells a paper from others: not "Editorial", "Preface", "Erratum"."""
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))


def title_key(paper: Paper) -> str | None:
    """Return what is the same for two records only if these are of one paper; None without title.

    It is the title, the first author's surname and the first letter of the first name, all of them
    folded. Titles of one word do not tell enough: there the year counts, too.
    """
    title = words(paper.title) if paper.title else []
    if not title:
        return None
    year = str(paper.created.year) if paper.created and len(title) < _TELLING else ""
    return "\n".join((" ".join(title), _author(paper.authors[0]) if paper.authors else "", year))


def _author(name: str) -> str:
    """Return surname and initial of "Ann van One", "A. van One" and "van One, Ann"."""
    name = to_text(name)
    before, comma, behind = name.partition(",")
    if comma and not _SUFFIXES.issuperset(words(behind)):
        name = f"{behind} {before}"
    family, given = "".join(words(surname(name))), words(name)
    initial = given[0][0] if len(given) > 1 else ""
    return f"{family} {initial}"
