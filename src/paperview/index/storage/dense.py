"""What nearly every paper matches, worked out beforehand.

The words that begin with `e` have more postings than there are papers, and so have those that hold
`ion`: going through them takes longer than a keystroke may. What they come to per paper is kept
instead, a byte each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from paperview.index import scoring
from paperview.index.storage.postings import in_slices

if TYPE_CHECKING:
    from paperview.index.storage.postings import Postings
    from paperview.index.storage.term_dictionary import TermDictionary

_FROM = 1.5
"""Postings per paper from which on a token is wide."""


@dataclass(frozen=True, slots=True)
class DenseRows:
    """The wide tokens of a segment."""

    places: Mapping[str, int]
    """Per token: its row."""
    values: NDArray[np.uint8]
    """Tokens x papers: quality x weight of the best word, as `rank.values` gives them."""

    def row(self, token: str) -> NDArray[np.uint8] | None:
        """Return what a token comes to, per paper; None where it is not wide."""
        place = self.places.get(token)
        return None if place is None else self.values[place]

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """Return what it consists of, for storing under a name."""
        tokens = " ".join(self.places).encode("utf-8", "surrogatepass")
        return {name: self.values, f"{name}_tokens": np.frombuffer(tokens, np.uint8)}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], name: str) -> Self:
        """Return what was stored under a name."""
        tokens = arrays[f"{name}_tokens"].tobytes().decode("utf-8", "surrogatepass").split(" ")
        places = {token: place for place, token in enumerate(tokens) if token}
        return cls(places, arrays[name])


NOTHING_WIDE = DenseRows({}, np.zeros((0, 0), np.uint8))


def wide_beginnings(vocabulary: TermDictionary, postings: Postings, count: int) -> DenseRows:
    """Work out the wide beginnings of the words of a segment of `count` papers."""
    rows: dict[str, NDArray[np.uint8]] = {}
    due = [""]
    while due:
        beginning = due.pop()
        for low, high in _longer(vocabulary, beginning):
            some = slice(int(postings.starts[low]), int(postings.starts[high]))
            if some.stop - some.start > _FROM * count:
                token = vocabulary[low][: len(beginning) + 1]
                quality = scoring.beginning_quality(len(token), vocabulary.lengths[low:high])
                lengths = postings.starts[low + 1 : high + 1] - postings.starts[low:high]
                values = scoring.values(np.repeat(quality, lengths), postings.weights[some])
                rows[token] = _best(values, postings.papers[some], count)
                due.append(token)
    return _wide(rows, count)


def _longer(vocabulary: TermDictionary, beginning: str) -> Iterator[tuple[int, int]]:
    """Return the ranges of words that go on with the same letter after a beginning."""
    low, high = vocabulary.beginning(beginning)
    while low < high:
        token = vocabulary[low][: len(beginning) + 1]
        end = vocabulary.beginning(token)[1]
        if token != beginning:
            yield low, end
            low = end
        else:
            low += 1


def wide_parts(vocabulary: TermDictionary, postings: Postings, count: int) -> DenseRows:
    """Work out the wide parts, of the shortest length that parts have."""
    rows: dict[str, NDArray[np.uint8]] = {}
    counts = (postings.starts[1:] - postings.starts[:-1]).astype(np.int64)
    for token in vocabulary.triples_above(counts, int(_FROM * count)):
        places = in_slices(postings.starts, vocabulary.parts(token))
        values = scoring.values(np.uint8(scoring.PART_STEPS), postings.weights[places])
        rows[token] = _best(values, postings.papers[places], count)
    return _wide(rows, count)


def _best(values: NDArray[np.uint8], papers: NDArray[np.uint16], count: int) -> NDArray[np.uint8]:
    row = np.zeros(count, np.uint8)
    np.maximum.at(row, papers, values)
    return row


def _wide(rows: Mapping[str, NDArray[np.uint8]], count: int) -> DenseRows:
    values = np.stack(list(rows.values())) if rows else np.zeros((0, count), np.uint8)
    return DenseRows({token: place for place, token in enumerate(rows)}, values)
