"""The clipboard behind the terminal: the escape sequence OSC 52, and tmux's paste buffers.

OSC 52 asks a terminal to put a text on its user's clipboard. It is
`ESC ] 52 ; c ; <base64 of the UTF-8 text> BEL` (xterm's control sequences, "Operating System
Commands"). Many terminals obey it, some only if their settings allow it, and none says whether it
did.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from paperview.system import streams
from paperview.system.clipboard import desktop

# Characters of base64 that every terminal known to obey takes; some drop a longer sequence.
_MOST_BASE64 = 74_994

# GNU screen drops a device control string of 768 characters or more (found with version 4.9).
_SCREEN_CHUNK = 512

_IGNORANT_TERMS = frozenset(("", "linux", *streams.DUMB))


class Multiplexer(Enum):
    """A program between us and the terminal."""

    TMUX = "tmux"
    SCREEN = "GNU screen"


def is_known(term: str) -> bool:
    """Return whether a terminal of the type `term` (TERM) may support OSC 52."""
    return term.partition("-")[0] not in _IGNORANT_TERMS


def fits(text: str) -> bool:
    """Return whether a text is short enough for every terminal that supports OSC 52."""
    return len(_base64(text)) <= _MOST_BASE64


def multiplexer(env: Mapping[str, str]) -> Multiplexer | None:
    """Return the multiplexer that the environment shows.

    TERM also shows a tmux at the other end of an SSH connection. A TERM of "screen" is ambiguous,
    because both programs use that name. With both in the environment, screen is the answer: it
    prints what is wrapped for tmux, while tmux ignores what is wrapped for screen.
    """
    if env.get("STY"):
        return Multiplexer.SCREEN
    if env.get("TMUX") or env.get("TERM", "").startswith("tmux"):
        return Multiplexer.TMUX
    return None


def sequences(text: str, between: Multiplexer | None) -> str:
    """Return what to write so that `text` reaches the terminal behind a multiplexer.

    BEL ends the sequence, not ESC and a backslash, which would end the wrapping one as well.
    """
    sequence = f"\x1b]52;c;{_base64(text)}\x07"
    match between:
        case Multiplexer.SCREEN:
            chunks = (
                sequence[at : at + _SCREEN_CHUNK] for at in range(0, len(sequence), _SCREEN_CHUNK)
            )
            return "".join(f"\x1bP{chunk}\x1b\\" for chunk in chunks)
        case Multiplexer.TMUX:
            # tmux obeys the sequence one with `set-clipboard on` and unpacks the wrapped one with
            # `allow-passthrough on`; it drops what it does not obey, and getting the same text
            # twice harms no clipboard.
            return sequence + "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
        case None:
            return sequence


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


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
        if desktop.ask(["tmux", "show-buffer"], env) != data:
            return None
        return Stored(sent_on and _terminal_has_clipboard(env))
    except desktop.CommandError:
        return None


def session_is_remote(env: Mapping[str, str]) -> bool | None:
    """Return whether the session was last attached over SSH; None outside tmux or if unknown.

    tmux refreshes SSH_CONNECTION in the session's environment at every attach (see its option
    `update-environment`) and lists a variable that went away with a minus sign.
    """
    if not env.get("TMUX"):
        return None
    try:
        answer = desktop.ask(["tmux", "show-environment", "SSH_CONNECTION"], env)
    except desktop.CommandError:
        return None
    return not answer.startswith(b"-")


def _load_buffer(data: bytes, env: Mapping[str, str]) -> bool:
    """Load the buffer; return whether tmux also accepted to send it to the terminal."""
    try:
        desktop.send(["tmux", "load-buffer", "-w", "-"], data, env)
    except desktop.CommandHangsError:
        raise
    except desktop.CommandError:  # tmux before 3.2 knows no -w
        desktop.send(["tmux", "load-buffer", "-"], data, env)
        return False
    return True


def _terminal_has_clipboard(env: Mapping[str, str]) -> bool:
    question = ["tmux", "display-message", "-p", "#{client_termfeatures}"]
    try:
        return "clipboard" in desktop.ask(question, env).decode().strip().split(",")
    except desktop.CommandError:
        return False
