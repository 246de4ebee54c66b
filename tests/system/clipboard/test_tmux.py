"""The second rung: tmux's buffers, and who sits in front of a tmux session."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from paperview.system.clipboard import Outcome, Way, desktop
from tests.system.clipboard.support import (
    HARD_TEXT,
    IN_TERMINAL_BY_TMUX,
    LONG_TEXT,
    OSC_TEXT,
    TEXT,
    copied,
)


@pytest.mark.parametrize(
    ("features", "text", "message"),
    [
        ("256,clipboard", TEXT, "in tmux's buffer (paste: prefix ]) and sent on to the terminal"),
        ("256,title", TEXT, "in tmux's buffer (paste: prefix ])"),
        ("", TEXT, "in tmux's buffer (paste: prefix ])"),
        ("clipboard", HARD_TEXT, "in tmux's buffer (paste: prefix ]) and sent on to the terminal"),
        ("clipboard", LONG_TEXT, "in tmux's buffer (paste: prefix ])"),
    ],
)
def test_tmux_says_whether_the_text_went_further(
    features: str, text: str, message: str, tmux: Callable[..., None], tmp_path: Path
) -> None:
    tmux(features=features)
    assert copied(text) == (Outcome(Way.TMUX, True, message), "")
    assert (tmp_path / "buffer").read_text() == text


def test_an_old_tmux_keeps_the_text_to_itself(tmux: Callable[..., None]) -> None:
    tmux(load='[ "$2" != -w ] || exit 1; cat >$STATE/buffer')
    assert copied() == (Outcome(Way.TMUX, True, "in tmux's buffer (paste: prefix ])"), "")


@pytest.mark.parametrize("trouble", ["load", "show", "other text", "missing"])
def test_behind_a_tmux_that_fails_both_forms_are_sent(
    trouble: str, tmux: Callable[..., None]
) -> None:
    match trouble:
        case "load":
            tmux(load="exit 1", environment="exit 1")
        case "show":
            tmux(show="exit 1")
        case "other text":
            tmux(show="echo something else")
    wrapped = "\x1bPtmux;\x1b" + OSC_TEXT + "\x1b\\"
    assert copied() == (IN_TERMINAL_BY_TMUX, OSC_TEXT + wrapped)


def test_a_tmux_that_hangs_is_given_no_second_try(
    tmux: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[Sequence[str]] = []

    def hang(command: Sequence[str], *_: object) -> None:
        tries.append(command)
        raise desktop.CommandHangsError

    monkeypatch.setattr(desktop, "send", hang)
    tmux()
    assert copied()[0] == IN_TERMINAL_BY_TMUX
    assert len(tries) == 1


def test_the_desktop_comes_before_tmux(
    xclip: Callable[..., None], tmux: Callable[..., None]
) -> None:
    tmux()
    xclip()
    assert copied()[0].way is Way.TOOL
    xclip("exit 1")
    assert copied()[0].way is Way.TMUX


@pytest.mark.parametrize(
    ("answer", "pane", "way"),
    [
        ("echo SSH_CONNECTION=10.0.0.1 5 10.0.0.2 22", "", Way.TMUX),
        ("echo -SSH_CONNECTION", "10.0.0.1 5 10.0.0.2 22", Way.TOOL),
        ("exit 1", "10.0.0.1 5 10.0.0.2 22", Way.TMUX),
        ("exit 1", "", Way.TOOL),
    ],
    ids=["attached from afar", "attached at the desk", "opened from afar", "opened at the desk"],
)
def test_tmux_knows_where_the_user_sits_now(
    answer: str, pane: str, way: Way, xclip: Callable[..., None], tmux: Callable[..., None]
) -> None:
    tmux(environment=answer, pane=pane)
    xclip()
    assert copied()[0].way is way
