"""Names of people: surnames, suffixes, and how many names are shortened."""

from __future__ import annotations

import re

from paperview.lazy import lazy_pattern
from paperview.model.analysis import words
from paperview.tex import to_text

SUFFIX = r"(?i:[js]r\.?|iii?|iv)"
"""A suffix of a surname, as an expression."""
_SUFFIX = lazy_pattern(SUFFIX)
OTHERS = frozenset(("others", "et al", "et al."))
"""Words for authors who are not named, in small letters."""
_GROUP = lazy_pattern(r"\b(?:collaboration|consortium|group|team)$", re.IGNORECASE)
_MOST_AUTHORS = 3
"""More are shortened to the first and "et al."."""


def is_suffix(word: str) -> bool:
    """Return whether a word is "Jr.", "III" or the like."""
    return len(word) <= len("III") and _SUFFIX.fullmatch(word) is not None


def is_group(name: str) -> bool:
    """Return whether a name is that of a group of people, which has no surname."""
    return _GROUP.search(name) is not None


def surname(name: str) -> str:
    """Return the last word of a name, leaving out suffixes; empty for no name."""
    parts = name.split()
    return next((one for one in reversed(parts) if not is_suffix(one)), "".join(parts[-1:])).rstrip(
        ","
    )


def given_first(name: str) -> str:
    """Return "Ann van One" for "van One, Ann"."""
    before, comma, behind = name.partition(",")
    return f"{behind} {before}" if comma and not all(map(is_suffix, words(behind))) else name


def author_key(name: str) -> str:
    """Return surname and initial of "Ann van One", "A. van One" and "van One, Ann", folded."""
    name = given_first(to_text(name))
    family, given = "".join(words(surname(name))), words(name)
    initial = given[0][0] if len(given) > 1 else ""
    return f"{family} {initial}"


def authors_line(authors: tuple[str, ...], most: int = _MOST_AUTHORS) -> str:
    """Join names with commas; past the most allowed, give the first and "et al."."""
    if len(authors) > most:
        return f"{to_text(authors[0])} et al."
    return ", ".join(to_text(author) for author in authors)
