"""Tasks of the workers; they know neither the store nor the screen."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

import numpy as np

from paperview.index.storage import arrays
from paperview.index.storage.builder import SegmentBuilder
from paperview.index.storage.index import Index, Shard, join, load_shard
from paperview.model.merge import merged
from paperview.model.paper import Paper
from paperview.sources.formats import snapshot
from paperview.sources.jsonl import lazy_records, scan
from paperview.sources.jsonl.scan import RecordTable
from paperview.sources.problem import Problem
from paperview.sources.source import JsonlSource

_PROGRESS_STEP = 3000
"""Papers between two messages about progress: some times a second."""


def read(
    source: JsonlSource, unpacked: Path | None, start: tuple[int, int], known: RecordTable
) -> Iterator[scan.Batch]:
    """Scan the records of a file behind those that were read before.

    Args:
        source: the file.
        unpacked: where its text is written if it is compressed.
        start: where to go on; see `scan.scan`.
        known: the records that were read before.
    """
    with closing(source.open()) as stream:
        if unpacked is None:
            yield from scan.scan(stream, source.name, start=start, known=known)
            return
        with unpacked.open("r+b") as spool:
            yield from scan.scan(
                stream,
                source.name,
                spool=spool,
                position=lambda: stream.position,
                start=start,
                known=known,
            )


@dataclass(frozen=True, slots=True)
class Share:
    """The papers of a segment, which are counted from 0 here."""

    offsets: Sequence[int]
    """Per paper: the bytes before its line."""
    lengths: Sequence[int]
    """Per paper: the bytes of its line."""
    further: Mapping[int, Sequence[tuple[int, int]]]
    """The further records of a paper, for the few that have some, as (offset, length)."""
    marks: Sequence[tuple[int, int]]
    """Lines whose number is known, as (offset, number), ascending."""


def segment(
    path: Path, name: str, share: Share, outs: tuple[Path, Path]
) -> Iterator[int | Problem]:
    """Index some papers of a file; give problems, and how many papers are done.

    Args:
        path: the file, unpacked.
        name: its name, for problems.
        share: where the papers are.
        outs: where the segment goes, and its dictionary.
    """
    builder = SegmentBuilder(0)
    with path.open("rb") as file:
        lines = _LineCounter(file.fileno(), share.marks)
        for number, span in enumerate(zip(share.offsets, share.lengths, strict=True)):
            paper, reasons = _read(file.fileno(), *span)
            problems = [(span, reason) for reason in reasons]
            for again in share.further.get(number, ()):
                other, reasons = _read(file.fileno(), *again)
                paper = merged(paper, other)
                problems += [(again, reason) for reason in reasons]
            for (offset, length), reason in problems:
                line = lines.line_at(offset)
                beginning = os.pread(file.fileno(), min(length, scan.PROBLEM_BYTES), offset)
                text = scan.problem_text(beginning)
                yield Problem(name, line, reason, text, lost=False)
            builder.add(paper)
            if len(builder) % _PROGRESS_STEP == 0:
                yield len(builder)
    dictionary, built = builder.build()
    for out, columns in zip(outs, (built.arrays(), dictionary.arrays), strict=True):
        arrays.dump(columns, out)
    yield len(builder)


def _read(file: int, offset: int, length: int) -> tuple[Paper, tuple[str, ...]]:
    try:
        return lazy_records.read_paper(file, offset, length)
    except snapshot.RecordError:
        return Paper(), ("the file was changed while it was read",)


class _LineCounter:
    """Finds the number of the line that begins at a given byte of a file.

    It counts from the last known line before that byte.
    """

    def __init__(self, file: int, marks: Sequence[tuple[int, int]]) -> None:
        """Take the file's descriptor, and (offset, number) of some lines, ascending."""
        self._file = file
        self._marks = marks
        self._offset, self._line = 0, 1

    def line_at(self, offset: int) -> int:
        """Return the number of the line that begins at a byte, counted from 1."""
        after = bisect_right(self._marks, offset, key=itemgetter(0))
        nearest = self._marks[after - 1] if after else (0, 1)
        if not nearest[0] <= self._offset <= offset:
            self._offset, self._line = nearest
        while self._offset < offset:
            data = os.pread(self._file, min(1 << 20, offset - self._offset), self._offset)
            if not data:
                break
            self._line += data.count(b"\n")
            self._offset += len(data)
        return self._line


def join_segments(
    paths: Sequence[Path], dictionaries: Sequence[Path], joined: Path, order: Path, ranks: Path
) -> Iterator[None]:
    """Join segments that follow each other into a shard, and put their papers in order.

    Args:
        paths: the segments.
        dictionaries: their term dictionaries.
        joined: where the dictionary of all goes, and the ordinals of their terms there.
        order: where the papers' numbers go, newest first.
        ranks: where the rank of each paper in that order goes.
    """
    shards: list[Shard] = []
    first = 0
    for path, dictionary in zip(paths, dictionaries, strict=True):
        shards.append(load_shard([path], dictionary, first))
        first += len(shards[-1])
    if not shards:
        return
    shard = join(shards)
    arrays.dump(shard.joined_arrays(), joined)
    index = Index((shard,))
    index.newest_first.astype(np.uint32).tofile(order)
    index.ranks.astype(np.uint32).tofile(ranks)
    yield None


TASKS: dict[str, Callable[..., Iterator[object]]] = {
    "read": read,
    "segment": segment,
    "join": join_segments,
}
