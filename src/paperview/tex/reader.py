"""The reader: goes over the tokens once, from left to right, and writes the plain text.

The reader knows modes (text, mathematics, code), groups, arguments and emphasis. What a command
does is not known here: ``actions`` maps each token to a function of the reader and the token, and
a token without an action is shown as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple, TypeAlias

from paperview.tex.tokens import find_partners, is_prose, tokenize

Style: TypeAlias = Literal["italic", "bold", "code"]
Action: TypeAlias = "Callable[[Reader, str], None]"

MAX_DEPTH = 32
"""Groups and arguments nested deeper than this are shown as they were written."""

_CELL = re.compile(r"\s*&\s*")
_NO_ARGUMENT = frozenset(")],;.")
_SET_SIGNS = frozenset(",|=:;<>*")


class Span(NamedTuple):
    """A styled run of output pieces, from ``start`` up to ``end``."""

    start: int
    end: int
    style: Style


class Reader:
    """Reads tokens and collects the text.

    Attributes:
        parts: Text and tokens in turns; what is consumed of a text is cut off.
        partners: For each delimiter the index of its partner, or 0.
        position: Index of the text to read next (always even between two tokens).
        pieces: The output so far, without empty strings.
        spans: The styled runs of ``pieces``.
        formula_start: Length of ``pieces`` where the formula, or the argument, began.
        math: Whether a formula is being read.
        code: Whether typewriter text is being read, in which dashes and quotes are not joined.
        open_quotes: How many double quotes are open.
        cell: What the ``&`` between cells becomes, or an empty string outside tables.
        has_infix: Whether the source may have a command such as ``\\over``.
        last_name: Length of ``pieces`` right after a name such as ``log``, else -1.
    """

    def __init__(self, source: str, actions: Mapping[str, Action], unknown: Action) -> None:
        self.parts = tokenize(source)
        self.partners = find_partners(self.parts)
        self.position = 0
        self.pieces: list[str] = []
        self.spans: list[Span] = []
        self.formula_start = 0
        self.math = False
        self.code = False
        self.open_quotes = 0
        self.cell = ""
        self.has_infix = any(name in source for name in ("\\over", "\\choose", "\\atop"))
        self.last_name = -1
        self._actions = actions
        self._unknown = unknown
        self._depth = 0
        self._command_end = -1
        self._switches: list[tuple[int, Style]] = []

    # Reading

    def read(self, stop: int) -> None:
        """Read up to the token at index ``stop``, or to the end if that is ``len(parts)``."""
        parts = self.parts
        while True:
            index = self.position
            if parts[index]:
                self.write_text(parts[index])
            index += 1
            self.position = index + 1
            if index >= stop:
                return
            self._act(parts[index])

    def _act(self, token: str) -> None:
        self._actions.get(token, self._unknown)(self, token)

    def capture(self, stop: int) -> str:
        """Read up to the token at index ``stop`` and return the text instead of writing it."""
        outer = self._divert()
        self.read(stop)
        return self._restore(outer)

    def _divert(self) -> tuple[list[str], list[Span], int, list[tuple[int, Style]]]:
        outer = (self.pieces, self.spans, self.formula_start, self._switches)
        self.pieces, self.spans, self.formula_start, self._switches = [], [], 0, []
        self._depth += 1
        return outer

    def _restore(self, outer: tuple[list[str], list[Span], int, list[tuple[int, Style]]]) -> str:
        text = "".join(self.pieces)
        self.pieces, self.spans, self.formula_start, self._switches = outer
        self._depth -= 1
        self.last_name = self._command_end = -1
        return text

    # Writing

    def write(self, piece: str) -> None:
        """Append ``piece`` to the output."""
        if piece:
            if self._command_end == len(self.pieces) and piece[0].isalnum():
                self.pieces.append(" ")
            self.pieces.append(piece)

    def end_command(self) -> None:
        r"""Mark that a command's name was just shown: no letter may follow it (``$\foo$bar``)."""
        self._command_end = len(self.pieces)

    def write_text(self, text: str) -> None:
        """Append plain text, with primes if in a formula, and never a second blank after one."""
        if self.math and "'" in text:
            text = text.replace("''", "″").replace("'", "′")
        if self.cell and "&" in text:
            text = _CELL.sub(self.cell, text)
        if text[0] in " \n" and self.ends_in_blank():
            text = text.lstrip(" \n\t")
        self.write(text)

    def write_blank(self) -> None:
        """Part what follows from what was written by one blank, unless that is so already."""
        if self.pieces and not self.ends_in_blank() and self.formula_start < len(self.pieces):
            self.pieces.append(" ")
        self.skip_blanks()

    def last_char(self) -> str:
        """Return the last character written, or an empty string."""
        return self.pieces[-1][-1] if self.pieces else ""

    def ends_in_blank(self) -> bool:
        """Whether the last character written is a blank."""
        return bool(self.pieces) and self.pieces[-1][-1] in " \n\t"

    def trim(self) -> None:
        """Remove blanks at the end of what was written in this formula or argument."""
        pieces = self.pieces
        while len(pieces) > self.formula_start and pieces[-1][-1] in " \n\t":
            pieces[-1] = pieces[-1].rstrip()
            if pieces[-1]:
                return
            del pieces[-1]

    # Looking ahead

    def next_text(self) -> str:
        """Return the text right after the token being read (empty if a token follows)."""
        return self.parts[self.position]

    def next_token(self) -> str:
        """Return the token that follows without any text before it, or an empty string."""
        if self.parts[self.position] or self.position + 1 >= len(self.parts):
            return ""
        return self.parts[self.position + 1]

    def next_group(self) -> int:
        """Return the index of the ``{`` that follows, blanks aside, or 0 if no group can be read."""
        index = self.position + 1
        if (
            index < len(self.parts)
            and self.parts[index] == "{"
            and self.partners[index]
            and self._depth < MAX_DEPTH
            and not self.parts[self.position].strip()
        ):
            return index
        return 0

    def skip_blanks(self) -> None:
        """Drop the blanks that follow."""
        text = self.parts[self.position]
        if text and text[0] in " \n\t":
            self.parts[self.position] = text.lstrip(" \n\t")

    def take(self, length: int) -> str:
        """Consume ``length`` characters of the text that follows and return them."""
        text = self.parts[self.position]
        self.parts[self.position] = text[length:]
        return text[:length]

    # Groups and arguments

    def can_nest(self) -> bool:
        """Whether another level may be opened."""
        return self._depth < MAX_DEPTH

    def group(self, index: int) -> None:
        """Read the group opened at ``index`` into the output; its braces vanish.

        Font switches inside end with the group.
        """
        switches, self._switches = self._switches, []
        self._depth += 1
        self.position = index + 1
        self.read(self.partners[index])
        self._depth -= 1
        self.end_switches()
        self._switches = switches

    def argument(self) -> str | None:
        """Read the argument that follows: a group, a command with its own, or one character.

        Returns:
            The text, or None (and nothing is consumed) if there is no argument.
        """
        text = self.parts[self.position].lstrip()
        if text:
            if text[0] in _NO_ARGUMENT:
                return None
            self.parts[self.position] = text[1:]
            return text[0]
        index = self.next_group()
        if index:
            self.position = index + 1
            return self.capture(self.partners[index])
        index = self.position + 1
        if index >= len(self.parts) or self._depth >= MAX_DEPTH or self.partners[index]:
            return None
        token = self.parts[index]
        if token[:1] != "\\" or token in {"\\)", "\\]", "\\right"}:
            return None
        outer = self._divert()
        self.position = index + 1
        self._act(token)
        return self._restore(outer)

    def raw_argument(self) -> str | None:
        """Read the group that follows as it was written, or return None if there is none."""
        index = self.next_group()
        if not index:
            return None
        close = self.partners[index]
        self.position = close + 1
        return "".join(self.parts[index + 1 : close])

    def optional_argument(self) -> str | None:
        """Read ``[...]`` if it follows and closes within a few tokens, else return None."""
        if not self.parts[self.position].startswith("["):
            return None
        index = self.position
        for _ in range(12):
            before, bracket, after = self.parts[index].partition("]")
            if bracket:
                return self._take_bracket(index, before, after)
            token = index + 1
            if token >= len(self.parts) or 0 < self.partners[token] < token:
                return None
            index = (self.partners[token] or token) + 1
        return None

    def _take_bracket(self, index: int, before: str, after: str) -> str:
        self.parts[index] = before
        self.parts[self.position] = self.parts[self.position][1:]
        outer = self._divert()
        self.read(index + 1)
        text = self._restore(outer)
        self.position = index
        self.parts[index] = after
        return text

    # Modes and emphasis

    def formula(self, close: int) -> None:
        """Read a formula up to the closing token at index ``close``."""
        outer = (self.math, self.formula_start, self._switches)
        self.math, self.formula_start, self._switches = True, len(self.pieces), []
        self._depth += 1
        if not self.pieces or self.ends_in_blank():
            self.skip_blanks()
        self.read(close)
        self._depth -= 1
        self.end_switches()
        following = self.next_text()[:1]
        if not following or following in " \n.,;:)":
            self.trim()
        self.math, self.formula_start, self._switches = outer

    def add_span(self, start: int, style: Style) -> None:
        """Style everything written since ``pieces`` had the length ``start``."""
        self.spans.append(Span(start, len(self.pieces), style))

    def switch(self, style: Style) -> None:
        """Style what follows, up to the end of the group."""
        self._switches.append((len(self.pieces), style))

    def end_switches(self) -> None:
        """End the styles begun in this group."""
        for start, style in self._switches:
            self.add_span(start, style)
        self._switches = []

    def is_set(self, index: int) -> bool:
        """Whether the braces at ``index``, in running text, are those of a set like {1, 2}.

        TeX would hide them, but whoever writes without dollars means to show them. Braces
        around words, as BibTeX files use them to protect capitals, are hidden.
        """
        close = self.partners[index]
        if self.parts[close + 1][:1].isdigit() and close > index + 2:
            return True
        texts = [self.parts[index + 1]]
        token = index + 2
        while token < close:
            if self.parts[token] in {"_", "^"}:
                texts.append("=")
            after = (self.partners[token] or token) + 1
            texts.append(self.parts[after])
            token = after + 1
        text = "".join(texts)
        return text.isdigit() or (not _SET_SIGNS.isdisjoint(text) and not is_prose(text))
