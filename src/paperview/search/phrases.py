"""Words next to each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from paperview.search import rank
from paperview.search.clauses import Phrase
from paperview.search.fields import ANYWHERE
from paperview.search.index import Index
from paperview.search.pieces import TITLE_BEGINS
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
    words = [index.vocabulary.whole(word) for word in phrase.words]
    numbers = [word for word in words if word is not None]
    if len(numbers) < len(words):
        return scores
    found = _found(index, phrase, numbers)
    for word in numbers:
        starts = index.postings.starts
        weights = index.postings.weights[starts[word] : starts[word + 1]]
        scores[index.holders(word)] += weights / np.float32(rank.WEIGHT_STEPS)
    rarity = rank.rarity(int(np.count_nonzero(found)), index.count)
    return scores * found * np.float32(rarity)


def _found(index: Index, phrase: Phrase, words: Sequence[int]) -> NDArray[np.bool_]:
    """Return which papers hold the words one right after the other in one of the fields."""
    candidates = np.ones(index.count, np.bool_)
    for word in words:
        holds = np.zeros(index.count, np.bool_)
        holds[index.holders(word)] = True
        candidates &= holds
    found = np.zeros(index.count, np.bool_)
    for papers, stream, begins in _streams(index, np.flatnonzero(candidates)):
        places = _places(stream, phrase, words)
        found[papers[np.searchsorted(begins, places, side="right") - 1]] = True
    return found


def _streams(index: Index, papers: Numbers) -> Iterator[tuple[Numbers, NDArray[np.int32], Numbers]]:
    """Return the words of at least some papers, as pairs: papers, their words, their beginnings."""
    if len(papers) * _MANY > index.count:
        starts = index.stream_starts
        for low in range(0, index.count, _PAPERS_AT_ONCE):
            high = min(low + _PAPERS_AT_ONCE, index.count)
            stream = index.stream[starts[low] : starts[high]]
            yield np.arange(low, high), stream, starts[low:high] - starts[low]
    else:
        for low in range(0, len(papers), _PAPERS_AT_ONCE):
            some = papers[low : low + _PAPERS_AT_ONCE]
            yield some, *index.streams(some)


def _places(stream: NDArray[np.int32], phrase: Phrase, words: Sequence[int]) -> Numbers:
    """Return where in a stream a phrase begins."""
    length = max(len(stream) - len(words) + 1, 0)
    follows = np.ones(length, np.bool_)
    for i, word in enumerate(words):
        follows &= stream[i : i + length] == word
    places = np.flatnonzero(follows)
    if phrase.first:
        places = places[stream[places - 1] == TITLE_BEGINS]
    elif phrase.fields != ANYWHERE:
        field_begins = np.flatnonzero(stream <= TITLE_BEGINS)
        marks = stream[field_begins[np.searchsorted(field_begins, places) - 1]]
        places = places[(1 << (TITLE_BEGINS - marks)) & int(phrase.fields) != 0]
    return places
