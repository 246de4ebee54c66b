"""What is done in processes beside the reader: nothing here knows of the store or the screen."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from paperview.paper import Paper
from paperview.search import stored
from paperview.search.index import Index
from paperview.search.segment import Segment, SegmentBuilder
from paperview.search.vocabulary import Vocabulary
from paperview.search.volume import Holders, Volume, join
from paperview.sources import records, snapshot
from paperview.sources.problem import Problem
from paperview.sources.unpacking import open_unpacked

_TOLD = 3000
"""Papers after which progress is told: some times a second."""


def read(path: Path, name: str, unpacked: Path | None) -> Iterator[records.Batch]:
    """Go through the records of a file; write its text to `unpacked` if it is compressed."""
    with open_unpacked(path) as stream:
        if unpacked is None:
            yield from records.scan(stream, name)
        else:
            with unpacked.open("r+b") as spool:
                yield from records.scan(stream, name, spool=spool, position=lambda: stream.position)


def segment(
    path: Path, name: str, offsets: array[int], lengths: array[int], outs: tuple[Path, Path]
) -> Iterator[int | Problem]:
    """Index the records at some places of a file; tell how many are done, and of problems.

    The segment's papers are counted from 0.

    Args:
        path: the file, unpacked.
        name: its name, for problems.
        offsets: per record: the bytes before its line.
        lengths: per record: the bytes of its line.
        outs: where the segment goes, and its vocabulary.
    """
    builder = SegmentBuilder(0)
    with path.open("rb") as file:
        lines = _LineCounter(file.fileno())
        for offset, length in zip(offsets, lengths, strict=True):
            try:
                paper, reasons = records.read_paper(file.fileno(), offset, length)
            except snapshot.RecordError:  # the file was changed since it was read
                paper, reasons = Paper(), ()
            for reason in reasons:
                line = lines.line_at(offset)
                yield Problem(name, line, f"{reason}; shown without it", lost=False)
            builder.add(paper)
            if len(builder) % _TOLD == 0:
                yield len(builder)
    vocabulary, built = builder.build()
    for out, arrays in zip(outs, (built.arrays(), vocabulary.arrays()), strict=True):
        stored.dump(arrays, out)
    yield len(builder)


class _LineCounter:
    """Tells the number of the line that begins at some byte of a file, in ascending order."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._offset = 0
        self._line = 1

    def line_at(self, offset: int) -> int:
        """Return the number of the line that begins at a byte, counted from 1."""
        while self._offset < offset:
            data = os.pread(self._file, min(1 << 20, offset - self._offset), self._offset)
            if not data:
                break
            self._line += data.count(b"\n")
            self._offset += len(data)
        return self._line


def join_segments(
    paths: Sequence[Path], words: Sequence[Path], joined: Path, order: Path, ranks: Path
) -> Iterator[None]:
    """Join segments that follow each other into a volume, and put their papers in order.

    Args:
        paths: the segments.
        words: their vocabularies.
        joined: where the vocabulary of all goes, and the numbers of their words there.
        order: where the papers' numbers go, newest first.
        ranks: where per paper its place in that order goes.
    """
    volumes = []
    first = 0
    for path, own in zip(paths, words, strict=True):
        volumes.append(load_volume([path], own, first))
        first += len(volumes[-1])
    if not volumes:
        return
    volume = join(volumes)
    numbers = {
        _numbers(place): segment.numbers
        for place, segment in enumerate(volume.segments)
        if segment.numbers is not None
    }
    holders = volume.holders.arrays() if volume.holders is not None else {}
    stored.dump({**volume.vocabulary.arrays(), **numbers, **holders}, joined)
    index = Index((volume,))
    index.newest_first.astype(np.uint32).tofile(order)
    index.ranks.astype(np.uint32).tofile(ranks)
    yield None


def _numbers(place: int) -> str:
    return f"numbers{place}"


def load_volume(paths: Sequence[Path], vocabulary: Path, first: int = 0) -> Volume:
    """Map segments that follow each other, and the vocabulary of all of them.

    Raises:
        OSError, stored.StoredError: if there are none, or not whole ones.
    """
    arrays = stored.load(vocabulary)
    segments = []
    for place, path in enumerate(paths):
        segments.append(Segment.of(first, stored.load(path), arrays.get(_numbers(place))))
        first += len(segments[-1])
    holders = Holders.of(arrays) if _numbers(0) in arrays else None
    return Volume(Vocabulary(arrays), tuple(segments), holders)


TASKS: dict[str, Callable[..., Iterator[object]]] = {
    "read": read,
    "segment": segment,
    "join": join_segments,
}
