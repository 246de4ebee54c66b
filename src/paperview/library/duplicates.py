"""Possible duplicates: pairs of papers that are probably one work, but were not merged.

Candidates come from the index: papers with the same first author's surname whose titles have the
same words, but for one word or an addition at the end. Each pair is then read and compared: other
numbers, authors, editions or abstracts, and words such as "erratum", tell works apart. A pair that
is missing costs less than one that is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from paperview.index.storage.index import Index
from paperview.index.storage.segment import Segment
from paperview.model.analysis import words
from paperview.model.identity import (
    ANOTHER_WORK,
    TELLING,
    Evidence,
    editions_differ,
    evidence,
    stand_apart,
)
from paperview.model.paper import Paper
from paperview.text.differences import COMMON, differences

_MOST_ALIKE = 24
"""Papers with the same title and surname that are compared pairwise; more are columns, or talks."""
_MOST_PAIRS = 50_000
"""Candidates that are read: about ten seconds' work."""
_AT_ONCE = 250_000
"""Papers whose keys are sorted at once: some 100 MB."""
_TITLE = 0
"""The code of the title in the index."""
_LONG = 4
"""Words of a title that may go on in another one."""
_SAME, _ALIKE, _UNLIKE = 88, 75, 60
"""Likeness of abstracts from 0 to 100: from the first on one title may have a word more, from the
second on they are of one work, below the last they are not. Two on one subject have about 50."""
_ABSTRACT = 2000
"""Letters of an abstract that are compared."""
_SHARED_PEOPLE = 0.5
"""The least share of authors in common."""
_SLIP_FROM, _TWO_SLIPS_FROM = 5, 9
"""Letters of a word from which on one letter, or two, may be wrong."""
_OTHER = np.uint64(0x9E3779B97F4A7C15)
"""Makes another hash of a surname than of the same word in a title."""

_Keys = NDArray[np.uint64]
_Numbers = NDArray[np.int64]
_Papers = NDArray[np.uint32]


class Pair(NamedTuple):
    """Two papers that are probably one work."""

    first: int
    second: int
    why: str
    """What they have in common, in a few words."""


class PossibleDuplicates:
    """Finds pairs of papers that are probably one work, step by step."""

    def __init__(
        self,
        index: Index,
        paper: Callable[[int], Paper],
        is_settled: Callable[[Paper, Paper], bool],
    ) -> None:
        """Take where to look.

        Args:
            index: of the papers.
            paper: gives a paper by its number.
            is_settled: whether the user has said already that two papers are one work, or are not.
        """
        self._index = index
        self._paper = paper
        self._is_settled = is_settled
        self.remark = ""
        """What follows the number of pairs in a message if not all candidates are compared."""
        self.progress = 0.0
        """How much is done, from 0 to 1."""

    def __iter__(self) -> Iterator[Pair | None]:
        """Give the pairs; None where a step found none, so that the caller can stop."""
        pairs = yield from self._candidates()
        if len(pairs) > _MOST_PAIRS:
            self.remark = f"; only {_MOST_PAIRS:,} candidates were compared"
        for first, second in pairs[:_MOST_PAIRS].tolist():
            one, other = self._paper(first), self._paper(second)
            why = likeness(one, other)
            is_new = why and not self._is_settled(one, other)
            yield Pair(first, second, why) if is_new else None

    def _candidates(self) -> Generator[None, None, _Papers]:
        """Return the pairs of papers whose titles and first authors are nearly the same.

        It takes about a second for 100,000 papers, half a minute for a million.
        """
        index = self._index
        parts = 1 + index.indexed // _AT_ONCE
        step = 1 / max(1, sum(1 for _ in index.segments) * (parts + 1))
        segments = []
        wholes = np.zeros(0, np.uint64)
        for segment, terms in _hashed(index):
            segments.append((segment, terms))
            wholes = np.append(wholes, _whole_keys(segment, terms))
            self.progress += step
            yield
        wholes.sort()
        found = [np.zeros((0, 2), np.uint32)]
        for part in range(parts):
            keys, papers = [np.zeros(0, np.uint64)], [np.zeros(0, np.uint32)]
            for segment, terms in segments:
                some, of = _keys(segment, terms, wholes)
                chosen = (some % np.uint64(parts) == part) & index.found[of]
                keys.append(some[chosen])
                papers.append(of[chosen])
                self.progress += step
                yield
            found.append(_pairs(np.concatenate(keys), np.concatenate(papers)))
            yield
        return np.unique(np.concatenate(found), axis=0)


