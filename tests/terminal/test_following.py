"""A file that changes while it is open in a real terminal."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.support import PROGRAM, tmux
from tests.ui.corpora import numbered


@pytest.fixture
def refs(tmp_path: Path) -> Path:
    path = tmp_path / "refs.txt"
    path.write_text(numbered(3, start=11))
    return path


def rewrite(path: Path, text: str) -> None:
    new = path.with_name("new")
    new.write_text(text)
    new.replace(path)


def test_a_change_is_said_and_reloaded_on_a_key(
    refs: Path, require_tool: Callable[..., None]
) -> None:
    require_tool("tmux")
    with tmux(*PROGRAM, str(refs), size=(80, 24)) as pane:
        pane.screen_with(r"\b3 papers · refs.txt", "Study 13")
        pane.type("study")
        pane.screen_with("3 of 3")
        pane.press("Down")
        pane.screen_with("▌ .*Study 12", "─ arXiv:2305.00012")
        rewrite(refs, numbered(20))
        pane.screen_with("refs.txt changed · f5 reloads", "f5 reload  ")
        pane.press("F5")
        pane.screen_with(r"\b20 papers · refs.txt", "▌ .*Study 12", "20 of 20", "❯ study")
        refs.unlink()
        pane.screen_with("refs.txt is gone", r"\b20 papers")


def test_a_watched_file_is_reloaded_by_itself(
    refs: Path, require_tool: Callable[..., None]
) -> None:
    require_tool("tmux")
    with tmux(*PROGRAM, "--watch", str(refs), size=(80, 24)) as pane:
        pane.screen_with(r"\b3 papers · refs.txt", "Study 13")
        rewrite(refs, numbered(20))
        pane.screen_with(r"\b20 papers · refs.txt")
