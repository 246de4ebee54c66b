"""How close together the tokens of a query stand in a paper."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from paperview.index.storage.index import Index
from paperview.index.storage.term_dictionary import Numbers

Meanings = Sequence[Sequence[NDArray[np.bool_]]]


def closeness(index: Index, papers: Numbers, meanings: Meanings) -> NDArray[np.float32]:
    """Return per paper from 0 to 1 how close the query's tokens follow each other.

    For every two neighbouring tokens the smallest distance in words, in the order of the query and
    within one text, counts as its inverse; the paper's closeness is the mean over those pairs.

    Args:
        index: the index.
        papers: the papers to look at, ascending.
        meanings: per token, in the order of the query, per volume, which words of its vocabulary
            the token means.
    """
    total = np.zeros(len(papers), np.float32)
    if len(meanings) < 2 or not len(papers):
        return total
    streams, meant, begins, length = [], [], [], 0
    for place, volume in enumerate(index.volumes):
        for segment in volume.segments:
            low, high = np.searchsorted(papers, (segment.first, segment.first + len(segment)))
            if low == high:
                continue
            own, own_begins = segment.streams(papers[low:high] - segment.first)
            stream = segment.common(own)
            streams.append(stream)
            begins.append(own_begins + length)
            length += len(stream)
            meant.append([some[place].take(stream, mode="clip") for some in meanings])
    tokens = [np.concatenate(some) for some in zip(*meant, strict=True)]
    return _closeness(np.concatenate(streams), np.concatenate(begins), tokens)


def _closeness(
    stream: NDArray[np.int32], begins: Numbers, tokens: Sequence[NDArray[np.bool_]]
) -> NDArray[np.float32]:
    """Return the closeness of the papers whose words begin at some places of a stream.

    Args:
        stream: words and marks.
        begins: per paper: where its words begin.
        tokens: per token: which of the words in the stream it means.
    """
    total = np.zeros(len(begins), np.float32)
    if not len(stream):
        return total
    # A paper without words has no closeness: what it is given is the mark of another's beginning
    # or end, where no token stands.
    begins = np.minimum(begins, len(stream) - 1)
    is_word = stream >= 0
    places = np.arange(len(stream))
    text_begin = np.maximum.accumulate(np.where(is_word, 0, places))
    for before, after in pairwise([meant & is_word for meant in tokens]):
        last = np.maximum.accumulate(np.where(before, places, -1))
        # The word before this one: a word is not its own neighbour where both tokens mean it.
        last = np.append(-1, last[:-1])
        near = after & (last > text_begin)
        inverse = np.where(near, 1 / np.maximum(places - last, 1), 0).astype(np.float32)
        total += np.maximum.reduceat(inverse, begins)
    return total / np.float32(len(tokens) - 1)
