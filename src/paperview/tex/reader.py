"""The TeX reader: it reads the tokens once, from left to right, and writes plain text.

The reader knows modes (text, formula, typewriter), groups and arguments. The meaning of commands is
elsewhere: ``actions`` maps each token to a function of the reader and the token.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from paperview.tex.output import BLANKS, Output
from paperview.tex.tokens import find_partners, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Action: TypeAlias = "Callable[[Reader, str], None]"

MAX_DEPTH: Final = 16
"""Groups and arguments nested deeper than this are shown as they were written."""

_NEAR_TOKENS: Final = 4
_OPTIONAL_TOKENS: Final = 12
"""Most tokens that are searched for the end of an optional argument, ``[...]``."""

_STOPS: Final = frozenset(",.;:)]")
_NOT_ARGUMENTS: Final = frozenset({*")],;.", "\\)", "\\]", "\\right"})
_CELL_END: Final = re.compile(r"\s*&\s*")

_CLOSING_DOUBLE = re.compile(r'(?<=\S)"(?!\w)')
_SINGLE = re.compile(r"(?<![\w`'’])`(?=[^\s`'])((?:[^`']|(?<=\w)'){0,200}?)(?<=\S)'(?![\w'])")
_OPENING_SINGLE = re.compile(r"(?<![\w`'’])`(?=[^\s`']|$)(?=[^`]*$)")
_CLOSING_SINGLE = re.compile(r"(?:^|(?<=\S))'(?![\w'])")
_QUOTED_PARTS = 24
"""Tokens and texts between single quotes, at most."""


class Quotes:
    """Open quotes.

    Attributes:
        doubles: Number of double quotes.
        single: Whether a single quote is open that ends in a text after other tokens.
    """

    __slots__ = ("doubles", "single")

    def __init__(self) -> None:
        self.doubles = 0
        self.single = False

    def typeset(self, text: str, parts: list[str], position: int) -> str:
        """Return ``text``, which is before the one at ``position``, with typographic quotes.

        A single quote is opened only if a closing one is near: others are accents, or code.
        """
        if self.doubles and '"' in text:
            text, closed = _CLOSING_DOUBLE.subn("”", text, count=1)
            self.doubles -= closed
        if "`" in text:
            text = _SINGLE.sub(r"‘\1’", text)
        if self.single:
            text, closed = _CLOSING_SINGLE.subn("’", text, count=1)
            self.single = not closed
        if not self.single and "`" in text and _OPENING_SINGLE.search(text):
            later = parts[position + 2 : position + _QUOTED_PARTS : 2]
            if any(map(_CLOSING_SINGLE.search, later)):
                text = _OPENING_SINGLE.sub("‘", text)
                self.single = True
        return text


class Reader:
    r"""Reads tokens and writes text.

    Attributes:
        parts: Text and tokens in turns; what is consumed of a text is cut off.
        partners: For each delimiter the index of its partner, or 0.
        position: Index in ``parts`` of the text to read next; always even.
        out: Where the text goes.
        math: Whether a formula is being read.
        code: Whether typewriter text is being read, in which dashes and quotes stay as they are.
        cell: What the ``&`` between cells becomes; empty outside tables.
        quotes: Which quotes are open.
        lone: Whether a command is read that is an argument itself, such as that of ``x^\frac12``.
        has_tags: Whether tags of web pages may be written in TeX.
        has_infix: Whether the source may have a command such as ``\over``.
    """

    def __init__(self, source: str, actions: Mapping[str, Action], unknown: Action) -> None:
        self.parts = tokenize(source)
        self.partners = find_partners(self.parts)
        self.position = 0
        self.out = Output()
        self.math = False
        self.code = False
        self.cell = ""
        self.quotes = Quotes()
        self.lone = False
        self.has_tags = False
        self.has_infix = "\\over" in source or "\\choose" in source or "\\atop" in source
        self._actions = actions
        self._unknown = unknown
        self._quoted = "`" in source or "''" in source
        self._depth = 0
        self._stop = len(self.parts)  # where looking ahead ends

    # Reading

    def read(self, stop: int) -> None:
        """Read up to the token at index ``stop`` and pass it, or read to the end."""
        parts, actions, unknown = self.parts, self._actions, self._unknown
        outer, self._stop = self._stop, stop
        while True:
            index = self.position
            text = parts[index]
            if text:
                self._write_text(text)
            index += 1
            self.position = index + 1
            if index >= stop:
                break
            token = parts[index]
            actions.get(token, unknown)(self, token)
        self._stop = outer

    def capture(self, stop: int) -> str:
        """Read up to the token at index ``stop`` and return the text instead of writing it."""
        outer, self.out = (self.out, self.lone), Output()
        self.lone = False
        self._depth += 1
        self.read(stop)
        self._depth -= 1
        text = str(self.out)
        self.out, self.lone = outer
        return text

    def group(self, index: int) -> None:
        """Read the group opened at ``index``; its braces vanish and font switches end with it."""
        outer, self.out.switches = self.out.switches, []
        self._depth += 1
        self.position = index + 1
        self.read(self.partners[index])
        self._depth -= 1
        self.out.end_switches()
        self.out.switches = outer

    def formula(self, close: int) -> None:
        """Read a formula up to the closing token at index ``close``; blanks at its ends vanish."""
        out = self.out
        outer = (self.math, out.start, out.switches)
        self.math, out.start, out.switches = True, len(out.fragments), []
        if not out.fragments or out.ends_in_blank():
            self.skip_blanks()
        self._depth += 1
        self.read(close)
        self._depth -= 1
        if out.switches:
            out.end_switches()
        # An empty text, before another token, is one of these, too.
        if self.parts[self.position][:1] in " \n.,;:)":
            out.trim()
        self.math, out.start, out.switches = outer

    def can_nest(self) -> bool:
        """Return whether another level may be opened."""
        return self._depth < MAX_DEPTH

    def _act(self, token: str) -> None:
        self._actions.get(token, self._unknown)(self, token)

    def _write_text(self, text: str) -> None:
        """Write plain text, never with a second blank after one."""
        if self.math:
            if "'" in text:
                text = text.replace("''", "″").replace("'", "′")
            if self.cell and "&" in text:
                text = _CELL_END.sub(self.cell, text)
        elif self._quoted and not self.code:
            text = self.quotes.typeset(text, self.parts, self.position)
        out = self.out
        if text[0] in BLANKS and out.ends_in_blank():
            text = text.lstrip(BLANKS)
        out.write(text)

    # Looking ahead

    def next_text(self) -> str:
        """Return the text right after the token being read; empty if a token follows."""
        return self.parts[self.position]

    def next_token(self, *, past_blanks: bool = False) -> str:
        """Return the token that follows without text (or with blanks) before it, or nothing."""
        text = self.parts[self.position]
        if self.position + 1 >= self._stop or (text and not (past_blanks and text.isspace())):
            return ""
        return self.parts[self.position + 1]

    def token_ahead(self, token: str) -> int:
        """Return the index of ``token`` if it is among the next few outside groups, or 0."""
        index = self.position + 1
        for _ in range(_NEAR_TOKENS):
            if index >= self._stop:
                return 0
            if self.parts[index] == token:
                return index
            index = max(index, self.partners[index]) + 2
        return 0

    def next_group(self) -> int:
        """Return the index of the brace that follows, blanks aside, or 0 if no group does."""
        index = self.position + 1
        if (
            index < self._stop
            and self.parts[index] == "{"
            and self.partners[index]
            and self._depth < MAX_DEPTH
            and not self.parts[self.position].strip()
        ):
            return index
        return 0

    def next_group_text(self) -> str:
        """Return the content of the group that follows if it is only text, else nothing."""
        index = self.next_group()
        return self.parts[index + 1] if index and self.partners[index] == index + 2 else ""

    def is_alone_in_group(self) -> bool:
        r"""Return whether the command being read, with the text after it, is a whole group."""
        index = self.position - 1
        return (
            index > 1
            and self.parts[index - 2] == "{"
            and not self.parts[index - 1]
            and self.partners[index - 2] == index + 2
        )

    def at_end(self) -> bool:
        """Return whether the formula, group or text being read ends here."""
        return self.position + 1 >= self._stop and not self.parts[self.position]

    def take(self, length: int) -> str:
        """Consume ``length`` characters of the text that follows and return them."""
        text = self.parts[self.position]
        self.parts[self.position] = text[length:]
        return text[:length]

    def skip_blanks(self) -> None:
        """Drop the blanks that follow."""
        text = self.parts[self.position]
        if text and text[0] in BLANKS:
            self.parts[self.position] = text.lstrip(BLANKS)

    def drop_blank_before_stop(self) -> None:
        """Drop the blanks that follow if a punctuation mark or a bracket comes after them."""
        text = self.parts[self.position]
        if text and text[0] in BLANKS and text.lstrip()[:1] in _STOPS:
            self.parts[self.position] = text.lstrip()

    def skip_star(self) -> None:
        r"""Drop the star of a command's variant, such as ``\cite*``."""
        if self.next_text().startswith("*"):
            self.take(1)

    def space(self) -> None:
        """Write one blank for those that follow, if any."""
        self.out.write_blank()
        self.skip_blanks()

    # Arguments

    def argument(self) -> str | None:
        """Read the argument that follows: a group, a command with its own, or one character.

        Returns:
            The text, or None (and nothing is consumed) if there is no argument.
        """
        text = self.parts[self.position].lstrip()
        if text:
            if text[0] in _NOT_ARGUMENTS:
                return None
            self.parts[self.position] = text[1:]
            return text[0]
        index = self.next_group()
        if index:
            self.position = index + 1
            return self.capture(self.partners[index])
        return self._command_argument(self.position + 1)

    def _command_argument(self, index: int) -> str | None:
        if index >= self._stop or self._depth >= MAX_DEPTH or self.partners[index]:
            return None
        token = self.parts[index]
        if not token.startswith("\\") or token in _NOT_ARGUMENTS:
            return None
        outer, self.out = (self.out, self.lone), Output()
        self.lone = True
        self._depth += 1
        self.position = index + 1
        self._act(token)
        self._depth -= 1
        text = str(self.out)
        self.out, self.lone = outer
        return text

    def math_argument(self) -> str | None:
        """Read the argument that follows as mathematics; see `argument`."""
        outer, self.math = self.math, True
        text = self.argument()
        self.math = outer
        return text

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
        for _ in range(_OPTIONAL_TOKENS):
            before, bracket, after = self.parts[index].partition("]")
            if bracket:
                self.parts[index] = before
                self.take(1)
                text = self.capture(index + 1)
                self.position = index
                self.parts[index] = after
                return text
            token = index + 1
            if token >= self._stop:
                return None
            index = (self.partners[token] or token) + 1
        return None
