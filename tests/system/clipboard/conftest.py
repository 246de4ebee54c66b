"""A place without any clipboard, and small shell scripts in the place of the tools."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from paperview.system.clipboard import desktop
from tests.system.clipboard.support import NOISE, STORE, Fake


@pytest.fixture(autouse=True)
def surroundings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[None]:
    """A plain Linux terminal with no tool at all; and nothing may ever be written on the screen."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("STATE", str(tmp_path))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr(desktop, "LIMIT_S", 20.0)
    yield
    assert capfd.readouterr() == ("", "")


@pytest.fixture
def fake(tmp_path: Path) -> Fake:
    """Put a shell script on the PATH; its state is the folder $STATE."""

    def write(name: str, script: str) -> None:
        path = tmp_path / "bin" / name
        path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
        path.chmod(0o755)

    return write


@pytest.fixture
def xclip(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put an xclip on the PATH that stores and gives back, unless told otherwise."""
    monkeypatch.setenv("DISPLAY", ":0")

    def write(store: str = STORE, give: str = "cat $STATE/clip") -> None:
        fake("xclip", f'case "$*" in *-o) echo rubbish >&2; {give};; *) {NOISE} {store};; esac')

    return write


@pytest.fixture
def tmux(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put a tmux on the PATH, attached to an xterm on this machine unless told otherwise."""
    monkeypatch.setenv("TMUX", "/tmp/tmux-0/default,1,0")  # noqa: S108 - as tmux sets it

    def write(
        load: str = "cat >$STATE/buffer",
        show: str = "cat $STATE/buffer",
        features: str = "256,clipboard,title",
        environment: str = "echo -SSH_CONNECTION",
        pane: str = "",
    ) -> None:
        monkeypatch.setenv("SSH_CONNECTION", pane)
        script = f"""echo rubbish >&2; case "$1" in
            load-buffer) echo rubbish; {load};;
            show-buffer) {show};;
            display-message) echo {features};;
            show-environment) {environment};;
            esac"""
        fake("tmux", script)

    return write
