"""Reads the fields of a BibTeX block, and repairs it where it is broken.

One expression reads a regular field, and nearly all fields are regular. Others are read sign by
sign: texts joined by `#`, words without braces, quotes within a text in quotes, fields without a
comma between them. If the end of the entry is not found, the braces after a backslash are counted
as well, as BibTeX itself does. If that does not help, each field is closed before the next one
begins. Every guess is a repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from paperview.sources.draft import Repair
from paperview.sources.formats.bibtex.blocks import (
    BRACE,
    FIELD_NAME,
    Block,
    ParseError,
    closing_brace,
    key_with_comma,
)
from paperview.sources.parsing.field_values import shown
from paperview.sources.problem import RECORD_LIMIT, TOO_LONG

_ANY_BRACE = re.compile(r"[{}]")


class Part(NamedTuple):
    """Part of a value, between `#` signs."""

    text: str
    is_name: bool = False
    """Whether it may be the name of a `@string`."""


Field = tuple[str, list[Part]]
"""Name of a field and the parts of its value."""


class Parsed(NamedTuple):
    """Content of an entry."""

    key: str
    fields: list[Field]
    repairs: list[Repair]


class Definition(NamedTuple):
    """Content of a `@string`."""

    name: str
    value: list[Part]
    repairs: list[Repair]


_KEY_WITHOUT_COMMA = re.compile(rf'\s*+(?P<key>[^\s,={{}}"]{{0,200}}?)\s*+(?={FIELD_NAME}\s*+=)')
_PUT_IN = "read as if it were there"
_TAKEN_OUT = "read without it"
_CUT = "shown as far as it goes"
_NOT_CLOSED = "the entry is not closed"
_ENDS_EARLY = "a closing brace too many ends the entry before its last fields"
_MOST_SKIPS = 20  # parts of an entry that can't be read: each may be looked at to the end
_MOST_BYTES = 4  # of a character in UTF-8
_DEPTH = 5  # braces within braces of a regular field; accents need three


def _balanced(depth: int, delimiters: str = "{}") -> str:
    """Return an expression for text with braces in pairs; one after a backslash is no brace."""
    signs = rf"[^{delimiters}]++|(?<=\\)[{delimiters}]"
    group = rf"|\{{{_balanced(depth - 1)}\}}" if depth else ""
    return rf"(?:{signs}{group})*+"


_AFTER_QUOTES = (
    rf"\s*+(?:\#|[;,\s]*+(?:{FIELD_NAME}\s*+=|[}})]|\Z)|,\s*+[,%]"
    rf'|,[ \t]*+\n\s*+{FIELD_NAME}\s*+["{{])'
)
"""Text after the quote that ends a value: the next part or field, or the end of the entry."""


def _regular_field(closing: str) -> re.Pattern[str]:
    return re.compile(
        rf"""\s*+(?P<name>{FIELD_NAME})\s*+=\s*+
        (?: \{{(?P<braces>{_balanced(_DEPTH)})\}}
          | "(?P<quotes>{_balanced(_DEPTH, '{}"')})"(?={_AFTER_QUOTES})
          | (?P<number>[0-9]++) | (?P<word>{FIELD_NAME}) )
        \s*+(?:,|(?=\{closing}))""",
        re.VERBOSE,
    )


_REGULAR = {"{": _regular_field("}"), "(": _regular_field(")")}
_BETWEEN_FIELDS = re.compile(r"(?:[\s,]++|%[^\n]*+\n)*+")
"""Blanks, empty fields and remarks between fields."""
_NOTHING = re.compile(r"(?!)")
_BLANK = re.compile(r"\s*+")
_AFTER_NAME = {
    "{": re.compile(r'(?<!\\)[={}",]|\Z'),
    "(": re.compile(r'(?<!\\)[={}",)]|\Z'),
}
_WORD = {"{": re.compile(r'[^\s{}"#,=]++'), "(": re.compile(r'[^\s{}"#,=)]++')}
_NEXT_FIELD = re.compile(rf"[;,\s]*+(?={FIELD_NAME}\s*+=)")
_QUOTE_OR_BRACE = re.compile(r'[,\n][^=,{}"\n]*+=\s*+"|(?<!\\)[{}"]')
_QUOTES_END = re.compile(_AFTER_QUOTES)
_VALUE_END = re.compile(r'(?<!\\)[{},")]')
_CONTINUES = re.compile(
    rf"""(?:[^"@]{{0,500}}")?\s*+,\s*+{FIELD_NAME}\s*+=  # the end of a text in quotes, and a field
    | [^"@]{{0,500}}"\s*+\}}""",
    re.VERBOSE,
)
"""Text after an entry that goes on: the brace taken for its end is not."""


def parse_entry(block: Block) -> Parsed:
    """Read the key and the fields of an entry.

    Raises:
        ParseError: if no reading makes sense, even with repairs, or if the entry is too long.
    """
    _check_opening(block)
    error = ParseError(_NOT_CLOSED)
    for number, cursor in enumerate(_readings(block)):
        try:
            entry = cursor.entry()
        except ParseError as problem:
            _check_length(block.body, len(block.body))
            error = error if number else problem
        else:
            _check_length(block.body, cursor.index)
            return entry
    raise error


def _check_opening(block: Block) -> None:
    if not block.opening:
        raise ParseError("no brace opens the entry after its type")


def _check_length(body: str, end: int) -> None:
    if end * _MOST_BYTES > RECORD_LIMIT and len(body[:end].encode()) > RECORD_LIMIT:
        raise ParseError(TOO_LONG)


def _readings(block: Block) -> Iterator[_Cursor]:
    """Give the ways to read an entry, the strictest first."""
    body, opening = block.body, block.opening
    yield _Cursor(body, opening)
    if "\\{" in body or "\\}" in body:
        yield _Cursor(body, opening, _ANY_BRACE)
    body, repairs = _repaired(body, opening)
    yield _Cursor(body, opening, repairs=repairs)
    yield _Cursor(body, opening, repairs=repairs, is_lenient=True)


def parse_definition(block: Block) -> Definition:
    """Read a `@string`.

    Raises:
        ParseError: if it is broken or too long.
    """
    _check_opening(block)
    cursor = _Cursor(block.body, block.opening)
    name = cursor.name("its name").strip()
    value, is_closed = cursor.last_value()
    _check_length(block.body, cursor.index if is_closed else len(block.body))
    missing = f"the end of the @string '{shown(name)}' is missing"
    repairs = [] if is_closed else [Repair(missing, "read as far as it goes")]
    return Definition(name, value, repairs)


def parse_preamble(block: Block) -> list[Part]:
    """Read a `@preamble`.

    Raises:
        ParseError: if nothing opens it.
    """
    _check_opening(block)
    return _Cursor(block.body, block.opening).last_value()[0]


class _Cursor:
    """Position in the body of a block, with methods that read on from there."""

    def __init__(
        self,
        body: str,
        opening: str,
        brace: re.Pattern[str] = BRACE,
        *,
        repairs: Sequence[Repair] = (),
        is_lenient: bool = False,
    ) -> None:
        """Begin at the start of a body.

        Args:
            body: the text after the head of a block.
            opening: the sign that opens the block, `{` or `(`.
            brace: expression for braces.
            repairs: those of the body.
            is_lenient: whether to skip parts that can't be read, up to the next field.
        """
        self.index = 0
        self.repairs = list(repairs)
        self._body = body
        self._brace = brace
        self._skips_left = _MOST_SKIPS if is_lenient else 0
        self._closing = "}" if opening == "{" else ")"
        # In regular fields, braces after a backslash don't count.
        self._regular = _REGULAR[opening] if brace is BRACE else _NOTHING
        self._word = _WORD[opening]
        self._after_name = _AFTER_NAME[opening]
        self._has_lone_brace = False
        """Whether a text in quotes has a brace without a partner."""

    def entry(self) -> Parsed:
        """Read an entry."""
        key = self._key()
        return Parsed(key, self._fields(), self.repairs)

    def _key(self) -> str:
        """Read the key of an entry and the comma after it, if there is one."""
        key = key_with_comma(self._body) or _KEY_WITHOUT_COMMA.match(self._body)
        if key is not None:
            self.index = key.end()
            return key["key"].strip()
        return self._up_to(("", ",", self._closing), "a comma after the key").strip()

    def name(self, of: str) -> str:
        """Read a name and the equals sign after it."""
        name = self._up_to(("=",), f"'=' after {of}")
        self.index += 1
        return name

    def _up_to(self, expected: tuple[str, ...], said: str) -> str:
        """Read up to the next sign, which must be one of those expected."""
        start = self.index
        sign = ""
        if match := self._after_name.search(self._body, start):
            self.index, sign = match.start(), match.group()
        if sign in expected:
            return self._body[start : self.index]
        if not sign:
            raise ParseError(_NOT_CLOSED)
        found = "the end of the entry" if sign == self._closing else f"'{sign}'"
        raise ParseError(f"the entry is broken: expected {said}, but found {found}")

    def _fields(self) -> list[Field]:
        """Read the fields up to the end of the entry."""
        body = self._body
        fields: list[Field] = []
        while True:
            index = self.index
            while field := self._regular.match(body, index):
                index = field.end()
                name, braces, quotes, number, word = field.groups("")
                part = Part(word, True) if word else Part(braces or quotes or number)
                fields.append((name, [part]))
            self.index = index
            self._skip(_BETWEEN_FIELDS)
            is_end = self._is_at(self._closing)
            if is_end and not _CONTINUES.match(body, self.index + 1):
                return fields
            try:
                if is_end:
                    raise ParseError(_ENDS_EARLY)
                fields.append(self._irregular_field())
            except ParseError as error:
                following = _FOLLOWING_FIELD.search(body, self.index)
                if not self._skips_left or not (following or fields):
                    raise
                self._skips_left -= 1
                self.repairs.append(Repair(str(error), "shown without this part"))
                if following is None:
                    return fields
                self.index = following.start("name")

    def _irregular_field(self) -> Field:
        *words, name = self.name("a field name").split() or [""]
        if "%" in words:
            name = ""  # which is a remark
        elif words:
            reason = f"there are words before the field '{name}'"
            self.repairs.append(Repair(reason, "shown without them"))
        value: list[Part] = []
        self._read_parts(value)
        if self._is_at((",", self._closing)):
            return name, value
        if following := _NEXT_FIELD.match(self._body, self.index):
            self.index = following.end()
            reason = f"the comma after the field '{name}' is missing"
            self.repairs.append(Repair(reason, _PUT_IN))
            return name, value
        end = self._value_end((",", self._closing))
        if end is None:
            raise ParseError(_NOT_CLOSED)
        return name, self._with_words(value, end)

    def last_value(self) -> tuple[list[Part], bool]:
        """Read a value up to the end of the block; return also whether the end is there."""
        value: list[Part] = []
        try:
            self._read_parts(value)
        except ParseError:
            return [*value, Part(self._body[self.index + 1 :].rstrip())], False
        end = self._value_end((self._closing,))
        if not _NEXT_FIELD.match(self._body, self.index):
            value = self._with_words(value, len(self._body) if end is None else end)
        return value, end is not None

    def _read_parts(self, value: list[Part]) -> None:
        """Read the parts of a value that `#` joins."""
        while True:
            self._skip(_BLANK)
            self._read_part(value)
            self._skip(_BLANK)
            if not self._is_at("#"):
                return
            self.index += 1

    def _read_part(self, value: list[Part]) -> None:
        body, start = self._body, self.index
        if word := self._word.match(body, start):
            self.index = word.end()
            value.append(Part(word.group(), not body[start].isdigit()))
        elif self._is_at(("{", '"')):
            if body[start] == "{":
                end = closing_brace(body, start + 1, brace=self._brace)
            else:
                end = self._closing_quote(start + 1)
            if end is None:
                raise ParseError(_NOT_CLOSED)
            self.index = end
            value.append(Part(body[start + 1 : end - 1]))

    def _closing_quote(self, start: int) -> int | None:
        """Return the index after the quote that ends a text; None if there is none.

        A quote within braces does not end it, and nor does one that other words follow, as in
        `"The "best" paper"`, if there is a better one before the next field.
        """
        depth = 0
        weak = lone = None
        for match in _QUOTE_OR_BRACE.finditer(self._body, start):
            sign, end = match.group(), match.end()
            if sign in "{}":
                depth += 1 if sign == "{" else -1
            elif sign == '"':
                is_end = _QUOTES_END.match(self._body, end)
                if depth <= 0 and is_end:
                    return end
                if depth <= 0:
                    weak = weak or end
                elif is_end:
                    lone = lone or end
            elif depth <= 0:
                break  # at the start of the next field
            if lone and self._has_lone_brace:
                return lone
        self._has_lone_brace |= lone is not None
        return lone or weak

    def _value_end(self, signs: tuple[str, ...]) -> int | None:
        """Return where a value with unenclosed words ends, outside of braces and quotes."""
        depth = 0
        is_quoted = False
        for match in _VALUE_END.finditer(self._body, self.index):
            sign = match.group()
            if sign == '"' and depth == 0:
                is_quoted = not is_quoted
            elif is_quoted:
                continue
            elif depth == 0 and sign in signs:
                return match.start()
            elif sign in "{}":
                depth = max(depth + (1 if sign == "{" else -1), 0)
        return None

    def _with_words(self, value: list[Part], end: int) -> list[Part]:
        """Return a value with the unenclosed words up to its end. They are no names."""
        words = self._body[self.index : end].rstrip(" \t\n,")
        self.index = end
        return [*(Part(part.text) for part in value), Part(f" {words}")] if words else value

    def _is_at(self, signs: str | tuple[str, ...]) -> bool:
        return self._body.startswith(signs, self.index)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        if match := pattern.match(self._body, self.index):
            self.index = match.end()


# Repairs

_UNQUOTED_VALUE = r"(?:[0-9]++|[A-Za-z][\w-]{2,30}+)\s*+[,}#]"
"""A number or a name, as in `year=2019,` and `month=jan}`."""
_NAMED = r"(?P<name>[A-Za-z][\w:.+-]{0,80})"
_FIELD_IN_LINE = re.compile(rf'(?:^|,)\s*+{_NAMED}\s*=\s*(?=["{{]|{_UNQUOTED_VALUE})')
_FIELD_AT_LINE_START = re.compile(
    rf'^[ \t,]*+{_NAMED}[ \t]*=[ \t]*(?=["{{]|{_UNQUOTED_VALUE})', re.MULTILINE
)
_FOLLOWING_FIELD = re.compile(rf'[,\n]\s*+{_NAMED}\s*=\s*(?=["{{]|{_UNQUOTED_VALUE})')
_AFTER_VALUE = " \t\n,"
PEOPLE = frozenset(("author", "bookauthor", "editor"))
_FEW = 2  # fields at line starts: the entry is written in one line


def _repaired(body: str, opening: str) -> tuple[str, list[Repair]]:
    """Close every field before the next one begins; return also the repairs."""
    fields = list(_FIELD_AT_LINE_START.finditer(body))
    if len(fields) < _FEW:
        fields = list(_FIELD_IN_LINE.finditer(body))
    starts = [field.start("name") for field in fields]
    *texts, last = [body[start:stop] for start, stop in pairwise([0, *starts, len(body)])]
    repairs = []
    for number, field in enumerate(fields[:-1], start=1):
        texts[number], repair = _closed_field(texts[number], field["name"])
        repairs += [repair] if repair else []
    missing = _open_braces(last) + (opening == "{")
    if missing == 1 and fields and opening == "{":
        # A brace too many that opens in the last field has taken the one that closes the entry.
        names = _without_lone_brace(last.rstrip().removesuffix("}"), fields[-1]["name"])
        if names:
            repairs.append(_brace_missing(fields[-1]["name"]))
            return "".join([*texts, names, "}"]), repairs
    if missing > 0:
        last = last.rstrip() + "}" * missing
    if opening == "(" and not last.rstrip().endswith(")"):
        last, missing = f"{last.rstrip()})", missing + 1
    if missing > 0:
        within = f"field '{fields[-1]['name']}'" if missing > 1 and fields else "entry"
        repairs.append(Repair(f"the end of the {within} is missing", _CUT))
    return "".join([*texts, last]), repairs


def _closed_field(text: str, name: str) -> tuple[str, Repair | None]:
    """Return a field that is closed, and the repair if it needed one."""
    trimmed = text.rstrip(_AFTER_VALUE)
    missing = _open_braces(text)
    if missing > 0:
        names = _without_lone_brace(text, name) if missing == 1 else ""
        return names or f"{trimmed}{'}' * missing},\n", _brace_missing(name)
    start = text.index("=") + 1
    value = trimmed[start:].lstrip()
    if missing == -1 and value[:1] == "{" and value[-1:] == "}":
        where = "after" if closing_brace(value, 1) == len(value) - 1 else "in"
        repair = Repair(f"there is a closing brace too many {where} the field '{name}'", _TAKEN_OUT)
        return f"{text[:start]}{{{without_lone_braces(value[1:-1])}}},\n", repair
    if missing == -1 and trimmed.endswith("}"):
        repair = Repair(f"there is a closing brace too many after the field '{name}'", _TAKEN_OUT)
        return f"{trimmed[:-1]},\n", repair
    if value[:1] == '"' and (value == '"' or not value.endswith('"')):
        reason = f"the closing quote of the field '{name}' is missing"
        return f'{trimmed}",\n', Repair(reason, _PUT_IN)
    return text, None


def _brace_missing(name: str) -> Repair:
    return Repair(f"the closing brace of the field '{name}' is missing", _PUT_IN)


def _without_lone_brace(text: str, name: str) -> str:
    """Return a field of names without the brace in it that is opened and not closed.

    If it were closed at the end of the field, all that follows it would be one name. The result is
    empty for other fields.
    """
    trimmed = text.rstrip(_AFTER_VALUE)
    start = text.index("=") + 1
    value = trimmed[start:].lstrip()
    if name.lower() not in PEOPLE or value[:1] != "{" or value[-1:] != "}":
        return ""
    inner = value[1:-1]
    if _open_braces(inner) != 1:
        return ""
    return f"{text[:start]}{{{without_lone_braces(inner)}}},\n"


def _open_braces(text: str) -> int:
    """Return how many braces a text opens more than it closes."""
    return sum(1 if match.group() == "{" else -1 for match in BRACE.finditer(text))


def without_lone_braces(text: str) -> str:
    """Return a text without the braces that have no partner in it."""
    opened: list[int] = []
    lone: list[int] = []
    for match in BRACE.finditer(text):
        if match.group() == "{":
            opened.append(match.start())
        elif opened:
            opened.pop()
        else:
            lone.append(match.start())
    cuts = [-1, *sorted(lone + opened), len(text)]
    return "".join([text[start + 1 : stop] for start, stop in pairwise(cuts)])
