"""The reader's output: pieces of text with emphasis, and the text rendered from them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal, NamedTuple

BLANKS = " \n\t"


class Span(NamedTuple):
    """A styled run of pieces, from index ``start`` up to index ``end``."""

    start: int
    end: int
    style: Style


class Output:
    """Collects pieces of text.

    Attributes:
        pieces: What was written, without empty strings.
        spans: The styled runs of ``pieces``.
        start: Length of ``pieces`` where the formula being read began.
        name_end: Length of ``pieces`` right after a function's name such as ``log``, else -1.
        operator_end: The same for a large operator such as a sum.
        switches: Font switches in force: length of ``pieces`` when each was met, and its style.
    """

    __slots__ = ("_command_end", "name_end", "operator_end", "pieces", "spans", "start", "switches")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.spans: list[Span] = []
        self.start = 0
        self.name_end = -1
        self.operator_end = -1
        self.switches: list[tuple[int, Style]] = []
        self._command_end = -1

    def __str__(self) -> str:
        return "".join(self.pieces)

    def write(self, piece: str) -> None:
        """Append ``piece``."""
        if piece:
            if self._command_end == len(self.pieces) and _is_latin(piece[0]):
                self.pieces.append(" ")
            self.pieces.append(piece)

    def write_command(self, command: str) -> None:
        r"""Append the name of an unknown command, which no letter may follow (``$\foo$bar``)."""
        self.write(command)
        self._command_end = len(self.pieces)

    def write_blank(self) -> None:
        """Append a blank, unless there is one already or nothing to part."""
        if self.pieces and not self.ends_in_blank():
            self.pieces.append(" ")

    def at_start(self) -> bool:
        """Whether nothing was written yet in this formula."""
        return len(self.pieces) == self.start

    def last_char(self) -> str:
        """Return the last character, or an empty string."""
        return self.pieces[-1][-1] if self.pieces else ""

    def last_sign(self) -> str:
        """Return the last character in this formula that is no blank, or an empty string."""
        for index in range(len(self.pieces) - 1, self.start - 1, -1):
            text = self.pieces[index].rstrip(BLANKS)
            if text:
                return text[-1]
        return ""

    def ends_in_blank(self) -> bool:
        """Whether the last character is a blank."""
        return bool(self.pieces) and self.pieces[-1][-1] in BLANKS

    def trim(self) -> None:
        """Remove the blanks at the end, as far as the start of the formula."""
        pieces = self.pieces
        while len(pieces) > self.start and pieces[-1][-1] in BLANKS:
            pieces[-1] = pieces[-1].rstrip(BLANKS)
            if pieces[-1]:
                return
            del pieces[-1]

    def style(self, start: int, style: Style) -> None:
        """Style everything written since ``pieces`` had the length ``start``."""
        self.spans.append(Span(start, len(self.pieces), style))

    def end_switches(self) -> None:
        """Style what was written since each font switch in force, and end them."""
        for start, style in self.switches:
            self.style(start, style)
        self.switches = []


def _is_latin(char: str) -> bool:
    """Whether ``char`` is a Latin letter, with an accent or without, but not a small raised one."""
    return char.isalpha() and unicodedata.normalize("NFD", char)[0].isascii()


Style = Literal["italic", "bold", "code"]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """A span of the rendered text that stands out.

    Attributes:
        start: Index of the first character.
        end: Index behind the last one.
        style: How the author set it.
    """

    start: int
    end: int
    style: Style


@dataclass(frozen=True, slots=True)
class Rendered:
    """Text for the screen.

    Attributes:
        text: The text without TeX.
        emphasis: Its emphasised spans, by start and end; they may lie within each other, are
            never empty and neither begin nor end with a blank.
    """

    text: str
    emphasis: tuple[Emphasis, ...]
