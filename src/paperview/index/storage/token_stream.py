"""The token stream: the terms of all papers of a segment in reading order, and marks between them.

A token takes one byte to five. A mark is a byte below 16. Terms are numbered so that the most
frequent ones come first, and the number is written with the highest bytes first: its last byte is
from 16 to 199, the others are larger. (This is a dense code with stoppers and continuers: Brisaboa,
Fariña, Navarro, Esteller: (S,C)-Dense Coding, 2003.) So a phrase can be searched as bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from paperview.index.storage.packing import Numbers, expect_bounds

END_OF_TEXT: Final = -1
"""Mark: stands between the texts of a field, such as the authors' names, and after a paper."""
TITLE_MARK: Final = -2
"""Mark: -2 - code stands before the texts of the field with that code."""

Tokens = NDArray[np.int32]
"""Terms as their local numbers, and marks below 0."""

Codes = NDArray[np.uint8]
"""Tokens in bytes."""


class Part(NamedTuple):
    """The coded tokens of some papers."""

    codes: Codes
    begins: Numbers
    """Per paper: where it begins there."""


MOST_FIELDS: Final = 15
_MARKS = MOST_FIELDS + 1
"""The byte of the mark -1 is 0, that of -2 is 1, and so on."""
_MORE = 200
"""All bytes of a code but the last are so large. With 128, the stream would be 2 % larger."""
_LAST = _MORE - _MARKS
"""How many different last bytes there are."""
_OTHERS = 256 - _MORE
"""How many different other bytes there are. They stand for digits from 1 on, so that each number
has one code."""
_FREQUENT = _LAST * (1 + _OTHERS)
"""How many codes have one or two bytes."""
_LONGEST = 5
_AT_ONCE = 1 << 20
"""Tokens coded together: bounds the memory at some 40 MB."""


