"""Keys that the user has set, without those that would do two things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from paperview.keys.names import is_text
from paperview.keys.table import KEYS, PICKER_KEYS, Changes, Key, Where, written

_OWN = frozenset(("ctrl+c", "ctrl+z", "ctrl+q"))
"""Keys that always end, suspend or copy."""
_LIST, _DETAIL, _FILTER = range(3)
_REACH = {
    Where.PANES: frozenset((_LIST, _DETAIL, _FILTER)),
    Where.LIST: frozenset((_LIST,)),
    Where.DETAIL: frozenset((_DETAIL,)),
    Where.SCROLLING: frozenset((_LIST, _DETAIL)),
    Where.FILTER: frozenset((_FILTER,)),
}


class Clash(NamedTuple):
    """A key that a row does not have, though it should."""

    row: str
    """The name of the row that was to have it."""
    said: str
    """Why it does not."""


def settle(given: Changes) -> tuple[dict[str, Sequence[str]], list[Clash]]:
    """Return which rows have which keys, where they differ from the table, and the clashes.

    A key that is given to a row is taken from another one that has it by default. Of two rows that
    it is given to, the upper one has it.
    """
    clashes: list[Clash] = []
    changes: dict[str, Sequence[str]] = {}
    for rows in (KEYS, PICKER_KEYS):
        by_name = {row.id: row for row in rows if row.id}
        taken: list[tuple[Key, str]] = []
        for name, row in by_name.items():
            if name in given:
                changes[name] = [
                    key for key in given[name] if not _refused(row, key, taken, clashes)
                ]
                taken += ((row, key) for key in changes[name])
        for name, row in by_name.items():
            if name not in given:
                lost = dict(_lost(row, taken))
                if lost:
                    changes[name] = [key for key in row.each if key not in lost]
                    said = f"is no longer {_called(row)}'s: {_left(row, lost)}"
                    clashes += (Clash(by, f"{written(key)} {said}") for key, by in lost.items())
    return changes, clashes


def _refused(row: Key, key: str, taken: Sequence[tuple[Key, str]], clashes: list[Clash]) -> bool:
    """Return whether a row can't have a key, and note why."""
    why = ""
    if key in _OWN:
        why = "always is the program's own"
    elif row.where is Where.FILTER and is_text(key):
        why = "is text in the filter"
    elif key[0].isdecimal() and key[0] != "0":
        why = "begins a number"
    else:
        other = next((one for one, theirs in taken if _meet(row, key, one, theirs)), None)
        if other is not None:
            why = f"is {_called(other)}'s, too, which keeps it"
    if why:
        clashes.append(Clash(row.id, f"{written(key)} {why}"))
    return bool(why)


def _lost(row: Key, taken: Sequence[tuple[Key, str]]) -> Iterator[tuple[str, str]]:
    """Yield the usual keys of a row that others have now, with the names of these."""
    for key in row.each:
        for other, theirs in taken:
            if _meet(row, key, other, theirs):
                yield key, other.id
                break


def _meet(row: Key, key: str, other: Key, theirs: str) -> bool:
    """Return whether two rows can't have two keys: one would never come to the other."""
    if row.id == other.id or not _REACH[row.where] & _REACH[other.where]:
        return False
    if key == theirs:  # some have the same by design: the one nearer to the focus goes first
        return not (key in row.each and key in other.each)
    return theirs.startswith(f"{key} ") or key.startswith(f"{theirs} ")


def _called(row: Key) -> str:
    return f"keys.{row.id}"


def _left(row: Key, lost: Mapping[str, str]) -> str:
    left = [written(key) for key in row.each if key not in lost]
    return f"that has {' '.join(left)}" if left else "that has no key left"
