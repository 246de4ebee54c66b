"""Other forms of a word: its plural or singular, and how others spell it.

They mean the same: `networks` finds a network, `colour` color, `Schroedinger` Schrödinger. Forms
that are no words at all do no harm, since no paper holds them. What a word begins, as `net` begins
`nets`, needs no form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    (re.compile(pattern), replacement)
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
_UMLAUT = re.compile("[aou]")


def other_forms(word: str) -> Iterator[str]:
    """Return forms of a folded word other than itself, the same one perhaps more than once."""
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
