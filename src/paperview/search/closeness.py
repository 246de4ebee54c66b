"""How close together the tokens of a query stand in a paper."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from paperview.search.index import Index
from paperview.search.vocabulary import Numbers


def closeness(
    index: Index, papers: Numbers, meanings: list[NDArray[np.bool_]]
) -> NDArray[np.float32]:
    """Return per paper from 0 to 1 how close the query's tokens follow each other.

    For every two neighbouring tokens the smallest distance in words, in the order of the query and
    within one text, counts as its inverse; the paper's closeness is the mean over those pairs.

    Args:
        index: the index.
        papers: the papers to look at.
        meanings: per token, in the order of the query, which words of the vocabulary it means.
    """
    if len(meanings) < 2 or not len(papers):
        return np.zeros(len(papers), np.float32)
    stream, begins = index.streams(papers)
    places = np.arange(len(stream))
    text_begin = np.maximum.accumulate(np.where(stream < 0, places, 0))
    total = np.zeros(len(papers), np.float32)
    for before, after in zip(meanings, meanings[1:], strict=False):
        last = np.maximum.accumulate(np.where(_means(stream, before), places, -1))
        # The word before this one: a word is not its own neighbour where both tokens mean it.
        last = np.concatenate(([-1], last[:-1]))
        near = _means(stream, after) & (last > text_begin)
        inverse = np.where(near, 1 / np.maximum(places - last, 1), 0).astype(np.float32)
        total += np.maximum.reduceat(inverse, begins)
    return total / np.float32(len(meanings) - 1)


def _means(stream: NDArray[np.int32], meaning: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return meaning[np.maximum(stream, 0)] & (stream >= 0)
