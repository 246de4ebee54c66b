"""Telling papers without ids by what everybody calls them: title and first author."""

from __future__ import annotations

import re
from hashlib import blake2b

from paperview.model.analysis import words
from paperview.model.paper import Paper, surname
from paperview.tex import to_text

NO_DOI, NO_ID = 0, 1
"""What stands for the key of a DOI: where there is none; and where there is no arXiv id either."""
TELLING = 3
"""Words from which on a title tells a paper from others: not "Preface", nor "Book Review"."""
SIGNS = re.compile(r"(?<=\w)[+#]+")
"""What tells C++ from C, and is no letter."""
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))


def title_key(paper: Paper) -> str | None:
    """Return what is the same for two records only if these are of one work, or stand apart.

    It is the title, the first author's surname and the first letter of the first name, all of them
    folded. Titles of few words do not tell enough: there the year counts, too. None without title
    or author.
    """
    title = words(paper.title) if paper.title and paper.authors else []
    if not paper.title or not title:
        return None
    signs = "".join(SIGNS.findall(to_text(paper.title)))
    year = str(paper.created.year) if paper.created and len(title) < TELLING else ""
    return "\n".join((" ".join(title), signs, author_key(paper.authors[0]), year))


def author_key(name: str) -> str:
    """Return surname and initial of "Ann van One", "A. van One" and "van One, Ann", folded."""
    name = given_first(to_text(name))
    family, given = "".join(words(surname(name))), words(name)
    initial = given[0][0] if len(given) > 1 else ""
    return f"{family} {initial}"


def given_first(name: str) -> str:
    """Return "Ann van One" for "van One, Ann"."""
    before, comma, behind = name.partition(",")
    return f"{behind} {before}" if comma and not _SUFFIXES.issuperset(words(behind)) else name


def identity_hash(identity: str) -> int:
    """Return a number of 64 bits, the same in every run and never `NO_DOI` or `NO_ID`, for an id.

    Of three million ids two share a number with a probability of 2e-7.

    Args:
        identity: what papers are merged by: the base of an arXiv id, the key of a DOI, or the key
            of title and first author.
    """
    digest = blake2b(identity.encode(), digest_size=8).digest()
    return max(int.from_bytes(digest, "little"), NO_ID + 1)
