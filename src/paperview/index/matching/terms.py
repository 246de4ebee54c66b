"""One token against the index: which papers match it, and how well."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paperview.index import scoring
from paperview.index.fields import ANYWHERE
from paperview.index.matching import rules
from paperview.index.matching.phrases import found_in
from paperview.index.matching.rules import other_forms
from paperview.index.query.tree import Word
from paperview.index.results import MatchedToken
from paperview.index.storage.fuzzy import NO_FUZZY_TERMS, FuzzyTerms
from paperview.index.storage.index import Index
from paperview.index.storage.postings import TITLE_MARK
from paperview.index.storage.segment import Segment
from paperview.index.storage.term_dictionary import Numbers

_Quality = NDArray[np.uint8]

_AT_ONCE = 1 << 15
"""Papers whose scores are raised at once."""
_FEW = 32
"""Papers are few up to one in so many: then it is quicker to look at each than at all."""


@dataclass(frozen=True, slots=True)
class Match:
    """The papers that a token matches."""

    word: Word
    terms: tuple[MatchedToken, ...]
    scores: NDArray[np.float32]
    """Per paper: quality x weight x rarity, 0 where it does not match."""
    without_typos: NDArray[np.bool_]
    """Per paper: whether it matches without forgiving a slip."""
    meanings: tuple[NDArray[np.bool_], ...]
    """Per shard, per word of its dictionary: whether the token means it."""
    slips: tuple[FuzzyTerms, ...]
    """Per shard: the words meant only with slips."""


def match(index: Index, word: Word, *, last_resort: bool) -> Match:
    """Return the papers that a token matches, by every word that it can mean.

    A token that some paper holds as a whole word, where the token wants it, means that word: no
    slip is forgiven. Any other token is forgiven the usual slips, and a further one where nothing
    matches it or, as the last resort, where nothing matches the whole query.

    Args:
        index: the index.
        word: the token.
        last_resort: whether the query finds nothing otherwise.
    """
    matching = _Matching(index, word)
    matching.as_written()
    without_typos = matching.matched.copy()
    most = 0
    if not matching.is_held:
        most = rules.edits_allowed(word, last_resort=last_resort)
    slips = matching.forgiving(most)
    if not matching.papers:
        slips = matching.forgiving(rules.edits_allowed(word, alone=True))
    others = dict(matching.forms)
    for shard, some in zip(index.shards, slips, strict=True):
        words = shard.dictionary.terms(some.numbers)
        others.update(zip(words, some.ends.tolist(), strict=True))
    terms = [MatchedToken(word.text, word.fields, word.exact, word.first, forgiven=others)]
    terms += [MatchedToken(halves, word.fields, exact=True) for halves in sorted(matching.halves)]
    return Match(
        word, tuple(terms), matching.scores, without_typos, tuple(matching.meanings), tuple(slips)
    )


class _Matching:
    """What a token matches, in one way after the other, from the best to the least."""

    def __init__(self, index: Index, word: Word) -> None:
        self._index = index
        self._word = word
        self.scores = np.zeros(index.count, np.float32)
        self.meanings = [np.zeros(len(shard.dictionary), np.bool_) for shard in index.shards]
        self.papers = 0
        """How many papers match in the ways gone through so far."""
        self._values = np.zeros(index.count, np.uint8)
        """Per paper: quality x weight of its best word in the way gone through now."""
        self.matched = np.zeros(index.count, np.bool_)
        """Per paper: whether it matches in the ways gone through so far."""
        self.is_held = False
        """Whether some paper holds the whole word where the token wants it."""
        self.forms: dict[str, int] = {}
        """The token's other forms that are words, and their letters."""
        self.halves: set[str] = set()
        """The two words that the token is made of, where a paper has them next to each other."""
        self._touched: list[Numbers] = []
        """The papers that have a value, while they are few."""
        self._touches = 0

    def as_written(self) -> None:
        """Match the whole word; unless it must be exact, what begins with it and holds it, too."""
        word, token = self._word, self._word.text
        ranges = [shard.dictionary.prefix_range(token) for shard in self._index.shards]
        wholes = [
            (place, low)
            for place, (shard, (low, high)) in enumerate(
                zip(self._index.shards, ranges, strict=True)
            )
            if low < high and shard.dictionary.lengths[low] == len(token)
        ]
        self.is_held = any(self._holds(place, number) for place, number in wholes)
        if word.exact or not word.open:
            # A word that is finished is as rare as itself, not as all that begin so.
            for place, number in wholes:
                self._take_range(place, number, number + 1)
            self._end_way()
        if word.exact:
            return
        for place, (low, high) in enumerate(ranges):
            self._take_range(place, low, high, wide=token)
        self._end_way()
        if word.prefix:
            self._behind_slashes()
            return
        if word.forgiving:
            self._other_forms()
        if len(token) >= rules.SUBSTRING_FROM and not word.first:
            for place, shard in enumerate(self._index.shards):
                parts = shard.dictionary.with_substring(token)
                self._take_parts(place, parts, wide=token)
            self._end_way()
        if word.forgiving and not word.first:
            self._in_halves()

    def _holds(self, place: int, number: int) -> bool:
        """Whether some paper that can be found holds a word where the token wants it."""
        for segment in self._index.shards[place].segments:
            own = segment.local(number)
            if own is None:
                continue
            numbers = np.array([own])
            some = segment.postings_of(numbers)
            is_held = self._index.found[
                segment.first + segment.postings.papers[some].astype(np.int64)
            ]
            is_where = _is_where(segment, self._word, numbers, some)
            if is_where is not None:
                is_held &= is_where
            if is_held.any():
                return True
        return False

    def _behind_slashes(self) -> None:
        """Match ids and DOIs that begin with the token behind their first slash."""
        if len(self._word.text) >= rules.KEYWORD_PART_FROM:
            for place, shard in enumerate(self._index.shards):
                self._take_parts(place, shard.dictionary.after_slash(self._word.text))
            self._end_way()

    def _other_forms(self) -> None:
        """Match the plural, the singular and other spellings of the word."""
        for form in set(other_forms(self._word.text)):
            for place, shard in enumerate(self._index.shards):
                number = shard.dictionary.find(form)
                if number is not None and not self.meanings[place][number]:
                    self.forms[form] = len(form)
                    quality = np.full(1, scoring.FORM_STEPS, np.uint8)
                    self._take(place, np.array([number]), quality)
        self._end_way()

    def _in_halves(self) -> None:
        """Match the word where it is written as two."""
        for shard in self._index.shards:
            for halves in shard.dictionary.splits(self._word.text):
                for segment in shard.segments:
                    if self._take_halves(segment, *map(segment.local, halves)):
                        self.halves.add(" ".join(shard.dictionary[number] for number in halves))
        self._end_way()

    def _take_halves(self, segment: Segment, first: int | None, second: int | None) -> bool:
        """Take the papers that hold two words next to each other; return whether there are any."""
        if first is None or second is None:
            return False
        words = ((first, first + 1), (second, second + 1))
        papers = np.flatnonzero(found_in(segment, words, self._word.fields))
        if not len(papers):
            return False
        weights = [
            segment.postings.weights[segment.postings.starts[word] :][
                np.searchsorted(segment.papers_with(word), papers)
            ]
            for word in (first, second)
        ]
        values = self._values[segment.first : segment.first + len(segment)]
        each = scoring.values(np.uint8(scoring.SUBSTRING_STEPS), np.minimum(*weights))
        values[papers] = np.maximum(values[papers], each)
        self._touch(papers + segment.first)
        return True

    def _take_parts(self, place: int, words: Numbers, wide: str = "") -> None:
        words = words[~self.meanings[place][words]]
        self._take(place, words, np.full(len(words), scoring.SUBSTRING_STEPS, np.uint8), wide)

    def forgiving(self, most: int) -> list[FuzzyTerms]:
        """Match words some slips away; return those that do not match as written."""
        forgiven = []
        for place, shard in enumerate(self._index.shards):
            slips = shard.dictionary.fuzzy(self._word.text, most) if most else NO_FUZZY_TERMS
            new = ~self.meanings[place][slips.numbers]
            slips = FuzzyTerms(slips.numbers[new], slips.slips[new], slips.ends[new])
            whole = slips.ends == shard.dictionary.lengths[slips.numbers]
            self._take(place, slips.numbers, scoring.fuzzy_quality(slips.slips, whole))
            forgiven.append(slips)
        self._end_way()
        return forgiven

    def _take_range(self, place: int, low: int, high: int, wide: str = "") -> None:
        """Take the papers that hold one of the words from `low` to before `high`.

        Args:
            place: the shard's.
            low: the first word.
            high: the number after the last word.
            wide: the token, where its rows of what is wide may stand for the words.
        """
        if low >= high:
            return
        shard = self._index.shards[place]
        self.meanings[place][low:high] = True
        quality = scoring.prefix_quality(len(self._word.text), shard.dictionary.lengths[low:high])
        for segment in shard.segments:
            row = segment.prefix_rows.row(wide) if self._is_anywhere else None
            if row is not None:
                self._take_row(segment, row)
                continue
            first, end = segment.local_range(low, high)
            if first < end:
                own = np.arange(first, end)
                numbers = own if segment.ordinals is None else segment.ordinals[first:end]
                starts = segment.postings.starts
                some = slice(int(starts[first]), int(starts[end]))
                self._take_postings(segment, own, quality[numbers - low], some)

    def _take(self, place: int, words: Numbers, quality: _Quality, wide: str = "") -> None:
        """Take the papers that hold some words, ascending ones; arguments as above."""
        if not len(words):
            return
        shard = self._index.shards[place]
        self.meanings[place][words] = True
        for segment, own, which in shard.by_segment(words):
            row = segment.substring_rows.row(wide) if self._is_anywhere else None
            if row is not None:
                self._take_row(segment, row)
            else:
                self._take_postings(segment, own, quality[which], segment.postings_of(own))

    @property
    def _is_anywhere(self) -> bool:
        return self._word.fields == ANYWHERE and not self._word.first

    def _take_row(self, segment: Segment, row: _Quality) -> None:
        values = self._values[segment.first : segment.first + len(segment)]
        np.maximum(values, row, out=values)
        self._touches += self._index.count  # no few

    def _take_postings(
        self, segment: Segment, own: Numbers, quality: _Quality, some: slice | Numbers
    ) -> None:
        papers = segment.postings.papers[some]
        starts = segment.postings.starts
        lengths = (starts[own + 1] - starts[own]).astype(np.int64)
        each = scoring.values(np.repeat(quality, lengths), segment.postings.weights[some])
        counts = _is_where(segment, self._word, own, some)
        if counts is not None:
            each *= counts
        values = self._values[segment.first : segment.first + len(segment)]
        np.maximum.at(values, papers, each)
        self._touch(papers.astype(np.int64) + segment.first)

    def _touch(self, papers: Numbers) -> None:
        self._touches += len(papers)
        if self._touches * _FEW < self._index.count:
            self._touched.append(papers)

    def _end_way(self) -> None:
        """Raise the scores by what was taken since the last way, worth as much as it is rare."""
        if self._touches * _FEW < self._index.count:
            if self._touched:
                self._raise_few(np.concatenate(self._touched))
        else:
            self._raise_all()
        self._touched, self._touches = [], 0

    def _raise_few(self, papers: Numbers) -> None:
        scores, values = self.scores, self._values
        papers = papers[values[papers] > 0]
        self.matched[papers] = True
        self.papers = int(np.count_nonzero(self.matched))
        scores[papers] = np.maximum(scores[papers], values[papers] * self._factor)
        values[papers] = 0

    def _raise_all(self) -> None:
        scores, values = self.scores, self._values
        # Piece by piece: what is in the processor's cache is not fetched again.
        pieces = [slice(low, low + _AT_ONCE) for low in range(0, len(scores), _AT_ONCE)]
        for some in pieces:
            self.matched[some] |= values[some] > 0
        self.papers = int(np.count_nonzero(self.matched))
        factor = self._factor
        for some in pieces:
            np.maximum(scores[some], values[some] * factor, out=scores[some])
        values.fill(0)

    @property
    def _factor(self) -> np.float32:
        """What a value is worth now that so many papers match."""
        return np.float32(scoring.rarity(self.papers, self._index.indexed) / scoring.WEIGHT_STEPS)


