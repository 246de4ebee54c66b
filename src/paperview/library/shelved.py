"""Which papers of a store are on the shelf: a few thousand among millions.

The keys of the shelf are looked up in the store, not the store's papers on the shelf.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from time import localtime

import numpy as np
from numpy.typing import NDArray

from paperview import model
from paperview.index.query.on_shelf import folded_note, folded_tag
from paperview.index.query.tree import OnShelf
from paperview.library.store.records import RecordRange
from paperview.library.store.store import Store
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.shelf.entries import Entries, State
from paperview.shelf.keys import keys_of, known_title
from paperview.shelf.rows import ARXIV, DOI, TITLE, Record
from paperview.shelf.shelf import Shelf
from paperview.sources.formats.snapshot import title_mark

_ANSWERS = 16
"""Answers that are cached."""
_NOTES = 1 << 14
"""Notes whose words are cached."""
_FEW = 8
"""Keys that are looked for one by one."""
_BITS = 20
"""Bits of a key by which most of a million others are told from it at once."""
_Keys = NDArray[np.uint64]


class ShelvedPapers:
    """Finds the papers of a store that are on the shelf. Not to be shared between threads."""

    def __init__(self, store: Store, shelf: Shelf) -> None:
        self._store = store
        self._shelf = shelf
        self._entries = Entries()
        self._size = 0, 0
        """The papers of the store when they were looked up, and the hidden ones among them."""
        self._looked_up: set[int] = set()
        """Ids of the records that were looked up."""
        self._numbers: dict[int, tuple[int, ...]] = {}
        """By entry: its papers."""
        self._marks: dict[int, list[int]] = {}
        """By the first number of papers in memory: marks of their titles."""
        self._found: dict[OnShelf, list[int]] = {}
        """Answers, for the next letter of the query."""
        self._found_version: tuple[object, ...] = ()

    @property
    def version(self) -> tuple[object, ...]:
        """What the numbers depend on: they stay the same while this does."""
        entries = self._shelf.entries
        return id(entries), entries.version, self._store.end, len(self._store.hidden)

    def find(self, clause: OnShelf) -> Sequence[int]:
        """Return the papers that a clause of a query means, in no order."""
        version = self.version
        if version != self._found_version or len(self._found) > _ANSWERS:
            self._found, self._found_version = {}, version
        if clause not in self._found:
            self._found[clause] = self.numbers(_wanted(clause))
        return self._found[clause]

    def numbers(self, wanted: Callable[[State], bool]) -> list[int]:
        """Return the papers on the shelf whose state is wanted, in no order."""
        self._update()
        entries = self._entries
        return [
            number
            for some in entries.papers()
            if wanted(entries.state(some))
            for entry in some
            for number in self._numbers.get(entry, ())
        ]

    def _update(self) -> None:
        store, entries = self._store, self._shelf.entries
        size = store.end, len(store.hidden)
        if entries is not self._entries or size != self._size:
            self._entries, self._size = entries, size
            self._looked_up.clear()
            self._numbers.clear()
        records = self._due(entries)
        if not records:
            return
        self._looked_up.update(record.id for record in records)
        for some in store.ranges:
            find = self._found_in_file if some.records.is_lazy else self._found_in_memory
            for record, index in find(some, records):
                number = store.canonical(some.first + index)
                known = self._numbers.get(record.entry, ())
                if number not in known:
                    self._numbers[record.entry] = (*known, number)

    def _due(self, entries: Entries) -> list[Record]:
        """Return the records to look up: new ones, and those that have a key in common with them.

        A record without ids belongs to one of the papers with its title; a new record may decide to
        which.
        """
        records = entries.all_records()
        keys = {key for one in records if one.id not in self._looked_up for key in one.keys}
        if not keys:
            return []
        due = {one.entry for one in records if not keys.isdisjoint(one.keys)}
        for entry in due:
            self._numbers.pop(entry, None)
        return [one for one in records if one.entry in due]

    def _is_of(self, record: Record, paper: Paper) -> bool:
        return record.entry in self._entries.find(paper)

    def _found_in_memory(
        self, some: RecordRange, records: Sequence[Record]
    ) -> Iterator[tuple[Record, int]]:
        papers = some.records
        without_ids: dict[str, list[int]] = {}
        for index in papers.without_ids():
            for key in keys_of(papers[index]):
                without_ids.setdefault(key, []).append(index)
        marked = self._marked(some, records)
        for record in records:
            found = [*marked.get(record.id, ())]
            for key in record.keys:
                if key.startswith(TITLE):
                    found += without_ids.get(key, ())
                else:
                    found += papers.find(_identity(key))
            for index in dict.fromkeys(found):
                if self._is_of(record, papers[index]):
                    yield record, index

    def _found_in_file(
        self, some: RecordRange, records: Sequence[Record]
    ) -> Iterator[tuple[Record, int]]:
        # Copies: an array can't grow while it is looked at. Another thread may be extending them.
        end, last = len(some.records), some.records.duplicates
        columns = some.records.comparison_keys()
        own, dois = (
            np.frombuffer(column[:end], np.uint64) for column in (columns.keys, columns.doi_keys)
        )
        marks = np.frombuffer(columns.title_marks[:end], np.uint32)
        again = np.frombuffer(columns.duplicate_doi_keys[:last], np.uint64)
        further = np.frombuffer(columns.duplicate_numbers[:last], np.uint32)
        keys = [(_hash(key), number) for number, one in enumerate(records) for key in one.keys]
        titles = [_mark(record.facts) for record in records]
        seen: set[tuple[int, int]] = set()
        found = _equal(keys, own)
        for number, index in found:
            # The same id and the same title: nothing has to be read.
            is_same = titles[number] > 0 and titles[number] == marks[index]
            if is_same and records[number].keys[0].startswith(ARXIV):
                seen.add((number, index))
                yield records[number], index
        found += _equal(keys, dois)
        found += ((number, int(further[index])) for number, index in _equal(keys, again))
        without_ids = [
            (mark, number)
            for number, mark in enumerate(titles)
            if mark and records[number].keys[0].startswith(TITLE)
        ]
        if without_ids:
            found += _equal(without_ids, marks.astype(np.uint64))
        for number, index in dict.fromkeys(found):
            if (number, index) not in seen:
                record, papers = records[number], some.records.unmerged(index)
                if any(self._is_of(record, paper) for paper in papers):
                    yield record, index

    def _marked(self, some: RecordRange, records: Iterable[Record]) -> dict[int, list[int]]:
        """Return papers with ids that have the title of records without any, by record."""
        wanted: dict[int, list[int]] = {}
        for record in records:
            if record.keys[0].startswith(TITLE) and (mark := _mark(record.facts)):
                wanted.setdefault(mark, []).append(record.id)
        if not wanted:
            return {}
        marks = self._marks.setdefault(some.first, [])
        marks += (
            title_mark(some.records[index].title or "")
            for index in range(len(marks), len(some.records))
        )
        found: dict[int, list[int]] = {}
        for index, mark in enumerate(marks):
            for record_id in wanted.get(mark, ()) if mark else ():
                found.setdefault(record_id, []).append(index)
        return found


def _equal(wanted: Sequence[tuple[int, int]], column: _Keys) -> list[tuple[int, int]]:
    """Return where a column has some keys, as (number of the key, index in the column)."""
    if len(wanted) <= _FEW:
        return [
            (number, int(index))
            for key, number in wanted
            for index in np.flatnonzero(column == np.uint64(key))
        ]
    keys = np.array([key for key, _ in wanted], np.uint64)
    order = np.argsort(keys)
    keys = keys[order]
    low = np.uint64((1 << _BITS) - 1)
    is_likely = np.zeros(1 << _BITS, np.bool_)
    is_likely[keys & low] = True
    indexes = np.flatnonzero(is_likely[column & low])
    found = column[indexes]
    firsts, ends = (np.searchsorted(keys, found, side) for side in ("left", "right"))
    hits = np.flatnonzero(firsts < ends)
    return [
        (wanted[order[at]][1], int(indexes[hit]))
        for hit in hits
        for at in range(firsts[hit], ends[hit])
    ]


def _identity(key: str) -> ArxivId | Doi:
    if key.startswith(ARXIV):
        return ArxivId(key.removeprefix(ARXIV))
    return Doi(key.removeprefix(DOI))


@lru_cache(1 << 15)
def _hash(key: str) -> int:
    """Return the number that stands for a key in a file's columns."""
    if key.startswith(TITLE):
        return int(key.removeprefix(TITLE), 16) & ((1 << 64) - 1)
    return model.identity_hash(_identity(key).key)


