"""The shelf: what the user added to papers, kept in one file, with undo and redo.

A change is on disk when its method returns. If the file can't be written, the change is kept in
memory, `problem` says why in one line, and the file is left as it is; the next change, `retry` and
`close` try again. All methods may be called from any thread. Those that change something wait for
the disk, and up to five seconds for other programs; those that read wait for nothing.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from threading import RLock
from time import monotonic
from typing import Any, NamedTuple, TypeAlias

from paperview.model.paper import UNREADABLE, Paper
from paperview.shelf import planning
from paperview.shelf.database import Database, ShelfError, read_only_rows
from paperview.shelf.entries import Entries, State
from paperview.shelf.exchange import Imported
from paperview.shelf.keys import keys_of
from paperview.shelf.rows import (
    DIFFERENT,
    FILTER,
    NOTE,
    OPENED,
    READ,
    SHELF,
    STARRED,
    TAG,
    VIEW,
    YES,
    Row,
    Value,
    clean_name,
    clean_note,
    now,
)
from paperview.text.sanitize import in_one_line

_MOST_VIEWS = 500
"""Sets of files whose view is remembered."""
_PAUSE = 10.0
"""Seconds after which a change tries again a file that could not be written."""


class Done(NamedTuple):
    """The outcome of a change, an undo or a redo."""

    what: str
    """The change in a word or two, such as "starred"; empty if there was nothing to do."""
    papers: int = 0
    """The number of papers that it changed."""
    skipped: int = 0
    """The number of values that were not undone: another program has changed them since."""


class SavedFilter(NamedTuple):
    """A query with a name."""

    name: str
    query: str


_Both: TypeAlias = tuple[Value | None, Value]
"""A value as it was before a change, None if it is new, and after."""


class _Step(NamedTuple):
    """One change that can be undone."""

    what: str
    papers: int
    values: list[_Both]


class Shelf:
    """What the user added: stars, read marks, tags, notes, saved filters and views."""

    def __init__(self, path: Path) -> None:
        """Open a shelf. A missing file is made by the first change. Bad files raise nothing."""
        self.path = path
        self.problem: str | None = None
        """Where and why changes can't be saved, in one line."""
        self.unsaved = 0
        """The number of changes that are in memory alone."""
        self.entries = Entries()
        self._lock = RLock()
        self._database: Database | None = None
        """None while there is no file."""
        self._retry_at = 0.0
        """When a change tries the file again that could not be written."""
        self._tags: tuple[Entries, int, dict[str, int]] = self.entries, -1, {}
        """The tags, of some entries in a version."""
        self._undo: list[_Step] = []
        self._redo: list[_Step] = []
        self.is_whole = True
        """Whether everything in the file could be read."""
        with suppress(ShelfError):
            if os.path.lexists(path):
                self._open()

    # --- reading

    def state(self, paper: Paper) -> State:
        """Return what the user added to a paper."""
        return self.entries.state(self.entries.find(paper))

    def tags(self) -> dict[str, int]:
        """Return all tags in use, each with its number of papers, the most frequent first."""
        entries, version = self.entries, self.entries.version
        if self._tags[:2] != (entries, version):
            states = map(entries.state, entries.papers())
            counts = Counter(tag for state in states for tag in state.tags)
            in_order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            self._tags = entries, version, dict(in_order)
        return self._tags[2]

    def filters(self) -> list[SavedFilter]:
        """Return the saved filters in the user's order."""
        found = [
            (fields.get("position", 0), SavedFilter(name, str(fields.get("query", ""))))
            for name, fields in self._fields(FILTER)
        ]
        return [saved for _, saved in sorted(found)]

    def are_different(self, first: Paper, second: Paper) -> bool:
        """Return whether the user said that two papers are not the same."""
        values = self.entries.values(SHELF)
        names = (
            _pair(one, other) for one in keys_of(first) for other in keys_of(second) if one != other
        )
        return any(name in values and values[name].value for name in names)

    def are_merged(self, first: Paper, second: Paper) -> bool:
        """Return whether two papers have one entry."""
        return not set(self.entries.find(first)).isdisjoint(self.entries.find(second))

    def are_settled(self, first: Paper, second: Paper) -> bool:
        """Return whether the user said that two papers are the same, or that they are not."""
        return self.are_different(first, second) or self.are_merged(first, second)

    def view(self, files: Collection[str]) -> dict[str, Any]:
        """Return the view kept for some files; empty if there is none."""
        value = self.entries.values(SHELF).get(_view_name(files))
        return _json_object(value) if value else {}

    def _fields(self, beginning: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for name, value in self.entries.values(SHELF).items():
            if name.startswith(beginning) and value.value is not None:
                yield name.removeprefix(beginning), _json_object(value)

    # --- changes to papers

    def star(self, papers: Iterable[Paper], *, on: bool = True) -> Done:
        """Star papers, or take their stars away."""
        value = YES if on else None
        return self._set("starred" if on else "unstarred", papers, {STARRED: value})

    def mark_read(self, papers: Iterable[Paper], *, on: bool = True) -> Done:
        """Mark papers as read or as unread."""
        value = YES if on else None
        return self._set("marked read" if on else "marked unread", papers, {READ: value})

    def tag(
        self, papers: Iterable[Paper], add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> Done:
        """Add tags to papers, and remove others from them."""
        values: dict[str, str | None] = {TAG + clean_name(tag): None for tag in remove}
        values |= {TAG + clean_name(tag): YES for tag in add}
        values.pop(TAG, None)
        return self._set("tagged", papers, values)

    def note(self, paper: Paper, text: str) -> Done:
        """Set the note of a paper; an empty one removes it."""
        value = clean_note(text) or None
        return self._set("noted" if value else "note removed", [paper], {NOTE: value})

    def opened(self, paper: Paper) -> None:
        """Remember that a paper was opened now; this is not undone."""
        self._set("", [paper], {OPENED: YES}, again=True)

    def was_read(self, paper: Paper) -> None:
        """Mark a paper read because it was open for some time; this is not undone."""
        self._set("", [paper], {READ: YES})

    def merge(self, papers: Iterable[Paper]) -> Done:
        """Make the entries of some papers one, because they are the same work."""
        papers = _readable(papers)
        return self._change("merged", lambda: planning.merge(self.entries, papers, now()))

    def keep_apart(self, first: Paper, second: Paper) -> Done:
        """Remember that two papers are not the same."""
        if UNREADABLE in (first, second):
            return Done("")
        name = _pair(keys_of(first)[0], keys_of(second)[0])
        return self._change("kept apart", lambda: self._shelf_values({name: YES}))

    def _set(
        self,
        what: str,
        papers: Iterable[Paper],
        values: Mapping[str, str | None],
        *,
        again: bool = False,
    ) -> Done:
        papers = _readable(papers)
        return self._change(
            what, lambda: planning.change(self.entries, papers, values, now(), again=again), values
        )

    # --- changes to the shelf itself

    def save_filter(self, name: str, query: str) -> Done:
        """Save a query under a name, in the place of one that has the name, or as the last."""
        saved = {one.name: one for one in self.filters()}
        saved[clean_name(name)] = SavedFilter(clean_name(name), in_one_line(query))
        return self._set_filters("filter saved", saved.values())

    def rename_filter(self, name: str, new: str) -> Done:
        """Give a saved filter another name, and take that name from any other filter."""
        new = clean_name(new) or name
        return self._set_filters(
            "filter renamed",
            [
                one._replace(name=new) if one.name == name else one
                for one in self.filters()
                if one.name == name or one.name != new
            ],
        )

    def delete_filter(self, name: str) -> Done:
        """Delete a saved filter."""
        return self._set_filters(
            "filter deleted", [one for one in self.filters() if one.name != name]
        )

    def move_filter(self, name: str, index: int) -> Done:
        """Move a saved filter to an index of the list."""
        saved = self.filters()
        moved = [one for one in saved if one.name == name]
        others = [one for one in saved if one.name != name]
        index = max(index, 0)
        return self._set_filters("filter moved", [*others[:index], *moved, *others[index:]])

    def _set_filters(self, what: str, saved: Iterable[SavedFilter]) -> Done:
        values: dict[str, str | None] = {FILTER + one.name: None for one in self.filters()}
        for position, one in enumerate(one for one in saved if one.name):
            fields = {"query": one.query, "position": position}
            values[FILTER + one.name] = json.dumps(fields, ensure_ascii=False)
        return self._change(what, lambda: self._shelf_values(values))

    def keep_view(self, files: Collection[str], view: Mapping[str, Any]) -> None:
        """Remember how some files are shown; this is not undone.

        Args:
            files: the paths of the files, in any order.
            view: anything that JSON can hold.
        """
        views = sorted(
            (-value.time, name)
            for name, value in self.entries.values(SHELF).items()
            if name.startswith(VIEW) and value.value is not None
        )
        values: dict[str, str | None] = {name: None for _, name in views[_MOST_VIEWS - 1 :]}
        values[_view_name(files)] = json.dumps(view, ensure_ascii=False)
        self._change("", lambda: self._shelf_values(values))

    def _shelf_values(self, values: Mapping[str, str | None]) -> list[Row]:
        return list(planning.set_values(self.entries, (SHELF,), values, now()))

    # --- undo and redo

    def undo(self) -> Done:
        """Undo the last change of this run, but for what other programs have changed since."""
        return self._revert(self._undo, self._redo)

    def redo(self) -> Done:
        """Do again what was undone last."""
        return self._revert(self._redo, self._undo)

    def _revert(self, steps: list[_Step], others: list[_Step]) -> Done:
        with self._lock:
            if not steps:
                return Done("")
            step = steps.pop()
            values = self._write(lambda: planning.revert(self.entries, step.values, now()))
            others.append(_Step(step.what, step.papers, values))
            return Done(step.what, step.papers, len(step.values) - len(values))

    # --- other programs, and trouble

    def changed(self) -> bool:
        """Take over what other programs have changed; return whether there was something.

        It takes microseconds and may be called every half second, from the event loop too.
        """
        if not self._lock.acquire(blocking=False):
            return False
        try:
            if self._database is None:
                if os.path.lexists(self.path):
                    self._open()
                return self._database is not None
            if not self._database.is_in_place() and os.path.lexists(self.path):
                self._reopen()
                return True
            if not self._database.has_changed():
                return False
            news = self._database.news()
            if news:
                self.entries.apply(news)
            return bool(news)
        except ShelfError as error:
            self._go_offline(error)
            return True
        finally:
            self._lock.release()

    def retry(self) -> bool:
        """Try to save what is in memory alone; return whether everything is on disk."""
        with self._lock:
            if self.problem is None:
                return True
            try:
                self._reopen()
            except ShelfError as error:
                self.problem = str(error)
            return self.problem is None

    def close(self) -> bool:
        """Close the file; return whether everything is on disk."""
        with self._lock:
            is_saved = self.unsaved == 0 or self.retry()
            if self._database is not None:
                self._database.close()
            return is_saved

    def take_in(self, imported: Imported) -> Done:
        """Merge an export; of each value, the newer change counts."""

        def plan() -> list[Row]:
            known = self.entries.values(SHELF)
            values = [value for value in imported.values if planning.counts(value, known)]
            return [*planning.take_in(self.entries, imported.papers, now()), *values]

        return self._change("imported", plan)

    def _change(
        self, what: str, plan: Callable[[], list[Row]], undone: Container[str] | None = None
    ) -> Done:
        """Write what a plan gives; remember it for undo if it has a name.

        Args:
            what: the change in a word or two.
            plan: gives the rows.
            undone: names of the values that undo takes back; None for all. That two entries turned
                out to be one is no part of a change.
        """
        with self._lock:
            values = self._write(plan)
            if not values:
                return Done("")
            papers = len({value.entry for _, value in values} - {SHELF})
            if undone is not None:
                values = [both for both in values if both[1].name in undone]
            if what:
                self._undo.append(_Step(what, papers, values))
                self._redo.clear()
            return Done(what, papers)

    def _write(self, plan: Callable[[], list[Row]]) -> list[_Both]:
        """Write rows to the file, or else to memory; return the values among them."""
        try:
            rows = self._write_to(self._ready(), plan)
        except ShelfError as error:
            rows = self._write_to(self._go_offline(error), plan)
        self.unsaved += self.problem is not None and bool(rows)
        return rows

    def _ready(self) -> Database:
        """Return the file to write to, or what stands in its place in memory.

        Raises:
            ShelfError: if there is none.
        """
        database = self._database
        if database is None:
            return self._open()
        is_due = self.problem is not None and monotonic() > self._retry_at
        if is_due or not database.is_in_place():
            return self._reopen()
        return database

    def _write_to(self, database: Database, plan: Callable[[], list[Row]]) -> list[_Both]:
        def planned(news: list[Row]) -> list[Row]:
            if news:
                self.entries.apply(news)
            return plan()

        rows = database.write(planned)
        both = [
            (self.entries.values(row.entry).get(row.name), row)
            for row in rows
            if isinstance(row, Value)
        ]
        if rows:
            self.entries.apply(rows)
        return both

    def _open(self) -> Database:
        """Open the file and read it.

        Raises:
            ShelfError: if it can't be used; what can be read of it is there.
        """
        try:
            database = Database(self.path)
            self.entries.apply(database.news())
        except ShelfError as error:
            try:
                self.entries.apply(read_only_rows(self.path))
            except ShelfError:
                self.is_whole = False
            self._go_offline(error)
            raise
        self._database = database
        return database

    def _reopen(self) -> Database:
        """Open the file again, and write what is in memory alone into it.

        Raises:
            ShelfError: if that fails; everything is as it was.
        """
        database = Database(self.path)
        entries = Entries()

        def catch_up(news: list[Row]) -> list[Row]:
            entries.apply(news)
            return planning.catch_up(entries, self.entries, now())

        try:
            entries.apply(database.write(catch_up))
        except BaseException:
            database.close()
            raise
        if self._database is not None:
            self._database.close()
        entries.version = self.entries.version + 1
        self._database, self.entries = database, entries
        self.problem, self.unsaved, self.is_whole = None, 0, True
        return database

    def _go_offline(self, error: ShelfError) -> Database:
        """Go on in memory, with everything that was read."""
        self.problem = str(error)
        self._retry_at = monotonic() + _PAUSE
        if self._database is not None and self._database.path is None:
            return self._database
        if self._database is not None:
            self._database.close()
        self._database = Database(None)
        self._database.write(lambda _: self.entries.rows())
        return self._database


def _readable(papers: Iterable[Paper]) -> list[Paper]:
    """Return papers without those that can't be read any more: nobody knows which they are."""
    return [paper for paper in papers if paper is not UNREADABLE]


def _pair(first: str, second: str) -> str:
    return DIFFERENT + "\n".join(sorted((first, second)))


def _view_name(files: Collection[str]) -> str:
    names = "\0".join(sorted(files)).encode("utf-8", "surrogateescape")
    return VIEW + blake2b(names, digest_size=12).hexdigest()


def _json_object(value: Value) -> dict[str, Any]:
    """Return what a value holds as JSON; nothing if it is damaged."""
    try:
        fields = json.loads(value.value or "")
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}
