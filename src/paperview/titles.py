"""Telling papers without ids by what everybody calls them: title and first author."""

from __future__ import annotations

import re

from paperview.fold import words
from paperview.paper import Paper, surname
from paperview.tex import to_text

_TELLING = 3
"""Words from which on a title tells a paper from others: not "Preface", nor "Book Review"."""
_SIGNS = re.compile(r"(?<=\w)[+#]+")
"""What tells C++ from C, and is no letter."""
_YEAR = re.compile("1[89]..|20..")
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))


def title_key(paper: Paper) -> str | None:
    """Return what is the same for two records only if these are of one paper, or `stand_apart`.

    It is the title, the first author's surname and the first letter of the first name, all of them
    folded. Titles of few words do not tell enough: there the year counts, too. None without title
    or author.
    """
    title = words(paper.title) if paper.title and paper.authors else []
    if not paper.title or not title:
        return None
    signs = "".join(_SIGNS.findall(to_text(paper.title)))
    year = str(paper.created.year) if paper.created and len(title) < _TELLING else ""
    return "\n".join((" ".join(title), signs, _author(paper.authors[0]), year))


def stand_apart(first: Paper, second: Paper) -> bool:
    """Whether two papers stand at different places of one journal.

    A column, or a report, may have the same title and author there year after year. Years alone
    tell nothing: a paper may have one of its first appearance, and one of its issue.
    """
    if not first.journal_ref or not second.journal_ref:
        return False
    places = []
    for ref in (first.journal_ref, second.journal_ref):
        parts = words(ref)
        numbers = {part for part in parts if part.isdecimal() and not _YEAR.fullmatch(part)}
        places.append(([part for part in parts if not part.isdecimal()], numbers))
    (name, numbers), (other_name, other_numbers) = places
    one_tells_more = numbers <= other_numbers or other_numbers <= numbers
    return name == other_name and not one_tells_more


def _author(name: str) -> str:
    """Return surname and initial of "Ann van One", "A. van One" and "van One, Ann"."""
    name = to_text(name)
    before, comma, behind = name.partition(",")
    if comma and not _SUFFIXES.issuperset(words(behind)):
        name = f"{behind} {before}"
    family, given = "".join(words(surname(name))), words(name)
    initial = given[0][0] if len(given) > 1 else ""
    return f"{family} {initial}"
