"""Copying a text to the best available clipboard, and reporting which one it was.

There is no one clipboard: the desktop has one, tmux keeps its own buffers, and a terminal may or
may not take a text that is sent to it. `copy` tries the desktop's tool, tmux and the terminal, in
this order, until one works. Over SSH it skips the desktop's tool, even with a forwarded display,
because the user's clipboard is that of the terminal.

Only what was read back and found equal counts as verified.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from paperview.system.clipboard import desktop, terminal

__all__ = ["Outcome", "Way", "copy"]


class Way(Enum):
    """The destination of a copied text."""

    TOOL = "the desktop's clipboard"
    TMUX = "tmux's paste buffer"
    TERMINAL = "the terminal, by an escape sequence"
    NONE = "nowhere"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of copying one text.

    Attributes:
        way: Where the text went.
        verified: Whether it was read back from there and found equal.
        message: One sentence for the user, without a capital and a full stop.
    """

    way: Way
    verified: bool
    message: str


def copy(
    text: str,
    write_to_terminal: Callable[[str], None] | None,
    env: Mapping[str, str] = os.environ,
) -> Outcome:
    """Put a text on the best available clipboard, and return which one it was.

    Blocks until the outside tools have answered or their time limits have passed (at worst some
    seconds), so a user interface calls it in a thread. It raises nothing if a tool, tmux or a
    terminal fails, but tries the next one. An empty text is never copied, as that would wipe what
    the clipboard holds.

    Args:
        text: The text; a lone surrogate, which has no UTF-8 form, is copied as a question mark.
        write_to_terminal: Called, in the calling thread, with complete escape sequences to emit;
            None where there is no terminal.
        env: The environment that says where this is running and that the tools are run with.
            Which desktop tool there is, pyperclip finds out from the process's own environment.
    """
    if not text:
        return Outcome(Way.NONE, False, "there is nothing to copy")
    text = text.encode("utf-8", "replace").decode("utf-8")
    rungs: tuple[Callable[[], Outcome | None], ...] = (
        lambda: _copy_to_desktop(text, env),
        lambda: _copy_to_tmux(text, env),
        lambda: _copy_to_terminal(text, write_to_terminal, env),
    )
    for rung in rungs[1:] if _is_remote(env) else rungs:
        if outcome := rung():
            return outcome
    return Outcome(Way.NONE, False, "no clipboard here: the text is shown to copy by hand")


def _is_remote(env: Mapping[str, str]) -> bool:
    """Return whether the user is at another machine.

    Inside tmux the environment is that of the time the pane was opened, and may lack the variables
    of a later SSH login. So tmux is asked first.
    """
    remote = terminal.session_is_remote(env)
    if remote is None:
        return bool(env.get("SSH_CONNECTION") or env.get("SSH_TTY"))
    return remote


def _copy_to_desktop(text: str, env: Mapping[str, str]) -> Outcome | None:
    stored = desktop.store(text, env)
    if stored is None:
        return None
    doubt = "" if stored.verified else ", but could not be read back"
    return Outcome(Way.TOOL, stored.verified, f"copied with {stored.tool}{doubt}")


def _copy_to_tmux(text: str, env: Mapping[str, str]) -> Outcome | None:
    stored = terminal.store(text.encode(), env)
    if stored is None:
        return None
    message = "in tmux's buffer (paste: prefix ])"
    if stored.sent_on and terminal.fits(text):
        message += " and sent on to the terminal"
    return Outcome(Way.TMUX, True, message)


def _copy_to_terminal(
    text: str, write_to_terminal: Callable[[str], None] | None, env: Mapping[str, str]
) -> Outcome | None:
    if write_to_terminal is None or not terminal.is_known(env.get("TERM", "")):
        return None
    between = terminal.multiplexer(env)
    try:
        write_to_terminal(terminal.sequences(text, between))
    except (OSError, ValueError):  # gone, or closed already
        return None
    if not terminal.fits(text):
        doubt = "but it is more than some terminals take at once"
    elif between is terminal.Multiplexer.TMUX:
        doubt = "which tmux or the terminal may refuse"
    else:
        doubt = "which may refuse it"
    return Outcome(Way.TERMINAL, False, f"sent to the terminal (OSC 52), {doubt}")
