"""What the line mode prints: cleaned lines, wrapped to the width of the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from paperview.system import streams
from paperview.text.ascii import own
from paperview.text.columns import wrapped
from paperview.text.sanitize import clean

_LEAST = 20
"""Columns to which lines are wrapped, at least."""


def say(text: str, further: str = "") -> None:
    """Print a text, each of its lines wrapped.

    Args:
        text: what is printed, without anything that controls a terminal then.
        further: what begins the lines into which one is wrapped, but for the first.
    """
    width = max(_LEAST, streams.columns())
    for line in own(text).split("\n"):
        streams.write("".join(f"{part}\n" for part in wrapped(clean(line), width, further)))


def say_all(lines: Iterable[str]) -> None:
    """Print some texts below each other."""
    for line in lines:
        say(line)


def say_verbatim(text: str) -> None:
    """Print a text to copy by hand: its lines stay whole."""
    for line in text.split("\n"):
        streams.write(f"{clean(line)}\n")
