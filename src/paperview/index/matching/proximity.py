"""Proximity: how close the tokens of a query stand in a paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from paperview.index import scoring
from paperview.index.storage.index import Index
from paperview.index.storage.packing import Numbers
from paperview.index.storage.token_stream import TITLE_MARK, Tokens, decoded

_NO_TOKENS: Tokens = np.zeros(0, np.int32)

TermSet = Sequence[NDArray[np.bool_]]
"""Per shard, which terms of its dictionary are in the set."""
TermSets = Sequence[TermSet]


def proximity(
    index: Index, papers: Numbers, meant: TermSets, together: Mapping[int, TermSet]
) -> NDArray[np.float32]:
    """Return per paper from 0 to 1 how close the query's tokens follow each other.

    For every two neighbouring tokens the smallest distance in words, in the order of the query and
    within one text, counts as its inverse, and more for two in the title, in any order; the paper's
    proximity is the mean over those pairs.

    Args:
        index: the index.
        papers: the papers to look at, ascending.
        meant: per token, in the order of the query, the terms that it means.
        together: for some tokens, the terms that mean it and the next one in one word.
    """
    if len(meant) < 2 or not len(papers):
        return np.zeros(len(papers), np.float32)
    stream, begins, tokens = _streams(index, papers, [*meant, *together.values()])
    both = dict(zip(together, tokens[len(meant) :], strict=True))
    return _proximity(stream, begins, tokens[: len(meant)], both)


def titled(index: Index, papers: Numbers, meant: TermSets) -> NDArray[np.int64]:
    """Return per paper how many of the query's tokens have a word of their own in its title.

    Args:
        index: the index.
        papers: the papers to look at, ascending.
        meant: per token the terms that it means.
    """
    counts = np.zeros(len(papers), np.int64)
    if not len(papers):
        return counts
    stream, begins, tokens = _streams(index, papers, meant)
    is_word = stream >= 0
    marks = np.flatnonzero(~is_word)
    for token in tokens:
        counts += _titled(stream, marks, begins, np.flatnonzero(token & is_word))
    # Two tokens may mean the same word: `decision decisions`.
    words = _in_titles(stream, marks, np.flatnonzero(reduce(np.logical_or, tokens) & is_word))
    held = begins.searchsorted(words, side="right") - 1
    return np.minimum(counts, np.bincount(held, minlength=len(papers)))


def _streams(
    index: Index, papers: Numbers, sets: TermSets
) -> tuple[NDArray[np.int32], Numbers, list[NDArray[np.bool_]]]:
    """Return the words and marks of some papers, one behind the other.

    Returns:
        The terms in reading order, where each paper begins in them, and per set of terms which of
        them it has.
    """
    held = []
    for i, shard in enumerate(index.shards):
        for segment in shard.segments:
            low, high = np.searchsorted(papers, (segment.first, segment.first + len(segment)))
            if low < high:
                held.append((i, segment, segment.stream.chosen(papers[low:high] - segment.first)))
    # Decoded together: each call takes some time, and the segments may have few papers each.
    lengths = np.array([len(part.codes) for _, _, part in held])
    numbers, ends = decoded(np.concatenate([part.codes for _, _, part in held]))
    code_ends = np.cumsum(lengths)
    begins = np.concatenate(
        [part.begins + start for (_, _, part), start in zip(held, code_ends - lengths, strict=True)]
    )
    token_ends = ends.searchsorted(code_ends)
    streams: list[list[Tokens]] = [[] for _ in index.shards]
    for (i, segment, _), some in zip(held, np.split(numbers, token_ends[:-1]), strict=True):
        streams[i].append(segment.named_in_shard(some))
    by_shard = [np.concatenate([_NO_TOKENS, *some]) for some in streams]
    tokens = [
        np.concatenate(
            [
                terms.take(stream, mode="clip")
                for terms, stream in zip(shards, by_shard, strict=True)
            ]
        )
        for shards in sets
    ]
    return np.concatenate(by_shard), ends.searchsorted(begins), tokens


def _proximity(
    stream: NDArray[np.int32],
    begins: Numbers,
    tokens: Sequence[NDArray[np.bool_]],
    together: Mapping[int, NDArray[np.bool_]],
) -> NDArray[np.float32]:
    """Return the proximity in the papers whose terms begin at some positions of a stream.

    Args:
        stream: words and marks.
        begins: per paper: where its words begin.
        tokens: per token: which of the words in the stream it means.
        together: for some tokens: which words mean it and the next one.
    """
    total = np.zeros(len(begins), np.float32)
    if not len(stream):
        return total
    # The mark before each word that is meant: few words are, so that they are looked up one by one.
    is_mark = stream < 0
    marks = np.flatnonzero(is_mark)
    positions = [np.flatnonzero(meant > is_mark) for meant in tokens]
    titled = [_titled(stream, marks, begins, some) for some in positions]
    least = np.float32(scoring.CLOSE_IN_TITLE)
    for i, (before, after) in enumerate(pairwise(positions)):
        closest = least * (titled[i] & titled[i + 1])
        if i in together:
            in_one = np.flatnonzero(together[i] > is_mark)
            closest[begins.searchsorted(in_one, side="right") - 1] = 1
        if len(before):
            # The word before this one: a word is not its own neighbour where both tokens mean it.
            index = before.searchsorted(after) - 1
            last = before[index]
            text = marks[marks.searchsorted(after) - 1]
            is_near = (index >= 0) & (last > text)
            near, last = after[is_near], last[is_near]
            inverse = (1 / (near - last)).astype(np.float32)
            in_title = stream[text[is_near]] == TITLE_MARK
            elsewhere = inverse * np.float32(scoring.CLOSE_ELSEWHERE)
            inverse = np.where(in_title, least + (1 - least) * inverse, elsewhere)
            np.maximum.at(closest, begins.searchsorted(near, side="right") - 1, inverse)
        total += closest
    return total / np.float32(len(tokens) - 1)


def _titled(
    stream: NDArray[np.int32], marks: Numbers, begins: Numbers, positions: Numbers
) -> NDArray[np.bool_]:
    """Return per paper whether its title has one of some positions in a stream."""
    titled = np.zeros(len(begins), np.bool_)
    in_title = _in_titles(stream, marks, positions)
    titled[begins.searchsorted(in_title, side="right") - 1] = True
    return titled


def _in_titles(stream: NDArray[np.int32], marks: Numbers, positions: Numbers) -> Numbers:
    """Return those of some positions in a stream that are in titles."""
    texts = marks[marks.searchsorted(positions) - 1]
    found: Numbers = positions[stream[texts] == TITLE_MARK]
    return found
