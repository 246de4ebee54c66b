"""The word that was probably meant by one with a slip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Final

from paperview.text.sanitize import clean

_LIKENESS: Final = 0.7
"""The similarity, from 0 to 1, from which on one word is taken for another."""
_BEGINNING: Final = 2
"""Letters of a beginning that stands for a whole word, at least."""


def closest(word: str, choices: Iterable[str], also: Mapping[str, str] | None = None) -> str | None:
    """Return which of some words was probably meant, if any.

    Args:
        word: what was typed.
        choices: the words there are; of those that begin so, the first is meant.
        also: other names of some of them.
    """
    word = word.casefold()
    choices = list(choices)
    if also and word in also:
        return also[word]
    if len(word.strip("-")) >= _BEGINNING:
        longer = [one for one in choices if one.casefold().startswith(word)]
        if longer:
            return longer[0]
    folded = {one.casefold(): one for one in reversed(choices)}
    found = get_close_matches(word, folded, 1, _LIKENESS)
    return folded[found[0]] if found else None


def did_you_mean(meant: str | None) -> str:
    """Return the question to put behind a message; nothing if nothing was meant."""
    return f"; did you mean {clean(meant)}?" if meant else ""
