"""The third rung, the terminal itself, and what is left below it."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperview.system.clipboard import Outcome, Way, copy, terminal
from tests.cases import for_each
from tests.system.clipboard.support import (
    HARD_TEXT,
    IN_TERMINAL,
    IN_TERMINAL_BY_TMUX,
    LONG_TEXT,
    NOWHERE,
    OSC_TEXT,
    TEXT,
    copied,
    received,
)


def test_a_plain_terminal_is_sent_osc_52() -> None:
    assert copied() == (IN_TERMINAL, OSC_TEXT)
    assert received(copied(HARD_TEXT)[1]) == HARD_TEXT


def test_a_long_text_is_sent_whole_but_not_promised() -> None:
    outcome, sent = copied(LONG_TEXT)
    doubt = "sent to the terminal (OSC 52), but it is more than some terminals take at once"
    assert outcome == Outcome(Way.TERMINAL, False, doubt)
    assert received(sent) == LONG_TEXT


def test_gnu_screen_passes_the_sequence_on_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STY", "1.pts-0")
    monkeypatch.setenv("TERM", "screen.xterm-256color")
    text = HARD_TEXT * 40
    outcome, sent = copied(text)
    pieces = re.findall(r"\x1bP([^\x1b]*|\x1b\][^\x1b]*)\x1b\\", sent)
    assert outcome == IN_TERMINAL
    assert received("".join(pieces)) == text
    assert len(sent) == sum(len(piece) + 4 for piece in pieces)
    assert max(map(len, pieces)) < 768


def test_a_tmux_at_the_other_end_of_ssh_is_seen_by_its_term(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 5 10.0.0.2 22")
    monkeypatch.setenv("TERM", "tmux-256color")
    outcome, sent = copied()
    assert outcome == IN_TERMINAL_BY_TMUX
    assert sent.startswith(OSC_TEXT + "\x1bPtmux;")


@pytest.mark.parametrize("variable", ["SSH_CONNECTION", "SSH_TTY"])
def test_over_ssh_the_text_goes_to_the_terminal_and_to_no_desktop(
    variable: str, xclip: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    xclip()
    monkeypatch.setenv(variable, "/dev/pts/1")
    monkeypatch.setenv("DISPLAY", "localhost:10.0")
    assert copied() == (IN_TERMINAL, OSC_TEXT)
    monkeypatch.setenv("DISPLAY", ":0")  # the desktop of the machine far away
    assert copied() == (IN_TERMINAL, OSC_TEXT)
    assert copy(TEXT, None) == NOWHERE


@pytest.mark.parametrize("term", ["", "dumb", "linux", "linux-16color", "unknown", None])
def test_a_terminal_that_knows_no_osc_52_is_sent_nothing(
    term: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TERM")
    if term is not None:
        monkeypatch.setenv("TERM", term)
    assert copied() == (NOWHERE, "")


@for_each("error", [OSError, ValueError])
def test_a_terminal_that_is_gone_is_no_clipboard(error: type[Exception]) -> None:
    def write(_: str) -> None:
        raise error

    assert copy(TEXT, write) == NOWHERE
    assert copy(TEXT, None) == NOWHERE


def test_an_empty_text_leaves_the_clipboard_as_it_is(
    xclip: Callable[..., None], tmp_path: Path
) -> None:
    xclip()
    assert copied("") == (Outcome(Way.NONE, False, "there is nothing to copy"), "")
    assert not (tmp_path / "clip").exists()


def test_a_lone_surrogate_is_copied_as_a_question_mark() -> None:
    assert received(copied("a\ud800b")[1]) == "a?b"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_every_text_survives_and_none_brings_control_characters(text: str) -> None:
    assert received(copied(text)[1]) == text
    bare = terminal.sequences(text, None)
    wrapped = terminal.sequences(text, terminal.Multiplexer.TMUX).removeprefix(bare)
    assert wrapped.removeprefix("\x1bPtmux;\x1b").removesuffix("\x1b\\") == bare


def test_pyperclip_is_not_loaded_before_it_is_needed() -> None:
    code = (
        "import sys, paperview.system.clipboard; "
        "sys.exit(bool({'pyperclip','textual'} & {*sys.modules}))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
