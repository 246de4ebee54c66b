"""The keys: bindings, key line, help and palette tell the same story."""

import re
from pathlib import Path

import pytest

from paperview.ui import keys
from paperview.ui.keys import written
from paperview.ui.screen import ReaderScreen
from paperview.ui.terminal.app import TerminalApp
from paperview.ui.widgets.lines import Hint
from paperview.ui.widgets.paper_detail import PaperDetail
from paperview.ui.widgets.paper_list import PaperList
from tests.ui.corpora import FIVE
from tests.ui.support import reading, source

OBVIOUS = {"shift+tab", "pagedown", "pageup", "home", "end"}
"""Keys that everybody tries without being told."""


def in_help() -> set[str]:
    """Return every key that the help names, but for the filter's language."""
    return {key for _, lines in keys.HELP[:2] for names, _ in lines for key in names.split()}


def bound(*nodes: type) -> set[str]:
    """Return every key that some widgets and screens are bound to by this program."""
    bindings = [binding for node in nodes for binding in node.__dict__["BINDINGS"]]
    return {key for binding in bindings for key in binding.key.split(",")}


def test_no_key_does_two_things() -> None:
    bound_keys = [key for row in keys.KEYS for key in row.keys.split(",") if key]
    assert sorted(bound_keys) == sorted(set(bound_keys))


def test_help_names_every_key() -> None:
    everywhere = bound(ReaderScreen, PaperList, PaperDetail, TerminalApp)
    assert {written(key) for key in everywhere - OBVIOUS} <= in_help()


def test_every_key_in_the_help_does_something() -> None:
    everywhere = bound(ReaderScreen, PaperList, PaperDetail, TerminalApp)
    everywhere |= {
        "ctrl+q",
        "ctrl+n",
        "ctrl+p",
        "ctrl+j",
        "ctrl+k",
        "ctrl+space",
        "right",
    }  # Textual's, and the bar's
    assert in_help() <= {written(key) for key in everywhere}


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
        (keys.TYPING, ["b"]),
        (keys.COMPLETING, ["a", "u", "t"]),
        (keys.BROWSING, ["enter"]),
        (keys.READING, ["enter", "enter"]),
    ],
)
async def test_every_hint_names_an_action_and_a_key_that_works_there(
    hints: tuple[Hint, ...], steps: list[str]
) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.press(*steps)
        await reader.until(lambda: reader.hints._hints == hints)
        active = {written(key) for key in reader.screen.active_bindings}
        nodes = {"app": reader.app, "focused": reader.screen.focused, "": reader.screen}
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
        for key, _, action in keys.BROWSING:
            assert by_key[key] == action
