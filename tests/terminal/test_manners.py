"""What the program writes where its user asks for less."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.support import PROGRAM, tmux
from tests.ui.corpora import FIVE

SGR = re.compile(rb"\x1b\[([0-9;:]*)m")
COLOUR = re.compile(r"(?:3|4|9|10)[0-9]")
WINDOWS = {
    "F1": "While typing in the filter",
    "F2": "type a part of its name",
    "Y": "letter or enter",
    "E": "enter exports",
    "t": "a tag, new or old",
    "e": "esc keeps it",
    "S": "saved filters",
    "D": "possible duplicates",
    "!": "a cut one",
    "T": "enter read, next",
}
"""Keys that open a window, and what it says."""


@pytest.fixture(autouse=True)
def tools(require_tool: Callable[..., None]) -> None:
    require_tool("tmux")


def looked_round(folder: Path, *environment: str) -> bytes:
    """Search, mark, select, star, and open each window; return what the program has written."""
    five, broken, written = (folder / name for name in ("five.txt", "broken.bib", "written"))
    five.write_text(FIVE)
    broken.write_text("@article{six, title={A sixth paper}}\n@article{seven, title={a cut one")
    files = (str(five), str(broken), "--shelf", str(folder / "shelf.db"))
    with tmux("env", *environment, *PROGRAM, *files) as pane:
        pane.run("pipe-pane", "-O", f"cat > {shlex.quote(str(written))}")
        pane.screen_with("How bees dance")
        pane.type("bee")
        pane.screen_with("2 of 7")
        pane.press("S-Home", "Enter")
        pane.screen_with("/ filter")
        pane.press("Space", "*", "Enter")
        pane.screen_with("1 marked", "starred", "esc list")
        for key, said in WINDOWS.items():
            pane.press(key)
            pane.screen_with(said)
            pane.press("Escape")
            pane.screen_with(rf"\A(?![\s\S]*{said})")
    return written.read_bytes()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What the program writes in the locale C without colours."""
    environment = ("NO_COLOR=1", "TEXTUAL_THEME=dracula", "LC_ALL=C")
    return looked_round(tmp_path_factory.mktemp("manners"), *environment)


def test_no_color_leaves_all_colours_to_the_terminal(written: bytes) -> None:
    codes = {code for found in SGR.findall(written) for code in found.decode().split(";")}
    assert not any(map(COLOUR.fullmatch, codes)), codes
    assert {"1", "2", "3", "4", "7"} <= codes  # bold, dim, italic, underline, reverse


def test_without_utf8_all_but_the_papers_is_ascii(written: bytes) -> None:
    beyond = {letter for letter in written.decode() if not letter.isascii()}
    assert beyond == {"²"}, "which is in the title of a paper"