@lru_cache(1 << 14)
def _mark(facts: str) -> int:
    """Return the mark of a record's title."""
    return title_mark(known_title(facts))


def _wanted(clause: OnShelf) -> Callable[[State], bool]:
    """Return what says whether a paper's state is one that a clause means."""
    text = clause.text
    match clause.what:
        case "tag":
            return lambda state: any(
                tag == text or (clause.is_open and tag.startswith(text))
                for tag in map(folded_tag, state.tags)
            )
        case "note":
            return lambda state: bool(state.note) and text in _folded_note(state.note)
        case "opened":
            dates = clause.dates
            return lambda state: (
                dates is not None
                and state.opened is not None
                and dates.first <= _day(state.opened) <= dates.last
            )
    return _STATES[clause.what]


_STATES: dict[str, Callable[[State], bool]] = {
    "starred": lambda state: state.is_starred,
    "read": lambda state: state.is_read,
    "noted": lambda state: bool(state.note),
    "tagged": lambda state: bool(state.tags),
}
_folded_note = lru_cache(_NOTES)(folded_note)


def _day(seconds: float) -> int:
    """Return the day of a moment where the user is, as YYYYMMDD."""
    moment = localtime(seconds)
    return moment.tm_year * 10_000 + moment.tm_mon * 100 + moment.tm_mday
