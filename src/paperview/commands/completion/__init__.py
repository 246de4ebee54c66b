"""Printing what completes calls in a shell: `paperview completion`.

`calls.py` says what can stand where, from the table of commands and their parsers. Each shell has a
module that writes this in its language.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from paperview.commands.arguments import Example, Help, Named, Parser
from paperview.commands.completion import bash, fish, zsh
from paperview.commands.completion.calls import calls
from paperview.commands.exit_codes import FOUND
from paperview.system import streams
from paperview.text.closest import closest, did_you_mean
from paperview.text.sanitize import clean

SHELLS = {"bash": bash.script, "zsh": zsh.script, "fish": fish.script}
"""What writes the script for each shell."""

_HELP = Help(
    ("paperview completion bash | zsh | fish",),
    "Print a script that completes commands, options, files and names in a shell.",
    (
        Example('eval "$(paperview completion bash)"', "in ~/.bashrc"),
        Example('eval "$(paperview completion zsh)"', "in ~/.zshrc, after compinit"),
        Example("paperview completion fish | source", "in fish's config.fish"),
    ),
    (
        "The package installs the scripts where shells look for them, in share/ of its prefix.",
        "Exit code: 0, or 2 on a mistake.",
    ),
)


def parser() -> Parser:
    """Return the parser of `paperview completion`."""
    made = Parser("paperview completion", _HELP)
    made.add_argument(
        "word", metavar="SHELL", nargs="?", type=Named(str, tuple(SHELLS)), help=", ".join(SHELLS)
    )
    made.add_argument("files", nargs="*", help=argparse.SUPPRESS)
    return made


def run(arguments: Sequence[str]) -> int:
    """Print the script for a shell."""
    command = parser()
    _, words = command.take(arguments)
    match words:
        case []:
            command.error(f"a SHELL is missing: {', '.join(SHELLS)}")
        case [shell] if shell in SHELLS:
            streams.write(SHELLS[shell](calls()))
        case [shell]:
            meant = did_you_mean(closest(shell, SHELLS)) or f"; there are: {', '.join(SHELLS)}"
            command.error(f"{clean(shell)}: no completion for it{meant}")
        case _:
            command.error("one SHELL at a time")
    return FOUND
