"""Two texts compared word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from rapidfuzz.distance import Levenshtein

COMMON: Final = frozenset(
    (
        *("a", "an", "the", "of", "on", "in", "for", "and", "to", "with", "by", "from", "at", "as"),
        *("some", "is", "und", "et", "de", "la", "le", "les", "des", "der", "die", "das"),
    )
)
"""Words in which two writings of one title may differ."""


def differences(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[slice, slice]]:
    """Give the parts of two texts that are not the same: where each begins and ends in both."""
    steps = groupby(Levenshtein.opcodes(one, other), key=lambda step: step.tag == "equal")
    for is_equal, some in steps:
        if not is_equal:
            first, *others = some
            last = others[-1] if others else first
            yield slice(first.src_start, last.src_end), slice(first.dest_start, last.dest_end)
