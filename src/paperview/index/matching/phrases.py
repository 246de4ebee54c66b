"""Phrase matching: papers that have words next to each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from paperview.index import scoring
from paperview.index.fields import EVERY_FIELD, Field
from paperview.index.query.tree import Phrase
from paperview.index.storage.index import Index
from paperview.index.storage.packing import Numbers
from paperview.index.storage.paper_lists import Papers
from paperview.index.storage.segment import Segment
from paperview.index.storage.term_dictionary import TermDictionary, TermRange
from paperview.index.storage.token_stream import (
    TITLE_MARK,
    Codes,
    Part,
    TokenStream,
    are_at,
    fields_at,
    offsets_of,
    token_offsets,
)

Terms: TypeAlias = Numbers
"""Local numbers of terms, at least one, ascending."""

_PAPERS_AT_ONCE = 5000
"""Papers whose token streams are searched together: bounds the memory at some MB."""
_LENGTH = 256
"""Terms of a paper, about: its token stream is read in the time that so many postings take."""
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
    papers = np.flatnonzero(found)
    for word, terms in zip(phrase.words, words, strict=True):
        low, high = int(terms[0]), int(terms[-1]) + 1
        if segment.postings.count(low, high) > _LENGTH * len(papers):
            stream, _ = segment.stream.tokens(papers)
            held = np.unique(stream[(stream >= low) & (stream < high)]).astype(np.int64)
            postings, ordinals = segment.postings.of_terms(held), segment.in_shard(held)
        else:
            postings = segment.postings.of_range(low, high)
            ordinals = segment.ordinals_of(low, high)
        is_found = found[postings.papers]
        quality = scoring.prefix_quality(len(word), dictionary.lengths_of(ordinals))
        each = scoring.values(np.repeat(quality, postings.lengths), postings.weights(EVERY_FIELD))
        best = np.zeros(len(segment), np.uint8)
        np.maximum.at(best, postings.papers[is_found], each[is_found])
        weights += best / np.float32(scoring.WEIGHT_STEPS)
    return weights


def adjacent_in(
    segment: Segment,
    words: Sequence[Terms],
    fields: Field,
    *,
    first: bool = False,
    among: Papers | None = None,
) -> NDArray[np.bool_]:
    """Return which papers hold some terms one right after the other in one of the fields.

    Args:
        segment: where they are looked for.
        words: the terms: any of those for one position will do.
        fields: the fields.
        first: whether the title must begin with them.
        among: the papers that hold them, where that is known.
    """
    found = np.zeros(len(segment), np.bool_)
    if len(words) == 1 and not first:
        postings = segment.postings.of_terms(words[0])
        found[postings.papers[postings.are_in(fields)]] = True
        return found
    candidates = (holders(segment, words) if among is None else among).astype(np.int64)
    each_wanted = {key: _Wanted.of(segment.stream, terms) for key, terms in _different(words)}
    wanted = [each_wanted[terms.tobytes()] for terms in words]
    for papers, part in _parts(segment, candidates):
        offsets = _offsets(segment.stream, part, wanted, fields, first=first)
        found[papers[part.begins.searchsorted(offsets, side="right") - 1]] = True
    return found


def holders(segment: Segment, words: Sequence[Terms]) -> NDArray[np.uint16]:
    """Return the papers that hold some terms, one for each position, ascending.

    What nearly every paper holds, such as a word with some letter first, is not looked for.
    """
    sets = [terms for _, terms in _different(words)]
    telling = [terms for terms in sets if not _are_in_most(segment, terms)]
    # The shortest first: only its papers are looked for in the others.
    return reduce(
        _both, sorted((_papers_with(segment, terms) for terms in telling or sets), key=len)
    )


def _are_in_most(segment: Segment, terms: Terms) -> bool:
    """Return whether some terms have more postings than there are papers."""
    if len(terms) == 1 or terms[-1] - terms[0] >= len(terms):
        return False
    return segment.postings.count(int(terms[0]), int(terms[-1]) + 1) > len(segment)


def _different(words: Sequence[Terms]) -> Iterable[tuple[bytes, Terms]]:
    """Return each set of terms once, with a key: a text that was pasted may have one very often."""
    return {terms.tobytes(): terms for terms in words}.items()


def _papers_with(segment: Segment, terms: Terms) -> NDArray[np.uint16]:
    """Return the papers that hold any of some terms, ascending."""
    low, high = int(terms[0]), int(terms[-1]) + 1
    if high - low == len(terms):
        papers = segment.postings.papers_of(low, high)
    else:
        papers = segment.postings.papers_of_terms(terms)
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
