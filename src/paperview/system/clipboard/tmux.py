"""tmux's paste buffers, and what tmux knows of the terminal it is attached to."""

from collections.abc import Mapping
from dataclasses import dataclass

from paperview.system.clipboard import commands


@dataclass(frozen=True, slots=True)
class Stored:
    """A text that is in tmux's newest buffer, read back and equal.

    Attributes:
        sent_on: Whether tmux also passed it on to a terminal it takes to have a clipboard.
    """

    sent_on: bool


def store(data: bytes, env: Mapping[str, str]) -> Stored | None:
    """Make `data` tmux's newest buffer and have tmux send it on to the user's terminal.

    tmux ignores OSC 52 from the programs inside it unless `set-clipboard` is `on`, which is not
    the default. `load-buffer -w` works whatever that option says.

    Returns:
        None outside tmux, and where tmux is not to be found, does not answer or holds something
        else afterwards.
    """
    if not env.get("TMUX"):
        return None
    try:
        sent_on = _load_buffer(data, env)
        if commands.ask(["tmux", "show-buffer"], env) != data:
            return None
        return Stored(sent_on and _terminal_has_clipboard(env))
    except commands.CommandError:
        return None


def session_is_remote(env: Mapping[str, str]) -> bool | None:
    """Say whether the session was last attached to over SSH; None outside tmux or if unknown.

    tmux refreshes SSH_CONNECTION in the session's environment at every attach (see its option
    `update-environment`) and lists a variable that went away with a minus sign.
    """
    if not env.get("TMUX"):
        return None
    try:
        answer = commands.ask(["tmux", "show-environment", "SSH_CONNECTION"], env)
    except commands.CommandError:
        return None
    return not answer.startswith(b"-")


def _load_buffer(data: bytes, env: Mapping[str, str]) -> bool:
    """Load the buffer; return whether tmux also accepted to send it to the terminal."""
    try:
        commands.send(["tmux", "load-buffer", "-w", "-"], data, env)
    except commands.CommandHangsError:
        raise
    except commands.CommandError:  # tmux before 3.2 knows no -w
        commands.send(["tmux", "load-buffer", "-"], data, env)
        return False
    return True


def _terminal_has_clipboard(env: Mapping[str, str]) -> bool:
    question = ["tmux", "display-message", "-p", "#{client_termfeatures}"]
    try:
        return "clipboard" in commands.ask(question, env).decode().strip().split(",")
    except commands.CommandError:
        return False
