"""One token against the index: which papers match it, and how well."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paperview.search import rank, rules
from paperview.search.clauses import Word
from paperview.search.explanation import Term
from paperview.search.fields import ANYWHERE
from paperview.search.index import Index
from paperview.search.pieces import TITLE_BEGINS
from paperview.search.slips import Slips
from paperview.search.vocabulary import Numbers


@dataclass(frozen=True, slots=True)
class Match:
    """The papers that a token matches."""

    word: Word
    term: Term
    scores: NDArray[np.float32]
    """Per paper: quality x weight x rarity, 0 where it does not match."""
    unforgiven: NDArray[np.bool_]
    """Per paper: whether it matches without forgiving a slip."""
    meaning: NDArray[np.bool_]
    """Per word of the vocabulary: whether the token means it."""
    slips: Slips
    """The words meant only with slips."""


def match(index: Index, word: Word, most: int) -> Match:
    """Return the papers that a token matches, by every word that it can mean.

    Args:
        index: the index.
        word: the token.
        most: how many slips are forgiven. If nothing matches, one more is where there may be.
    """
    matching = _Matching(index, word)
    matching.as_written()
    unforgiven = matching.scores > 0
    slips = matching.forgiving(most)
    if not matching.papers:
        slips = matching.forgiving(rules.slips_for(word, last_resort=True))
    words = [index.vocabulary[number] for number in slips.numbers.tolist()]
    forgiven = dict(zip(words, slips.ends.tolist(), strict=True))
    term = Term(word.text, word.fields, word.exact, word.first, forgiven)
    return Match(word, term, matching.scores, unforgiven, matching.meaning, slips)


_NO_SLIPS = Slips(np.zeros(0, np.int64), np.zeros(0, np.uint8), np.zeros(0, np.int32))


class _Matching:
    """What a token matches, in one way after the other, from the best to the least."""

    def __init__(self, index: Index, word: Word) -> None:
        self._index = index
        self._word = word
        self.scores = np.zeros(index.count, np.float32)
        self.meaning = np.zeros(len(index.vocabulary), np.bool_)
        self.papers = 0
        """How many papers match in the ways gone through so far."""

    def as_written(self) -> None:
        """Match the whole word; unless it must be exact, its beginnings and its parts too."""
        vocabulary, token = self._index.vocabulary, self._word.text
        low, high = vocabulary.beginning(token)
        is_whole = int(low < high and vocabulary.lengths[low] == len(token))
        if is_whole and (self._word.exact or not self._word.open):
            # A word that is finished is as rare as itself, not as all that begin so.
            self._take(np.arange(low, low + 1), np.array([rank.WHOLE], np.float32))
        if self._word.exact:
            return
        quality = rank.beginning_quality(len(token), vocabulary.lengths[low:high])
        quality[:is_whole] = rank.WHOLE
        self._take(np.arange(low, high), quality)
        if len(token) >= rules.PART_FROM and not self._word.first:
            parts = vocabulary.parts(token)
            parts = parts[~self.meaning[parts]]
            self._take(parts, np.full(len(parts), rank.PART, np.float32))

    def forgiving(self, most: int) -> Slips:
        """Match words some slips away; return those that do not match as written."""
        if not most:
            return _NO_SLIPS
        vocabulary = self._index.vocabulary
        slips = vocabulary.slips(self._word.text, most)
        new = ~self.meaning[slips.numbers]
        slips = Slips(slips.numbers[new], slips.slips[new], slips.ends[new])
        whole = slips.ends == vocabulary.lengths[slips.numbers]
        self._take(slips.numbers, rank.slip_quality(slips.slips, whole))
        return slips

    def _take(self, words: Numbers, quality: NDArray[np.float32]) -> None:
        """Raise the scores of the papers that hold some words, ascending ones."""
        if not len(words):
            return
        self.meaning[words] = True
        scores = np.zeros_like(self.scores)
        papers, values = _held(self._index, self._word, words, quality)
        np.maximum.at(scores, papers, values)
        self.papers = int(np.count_nonzero((scores > 0) | (self.scores > 0)))
        scores *= np.float32(rank.rarity(self.papers, self._index.count))
        np.maximum(self.scores, scores, out=self.scores)


def _held(
    index: Index, word: Word, numbers: Numbers, quality: NDArray[np.float32]
) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    """Return the papers that hold some words where they must, and quality x weight of each."""
    postings = index.postings
    first, last = int(numbers[0]), int(numbers[-1])
    follow_each_other = last - first + 1 == len(numbers)
    places = (
        slice(postings.starts[first], postings.starts[last + 1])
        if follow_each_other
        else index.places(numbers)
    )
    lengths = postings.starts[numbers + 1] - postings.starts[numbers]
    values = np.repeat(quality, lengths)
    values *= postings.weights[places]
    values *= np.float32(1 / rank.WEIGHT_STEPS)
    papers = postings.papers[places]
    if word.fields != ANYWHERE:
        values *= (postings.fields[places] & int(word.fields)) != 0
    if word.first:
        values *= _first_title_words(index, papers) == np.repeat(numbers, lengths)
    return papers, values


def most_held(index: Index, word: Word, slips: Slips, papers: NDArray[np.bool_]) -> int:
    """Return the place, among words meant with a slip, of the one that most of the papers hold.

    Of those that as many hold, it is the nearest to the token.
    """
    starts = index.postings.starts
    lengths = starts[slips.numbers + 1] - starts[slips.numbers]
    holders, values = _held(index, word, slips.numbers, np.ones(len(lengths), np.float32))
    which = np.repeat(np.arange(len(lengths)), lengths)[(values > 0) & papers[holders]]
    counts = np.bincount(which, minlength=len(lengths))
    return int(np.lexsort((slips.slips, -counts))[0])


def _first_title_words(index: Index, papers: NDArray[np.uint32]) -> NDArray[np.int32]:
    """Return per paper the first word of its title, or a mark (below 0) where it has none."""
    begins = index.stream_starts[papers.astype(np.int64)]
    following = index.stream[np.minimum(begins + 1, len(index.stream) - 1)]
    return np.where(index.stream[begins] == TITLE_BEGINS, following, TITLE_BEGINS)
