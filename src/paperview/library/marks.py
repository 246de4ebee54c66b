"""Papers to come back to: the marked ones, and those from which links were followed.

Papers are known by their numbers, and by fingerprints that find them again after a reload.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, overload

from paperview import index as search
from paperview.index.results import PaperNumbers
from paperview.library.store.fingerprint import Fingerprint
from paperview.library.store.store import Store
from paperview.model.paper import Paper

_MOST_KNOWN = 1000
"""Marked papers that are found again after a reload; a fingerprint takes a read of the file."""


class _Range(NamedTuple):
    """A range that is being marked, from one paper to the one under the cursor."""

    start: int
    """The number of the first paper."""
    before: bytes
    """The marks without the range."""
    is_held: bool
    """Whether any move stretches the range; otherwise the next plain move ends it."""


class Marks:
    """The marked papers, one byte for each paper of the session."""

    def __init__(self) -> None:
        self._marked = bytearray()
        self._count = 0
        self._known: dict[int, Fingerprint] = {}
        self._missing: set[Fingerprint] = set()
        self._range: _Range | None = None

    def __len__(self) -> int:
        return self._count

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and number < len(self._marked) and self._marked[number] == 1

    def numbers(self) -> array[int]:
        """Return the numbers of the marked papers that are in the session, ascending."""
        if self._count > _MOST_KNOWN:
            return search.members(self._marked)
        return array("I", self._few())

    def _few(self) -> Iterator[int]:
        number = self._marked.find(1)
        while number >= 0:
            yield number
            number = self._marked.find(1, number + 1)

    @property
    def missing(self) -> frozenset[Fingerprint]:
        """Marked papers that are not in the session, or not yet."""
        return frozenset(self._missing)

    @property
    def fingerprints(self) -> frozenset[Fingerprint]:
        """All marked papers, those that are missing too; not those that are too many."""
        return self.missing | frozenset(self._known.values())

    # --- marking

    def toggle(self, numbers: PaperNumbers, first: int, end: int, store: Store) -> None:
        """Mark the papers of some rows of results, or unmark them if all are marked."""
        self._make_room(store.end)
        search.toggle(self._marked, numbers, first, end)
        self._marked_others(store)

    def add(self, numbers: PaperNumbers, store: Store) -> None:
        """Mark all papers of some results."""
        self._make_room(store.end)
        search.select(self._marked, numbers, 0, len(numbers))
        self._marked_others(store)

    def invert(self, numbers: PaperNumbers, store: Store) -> None:
        """Mark the papers of some results that are not marked, and unmark the others of them."""
        self._make_room(store.end)
        search.invert(self._marked, numbers)
        self._marked_others(store)

    def clear(self) -> None:
        """Unmark all papers, those that are missing too."""
        self._marked = bytearray()
        self._count = 0
        self._known.clear()
        self._missing.clear()
        self._range = None

    def _make_room(self, end: int) -> None:
        self._marked += bytes(max(0, end - len(self._marked)))

    def _marked_others(self, store: Store) -> None:
        """Count the marks, and take the fingerprints of those that are new."""
        self._count = self._marked.count(1)
        few = set(self._few()) if self._count <= _MOST_KNOWN else set()
        self._known = {
            number: self._known.get(number) or Fingerprint.of(store[number]) for number in few
        }

    # --- marking a range

    @property
    def has_range(self) -> bool:
        """Whether a range is being marked."""
        return self._range is not None

    @property
    def holds_range(self) -> bool:
        """Whether a range is being marked that any move stretches."""
        return self._range is not None and self._range.is_held

    def begin_range(self, number: int, *, is_held: bool) -> None:
        """Begin to mark a range at a paper, on top of what is marked already."""
        self._range = _Range(number, bytes(self._marked), is_held)

    def stretch(self, numbers: PaperNumbers, row: int, store: Store) -> None:
        """Mark the range from its first paper to a row of the results.

        It ends where its first paper is no longer among them.
        """
        if self._range is None:
            return
        start = numbers.index_of(self._range.start)
        if start is None:
            self._range = None
            return
        self._marked = bytearray(self._range.before)
        self._make_room(store.end)
        search.select(self._marked, numbers, min(start, row), max(start, row) + 1)
        self._marked_others(store)

    def end_range(self) -> None:
        """Keep the range as it is; the next move does not stretch it."""
        self._range = None

    def cancel_range(self, store: Store) -> None:
        """Unmark the range; what was marked before stays marked."""
        if self._range is not None:
            self._marked, self._range = bytearray(self._range.before), None
            self._marked_others(store)

    # --- after a reload

    @property
    def many(self) -> bytes | None:
        """The marks, one byte for each paper, if they are too many for fingerprints."""
        return bytes(self._marked) if self._count > _MOST_KNOWN else None

    def renumber_many(self, marked: bytearray, store: Store) -> int:
        """Take the marks as they are in another session; return how many are lost."""
        before = self._count
        self.clear()
        self._marked = marked
        self._marked_others(store)
        return max(0, before - self._count)

    def renumber(self, numbers: Mapping[Fingerprint, int], store: Store) -> None:
        """Take the numbers of another session; papers without one are missing there.

        Args:
            numbers: the new numbers of the papers that were found again.
            store: the other session's papers.
        """
        missing = {*self._missing, *self._known.values()}
        self.clear()
        self._missing = missing
        self.restore(numbers, store)

    def restore(self, numbers: Mapping[Fingerprint, int], store: Store) -> None:
        """Mark missing papers that are there now."""
        self._make_room(store.end)
        for known in self._missing & numbers.keys():
            self._marked[numbers[known]] = 1
            self._known[numbers[known]] = known
            self._missing.discard(known)
        self._count = self._marked.count(1)


class Chosen(Sequence[Paper]):
    """The papers to act on, each read when it is asked for: there may be millions."""

    def __init__(self, numbers: Sequence[int], paper: Callable[[int], Paper]) -> None:
        """Take their numbers, and what gives a paper."""
        self.numbers = numbers
        self._paper = paper

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, index: int) -> Paper: ...

    @overload
    def __getitem__(self, index: slice) -> Chosen: ...

    def __getitem__(self, index: int | slice) -> Paper | Chosen:
        if isinstance(index, slice):
            return Chosen(self.numbers[index], self._paper)
        return self._paper(self.numbers[index])


class Step(NamedTuple):
    """A paper from which a link was followed."""

    text: str
    """The text in the filter bar at that time."""
    number: int
    fingerprint: Fingerprint


class Trail:
    """The trail of links that were followed."""

    def __init__(self) -> None:
        self._steps: list[Step] = []

    @property
    def fingerprints(self) -> frozenset[Fingerprint]:
        """The papers on the way back."""
        return frozenset(step.fingerprint for step in self._steps)

    def leave(self, text: str, number: int, paper: Paper) -> None:
        """Note that a link of a paper was followed while a text stood in the filter bar."""
        self._steps.append(Step(text, number, Fingerprint.of(paper)))

    def go_back(self, steps: int = 1) -> Step | None:
        """Return where the last links were followed from, and forget these."""
        there = self._steps[-steps:]
        del self._steps[-steps:]
        return there[0] if there else None

    def renumber(self, numbers: Mapping[Fingerprint, int]) -> None:
        """Take the numbers of another session; papers without one are forgotten."""
        self._steps = [
            Step(step.text, numbers[step.fingerprint], step.fingerprint)
            for step in self._steps
            if step.fingerprint in numbers
        ]
