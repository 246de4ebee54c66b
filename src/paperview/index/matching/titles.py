"""Papers with just some title, found without reading any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from itertools import takewhile

import numpy as np

from paperview.index.fields import Field
from paperview.index.storage.postings import TEXT_ENDS, TITLE_BEGINS
from paperview.index.storage.segment import Segment
from paperview.index.storage.term_dictionary import Numbers
from paperview.index.storage.volume import Shard

_KEPT = 1 << 14
"""Words whose numbers are kept: titles have the same ones again and again."""


class Titles:
    """Finds papers by their whole title, in no time where many are asked for."""

    def __init__(self, volumes: Iterable[Shard]) -> None:
        """Take what is looked through."""
        self._volumes = tuple(volumes)
        self._number = lru_cache(_KEPT)(self._look_up)

    def find(self, title: Sequence[str]) -> Iterator[int]:
        """Give the papers whose title has just these words, in order, hidden ones too.

        Args:
            title: the folded words; see `fold.words`.
        """
        for place, volume in enumerate(self._volumes):
            numbers = list(takewhile(lambda number: number >= 0, self._numbers(place, title)))
            if numbers and len(numbers) == len(title):
                for segment, own in _segments(volume, numbers):
                    yield from (segment.first + _titled(segment, own)).tolist()

    def _numbers(self, place: int, words: Sequence[str]) -> Iterator[int]:
        return (self._number(place, word) for word in words)

    def _look_up(self, place: int, word: str) -> int:
        """Return the number of a word in a volume, -1 where it lacks it."""
        number = self._volumes[place].vocabulary.whole(word)
        return -1 if number is None else number


def _segments(volume: Shard, words: Sequence[int]) -> Iterator[tuple[Segment, Numbers]]:
    """Give the segments that hold all of some words, and their own numbers of these."""
    holders = volume.holders
    if holders is None:
        yield volume.segments[0], np.array(words)
        return
    slices = [slice(holders.starts[word], holders.starts[word + 1]) for word in words]
    held = sorted((holders.segments[some] for some in slices), key=len)
    for place in reduce(np.intersect1d, held).tolist():
        at = [int(np.searchsorted(holders.segments[some], place)) for some in slices]
        own = [holders.own[some][i] for some, i in zip(slices, at, strict=True)]
        yield volume.segments[place], np.array(own, np.int64)


def _titled(segment: Segment, words: Numbers) -> Numbers:
    """Return the papers, counted from the segment's first, that have a title of some words."""
    starts = segment.postings.starts
    rarest_first = sorted(set(words.tolist()), key=lambda word: starts[word + 1] - starts[word])
    papers = segment.holders(rarest_first[0])
    fields = segment.postings.fields[starts[rarest_first[0]] : starts[rarest_first[0] + 1]]
    found = papers[(fields & int(Field.TITLE)) != 0].astype(np.int64)
    # A paper's words begin with its title.
    stream = segment.stream
    for offset, word in enumerate([TITLE_BEGINS, *words.tolist(), TEXT_ENDS]):
        places = segment.stream_starts[found].astype(np.int64) + offset
        places = np.minimum(places, len(stream) - 1)
        found = found[stream[places] == word]
    return np.asarray(found, np.int64)
