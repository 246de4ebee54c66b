"""The program in a terminal: a bare one of which every byte is seen, and a pane of tmux."""

import fcntl
import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

DEADLINE_S = 40
"""How long anything may take on the busiest machine; waiting ends as soon as it is there."""
_AGAIN_S = 3
"""How long a key has before it is pressed again."""
_STILL_S = 0.1
WIDE = (120, 36)
PROGRAM = (sys.executable, "-m", "paperview")
_PATIENT = f"""
from paperview.system import browser
from paperview.system.clipboard import desktop
from paperview.ui.terminal import inline

browser._WATCHED = desktop.LIMIT_S = inline._PATIENCE = {2 * DEADLINE_S}
from paperview.__main__ import main
main()
"""
PATIENT = (sys.executable, "-c", _PATIENT)
"""The program with more patience than these tests with tools and with the terminal's answers."""

_SEQUENCE = re.compile(
    rb"\x1b\](?P<osc>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    rb"|\x1b(?P<string>[PX^_])[^\x1b]*\x1b\\"
    rb"|\x1b\[(?P<private>[<-?]*)[0-9;:]*(?P<csi>[ -/]*[@-~])"
    rb"|\x1b(?P<escape>[ -/]*[0-~])"
    rb"|(?P<control>[\x00-\x09\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]|\xc2[\x80-\x9f])"
)


class Terminal:
    """A process in a pseudo-terminal of its own, which is its controlling terminal."""

    def __init__(
        self,
        *command: str,
        size: tuple[int, int] = WIDE,
        env: Mapping[str, str] = os.environ,
    ) -> None:
        self._master, self._slave = pty.openpty()
        self.resize(*size)
        self.settings = termios.tcgetattr(self._slave)
        self.received = b""
        self.process = subprocess.Popen(
            ["setsid", "--ctty", *command],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env={**env, "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"},
        )

    def resize(self, width: int, height: int) -> None:
        self.size = width, height
        fcntl.ioctl(
            self._slave,
            termios.TIOCSWINSZ,
            height.to_bytes(2, sys.byteorder) + width.to_bytes(2, sys.byteorder) + bytes(4),
        )

    def send(self, keys: str | bytes) -> None:
        os.write(self._master, keys.encode() if isinstance(keys, str) else keys)

    def read_until(self, pattern: str | bytes, start: int = 0) -> re.Match[bytes]:
        """Wait until the program has written something from a place on."""
        wanted = re.compile(pattern.encode() if isinstance(pattern, str) else pattern)
        deadline = time.monotonic() + DEADLINE_S
        while not (found := wanted.search(self.received, start)):
            has_ended = self.process.poll() is not None  # before reading the last that it wrote
            assert time.monotonic() < deadline, self.text
            assert self.read(0.05) or not has_ended, self.text
        return found

    def read_while(self, condition: Callable[[], object]) -> None:
        """Read what the program writes as long as something is so."""
        deadline = time.monotonic() + DEADLINE_S
        while condition():
            assert time.monotonic() < deadline, self.text
            self.read(0.01)

    def read_for(self, seconds: float) -> None:
        """Read what the program writes for a time, without waiting for anything."""
        deadline = time.monotonic() + seconds
        while self.read(max(0.0, deadline - time.monotonic())) and time.monotonic() < deadline:
            pass

    def do(self, keys: str | bytes, pattern: str | bytes) -> re.Match[bytes]:
        """Press keys and wait until the program has written something on that."""
        start = len(self.received)
        self.send(keys)
        return self.read_until(pattern, start)

    def interrupt(self, pattern: str | bytes) -> None:
        """Press ctrl+c until the program has written something on that.

        Python's readline overlooks it in the moment in which it takes a letter (its C code looks
        for signals before it waits for the next one, and not after).
        """
        start = len(self.received)
        wanted = re.compile(pattern.encode() if isinstance(pattern, str) else pattern)
        deadline = time.monotonic() + DEADLINE_S
        while not wanted.search(self.received, start):
            assert time.monotonic() < deadline, self.text
            self.send("\x03")
            again = time.monotonic() + _AGAIN_S
            while not wanted.search(self.received, start) and time.monotonic() < again:
                self.read(0.02)

    def end(self) -> int:
        """Wait until the program is gone and return its exit code."""
        deadline = time.monotonic() + DEADLINE_S
        while self.process.poll() is None:
            assert time.monotonic() < deadline, "it does not end"
            self.read(0.02)
        while self.read(0):
            pass
        return self.process.returncode

    def stop_output(self) -> None:
        """Take nothing any more, as after ctrl+s."""
        termios.tcflow(self._slave, termios.TCOOFF)

    def start_output(self) -> None:
        """Take what waits, as after ctrl+q."""
        termios.tcflow(self._slave, termios.TCOON)

    def hang_up(self) -> None:
        """Close the terminal under the program."""
        for file in (self._slave, self._master):
            os.close(file)
        self._master = self._slave = -1

    @property
    def settings_now(self) -> list[object]:
        return list(termios.tcgetattr(self._slave))

    @property
    def text(self) -> str:
        """What was written, without control sequences."""
        return _SEQUENCE.sub(b" ", self.received).decode(errors="replace")

    def read(self, patience: float) -> bool:
        """Take what the program writes; return whether there was anything."""
        if self._master < 0:
            time.sleep(patience)
            return False
        if not select.select([self._master], [], [], patience)[0]:
            return False
        try:
            received = os.read(self._master, 1 << 16)
        except OSError:  # the last of its processes is gone
            return False
        self.received += received
        return bool(received)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for file in {self._master, self._slave} - {-1}:
            os.close(file)


