"""Matching by position: phrases, whole titles, and the proximity of tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import chain, pairwise, takewhile
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from paperview.index import scoring
from paperview.index.fields import EVERY_FIELD, Field
from paperview.index.query.tree import Phrase
from paperview.index.storage.index import Index, Shard
from paperview.index.storage.packing import Numbers
from paperview.index.storage.segment import Segment
from paperview.index.storage.term_dictionary import TermDictionary, TermRange
from paperview.index.storage.token_stream import (
    TITLE_MARK,
    Codes,
    Part,
    TokenStream,
    are_at,
    are_marks,
    decoded,
    fields_at,
    offsets_of,
    token_offsets,
)

Terms: TypeAlias = Numbers
"""Local numbers of terms, at least one, ascending."""

_PAPERS_AT_ONCE = 5000
"""Papers whose token streams are searched together: bounds the memory at some MB."""
_MANY = 4
"""From one paper in so many on, the token streams of all are searched in place, uncopied."""


def phrase_scores(index: Index, phrase: Phrase) -> NDArray[np.float32]:
    """Return per paper a score above 0 if it contains the phrase as written, else 0.

    The score is that of its words, each taken to be as rare as the whole phrase.
    """
    scores = np.zeros(index.count, np.float32)
    for shard in index.shards:
        words = _numbers(shard.dictionary, phrase)
        signed = [shard.dictionary.find(term) for term in phrase.signed]
        for segment in shard.segments if words else ():
            local = [np.arange(*segment.local_range(*each)) for each in words]
            if all(map(len, local)):
                block = scores[segment.first : segment.first + len(segment)]
                block += _weights(segment, phrase, shard.dictionary, local)
                for term in signed:
                    block *= _holds(segment, phrase, term)
    rarity = scoring.rarity(int(np.count_nonzero(scores)), index.indexed)
    return scores * np.float32(rarity)


def _numbers(dictionary: TermDictionary, phrase: Phrase) -> list[TermRange]:
    """Return which terms may stand for each word of a phrase; nothing where one has none."""
    ranges = []
    for i, word in enumerate(phrase.words):
        if phrase.open and i == len(phrase.words) - 1:
            low, high = dictionary.prefix_range(word)
        else:
            number = dictionary.find(word)
            low, high = (0, 0) if number is None else (number, number + 1)
        if low == high:
            return []
        ranges.append((low, high))
    return ranges


def _holds(segment: Segment, phrase: Phrase, term: int | None) -> NDArray[np.bool_]:
    """Return which papers hold a signed term where the phrase is wanted."""
    holds = np.zeros(len(segment), np.bool_)
    local = None if term is None else segment.local(term)
    if local is not None:
        postings = segment.postings.of_range(local, local + 1)
        holds[postings.papers[postings.are_in(phrase.fields)]] = True
    return holds


def _weights(
    segment: Segment, phrase: Phrase, dictionary: TermDictionary, words: Sequence[Terms]
) -> NDArray[np.float32]:
    """Return per paper the sum of the weights of a phrase's words, 0 where it is not."""
    weights = np.zeros(len(segment), np.float32)
    found = adjacent_in(segment, words, phrase.fields, first=phrase.first)
    if not found.any():
        return weights
    for word, terms in zip(phrase.words, words, strict=True):
        low, high = int(terms[0]), int(terms[-1]) + 1
        postings = segment.postings.of_range(low, high)
        is_found = found[postings.papers]
        lengths = dictionary.lengths_of(segment.ordinals_of(low, high))
        quality = scoring.prefix_quality(len(word), lengths)
        each = scoring.values(np.repeat(quality, postings.lengths), postings.weights(EVERY_FIELD))
        best = np.zeros(len(segment), np.uint8)
        np.maximum.at(best, postings.papers[is_found], each[is_found])
        weights += best / np.float32(scoring.WEIGHT_STEPS)
    return weights


def adjacent_in(
    segment: Segment, words: Sequence[Terms], fields: Field, *, first: bool = False
) -> NDArray[np.bool_]:
    """Return which papers hold some terms one right after the other in one of the fields.

    Args:
        segment: where they are looked for.
        words: the terms: any of those for one position will do.
        fields: the fields.
        first: whether the title must begin with them.
    """
    found = np.zeros(len(segment), np.bool_)
    if len(words) == 1 and not first:
        postings = segment.postings.of_terms(words[0])
        found[postings.papers[postings.are_in(fields)]] = True
        return found
    candidates = holders(segment, words).astype(np.int64)
    each_wanted = {key: _Wanted.of(segment.stream, terms) for key, terms in _different(words)}
    wanted = [each_wanted[terms.tobytes()] for terms in words]
    for papers, part in _parts(segment, candidates):
        offsets = _offsets(segment.stream, part, wanted, fields, first=first)
        found[papers[part.begins.searchsorted(offsets, side="right") - 1]] = True
    return found


