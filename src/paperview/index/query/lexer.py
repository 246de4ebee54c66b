"""The tokens of a query: words, phrases, groups and operators, with where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from paperview.index.fields import DATES, UNSEARCHED, field_name
from paperview.text.combining import is_of_word


class Kind(Enum):
    """The kind of a token."""

    TEXT = auto()
    """A word or a phrase; empty where the value of a field is missing."""
    OPEN = auto()
    CLOSE = auto()
    STRAY = auto()
    """A closing parenthesis where no group is open."""
    AND = auto()
    OR = auto()
    NOT = auto()
    MUST = auto()
    """A `+`: what follows must be there."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a query."""

    kind: Kind
    start: int
    end: int
    text: str = ""
    """The word or the phrase itself."""
    field: str | None = None
    """The field it names, in small letters."""
    relation: str = ":"
    """How it relates to the field: `:`, or `>`, `>=`, `<` or `<=`."""
    mark: str = ""
    """`'` for just this word, `^` for the start of the title."""
    quoted: bool = False

    @property
    def value_start(self) -> int:
        """Where the word itself begins."""
        return self.end - len(self.text)


_PLAIN = re.compile(r"\w+(?=\s+[^\s:=!<>≤≥]|\s*$)")
"""A word without signs, as nearly all are."""
_FIELD = re.compile(
    r"(?P<name>[A-Za-z_]+)(?P<before>\s*)(?P<relation>:(?![/:])|!=|==?|[<>]=?|[≤≥])(?P<behind>\s*)"
)
_COMPARISON = re.compile(r"(?P<relation>[<>]=?|[≤≥]|==?)\s*")
_ABBREVIATED = frozenset(("AU", "CO", "TI"))
"""In capitals, with a blank behind the colon, they are no fields but formulas and the like."""
_RELATIONS = {"=": ":", "==": ":", "≤": "<=", "≥": ">="}
_OPERATOR = re.compile(r"""(?:(?P<and>AND|&&)|(?P<or>OR|\|\|)|(?P<not>ANDNOT|NOT))(?=[\s()"]|$)""")
_SIGN = re.compile(r"(?:-+|!+)(?=[^\s)|!-])")
_MUST = re.compile(r"""\+(?=[^\W_]|["“”„'^(])""")
_SIGNED_END = re.compile(r"(?<![^\W_])[^\W\d_]{1,3}(?:\+\+|#)\Z")
_LONGEST_SIGNED = 5
"""Characters of such a term, at most."""
_LEAD = re.compile(r"[.#][^\W\d_]")
"""How a term such as `.net` or `#sat` begins."""
_WITHIN_BARS = re.compile(r"\|[^\s|>⟩]+[|>⟩]")
_MARK = re.compile(r"['^](?=\S)")
_PHRASE = re.compile(r'["“”„](?P<phrase>[^"“”„]*)["“”„]')
_RANGE = re.compile(r"\[\s*\S+\s+TO\s+[^\s\]]+\s*\]")
"""Dates as Lucene and arXiv write them: `[2015 TO 2016]`."""
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_AFTER_ADDRESS = frozenset('"<>{}|\\^`]')
_QUOTES = frozenset('"“”„')
_BLANK_OR_END = re.compile(r"[\s)]")
_CLOSERS = {"(": ")", "{": "}"}
_AFTER_GROUP = frozenset("(){}|.,;:!?\"'")
_LONGEST_GLUED = 100
"""Characters in which parentheses that are part of a word are closed again."""


def tokens(text: str) -> Iterator[Token]:
    """Give the tokens of a query, in order. Every text has tokens; none is an error."""
    return _Lexer(text).tokens()


