"""Looking words up: exact, by prefix, by substring, and fuzzy."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from paperview.index.storage.term_dictionary import TermDictionary
from tests.cases import for_each
from tests.index import corpora

_ANY_WORDS = st.text("abcé文😀\ud800.", min_size=1, max_size=14) | corpora.words
_DICTIONARIES = st.lists(_ANY_WORDS, max_size=25, unique=True).map(sorted)
_LETTERS = st.text("abcé", min_size=1, max_size=12)
_TOKENS = st.lists(st.sampled_from(corpora.TOKENS) | _LETTERS | _ANY_WORDS, min_size=5, max_size=10)


@given(_DICTIONARIES)
def test_the_terms_are_those_given_by_number(words: list[str]) -> None:
    dictionary = TermDictionary.of(words)
    assert len(dictionary) == len(words)
    assert list(dictionary) == words
    assert [dictionary[number] for number in range(len(words))] == words
    assert dictionary.lengths(0, len(words)).tolist() == list(map(len, words))


@given(_DICTIONARIES, _TOKENS, st.sampled_from([2, 5, 512]))
def test_exact_terms_and_prefixes(words: list[str], tokens: list[str], sampled: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("paperview.index.storage.term_dictionary._SAMPLED", sampled)
        dictionary = TermDictionary.of(words)
        for token in tokens + words:
            assert dictionary.find(token) == (words.index(token) if token in words else None)
            begin, end = dictionary.prefix_range(token)
            assert words[begin:end] == [word for word in words if word.startswith(token)]


@given(_DICTIONARIES, _TOKENS)
def test_substrings(words: list[str], tokens: list[str]) -> None:
    dictionary = TermDictionary.of(words)
    for token in tokens + words:
        if len(token) >= 2:
            numbers = dictionary.with_substring(token).tolist()
            assert numbers == [i for i, word in enumerate(words) if token in word]


def test_no_substring_reaches_over_two_terms() -> None:
    assert TermDictionary.of(["abc", "def"]).with_substring("bcd").tolist() == []


def test_a_term_that_holds_a_substring_twice_is_given_once() -> None:
    assert TermDictionary.of(["banana", "bananas"]).with_substring("ana").tolist() == [0, 1]


def test_a_term_may_hold_a_substring_very_often() -> None:
    words = ["ha" * 12, "論文" * 12]
    dictionary = TermDictionary.of(words)
    assert [dictionary.with_substring(word[:4]).tolist() for word in words] == [[0], [1]]


def test_letters_that_look_alike_to_a_sum_are_told_apart() -> None:
    # 65,536 apart: the same in 16 bits.
    words = ["aaa", "a" + chr(ord("a") + 65536) + "a"]
    assert TermDictionary.of(words).with_substring("aaa").tolist() == [0]


@settings(max_examples=40)
@given(_DICTIONARIES, _TOKENS, st.integers(1, 3))
def test_fuzzy_terms_are_those_of_all_prefixes_compared(
    words: list[str], tokens: list[str], most: int
) -> None:
    dictionary = TermDictionary.of(words)
    for token in tokens:
        for end in range(1, len(token)):  # as it is typed
            dictionary.fuzzy(token[:end], most)
        found = dictionary.fuzzy(token, most)
        alone = TermDictionary.of(words).fuzzy(token, most)
        assert found.numbers.tolist() == alone.numbers.tolist()
        distances = [
            [OSA.distance(token, word[:end]) for end in range(1, len(word) + 1)] for word in words
        ]
        near = [
            i
            for i, some in enumerate(distances)
            if min(some) <= most and not set("./+#*&") & set(words[i])
        ]
        assert found.numbers.tolist() == near
        assert found.edits.tolist() == [min(distances[i]) for i in near]
        for i, end in zip(near, found.ends.tolist(), strict=True):
            nearest = min(distances[i])
            assert distances[i][end - 1] == nearest
            if distances[i][-1] == nearest:
                assert end == len(words[i])  # the whole word, where that is as near


def test_halves_of_a_token_are_looked_for_as_long_as_words_begin_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_for = []

    def look_up(dictionary: TermDictionary, token: str) -> int:
        looked_for.append(token)
        return insertion_point(dictionary, token)

    insertion_point = TermDictionary._insertion_point
    monkeypatch.setattr(TermDictionary, "_insertion_point", look_up)
    splits = TermDictionary.of(["net", "superb", "zebra"]).splits("super" * 2000)
    assert list(splits) == []
    assert looked_for == ["s", "su", "sup", "supe", "super", "supers"]


@for_each("length", [27, 28, 60, 61, 62, 64, 100])
def test_long_tokens_may_have_typos_from_begin_to_end(length: int) -> None:
    word = ("abcdefghijk" * 10)[:length]
    words = sorted([f"x{word[1:]}", f"{word[:-1]}x", f"{word[:-3]}xyz", f"y{word[2:-1]}x", word])
    found = TermDictionary.of(words).fuzzy(word, 2)
    near = [OSA.distance(word, some) <= 2 for some in words]
    assert [words[number] for number in found.numbers] == [
        some for some, is_near in zip(words, near, strict=True) if is_near
    ]
