"""Papers to come back to: the marked ones, and those from which links were followed.

Papers are known by their numbers, and by fingerprints that find them again after a reload.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from paperview.library.store.fingerprint import Fingerprint
from paperview.model.paper import Paper


class Marks:
    """The marked papers."""

    def __init__(self) -> None:
        self._marked: dict[int, Fingerprint] = {}
        self._missing: set[Fingerprint] = set()

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of the marked papers that are in the session."""
        return frozenset(self._marked)

    @property
    def missing(self) -> frozenset[Fingerprint]:
        """Marked papers that are not in the session, or not yet."""
        return frozenset(self._missing)

    @property
    def fingerprints(self) -> frozenset[Fingerprint]:
        """All marked papers."""
        return self.missing | frozenset(self._marked.values())

    def toggle(self, number: int, paper: Paper) -> None:
        """Mark a paper, or unmark it."""
        if number in self._marked:
            del self._marked[number]
        else:
            self._marked[number] = Fingerprint.of(paper)

    def clear(self) -> None:
        """Unmark all papers, those that are missing too."""
        self._marked.clear()
        self._missing.clear()

    def renumber(self, numbers: Mapping[Fingerprint, int]) -> None:
        """Take the numbers of another session; papers without one are missing there."""
        self._missing.update(self._marked.values())
        self._marked.clear()
        self.restore(numbers)

    def restore(self, numbers: Mapping[Fingerprint, int]) -> None:
        """Mark missing papers that are there now."""
        for known in self._missing & numbers.keys():
            self._marked[numbers[known]] = known
            self._missing.discard(known)


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

    def go_back(self) -> Step | None:
        """Return where the last link was followed from, and forget it."""
        return self._steps.pop() if self._steps else None

    def renumber(self, numbers: Mapping[Fingerprint, int]) -> None:
        """Take the numbers of another session; papers without one are forgotten."""
        self._steps = [
            Step(step.text, numbers[step.fingerprint], step.fingerprint)
            for step in self._steps
            if step.fingerprint in numbers
        ]
