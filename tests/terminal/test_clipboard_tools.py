"""The clipboard with real tools: xclip under a real X server, and tmux inside a real terminal."""

import base64
import os
import pty
import re
import select
import socket
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import pytest

from paperview.system.clipboard import Outcome, Way, copy, desktop

DEADLINE_S = 20
TEXT = "Erdős–Rényi, ∑ᵢ αᵢ, 漢字, 👩‍🔬\n\tindented, and a blank line at the end\n\n"
IN_TMUX = "in tmux's buffer (paste: prefix ])"

_SENT = re.compile(rb"\x1b]52;[a-z]*;([A-Za-z0-9+/=]+)(?:\x07|\x1b\\)")


@pytest.fixture(autouse=True)
def surroundings(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[None]:
    """Nothing may ever be written on the screen, and a busy machine may take its time."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(desktop, "LIMIT_S", DEADLINE_S)
    monkeypatch.setattr(desktop, "_PAUSES_S", (*desktop._PAUSES_S, 1, 2, 4))
    yield
    assert capfd.readouterr() == ("", "")


@pytest.fixture
def display(require_tool: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An X server of our own, set as DISPLAY; when it goes, the xclips that serve it go too."""
    require_tool("Xvfb", "xclip")
    reading, writing = os.pipe()
    with (
        closing(os.fdopen(reading)) as number,
        ended(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "64x64x24", "-nolisten", "tcp"],
            pass_fds=(writing,),
        ),
    ):
        os.close(writing)
        assert select.select([reading], [], [], DEADLINE_S)[0], "Xvfb does not start"
        monkeypatch.setenv("DISPLAY", f":{number.readline().strip()}")
        yield


class Tmux:
    """A tmux server of our own, with one session whose pane we pretend to run in."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack
        self.name = f"paperview-{uuid.uuid4()}"
        self.run("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "cat")
        self.run("set-hook", "-g", "client-attached", "wait-for -S attached")
        answer = self.run("display-message", "-p", "#{socket_path},#{pid},0 #{pane_id}")
        self.variable, self.pane = answer.decode().split()

    def run(self, *arguments: str) -> bytes:
        return subprocess.run(
            ["tmux", "-L", self.name, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=DEADLINE_S,
            check=True,
        ).stdout

    def attach(self, term: str = "xterm-256color", ssh: str | None = None) -> int:
        """Attach a terminal; return the file that its screen is read from."""
        env = {**os.environ, "TERM": term} | ({"SSH_CONNECTION": ssh} if ssh else {})
        env.pop("TMUX", None)
        screen, terminal = pty.openpty()
        self.stack.callback(os.close, screen)
        command = ["tmux", "-L", self.name, "-u", "attach"]
        self.stack.enter_context(ended(command, stdin=terminal, stdout=terminal, env=env))
        os.close(terminal)
        self.run("wait-for", "attached")
        return screen

    def end(self) -> None:
        with suppress(subprocess.CalledProcessError):  # gone already
            self.run("kill-server")
        Path(self.variable.partition(",")[0]).unlink(missing_ok=True)


@pytest.fixture
def tmux(require_tool: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Iterator[Tmux]:
    """A tmux server without any configuration, whose pane's variables are set."""
    require_tool("tmux")
    with ExitStack() as stack:
        server = Tmux(stack)
        stack.callback(server.end)
        monkeypatch.setenv("TMUX", server.variable)
        monkeypatch.setenv("TMUX_PANE", server.pane)
        yield server


