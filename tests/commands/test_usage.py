"""`--help`: complete, and at most as wide as the terminal and 80 columns."""

from __future__ import annotations

import pytest

from paperview.commands import table
from tests.commands.conftest import Call

COMMANDS = ((), *((command.name,) for command in table.COMMANDS))


@pytest.mark.parametrize("command", COMMANDS)
def test_help_fits_80_columns_whatever_the_terminal_has(
    command: tuple[str, ...], call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    for width in ("", "80", "200", "81"):
        monkeypatch.setenv("COLUMNS", width)
        code, out, err = call(*command, "--help")
        assert (code, err) == (0, "")
        assert out.startswith(" ".join(("usage: paperview", *command)))
        assert max(map(len, out.splitlines())) <= 80
        assert "\nexamples:\n  " in out


@pytest.mark.parametrize("command", COMMANDS)
def test_a_narrow_terminal_gets_all_but_the_calls_in_its_columns(
    command: tuple[str, ...], call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = call(*command, "--help")[1]
    for width in (30, 40, 60):
        monkeypatch.setenv("COLUMNS", str(width))
        narrow = call(*command, "--help")[1]
        assert narrow.split() == wide.split()
        long = [line for line in narrow.splitlines() if len(line) > width]
        assert all("paperview" in line for line in long)


def test_the_calls_in_the_help_have_every_option(call: Call) -> None:
    for command, options in table.options().items():
        out = call(*command.split()[1:], "--help")[1]
        listed = {word.rstrip(",") for word in out.split() if word.startswith("--")}
        assert set(options) <= listed
        usage = {word.strip("[]") for word in out.partition("\n\n")[0].split()}
        assert {*options} - {"--help", "--version"} <= usage


@pytest.mark.parametrize("name", ["dumb", "unknown"])
def test_help_and_lists_need_no_terminal(
    name: str, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", name)
    assert call("--help")[0] == 0
    assert call("search", "", "--limit", "1")[0] == 0
