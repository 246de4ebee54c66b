"""Name matching: papers by an author, as `Yann LeCun`, `LeCun, Yann`, `Y. LeCun`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from paperview.index import scoring
from paperview.index.fields import Field, code_of
from paperview.index.query.tree import Name, Word
from paperview.index.storage.index import Index
from paperview.index.storage.packing import Numbers
from paperview.index.storage.segment import Segment
from paperview.index.storage.term_dictionary import TermDictionary, TermRange

_PAPERS_AT_ONCE = 5000
_SOME, _COMMON = 16, 2000
"""From one paper in so many on, and from so many papers on, a word is no surname."""

_NONE: TermRange = (0, 0)


def name_scores(index: Index, name: Name) -> NDArray[np.float32]:
    """Return per paper a score above 0 if an author has the name, else 0.

    All words must be in the name of one author, in whatever order; see `rules.is_named`. It is
    better if the last of them that is no initial is typed, and if the author is the first one.
    """
    scores = np.zeros(index.count, np.float32)
    for shard in index.shards:
        meant = [_meant(shard.dictionary, word, in_full=name.in_full) for word in name.words]
        for segment in shard.segments:
            local = [
                (segment.local_range(*exact), segment.local_range(*initial))
                for exact, initial in meant
            ]
            block = scores[segment.first : segment.first + len(segment)]
            block += _segment_scores(segment, shard.dictionary, name, local)
    rarity = scoring.rarity(int(np.count_nonzero(scores)), index.indexed)
    return scores * np.float32(rarity)


def _meant(dictionary: TermDictionary, word: str, *, in_full: bool) -> tuple[TermRange, TermRange]:
    """Return the terms that a word of a name means as it is, and as an initial unless in full."""
    if len(word) == 1:
        return dictionary.prefix_range(word), _NONE
    numbers = dictionary.find(word), None if in_full else dictionary.find(word[0])
    whole, initial = (_NONE if number is None else (number, number + 1) for number in numbers)
    return whole, initial


def _segment_scores(
    segment: Segment,
    dictionary: TermDictionary,
    name: Name,
    meant: Sequence[tuple[TermRange, TermRange]],
) -> NDArray[np.float32]:
    """Return the sum of the weights of a name's words in each paper that has it, else 0.

    Args:
        segment: the segment.
        dictionary: that of its shard.
        name: the name.
        meant: per word, in local numbers, what `_meant` gives.
    """
    # Nearly every paper has a word that begins with a letter, so letters are looked at last.
    longer = [ranges for ranges, word in zip(meant, name.words, strict=True) if len(word) > 1]
    weights = np.zeros((len(longer or meant), len(segment)), np.float32)
    for row, ranges in zip(weights, longer or meant, strict=True):
        for papers, its_weights in _held(segment, ranges):
            np.maximum.at(row, papers, its_weights / np.float32(scoring.WEIGHT_STEPS))
    candidates = np.flatnonzero((weights > 0).all(axis=0))
    fit = np.zeros(len(segment), np.float32)
    for low in range(0, len(candidates), _PAPERS_AT_ONCE):
        chosen = candidates[low : low + _PAPERS_AT_ONCE]
        fit[chosen] = _fit(segment, dictionary, chosen, name, meant)
    fit *= weights.sum(axis=0)
    return fit


def is_common(index: Index, word: str) -> bool:
    """Return whether so many papers hold a word that it is no surname."""
    papers = sum(
        shard.count_of(number)
        for shard in index.shards
        if (number := shard.dictionary.find(word)) is not None
    )
    return papers > _COMMON and papers * _SOME > index.indexed


def prefer_first_authors(index: Index, word: Word, scores: NDArray[np.float32]) -> None:
    """Lower the scores of papers that hold a token in names, but not as the first surname."""
    if word.first or not word.fields & Field.AUTHORS or is_common(index, word.text):
        return
    for shard in index.shards:
        number = shard.dictionary.find(word.text)
        for segment, local in () if number is None else shard.holding(number):
            postings = segment.postings.of_range(local, local + 1)
            are_later = postings.are_in(Field.AUTHORS) & ~postings.are_in(Field.TITLE)
            if not are_later.any():
                continue
            papers = postings.papers[are_later]
            papers = papers[(segment.surnames[papers] != local).all(axis=1)]
            scores[segment.first + papers.astype(np.int64)] *= np.float32(scoring.LATER_AUTHOR)


def _held(
    segment: Segment, ranges: Sequence[TermRange]
) -> Iterator[tuple[NDArray[np.uint16], NDArray[np.uint8]]]:
    """Give the papers with some terms in their authors' names, and the weights of these terms."""
    for low, high in ranges:
        postings = segment.postings.of_range(low, high)
        yield postings.papers, postings.weights(Field.AUTHORS)


def _fit(
    segment: Segment,
    dictionary: TermDictionary,
    papers: Numbers,
    name: Name,
    meant: Sequence[tuple[TermRange, TermRange]],
) -> NDArray[np.float32]:
    """Return per paper how well the name fits an author, 0 where none holds all its words."""
    stream, begins = segment.stream.of_field(papers, code_of(Field.AUTHORS))
    is_author = stream >= 0
    ends = ~is_author
    ends[begins] = True
    texts = np.cumsum(ends)  # each author's name has a number
    wholes = [_is_in(stream, whole) & is_author for whole, _ in meant]
    words = [
        whole | (_is_in(stream, initial) & is_author)
        for whole, (_, initial) in zip(wholes, meant, strict=True)
    ]

    def count(is_meant: NDArray[np.bool_]) -> Numbers:
        return np.bincount(texts[is_meant], minlength=int(texts[-1]) + 1)

    # As many words of the name as of the query: one of the name does not stand for two.
    is_named = count(np.logical_or.reduce(words)) >= len(words)
    for word in words:
        is_named &= count(word) > 0
    # The last word that is no initial, the surname mostly, is typed in full unless all words are.
    of_authors = np.flatnonzero(is_author & is_named[texts])
    longer = of_authors[dictionary.lengths_of(segment.in_shard(stream[of_authors])) > 1]
    surnames = np.zeros(int(texts[-1]) + 1, np.int64)
    surnames[texts[longer]] = longer
    in_full = [whole for whole, word in zip(wholes, name.words, strict=True) if len(word) > 1]
    has_surname = np.logical_or.reduce([np.zeros(len(stream), np.bool_), *in_full])[surnames]
    has_all = np.logical_and.reduce([count(whole) > 0 for whole in wholes])
    fit = (is_named & (has_surname | has_all)).astype(np.float32)
    fit[~has_surname] *= np.float32(scoring.GIVEN_NAME)
    is_first = np.zeros(len(fit), np.bool_)
    is_first[texts[begins]] = True
    fit[is_first] /= np.float32(scoring.LATER_AUTHOR)
    if name.first:
        fit[~is_first] = 0
    return np.maximum.reduceat(np.where(is_author, fit[texts], np.float32(0)), begins)


def _is_in(stream: NDArray[np.int32], words: TermRange) -> NDArray[np.bool_]:
    low, high = words
    return (stream >= low) & (stream < high)
