"""Handing an address to a browser: small shell scripts stand in for the browsers."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from paperview.system import browser
from paperview.system.browser import open_address

DEADLINE_S = 20
URL = "https://arxiv.org/abs/2301.00001"

Fake = Callable[..., None]
"""Puts a program on the PATH: its name, and what it does after noting its arguments."""


@pytest.fixture(autouse=True)
def linux(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Be on Linux whatever this is, watch a program briefly, and see that none writes here."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(browser, "_OPENERS", ("xdg-open", "gio open", "x-www-browser"))
    monkeypatch.setattr(browser, "_WATCHED", DEADLINE_S)
    yield
    assert capfd.readouterr() == ("", "")


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A desktop without any program."""
    (tmp_path / "bin").mkdir()
    return {"PATH": str(tmp_path / "bin"), "DISPLAY": ":0", "STATE": str(tmp_path)}


@pytest.fixture
def fake(env: dict[str, str]) -> Fake:
    def write(name: str, then: str = "") -> None:
        path = Path(env["PATH"], name)
        note = 'printf "%s|" "${0##*/}" "$@" >>$STATE/calls; echo >>$STATE/calls'
        path.write_text(f"#!/bin/sh\n{note}\necho noise; echo noise >&2\n{then}\n")
        path.chmod(0o755)

    return write


def calls(env: dict[str, str]) -> list[list[str]]:
    """Return the calls so far, in order: the program's name and its arguments."""
    path = Path(env["STATE"], "calls")
    return [line.split("|")[:-1] for line in path.read_text().splitlines()] if path.exists() else []


def test_the_browser_that_the_user_chose_comes_first(env: dict[str, str], fake: Fake) -> None:
    for name in ("xdg-open", "surf", "gio", "x-www-browser"):
        fake(name)
    assert open_address(URL, env) == "xdg-open"
    assert open_address(URL, {**env, "BROWSER": "surf"}) == "surf"
    assert open_address(URL, {**env, "BROWSER": ":no-such-browser:surf:gio"}) == "surf"
    assert calls(env) == [["xdg-open", URL], ["surf", URL], ["surf", URL]]


def test_a_browser_that_fails_leaves_it_to_the_next(env: dict[str, str], fake: Fake) -> None:
    fake("surf", "exit 3")
    fake("xdg-open", "kill -KILL $$")
    fake("gio")
    assert open_address(URL, {**env, "BROWSER": "surf"}) == "gio"
    assert calls(env) == [["surf", URL], ["xdg-open", URL], ["gio", "open", URL]]


def test_where_all_fail_there_is_no_browser(env: dict[str, str], fake: Fake) -> None:
    assert open_address(URL, env) is None
    fake("xdg-open", "exit 4")
    assert open_address(URL, env) is None


def test_what_cannot_be_started_is_no_browser(env: dict[str, str], fake: Fake) -> None:
    Path(env["PATH"], "surf").write_text("no program")
    Path(env["PATH"], "surf").chmod(0o755)
    fake("xdg-open")
    assert open_address(URL, {**env, "BROWSER": "surf"}) == "xdg-open"


