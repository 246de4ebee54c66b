"""Candidate pairs: papers with an id in common, among millions.

Ids are numbers of 64 bits here, as in `paperview.sources.jsonl.scan`; 0 stands for none.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from paperview.library.store.records import RecordKeys, RecordRange
from paperview.model.identity import NO_ID

Keys = NDArray[np.uint64]
Numbers = NDArray[np.int64]


class CandidateKeys:
    """The keys of all papers: ids, and title and author of papers without ids."""

    def __init__(self, ranges: Sequence[RecordRange]) -> None:
        """Take all records; they must not grow meanwhile."""
        parts = [_columns(some.records.comparison_keys()) for some in ranges]
        self._arxiv_ids, self._titles = (
            np.concatenate([part[side] for part in parts]) for side in (0, 1)
        )
        keys, numbers = [], []
        for range_, (arxiv_ids, _, others) in zip(ranges, parts, strict=True):
            for some, indexes in ((arxiv_ids, np.flatnonzero(arxiv_ids)), *others):
                keys.append(some[indexes] if some is arxiv_ids else some)
                numbers.append(indexes + range_.first)
        self._keys, self._numbers = np.concatenate(keys), np.concatenate(numbers)

    def groups(self) -> tuple[tuple[Numbers, Numbers], list[list[int]]]:
        """Return the papers that have an id in common, or title and author if they have none.

        Returns:
            pairs of duplicates, whose titles are the same and long enough; and groups of
            candidates, whose records have to be compared.
        """
        order = np.argsort(self._keys, kind="stable")
        keys, numbers = self._keys[order], self._numbers[order]
        starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
        sizes = np.diff(np.concatenate([starts, [len(keys)]]))
        starts, sizes = starts[sizes > 1], sizes[sizes > 1]
        if not len(starts):
            return (np.empty(0, np.int64), np.empty(0, np.int64)), []
        members = np.repeat(starts, sizes) + _counted(sizes)
        group = np.repeat(np.arange(len(starts)), sizes)
        papers = numbers[members]
        firsts = numbers[starts][group]
        titles, ids = self._titles[papers], self._arxiv_ids[papers]
        is_same = (titles != 0) & (titles == self._titles[firsts])
        is_same &= ids == self._arxiv_ids[firsts]
        begins = np.cumsum(sizes) - sizes
        is_plain = np.logical_and.reduceat(is_same, begins)
        is_linked = ~is_plain
        while is_linked.any():  # what has a paper in common with others is compared with them
            is_compared = np.isin(papers, papers[is_linked[group]])
            is_linked = is_plain & np.logical_or.reduceat(is_compared, begins)
            is_plain &= ~is_linked
        is_pair = is_plain[group] & (papers != firsts)
        others = [
            sorted(set(numbers[start : start + size].tolist()))
            for start, size in zip(starts[~is_plain], sizes[~is_plain], strict=True)
        ]
        return (firsts[is_pair], papers[is_pair]), [some for some in others if len(some) > 1]


def connect(
    plain: tuple[Numbers, Numbers],
    pairs: Sequence[tuple[int, int]],
    joined: Sequence[tuple[int, int]],
    in_memory: Sequence[RecordRange],
) -> tuple[tuple[array[int], array[int]], list[tuple[int, int]]]:
    """Connect pairs of papers that are the same.

    Args:
        plain: pairs of papers, as `CandidateKeys.groups` gives them.
        pairs: further pairs.
        joined: further pairs, whose papers are looked at one by one.
        in_memory: the ranges whose papers are looked at one by one.

    Returns:
        The papers that others are merged into when they are read, ascending, each with one of
        these; and the pairs that are merged one by one.
    """
    further = np.array([*pairs, *joined], np.int64).reshape(-1, 2)
    numbers, firsts = components(
        (
            np.concatenate([plain[0], further[:, 0]]),
            np.concatenate([plain[1], further[:, 1]]),
        )
    )
    is_single = np.isin(numbers, [number for pair in joined for number in pair])
    for some in in_memory:
        is_single |= (numbers >= some.first) & (numbers < some.end)
    is_single = np.isin(firsts, firsts[is_single])
    is_pair = ~is_single & (numbers != firsts)
    into, others = firsts[is_pair], numbers[is_pair]
    order = np.lexsort((others, into))
    lazily = (
        array("I", into[order].astype(np.uint32).tobytes()),
        array("I", others[order].astype(np.uint32).tobytes()),
    )
    at_once = zip(firsts[is_single].tolist(), numbers[is_single].tolist(), strict=True)
    return lazily, list(at_once)


def components(pairs: tuple[Numbers, Numbers]) -> tuple[Numbers, Numbers]:
    """Return the papers that pairs link, ascending, and for each of them the first of these."""
    numbers, indexes = np.unique(np.concatenate(pairs), return_inverse=True)
    first, second = np.split(indexes.reshape(-1), 2)
    labels = np.arange(len(numbers))
    while True:
        least = np.minimum(labels[first], labels[second])
        before = labels.copy()
        np.minimum.at(labels, first, least)
        np.minimum.at(labels, second, least)
        labels = labels[labels]
        if np.array_equal(labels, before):
            return numbers, numbers[labels]


_Part = tuple[Keys, NDArray[np.uint32], list[tuple[Keys, Numbers]]]
"""Per paper the arXiv id and the title; and further keys, with the indexes of their papers."""


def _columns(records: RecordKeys) -> _Part:
    # Copies: an array can't grow while it is looked at.
    own, dois = (np.frombuffer(some[:], np.uint64) for some in (records.keys, records.doi_keys))
    again = np.frombuffer(records.duplicate_doi_keys[:], np.uint64)
    numbers = np.frombuffer(records.duplicate_numbers[:], np.uint32)[: len(again)].astype(np.int64)
    is_without = dois == NO_ID
    titles = np.frombuffer(records.title_marks[:], np.uint32)[: len(own)]
    titles = np.where(is_without, np.uint32(0), titles)
    arxiv_ids = np.where(is_without | (own == dois), np.uint64(0), own)
    has_doi, has_further = np.flatnonzero(dois > NO_ID), np.flatnonzero(again > NO_ID)
    titled = np.flatnonzero(is_without & (own != 0))
    return (
        arxiv_ids,
        titles,
        [
            (dois[has_doi], has_doi),
            (again[has_further], numbers[has_further]),
            (own[titled], titled),
        ],
    )


def _counted(sizes: Numbers) -> Numbers:
    """Return 0, 1, 2 ... for each size, one behind the other."""
    ends = np.cumsum(sizes)
    return np.arange(ends[-1]) - np.repeat(ends - sizes, sizes)