def likeness(first: Paper, second: Paper) -> str:
    """Return why two papers are probably one work; empty if they are not."""
    one, other = evidence(first), evidence(second)
    if min(len(one.title), len(other.title)) < TELLING or not _have_same_people(one, other):
        return ""
    if editions_differ(one, other) or one.is_book != other.is_book:
        return ""
    are_preprints = bool(one.arxiv_id and other.arxiv_id)
    if not _titles(one, other, _SAME, are_preprints=are_preprints):
        return ""  # abstracts take longer
    abstracts = _abstracts(first, second)
    if abstracts is not None and abstracts < _UNLIKE:
        return ""
    are_alike = abstracts is not None and abstracts >= _ALIKE
    if not are_alike and (are_preprints or stand_apart(one, other)):
        return ""
    title = _titles(one, other, abstracts, are_preprints=are_preprints)
    said = (title, _versions(first, second), "same abstract" if are_alike else "")
    return ", ".join(filter(None, said)) if title else ""


def _versions(first: Paper, second: Paper) -> str:
    """Say what the two are, as far as that is known."""
    if first.arxiv_id and second.arxiv_id:
        return "two arXiv ids"
    if first.arxiv_id or second.arxiv_id:
        return "preprint and journal"
    return "two DOIs" if first.doi and second.doi else ""


# --- candidates


def _hashed(index: Index) -> Iterator[tuple[Segment, _Keys]]:
    """Give the segments, each with the hashes of its terms."""
    for shard in index.shards:
        of_shard = np.fromiter(map(hash, shard.dictionary), np.int64).astype(np.uint64)
        for segment in shard.segments:
            yield segment, of_shard[segment.ordinals_of(0, segment.postings.terms)]


def _title_tokens(segment: Segment, terms: _Keys) -> tuple[_Numbers, _Keys, _Numbers, _Keys]:
    """Return the titles of a segment, and its papers that have one.

    Returns:
        the papers; per paper a hash of the first author's surname; per paper and one more where its
        title begins; and the hashes of the words of the titles.
    """
    surnames = segment.surnames[:, 0]
    papers = np.flatnonzero(((segment.present & (1 << _TITLE)) != 0) & (surnames >= 0))
    if not len(papers):
        return papers, np.zeros(0, np.uint64), np.zeros(1, np.int64), np.zeros(0, np.uint64)
    tokens, begins = segment.stream.of_field(papers, _TITLE)
    starts = np.append(begins, len(tokens))
    is_word = tokens >= 0
    words_before = np.append(0, np.cumsum(is_word))
    hashes = terms.take(tokens[is_word])
    names = terms.take(surnames[papers]) * _OTHER
    return papers + segment.first, names, words_before[starts], hashes


def _whole_keys(segment: Segment, terms: _Keys) -> _Keys:
    """Return the keys of all words of titles."""
    _, names, starts, hashes = _title_tokens(segment, terms)
    sums = np.append(np.uint64(0), np.cumsum(hashes, dtype=np.uint64))
    return names + sums[starts[1:]] - sums[starts[:-1]]


def _keys(segment: Segment, terms: _Keys, wholes: _Keys) -> tuple[_Keys, _Papers]:
    """Return the keys of a segment's papers, and for each its paper.

    A paper has a key for all words of its title, one for all but each word, and one for each
    beginning that is the whole title of a paper.
    """
    papers, names, starts, hashes = _title_tokens(segment, terms)
    sums = np.append(np.uint64(0), np.cumsum(hashes, dtype=np.uint64))
    lengths = np.diff(starts)
    is_long = lengths >= TELLING
    whole = names + sums[starts[1:]] - sums[starts[:-1]]
    of_word = np.repeat(np.arange(len(papers)), lengths)
    index = np.arange(len(hashes)) - np.repeat(starts[:-1], lengths)
    without = whole[of_word] - hashes
    beginnings = names[of_word] + sums[1:] - sums[starts[:-1]][of_word]
    is_left = is_long[of_word]
    is_beginning = is_left & (index >= _LONG - 1) & (index < lengths[of_word] - 2)
    is_beginning[is_beginning] = _are_in(beginnings[is_beginning], wholes)
    keys = np.concatenate([whole[is_long], without[is_left], beginnings[is_beginning]])
    of = np.concatenate([np.flatnonzero(is_long), of_word[is_left], of_word[is_beginning]])
    return keys, papers[of].astype(np.uint32)