def _is_where(
    segment: Segment, word: Word, own: Numbers, some: slice | Numbers
) -> NDArray[np.bool_] | None:
    """Return which of some postings are where the token wants its word; None for all."""
    postings = segment.postings
    if word.fields == ANYWHERE and not word.first:
        return None
    is_where: NDArray[np.bool_] = (postings.fields[some] & int(word.fields)) != 0
    if word.first:
        starts = postings.starts
        of = np.repeat(own, (starts[own + 1] - starts[own]).astype(np.int64))
        is_where &= _first_title_words(segment, postings.papers[some]) == of
    return is_where


def most_held(index: Index, match: Match, papers: NDArray[np.bool_]) -> tuple[str, int]:
    """Return the word meant with slips that most of the papers hold, and its slips.

    Of those that as many hold, it is the nearest to the token.
    """
    holders: Counter[str] = Counter()
    slips_of: dict[str, int] = {}
    for shard, slips in zip(index.shards, match.slips, strict=True):
        counts = np.zeros(len(slips.numbers), np.int64)
        for segment, own, which in shard.by_segment(slips.numbers):
            some = segment.postings_of(own)
            is_held = papers[segment.first + segment.postings.papers[some].astype(np.int64)]
            is_where = _is_where(segment, match.word, own, some)
            if is_where is not None:
                is_held &= is_where
            starts = segment.postings.starts
            of = np.repeat(which, (starts[own + 1] - starts[own]).astype(np.int64))
            counts += np.bincount(of[is_held], minlength=len(counts))
        for place in np.flatnonzero(counts).tolist():
            word = shard.dictionary[int(slips.numbers[place])]
            holders[word] += int(counts[place])
            slips_of[word] = int(slips.slips[place])
    word = min(holders, key=lambda word: (-holders[word], slips_of[word], word))
    return word, slips_of[word]


def _first_title_words(segment: Segment, papers: NDArray[np.uint16]) -> NDArray[np.int32]:
    """Return per paper the first word of its title, or a mark (below 0) where it has none."""
    begins = segment.stream_starts[papers].astype(np.int64)
    stream = segment.stream
    begins = np.minimum(begins, len(stream) - 1)
    following = stream[np.minimum(begins + 1, len(stream) - 1)]
    return np.where(stream[begins] == TITLE_MARK, following, TITLE_MARK)