@contextmanager
def ended(command: list[str], **options: object) -> Iterator[None]:
    """Keep a command running meanwhile, see its end, and let nobody see its complaints."""
    process: subprocess.Popen[bytes]
    process = subprocess.Popen(  # type: ignore[call-overload]  # the options are passed on
        command, stderr=subprocess.DEVNULL, start_new_session=True, **options
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(DEADLINE_S)
        finally:
            process.kill()


def read_until(screen: int, pattern: re.Pattern[bytes]) -> bytes:
    """Read what a terminal is sent until the pattern is in it."""
    received = b""
    deadline = time.monotonic() + DEADLINE_S
    while not pattern.search(received):
        left = max(0, deadline - time.monotonic())
        assert select.select([screen], [], [], left)[0], received
        received += os.read(screen, 1 << 16)
    return received


def taken_by_terminal(received: bytes) -> list[str]:
    """Return the texts that a terminal which obeys OSC 52 puts on its clipboard."""
    return [base64.b64decode(payload).decode() for payload in _SENT.findall(received)]


def no_terminal(_: str) -> None:
    pytest.fail("the terminal was written to")


# xclip


@pytest.mark.usefixtures("display")
def test_xclip_holds_what_was_copied_last() -> None:
    for text in ("2107.12345", TEXT, "x" * 300_000):
        assert copy(text, no_terminal) == Outcome(Way.TOOL, True, "copied with xclip")
        back = ["xclip", "-selection", "clipboard", "-out"]
        assert subprocess.run(back, stdout=subprocess.PIPE, check=True).stdout == text.encode()


def test_a_display_that_is_gone_is_left_at_once(
    require_tool: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    require_tool("xclip")
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # taken, so that no one else listens there
        monkeypatch.setenv("DISPLAY", f"127.0.0.1:{bound.getsockname()[1] - 6000}")
        began = time.monotonic()
        assert copy(TEXT, lambda _: None).way is Way.TERMINAL
        assert time.monotonic() - began < DEADLINE_S / 2


def test_a_display_that_never_answers_is_left_after_the_time_limit(
    require_tool: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    require_tool("xclip")
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        monkeypatch.setenv("DISPLAY", f"127.0.0.1:{silent.getsockname()[1] - 6000}")
        for limit in (0.3, 3, 15):  # until xclip has come so far as to ask
            monkeypatch.setattr(desktop, "LIMIT_S", limit)
            assert copy(TEXT, lambda _: None).way is Way.TERMINAL
            if select.select([silent], [], [], 0)[0]:
                break
        silent.settimeout(DEADLINE_S)
        connection, _ = silent.accept()
        with connection:
            connection.settimeout(DEADLINE_S)
            while connection.recv(1024):  # up to the end: the xclip that asked is gone
                pass


# tmux


@pytest.mark.parametrize("set_clipboard", ["off", "external", "on"])
def test_tmux_keeps_the_text_and_sends_it_on(set_clipboard: str, tmux: Tmux) -> None:
    tmux.run("set", "-s", "set-clipboard", set_clipboard)
    screen = tmux.attach()
    outcome = copy(TEXT, no_terminal)
    assert outcome == Outcome(Way.TMUX, True, f"{IN_TMUX} and sent on to the terminal")
    assert tmux.run("show-buffer") == TEXT.encode()
    assert taken_by_terminal(read_until(screen, _SENT)) == [TEXT]


@pytest.mark.parametrize("term", ["vt100", None])
def test_tmux_claims_nothing_of_a_terminal_without_clipboard(term: str | None, tmux: Tmux) -> None:
    if term:
        tmux.attach(term)
    assert copy(TEXT, no_terminal) == Outcome(Way.TMUX, True, IN_TMUX)
    assert tmux.run("show-buffer") == TEXT.encode()


def test_a_tmux_that_is_gone_is_left_at_once(tmux: Tmux) -> None:
    tmux.run("kill-server")
    began = time.monotonic()
    assert copy(TEXT, lambda _: None).way is Way.TERMINAL
    assert time.monotonic() - began < DEADLINE_S / 2


@pytest.mark.usefixtures("display")
def test_the_desktop_is_used_only_while_the_user_sits_at_it(tmux: Tmux) -> None:
    tmux.attach()
    assert copy(TEXT, no_terminal).way is Way.TOOL
    tmux.attach(ssh="10.0.0.1 50000 10.0.0.2 22")
    assert copy(TEXT, no_terminal).way is Way.TMUX
    tmux.attach()
    assert copy(TEXT, no_terminal).way is Way.TOOL


@pytest.mark.parametrize(
    ("set_clipboard", "passthrough", "arrives"),
    [("on", "off", True), ("external", "on", True), ("external", "off", False)],
)
def test_what_is_sent_past_a_tmux_command_that_fails(
    set_clipboard: str, passthrough: str, arrives: bool, tmux: Tmux, tmp_path: Path
) -> None:
    try:
        tmux.run("set", "-g", "allow-passthrough", passthrough)
    except subprocess.CalledProcessError:
        pytest.skip("this tmux is older than 3.3")
    tmux.run("set", "-s", "set-clipboard", set_clipboard)
    screen = tmux.attach()
    sent: list[str] = []
    assert copy(TEXT, sent.append, {**os.environ, "PATH": str(tmp_path)}).way is Way.TERMINAL
    (tmp_path / "sent").write_text("".join(sent))
    tmux.run("respawn-pane", "-k", f"cat '{tmp_path}/sent'; echo this is the end; cat")
    received = read_until(screen, re.compile(b"this is the end"))
    assert taken_by_terminal(received) == ([TEXT] if arrives else [])
