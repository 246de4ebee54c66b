"""Dense rows: the papers of the most frequent tokens of a segment, worked out in advance.

The terms that begin with `e` have more postings than there are papers, and so have the terms that
contain `ion`. Going through them would take too long for a keystroke. For such tokens a segment has
dense rows: their value in each paper, a byte each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from paperview.index import scoring
from paperview.index.fields import ANYWHERE
from paperview.index.storage.packing import ranges
from paperview.index.storage.postings import PostingArrays
from paperview.index.storage.term_dictionary import TermDictionary

_DENSE_FROM = 1.5
"""Postings per paper from which on a token has a dense row."""


@dataclass(frozen=True, slots=True)
class DenseRows:
    """The values of the most frequent tokens in each paper of a segment."""

    rows: Mapping[str, int]
    """Per token: its row."""
    values: NDArray[np.uint8]
    """Tokens x papers: quality x weight of the best term, as `scoring.values` gives them.

    They are for words without a field.
    """

    def row(self, token: str) -> NDArray[np.uint8] | None:
        """Return a token's value per paper; None where it has no dense row."""
        row = self.rows.get(token)
        return None if row is None else self.values[row]

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to store under a name."""
        tokens = " ".join(self.rows).encode("utf-8", "surrogatepass")
        return {name: self.values, f"{name}_tokens": np.frombuffer(tokens, np.uint8)}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], name: str) -> Self:
        """Return what was stored under a name."""
        tokens = arrays[f"{name}_tokens"].tobytes().decode("utf-8", "surrogatepass").split(" ")
        rows = {token: row for row, token in enumerate(tokens) if token}
        return cls(rows, arrays[name])


def dense_prefixes(dictionary: TermDictionary, postings: PostingArrays, count: int) -> DenseRows:
    """Work out the dense rows of prefixes in a segment of `count` papers."""
    rows: dict[str, NDArray[np.uint8]] = {}
    stack = [""]
    while stack:
        prefix = stack.pop()
        for low, high in _next_letters(dictionary, prefix):
            held = slice(int(postings.starts[low]), int(postings.starts[high]))
            if held.stop - held.start > _DENSE_FROM * count:
                token = dictionary[low][: len(prefix) + 1]
                quality = scoring.prefix_quality(len(token), dictionary.lengths(low, high))
                lengths = postings.starts[low + 1 : high + 1] - postings.starts[low:high]
                values = scoring.values(np.repeat(quality, lengths), postings.weights[held])
                values *= (postings.fields[held] & int(ANYWHERE)) != 0
                rows[token] = _best(values, postings.papers[held], count)
                stack.append(token)
    return _dense_rows(rows, count)


def _next_letters(dictionary: TermDictionary, prefix: str) -> Iterator[tuple[int, int]]:
    """Give the ranges of terms that go on with the same letter after a prefix."""
    low, high = dictionary.prefix_range(prefix)
    while low < high:
        token = dictionary[low][: len(prefix) + 1]
        end = dictionary.prefix_range(token)[1]
        if token != prefix:
            yield low, end
            low = end
        else:
            low += 1


def dense_trigrams(dictionary: TermDictionary, postings: PostingArrays, count: int) -> DenseRows:
    """Work out the dense rows of trigrams, the shortest substrings."""
    rows: dict[str, NDArray[np.uint8]] = {}
    counts = (postings.starts[1:] - postings.starts[:-1]).astype(np.int64)
    for token in dictionary.frequent_trigrams(counts, int(_DENSE_FROM * count)):
        terms = dictionary.with_substring(token)
        chosen = ranges(postings.starts[terms].astype(np.int64), counts[terms])
        values = scoring.values(np.uint8(scoring.SUBSTRING_STEPS), postings.weights[chosen])
        values *= (postings.fields[chosen] & int(ANYWHERE)) != 0
        rows[token] = _best(values, postings.papers[chosen], count)
    return _dense_rows(rows, count)


def _best(values: NDArray[np.uint8], papers: NDArray[np.uint16], count: int) -> NDArray[np.uint8]:
    row = np.zeros(count, np.uint8)
    np.maximum.at(row, papers, values)
    return row


def _dense_rows(rows: Mapping[str, NDArray[np.uint8]], count: int) -> DenseRows:
    values = np.stack(list(rows.values())) if rows else np.zeros((0, count), np.uint8)
    return DenseRows({token: row for row, token in enumerate(rows)}, values)