def _are_in(keys: _Keys, ascending: _Keys) -> NDArray[np.bool_]:
    at = np.minimum(np.searchsorted(ascending, keys), len(ascending) - 1)
    are_there: NDArray[np.bool_] = ascending[at] == keys
    return are_there


def _pairs(keys: _Keys, papers: _Papers) -> _Papers:
    """Return the pairs of papers with a key in common, each with the smaller number first."""
    if not len(keys):
        return np.zeros((0, 2), np.uint32)
    order = np.argsort(keys)
    keys, papers = keys[order], papers[order]
    found = [np.zeros((0, 2), np.uint32)]
    begins = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    sizes = np.diff(np.append(begins, len(keys)))
    last = np.repeat(np.where(sizes <= _MOST_ALIKE, begins + sizes, 0), sizes).astype(np.int64)
    for step in range(1, _MOST_ALIKE):
        at = np.flatnonzero(np.arange(len(keys)) + step < last)
        if not len(at):
            break
        pairs = np.stack([papers[at], papers[at + step]], axis=1)
        found.append(np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1))
    return np.unique(np.concatenate(found), axis=0)


# --- comparing


def _have_same_people(one: Evidence, other: Evidence) -> bool:
    if not one.people or not other.people or one.authors.isdisjoint(other.authors):
        return False
    shared = len(one.people & other.people)
    return shared >= _SHARED_PEOPLE * max(len(one.people), len(other.people))


def _abstracts(first: Paper, second: Paper) -> float | None:
    """Return how alike two abstracts are, from 0 to 100; None if one is missing."""
    if not first.abstract or not second.abstract:
        return None
    one, other = (" ".join(words(text[:_ABSTRACT])) for text in (first.abstract, second.abstract))
    whole = fuzz.ratio(one, other)
    return whole if whole >= _SAME else max(whole, fuzz.partial_ratio(one, other))


def _titles(one: Evidence, other: Evidence, abstracts: float | None, *, are_preprints: bool) -> str:
    """Return how two titles agree, in words; empty if they don't.

    Args:
        one: the first paper.
        other: the second one.
        abstracts: how alike the abstracts are; None if one is missing.
        are_preprints: whether both are at arXiv, where a longer title is a sequel's.
    """
    if one.letters == other.letters:
        return "same title"
    short, long = sorted((one, other), key=lambda some: len(some.title))
    rest = long.title[len(short.title) :]
    if len(rest) > 1 and short.title == long.title[: len(short.title)]:
        is_whole = long.main == len(short.title) or (abstracts or 0) >= _ALIKE
        is_longer = is_whole and not are_preprints and not any(map(_is_telling, rest))
        return "longer title" if is_longer and len(short.title) >= _LONG else ""
    may_lack = (abstracts or 0) >= _SAME
    for mine, theirs in differences(one.title, other.title):
        if not _may_differ(one.title[mine], other.title[theirs], may_lack=may_lack):
            return ""
    return "nearly the same title"


def _may_differ(mine: Sequence[str], theirs: Sequence[str], *, may_lack: bool) -> bool:
    """Return whether two titles of one work may differ in some words."""
    both = [*mine, *theirs]
    one, other = "".join(mine), "".join(theirs)
    if one == other or COMMON.issuperset(both):
        return True
    if any(map(_is_telling, both)):
        return False
    if not mine or not theirs:
        return may_lack and len(both) == 1
    return f"{one}s" == other or f"{other}s" == one or _is_slip(one, other)


def _is_telling(word: str) -> bool:
    """Return whether a word tells a work from another one with nearly the same title."""
    return word in ANOTHER_WORK or any(map(str.isdigit, word)) or (len(word) == 1 and word != "a")


def _is_slip(one: str, other: str) -> bool:
    """Return whether some letters are wrong, and not another word is meant.

    A word with something put before it may well mean the opposite: symmetric, asymmetric.
    """
    shorter = min(len(one), len(other))
    if shorter < _SLIP_FROM or one.endswith(other) or other.endswith(one):
        return False
    most = 2 if shorter >= _TWO_SLIPS_FROM else 1
    return OSA.distance(one, other, score_cutoff=most) <= most
