"""Comparing a paper's title with a reference: where it stands there, and how alike they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from rapidfuzz.distance import OSA, Levenshtein

from paperview.lazy import lazy_pattern
from paperview.references.reading import Gap, Reading
from paperview.text.differences import COMMON, differences

_LEAST_ALIKE = 0.72
"""The least share of letters that a reference's title has in common with the paper's."""
_LEAST_BEGUN = 0.96
"""The same where nothing tells where the title ends."""
_ROOM = 14
"""Letters by which both may differ in length."""
_SLIP_FROM, _TWO_SLIPS_FROM = 4, 9
"""Letters of a word from which on one letter, or two, may be wrong."""
_WORDS_PER_SLIP = 6
_LOSABLE_FROM = 4
"""Words of a title from which on one may be missing."""
_NUMBER = lazy_pattern(r"[0-9].*|[ivx]+|[a-z]|part|vol|volume|appendix")
"""Words that tell a work from another one of the same title."""
_FURTHER = lazy_pattern(r"[0-9]+|[ivx]{2,}|i|part")
"""Words behind a title that make it the title of another work."""
_YEAR = lazy_pattern(r"(?:18|19|20)[0-9]{2}[a-z]?")
_RARER = 20
"""How much rarer than a word that with a slip must be: other papers may have the slip, too."""
_BEFORE_ANOTHER = frozenset(
    (
        *("addendum", "comment", "comments", "correction", "corrections", "corrigendum"),
        *("discussion", "erratum", "errata", "reply", "rejoinder", "response", "review"),
    )
)
"""Words before a title that make it the title of another work."""
_BEHIND_NAMES = frozenset(("al", "others", "jr", "sr", "ed", "eds"))
_PUNCTUATION = frozenset(".,:;)]")
_FAR = 4
"""Words before a title among which they are looked for."""
_BEHIND_COMMA = frozenset(
    (
        *("in", "arxiv", "to", "submitted", "accepted", "preprint", "pp", "vol", "no", "and"),
        *("chapter", "unpublished", "phd", "online"),
    )
)
"""Words in small letters that may come behind a title and a comma."""


class Likeness(IntEnum):
    """How alike two titles are."""

    NO = 0
    BEGUN = 1
    """The reference does not tell where the title ends."""
    MAIN = 2
    """The reference lacks the subtitle."""
    LOSS = 3
    """A word is missing, or is in the plural."""
    SLIP = 4
    """Some letters are wrong."""
    SAME = 5


class Titled(NamedTuple):
    """Where a title stands in a reference."""

    likeness: Likeness
    start: int = 0
    """The first word."""
    end: int = 0
    """The word behind it."""


class Title(NamedTuple):
    """The title of a paper, in folded words."""

    words: tuple[str, ...]
    main: int
    """How many of them come before the subtitle; 0 without one."""


def find(
    title: Title,
    reading: Reading,
    is_name: Callable[[str], bool],
    frequency: Callable[[str], int],
) -> Titled:
    """Return where and how well a title stands in a reference.

    Args:
        title: the paper's.
        reading: the reference.
        is_name: whether a word is of an author's name, which a title may follow.
        frequency: gives how many papers have a word.
    """
    best = _best(title.words, reading, is_name, frequency)
    if best.likeness < Likeness.LOSS and 0 < title.main < len(title.words):
        main = _best(title.words[: title.main], reading, is_name, frequency)
        # A longer title goes on behind the main one, in the same way or in another.
        is_cut = reading.signs[main.end].strip()[:1] not in (":", "-", "–", "—", "(")
        is_part = any(map(_FURTHER.fullmatch, title.words[title.main :]))
        if main.likeness >= Likeness.SLIP and is_cut and not is_part:
            best = max(best, main._replace(likeness=Likeness.MAIN))
    return best


def _best(
    title: Sequence[str],
    reading: Reading,
    is_name: Callable[[str], bool],
    frequency: Callable[[str], int],
) -> Titled:
    letters = "".join(title)
    if not letters:
        return Titled(Likeness.NO)
    found = Titled(Likeness.NO)
    for start, end, is_closed in _runs(title, reading):
        tokens = reading.tokens[start:end]
        least = _LEAST_ALIKE if is_closed else _LEAST_BEGUN
        alike = Levenshtein.normalized_similarity(letters, "".join(tokens), score_cutoff=least)
        if not alike or not _may_begin(reading, start, is_name):
            continue
        likeness = _likeness(title, tokens, frequency) if _may_end(reading, end) else Likeness.NO
        if not is_closed:
            likeness = Likeness.BEGUN if likeness >= Likeness.SLIP else Likeness.NO
        found = max(found, Titled(likeness, start, end))
    return found


def _runs(title: Sequence[str], reading: Reading) -> Iterator[tuple[int, int, bool]]:
    """Give the parts of a reference that a title may be.

    They begin behind a sign, and end before one or, as a makeshift, where the title would end.
    """
    letters = "".join(title)
    lengths = list(map(len, reading.tokens))
    least, most = len(letters) - max(_ROOM, len(letters) // 4), len(letters) + _ROOM
    for start, gap in enumerate(reading.gaps[:-1]):
        if gap is Gap.NONE:
            continue
        length = 0
        for end in range(start + 1, len(lengths) + 1):
            length += lengths[end - 1]
            if length > most:
                break
            if reading.gaps[end] is not Gap.NONE:
                if length >= least:
                    yield start, end, True
            elif abs(length - len(letters)) <= 1 and reading.tokens[end - 1] == title[-1]:
                yield start, end, False


def _may_begin(reading: Reading, start: int, is_name: Callable[[str], bool]) -> bool:
    """Return whether a title may begin with a word: behind the authors, or a strong sign."""
    before = reading.tokens[max(0, start - _FAR) : start]
    if not _BEFORE_ANOTHER.isdisjoint(before):
        return False
    if reading.gaps[start] is Gap.STRONG:
        return True
    has_sign = not _PUNCTUATION.isdisjoint(reading.signs[start])
    if _YEAR.fullmatch(before[-1]) and not has_sign:
        start -= 1  # "Ba J 2014 Adam", but not "The 2014 workshop"
        has_sign = True
    return start > 0 and has_sign and _ends_names(reading, start, is_name)


def _ends_names(reading: Reading, start: int, is_name: Callable[[str], bool]) -> bool:
    """Return whether the word before another one is the last of some names, or a year."""
    last = reading.tokens[start - 1]
    is_end = last in _BEHIND_NAMES or reading.is_initials(start - 1) or last[:4].isdigit()
    return is_end or is_name(last)


def _may_end(reading: Reading, end: int) -> bool:
    """Return whether a title may end before a word, and does not go on behind a comma or colon."""
    if reading.gaps[end] is Gap.STRONG:
        return True
    following = reading.typed[end]
    if reading.signs[end].strip()[:1] == ":" or _FURTHER.fullmatch(following.lower()):
        return bool(_YEAR.fullmatch(following))
    return not following[:1].islower() or following.lower() in _BEHIND_COMMA


def _likeness(
    title: Sequence[str], tokens: Sequence[str], frequency: Callable[[str], int]
) -> Likeness:
    """Compare two titles word by word."""
    slips = lost = plurals = 0
    for part, other_part in differences(title, tokens):
        words, others = title[part], tokens[other_part]
        if "".join(words) == "".join(others):
            continue  # joined or split in another way
        if COMMON.issuperset(words) and COMMON.issuperset(others):
            continue
        if _numbers(words) != _numbers(others):
            return Likeness.NO
        mine, theirs = _telling(words) or words, _telling(others) or others
        if not theirs and _are_losable(title, part):
            lost += len(_telling(mine))
        elif _is_plural("".join(mine), "".join(theirs)):
            plurals += 1
        elif _is_slip("".join(mine), theirs, frequency):
            slips += 1
        else:
            return Likeness.NO
    lost += plurals
    if lost > 1 or (lost and len(title) < _LOSABLE_FROM):
        return Likeness.NO
    if slips > 1 + len(title) // _WORDS_PER_SLIP:
        return Likeness.NO
    return Likeness.LOSS if lost else Likeness.SLIP if slips else Likeness.SAME


def _telling(words: Sequence[str]) -> Sequence[str]:
    return [word for word in words if word not in COMMON]


def _numbers(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in COMMON and _NUMBER.fullmatch(word)]


def _are_losable(title: Sequence[str], part: slice) -> bool:
    """Return whether some words may have been forgotten: common ones, or one in the middle."""
    words = _telling(title[part])
    if not words:
        return True
    is_within = part.start > 0 and part.stop < len(title)
    return is_within and part.stop - part.start == 1 and not _NUMBER.fullmatch(words[0])


def _is_slip(mine: str, theirs: Sequence[str], frequency: Callable[[str], int]) -> bool:
    """Return whether some letters are wrong, and not another word is meant."""
    typed = "".join(theirs)
    if not theirs or any(map(str.isdigit, mine + typed)) or len(mine) < _SLIP_FROM:
        return False
    most = 2 if len(mine) >= _TWO_SLIPS_FROM else 1
    if OSA.distance(mine, typed, score_cutoff=most) > most:
        return False
    return _RARER * frequency(typed) <= frequency(mine)


def _is_plural(mine: str, typed: str) -> bool:
    return f"{mine}s" == typed or f"{typed}s" == mine
