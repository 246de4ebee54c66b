"""The lines that are typed or sent: with readline at a terminal that can move its cursor."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from types import ModuleType

from paperview.system import streams

PROMPT = "> "
_LIBEDIT = "libedit"
_SETTINGS = (
    # Each of them would print what is no text, or wait for a key.
    "set enable-bracketed-paste off",
    "set enable-meta-key off",
    "set enable-active-region off",
    "set show-mode-in-prompt off",
    "set colored-stats off",
    "set colored-completion-prefix off",
    "set mark-modified-lines off",
    "set blink-matching-paren off",
    "set bell-style none",
    "set page-completions off",
    "set completion-query-items 0",
    "set show-all-if-ambiguous on",
    "set show-all-if-unmodified on",
    "tab: complete",
)

Complete = Callable[[str], Sequence[str]]
"""Gives what a line may become."""


class Lines:
    """What the user types, line by line; or a file or a pipe."""

    def __init__(self, history: Iterable[str], complete: Complete) -> None:
        """Take earlier queries, and what completes a line; both are for readline."""
        self.is_typed = sys.stdin.isatty()
        """Whether somebody types, and does not send a file or a pipe."""
        self._shows_prompt = self.is_typed and sys.stdout.isatty()
        self._readline: ModuleType | None = None
        if hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(errors="replace")
        if self._shows_prompt and can_move_cursor():
            self._readline = _readline(history, complete)

    def next(self, prompt: str = PROMPT) -> str | None:
        """Return the next line, None at the end.

        Raises:
            KeyboardInterrupt: at ctrl+c, which drops what is typed.
        """
        streams.flush()
        try:
            line = self._typed(prompt) if self._readline else self._sent(prompt)
        except KeyboardInterrupt:
            self._end_line()
            raise
        except OSError:  # the terminal is gone
            return None
        if line is None:
            self._end_line()
        return line

    def _typed(self, prompt: str) -> str | None:
        try:
            return input(prompt)
        except EOFError:
            return None

    def _sent(self, prompt: str) -> str | None:
        if self._shows_prompt:
            streams.write(prompt)
            streams.flush()
        line = sys.stdin.readline()
        return line.removesuffix("\n") if line else None

    def _end_line(self) -> None:
        """End the line of the prompt."""
        if self._shows_prompt:
            streams.write("\n")


def can_move_cursor() -> bool:
    """Return whether the terminal can do more than print lines."""
    return os.environ.get("TERM", "") not in ("", *streams.DUMB)


def _readline(history: Iterable[str], complete: Complete) -> ModuleType | None:
    """Return Python's readline, set up; None where it is missing."""
    try:
        readline = import_module("readline")
    except ImportError:
        return None
    is_libedit = _LIBEDIT in (readline.__doc__ or "")
    for setting in ("bind ^I rl_complete",) if is_libedit else _SETTINGS:
        readline.parse_and_bind(setting)
    for query in history:
        readline.add_history(query)
    readline.set_completer_delims(" \t")
    readline.set_completer(_Completer(readline, complete))
    return readline


class _Completer:
    """Completes the last word of a line for readline, which asks for one completion at a time."""

    def __init__(self, readline: ModuleType, complete: Complete) -> None:
        self._readline = readline
        self._complete = complete
        self._found: list[str] = []

    def __call__(self, _: str, state: int) -> str | None:
        if state == 0:
            line = self._readline.get_line_buffer()[: self._readline.get_endidx()]
            begin = self._readline.get_begidx()
            self._found = [
                whole[begin:] for whole in self._complete(line) if whole[:begin] == line[:begin]
            ]
        return self._found[state] if state < len(self._found) else None
