"""What the clipboard's tests copy, and what they expect to come of it."""

import base64
import re
from collections.abc import Callable

from paperview.system.clipboard import Outcome, Way, copy

TEXT = "2107.12345"
OSC_TEXT = "\x1b]52;c;MjEwNy4xMjM0NQ==\x07"
HARD_TEXT = "Erdős–Rényi, ∑ᵢ αᵢ, 漢字, 👩‍🔬\n\tindented, and a blank line at the end\n\n"
LONG_TEXT = "x" * 60_000

IN_TERMINAL = Outcome(Way.TERMINAL, False, "sent to the terminal (OSC 52), which may refuse it")
IN_TERMINAL_BY_TMUX = Outcome(
    Way.TERMINAL, False, "sent to the terminal (OSC 52), which tmux or the terminal may refuse"
)
NOWHERE = Outcome(Way.NONE, False, "no clipboard here: the text is shown to copy by hand")

NOISE = "echo rubbish; echo rubbish >&2; "
STORE = "cat >$STATE/clip"

Fake = Callable[[str, str], None]


def copied(text: str = TEXT) -> tuple[Outcome, str]:
    """Copy a text; return the outcome and all that the terminal was sent."""
    sent: list[str] = []
    outcome = copy(text, sent.append)
    return outcome, "".join(sent)


def received(sent: str) -> str:
    """Return the text that a terminal which obeys OSC 52 takes from a bare sequence."""
    match = re.fullmatch(r"\x1b]52;c;([A-Za-z0-9+/=]*)\x07", sent)
    assert match
    return base64.b64decode(match[1]).decode()
