"""The settings of one run, and where each came from."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import platformdirs

from paperview.settings.table import KEYS, Setting

T = TypeVar("T")

FILE_VARIABLE = "PAPERVIEW_CONFIG"
"""The environment variable that names another settings file."""
DEFAULT = "default"
"""The origin of a value that nobody has set."""


REMEMBERED = "remembered"
"""The origin of a value that was chosen in the program."""


class Given(NamedTuple):
    """A value that was given to a setting."""

    setting: Setting[Any]
    value: object
    origin: str
    """Where: `FILE:LINE`, a variable or an option."""


class Settings:
    """The value of each setting in one run."""

    def __init__(self, given: Sequence[Given] = (), problems: Sequence[str] = ()) -> None:
        """Take the values in the order of their weight: of two for a setting, the last counts."""
        self._given = {one.setting.name: one for one in given}
        self.problems = tuple(problems)
        """What could not be taken, a line each: `FILE:LINE: REASON`."""

    def __getitem__(self, setting: Setting[T]) -> T:
        """Return the value of a setting."""
        given = self._given.get(setting.name)
        return setting.default if given is None else cast("T", given.value)

    def is_set(self, setting: Setting[Any]) -> bool:
        """Return whether a setting was given a value."""
        return setting.name in self._given

    @property
    def keys(self) -> dict[str, tuple[str, ...]]:
        """The keys that are not the usual ones, by the names of their rows."""
        return {name: self[one] for name, one in KEYS.items() if self.is_set(one)}

    def is_remembered(self, setting: Setting[Any]) -> bool:
        """Return whether a value was chosen in the program, and set nowhere else."""
        return self.origin(setting) == REMEMBERED

    def origin(self, setting: Setting[Any]) -> str:
        """Return where the value of a setting came from."""
        given = self._given.get(setting.name)
        return DEFAULT if given is None else given.origin


def settings_file() -> Path:
    """Return the path of the settings file, which need not be there.

    That is in `$XDG_CONFIG_HOME` or `~/.config`, on macOS `~/Library/Application Support`.
    """
    if named := os.environ.get(FILE_VARIABLE):
        return Path(os.path.expanduser(named))  # noqa: PTH111 - as it is where there is no such home
    return platformdirs.user_config_path("paperview", appauthor=False) / "settings.toml"
