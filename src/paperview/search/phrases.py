"""Words next to each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from paperview.search import rank
from paperview.search.clauses import Phrase
from paperview.search.fields import ANYWHERE
from paperview.search.index import Index
from paperview.search.pieces import TITLE_BEGINS
from paperview.search.segment import Segment
from paperview.search.vocabulary import Numbers

_PAPERS_AT_ONCE = 5000
"""How many papers' words are looked through together: bounds the memory at some MB."""
_MANY = 4
"""From one paper in so many on, the words of all are looked through where they lie."""


def phrase_scores(index: Index, phrase: Phrase) -> NDArray[np.float32]:
    """Return per paper a score above 0 where a phrase stands in it, as written, else 0.

    It is worth as much as its words would be, were each as rare as the whole.
    """
    scores = np.zeros(index.count, np.float32)
    for volume in index.volumes:
        words = [volume.vocabulary.whole(word) for word in phrase.words]
        numbers = [word for word in words if word is not None]
        if len(numbers) < len(words):
            continue
        for segment in volume.segments:
            own = [segment.own(number) for number in numbers]
            held = [number for number in own if number is not None]
            if len(held) == len(own):
                some = scores[segment.first : segment.first + len(segment)]
                some += _weights(segment, phrase, held)
    rarity = rank.rarity(int(np.count_nonzero(scores)), index.indexed)
    return scores * np.float32(rarity)


def _weights(segment: Segment, phrase: Phrase, words: Sequence[int]) -> NDArray[np.float32]:
    """Return per paper what the words of a phrase weigh there together, 0 where it is not."""
    weights = np.zeros(len(segment), np.float32)
    starts = segment.postings.starts
    for word in words:
        some = segment.postings.weights[starts[word] : starts[word + 1]]
        weights[segment.holders(word)] += some / np.float32(rank.WEIGHT_STEPS)
    return weights * _found(segment, phrase, words)


def _found(segment: Segment, phrase: Phrase, words: Sequence[int]) -> NDArray[np.bool_]:
    """Return which papers hold the words one right after the other in one of the fields."""
    found = np.zeros(len(segment), np.bool_)
    # The shortest first: what is left of it is all that is looked for in the others.
    holders = sorted((segment.holders(word) for word in set(words)), key=len)
    candidates = reduce(_both, holders).astype(np.int64)
    for papers, stream, begins in _streams(segment, candidates):
        places = _places(stream, phrase, words)
        found[papers[np.searchsorted(begins, places, side="right") - 1]] = True
    return found


def _both(some: NDArray[np.uint16], others: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Return what is in both of two ascending arrays."""
    if not len(others):
        return others
    near = np.minimum(np.searchsorted(others, some), len(others) - 1)
    both: NDArray[np.uint16] = some[others[near] == some]
    return both


def _streams(
    segment: Segment, papers: Numbers
) -> Iterator[tuple[Numbers, NDArray[np.int32], Numbers]]:
    """Return the words of at least some papers, as pairs: papers, their words, their beginnings."""
    if len(papers) * _MANY > len(segment):
        starts = segment.stream_starts.astype(np.int64)
        for low in range(0, len(segment), _PAPERS_AT_ONCE):
            high = min(low + _PAPERS_AT_ONCE, len(segment))
            stream = segment.stream[starts[low] : starts[high]]
            yield np.arange(low, high), stream, starts[low:high] - starts[low]
    else:
        for low in range(0, len(papers), _PAPERS_AT_ONCE):
            some = papers[low : low + _PAPERS_AT_ONCE]
            yield some, *segment.streams(some)


def _places(stream: NDArray[np.int32], phrase: Phrase, words: Sequence[int]) -> Numbers:
    """Return where in a stream a phrase begins."""
    length = max(len(stream) - len(words) + 1, 0)
    places = np.flatnonzero(stream[:length] == words[0])
    for i, word in enumerate(words[1:], 1):
        places = places[stream[places + i] == word]
    if phrase.first:
        places = places[stream[places - 1] == TITLE_BEGINS]
    elif phrase.fields != ANYWHERE:
        field_begins = np.flatnonzero(stream <= TITLE_BEGINS)
        marks = stream[field_begins[np.searchsorted(field_begins, places) - 1]]
        places = places[(1 << (TITLE_BEGINS - marks)) & int(phrase.fields) != 0]
    return places
