"""Packed arrays give back what was put into them."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperview.index.fields import EVERY_FIELD, Field
from paperview.index.storage.packing import Ascending, Letters
from paperview.index.storage.postings import FIELD_SET, PostingArrays, Postings
from paperview.index.storage.token_stream import (
    END_OF_TEXT,
    MOST_FIELDS,
    TITLE_MARK,
    TokenStream,
    are_at,
    fields_at,
    offsets_of,
    token_offsets,
)

_GAPS = st.integers(0, 300) | st.integers(0, 300_000)


@given(st.lists(_GAPS, min_size=1, max_size=60), st.data())
def test_ascending_numbers(gaps: list[int], data: st.DataObject) -> None:
    numbers = list(accumulate(gaps))
    packed = Ascending.pack(np.array(numbers))
    assert [packed.at(i) for i in range(len(packed))] == numbers
    start = data.draw(st.integers(0, len(numbers)))
    end = data.draw(st.integers(start, len(numbers)))
    assert packed.slice(start, end).tolist() == numbers[start:end]
    indexes = np.array(data.draw(st.lists(st.integers(0, len(numbers) - 1), max_size=9)), np.int64)
    assert packed.take(indexes).tolist() == [numbers[i] for i in indexes]


@given(st.lists(_GAPS.map(lambda gap: gap + 1), min_size=1, max_size=60), st.integers(0, 2**24))
def test_a_number_is_searched_among_ascending_ones(gaps: list[int], wanted: int) -> None:
    numbers = list(accumulate(gaps))
    packed = Ascending.pack(np.array(numbers))
    for number in [wanted, *numbers, *(number + 1 for number in numbers), 0]:
        assert packed.search(number) == bisect_left(numbers, number)


@given(st.lists(st.integers(0, 65_535), min_size=1, max_size=30), st.data())
def test_small_differences_of_ascending_numbers(gaps: list[int], data: st.DataObject) -> None:
    packed = Ascending.pack(np.array([0, *accumulate(gaps)]))
    assert packed.gaps(0, len(gaps)).tolist() == gaps
    indexes = np.array(data.draw(st.lists(st.integers(0, len(gaps) - 1), max_size=9)), np.int64)
    assert packed.gaps_at(indexes).tolist() == [gaps[i] for i in indexes]


@given(st.text("ab ÿþĀ文😀\ud800", max_size=30), st.data())
def test_letters(text: str, data: st.DataObject) -> None:
    middle = data.draw(st.integers(0, len(text)))
    letters = Letters.pack([text[:middle], text[middle:]])
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert letters.text(start, end) == text[start:end]
    some = data.draw(st.lists(st.integers(0, len(text) - 1), max_size=9)) if text else []
    assert letters.joined(np.array(some, np.int64)) == "".join(text[i] for i in some)
    assert letters.codes(np.array(some, np.int64)).tolist() == [ord(text[i]) for i in some]


_TERMS = 2_200_000
"""So many that the rarest terms take four bytes."""
_NUMBERS = st.integers(0, 40) | st.integers(0, 20_000) | st.integers(0, _TERMS - 1)
_TEXTS = st.tuples(st.integers(0, MOST_FIELDS - 1), st.lists(_NUMBERS, max_size=6))
_PAPERS = st.lists(st.lists(_TEXTS, max_size=3), min_size=1, max_size=8)


def _tokens(texts: list[tuple[int, list[int]]]) -> list[int]:
    tokens = []
    for code, numbers in texts:
        tokens += [TITLE_MARK - code, *numbers, END_OF_TEXT]
    return tokens


def _packed(papers: list[list[int]]) -> TokenStream:
    # Further tokens fill the codes of one and two bytes, in an order of their own.
    filler = np.repeat(np.arange(18_000, dtype=np.int32), 2)
    joined = np.array([token for paper in papers for token in paper], np.int32)
    ends = np.array([0, *accumulate(map(len, papers))])
    starts = np.append(ends, len(joined) + len(filler))
    return TokenStream.pack(np.append(joined, filler), starts, _TERMS)


@given(_PAPERS, st.data())
def test_a_token_stream(texts: list[list[tuple[int, list[int]]]], data: st.DataObject) -> None:
    papers = [_tokens(some) for some in texts]
    stream = _packed(papers)
    chosen = sorted(data.draw(st.sets(st.integers(0, len(papers) - 1), min_size=1)))
    tokens, begins = stream.tokens(np.array(chosen))
    assert tokens.tolist() == [token for number in chosen for token in papers[number]]
    lengths = [len(papers[number]) for number in chosen]
    assert begins.tolist() == [0, *accumulate(lengths[:-1])]
    codes, begins = stream.part(0, len(papers))
    assert codes.tolist() == [
        byte for some in papers for each in some for byte in stream.encoded(each)
    ]
    offsets = token_offsets(codes)
    each, behind = stream.tokens_at(codes, offsets)
    assert each.tolist() == [token for paper in papers for token in paper]
    assert behind.tolist() == [*offsets[1:].tolist(), len(codes)][: len(offsets)]


def test_a_token_stream_coded_run_by_run_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = np.random.default_rng(1).integers(-3, 20_000, 400).astype(np.int32)
    starts = np.array([0, 0, 3, 21, 22, 399, 400])
    wanted = TokenStream.pack(tokens, starts, 20_000)
    monkeypatch.setattr("paperview.index.storage.token_stream._AT_ONCE", 7)
    stream = TokenStream.pack(tokens, starts, 20_000)
    assert stream.codes.tolist() == wanted.codes.tolist()
    assert stream.starts.tolist() == wanted.starts.tolist()
    assert stream.tokens(np.arange(6))[0].tolist() == tokens.tolist()


@given(_PAPERS, st.data())
def test_tokens_are_found_in_a_stream(
    texts: list[list[tuple[int, list[int]]]], data: st.DataObject
) -> None:
    stream = _packed([_tokens(some) for some in texts])
    everything = [token for some in texts for token in _tokens(some)]
    codes = stream.part(0, len(texts)).codes
    offsets = token_offsets(codes)
    wanted = data.draw(st.sampled_from(everything) if everything else _NUMBERS)
    found = [offset for offset, token in zip(offsets, everything, strict=True) if token == wanted]
    assert offsets_of(codes, stream.encoded(wanted)).tolist() == found
    are_there = are_at(codes, offsets, stream.encoded(wanted))
    assert offsets[are_there].tolist() == found
    words = [i for i, token in enumerate(everything) if token >= 0]
    fields = [code for some in texts for code, numbers in some for _ in numbers]
    assert fields_at(codes, offsets[words]).tolist() == fields


@given(
    st.integers(1, 70) | st.integers(500, 900) | st.just(4000),
    st.integers(1, 12),
    st.integers(0, 2**32 - 1),
    st.data(),
)
def test_postings(papers: int, terms: int, seed: int, data: st.DataObject) -> None:
    random = np.random.default_rng(seed)
    shares = random.choice([0.01, 0.02, 0.05, 0.1, 0.9], terms)
    held = [np.flatnonzero(random.random(papers) < share) for share in shares]
    # A bucket's count has no room for all of its papers.
    held[0] = np.union1d(held[0], np.arange(min(papers, 260)))
    starts = np.array([0, *accumulate(map(len, held))], np.uint32)
    count = int(starts[-1])
    fields = random.integers(1, int(EVERY_FIELD), count, endpoint=True)
    weights = random.integers(1, 255, count, endpoint=True)
    unpacked = PostingArrays(
        starts,
        np.concatenate(held).astype(np.uint16),
        fields.astype(FIELD_SET),
        weights.astype(np.uint8),
    )
    packed = Postings.pack(unpacked, papers)
    low = data.draw(st.integers(0, terms))
    high = data.draw(st.integers(low, terms))
    chosen = sorted(data.draw(st.sets(st.integers(0, terms - 1))))
    wanted = data.draw(st.sampled_from(Field))
    for some, selection in (
        (range(low, high), packed.of_range(low, high)),
        (chosen, packed.of_terms(np.array(chosen, np.int64))),
    ):
        indexes = [i for term in some for i in range(starts[term], starts[term + 1])]
        is_in = (fields[indexes] & int(wanted)) != 0
        assert selection.papers.tolist() == unpacked.papers[indexes].tolist()
        assert selection.lengths.tolist() == [len(held[term]) for term in some]
        assert selection.weights(EVERY_FIELD).tolist() == weights[indexes].tolist()
        assert selection.weights(wanted).tolist() == (weights[indexes] * is_in).tolist()
        assert selection.are_in(wanted).tolist() == is_in.tolist()
        assert packed.are_in(np.array(indexes, np.int64), wanted).tolist() == is_in.tolist()
    assert packed.count(low, high) == int(starts[high] - starts[low])
