"""Press, paste, click and resize at random until the reader fails.

    python -m tests.terminal.monkey --seconds 600 --seed 1 FILE ...

Every step is drawn from a seed, so a failure comes back with the same seed, files and speed. The
reader must stay alive, must go on drawing, and must say nothing of an error. Keys that would quit
do their work up to the point where the program would end.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.terminal.support import Terminal, terminal

PATIENCE_S = 30
"""Seconds in which the reader must answer a probe on the busiest machine."""
_SIZES = ((120, 36), (80, 24), (40, 15), (30, 10), (8, 3), (1, 1), (500, 200), (200, 2), (2, 60))
_PLAIN = "abcdefghijklmnoprstuvwxyz0123456789 ./:-'\"!|^()*"
_KEYS = (
    *("\r", "\t", "\x1b", "\x1b[Z", " ", "\x7f", "\x1b[3~", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"),
    *("\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F", "\x1b[1;5H", "\x1b[1;5F", "\x1b[1;2H", "\x1b[1;2F"),
    *("\x1bOP", "\x1bOQ", "\x1b[15~", "\x1b[1;5A", "\x1b[1;5B", "\x1b[1;2A", "\x1b[1;2B"),
    *(chr(code) for code in range(1, 27) if chr(code) not in "\x03\x11"),
    *("\x00", "\x1c", "\x1d", "\x1e", "\x1f", "\x1bx", "\x1b\x1b", "\x1b[I", "\x1b[O"),
    *("/", "j", "k", "g", "G", "n", "N", "y", "Y", "o", "p", "s", "z", "r", "a", "l", "h", "b"),
    *("Z", "5", "12", "H", "M", "L", "C"),
    *("R", "!", "?", "[", "]", "*", "V", "m", "t", "e", "u", "U", "A", "I", "X"),
)
_OPENING = ("\x1bOQ", "\x1bOP", "\x1b!", "?", "!", "Y", "\x10", "t", "e")
"""Keys that open windows, which random keys would do seldom."""
_MOVING = ("\x1b[5~", "\x1b[6~", "\x1b[1;5H", "\x1b[1;5F", "\x1b[A", "\x1b[B", "\r", "\x1b", "\x7f")
_BYTES = (
    b"\xe9",
    b"\xe1",
    b"\x1b[M \xff\xff",
    b"\x1b[<35;9999;9999M",
    b"\x1b[<NaN;NaN;NaNM",
    b"\x1b[97;1:1u",
    b"\x1b[1114112u",
    b"\x1b[99999999999999999999u",
    b"\x1b[57399;;1114112u",
    b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
    b"\x1b]52;c;!",
    b"\x1bP1$r",
    b"\x1b[?2026;2$y",
    b"\x1b[48;1;1;1;1t",
    b"\x1b[200~",
    b"\x1b[201~",
    "日本語 🧑🏽‍🔬 נסיון ḋ̴̨ ü".encode(),
    "論文検索".encode("shift-jis"),
    "文献检索".encode("gbk"),
    "поиск статей".encode("koi8-r"),
    b"\xc3",
    b"\xf4\x90\x80\x80",
    b"\xed\xa0\x80",
    b"\x9b1;2R",
    b"\x00\x01\x02",
)
_PASTES = (
    "fedrated lern",
    "\n2402.00006",
    "two\nlines\n",
    "[x](https://arxiv.org/abs/2206.05209)",
    "(" * 600,
    '"' * 99,
    "a OR (b AND NOT c) | -",
    "x" * 20_000,
    "[@click=app.quit]x[/] [/] \x1b[2J \x1b]0;t\x07",
)
_NO_QUITTING = """
import sys
from paperview.ui.app import PaperviewApp

whole = PaperviewApp.exit

def exit_if_told(self, result=None, return_code=0, message=None):
    if return_code:
        whole(self, result, return_code, message)

