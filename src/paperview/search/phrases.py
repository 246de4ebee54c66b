"""Words next to each other."""

from __future__ import annotations

from functools import reduce

import numpy as np
from numpy.typing import NDArray

from paperview.search import rank
from paperview.search.index import Index
from paperview.search.query import ANYWHERE, Phrase
from paperview.search.vocabulary import Numbers

_PAPERS_AT_ONCE = 20_000
"""How many papers' words are looked through together: bounds the memory at some tens of MB."""


def phrase_scores(index: Index, phrase: Phrase) -> NDArray[np.float32]:
    """Return per paper a score above 0 where a phrase stands in it, as written, else 0."""
    scores = np.zeros(index.count, np.float32)
    words = [index.vocabulary.whole(word) for word in phrase.words]
    numbers = [word for word in words if word is not None]
    if len(numbers) < len(words):
        return scores
    holders = [_holders(index, word) for word in numbers]
    candidates = reduce(lambda one, other: np.intersect1d(one, other, True), holders)
    for start in range(0, len(candidates), _PAPERS_AT_ONCE):
        some = candidates[start : start + _PAPERS_AT_ONCE]
        holding = some[_hold(index, some, numbers, int(phrase.fields))]
        scores[holding] = 1
    rarity = rank.rarity(int(np.count_nonzero(scores)), index.count)
    for word in numbers:
        places = slice(index.starts[word], index.starts[word + 1])
        scores[index.papers[places]] *= 1 + index.weights[places]
    return scores * np.float32(rarity)


def _holders(index: Index, word: int) -> Numbers:
    return index.papers[index.starts[word] : index.starts[word + 1]].astype(np.int64)


def _hold(index: Index, papers: Numbers, words: list[int], fields: int) -> NDArray[np.bool_]:
    """Return which papers hold the words one right after the other in one of the fields."""
    stream, begins = index.streams(papers)
    length = len(stream) - len(words) + 1
    follows = np.ones(max(length, 0), np.bool_)
    for i, word in enumerate(words):
        follows &= stream[i : i + length] == word
    places = np.flatnonzero(follows)
    if fields != ANYWHERE:
        field_begins = np.flatnonzero(stream <= -2)
        codes = -2 - stream[field_begins[np.searchsorted(field_begins, places) - 1]]
        places = places[np.left_shift(1, codes) & fields != 0]
    holding = np.zeros(len(papers), np.bool_)
    holding[np.searchsorted(begins, places, side="right") - 1] = True
    return holding