@pytest.mark.filterwarnings("ignore:subprocess .* is still running")  # which is the point
def test_a_browser_that_goes_on_has_taken_the_address(
    env: dict[str, str], fake: Fake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(browser, "_WATCHED", 0.2)
    fake("surf", "echo $$ >$STATE/pid; PATH=/usr/bin:/bin exec sleep 60")
    fake("xdg-open")
    assert open_address(URL, {**env, "BROWSER": "surf"}) == "surf"
    pid = int(written(tmp_path / "pid"))
    os.kill(pid, 9)  # which also says that it was still running
    os.waitpid(pid, 0)
    assert calls(env) == [["surf", URL]]


def written(path: Path) -> str:
    """Wait until a program that was just started has written a line; return it."""
    deadline = time.monotonic() + DEADLINE_S
    while not path.exists() or not path.read_text().endswith("\n"):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return path.read_text()


def test_a_browser_is_not_waited_for_longer_than_it_takes(env: dict[str, str], fake: Fake) -> None:
    fake("surf")
    began = time.monotonic()
    assert open_address(URL, {**env, "BROWSER": "surf"}) == "surf"
    assert time.monotonic() - began < browser._WATCHED / 4


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://example.org/",
        "--version",
        "arxiv.org/abs/2301.00001",
        "httpx://example.org/",
        " https://example.org/",
        "",
    ],
)
def test_what_is_no_web_address_is_refused(address: str, env: dict[str, str], fake: Fake) -> None:
    fake("surf")
    assert open_address(address, {**env, "BROWSER": "surf"}) is None
    assert calls(env) == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_web_addresses_of_both_kinds_are_opened(
    scheme: str, env: dict[str, str], fake: Fake
) -> None:
    fake("xdg-open")
    assert open_address(f"{scheme}://example.org/", env) == "xdg-open"


def test_without_a_desktop_there_is_no_browser(env: dict[str, str], fake: Fake) -> None:
    fake("xdg-open")
    del env["DISPLAY"]
    assert open_address(URL, env) is None
    assert open_address(URL, {**env, "DISPLAY": "", "WAYLAND_DISPLAY": ""}) is None
    assert calls(env) == []
    assert open_address(URL, {**env, "WAYLAND_DISPLAY": "wayland-0"}) == "xdg-open"
    assert open_address(URL, {**env, "BROWSER": "xdg-open"}) == "xdg-open"


def test_a_mac_has_a_desktop_but_for_those_who_come_by_ssh(
    env: dict[str, str], fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(browser, "_OPENERS", ("open",))
    fake("open")
    del env["DISPLAY"]
    assert open_address(URL, {**env, "SSH_CONNECTION": "1.2.3.4 5 6.7.8.9 22"}) is None
    assert open_address(URL, env) == "open"
    assert calls(env) == [["open", URL]]


@pytest.mark.parametrize(
    ("wanted", "arguments"),
    [
        ("surf --new-tab", ["--new-tab", URL]),
        ("surf --new-tab %s", ["--new-tab", URL]),
        ("surf --profile 'my own'", ["--profile", "my own", URL]),
        ("surf '%s'", [URL]),
        ("surf %s --new-tab", [URL, "--new-tab"]),
        ("surf --url=%s", [f"--url={URL}"]),
    ],
)
def test_the_address_stands_where_the_user_wants_it(
    wanted: str, arguments: list[str], env: dict[str, str], fake: Fake
) -> None:
    fake("surf")
    assert open_address(URL, {**env, "BROWSER": wanted}) == "surf"
    assert calls(env) == [["surf", *arguments]]


def test_a_quotation_mark_left_open_in_the_setting_does_no_harm(
    env: dict[str, str], fake: Fake
) -> None:
    fake("xdg-open")
    assert open_address(URL, {**env, "BROWSER": "surf 'my own"}) == "xdg-open"


@pytest.mark.parametrize(
    "hostile",
    [
        "a b  c",
        "x;touch $STATE/harm",
        "x$(touch $STATE/harm)",
        "x`touch $STATE/harm`",
        "x&touch $STATE/harm&",
        "x>$STATE/harm",
        "'\"\\ *?~",
        "%s%20%d",
        "\n--version",
    ],
)
@pytest.mark.parametrize("wanted", ["", "surf", "surf %s"])
def test_the_address_is_one_argument_and_harmless(
    wanted: str, hostile: str, env: dict[str, str], tmp_path: Path
) -> None:
    url = f"https://example.org/{hostile}"
    for name in ("surf", "xdg-open"):
        path = Path(env["PATH"], name)
        path.write_text('#!/bin/sh\nprintf "%s" "$#" "$@" >$STATE/arguments\n')
        path.chmod(0o755)
    assert open_address(url, {**env, "BROWSER": wanted})
    assert (tmp_path / "arguments").read_text() == f"1{url}"
    assert not (tmp_path / "harm").exists()
