"""The rows that a change writes, worked out from the entries as they are.

Nothing here changes the entries: rows count when they are on disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from paperview.model.paper import Paper
from paperview.shelf.entries import Entries
from paperview.shelf.exchange import ImportedPaper
from paperview.shelf.keys import facts_of, keys_of, known_paper
from paperview.shelf.rows import BETWEEN_NOTES, NOTE, SAME, YES, Record, Row, Value, new_id


def change(
    entries: Entries,
    papers: Iterable[Paper],
    values: Mapping[str, str | None],
    time: int,
    *,
    again: bool = False,
) -> list[Row]:
    """Return the rows that give papers some values.

    Args:
        entries: what is there.
        papers: those to change; the ones that have the values already stay as they are.
        values: the values by name; None takes one away.
        time: now.
        again: whether a value that is there already is written with its new time.
    """
    rows: list[Row] = []
    entries = entries.copy()
    for paper in papers:
        keys = keys_of(paper)
        found = entries.find(paper, keys)
        changed = set_values(entries, found, values, time, again=again)
        if changed:
            mine = found or (new_id(),)
            links = _linked(entries, mine, time)
            if links:
                changed = _with_notes(entries, mine, changed, time)
            new = [
                *_recorded(entries, mine, paper, keys),
                *links,
                *(changed if found else (value._replace(entry=mine[0]) for value in changed)),
            ]
            entries.apply(new)
            rows += new
    return rows


def set_values(
    entries: Entries,
    found: Sequence[int],
    values: Mapping[str, str | None],
    time: int,
    *,
    again: bool = False,
) -> list[Value]:
    """Return the rows that give some values to the entries of one paper.

    Each replaces the row that counted before, in whichever entry it is, so that undo restores it.
    """
    known = entries.latest(found)
    rows = []
    for name, value in values.items():
        before = known.get(name)
        if before is None:
            if value is not None:
                rows.append(Value(found[0] if found else 0, name, value, time))
        elif again or before.value != value:
            rows.append(before._replace(value=value, time=max(time, before.time + 1)))
    return rows


def merge(entries: Entries, papers: Sequence[Paper], time: int) -> list[Row]:
    """Return the rows that make the entries of some papers one; none if they are one already."""
    rows: list[Row] = []
    all_found: list[int] = []
    for paper in papers:
        keys = keys_of(paper)
        found = entries.find(paper, keys) or (new_id(),)
        rows += _recorded(entries, found, paper, keys)
        all_found.append(found[0])
    links = _linked(entries, all_found, time)
    return [*rows, *links, *_with_notes(entries, all_found, (), time)] if links else []


def revert(entries: Entries, rows: Iterable[tuple[Value | None, Value]], time: int) -> list[Row]:
    """Return the rows that undo others, but for those that something has changed since."""
    back: list[Row] = []
    for before, after in rows:
        current = entries.values(after.entry).get(after.name)
        if current is not None and current.value == after.value:
            value = before.value if before else None
            back.append(after._replace(value=value, time=max(time, current.time + 1)))
    return back


def catch_up(entries: Entries, other: Entries, time: int) -> list[Row]:
    """Return the rows that bring another state of the same shelf here; newer values count."""
    rows: list[Row] = []
    for row in other.rows():
        if isinstance(row, Record):
            if entries.record(row.id) is None:
                rows.append(row)
                same = entries.find(known_paper(row.facts), row.keys)
                rows += _linked(entries, (*same[:1], row.entry), time)
        elif counts(row, entries.values(row.entry)):
            rows.append(row)
    return rows


def take_in(entries: Entries, papers: Iterable[ImportedPaper], time: int) -> list[Row]:
    """Return the rows that bring papers of another shelf here; newer values count."""
    rows: list[Row] = []
    entries = entries.copy()
    for records, values in papers:
        matched = (entries.find(known_paper(record.facts), record.keys) for record in records)
        found = tuple(dict.fromkeys(entry for some in matched for entry in some))
        known = {record.keys for entry in found for record in entries.records(entry)}
        latest = entries.latest(found)
        new: list[Row] = [
            record._replace(entry=found[0]) if found else record
            for record in records
            if record.keys not in known
        ]
        new += _linked(entries, found, time)
        for value in values:
            if counts(value, latest):
                holder = latest[value.name].entry if value.name in latest else None
                new.append(value._replace(entry=holder or (found[0] if found else value.entry)))
        entries.apply(new)
        rows += new
    return rows


def counts(value: Value, known: Mapping[str, Value]) -> bool:
    """Return whether a value is newer than what is known."""
    return value.name not in known or known[value.name].rank < value.rank


def _linked(entries: Entries, some: Sequence[int], time: int) -> list[Row]:
    """Return the rows that make some entries those of one paper."""
    rows: list[Row] = []
    for one, other in pairwise(dict.fromkeys(some)):
        if other not in entries.linked((one,)):
            before = entries.values(one).get(f"{SAME}{other}")
            rows.append(
                Value(one, f"{SAME}{other}", YES, max(time, before.time + 1 if before else 0))
            )
    return rows


def _with_notes(
    entries: Entries, some: Sequence[int], changed: Iterable[Value], time: int
) -> list[Value]:
    """Add the notes of entries that become one to the one that counts, which would hide them."""
    groups = {frozenset(entries.linked((entry,))) for entry in some}
    notes = [latest[NOTE] for group in groups if NOTE in (latest := entries.latest(group))]
    others = [value for value in changed if value.name != NOTE]
    if not notes:
        return [*changed]
    *older, before = sorted(notes, key=lambda note: note.rank)
    text = next((value.value for value in changed if value.name == NOTE), before.value) or ""
    hidden = [note.value for note in older if note.value and note.value not in text]
    if not hidden:
        return [*changed]
    whole = BETWEEN_NOTES.join(filter(None, [*hidden, text]))
    return [*others, before._replace(value=whole, time=max(time, before.time + 1))]


def _recorded(
    entries: Entries, found: Sequence[int], paper: Paper, keys: tuple[str, ...]
) -> list[Row]:
    """Return a record of a paper, unless there is one with its keys."""
    if any(record.keys == keys for entry in found for record in entries.records(entry)):
        return []
    return [Record(new_id(), found[0], keys, facts_of(paper))]
