"""What the program remembers of the settings that the user changes in it.

It has a file of its own, one setting a line, for the user's settings file is never written to. What
the user has set there, or by a variable or an option, counts more.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import platformdirs

from paperview.settings.kinds import UnfitError
from paperview.settings.settings import DEFAULT, REMEMBERED, Given, Settings
from paperview.settings.table import BY_NAME, Setting
from paperview.text.sanitize import reason_of

T = TypeVar("T")

_LARGEST = 10_000
"""Bytes of the file that are read."""


def file() -> Path:
    """Return the path of what is remembered, in the user's folder for the state of programs."""
    return platformdirs.user_state_path("paperview", appauthor=False) / "settings"


def read() -> list[Given]:
    """Return what is remembered; a line that can't be read is left out."""
    given = []
    for name, text in _lines().items():
        setting = BY_NAME.get(name)
        if setting is not None:
            with suppress(UnfitError):
                value = setting.kind.read(setting.kind.parse(text))
                given.append(Given(setting, value, REMEMBERED))
    return given


def remember(settings: Settings, setting: Setting[T], value: T) -> str | None:
    """Keep a value that the user has chosen, for the next run.

    Returns:
        None if it is kept; otherwise why it isn't: where the user has set another value, or what
        is wrong with the file.
    """
    origin = settings.origin(setting)
    if origin not in (DEFAULT, REMEMBERED):
        return f"{origin} sets it"
    path = file()
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    lines = _lines() | {setting.name: str(setting.kind.plain(value))}
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.write_text("".join(f"{name} {text}\n" for name, text in lines.items()), "utf-8")
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        return f"{path} can't be written ({reason_of(error)})"
    return None


def _lines() -> dict[str, str]:
    try:
        with file().open("rb") as opened:
            text = opened.read(_LARGEST).decode("utf-8", "replace")
    except OSError:
        return {}
    pairs = (line.partition(" ") for line in text.split("\n"))
    return {name: value for name, blank, value in pairs if blank}
