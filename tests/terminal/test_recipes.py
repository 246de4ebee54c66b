"""The recipes for editors and shells do what their page says, in those that are installed."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests import examples
from tests.conftest import ROOT
from tests.terminal.support import tmux

MINE = """\
@article{lee2020bees, title = {How bees dance}, author = {Lee, Ann}, year = 2020}
@article{ek2019tides, title = {Tides in bays}, author = {Ek, Bo}, year = 2019}
"""
PICKER = "pick · enter prints"


class Recipe(NamedTuple):
    """A recipe, and how it is tried."""

    language: str
    """That of its block."""
    call: str
    """Runs the program that it is for with the recipe in the file `recipe`.

    It does not tell keys from others by the time between them.
    """
    is_ready: str
    """Is on the screen then."""
    keys: tuple[str, ...]
    """Call the picker, after something was typed."""
    inserted: str
    before: tuple[str, ...] = ()
    """Let one type."""


SHELL = ("C-x", "p")
PROMPT = r"[$%#>]\s*\Z"
IDS = "See 2407.21783 2304.10190"
CITED = r"See \\cite\{lee2020bees,ek2019tides\}"
VIM_CALL = "{} --cmd 'set nocompatible notimeout' -u recipe x.tex"
RECIPES = {
    "bash": Recipe("bash", "bash --rcfile recipe", PROMPT, SHELL, IDS),
    "zsh": Recipe("zsh", "env ZDOTDIR=$PWD zsh", PROMPT, SHELL, IDS),
    "fish": Recipe("fish", "fish --init-command 'source recipe'", PROMPT, SHELL, IDS),
    "tmux": Recipe(
        "text",
        r"env TMUX= tmux -S socket -f recipe new-session cat \; set destroy-unattached on"
        r" \; set assume-paste-time 0",
        r"\[0\] 0:",
        ("C-b", "P"),
        IDS,
    ),
    "vim": Recipe("vim", VIM_CALL.format("vim"), "~", SHELL, CITED, before=("i",)),
    "nvim": Recipe("vim", VIM_CALL.format("nvim"), "~", SHELL, CITED, before=("i",)),
    "emacs": Recipe("elisp", "emacs -nw -Q -l recipe x.tex", "x.tex", ("C-c", "c"), CITED),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a bibliography, and with the program of these tests as `paperview`."""
    (tmp_path / "refs.bib").write_text(MINE)
    program = tmp_path / "bin" / "paperview"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m paperview "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return tmp_path


def block(language: str) -> str:
    page = examples.blocks(ROOT / "docs" / "recipes.md")
    (text,) = (one.text for one in page if one.language == language)
    return text


@pytest.mark.parametrize("name", RECIPES)
def test_what_is_picked_is_inserted(
    name: str, folder: Path, require_tool: Callable[..., None]
) -> None:
    require_tool("tmux", "bash", name)
    recipe = RECIPES[name]
    for file in ("recipe", ".zshrc"):
        (folder / file).write_text(block(recipe.language))
    script = f"cd {shlex.quote(str(folder))}; {recipe.call}; cat"
    with tmux("bash", "--norc", "-c", script, size=(140, 24)) as pane:
        pane.screen_with(recipe.is_ready)
        pane.press(*recipe.before)
        pane.type("See ")
        pane.screen_with("See")
        pane.press(*recipe.keys)
        pane.screen_with(PICKER)
        pane.press("Tab", "Tab")
        pane.screen_with("2 marked")
        pane.press("Enter")
        assert PICKER not in pane.screen_with(recipe.inserted)
