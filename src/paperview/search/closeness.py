"""How close together the tokens of a query stand in a paper."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from paperview.search.index import Index
from paperview.search.vocabulary import Numbers


def closeness(
    index: Index, papers: Numbers, meanings: Sequence[NDArray[np.bool_]]
) -> NDArray[np.float32]:
    """Return per paper from 0 to 1 how close the query's tokens follow each other.

    For every two neighbouring tokens the smallest distance in words, in the order of the query and
    within one text, counts as its inverse; the paper's closeness is the mean over those pairs.

    Args:
        index: the index.
        papers: the papers to look at.
        meanings: per token, in the order of the query, which words of the vocabulary it means.
    """
    total = np.zeros(len(papers), np.float32)
    stream, begins = index.streams(papers)
    if len(meanings) < 2 or not len(stream):
        return total
    # A paper without words has no closeness: what it is given is the mark of another's beginning
    # or end, where no token stands.
    begins = np.minimum(begins, len(stream) - 1)
    is_word = stream >= 0
    places = np.arange(len(stream))
    text_begin = np.maximum.accumulate(np.where(is_word, 0, places))
    meant = [meaning.take(stream, mode="clip") & is_word for meaning in meanings]
    for before, after in pairwise(meant):
        last = np.maximum.accumulate(np.where(before, places, -1))
        # The word before this one: a word is not its own neighbour where both tokens mean it.
        last = np.append(-1, last[:-1])
        near = after & (last > text_begin)
        inverse = np.where(near, 1 / np.maximum(places - last, 1), 0).astype(np.float32)
        total += np.maximum.reduceat(inverse, begins)
    return total / np.float32(len(meanings) - 1)
