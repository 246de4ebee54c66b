"""Output of the reader: fragments of text with emphasis, and the text rendered from them."""

from __future__ import annotations

import unicodedata
from itertools import accumulate
from typing import Literal, NamedTuple

BLANKS = " \n\t"


class StyledRun(NamedTuple):
    """A styled run of fragments, from index ``start`` up to index ``end``."""

    start: int
    end: int
    style: Style


class Output:
    """Collects fragments of text.

    Attributes:
        fragments: What was written, without empty strings.
        runs: The styled runs of ``fragments``.
        start: Length of ``fragments`` where the formula being read began.
        name_end: Length of ``fragments`` right after a function's name such as ``log``, else -1.
        operator_end: The same for a large operator such as a sum.
        switches: Font switches in force: length of ``fragments`` when each was met, and its style.
    """

    __slots__ = (
        "_command_end",
        "fragments",
        "name_end",
        "operator_end",
        "runs",
        "start",
        "switches",
    )

    def __init__(self) -> None:
        self.fragments: list[str] = []
        self.runs: list[StyledRun] = []
        self.start = 0
        self.name_end = -1
        self.operator_end = -1
        self.switches: list[tuple[int, Style]] = []
        self._command_end = -1

    def __str__(self) -> str:
        return "".join(self.fragments)

    def write(self, fragment: str) -> None:
        """Append ``fragment``."""
        if fragment:
            fragments = self.fragments
            if self._command_end == len(fragments) and _is_latin(fragment[0]):
                fragments.append(" ")
            fragments.append(fragment)

    def write_command(self, command: str) -> None:
        r"""Append the name of an unknown command, which no letter may follow (``$\foo$bar``)."""
        self.write(command)
        self._command_end = len(self.fragments)

    def write_blank(self) -> None:
        """Append a blank, unless there is one already or nothing before it."""
        if self.fragments and not self.ends_in_blank():
            self.fragments.append(" ")

    def at_start(self) -> bool:
        """Return whether nothing was written yet in this formula."""
        return len(self.fragments) == self.start

    def last_char(self) -> str:
        """Return the last character, or an empty string."""
        return self.fragments[-1][-1] if self.fragments else ""

    def last_sign(self) -> str:
        """Return the last character in this formula that is no blank, or an empty string."""
        for index in range(len(self.fragments) - 1, self.start - 1, -1):
            text = self.fragments[index].rstrip(BLANKS)
            if text:
                return text[-1]
        return ""

    def ends_in_blank(self) -> bool:
        """Return whether the last character is a blank."""
        fragments = self.fragments
        return bool(fragments) and fragments[-1][-1] in BLANKS

    def trim(self) -> None:
        """Remove the blanks at the end, but none before the formula."""
        fragments = self.fragments
        while len(fragments) > self.start and fragments[-1][-1] in BLANKS:
            fragments[-1] = fragments[-1].rstrip(BLANKS)
            if fragments[-1]:
                return
            del fragments[-1]

    def style(self, start: int, style: Style) -> None:
        """Style the fragments from ``start`` on."""
        self.runs.append(StyledRun(start, len(self.fragments), style))

    def emphasis(self, text: str) -> tuple[Emphasis, ...]:
        """Turn the styled runs into emphasis of ``text``, without blanks at the ends."""
        if not self.runs:
            return ()
        offsets = [0, *accumulate(map(len, self.fragments))]
        found = {_trimmed(text, offsets, run) for run in self.runs}
        return tuple(Emphasis(*run) for run in sorted(found) if run.start < run.end)

    def end_switches(self) -> None:
        """Style the fragments since each font switch in force, and end the switches."""
        for start, style in self.switches:
            self.style(start, style)
        self.switches = []


def _trimmed(text: str, offsets: list[int], run: StyledRun) -> StyledRun:
    last = len(offsets) - 1
    start, end = offsets[min(run.start, last)], offsets[min(run.end, last)]
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return StyledRun(start, end, run.style)


def _is_latin(char: str) -> bool:
    """Return whether ``char`` is a Latin letter, accented or not, but no superscript."""
    return char.isalpha() and unicodedata.normalize("NFD", char)[0].isascii()


Style = Literal["italic", "bold", "code"]


class Emphasis(NamedTuple):
    """Emphasised part of the rendered text.

    Attributes:
        start: Index of the first character.
        end: Index behind the last one.
        style: How the author set it.
    """

    start: int
    end: int
    style: Style


class Rendered(NamedTuple):
    """Text for the screen.

    Attributes:
        text: The text without TeX.
        emphasis: Its emphasised parts, by start and end; they may lie within each other, are
            never empty and neither begin nor end with a blank.
    """

    text: str
    emphasis: tuple[Emphasis, ...]
