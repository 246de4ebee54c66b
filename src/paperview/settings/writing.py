"""Writing settings as TOML, and the file that the user begins with."""

from __future__ import annotations

import json
from errno import ENOTDIR
from pathlib import Path
from textwrap import wrap
from typing import Any

from paperview.settings.settings import Settings
from paperview.settings.table import SETTINGS, Setting

_HEAD = """\
The settings of paperview. Each line that begins with a # is a default: take the # away and
change the value. `paperview config` shows what counts, and what is wrong in this file.
The environment variable of a setting counts more than this file, and an option more than both:
PAPERVIEW_CACHE_LIMIT=5G, --set cache.limit=5G."""
_WIDTH = 96


def written(setting: Setting[Any], value: object) -> str:
    """Return a value as TOML."""
    return _toml(setting.kind.plain(value))


def _toml(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    # Texts, numbers, true and false are in JSON as in TOML, but for one control character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def first_file() -> str:
    """Return a settings file with every setting at its default, as a comment."""
    lines = [*_comment(_HEAD)]
    section = ""
    for setting in SETTINGS:
        before, _, name = setting.name.rpartition(".")
        if before != section:
            section = before
            lines += ["", f"[{section}]"]
        lines += [
            "",
            *_comment(f"{setting.help} ({setting.kind.said})"),
            f"# {name} = {written(setting, setting.default)}",
        ]
    return "\n".join(lines) + "\n"


def _comment(text: str) -> list[str]:
    return wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def write_first(path: Path) -> None:
    """Write a settings file with every default, as long as there is none.

    Raises:
        FileExistsError: if there is one.
        OSError: if it can't be written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        raise NotADirectoryError(ENOTDIR, "the folder is a file") from None
    with path.open("x", encoding="utf-8") as file:
        file.write(first_file())


def overview(settings: Settings) -> list[tuple[str, str, str]]:
    """Return the name, the value as TOML and the origin of each setting."""
    return [
        (setting.name, written(setting, settings[setting]), settings.origin(setting))
        for setting in SETTINGS
    ]