def holders(segment: Segment, words: Sequence[Terms]) -> NDArray[np.uint16]:
    """Return the papers that hold some terms, one for each position, ascending."""
    # The shortest first: only its papers are looked for in the others.
    return reduce(
        _both, sorted((_papers_with(segment, terms) for _, terms in _different(words)), key=len)
    )


def _different(words: Sequence[Terms]) -> Iterable[tuple[bytes, Terms]]:
    """Return each set of terms once, with a key: a text that was pasted may have one very often."""
    return {terms.tobytes(): terms for terms in words}.items()


def _papers_with(segment: Segment, terms: Terms) -> NDArray[np.uint16]:
    """Return the papers that hold any of some terms, ascending."""
    low, high = int(terms[0]), int(terms[-1]) + 1
    if high - low == len(terms):
        papers = segment.postings.papers_of(low, high)
    else:
        papers = segment.postings.of_terms(terms).papers
    if len(terms) == 1:
        return papers
    holds = np.zeros(len(segment), np.bool_)
    holds[papers] = True
    return np.flatnonzero(holds).astype(np.uint16)


def _both(first: NDArray[np.uint16], second: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Return what is in both of two ascending arrays."""
    if not len(second):
        return second
    near = np.minimum(np.searchsorted(second, first), len(second) - 1)
    both: NDArray[np.uint16] = first[second[near] == first]
    return both


def _parts(segment: Segment, papers: Numbers) -> Iterator[tuple[Numbers, Part]]:
    """Give at least some papers, and their parts of the token stream."""
    if len(papers) * _MANY > len(segment):
        for low in range(0, len(segment), _PAPERS_AT_ONCE):
            high = min(low + _PAPERS_AT_ONCE, len(segment))
            part = segment.stream.part(low, high)
            if len(part.codes):  # papers without words have none
                yield np.arange(low, high), part
    else:
        for low in range(0, len(papers), _PAPERS_AT_ONCE):
            chosen = papers[low : low + _PAPERS_AT_ONCE]
            yield chosen, segment.stream.chosen(chosen)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Terms wanted at one position of a phrase."""

    terms: Terms
    code: list[int]
    """The bytes of the term in the stream; none where there are several terms."""

    @classmethod
    def of(cls, stream: TokenStream, terms: Terms) -> Self:
        """Return what is wanted in a stream."""
        return cls(terms, stream.encoded(int(terms[0])) if len(terms) == 1 else [])

    def at(self, stream: TokenStream, codes: Codes, offsets: Numbers) -> tuple[Numbers, Numbers]:
        """Return at which of some offsets it stands, and the offsets of the tokens behind."""
        if self.code:
            which = np.flatnonzero(are_at(codes, offsets, self.code))
            return which, offsets[which] + len(self.code)
        tokens, behind = stream.tokens_at(codes, offsets)
        are_wanted = (tokens >= self.terms[0]) & (tokens <= self.terms[-1])
        if self.terms[-1] - self.terms[0] >= len(self.terms):
            are_wanted &= self.terms.take(self.terms.searchsorted(tokens), mode="clip") == tokens
        which = np.flatnonzero(are_wanted)
        return which, behind[which]


def _offsets(
    stream: TokenStream, part: Part, words: Sequence[_Wanted], fields: Field, *, first: bool
) -> Numbers:
    """Return the offsets in a part of a stream where some terms begin to follow each other."""
    codes, begins = part
    if first:
        title = stream.encoded(TITLE_MARK)
        offsets = begins[are_at(codes, begins, title)] + len(title)
    elif words[0].code:
        offsets = offsets_of(codes, words[0].code)
    else:
        offsets = token_offsets(codes)
    following = offsets
    for word in words:
        which, following = word.at(stream, codes, following)
        offsets = offsets[which]
        if not len(offsets):
            break
    if first or fields == EVERY_FIELD or not len(offsets):
        return offsets
    is_in: NDArray[np.bool_] = (1 << fields_at(codes, offsets)) & int(fields) != 0
    return offsets[is_in]


_CACHED = 1 << 14
"""Words whose numbers are cached: titles have the same ones again and again."""


class Titles:
    """Finds papers by their whole title, quickly where many are asked for."""

    def __init__(self, shards: Iterable[Shard]) -> None:
        """Take the shards to search."""
        self._shards = tuple(shards)
        self._number = lru_cache(_CACHED)(self._look_up)

    def find(self, title: Sequence[str]) -> Iterator[int]:
        """Give the papers whose title has just these words, in order, hidden ones too.

        Args:
            title: the folded words; see `analysis.words`.
        """
        for i, shard in enumerate(self._shards):
            each = (self._number(i, word) for word in title)
            numbers = list(takewhile(lambda number: number >= 0, each))
            if numbers and len(numbers) == len(title):
                for segment, local in _segments(shard, numbers):
                    yield from (segment.first + _titled(segment, local)).tolist()

    def _look_up(self, shard_index: int, word: str) -> int:
        """Return the number of a word in a shard, -1 where it lacks it."""
        number = self._shards[shard_index].dictionary.find(word)
        return -1 if number is None else number


def _segments(shard: Shard, words: Sequence[int]) -> Iterator[tuple[Segment, Numbers]]:
    """Give the segments that hold all of some terms, and their local numbers."""
    ordinals = shard.ordinals
    if ordinals is None:
        yield shard.segments[0], np.array(words)
        return
    slices = list(map(ordinals.slice, words))
    held = sorted((ordinals.segments[some] for some in slices), key=len)
    for segment_index in reduce(np.intersect1d, held).tolist():
        segment = shard.segments[segment_index]
        at = [int(np.searchsorted(ordinals.segments[some], segment_index)) for some in slices]
        low = [ordinals.local[some][i] for some, i in zip(slices, at, strict=True)]
        yield segment, segment.locals(np.array(words), np.array(low))


def _titled(segment: Segment, words: Numbers) -> Numbers:
    """Return the papers, counted from the segment's first, whose title is some terms."""
    postings, stream = segment.postings, segment.stream
    rarest = min(words.tolist(), key=lambda word: postings.count(word, word + 1))
    held = postings.of_range(rarest, rarest + 1)
    papers = held.papers[held.are_in(Field.TITLE)].astype(np.int64)
    # A paper's tokens begin with its title.
    codes = list(chain.from_iterable(map(stream.encoded, [TITLE_MARK, *words.tolist()])))
    begins = stream.starts[papers].astype(np.int64)
    begin_so = are_at(stream.codes, begins, codes)
    papers, begins = papers[begin_so], begins[begin_so]
    return papers[are_marks(stream.codes, begins + len(codes))]


TermSet = Sequence[NDArray[np.bool_]]
"""Per shard, which terms of its dictionary are in the set."""
TermSets = Sequence[TermSet]


def proximity(
    index: Index, papers: Numbers, meant: TermSets, together: Mapping[int, TermSet]
) -> NDArray[np.float32]:
    """Return per paper from 0 to 1 how close the query's tokens follow each other.

    For every two neighbouring tokens the smallest distance in words, in the order of the query and
    within one text, counts as its inverse; the paper's proximity is the mean over those pairs.

    Args:
        index: the index.
        papers: the papers to look at, ascending.
        meant: per token, in the order of the query, the terms that it means.
        together: for some tokens, the terms that mean it and the next one in one word.
    """
    total = np.zeros(len(papers), np.float32)
    if len(meant) < 2 or not len(papers):
        return total
    held = []
    for i, shard in enumerate(index.shards):
        for segment in shard.segments:
            low, high = np.searchsorted(papers, (segment.first, segment.first + len(segment)))
            if low < high:
                part = segment.stream.chosen(papers[low:high] - segment.first)
                terms = [shards[i] for shards in (*meant, *together.values())]
                held.append((segment, terms, part))
    # Decoded together: each call takes some time, and the segments may have few papers each.
    lengths = np.array([len(part.codes) for _, _, part in held])
    numbers, ends = decoded(np.concatenate([part.codes for _, _, part in held]))
    code_ends = np.cumsum(lengths)
    begins = np.concatenate(
        [part.begins + start for (_, _, part), start in zip(held, code_ends - lengths, strict=True)]
    )
    token_ends = ends.searchsorted(code_ends)
    streams, masks = [], []
    for (segment, terms, _), some in zip(held, np.split(numbers, token_ends[:-1]), strict=True):
        stream = segment.named_in_shard(some)
        streams.append(stream)
        masks.append([each.take(stream, mode="clip") for each in terms])
    tokens = [np.concatenate(some) for some in zip(*masks, strict=True)]
    stream, begins = np.concatenate(streams), ends.searchsorted(begins)
    both = dict(zip(together, tokens[len(meant) :], strict=True))
    return _proximity(stream, begins, tokens[: len(meant)], both)


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
    for i, (before, after) in enumerate(pairwise(positions)):
        closest = np.zeros(len(begins), np.float32)
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
            inverse[stream[text[is_near]] != TITLE_MARK] *= np.float32(scoring.CLOSE_ELSEWHERE)
            np.maximum.at(closest, begins.searchsorted(near, side="right") - 1, inverse)
        total += closest
    return total / np.float32(len(tokens) - 1)
