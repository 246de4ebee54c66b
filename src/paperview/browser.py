"""Opening an address in the user's browser, or saying that there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

_OPEN = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"
_TIME_LIMIT = 10  # seconds; a browser that starts is left alone, a text one is not


def open_address(url: str, env: Mapping[str, str] = os.environ) -> bool:
    """Open an http address in the browser of the desktop; return whether one took it.

    Python's `webbrowser` chooses it, in a process of its own, since browsers write to the terminal.
    Without a desktop there is none: a browser that draws in the terminal would draw over the
    reader. Blocks for up to ten seconds.
    """
    if not url.startswith(("http://", "https://")) or not _has_desktop(env):
        return False
    try:
        return (
            subprocess.run(  # noqa: S603 - no shell, and the address is one argument
                [sys.executable, "-c", _OPEN, url],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=dict(env),
                start_new_session=True,
                timeout=_TIME_LIMIT,
                check=False,
            ).returncode
            == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def _has_desktop(env: Mapping[str, str]) -> bool:
    if sys.platform in ("darwin", "win32"):
        return "SSH_CONNECTION" not in env
    return bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY") or env.get("BROWSER"))
