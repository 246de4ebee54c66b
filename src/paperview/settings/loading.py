"""Putting the settings of a run together."""

from __future__ import annotations

import os
from collections.abc import Sequence

from paperview.keys.clashes import settle
from paperview.settings import remembered
from paperview.settings.settings import FILE_VARIABLE, Given, Settings, settings_file
from paperview.settings.table import KEYS, PREFIX


def load(options: Sequence[Given] = ()) -> Settings:
    """Return the settings of this run, whatever is wrong with some of them.

    The options count most, then the variables, the file, and what the program remembers.
    """
    problems: list[str] = []
    given = remembered.read()
    file = settings_file()
    is_file_there = os.path.lexists(file)
    if is_file_there or any(name.startswith(PREFIX) for name in os.environ):
        # Without a file or variable, nobody waits for the parser of TOML.
        from paperview.settings import reading  # noqa: PLC0415

        if is_file_there:
            given += reading.read_file(file, problems)
        elif os.environ.get(FILE_VARIABLE):
            problems.append(f"{FILE_VARIABLE}: there is no {file}")
        given += reading.read_variables(os.environ, problems)
    return Settings(_without_clashes([*given, *options], problems), problems)


def _without_clashes(given: list[Given], problems: list[str]) -> list[Given]:
    """Return what is given without keys that would do two things, and tell of these."""
    chosen = Settings(given)
    if not chosen.keys:
        return given
    changes, clashes = settle(chosen.keys)
    for row, said in clashes:
        problems.append(f"{chosen.origin(KEYS[row])}: {KEYS[row].name}: {said}")
    left = (
        Given(KEYS[name], tuple(keys), chosen.origin(KEYS[name])) for name, keys in changes.items()
    )
    return [*given, *left]
