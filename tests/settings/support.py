"""Settings files, variables and what they come to."""

from __future__ import annotations

import os
from pathlib import Path

from paperview.settings import Given, Settings, load, reading, settings_file


def chosen(**values: object) -> Settings:
    """Return settings as options would set them."""
    given = []
    for name, value in values.items():
        setting = reading.setting_named(name.replace("__", "."))
        given.append(Given(setting, value, "--set"))
    return Settings(given)


def written(text: str | bytes) -> Path:
    """Write the user's settings file."""
    path = settings_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def loaded(text: str | bytes) -> Settings:
    """Return the settings with some text in the user's file."""
    written(text)
    return load()


def told(settings: Settings) -> list[str]:
    """Return the problems with the name of the user's file as FILE."""
    return [problem.replace(str(settings_file()), "FILE") for problem in settings.problems]


def no_pipe(path: Path) -> None:
    """Make a pipe that nobody writes to."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)
