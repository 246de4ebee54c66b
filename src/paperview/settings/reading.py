"""Reading settings from the file, from variables and from options.

What can't be read is reported with its line, and the rest counts. So each statement of the file is
parsed by itself, which also tells its line.
"""

from __future__ import annotations

import codecs
import os
import stat
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from paperview.settings.kinds import UnfitError
from paperview.settings.settings import FILE_VARIABLE, Given
from paperview.settings.table import BY_NAME, PREFIX, Setting
from paperview.text.closest import closest, did_you_mean
from paperview.text.sanitize import clean, reason_of, sized

_LARGEST: Final = 100_000
"""Bytes of a settings file, at most."""
_MOST_LINES: Final = 100
"""Lines of one value, at most."""
_MOST_PROBLEMS: Final = 20
"""Problems after which the rest of the file is not read."""
_SHOWN: Final = 40
"""Characters of a value or line that a message repeats."""
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OPEN: Final = "a bracket or quote is not closed"
_FORM: Final = "not of the form name = value"
_SECTION: Final = "not of the form [name]"
_VALUE: Final = "invalid value; texts stand in quotes"
_BACKSLASH: Final = "in double quotes a \\ is written twice; in single quotes it stays as it is"
_CONTROL: Final = "a control character stands in it"
_TWICE: Final = "a name is there twice"
_REASONS: Final = {
    "Invalid value": _VALUE,
    "Invalid date": _VALUE,
    "Expected newline": "something follows the value; texts stand in quotes",
    "Unclosed": "a bracket is not closed, or a comma is missing",
    "Illegal character '\\n'": _OPEN,
    "Found invalid character '\\n'": _OPEN,
    "Illegal character": _CONTROL,
    "Found invalid character": _CONTROL,
    "Unescaped": _BACKSLASH,
    "Invalid hex": _BACKSLASH,
    "Escaped character": _BACKSLASH,
    "Duplicate": _TWICE,
    "Cannot": _TWICE,
}
"""What a message of `tomllib` means, by its beginning; for all others there is `_FORM`."""
_VARIABLES: Final = {setting.variable: setting for setting in BY_NAME.values()}


class SettingError(Exception):
    """A setting that can't be made. As a string: why."""


class _Statement(NamedTuple):
    """A name with its value, or why the line can't be read."""

    line: int
    name: str = ""
    value: object = None
    problem: str = ""


def read_file(path: Path, problems: list[str]) -> list[Given]:
    """Read the settings file, and add what is wrong to the problems."""
    name = clean(str(path))
    try:
        text = _text(path)
    except OSError as error:
        problems.append(f"{name}: can't be read ({reason_of(error)})")
        return []
    given: dict[str, Given] = {}
    found = 0
    for line, key, value, problem in _statements(text):
        where = f"{name}:{line}"
        try:
            if problem:
                raise SettingError(problem)
            if key in given:
                raise SettingError(f"{key} is there twice; {given[key].origin} counts")
            setting = setting_named(key)
            taken = _taken(setting, value)
            if isinstance(taken, Path):
                taken = path.parent / taken
            given[key] = Given(setting, taken, where)
        except SettingError as error:
            problems.append(f"{where}: {error}")
            found += 1
            if found == _MOST_PROBLEMS:
                problems.append(f"{where}: the rest is not read, for want of sense")
                break
    return list(given.values())


def read_variables(environment: Mapping[str, str], problems: list[str]) -> list[Given]:
    """Read the variables, and add what is wrong to the problems; an empty one is not set."""
    given = []
    for name in sorted(name for name in environment if name.startswith(PREFIX)):
        text = environment[name]
        setting = _VARIABLES.get(name)
        if setting is None:
            # Others may have variables that begin so; a slip is told.
            if name != FILE_VARIABLE and (meant := closest(name, _VARIABLES)):
                problems.append(f"{clean(name)}: there is no such setting{did_you_mean(meant)}")
        elif text:
            try:
                given.append(read_text(setting, text, name))
            except SettingError as error:
                problems.append(f"{name}: {error}")
    return given


def read_text(setting: Setting[Any], text: str, origin: str) -> Given:
    """Read the value of a variable or an option.

    Raises:
        SettingError: if the setting can't have it.
    """
    return Given(setting, _taken(setting, setting.kind.parse(text), text), origin)


