"""Kinds of values: how each is read from TOML and from text, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Generic, NamedTuple, NoReturn, TypeAlias, TypeVar

from paperview.keys.names import NAMES as KEY_NAMES
from paperview.keys.names import key_named
from paperview.lazy import lazy_pattern
from paperview.text.patterns import parts

T = TypeVar("T")

Columns: TypeAlias = tuple[tuple[str, int], ...]
"""Columns of the list with their widths; 0 for the usual one."""

_TRUE, _FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
_DIGITS = 9
"""Digits of a number, at most."""
_SIZE = lazy_pattern(r"([0-9]{1,15}(?:\.[0-9]{1,3})?)([KMGkmg]?)")
_NO_KEY = lazy_pattern(r"""[\s"#%'(),={}~\\]""")
"""Characters that a citation key can't have."""
_IN_BRACKETS = lazy_pattern(r"""\[(\s*["'\w].*|\s*)\]""")
"""A list as TOML has it, and no list of keys that are brackets."""
_QUOTED = lazy_pattern(r"""(["'])(.*)\1""")
_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9}


class UnfitError(ValueError):
    """A value that a setting can't have."""

    def __init__(self, word: str = "", choices: Collection[str] = ()) -> None:
        """Take the word that is no name, and the names that there are."""
        super().__init__(word)
        self.word = word
        self.choices = choices


class Kind(NamedTuple, Generic[T]):
    """A kind of values."""

    said: str
    """What it takes, to follow "not": "a number from 1 to 99"."""
    read: Callable[[object], T]
    """Makes a value of what TOML has. Raises `UnfitError`."""
    parse: Callable[[str], object] = str
    """Makes what TOML would have of the text of a variable or an option."""
    plain: Callable[[T], object] = lambda value: value
    """Makes what TOML has of a value: a text, a number, true or false, or a list of texts."""
    metavar: str = "N"
    """The value in the help of an option."""
    names: Collection[str] = ()
    """The values, if they are names, for completions."""


def _unfit() -> NoReturn:
    raise UnfitError


def switch() -> Kind[bool]:
    """Return the kind of true and false."""

    def read(value: object) -> bool:
        return value if isinstance(value, bool) else _unfit()

    def parse(text: str) -> object:
        word = text.strip().lower()
        return True if word in _TRUE else False if word in _FALSE else text

    return Kind("true or false", read, parse, names=("true", "false"))


def number(least: int, most: int, unit: str = "") -> Kind[int]:
    """Return the kind of whole numbers from one to another."""

    def read(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        _unfit()

    unit = f" of {unit}" * bool(unit)
    return Kind(f"a number{unit} from {least} to {most}", read, _number)


def _number(text: str) -> object:
    word = text.strip()
    is_number = word.isascii() and word.isdigit() and len(word) <= _DIGITS
    return int(word) if is_number else text


def choice(*names: str, said: str = "") -> Kind[str]:
    """Return the kind of values that are one of some names; `said` says it where these are many."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            _unfit()
        return value if value in names else _unknown(value, names)

    return Kind(said or f"one of {', '.join(names)}", read, str.strip, metavar="NAME", names=names)


def _unknown(word: str, names: Collection[str]) -> NoReturn:
    raise UnfitError(word, names)


def columns(*names: str) -> Kind[Columns]:
    """Return the kind of lists of columns, each with a width or 0 for the usual one."""

    def read(value: object) -> Columns:
        if not isinstance(value, list):
            _unfit()
        read_one = [_column(one, names) for one in value]
        if len({name for name, _ in read_one}) < len(read_one):
            _unfit()
        return tuple(read_one)

    def plain(value: Columns) -> object:
        return [f"{name}:{width}" if width else name for name, width in value]

    said = f'a list of columns such as ["date", "authors:20"], of {", ".join(names)}'
    return Kind(said, read, _listed, plain, metavar="NAMES")


def _column(value: object, names: Collection[str]) -> tuple[str, int]:
    if not isinstance(value, str):
        _unfit()
    name, colon, width = value.partition(":")
    if name not in names:
        _unknown(name, names)
    return name, _WIDTH.read(_number(width)) if colon else 0


def keys() -> Kind[tuple[str, ...]]:
    """Return the kind of lists of keys; one alone may stand without brackets, and none be empty."""

    def read(value: object) -> tuple[str, ...]:
        words = [value] if isinstance(value, str) and value else value or []
        if not isinstance(words, list):
            _unfit()
        return tuple(dict.fromkeys(map(_key, words)))

    def parse(text: str) -> object:
        return [","] if text.strip() == "," else _listed(text)

    said = 'keys, such as ["y", "ctrl+y"]'
    return Kind(said, read, parse, plain=list, metavar="KEYS")


def _key(value: object) -> str:
    name = key_named(value) if isinstance(value, str) else None
    return name if name is not None else _unknown(str(value), KEY_NAMES)


def _listed(text: str) -> object:
    """Return the words between commas, or those of a list as TOML has it."""
    if match := _IN_BRACKETS.fullmatch(text.strip()):
        return [_QUOTED.sub(r"\2", word.strip()) for word in match[1].split(",") if word.strip()]
    return [word.strip() for word in text.split(",") if word.strip()]


_WIDTH = number(2, 99)


def text(said: str) -> Kind[str]:
    """Return the kind of texts."""
    return Kind(said, lambda value: value if isinstance(value, str) else _unfit(), metavar="TEXT")


def pattern(*fields: str) -> Kind[str]:
    """Return the kind of patterns of citation keys, such as `{Author:3}{year}`."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            _unfit()
        found = list(parts(value))
        for part in found:
            if _NO_KEY.search(part.text):
                _unfit()
            if part.field and part.field.lower() not in fields:
                _unknown(part.field, fields)
        return value if any(part.field for part in found) else _unfit()

    return Kind(f"a pattern such as {{Author:3}}{{year}}, of {', '.join(fields)}", read)


def path(said: str, metavar: str) -> Kind[Path | None]:
    """Return the kind of paths, with `~` for the home folder; an empty one is none."""

    def read(value: object) -> Path | None:
        if not isinstance(value, str) or "\0" in value:
            _unfit()
        try:
            return Path(value).expanduser() if value else None
        except RuntimeError:  # no such home folder
            _unfit()

    return Kind(said, read, plain=lambda value: str(value or ""), metavar=metavar)


def size() -> Kind[int]:
    """Return the kind of sizes in bytes, such as 500M and 20G."""

    def read(value: object) -> int:
        match = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
        if match is None:
            return number(0, 10**15).read(value)
        digits, unit = match.groups()
        return int(float(digits) * _UNITS[unit.upper()])

    return Kind("a size such as 500M or 20G, or 0", read, plain=_sized, metavar="SIZE")


def _sized(count: int) -> object:
    for unit, factor in reversed(_UNITS.items()):
        if unit and count and count % factor == 0:
            return f"{count // factor}{unit}"
    return count
