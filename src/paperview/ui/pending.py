"""A number, and the first keys of some in a row, typed before the key that they belong to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from time import monotonic

from paperview.keys.table import KeyTable, written

_MOST_DIGITS = 9
_TWICE = 1.0
"""Seconds within which the same key again is a part of the one before: `12gg`."""
_MODIFIERS = ("_shift", "_control", "_alt", "_super", "_hyper", "_meta")
"""Ends of the names of keys that some terminals report before the key that they modify."""


class Pending:
    """Takes each key of the list and the detail, and says when it is complete."""

    def __init__(
        self,
        table: KeyTable,
        changed: Callable[[], object],
        say: Callable[[str], object],
    ) -> None:
        """Begin with nothing.

        Args:
            table: the keys that there are.
            changed: called when something else is pending.
            say: takes what is to be said of a number or of keys that mean nothing.
        """
        self._first_keys = table.first_keys
        self._counted = table.counted
        self._typed_twice = table.typed_twice
        self._changed = changed
        self._say = say
        self.first = ""
        """The first keys of some in a row."""
        self.digits = ""
        self._done = ""
        """The last key, if it can be typed twice and a number came before it."""
        self._done_until = 0.0
        """How long it may be typed once more."""

    def __bool__(self) -> bool:
        return bool(self.digits or self.first)

    @property
    def count(self) -> int | None:
        """The number before the key that is being done; None for none."""
        return int(self.digits) if self.digits else None

    def drop(self) -> None:
        """Forget what was typed."""
        was_pending, self._done = bool(self), ""
        if was_pending:
            self.digits = self.first = ""
            self._changed()

    async def press(self, key: str, run: Callable[[str], Awaitable[bool]]) -> bool:
        """Take a key, and do what it completes.

        Args:
            key: Textual's name for it.
            run: runs the binding of a key, or of some in a row, and returns whether there is one.

        Returns:
            Whether the key meant something.
        """
        if key.endswith(_MODIFIERS):
            return await run(key)
        if self.first and "+" in key:  # such as ctrl+c
            self.drop()
        if self and key == "escape":
            self.drop()
        elif not self.first and key.isdecimal() and (self.digits or key != "0"):
            self._add(key)
        elif (keys := f"{self.first} {key}".strip()) in self._first_keys:
            self.first = keys
            self._changed()
        elif self:
            await self._complete(keys, run)
        else:
            is_again = key == self._done and monotonic() < self._done_until
            self._done = ""
            return is_again or await run(key)
        return True

    def _add(self, digit: str) -> None:
        self._done = ""
        if len(self.digits) < _MOST_DIGITS:
            self.digits += digit
            self._changed()

    async def _complete(self, keys: str, run: Callable[[str], Awaitable[bool]]) -> None:
        if self.digits and keys not in self._counted:
            self._say(f"{written(keys)} takes no number")
        done = keys if self.digits and keys in self._typed_twice else ""
        try:
            if not await run(keys):
                self._say(f"{self.digits}{written(keys)} means nothing here")
        finally:
            self.drop()
        self._done, self._done_until = done, monotonic() + _TWICE
