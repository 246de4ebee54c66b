"""The entries of a shelf in memory: what the user added, by paper.

One thread at a time may change them. Others may read meanwhile: what they hold is replaced, never
changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from paperview.model.paper import Paper
from paperview.shelf.keys import keys_of, same_among
from paperview.shelf.rows import (
    NOTE,
    OPENED,
    READ,
    SAME,
    SHELF,
    STARRED,
    TAG,
    TITLE,
    Record,
    Row,
    Value,
)


class State(NamedTuple):
    """What the user added to one paper."""

    is_starred: bool = False
    is_read: bool = False
    tags: tuple[str, ...] = ()
    """Sorted."""
    note: str = ""
    """Lines of Markdown."""
    opened: float | None = None
    """When it was last opened, in seconds since 1970."""


NOTHING = State()
_SECOND = 1_000_000


class Entries:
    """The rows of a shelf, by entry and by key."""

    def __init__(self) -> None:
        self.version = 0
        """A number that grows with each change."""
        self._records: dict[int, Record] = {}
        self._values: dict[int, dict[str, Value]] = {SHELF: {}}
        self._by_entry: dict[int, tuple[int, ...]] = {}
        """Ids of the records of each entry."""
        self._by_key: dict[str, tuple[int, ...]] = {}
        """Ids of the records with each key."""
        self._links: dict[int, frozenset[int]] = {}
        """Other entries of the paper of an entry."""
        self._without_ids = 0
        """The number of records that have neither an arXiv id nor a DOI."""
        self._states: dict[int, tuple[dict[str, Value], State]] = {}
        """By entry: what it is made of, and its state."""

    # --- changing

    def apply(self, rows: Iterable[Row]) -> None:
        """Take rows that are on disk; each replaces the one of the same id or name."""
        changed: dict[int, dict[str, Value]] = {}
        for row in rows:
            if isinstance(row, Record):
                self._add_record(row)
                continue
            if row.entry not in changed:
                changed[row.entry] = dict(self._values.get(row.entry, ()))
            changed[row.entry][row.name] = row
            if row.name.startswith(SAME):
                self._link(row)
        self._values.update(changed)
        self.version += 1

    def _add_record(self, record: Record) -> None:
        if record.id in self._records:
            return
        self._records[record.id] = record
        self._without_ids += record.keys[0].startswith(TITLE)
        self._by_entry[record.entry] = (*self._by_entry.get(record.entry, ()), record.id)
        for key in record.keys:
            self._by_key[key] = (*self._by_key.get(key, ()), record.id)

    def _link(self, link: Value) -> None:
        """Follow a link between entries of one paper, in both directions, or forget it."""
        other = int(link.name.removeprefix(SAME))
        for one, another in ((link.entry, other), (other, link.entry)):
            links = self._links.get(one, frozenset())
            self._links[one] = links | {another} if link.value else links - {another}

    def copy(self) -> Entries:
        """Return a copy, to work out what several changes lead to."""
        copy = Entries()
        copy._records, copy._values = self._records.copy(), self._values.copy()
        copy._by_entry, copy._by_key = self._by_entry.copy(), self._by_key.copy()
        copy._links, copy._without_ids = self._links.copy(), self._without_ids
        return copy

    # --- reading

    def find(self, paper: Paper, keys: Sequence[str] | None = None) -> tuple[int, ...]:
        """Return the entries of a paper; several if sources have shown since that they are one.

        Args:
            paper: a paper of any source.
            keys: its keys, where they are known.
        """
        if not self._records:
            return ()
        if keys is None:
            keys = keys_of(paper, ids_alone=paper.has_id and not self._without_ids)
        found = {one: None for key in keys for one in self._by_key.get(key, ())}
        if not found:
            return ()
        records = [self._records[one] for one in found]
        same = [records[index] for index in same_among(paper, [one.facts for one in records])]
        by_id = [one.entry for one in same if not set(keys).isdisjoint(one.ids)]
        titled = [one for one in same if one.entry not in by_id]
        return self._with_titled(self.linked(by_id), titled, is_named=paper.has_id)

    def _with_titled(
        self, entries: tuple[int, ...], titled: Sequence[Record], *, is_named: bool
    ) -> tuple[int, ...]:
        """Add the entries of records that have only the title in common with a paper.

        A record without ids may be of any paper with its title, but not of two: it is of the one
        that it was linked with.
        """
        for record in sorted(titled, key=lambda one: bool(one.ids)):  # then the oldest
            linked = self.linked((record.entry,))
            others = any(one.ids for entry in linked for one in self.records(entry))
            if not others or not is_named:
                entries = tuple(dict.fromkeys((*entries, *linked)))
                is_named = is_named or others
        return entries

    def linked(self, entries: Iterable[int]) -> tuple[int, ...]:
        """Return some entries and all that are linked with them, directly or not."""
        found = list(dict.fromkeys(entries))
        for entry in found:
            found += [other for other in self._links.get(entry, ()) if other not in found]
        return tuple(found)

    def state(self, entries: Iterable[int]) -> State:
        """Return what the user added to the paper of some entries."""
        entries = tuple(entries)
        if not entries:
            return NOTHING
        if len(entries) > 1:
            return _state(self.latest(entries))
        values = self._values.get(entries[0], {})
        known = self._states.get(entries[0])
        if known is None or known[0] is not values:
            known = self._states[entries[0]] = values, _state(values)
        return known[1]

    def latest(self, entries: Iterable[int]) -> dict[str, Value]:
        """Return the last change of each value of some entries."""
        latest: dict[str, Value] = {}
        for entry in entries:
            for name, value in self._values.get(entry, {}).items():
                if name not in latest or latest[name].rank < value.rank:
                    latest[name] = value
        return latest

    def values(self, entry: int) -> dict[str, Value]:
        """Return the values of an entry by name; they must not be changed."""
        return self._values.get(entry, {})

    def records(self, entry: int) -> list[Record]:
        """Return the records of an entry."""
        return [self._records[one] for one in self._by_entry.get(entry, ())]

    def record(self, id_: int) -> Record | None:
        """Return a record by its id."""
        return self._records.get(id_)

    def papers(self) -> Iterator[tuple[int, ...]]:
        """Give the entries of each paper."""
        if not self._links:
            yield from ((entry,) for entry in list(self._by_entry))
            return
        seen: set[int] = set()
        for entry in list(self._by_entry):
            if entry not in seen:
                linked = self.linked((entry,))
                seen.update(linked)
                yield linked

    def all_records(self) -> list[Record]:
        """Return all records."""
        return list(self._records.values())

    def rows(self) -> Iterator[Row]:
        """Give all rows."""
        yield from self.all_records()
        for values in self._values.values():
            yield from values.values()


def _state(values: dict[str, Value]) -> State:
    there = {name: value for name, value in values.items() if value.value is not None}
    if not there:
        return NOTHING
    note = there.get(NOTE)
    opened = there.get(OPENED)
    return State(
        is_starred=STARRED in there,
        is_read=READ in there,
        tags=tuple(sorted(name.removeprefix(TAG) for name in there if name.startswith(TAG))),
        note=(note.value or "") if note else "",
        opened=opened.time / _SECOND if opened else None,
    )