@contextmanager
def terminal(
    *command: str, size: tuple[int, int] = WIDE, env: Mapping[str, str] = os.environ
) -> Iterator[Terminal]:
    opened = Terminal(*command, size=size, env=env)
    try:
        yield opened
    finally:
        opened.close()


def kinds(written: bytes) -> set[str]:
    """Return which control sequences there are: their kind and final letter, without numbers."""
    found = set()
    for match in _SEQUENCE.finditer(written):
        kind = match.lastgroup
        assert kind
        if kind == "osc":
            found.add(f"OSC {match['osc'].partition(b';')[0].decode(errors='replace')}")
        elif kind == "csi":
            found.add(f"CSI {match['private'].decode()}{match['csi'].decode()}")
        else:
            found.add(f"{kind} {match[kind]!r}")
    return found


class Tmux:
    """A tmux server of our own with one pane, in which a command runs."""

    def __init__(self, *command: str, size: tuple[int, int] = WIDE) -> None:
        self._name = f"paperview-{uuid.uuid4()}"
        width, height = map(str, size)
        self.run("-f", "/dev/null", "new-session", "-d", "-x", width, "-y", height, *command)

    def run(self, *arguments: str) -> str:
        return subprocess.run(
            ["tmux", "-L", self._name, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=DEADLINE_S,
            check=True,
            encoding="utf-8",
            # Not what is inherited: readline, where it is loaded, adds our own terminal's size.
            env=dict(os.environ),
        ).stdout

    def resize(self, width: int, height: int) -> None:
        self.run("resize-window", "-x", str(width), "-y", str(height))

    def type(self, text: str) -> None:
        self.run("send-keys", "-l", text)

    def press(self, *keys: str) -> None:
        self.run("send-keys", *keys)

    def screen_with(self, *patterns: str) -> str:
        """Wait until some patterns are on the screen, and return it."""
        deadline = time.monotonic() + DEADLINE_S
        while True:
            screen = self.run("capture-pane", "-p")
            if all(re.search(pattern, screen) for pattern in patterns):
                return screen
            assert time.monotonic() < deadline, screen
            time.sleep(0.02)

    def still_screen_with(self, *patterns: str) -> str:
        """Wait until some patterns are on the screen and it stays as it is, and return it.

        What is written at once may be drawn in pieces.
        """
        screen = ""
        while (now := self.screen_with(*patterns)) != screen:
            screen = now
            time.sleep(_STILL_S)
        return screen

    def end(self) -> None:
        socket = self.run("display-message", "-p", "#{socket_path}").strip()
        with suppress(subprocess.CalledProcessError):  # gone already
            self.run("kill-server")
        with suppress(FileNotFoundError):
            os.unlink(socket)  # noqa: PTH108 - a socket, not a file to keep


@contextmanager
def tmux(*command: str, size: tuple[int, int] = WIDE) -> Iterator[Tmux]:
    server = Tmux(*command, size=size)
    try:
        yield server
    finally:
        server.end()
