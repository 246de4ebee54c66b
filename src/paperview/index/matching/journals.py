"""Journal matching: papers of a journal, whose name is abbreviated in many ways."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from paperview.index import scoring
from paperview.index.fields import NOT_ABBREVIATED, Field, code_of
from paperview.index.query.tree import Journal
from paperview.index.storage.index import Index
from paperview.index.storage.segment import Segment
from paperview.index.storage.term_dictionary import TermDictionary, TermRange

_SHORTEST = 2
"""Letters of an abbreviation, but for the "J." of a journal: others are sections, as in "A"."""
_WEIGHT = 0.1
"""How much a word of the journal counts: that of its field."""


def journal_scores(index: Index, journal: Journal) -> NDArray[np.float32]:
    """Return per paper a score above 0 if its journal has the words in a row, else 0.

    A word stands for all that begin with it, and for those that it begins with: `phys rev` is the
    Physical Review, `physical review` also Phys. Rev.
    """
    found = np.zeros(index.count, np.bool_)
    for shard in index.shards:
        meant = [_meant(shard.dictionary, word) for word in journal.words]
        left_out = [_term(shard.dictionary, word) for word in NOT_ABBREVIATED]
        for segment in shard.segments:
            block = found[segment.first : segment.first + len(segment)]
            block |= _found(
                segment,
                [_are_in(segment, ranges) for ranges in meant],
                _are_in(segment, left_out),
            )
    rarity = scoring.rarity(int(np.count_nonzero(found)), index.indexed)
    return found * np.float32(rarity * _WEIGHT * len(journal.words))


def _meant(dictionary: TermDictionary, word: str) -> list[TermRange]:
    """Return the terms that a word or its abbreviation may be."""
    shortest = 1 if word == "journal" else _SHORTEST
    shorter = [_term(dictionary, word[:end]) for end in range(shortest, len(word))]
    return [dictionary.prefix_range(word), *shorter]


def _term(dictionary: TermDictionary, word: str) -> TermRange:
    number = dictionary.find(word)
    return (0, 0) if number is None else (number, number + 1)


def _are_in(segment: Segment, ranges: Sequence[TermRange]) -> NDArray[np.bool_]:
    """Return per local term whether it is in one of some ranges."""
    are_in = np.zeros(segment.postings.terms, np.bool_)
    for each in ranges:
        low, high = segment.local_range(*each)
        are_in[low:high] = True
    return are_in


def _found(
    segment: Segment, meant: Sequence[NDArray[np.bool_]], left_out: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return which papers have terms in a row in their journal's name, some words left out.

    Args:
        segment: the segment.
        meant: per word, per local term: whether it stands for the word.
        left_out: per local term: whether it is left out.
    """
    found = np.zeros(len(segment), np.bool_)
    papers = np.flatnonzero(segment.present & int(Field.JOURNAL))
    if not len(papers) or not len(left_out):
        return found
    stream, begins = segment.stream.of_field(papers, code_of(Field.JOURNAL))
    of_paper = np.repeat(papers, np.diff(np.append(begins, len(stream))))
    is_left = (stream < 0) | ~left_out.take(stream, mode="clip")
    stream, of_paper = stream[is_left], of_paper[is_left]
    starts = max(0, len(stream) - len(meant) + 1)
    follow = of_paper[:starts] == of_paper[len(of_paper) - starts :]
    for i, terms in enumerate(meant):
        tokens = stream[i : i + starts]
        follow &= (tokens >= 0) & terms.take(tokens, mode="clip")
    found[of_paper[:starts][follow]] = True
    return found