@dataclass(frozen=True, slots=True)
class TokenStream:
    """The token stream of a segment."""

    codes: Codes
    starts: NDArray[np.uint32]
    """Per paper and one more: where its codes begin."""
    frequent: Tokens
    """The most frequent terms, which have the first numbers; the others follow in their order."""

    @classmethod
    def pack(cls, tokens: Tokens, starts: NDArray[Any], terms: int) -> Self:
        """Pack tokens.

        Args:
            tokens: the tokens.
            starts: per paper and one more: where its tokens begin.
            terms: how many different terms there are.
        """
        runs = [tokens[low : low + _AT_ONCE] for low in range(0, len(tokens), _AT_ONCE)]
        counts = np.zeros(terms, np.int64)
        for run in runs:
            counts += np.bincount(run[run >= 0], minlength=terms)
        frequent = np.argsort(-counts, kind="stable")[:_FREQUENT].astype(np.int32)
        number_of = np.arange(len(frequent), len(frequent) + terms, dtype=np.int32)
        number_of[frequent] = np.arange(len(frequent))
        codes, lengths = bytearray(), [np.zeros(1, np.uint8)]
        for run in runs:
            run_codes, run_lengths = _coded(run, number_of)
            codes += run_codes.data
            lengths.append(run_lengths)
        ends = np.cumsum(np.concatenate(lengths), dtype=np.uint32)
        return cls(np.frombuffer(codes, np.uint8), ends[starts], frequent)

    def encoded(self, token: int) -> list[int]:
        """Return the bytes of a token."""
        if token < 0:
            return [-1 - token]
        found = np.flatnonzero(self.frequent == token)
        number = int(found[0]) if len(found) else token + len(self.frequent)
        rest, last = divmod(number, _LAST)
        encoded = [_MARKS + last]
        while rest:
            rest, digit = divmod(rest - 1, _OTHERS)
            encoded.insert(0, _MORE + digit)
        return encoded

    def part(self, low: int, high: int) -> Part:
        """Return the part of the papers from `low` to before `high`."""
        starts = self.starts[low : high + 1].astype(np.int64)
        return Part(self.codes[starts[0] : starts[-1]], starts[:-1] - starts[0])

    def chosen(self, papers: Numbers) -> Part:
        """Return the part of some papers."""
        begins, ends = self.starts[papers], self.starts[papers + 1]
        # Slices are copied in an eighth of the time that their bytes take by index.
        each = self.codes.data
        slices = [each[i:j] for i, j in zip(begins.tolist(), ends.tolist(), strict=True)]
        lengths = (ends - begins).astype(np.int64)
        return Part(np.frombuffer(b"".join(slices), np.uint8), lengths.cumsum() - lengths)

    def tokens(self, papers: Numbers) -> tuple[Tokens, Numbers]:
        """Return the tokens of some papers, and where each paper begins there."""
        codes, begins = self.chosen(papers)
        numbers, ends = decoded(codes)
        return self.named(numbers), ends.searchsorted(begins)

    def of_field(self, papers: Numbers, field: int) -> tuple[Tokens, Numbers]:
        """Return the tokens of one field of papers that have it, and where each paper begins.

        Args:
            papers: the papers.
            field: the field's code.
        """
        codes, _ = self.chosen(papers)
        # Subtracted in bytes, so that 0 becomes 255.
        marks = (codes - np.uint8(1) < MOST_FIELDS).nonzero()[0]
        are_wanted = codes[marks] == 1 + field
        begins = marks[are_wanted] + 1
        ends = np.append(marks[1:], len(codes))[are_wanted]
        of_papers = codes.data
        slices = [of_papers[i:j] for i, j in zip(begins.tolist(), ends.tolist(), strict=True)]
        numbers, last_bytes = decoded(np.frombuffer(b"".join(slices), np.uint8))
        lengths = ends - begins
        return self.named(numbers), last_bytes.searchsorted(lengths.cumsum() - lengths)

    def tokens_at(self, codes: Codes, offsets: Numbers) -> tuple[Tokens, Numbers]:
        """Return the tokens whose codes begin at some offsets, and where the next ones begin.

        Behind the last code there is the mark -1.
        """
        ends = np.minimum(offsets, len(codes) - 1)
        numbers = np.zeros(len(ends), np.int32)
        byte = codes[ends]
        longer = (byte >= _MORE).nonzero()[0]
        while len(longer):
            numbers[longer] = numbers[longer] * _OTHERS + (byte[longer] - np.int32(_MORE - 1))
            ends[longer] += 1
            byte[longer] = codes[ends[longer]]
            longer = longer[byte[longer] >= _MORE]
        numbers *= _LAST
        numbers += byte
        return self.named(numbers), ends + 1

    def named(
        self,
        numbers: NDArray[np.int32],
        names: Tokens | None = None,
        rare: Callable[[Tokens], NDArray[Any]] = lambda terms: terms,
    ) -> Tokens:
        """Return the tokens with some numbers, as `decoded` gives them.

        Args:
            numbers: the numbers.
            names: what `with_marks` gave for other names of the most frequent terms.
            rare: gives other names for the terms that are not among them.
        """
        names = with_marks(self.frequent) if names is None else names
        tokens = names.take(numbers, mode="clip")
        are_rare = (numbers >= len(names)).nonzero()[0]
        tokens[are_rare] = rare(numbers[are_rare] - np.int32(len(names)))
        return tokens

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays to store."""
        return {
            "stream": self.codes,
            "stream_frequent": self.frequent,
            "stream_starts": self.starts,
        }

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Return what was stored; raise ValueError if it can't be right."""
        expect_bounds(arrays["stream_starts"], len(arrays["stream"]))
        return cls(arrays["stream"], arrays["stream_starts"], arrays["stream_frequent"])


def with_marks(frequent: Tokens) -> Tokens:
    """Return the tokens that the first numbers stand for: the marks and the most frequent terms."""
    return np.concatenate([np.arange(-1, -1 - _MARKS, -1, dtype=np.int32), frequent])


