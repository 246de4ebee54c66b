"""Rules of matching that need no index: edit distances, other forms of a word, authors' names.

Other forms of a word are its plural or singular, and how others spell it: `networks` finds a
network, `colour` color, `Schroedinger` Schrödinger. A form that is not a word does no harm, because
no paper contains it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from paperview.lazy import lazy_pattern

if TYPE_CHECKING:
    from paperview.index.query.tree import Word


SUBSTRING_FROM = 3
"""Letters from which a token may be a substring of a term."""
KEYWORD_PART_FROM = 6
"""Characters from which a token may be what follows the first slash of a DOI."""
EDITS_FROM = {5: 1, 9: 2}
"""How many edits are allowed in a token, by the letters from which they are."""
LAST_RESORT_FROM = 4
"""Letters from which a token is allowed one more edit where nothing is found otherwise."""
MOST_EDITS = 2
"""Edits allowed at most, unless the token matches nothing at all with fewer: looking for more among
millions of terms takes a tenth of a second, and is hardly ever right."""


def edits_allowed(word: Word, *, last_resort: bool = False, alone: bool = False) -> int:
    """Return how many edits are allowed in a token. In a number it is none.

    Args:
        word: the token.
        last_resort: whether the query finds nothing otherwise.
        alone: whether the token matches nothing otherwise.
    """
    length = len(word.text)
    if not word.forgiving or not any(char.isalpha() for char in word.text):
        return 0
    edits = max((most for shortest, most in EDITS_FROM.items() if length >= shortest), default=0)
    more = edits + (length >= LAST_RESORT_FROM)
    if alone:
        return more
    return min(more, MOST_EDITS) if last_resort else edits


def is_whole(typed: str, word: str) -> bool:
    """Return whether a typed word matches a word of an author's name; initials match by prefix."""
    return word.startswith(typed) if len(typed) == 1 else word == typed


def stands_for(typed: str, word: str) -> bool:
    """Return whether a typed word of a name matches an author's word or its initial."""
    return is_whole(typed, word) or word == typed[0]


def is_named(author: Sequence[str], typed: Sequence[str]) -> bool:
    """Return whether an author has a name, its words in any order.

    Each typed word must match a different word of the author's name. If some match only an initial,
    the author's surname (the last word that is not an initial) must be typed in full: "John Ellis"
    is J. Ellis, but neither John E. Roberts nor E. Johnson.
    """
    held = [word for word in author if any(stands_for(some, word) for some in typed)]
    if len(held) < len(typed) or not all(
        any(stands_for(some, word) for word in held) for some in typed
    ):
        return False
    wholes = [word for word in held if any(is_whole(some, word) for some in typed)]
    surname = next((word for word in reversed(author) if len(word) > 1), "")
    return surname in typed or all(any(is_whole(some, word) for word in wholes) for some in typed)


FORMS_FROM = 4
"""Letters from which a word has other forms."""

_ENDINGS = (
    ("ies", "y"),
    ("y", "ies"),
    ("yses", "ysis"),
    ("ysis", "yses"),
    ("eses", "esis"),
    ("esis", "eses"),
    ("re", "er"),
    ("er", "re"),
)
_PLURALS_IN_ES = ("ses", "xes", "zes", "ches", "shes")
_NO_PLURALS = ("ss", "us", "is", "ies")
_SPELLINGS = tuple(
    (lazy_pattern(pattern), replacement)
    for pattern, replacement in (
        (r"is(?=(?:e[ds]?|ing|ations?|ers?)$)", "iz"),
        (r"iz(?=(?:e[ds]?|ing|ations?|ers?)$)", "is"),
        (r"(?<=[a-z]{2})our", "or"),
        (r"(?<=[a-z]{2})or(?=$|s$|ed$|ing|al|ful|hood|able|ite|less)", "our"),
        (r"(?<=[aeiou])ll(?=(?:ed|ing|ers?)$)", "l"),
        (r"(?<=[^aeiou][aeiou])l(?=(?:ed|ing|ers?)$)", "ll"),
        (r"(?<=[aou])e", ""),
    )
)
_UMLAUT = lazy_pattern("[aou]")


def other_forms(word: str) -> Iterator[str]:
    """Give other forms of a folded word, perhaps one of them more than once."""
    if len(word) < FORMS_FROM or not word.isalpha():
        return
    for ending, other in _ENDINGS:
        if word.endswith(ending):
            yield word.removesuffix(ending) + other
    if word.endswith(_PLURALS_IN_ES):
        yield word[:-2]
    if word.endswith("s") and not word.endswith(_NO_PLURALS):
        yield word[:-1]
    for pattern, replacement in _SPELLINGS:
        other, count = pattern.subn(replacement, word)
        if count:
            yield other
    for match in _UMLAUT.finditer(word):
        yield f"{word[: match.end()]}e{word[match.end() :]}"
