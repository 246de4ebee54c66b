"""Term matching: which papers one token matches, and how well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from paperview.index import scoring
from paperview.index.fields import ANYWHERE, EVERY_FIELD
from paperview.index.matching import rules
from paperview.index.matching.forms import has_forms
from paperview.index.matching.names import prefer_first_authors
from paperview.index.matching.splits import Split, in_more, slips, splits
from paperview.index.query.tree import Word
from paperview.index.results import MatchedToken
from paperview.index.storage.fuzzy import NO_FUZZY_TERMS, FuzzyTerms
from paperview.index.storage.index import Index
from paperview.index.storage.packing import Numbers
from paperview.index.storage.postings import Selection
from paperview.index.storage.segment import Segment
from paperview.index.storage.token_stream import TITLE_MARK

_Quality = NDArray[np.uint8]

_AT_ONCE = 1 << 15
"""Papers whose scores are raised at once."""
_NEAR = 3
"""Terms an edit away from the token, the most frequent ones, that may be written as two words."""
_FEW = 32
"""Up to one paper in so many, it is quicker to update each than to go through all."""


@dataclass(frozen=True, slots=True)
class Match:
    """The papers that a token matches."""

    word: Word
    tokens: tuple[MatchedToken, ...]
    scores: NDArray[np.float32]
    """Per paper: quality x weight x rarity, 0 where it does not match."""
    found: NDArray[np.bool_]
    """Per paper: whether it matches."""
    as_typed: NDArray[np.bool_]
    """Per paper: whether it matches without a typo."""
    meant: tuple[NDArray[np.bool_], ...]
    """Per shard, per term of its dictionary: whether the token means it."""
    fuzzy: tuple[FuzzyTerms, ...]
    """Per shard: the terms meant only with typos."""
    slips: tuple[Split, ...]
    """The words side by side that are meant only with a typo."""
    rarity: float
    """The rarity of its best kind of match."""
    varied: NDArray[np.bool_]
    """Per paper: whether it has the token in another form or way of writing alone."""
    variants: tuple[str, ...]
    """Those forms and ways, the most frequent first."""
    is_term: bool
    """Whether some paper holds the token as a term where it is wanted: then no typo is allowed."""
    together: Match | None = None
    """The papers that have this token and the next one in one word."""

    @property
    def has_typos(self) -> bool:
        """Whether a term, or words side by side, are meant only with typos."""
        return bool(self.slips) or any(len(terms.numbers) for terms in self.fuzzy)


def match(index: Index, word: Word, *, last_resort: bool) -> Match:
    """Return the papers that a token matches, by every term that it can mean.

    A token that some paper holds as a term, where the token wants it, means that term: no typo is
    allowed. Any other token may have the usual typos, and a further one where nothing matches it
    or, as the last resort, where nothing matches the whole query.

    Args:
        index: the index.
        word: the token.
        last_resort: whether the query finds nothing otherwise.
    """
    matching = _Matching(index, word)
    matching.as_typed()
    as_typed = matching.matched.copy()
    max_edits = 0
    if not matching.is_term:
        max_edits = rules.edits_allowed(word, last_resort=last_resort)
    fuzzy = matching.fuzzy(max_edits)
    slipped = matching.slips(fuzzy) if max_edits and rules.edits_allowed(word) else []
    if not matching.count:
        fuzzy = matching.fuzzy(rules.edits_allowed(word, alone=True))
    ends = dict(matching.forms)
    for shard, terms in zip(index.shards, fuzzy, strict=True):
        texts = shard.dictionary.terms(terms.numbers)
        ends.update(zip(texts, terms.ends.tolist(), strict=True))
    tokens = [MatchedToken(word.text, word.fields, word.exact, word.first, others=ends)]
    pairs = sorted({phrase for split in matching.splits for phrase in split.phrases})
    tokens += [MatchedToken(pair, word.fields, exact=True) for pair in pairs]
    matching.end()
    prefer_first_authors(index, word, matching.scores)
    return Match(
        word,
        tuple(tokens),
        matching.scores,
        matching.matched,
        as_typed if slipped or any(len(terms.numbers) for terms in fuzzy) else matching.matched,
        tuple(matching.meant),
        tuple(fuzzy),
        tuple(slipped),
        matching.rarity,
        matching.varied,
        tuple(variant for variant, _ in matching.holders.most_common()),
        matching.is_term,
    )


def finished(index: Index, word: Word, unfinished: Match) -> Match:
    """Return the papers that a token matches, given what it matched before the blank behind it.

    That is the same, but its own term is as rare as itself, and not as all that begin with it.
    """
    matching = _Matching(index, word)
    matching.exactly()
    prefer_first_authors(index, word, matching.scores)
    scores = np.maximum(matching.scores, unfinished.scores)
    return replace(
        unfinished, word=word, scores=scores, rarity=matching.rarity or unfinished.rarity
    )


class _Matching:
    """The matching of one token, pass by pass, from the best kind of match to the least."""

    def __init__(self, index: Index, word: Word) -> None:
        self._index = index
        self._word = word
        self.scores = np.zeros(index.count, np.float32)
        self.meant = [np.zeros(len(shard.dictionary), np.bool_) for shard in index.shards]
        self.matched = np.zeros(index.count, np.bool_)
        """Per paper: whether it matches in the passes so far."""
        self.count = 0
        """How many papers do."""
        self._values = np.zeros(index.count, np.uint8)
        """Per paper: quality x weight of its best term in this pass."""
        self.holders: Counter[str] = Counter()
        """How many papers have its other forms and ways of writing."""
        self.rarity = 0.0
        """The rarity of the best kind of match that some paper has."""
        self.is_term = False
        """Whether some paper holds the token as a term where it is wanted."""
        self.is_begun = False
        """Whether some term begins with the token."""
        self.forms: dict[str, int] = {}
        """The token's other forms that are terms, and their letters."""
        self.splits: list[Split] = []
        """The ways in which papers have the token as two words."""
        self.varied = np.zeros(index.count, np.bool_)
        """Per paper: whether it has another form or way of writing alone."""
        self._touched: list[Numbers] = []
        """The papers that have a value, while they are few."""
        self._touches = 0

    def as_typed(self) -> None:
        """Match the exact term and, unless it must be exact, by prefix and substring too."""
        word, token = self._word, self._word.text
        ranges = [shard.dictionary.prefix_range(token) for shard in self._index.shards]
        self.is_begun = any(low < high for low, high in ranges)
        self.is_term = any(self._is_held(i, number) for i, number in self._own_terms())
        if word.exact or not word.open:
            self.exactly()
        if word.exact:
            return
        for i, (low, high) in enumerate(ranges):
            self._add_range(i, low, high, dense=token)
        self._end_pass()
        plain = self.matched.copy()
        if word.prefix:
            self._after_slash() if word.keyword else self._other_forms()
            self.varied = self.matched & ~plain
            return
        if word.forgiving and not word.first:
            self._as_two_words(token)
        if word.forgiving:
            self._other_forms()
            self.varied = self.matched & ~plain
        if rules.may_be_substring(token) and not word.first:
            for i, shard in enumerate(self._index.shards):
                self._add_substrings(i, shard.dictionary.with_substring(token), dense=token)
            self._end_pass()

    def exactly(self) -> None:
        """Match the exact term: a finished word is as rare as itself, not as all it begins."""
        for i, number in self._own_terms():
            self._add_range(i, number, number + 1)
        self._end_pass()

    def _own_terms(self) -> Iterator[tuple[int, int]]:
        """Give the shards that have the token as a term, and its number there."""
        for i, shard in enumerate(self._index.shards):
            if (number := shard.dictionary.find(self._word.text)) is not None:
                yield i, number

    def _is_held(self, shard_index: int, number: int) -> bool:
        """Return whether some paper that can be found holds a term where the token wants it."""
        for segment, local in self._index.shards[shard_index].holding(number):
            postings = segment.postings.of_range(local, local + 1)
            is_held = self._index.found[segment.first + postings.papers.astype(np.int64)]
            if (is_held & _are_wanted(segment, self._word, np.array([local]), postings)).any():
                return True
        return False

    def _after_slash(self) -> None:
        """Match ids and DOIs that go on with the token after their first slash."""
        if len(self._word.text) >= rules.KEYWORD_PART_FROM:
            for i, shard in enumerate(self._index.shards):
                self._add_substrings(i, shard.dictionary.after_slash(self._word.text))
            self._end_pass()

    def _other_forms(self) -> None:
        """Match other forms and spellings of the word."""
        token = self._word.text
        spellings = set(rules.other_spellings(token))
        for i, shard in enumerate(self._index.shards):
            dictionary = shard.dictionary
            found = [number for each in spellings if (number := dictionary.find(each)) is not None]
            terms = np.array(sorted(found), np.int64)
            if has_forms(token):
                terms = np.union1d(terms, dictionary.forms(token))
            terms = terms[~self.meant[i][terms]]
            texts = dictionary.terms(terms)
            self.forms.update((form, len(form)) for form in texts)
            for form, count in zip(texts, shard.counts_of(terms).tolist(), strict=True):
                self.holders[form] += count
            self._add(i, terms, np.full(len(terms), scoring.FORM_STEPS, np.uint8))
        self._end_pass()

    def _as_two_words(self, token: str) -> None:
        """Match a token where it is written as two words, or more."""
        found = list(splits(self._index, token, self._word.fields))
        found += in_more(self._index, token, self._word.fields, sum(map(len, found)))
        for split in found:
            self.holders[min(split.phrases, key=len)] += len(split)
            quality = scoring.JOINED_FORM_STEPS if split.is_form else scoring.JOINED_STEPS
            self.add_splits([split], quality)
        self._end_pass()

    def add_splits(self, found: Iterable[Split], quality: int) -> None:
        """Add the papers that have words side by side which the token means."""
        for split in found:
            self.splits.append(split)
            for segment, papers, words in split.places:
                least = np.full(len(segment), scoring.WEIGHT_STEPS, np.uint8)
                for terms in words:
                    held = segment.postings.of_terms(terms)
                    weights = np.zeros(len(segment), np.uint8)
                    np.maximum.at(weights, held.papers, held.weights(EVERY_FIELD))
                    np.minimum(least, weights, out=least)
                values = self._values[segment.first : segment.first + len(segment)]
                each = scoring.values(np.uint8(quality), least[papers])
                values[papers] = np.maximum(values[papers], each)
                self._touch(papers + segment.first)

    def slips(self, fuzzy: Sequence[FuzzyTerms]) -> list[Split]:
        """Match words side by side that the token means but for an edit in it."""
        word = self._word
        if word.first or self.is_begun or not all(split.is_form for split in self.splits):
            return []
        near: Counter[str] = Counter()
        for shard, terms in zip(self._index.shards, fuzzy, strict=True):
            lengths = shard.dictionary.lengths_of(terms.numbers)
            numbers = terms.numbers[(terms.edits == 1) & (terms.ends == lengths)]
            counts = shard.counts_of(numbers).tolist()
            for term, count in zip(shard.dictionary.terms(numbers), counts, strict=True):
                near[term] += count
        best = sorted(near, key=lambda term: (-near[term], term))[:_NEAR]
        found = list(slips(self._index, word.text, best, word.fields))
        self.add_splits(found, scoring.JOINED_SLIP_STEPS)
        self._end_pass()
        return found

    def end(self) -> None:
        """Take the words of the splits for the token too: they stand as close to other tokens."""
        shards = [id(shard) for shard in self._index.shards]
        for split in self.splits:
            for shard, terms in split.terms:
                self.meant[shards.index(id(shard))][terms] = True

    def _add_substrings(self, shard_index: int, terms: Numbers, dense: str = "") -> None:
        terms = terms[~self.meant[shard_index][terms]]
        quality = np.full(len(terms), scoring.SUBSTRING_STEPS, np.uint8)
        self._add(shard_index, terms, quality, dense)

    def fuzzy(self, max_edits: int) -> list[FuzzyTerms]:
        """Match terms within some edits; return those that do not match as typed."""
        if not max_edits:
            return [NO_FUZZY_TERMS] * len(self._index.shards)
        all_new = []
        for i, shard in enumerate(self._index.shards):
            dictionary = shard.dictionary
            terms = dictionary.fuzzy(self._word.text, max_edits)
            is_new = ~self.meant[i][terms.numbers]
            new = FuzzyTerms(terms.numbers[is_new], terms.edits[is_new], terms.ends[is_new])
            is_whole = new.ends == dictionary.lengths_of(new.numbers)
            self._add(i, new.numbers, scoring.fuzzy_quality(new.edits, is_whole))
            all_new.append(new)
        self._end_pass()
        return all_new

    def _add_range(self, shard_index: int, low: int, high: int, dense: str = "") -> None:
        """Add the papers that hold one of the terms from `low` to before `high`.

        Args:
            shard_index: which shard has them.
            low: the first term.
            high: the number after the last term.
            dense: the token, where its dense rows may stand for the terms.
        """
        if low >= high:
            return
        shard = self._index.shards[shard_index]
        self.meant[shard_index][low:high] = True
        quality = scoring.prefix_quality(len(self._word.text), shard.dictionary.lengths(low, high))
        for segment in shard.segments:
            row = segment.prefix_rows.row(dense) if self._is_anywhere else None
            if row is not None:
                self._add_row(segment, row)
                continue
            first, end = segment.local_range(low, high)
            if first < end:
                local = np.arange(first, end)
                each = quality[segment.ordinals_of(first, end) - low]
                self._add_postings(segment, local, each, segment.postings.of_range(first, end))

    def _add(self, shard_index: int, terms: Numbers, quality: _Quality, dense: str = "") -> None:
        """Add the papers that hold some terms, ascending ones; arguments as above."""
        if not len(terms):
            return
        shard = self._index.shards[shard_index]
        self.meant[shard_index][terms] = True
        for segment, local, which in shard.by_segment(terms):
            row = segment.substring_rows.row(dense) if self._is_anywhere else None
            if row is not None:
                self._add_row(segment, row)
            else:
                postings = segment.postings.of_terms(local)
                self._add_postings(segment, local, quality[which], postings)

    @property
    def _is_anywhere(self) -> bool:
        return self._word.fields == ANYWHERE and not self._word.first

    def _add_row(self, segment: Segment, row: _Quality) -> None:
        values = self._values[segment.first : segment.first + len(segment)]
        np.maximum(values, row, out=values)
        self._touches += self._index.count  # no few

    def _add_postings(
        self, segment: Segment, local: Numbers, quality: _Quality, postings: Selection
    ) -> None:
        weights = postings.weights(self._word.fields)
        if self._word.first:
            weights *= _are_first(segment, local, postings)
        each = scoring.values(np.repeat(quality, postings.lengths), weights)
        values = self._values[segment.first : segment.first + len(segment)]
        np.maximum.at(values, postings.papers, each)
        self._touch(postings.papers.astype(np.int64) + segment.first)

    def _touch(self, papers: Numbers) -> None:
        self._touches += len(papers)
        if self._touches * _FEW < self._index.count:
            self._touched.append(papers)

    def _end_pass(self) -> None:
        """Raise the scores by what this pass added, worth as much as it is rare."""
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
        self.count = int(np.count_nonzero(self.matched))
        scores[papers] = np.maximum(scores[papers], values[papers] * self._factor)
        values[papers] = 0

    def _raise_all(self) -> None:
        scores, values = self.scores, self._values
        # Block by block, so that the data stay in the processor's cache.
        blocks = [slice(low, low + _AT_ONCE) for low in range(0, len(scores), _AT_ONCE)]
        for block in blocks:
            self.matched[block] |= values[block] > 0
        self.count = int(np.count_nonzero(self.matched))
        factor = self._factor
        for block in blocks:
            np.maximum(scores[block], values[block] * factor, out=scores[block])
        values.fill(0)

    @property
    def _factor(self) -> np.float32:
        """The score of one value step, now that so many papers match."""
        rarity = scoring.rarity(self.count, self._index.indexed)
        self.rarity = self.rarity or (rarity if self.count else 0.0)
        return np.float32(rarity / scoring.WEIGHT_STEPS)


