"""Completion, in the shells themselves."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from paperview.commands import table
from paperview.commands.completion import SHELLS
from paperview.commands.completion.calls import calls
from paperview.exports.fields import BY_NAME
from paperview.sources.registry import FORMATS
from tests.commands.conftest import Call

HERE = Path(__file__).parent
DEADLINE_S = 60
OFFERED = {
    # commands, files and options
    "paperview se": {"search"},
    "paperview mi": {"mine.bib"},
    "paperview mine.bib ot": {"other.txt"},
    "paperview --wat": {"--watch"},
    "paperview mine.bib --wat": {"--watch"},
    "paperview search fedrated mi": {"mine.bib"},
    "paperview search fedrated mine.bib ot": {"other.txt"},
    "paperview search --so": {"--sort"},
    "paperview search --wat": set(),
    "paperview search fedrated -- --so": set(),
    "paperview shelf export mi": {"mine.bib"},
    # values of options, and the words of a command
    "paperview search --in mi": {"mine.bib"},
    "paperview --notes pap": {"papers"},
    "paperview search x --sort ": {"best", "newest", "oldest", "title", "author"},
    "paperview search --format bib": {"bibtex", "biblatex"},
    "paperview search --format=bib": {"bibtex", "biblatex"},
    "paperview search --style na": {"nature"},
    "paperview search --fields id,ti": {"title"},
    "paperview check --from nb": {"nbib"},
    "paperview shelf ex": {"export"},
    "paperview shelf ": {"path", "export", "import"},
    "paperview shelf --shelf mine.bib ": {"path", "export", "import"},
    "paperview cache ": {"clear"},
    "paperview cache clear mi": {"mine.bib"},
    "paperview config cac": {"cache.limit"},
    "paperview --set cac": {"cache.limit"},
    "paperview --set list.order=ne": {"newest"},
    "paperview search x --set list.order=ol": {"oldest"},
    "paperview config --set restore=": {"true", "false"},
    "paperview completion ": {"bash", "zsh", "fish"},
}
"""What is offered for a line that is typed; of a list with commas, and of a path, the last part."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go to a folder with some files."""
    monkeypatch.chdir(tmp_path)
    for name in ("mine.bib", "other.txt"):
        (tmp_path / name).touch()
    (tmp_path / "papers").mkdir()
    (tmp_path / "rest").touch()


def _output(*command: str) -> str:
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=True,
        env={**os.environ, "TERM": "dumb", "HISTFILE": ""},
    )
    assert done.stderr == ""
    return done.stdout


def _check(output: str) -> None:
    """Compare what a shell offers with what it should; it prints `> LINE` before each answer."""
    offered: dict[str, set[str]] = {}
    for block in output.split("> ")[1:]:
        line, _, names = block.partition("\n")
        offered[line] = {re.split("[=,]", name.rstrip("/="))[-1] for name in names.split()}
    assert offered == OFFERED


@pytest.fixture(params=SHELLS)
def script(request: pytest.FixtureRequest, call: Call) -> str:
    code, out, err = call("completion", request.param)
    assert (code, err) == (0, "")
    return out


def test_bash(call: Call, tmp_path: Path) -> None:
    (tmp_path / "rest").write_text(call("completion", "bash")[1])
    ask = """
        source rest
        for line in "$@"; do
            words=${line//=/ = }
            read -ra COMP_WORDS <<<"$words"
            [[ $line == *" " ]] && COMP_WORDS+=("")
            COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
            _paperview
            printf '> %s\\n' "$line"
            printf '%s\\n' "${COMPREPLY[@]}"
        done
        complete -p paperview >/dev/null  # it is defined
    """
    _check(_output("bash", "--norc", "-c", ask, "bash", *OFFERED))


def test_zsh(call: Call, tmp_path: Path, require_tool: Callable[..., None]) -> None:
    require_tool("zsh")
    (tmp_path / "rest").write_text(call("completion", "zsh")[1])
    _check(_output("zsh", "-f", str(HERE / "completed.zsh"), 'eval "$(<rest)"', *OFFERED))


def test_zsh_finds_the_installed_file(
    call: Call, tmp_path: Path, require_tool: Callable[..., None]
) -> None:
    require_tool("zsh")
    (tmp_path / "_paperview").write_text(call("completion", "zsh")[1])
    find = f"fpath=({tmp_path} $fpath); compinit -D -u"
    output = _output("zsh", "-f", str(HERE / "completed.zsh"), find, "paperview se")
    assert output.split() == [">", "paperview", "se", "search"]


def test_fish(call: Call, tmp_path: Path, require_tool: Callable[..., None]) -> None:
    require_tool("fish")
    (tmp_path / "rest").write_text(call("completion", "fish")[1])
    ask = "source rest; for line in $argv; echo '> '$line; complete -C $line | cut -f1; end"
    _check(_output("fish", "-N", "-c", ask, *OFFERED))


def test_scripts_have_every_command_option_and_name(script: str) -> None:
    for call in calls():
        assert call.name in script
        for option in call.options:
            assert all(flag[2:] in script for flag in option.flags if flag.startswith("--"))
    assert all(command.name in script for command in table.COMMANDS)
    assert all(field in script for field in BY_NAME)
    assert all(form.name in script for form in FORMATS)


def test_a_shell_that_is_not_known_is_told(call: Call) -> None:
    for arguments, said in (
        (["bsh"], "did you mean bash?"),
        (["powershell"], "there are: bash, zsh, fish"),
        ([], "a SHELL is missing: bash, zsh, fish"),
        (["bash", "zsh"], "one SHELL at a time"),
    ):
        code, out, err = call("completion", *arguments)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert said in err
