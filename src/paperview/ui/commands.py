"""The palette's commands: every action of the screen that has a key."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider


class ReaderCommands(Provider):
    """Offers the bindings of the screen below by what they do."""

    def _bindings(self) -> Iterator[Binding]:
        for binding in self.screen.BINDINGS:
            if isinstance(binding, Binding) and binding.show and binding.description:
                yield binding

    async def discover(self) -> Hits:
        """Offer everything before anything is typed."""
        for binding in self._bindings():
            yield DiscoveryHit(
                binding.description,
                partial(self.screen.run_action, binding.action),
                help=_key(binding),
            )

    async def search(self, query: str) -> Hits:
        """Offer what matches."""
        matcher = self.matcher(query)
        for binding in self._bindings():
            score = matcher.match(binding.description)
            if score > 0:
                yield Hit(
                    score,
                    matcher.highlight(binding.description),
                    partial(self.screen.run_action, binding.action),
                    help=_key(binding),
                )


def _key(binding: Binding) -> str:
    names = {"slash": "/", "exclamation_mark": "!", "question_mark": "?"}
    return " ".join(names.get(key, key) for key in binding.key.split(","))
