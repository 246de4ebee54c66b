"""The files for shells and `man` that the package installs below `share/`."""

from __future__ import annotations

from paperview.commands import manual
from paperview.commands.completion import SHELLS
from paperview.commands.completion.calls import calls

_SCRIPTS = {
    "bash": "bash-completion/completions/paperview",
    "zsh": "zsh/site-functions/_paperview",
    "fish": "fish/vendor_completions.d/paperview.fish",
}
_MANUAL = "man/man1/paperview.1"


def files() -> dict[str, str]:
    """Return the texts of the files by their paths."""
    scripts = {_SCRIPTS[shell]: script(calls()) for shell, script in SHELLS.items()}
    return {**scripts, _MANUAL: manual.page()}