def _are_wanted(
    segment: Segment, word: Word, local: Numbers, postings: Selection
) -> NDArray[np.bool_]:
    """Return which postings of some local terms are where the token wants them."""
    are_wanted = postings.are_in(word.fields)
    return are_wanted & _are_first(segment, local, postings) if word.first else are_wanted


def _are_first(segment: Segment, local: Numbers, postings: Selection) -> NDArray[np.bool_]:
    """Return which postings of some local terms are of papers whose title begins with the term."""
    stream = segment.stream
    begins = stream.starts[postings.papers].astype(np.int64)
    marks, following = stream.tokens_at(stream.codes, begins)
    tokens, _ = stream.tokens_at(stream.codes, following)
    are_first: NDArray[np.bool_] = marks == TITLE_MARK
    are_first &= tokens == np.repeat(local, postings.lengths)
    return are_first


def most_frequent(index: Index, match: Match, papers: NDArray[np.bool_]) -> tuple[str, int]:
    """Return the term, or words, meant with typos that most of the papers hold, and the edits.

    If several are held by as many papers, it is the nearest to the token.
    """
    holders: Counter[str] = Counter()
    edits_to: dict[str, int] = {}
    for shard, fuzzy in zip(index.shards, match.fuzzy, strict=True):
        counts = np.zeros(len(fuzzy.numbers), np.int64)
        for segment, local, which in shard.by_segment(fuzzy.numbers):
            postings = segment.postings.of_terms(local)
            is_held = papers[segment.first + postings.papers.astype(np.int64)]
            is_held &= _are_wanted(segment, match.word, local, postings)
            terms = np.repeat(which, postings.lengths)
            counts += np.bincount(terms[is_held], minlength=len(counts))
        for i in np.flatnonzero(counts).tolist():
            term = shard.dictionary[int(fuzzy.numbers[i])]
            holders[term] += int(counts[i])
            edits_to[term] = int(fuzzy.edits[i])
    for split in match.slips:
        phrase = min(split.phrases, key=len)
        edits_to[phrase] = 1
        for segment, some, _ in split.places:
            holders[phrase] += int(np.count_nonzero(papers[segment.first + some]))
    term = min(holders, key=lambda term: (-holders[term], edits_to[term], term))
    return term, edits_to[term]
