"""One token against the index: which papers match it, and how well."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paperview.search import rank, rules
from paperview.search.index import Index
from paperview.search.query import ANYWHERE, Word
from paperview.search.results import Term
from paperview.search.vocabulary import Numbers, Slips

_TITLE_BEGINS = -2  # in a stream


@dataclass(frozen=True, slots=True)
class Match:
    """The papers that a token matches."""

    term: Term
    scores: NDArray[np.float32]
    """Per paper: quality x weight x rarity, 0 where it does not match."""
    unforgiven: NDArray[np.bool_]
    """Per paper: whether it matches without forgiving a slip."""
    meaning: NDArray[np.bool_]
    """Per word of the vocabulary: whether the token means it."""
    slips: Numbers
    """The words meant only with slips."""
    beyond: bool
    """Whether it took a slip more than is forgiven otherwise."""


def match(index: Index, word: Word, *, last_resort: bool = False) -> Match:
    """Return the papers that match a token, by every word that it can mean.

    A token that matches nothing is given one slip more than its length allows, and with
    `last_resort` any token is, from 4 letters on.
    """
    forgiven = rules.slips_for(word.text) if word.forgiving else 0
    may_go_beyond = word.forgiving and len(word.text) >= rules.LAST_RESORT_FROM
    beyond = last_resort and may_go_beyond
    quality, slips = _qualities(index, word, forgiven + beyond)
    scores, unforgiven, found = _scores(index, word, quality, slips)
    if not found and may_go_beyond and not beyond:
        beyond = True
        quality, slips = _qualities(index, word, forgiven + 1)
        scores, unforgiven, found = _scores(index, word, quality, slips)
    words = [index.vocabulary.words[number] for number in slips.numbers]
    return Match(
        term=Term(
            word.text,
            word.fields,
            word.exact,
            dict(zip(words, slips.ends.tolist(), strict=True)),
        ),
        scores=scores * np.float32(rank.rarity(found, index.count)),
        unforgiven=unforgiven,
        meaning=quality > 0,
        slips=slips.numbers,
        beyond=beyond,
    )


_NO_SLIPS = Slips(np.zeros(0, np.int64), np.zeros(0, np.uint8), np.zeros(0, np.uint8))


def _qualities(index: Index, word: Word, most: int) -> tuple[NDArray[np.float32], Slips]:
    """Return per word of the vocabulary how well the token matches it, and the slips among them."""
    vocabulary, token = index.vocabulary, word.text
    quality = np.zeros(len(vocabulary), np.float32)
    slips = _NO_SLIPS
    if not word.exact:
        if len(token) >= rules.PART_FROM and not word.first:
            quality[vocabulary.parts(token)] = rank.PART
        low, high = vocabulary.beginning(token)
        quality[low:high] = rank.beginning_quality(len(token), vocabulary.lengths[low:high])
        if most:
            slips = _without(vocabulary.slips(token, most), quality)
            whole = slips.ends == vocabulary.lengths[slips.numbers]
            quality[slips.numbers] = rank.slip_quality(slips.slips, whole)
    number = vocabulary.whole(token)
    if number is not None:
        quality[number] = rank.WHOLE
    return quality, slips


def _without(slips: Slips, quality: NDArray[np.float32]) -> Slips:
    """Leave out the words that the token matches as they are."""
    new = quality[slips.numbers] == 0
    return Slips(slips.numbers[new], slips.slips[new], slips.ends[new])


def _scores(
    index: Index, word: Word, quality: NDArray[np.float32], slips: Slips
) -> tuple[NDArray[np.float32], NDArray[np.bool_], int]:
    """Return per paper quality x weight, whether it needs no slip, and the papers best matched."""
    scores = np.zeros(index.count, np.float32)
    low, high = (0, 0) if word.exact else index.vocabulary.beginning(word.text)
    rest = quality.copy()
    rest[low:high] = 0
    rest[slips.numbers] = 0
    found = 0
    unforgiven = scores > 0
    for numbers in (np.arange(low, high), np.flatnonzero(rest), slips.numbers):
        if len(numbers):
            _add(index, word, numbers, quality[numbers], scores)
            found = found or int(np.count_nonzero(scores))
        if numbers is not slips.numbers:
            unforgiven = scores > 0
    return scores, unforgiven, found


def _add(
    index: Index,
    word: Word,
    numbers: Numbers,
    quality: NDArray[np.float32],
    scores: NDArray[np.float32],
) -> None:
    """Raise the scores of the papers that hold some words, ascending ones."""
    first, last = numbers[0], numbers[-1]
    consecutive = last - first + 1 == len(numbers)
    places = (
        slice(index.starts[first], index.starts[last + 1])
        if consecutive
        else index.postings(numbers)
    )
    lengths = index.starts[numbers + 1] - index.starts[numbers]
    values = np.repeat(quality, lengths) * index.weights[places]
    papers = index.papers[places]
    if word.fields != ANYWHERE:
        values *= (index.fields[places] & int(word.fields)) != 0
    if word.first:
        values *= _first_title_words(index, papers) == np.repeat(numbers, lengths)
    np.maximum.at(scores, papers, values)


def _first_title_words(index: Index, papers: NDArray[np.uint32]) -> NDArray[np.int32]:
    """Return per paper the first word of its title, or -1 where it has none."""
    begins = index.stream_starts[papers.astype(np.int64)]
    following = index.stream[np.minimum(begins + 1, len(index.stream) - 1)]
    return np.where(index.stream[begins] == _TITLE_BEGINS, following, -1)
