"""Comparing the authors of a paper with those that a reference names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

from rapidfuzz.distance import OSA

from paperview.model.analysis import words
from paperview.model.names import given_first, surname
from paperview.model.paper import Paper
from paperview.references.reading import Reading, outside
from paperview.tex import to_text
from paperview.text.combining import is_alphabetic

_MOST_NAMES, _MOST_SURNAMES = 1000, 40
"""Authors whose names are known, and who are looked for in a reference."""
_MOST_MISSING = 0.4
"""The share of the authors that a reference may leave out without saying "et al."."""
_MOST_FOREIGN = 0.34
"""The share of the words before the title that may be no names of the authors."""
_SLIP_FROM = 5
"""Letters of a name from which on one may be wrong."""
_NO_NAMES = frozenset(
    (
        *("and", "und", "et", "al", "others", "jr", "sr", "ii", "iii", "ed", "eds", "editor"),
        *("editors", "the", "van", "von", "de", "der", "den", "la", "le", "di", "da", "dos", "del"),
        *("el", "bin", "ben", "collaboration", "in", "with", "by", "anonymous", "unknown"),
    )
)


class Agreement(IntEnum):
    """How far authors agree."""

    NONE = 0
    """Other people are named."""
    UNKNOWN = 1
    """Nobody is named."""
    SOME = 2
    GOOD = 3


class People(NamedTuple):
    """The authors of a paper."""

    surnames: tuple[str, ...]
    words: frozenset[str]
    """All words of their names."""
    total: int
    """How many there are."""


def people_of(paper: Paper) -> People:
    """Return the authors of a paper in folded words."""
    names = [given_first(to_text(name)) for name in paper.authors[:_MOST_NAMES]]
    surnames = (
        next((last for last in reversed(words(surname(name))) if _is_name(last)), "")
        for name in names[:_MOST_SURNAMES]
    )
    return People(
        tuple(filter(None, surnames)),
        frozenset(word for name in names for word in words(name)),
        len(paper.authors),
    )


def is_held(name: str, words: Iterable[str]) -> bool:
    """Return whether a name is among some words, perhaps with a wrong letter."""
    if name in words:
        return True
    if len(name) < _SLIP_FROM:
        return False
    return any(
        abs(len(word) - len(name)) <= 1 and OSA.distance(name, word, score_cutoff=1) <= 1
        for word in words
    )


def agreement(people: People, reading: Reading, start: int, end: int) -> Agreement:
    """Compare a paper's authors with the words of a reference around the title.

    Args:
        people: the paper's authors.
        reading: the reference.
        start: the first word of the title.
        end: the word behind it.
    """
    named = frozenset(outside(reading, start, end))
    before = [
        word
        for i, word in enumerate(reading.tokens[:start])
        if _is_name(word) and (word in people.words or not reading.is_initials(i))
    ]
    held = [is_held(name, named) for name in people.surnames]
    if not any(held):
        is_nobody = not before and not (people.surnames and _names_behind(reading, end))
        return Agreement.UNKNOWN if is_nobody else Agreement.NONE
    foreign = sum(not is_held(word, people.words) for word in before)
    if foreign > max(1, _MOST_FOREIGN * len(before)):
        return Agreement.SOME if held[0] and foreign * 2 <= len(before) else Agreement.NONE
    missing = held.count(False)
    is_complete = missing <= _MOST_MISSING * len(held) or reading.has_others
    return Agreement.GOOD if held[0] and is_complete else Agreement.SOME


def _names_behind(reading: Reading, end: int) -> Sequence[str]:
    return [
        word
        for word, typed in zip(reading.tokens[end:], reading.typed[end:], strict=True)
        if _is_name(word) and typed[:1].isupper()
    ]


def _is_name(word: str) -> bool:
    return len(word) > 1 and is_alphabetic(word) and word not in _NO_NAMES
