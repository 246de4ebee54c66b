"""Handing an address to the user's browser, or saying that there is none."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress

_OPENERS = ("open",) if sys.platform == "darwin" else ("xdg-open", "gio open", "x-www-browser")
_WATCHED = 2  # seconds in which an opener that fails tends to say so


def open_address(url: str, env: Mapping[str, str] = os.environ) -> str | None:
    """Hand an http address to a browser; return the name of the program that took it, or None.

    $BROWSER comes first, then what the desktop has; without either there is none. A program has
    taken the address if it exits with 0 or runs for two seconds. It gets neither the keyboard nor
    the screen, because a terminal browser would draw over the reader.
    """
    if not url.startswith(("http://", "https://")) or not _has_desktop(env):
        return None
    return next((command[0] for command in _commands(url, env) if _takes(command, env)), None)


def _commands(url: str, env: Mapping[str, str]) -> Iterator[list[str]]:
    """Give the commands that may take an address; it stands where %s does, or else at the end."""
    wanted = [name for name in env.get("BROWSER", "").split(os.pathsep) if name]
    for text in (*wanted, *_OPENERS):
        with suppress(ValueError):  # a quote in $BROWSER that is not closed
            words = shlex.split(text)
            if words and shutil.which(words[0], path=env.get("PATH")):
                command = [word.replace("%s", url) for word in words]
                yield command if "%s" in text else [*command, url]


def _takes(command: list[str], env: Mapping[str, str]) -> bool:
    try:
        process = subprocess.Popen(  # noqa: S603 - no shell, and the address is one argument
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(env),
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        return process.wait(_WATCHED) == 0
    except subprocess.TimeoutExpired:
        return True


def _has_desktop(env: Mapping[str, str]) -> bool:
    if env.get("BROWSER"):
        return True
    if sys.platform == "darwin":
        return "SSH_CONNECTION" not in env
    return bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))