def _coded(tokens: Tokens, number_of: NDArray[np.int32]) -> tuple[Codes, NDArray[np.uint8]]:
    """Return the codes of some tokens, and their lengths.

    Args:
        tokens: the tokens.
        number_of: per term: its number, by which it is coded.
    """
    is_term = tokens >= 0
    numbers = (
        np.where(is_term, number_of.take(tokens, mode="clip"), 0) if len(number_of) else 0 * tokens
    )
    rest = numbers // _LAST
    lengths = np.ones(len(tokens), np.uint8)
    longer_from = 1
    for i in range(1, _LONGEST):
        lengths += rest >= longer_from
        longer_from += _OTHERS**i
    ends = np.append(0, np.cumsum(lengths, dtype=np.int64))
    codes = np.empty(int(ends[-1]), np.uint8)
    codes[ends[1:] - 1] = np.where(is_term, _MARKS + numbers % _LAST, -1 - tokens)
    for i in range(1, _LONGEST):
        longer = np.flatnonzero(lengths > i)
        if not len(longer):
            break
        rest -= 1
        codes[ends[longer + 1] - 1 - i] = _MORE + rest[longer] % _OTHERS
        rest //= _OTHERS
    return codes, lengths


def decoded(codes: Codes) -> tuple[NDArray[np.int32], Numbers]:
    """Return the numbers of all tokens, as `TokenStream.named` takes them, and their last bytes."""
    ends = (codes < _MORE).nonzero()[0]
    # The byte before an end is of the same code, unless it is an end itself.
    before = codes[ends - 1]
    numbers = (np.maximum(before, _MORE - 1) - np.uint8(_MORE - 1)).astype(np.int32)
    longer = (before >= _MORE).nonzero()[0]
    for i in range(1, _LONGEST - 1):
        if not len(longer):
            break
        byte = codes[ends[longer] - 1 - i]
        is_longer = byte >= _MORE
        longer = longer[is_longer]
        numbers[longer] += (byte[is_longer] - np.int32(_MORE - 1)) * _OTHERS**i
    numbers *= _LAST
    numbers += codes[ends]
    return numbers, ends


def fields_at(codes: Codes, offsets: Numbers) -> Numbers:
    """Return the field codes of the tokens whose codes begin at some offsets."""
    # Subtracted in bytes, so that 0 becomes 255.
    marks = (codes - np.uint8(1) < MOST_FIELDS).nonzero()[0]
    fields: Numbers = codes[marks[marks.searchsorted(offsets) - 1]].astype(np.int64) - 1
    return fields


def are_marks(codes: Codes, offsets: Numbers) -> NDArray[np.bool_]:
    """Return at which of some offsets there is a mark."""
    return codes[offsets] < _MARKS


def are_at(codes: Codes, offsets: Numbers, wanted: list[int]) -> NDArray[np.bool_]:
    """Return at which offsets some bytes stand; the first of them begins a code, and is no -1."""
    # Behind the last code its last byte is looked at, which is the mark -1.
    are_there: NDArray[np.bool_] = codes.take(offsets, mode="clip") == wanted[0]
    for i, byte in enumerate(wanted[1:], 1):
        left = are_there.nonzero()[0]
        are_there[left] = codes.take(offsets[left] + i, mode="clip") == byte
    return are_there


def token_offsets(codes: Codes) -> Numbers:
    """Return all offsets at which a code begins."""
    return np.append(0, np.flatnonzero(codes < _MORE) + 1)[:-1]


def offsets_of(codes: Codes, wanted: list[int]) -> Numbers:
    """Return all offsets at which some bytes stand; the first of them begins a code."""
    offsets = (codes[: max(0, len(codes) - len(wanted) + 1)] == wanted[0]).nonzero()[0]
    for i, byte in enumerate(wanted[1:], 1):
        offsets = offsets[codes[offsets + i] == byte]
    begins: Numbers = offsets[(offsets == 0) | (codes[offsets - 1] < _MORE)]
    return begins