PaperviewApp.exit = exit_if_told
from paperview.__main__ import main
main()
"""


@dataclass
class Monkey:
    """A source of input for a terminal, the same for the same seed."""

    screen: Terminal
    chance: random.Random
    did: list[str] = field(default_factory=list)
    """What it did, in order."""

    def step(self) -> None:
        """Do one thing."""
        kinds: Sequence[Callable[[], None]] = (
            self._key,
            self._type,
            self._window,
            self._bytes,
            self._paste,
            self._mouse,
            self._resize,
        )
        self.chance.choices(kinds, weights=(8, 4, 4, 2, 1, 4, 1))[0]()

    def _send(self, data: bytes) -> None:
        self.did.append(repr(data[:60]))
        self.screen.send(data)

    def _key(self) -> None:
        self._send(self.chance.choice(_KEYS).encode())

    def _type(self) -> None:
        letters = self.chance.choices(_PLAIN, k=self.chance.randint(1, 8))
        self._send(("/" + "".join(letters)).encode())

    def _window(self) -> None:
        """Open a window and move in it, at once or slowly."""
        keys = [self.chance.choice(_OPENING)]
        keys += self.chance.choices((*_MOVING, *"thequit"), k=self.chance.randint(1, 8))
        if self.chance.random() < 0.5:
            self._send("".join(keys).encode())
        else:
            for key in keys:
                self._send(key.encode())
                self.screen.read_for(self.chance.random() * 0.2)

    def _bytes(self) -> None:
        if self.chance.random() < 0.3:
            data = self.chance.randbytes(self.chance.randint(1, 12))
            data = data.replace(b"\x03", b"").replace(b"\x11", b"")
        else:
            data = self.chance.choice(_BYTES)
        self._send(data)

    def _paste(self) -> None:
        self._send(b"\x1b[200~" + self.chance.choice(_PASTES).encode() + b"\x1b[201~")

    def _mouse(self) -> None:
        """Click, double-click, drag, scroll or move somewhere."""
        width, height = self.screen.size
        x, y = self.chance.randint(1, width + 1), self.chance.randint(1, height + 1)
        button = self.chance.choice((0, 0, 0, 2, 32, 35, 64, 65, 66, 67, 16, 4, 8))
        moves = [f"\x1b[<{button};{x};{y}M"]
        if self.chance.random() < 0.2:
            to_x, to_y = self.chance.randint(1, width), self.chance.randint(1, height)
            moves.append(f"\x1b[<32;{to_x};{to_y}M")
        moves.append(f"\x1b[<{button};{x};{y}m")
        self._send("".join(moves * self.chance.randint(1, 2)).encode())

    def _resize(self) -> None:
        size = self.chance.choice(_SIZES)
        if self.chance.random() < 0.5:
            size = self.chance.randint(1, 200), self.chance.randint(1, 80)
        self.did.append(f"resize {size}")
        self.screen.resize(*size)


@dataclass(frozen=True)
class Outcome:
    """How a run went."""

    steps: int
    slowest_s: float
    """The longest that a probe waited for any output."""


def run(
    arguments: Sequence[str],
    *,
    seed: int,
    seconds: float,
    env: Mapping[str, str] = os.environ,
    meanwhile: Callable[[], None] = lambda: None,
) -> Outcome:
    """Torment the reader.

    Args:
        arguments: its command line.
        seed: chooses what is done.
        seconds: how long.
        env: its environment.
        meanwhile: called now and then, such as to change the files.

    Raises:
        AssertionError: if it ended, fell silent or told of an error, with the last steps.
    """
    command = [sys.executable, "-c", _NO_QUITTING, *arguments]
    steps, slowest = 0, 0.0
    # An editor would wait for keys that end it.
    with terminal(*command, env={**env, "VISUAL": "true"}) as screen:
        monkey = Monkey(screen, random.Random(seed))  # noqa: S311 - to be repeated
        try:
            screen.read_until("palette|help|quit|❯")
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                for _ in range(monkey.chance.randint(1, 12)):
                    monkey.step()
                    screen.read_for(monkey.chance.choice((0, 0, 0.01, 0.1)))
                    steps += 1
                meanwhile()
                slowest = max(slowest, _answer_time(screen))
            screen.resize(120, 36)
            screen.process.send_signal(signal.SIGTERM)
            code = screen.end()
        except (AssertionError, OSError) as error:
            why = f"{type(error).__name__}: {str(error)[:80]!r}, code {screen.process.poll()}"
            raise AssertionError(f"{why}; {_report(monkey, screen, seed)}") from error
        if code != 128 + signal.SIGTERM or b"Traceback" in screen.received:
            raise AssertionError(f"exit code {code}; {_report(monkey, screen, seed)}")
    return Outcome(steps, slowest)


def _answer_time(screen: Terminal) -> float:
    """Return the seconds that the reader takes to draw what a change of its size asks for.

    That redraws any window in any state, where no key does.
    """
    began = time.monotonic()
    screen.resize(*((100, 30) if screen.size != (100, 30) else (101, 31)))
    start = len(screen.received)
    deadline = began + PATIENCE_S
    while len(screen.received) == start:
        assert screen.process.poll() is None, "it ended"
        assert time.monotonic() < deadline, "it fell silent"
        screen.read_for(0.01)
    return time.monotonic() - began


def _report(monkey: Monkey, screen: Terminal, seed: int) -> str:
    done = "\n".join(monkey.did[-25:])
    return f"seed {seed}, {len(monkey.did)} steps, the last:\n{done}\n{screen.text[-6000:]}"


def main() -> None:
    """Run by hand, for any length, with one seed after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", metavar="FILE", nargs="*")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=float, default=60, help="seconds of one run of the reader")
    parser.add_argument("--watch", action="store_true", help="and change the first file often")
    options = parser.parse_args()
    first = Path(options.files[0]) if options.files else None
    whole = first.read_bytes() if first is not None and options.watch else b""

    def change() -> None:
        if first is not None and options.watch:
            first.write_bytes(whole[: random.randint(0, len(whole))])  # noqa: S311 - any length

    end, seed, steps, failures = time.monotonic() + options.seconds, options.seed, 0, 0
    while time.monotonic() < end:
        if first is not None and options.watch:
            first.write_bytes(whole)
        try:
            outcome = run(
                [*(["--watch"] if options.watch else []), *options.files],
                seed=seed,
                seconds=min(options.each, max(1, end - time.monotonic())),
                meanwhile=change,
            )
        except AssertionError as error:
            failures += 1
            print(error)  # noqa: T201 - run by hand
        else:
            steps += outcome.steps
            print(f"seed {seed}: {outcome}", flush=True)  # noqa: T201 - run by hand
        seed += 1
    print(f"{steps} steps, {failures} failures")  # noqa: T201 - run by hand
    if first is not None and options.watch:
        first.write_bytes(whole)
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
