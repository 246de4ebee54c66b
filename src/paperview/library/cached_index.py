"""The files that an index consists of, and finding them in the cache when it was made before."""

from __future__ import annotations

import json
import mmap
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from paperview import index
from paperview.index.results import NumberList, Results
from paperview.library import cache
from paperview.sources.jsonl.lazy_records import LazyRecords, opened
from paperview.sources.jsonl.scan import RecordTable
from paperview.sources.problem import Problem
from paperview.sources.source import JsonlSource

if TYPE_CHECKING:
    from paperview.index.storage.index import Index, Shard

RECORDS, PROBLEMS, TEXT = "records", "problems", "text"
JOINED, ORDER, RANKS = "joined", "order", "ranks"


@dataclass(slots=True)
class CachedIndex:
    """A file whose index is in the cache: its papers are there without reading it."""

    entry: cache.Entry
    papers: LazyRecords
    problems: list[Problem]
    order: tuple[memoryview[int], memoryview[int]]
    """The numbers of all papers, newest first, and the rank of each paper in that order."""
    _shard: Shard | None = field(default=None, init=False)
    _is_to_stay: bool = field(default=False, init=False)

    @property
    def everything(self) -> Results:
        """All papers, newest first."""
        return Results(numbers=NumberList(*self.order), searched=len(self.order[0]))

    def forget(self) -> None:
        """Do not use it again in this run; remove it from the cache unless it may be sound."""
        (cache.avoid if self._is_to_stay else cache.drop)(self.entry)

    def shard(self, first: int) -> Shard:
        """Map the index for papers that are numbered from `first`; reuse an earlier mapping.

        Raises:
            OSError: if it is gone, or can't be mapped just now.
            KeyError, StoredError: if it is not whole.
        """
        if self._shard is None or self._shard.first != first:
            count = self.entry.facts["segments"]
            segments = [self.entry.path(segment_name(index)) for index in range(count)]
            try:
                self._shard = index.load_shard(segments, self.entry.path(JOINED), first)
            except OSError as error:
                self._is_to_stay = not isinstance(error, FileNotFoundError)
                raise
        return self._shard

    def index(self) -> Index:
        """Map the index of this file alone; raises as `shard` does."""
        return index.Index((self.shard(0),), order=self.order)


def segment_name(index: int) -> str:
    """Return the name of a segment's file."""
    return f"segment{index:04}"


def find(source: JsonlSource, *, verifies: bool = False) -> CachedIndex | None:
    """Return the cached index of a file; None if there is none, or a broken one.

    A broken one is removed. One that can't be opened now, because descriptors are missing, stays.

    Args:
        source: the file.
        verifies: whether all of it is read first, to see whether it is as it was written.
    """
    if source.grows:
        return None
    try:
        entry = cache.find(cache.FileIdentity.of(source.path, source.member))
    except OSError:
        return None
    if entry is None:
        return None
    if verifies and not entry.is_sound():
        cache.drop(entry)
        return None
    try:
        return _load(entry, source.path, source.name)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        cache.drop(entry)
    except OSError:
        cache.avoid(entry)
    return None


def _load(entry: cache.Entry, path: Path, name: str) -> CachedIndex | None:
    records = RecordTable.load(_mapped(entry.path(RECORDS)))
    order, ranks = (_mapped(entry.path(one)).cast("I") for one in (ORDER, RANKS))
    if not len(order) == len(ranks) == len(records):
        raise ValueError("parts of different indexes")
    noted = json.loads(entry.path(PROBLEMS).read_text())
    problems = [Problem(**{**fields, "source": name}) for fields in noted]
    is_unpacked = TEXT in entry.files
    papers = LazyRecords(opened(entry.path(TEXT) if is_unpacked else path), records, name)
    if not is_unpacked and not entry.identity.is_of(papers.status()):  # it was replaced just now
        papers.close()
        return None
    return CachedIndex(entry, papers, problems, (order, ranks))


def _mapped(path: Path) -> memoryview[int]:
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def write(folder: Path, records: RecordTable, problems: Sequence[Problem]) -> None:
    """Write what is known of the records of a file.

    Raises:
        OSError: if it can't be written.
    """
    with (folder / RECORDS).open("wb") as file:
        records.dump(file)
    (folder / PROBLEMS).write_text(json.dumps([problem._asdict() for problem in problems]))


_INDEX_SHARE = 0.6
"""How large an index is for each byte of its file."""
_UNPACKED = 3
"""How large a compressed file is for each of its bytes; it is unpacked beside its index."""


class IndexFolder:
    """A folder for the files of an index in the making."""

    def __init__(self, folder: Path, draft: cache.Draft | None, *, is_cached: bool = True) -> None:
        self.folder = folder
        self._draft = draft
        self._is_cached = is_cached

    @property
    def is_kept(self) -> bool:
        """Whether the index is to be in the cache in the end."""
        return self._draft is not None and self._is_cached

    def has_room(self, size: int, *, is_compressed: bool) -> bool:
        """Return whether the disk seems to have room for the index of a file.

        Args:
            size: the bytes of the file.
            is_compressed: whether it must be unpacked, too.
        """
        share = _UNPACKED * (1 + _INDEX_SHARE) if is_compressed else _INDEX_SHARE
        try:
            return shutil.disk_usage(self.folder).free > share * size
        except OSError:
            return True

    def finish(self, facts: Mapping[str, object]) -> None:
        """Keep the files for the next time if that is possible; else they are gone.

        Open and mapped files stay usable.
        """
        if self._draft is not None and self.is_kept:
            self._draft.publish(facts)
        else:
            self.discard()

    def discard(self) -> None:
        """Remove the files."""
        if self._draft is not None:
            self._draft.discard()
        else:
            shutil.rmtree(self.folder, ignore_errors=True)


def index_folders(source: JsonlSource, status: os.stat_result) -> Iterator[IndexFolder | None]:
    """Give folders for the index of a file, the best first; there may be none.

    None stands for a folder in the cache if its disk is full.

    Args:
        source: the file.
        status: its status when its papers were opened. If it has changed since, the index is
            not kept.
    """
    try:
        draft = _passing_draft(source) if source.grows else _draft(source, status)
    except OSError:
        if not source.grows:
            yield None
    else:
        if draft is not None:
            yield IndexFolder(draft.folder, draft, is_cached=not source.grows)
    try:
        folder = tempfile.mkdtemp(prefix="paperview-")
    except OSError:
        return
    yield IndexFolder(Path(folder), None)


def _passing_draft(source: JsonlSource) -> cache.Draft | None:
    """Return a draft that is never published; it is removed even if this program is killed."""
    return cache.draft(cache.FileIdentity(str(source.path), 0, 0, 0))


def _draft(source: JsonlSource, status: os.stat_result) -> cache.Draft | None:
    try:
        identity = cache.FileIdentity.of(source.path, source.member)
    except OSError:
        return None
    return cache.draft(identity) if identity.is_of(status) else None
