"""How far a token may be from the word it means."""

from __future__ import annotations

PART_FROM = 3
"""From how many letters on a part of a word is enough."""
SLIPS_FROM = {5: 1, 9: 2}
"""From how many letters on how many slips are forgiven."""
LAST_RESORT_FROM = 4
"""From how many letters on a token is given one slip more where nothing is found otherwise."""


def slips_for(token: str, *, last_resort: bool = False) -> int:
    """Return how many slips a token is forgiven. Numbers are none: 2019 is not 2018 misspelt."""
    if not any(char.isalpha() for char in token):
        return 0
    slips = max((most for length, most in SLIPS_FROM.items() if len(token) >= length), default=0)
    return slips + (last_resort and len(token) >= LAST_RESORT_FROM)
