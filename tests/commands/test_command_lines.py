r"""The command lines in `command_lines.txt`: what each prints, and its exit code.

A line that begins with `$ ` is called. Below it stand its output, its messages behind `! `, and its
exit code in brackets. `\e` is an escape, `\0` NUL, `\t` a tab, and `...` anything within a line.

A call may have variables before it, and `<FILE`, `>/dev/full` or `| :` behind it, which reads
nothing. It is called in this process, in a folder with `FILES`.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

import pytest

from paperview.cli import run
from paperview.commands import table
from paperview.system import streams

TABLE = Path(__file__).parent / "command_lines.txt"
FILES = {
    "mine.txt": """\
Old Things
Ann One, Bob Two

We show the zebra, and the zebra again.

arXiv:2001.00001v2
Created: 2020-01-01

A zebra crosses the road.

arXiv:2003.00003 - doi: 10.1145/3
Created: 2020-03-03
""",
    "bees.bib": """\
@article{lee2021,
  author = {Lee, Çy},
  title = {How bees dance},
  journal = {Nature},
  year = 2021,
  doi = {10.1000/bees}
}
""",
    "bad.txt": "We.\n\narXiv:2005.00005\nCreated: soon\n\nThey.\n\narXiv:none\n",
    "hostile.txt": "A \x1b]0;t\x07 title\n\nWe \x1b[2J show.\n\narXiv:2009.00009\n",
    "refs.txt": "[1] A. One. Old Things. arXiv:2001.00001.\n\n[2] N. Body. Lost. Nature 1999.\n",
    "empty.txt": "",
    "picture.png": "\x89PNG\r\n\x1a\n\0\0\0",
    "folder/bees.bib": "@misc{x, title={Waves}, author={Lee, Ann}, year={2019}}\n",
    "settings/paperview/settings.toml": "restore = maybe\nthem = 1\n",
}
_REDIRECTION = re.compile(r"^((?:\w+=\S* )*)paperview ?(.*?)(?: (<|>)(\S+)| \| :)?$")


class CommandLine(NamedTuple):
    """A call and what is expected of it."""

    line: int
    text: str
    printed: str


def command_lines() -> Iterator[CommandLine]:
    lines = TABLE.read_text(encoding="utf-8").split("\n")
    starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        expected = [line for line in lines[start + 1 : end] if not line.startswith("# ")]
        yield CommandLine(start + 1, lines[start][2:], "\n".join(expected).rstrip("\n"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


@pytest.mark.parametrize("one", command_lines(), ids=lambda one: f"{one.line}: {one.text}")
@pytest.mark.usefixtures("folder", "shared_workers")
def test_a_command_line_prints_what_the_table_says(
    one: CommandLine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = _printed(one.text, monkeypatch, capsys)
    pattern = re.escape(one.printed).replace(r"\.\.\.", ".*")
    assert re.fullmatch(pattern, printed), printed


def _printed(line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """Call the program as a line of a shell says; return what it prints as the table has it."""
    match = _REDIRECTION.match(line)
    assert match is not None
    variables, words, sign, file = match.groups()
    for one in variables.replace("$PWD", str(Path.cwd())).split():
        monkeypatch.setenv(*one.split("=", 1))
    with (
        monkeypatch.context() as patch,
        Path(file if sign == "<" else os.devnull).open(encoding="utf-8") as sent,
        _output(file if sign == ">" else "|" if line.endswith("| :") else "") as output,
    ):
        if sign == "<":
            patch.setattr(streams, "is_sent", lambda: True)
            patch.setattr(streams, "has_come", lambda _: True)
            patch.setattr(sys, "stdin", sent)
        if output:
            patch.setattr(sys, "stdout", output)
        code = run(shlex.split(words))
    out, err = capsys.readouterr()
    out = out.replace("\x1b", r"\e").replace("\0", r"\0").replace("\t", r"\t")
    lines = out.removesuffix("\n").split("\n") if out else []
    assert "\x1b" not in err
    return "\n".join([*lines, *(f"! {one}" for one in err.splitlines()), f"[{code}]"])


@contextmanager
def _output(name: str) -> Iterator[IO[str] | None]:
    """Open what is written to: a file; for `|` a pipe that nobody reads; None for nothing."""
    if not name:
        yield None
        return
    if name == "|":
        reading, writing = os.pipe()
        os.close(reading)
    else:
        writing = os.open(name, os.O_WRONLY)
    output = os.fdopen(writing, "w", encoding="utf-8")
    try:
        yield output
    finally:
        streams.discard_output()  # as the program does; what is left can't be written
        output.close()


def test_the_table_has_sixty_calls_and_every_command() -> None:
    lines = [one.text for one in command_lines()]
    assert len(lines) >= 60
    assert len(set(lines)) == len(lines)
    assert all(f"paperview {command.name}" in "\n".join(lines) for command in table.COMMANDS)
