"""Papers that one has come to: the marked ones, and those from which links were followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from paperview.library.store.fingerprint import Fingerprint
from paperview.model.paper import Paper


@dataclass(frozen=True, slots=True)
class Step:
    """A paper from which a link was followed."""

    text: str
    """What stood in the filter bar."""
    number: int
    traits: Fingerprint


class Places:
    """Papers by their numbers, and by what they are known again when they have other numbers."""

    def __init__(self) -> None:
        self._marked: dict[int, Fingerprint] = {}
        self._missed: set[Fingerprint] = set()
        """Marked papers that are not in the pile, or not yet."""
        self._trail: list[Step] = []

    @property
    def marked(self) -> frozenset[int]:
        """The numbers of the marked papers that are in the pile."""
        return frozenset(self._marked)

    def toggle_mark(self, number: int, paper: Paper) -> None:
        """Mark a paper, or unmark it."""
        if number in self._marked:
            del self._marked[number]
        else:
            self._marked[number] = Fingerprint.of(paper)

    def unmark_all(self) -> None:
        """Mark nothing any more, nor what may come back."""
        self._marked.clear()
        self._missed.clear()

    def leave(self, text: str, number: int, paper: Paper) -> None:
        """Note that a link of a paper was followed while a text stood in the filter bar."""
        self._trail.append(Step(text, number, Fingerprint.of(paper)))

    def go_back(self) -> Step | None:
        """Return where the last link was followed from, and forget it."""
        return self._trail.pop() if self._trail else None

    # --- in a pile that was opened anew

    @property
    def missed(self) -> frozenset[Fingerprint]:
        """What marked papers that are missing would be known by."""
        return frozenset(self._missed)

    @property
    def traits(self) -> frozenset[Fingerprint]:
        """What all these papers are known by."""
        known = {*self._marked.values(), *(step.traits for step in self._trail)}
        return self.missed | known

    def move(self, numbers: Mapping[Fingerprint, int]) -> None:
        """Take the numbers that papers have in another pile; the other papers are missing there."""
        self._missed.update(self._marked.values())
        self._marked.clear()
        self.regain(numbers)
        self._trail = [
            Step(step.text, numbers[step.traits], step.traits)
            for step in self._trail
            if step.traits in numbers
        ]

    def regain(self, numbers: Mapping[Fingerprint, int]) -> None:
        """Mark again what is there now."""
        for traits in self._missed & numbers.keys():
            self._marked[numbers[traits]] = traits
            self._missed.discard(traits)
