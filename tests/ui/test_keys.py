"""The keys: bindings, key line, help and palette tell the same story."""

import re
from pathlib import Path

import pytest
from textual.binding import Binding

from paperview.keys import table as keys
from paperview.keys.table import Hint, written
from paperview.ui.help import sections
from paperview.ui.terminal.app import TerminalApp
from tests.cases import for_each
from tests.ui.corpora import FIVE
from tests.ui.support import reading, source

OBVIOUS = {"shift+tab", "pagedown", "pageup", "home", "end", "ctrl+@"}
"""Keys that everybody tries without being told."""


def in_help() -> set[str]:
    """Return every key that the help names, but for the filter's language."""
    return {
        key for _, lines in sections(keys.READER)[:2] for names, _ in lines for key in names.split()
    }


def bound() -> set[str]:
    """Return every key that the program binds in the main screen."""
    others = {binding.key for binding in TerminalApp.BINDINGS if isinstance(binding, Binding)}
    return {key for row in keys.KEYS for key in row.each} | others


@for_each("where", [["PANES"], ["FILTER"], ["LIST", "SCROLLING"], ["DETAIL", "SCROLLING"]])
def test_no_key_does_two_things(where: list[str]) -> None:
    bound_keys = [key for row in keys.KEYS if row.where.name in where for key in row.each]
    assert sorted(bound_keys) == sorted(set(bound_keys))
    assert not keys.READER.first_keys & {key for row in keys.KEYS for key in row.each}


def test_every_key_has_a_name_of_its_own_and_some_a_name_in_the_palette() -> None:
    rows = [row for row in keys.KEYS if row.keys]
    assert len({row.id for row in rows if row.id}) == len(rows)
    for key in ("j", "ctrl+d", "G", "z z", "pagedown", "ctrl+space", "tab", "l"):
        assert any(key in row.each for row in rows), key


def test_help_names_every_key() -> None:
    assert {written(key) for key in bound() - OBVIOUS} <= in_help()


def test_every_key_in_the_help_does_something() -> None:
    others = {"^q", "→", "1-9"}  # Textual's, the input's, and those that begin a number
    assert in_help() <= {written(key) for key in bound()} | others


def test_the_readme_names_keys_that_there_are() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    table = readme.partition("## Keys\n")[2].partition("\n## ")[0]
    rows = [row.split(" | ")[0] for row in table.split("\n") if row.startswith("| `")]
    named = {key for row in rows for key in re.findall(r"`([^`]+)`", row)}
    assert len(named) > 10
    assert named <= in_help()


@pytest.mark.parametrize(
    ("hints", "steps"),
    [
        (keys.READER.typing, ["b"]),
        (keys.READER.completing, ["a", "u", "t"]),
        (keys.READER.browsing, ["enter"]),
        (keys.READER.reading, ["enter", "enter"]),
    ],
)
async def test_every_hint_names_an_action_and_a_key_that_works_there(
    hints: tuple[Hint, ...], steps: list[str]
) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.press(*steps)
        await reader.until(lambda: reader.hints._hints == hints)
        active = {written(key) for key in reader.screen.active_bindings}
        screen = reader.screen
        nodes = {"app": reader.app, "focused": screen.focused, "screen": screen, "": screen}
        for key, _, action in hints:
            assert {*key} & active or key in active, key
            place, _, name = action.partition("(")[0].rpartition(".")
            assert hasattr(nodes[place], f"action_{name}"), action


async def test_a_hint_does_what_its_key_does() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.press("enter")
        by_key = {
            written(key): active.binding.action
            for key, active in reader.screen.active_bindings.items()
        }
        for key, _, action in keys.READER.browsing:
            assert by_key[key] == action
