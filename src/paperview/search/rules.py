"""How far a token may be from the word it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paperview.search.clauses import Word

PART_FROM = 3
"""From how many letters on a part of a word is enough."""
SLIPS_FROM = {5: 1, 9: 2}
"""From how many letters on how many slips are forgiven."""
LAST_RESORT_FROM = 4
"""From how many letters on a token is given one slip more where nothing is found otherwise."""


def slips_for(word: Word, *, last_resort: bool = False) -> int:
    """Return how many slips a token is forgiven. Numbers are none: 2019 is not 2018 misspelt."""
    length = len(word.text)
    if not word.forgiving or not any(char.isalpha() for char in word.text):
        return 0
    slips = max((most for shortest, most in SLIPS_FROM.items() if length >= shortest), default=0)
    return slips + (last_resort and length >= LAST_RESORT_FROM)