def read_assignment(text: str, origin: str) -> Given:
    """Read `NAME=VALUE`.

    Raises:
        SettingError: if it is something else, or can't be done.
    """
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise SettingError(f"'{_cut(text)}' is not NAME=VALUE")
    return read_text(setting_named(name.strip()), value, origin)


def setting_named(name: str) -> Setting[Any]:
    """Return a setting.

    Raises:
        SettingError: if there is none of this name.
    """
    if name in BY_NAME:
        return BY_NAME[name]
    raise SettingError(f"there is no setting {_cut(name)}{did_you_mean(closest(name, BY_NAME))}")


def named(name: str) -> list[Setting[Any]]:
    """Return a setting, or those of a section.

    Raises:
        SettingError: if there is none of this name.
    """
    section = [one for one in BY_NAME.values() if one.name.startswith(f"{name}.")]
    return section or [setting_named(name)]


def _taken(setting: Setting[Any], value: object, typed: str | None = None) -> object:
    """Return the value that a setting takes; a message repeats what was typed.

    Raises:
        SettingError: if the setting can't have it.
    """
    try:
        return setting.kind.read(value)
    except UnfitError as error:
        meant = did_you_mean(closest(error.word, error.choices))
        shown = _cut(_said(value) if typed is None else typed)
        raise SettingError(f"{setting.name} is '{shown}', not {setting.kind.said}{meant}") from None


def _said(value: object) -> str:
    """Return a value as an option would have it."""
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _cut(text: str) -> str:
    text = clean(text)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _text(path: Path) -> str:
    """Return the text of a settings file.

    Raises:
        OSError: if it is none, or can't be read.
    """
    # A pipe that nobody writes to would be waited for.
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        is_file = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
        if not is_file and not path.samefile(os.devnull):
            raise OSError("it is not a file")
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise OSError(f"it is larger than {sized(_LARGEST)}")
    if data.startswith(_UTF_16) or b"\0" in data:
        raise OSError("it is not in UTF-8, but probably in UTF-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise OSError(f"line {line} is not in UTF-8") from error


def _statements(text: str) -> Iterator[_Statement]:
    """Yield the settings of a file with their lines."""
    lines = text.replace("\r\n", "\n").split("\n")
    section: str | None = ""
    sections: dict[str, int] = {}
    start = 0
    while start < len(lines):
        end = start + 1
        number, line = end, lines[start].strip()
        try:
            if line.startswith("["):
                section = None
                section = _section(line)
                if section in sections:
                    problem = f"[{section}] is there twice; also in line {sections[section]}"
                    yield _Statement(number, problem=problem)
                sections[section] = number
            elif line and not line.startswith("#"):
                table, end = _parsed(lines, start)
                for name, value in _flat(table):
                    if section is not None:
                        yield _Statement(number, f"{section}.{name}".lstrip("."), value)
        except SettingError as error:
            below = "; what is below it is left out" if line.startswith("[") else ""
            yield _Statement(number, problem=f"{error}: {_cut(line)}{below}")
        start = end


def _section(line: str) -> str:
    """Return the name of a section from its heading."""
    name = []
    table: object = None
    with suppress(SettingError):
        table = _toml(line)
    while isinstance(table, dict) and table:
        part, table = next(iter(table.items()))
        name.append(part)
    if table != {}:
        raise SettingError(_SECTION)
    return ".".join(name)


def _parsed(lines: list[str], start: int) -> tuple[dict[str, Any], int]:
    """Return what the statement at a line says, and where the next one begins."""
    for end in range(start + 1, min(start + _MOST_LINES, len(lines)) + 1):
        parsed = _toml("\n".join(lines[start:end]))
        if parsed is not None:
            return parsed, end
    raise SettingError(_OPEN)


def _toml(text: str) -> dict[str, Any] | None:
    """Parse a statement; None if it goes on in the next line.

    Raises:
        SettingError: if it is not TOML.
    """
    try:
        parsed = tomllib.loads(f"{text}\n")
        str(parsed)  # as a message might have it
    except tomllib.TOMLDecodeError as error:
        if str(error).endswith("(at end of document)"):
            return None
        message = str(error)
        reasons = (ours for words, ours in _REASONS.items() if message.startswith(words))
        raise SettingError(next(reasons, _FORM)) from None
    except RecursionError:
        raise SettingError("too many brackets in each other") from None
    except ValueError:  # Python neither reads nor writes thousands of digits
        raise SettingError("a number has too many digits") from None
    return parsed


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, object]]:
    """Yield the values of a table, and of those in it, with their dotted names."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value
