"""Terminals closed at random moments under whatever has started the program; a table of them.

`python -m tests.terminal.closings [TIMES] [SEED]` does it as often as wanted by hand.
"""

import os
import random
import shlex
import signal
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.terminal.support import PROGRAM, Terminal

LIMIT_S = 1.0
"""How long the program may outlive its terminal."""
BUSY_S = 15.0
"""What a busy machine may add to that before it counts as left behind."""
_LATEST_S = 2.0
"""The latest moment: the first screen is there long before on an idle machine."""
MARK = "PAPERVIEW_CLOSING"
_KEYS = (
    "fed",
    "\r",
    "j",
    "\x1b",
    "?",
    "Y",
    "/",
    "\x7f",
    "!",
    "\x1b[B",
    "\x1b[6~",
    "s",
    " ",
    "\x10",
)

_CHANCE = random.Random("keys")  # noqa: S311 - no secret
_LAUNCHER = """
import signal, subprocess, sys
signal.signal(signal.SIGHUP, signal.SIG_IGN)
sys.exit(subprocess.call(sys.argv[1:]))
"""


def _make(program: str, folder: Path) -> list[str]:
    file = folder / "Makefile"
    file.write_text(f"run:\n\t@{program}\n")
    return ["make", "-f", str(file), "run"]


LAUNCHERS: Mapping[str, Callable[[str, Path], list[str]]] = {
    "make": _make,
    "sh -c": lambda program, _: ["sh", "-c", f"{program}; :"],
    "script": lambda program, _: ["script", "-qc", program, "/dev/null"],
    "sh that ignores SIGHUP": lambda program, _: ["sh", "-c", f"trap '' HUP; {program}; :"],
    "a Python launcher": lambda program, _: [
        sys.executable,
        "-c",
        _LAUNCHER,
        *shlex.split(program),
    ],
    "env": lambda program, _: ["env", *shlex.split(program)],
}
WAYS = ("closed", "killed")
"""The terminal is closed, or whatever started the program is killed at the same time."""


@dataclass(frozen=True)
class Closing:
    """One terminal closed under the program."""

    launcher: str
    way: str
    typing: bool
    moment: float
    took: float
    left: tuple[str, ...]


def close(
    launcher: str, way: str, *, typing: bool, moment: float, files: tuple[str, ...] = ()
) -> Closing:
    """Start the program, close its terminal at a moment, and see what is left a second later."""
    mark = str(uuid.uuid4())
    with tempfile.TemporaryDirectory() as folder:
        command = LAUNCHERS[launcher](shlex.join([*PROGRAM, *files]), Path(folder))
        terminal = Terminal(*command, env={**os.environ, MARK: mark})
        try:
            _use(terminal, moment, typing=typing)
            if way == "killed":
                terminal.process.kill()
            terminal.hang_up()
            began = time.monotonic()
            took = 0.0
            while (left := marked(mark)) and time.monotonic() - began < LIMIT_S + BUSY_S:
                terminal.process.poll()
                # `script` itself sleeps for two seconds when what it ran was ended.
                if any(not command.startswith("script") for command in left.values()):
                    took = time.monotonic() - began
                time.sleep(0.02)
        finally:
            for process in marked(mark):
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            terminal.close()
    return Closing(launcher, way, typing, moment, took, tuple(left.values()))


def _use(terminal: Terminal, moment: float, *, typing: bool) -> None:
    """Let the program run until a moment, and type meanwhile."""
    end = time.monotonic() + moment
    while time.monotonic() < end and terminal.process.poll() is None:
        terminal.read(0.02)
        if typing:
            terminal.send(_CHANCE.choice(_KEYS))


def marked(mark: str) -> dict[int, str]:
    """Return the processes that have inherited a mark, without those that are dead already."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"{MARK}={mark}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                command = (
                    (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                )
                if command:
                    found[int(folder.name)] = command
    return found


def table(closings: list[Closing]) -> str:
    """Return how many closings there were of each kind, and what was left."""
    lines = [
        f"{'launcher':26}{'terminal':10}{'typing':8}{'runs':>5}{'left':>6}{'longest':>9}{'late':>6}"
    ]
    kinds = dict.fromkeys((one.launcher, one.way, one.typing) for one in closings)
    for kind in kinds:
        of_kind = [one for one in closings if (one.launcher, one.way, one.typing) == kind]
        left = sum(len(one.left) for one in of_kind)
        longest = max(one.took for one in of_kind)
        late = sum(one.took > LIMIT_S for one in of_kind)
        lines.append(
            f"{kind[0]:26}{kind[1]:10}{'yes' if kind[2] else 'no':8}"
            f"{len(of_kind):5}{left:6}{longest:8.2f}s{late:6}"
        )
    return "\n".join(lines)


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    _CHANCE.seed(sys.argv[2] if len(sys.argv) > 2 else "closings")
    files = tuple(sys.argv[3:])
    closings = []
    for launcher in LAUNCHERS:
        for way in WAYS:
            for typing in (False, True):
                for _ in range(times):
                    moment = _CHANCE.uniform(0, _LATEST_S)
                    one = close(launcher, way, typing=typing, moment=moment, files=files)
                    closings.append(one)
                    if one.left or one.took > LIMIT_S:
                        print(one, flush=True)  # noqa: T201 - for who runs it by hand
    print(table(closings))  # noqa: T201 - as above


if __name__ == "__main__":
    main()