class _Lexer:
    """Goes through a text once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._index = 0
        self._closers: list[str] = []
        """The characters that close the open groups, the innermost last."""

    def tokens(self) -> Iterator[Token]:
        text = self._text
        while self._index < len(text):
            start = self._index
            if text[start].isspace():
                self._index += 1
            elif self._closers and text[start] == self._closers[-1]:
                self._closers.pop()
                yield self._taken(Kind.CLOSE, start, start + 1)
            elif text[start] == ")":
                yield self._taken(Kind.STRAY, start, start + 1)
            elif operator := self._operator():
                yield operator
            else:
                yield from self._item()

    def _taken(self, kind: Kind, start: int, end: int) -> Token:
        self._index = end
        return Token(kind, start, end)

    def _operator(self) -> Token | None:
        text, start = self._text, self._index
        match = _OPERATOR.match(text, start)
        if match:
            kind = Kind.AND if match["and"] else Kind.OR if match["or"] else Kind.NOT
            return self._taken(kind, start, match.end())
        if text[start] == "|" and not self._is_within_bars(start):
            return self._taken(Kind.OR, start, start + 1)
        # Within a word a hyphen is no sign, nor behind what ends with a quote or a parenthesis.
        if start == 0 or text[start - 1].isspace() or text[start - 1] in "({|!-":
            if sign := _SIGN.match(text, start):
                return self._taken(Kind.NOT, start, sign.end())
            if must := _MUST.match(text, start):
                return self._taken(Kind.MUST, start, must.end())
        return None

    def _is_within_bars(self, start: int) -> bool:
        """Return whether a bar is the first of two around something, as in `|Vcb|`, or of `|0>`."""
        before = self._text[start - 1 : start]
        is_first = not before or before.isspace() or before == "("
        return is_first and _WITHIN_BARS.match(self._text, start) is not None

    def _item(self) -> Iterator[Token]:
        """Read a word, a phrase or the beginning of a group, with its field and marks."""
        text, start = self._text, self._index
        if plain := _PLAIN.match(text, start):
            self._index = plain.end()
            yield Token(Kind.TEXT, start, plain.end(), plain.group())
            return
        name, relation = self._field()
        if name is not None and self._is_value_missing():
            yield Token(Kind.TEXT, start, self._index, field=name)
            return
        if relation == "!=":
            relation = ":"
            yield Token(Kind.NOT, start, start)
        elif name not in (None, *DATES) and (sign := _SIGN.match(text, self._index)):
            self._index = sign.end()
            yield Token(Kind.NOT, start, start)
        mark = _MARK.match(text, self._index)
        if mark:
            self._index = mark.end()
        index, how = self._index, mark.group() if mark else ""
        if self._opens_group(index, after_field=name is not None):
            self._closers.append(_CLOSERS[text[index]])
            self._index += 1
            yield Token(Kind.OPEN, start, self._index, "", name, relation, how)
        elif phrase := _PHRASE.match(text, index):
            self._index = phrase.end()
            yield Token(
                Kind.TEXT, start, phrase.end(), phrase["phrase"], name, relation, how, quoted=True
            )
        else:
            dates = _RANGE.match(text, index) if name in DATES else None
            self._index = dates.end() if dates else self._word_end(index)
            word = text[index : self._index]
            yield Token(Kind.TEXT, start, self._index, word, name, relation, how)

    def _field(self) -> tuple[str | None, str]:
        """Read the name of a field and its relation, or nothing where none is named."""
        match = _FIELD.match(self._text, self._index)
        name = field_name(match["name"]) if match else None
        if match is None:
            return None, ":"
        if name is None:
            if match["name"].lower() not in UNSEARCHED:
                return None, ":"
            name = match["name"].lower()
        relation = match["relation"]
        end = match.end()
        if name not in DATES and relation[0] in "<>≤≥":
            return None, ":"
        if (match["behind"] or end == len(self._text)) and match["name"] in _ABBREVIATED:
            return None, ":"
        if relation == ":" and name in DATES and (more := _COMPARISON.match(self._text, end)):
            relation, end = more["relation"], more.end()
        self._index = end
        return name, _RELATIONS.get(relation, relation)

    def _is_value_missing(self) -> bool:
        """Return whether something else follows the name of a field than its value."""
        rest = self._text[self._index : self._index + 1]
        if rest in ("", "|", ")") or (self._closers and rest == self._closers[-1]):
            return True
        if not self._text[self._index - 1].isspace():
            return rest.isspace()
        if _OPERATOR.match(self._text, self._index):
            return True
        match = _FIELD.match(self._text, self._index)
        return bool(match and field_name(match["name"]) is not None and not match["before"])

    def _opens_group(self, index: int, *, after_field: bool) -> bool:
        """Return whether a group begins, and not a word such as `(2+1)-dimensional`."""
        char = self._text[index : index + 1]
        if char == "{":
            return after_field
        if char != "(":
            return False
        end = _BLANK_OR_END.search(self._text, index, index + _LONGEST_GLUED)
        if end is None or end.group() != ")":
            return True
        depth = 0
        for after, char in enumerate(self._text[index : index + _LONGEST_GLUED], index + 1):
            depth += (char == "(") - (char == ")")
            if char.isspace():
                return True
            if not depth:
                following = self._text[after : after + 1]
                return not following or following.isspace() or following in _AFTER_GROUP
        return True

    def _word_end(self, start: int) -> int:
        """Return where a word ends; parentheses within it are part of it."""
        is_address = _ADDRESS.match(self._text, start) is not None
        closer = self._closers[-1] if self._closers else ""
        depths = {")": 0, "}": 0}
        for index in range(start, len(self._text)):
            char = self._text[index]
            if char.isspace() or (is_address and char in _AFTER_ADDRESS):
                return index
            if char in depths:
                if not depths[char] and (char == closer or (is_address and char == ")")):
                    return index
                depths[char] = max(depths[char] - 1, 0)
            elif index > start and self._begins_anew(
                start, index, is_free=not any(depths.values())
            ):
                return index
            elif char in _CLOSERS:
                depths[_CLOSERS[char]] += 1
        return len(self._text)

    def _begins_anew(self, start: int, index: int, *, is_free: bool) -> bool:
        """Return whether another token begins where a word has not ended with a blank.

        Args:
            start: where the word begins.
            index: where the other token would begin.
            is_free: whether it is in no parentheses of the word's own.
        """
        text, char, before = self._text, self._text[index], self._text[index - 1]
        if char == "|":
            return is_free and self._is_bar_operator(start, index)
        if char == "(":
            return before == ":"
        if char in _QUOTES:
            return before in ":=([" and _PHRASE.match(text, index) is not None
        return char in "hH" and not is_of_word(before) and _ADDRESS.match(text, index) is not None

    def _is_bar_operator(self, start: int, index: int) -> bool:
        """Return whether a bar within a word or at its end means "or"."""
        before, after = self._text[index - 1], self._text[index + 1 : index + 2]
        if not after or after.isspace():
            return self._text[start] != "|"
        ends_word = _is_of_token(before) or self._is_signed_end(start, index)
        begins_word = _is_of_token(after) or _LEAD.match(self._text, index + 1) is not None
        return ends_word and (after == "(" or begins_word)

    def _is_signed_end(self, start: int, index: int) -> bool:
        """Return whether a term such as `c++` or `c#` ends at an index."""
        start = max(start, index - _LONGEST_SIGNED)
        return _SIGNED_END.search(self._text, start, index) is not None


def _is_of_token(char: str) -> bool:
    return is_of_word(char) or char in '_"'
