"""The examples of the documentation: their blocks, and running them as a reader would.

The word behind the opening of a block says what it is:

- `console`: what a terminal of 80 columns shows. Lines that begin with `$ ` are run, and print what
  follows them; `[...]` stands for anything.
- `sh`: calls, one a line. They are run and must make sense, whatever they find and print.
- `console screen` and `sh screen`: these need a terminal, or other programs. Only their calls of
  paperview are looked at: there must be such a command, with these options.
- `python`: run as a doctest.

A `{code-block}` with a `:caption:` is a file of that name.
"""

from __future__ import annotations

import doctest
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import groupby, takewhile
from pathlib import Path
from typing import NamedTuple

import pytest

from paperview.cli import run
from paperview.commands import reader
from paperview.commands.arguments import Parser
from paperview.commands.table import BY_NAME
from paperview.system import streams

_FENCE = re.compile(r"^( *)```(\S+)?([^\n`]*)\n(.*?)^\1``` *$", re.MULTILINE | re.DOTALL)
_CALL = re.compile(r"\bpaperview((?: +(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s|;&()<>`'\"]+))+)")
_VARIABLE = re.compile(r"[A-Z_]+=")
_ANYTHING = re.escape("[...]")
_COLUMNS = 80


class Block(NamedTuple):
    """A block of a page."""

    page: Path
    line: int
    language: str
    is_run: bool
    text: str

    @property
    def where(self) -> str:
        return f"{self.page.name}:{self.line}"

    @property
    def file(self) -> tuple[str, str] | None:
        """Name and text of the file that it is, if it is one."""
        caption = re.match(r"(?::.*\n)*?:caption: (\S+)\n(?::.*\n)*\n", self.text)
        is_file = self.language == "{code-block}" and caption is not None
        return (caption[1], self.text[caption.end() :]) if caption and is_file else None


def blocks(page: Path) -> list[Block]:
    """Return the blocks of a page."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(
            page,
            text.count("\n", 0, found.start()) + 1,
            found[2] or "",
            "screen" not in found[3].split(),
            re.sub(f"^{found[1]}", "", found[4], flags=re.MULTILINE),
        )
        for found in _FENCE.finditer(text)
    ]


def inline_calls(page: Path) -> Iterator[list[str]]:
    """Give the arguments of each call of paperview in the sentences of a page."""
    sentences = _FENCE.sub("", page.read_text(encoding="utf-8"))
    for code in re.findall(r"`(paperview [^`]+)`", sentences):
        yield from calls(code.replace("\n", " "))


def calls(text: str) -> Iterator[list[str]]:
    """Give the arguments of each call of paperview in a text, up to a pipe and the like."""
    for found in _CALL.finditer(text.replace("\\\n", " ")):
        yield shlex.split(found[1], comments=True)


def _parser(arguments: Sequence[str]) -> tuple[Parser, Sequence[str]]:
    """Return the parser of a call, and what it reads."""
    command = BY_NAME.get(arguments[0])
    parser: Parser = (command.module if command else reader).parser()
    return parser, arguments[1 if command else 0 :]


def is_call(arguments: Sequence[str]) -> bool:
    """Return whether there is such a command, and it can read these arguments."""
    parser, words = _parser(arguments)
    try:
        parser.take(words)
    except SystemExit as leaving:  # as after --help, too
        return not leaving.code
    return True


def unknown_options(arguments: Sequence[str]) -> set[str]:
    """Return the long options of a call that its command does not have; values may be missing."""
    parser, words = _parser(arguments)
    named = {word.partition("=")[0] for word in words if re.match("--[a-z]", word)}
    return named.difference(parser.options)


class Step(NamedTuple):
    """A command line, and what it prints."""

    command: str
    expected: str


def steps(text: str) -> Iterator[Step]:
    """Give the steps of a console block."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        head = re.match(r"(?:.*\\\n)*.*\n?", part)
        assert head is not None
        yield Step(head[0].replace("\\\n", "").strip(), part[head.end() :])


def fits(expected: str, printed: str) -> bool:
    """Return whether something was printed as expected, but for blanks at the ends of lines."""
    pattern = re.escape(_stripped(expected)).replace(_ANYTHING, ".*")
    return re.fullmatch(pattern, _stripped(printed), re.DOTALL) is not None


def _stripped(text: str) -> str:
    return re.sub(r"[ \t]+$", "", text.strip(), flags=re.MULTILINE)


class _Stream(io.StringIO):
    """Standard output or error, which is a terminal or not."""

    encoding = "utf-8"

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


class Shell:
    """Runs command lines in a folder: paperview in this process, and other programs as they are."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._monkeypatch = monkeypatch
        self.code = 0
        """The exit code of the last call."""
        self._names: dict[str, object] = {}
        monkeypatch.chdir(folder)
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setattr(streams, "size", lambda _: (_COLUMNS, 24))
        monkeypatch.setattr(streams, "has_come", lambda _: True)

    def save(self, name: str, text: str) -> None:
        """Write a file."""
        (self._folder / name).write_text(text, encoding="utf-8")

    def run_python(self, block: Block) -> str:
        """Run a doctest after the earlier ones; return what went wrong."""
        failures: list[str] = []
        test = doctest.DocTestParser().get_doctest(
            block.text, self._names, block.where, str(block.page), block.line
        )
        assert test.examples, f"{block.where} has no examples"
        out: Callable[[str], object] = failures.append
        doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=out, clear_globs=False)
        self._names = test.globs
        return "".join(failures)

    def run(self, line: str) -> str:
        """Run a line with pipes and `>`; return what it prints."""
        if line == "echo $?":
            return f"{self.code}\n"
        told, data = "", b""
        stages = _stages(line)
        for number, stage in enumerate(stages):
            if stage.words[0] == "paperview":
                is_seen = number == len(stages) - 1 and not stage.target
                shown, errors = self._call(stage, data if number else None, is_seen=is_seen)
            else:
                done = subprocess.run(stage.words, input=data, capture_output=True, check=False)
                self.code, shown, errors = done.returncode, done.stdout, done.stderr.decode()
            data, told = shown, told + errors
            if stage.target:
                (self._folder / stage.target).write_bytes(data)
                data = b""
        return data.decode() + told

    def _call(self, stage: Stage, sent: bytes | None, *, is_seen: bool) -> tuple[bytes, str]:
        output, errors = _Stream(is_terminal=is_seen), _Stream(is_terminal=False)
        with self._monkeypatch.context() as patch, _standard_input(sent) as stdin:
            for name, value in stage.variables.items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdout", output)
            patch.setattr(sys, "stderr", errors)
            patch.setattr(sys, "stdin", stdin)
            patch.setattr(streams, "is_sent", lambda: sent is not None)
            self.code = run(stage.words[1:])
        return output.getvalue().encode(), errors.getvalue()


class Stage(NamedTuple):
    """A program of a pipe."""

    words: list[str]
    variables: dict[str, str]
    target: str
    """The file that its output goes to, if it does."""


def _stages(line: str) -> list[Stage]:
    """Return the programs of a pipe."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|>")
    lexer.whitespace_split = True
    lexer.commenters = "#"
    parts = [list(words) for is_pipe, words in groupby(lexer, "|".__eq__) if not is_pipe]
    return [_stage(words) for words in parts]


def _stage(words: list[str]) -> Stage:
    target = words.pop() if ">" in words else ""
    variables = list(takewhile(_VARIABLE.match, words))
    words = [word for word in words[len(variables) :] if word != ">"]
    return Stage(words, dict(one.split("=", 1) for one in variables), target)


@contextmanager
def _standard_input(data: bytes | None) -> Iterator[io.TextIOBase]:
    """Give bytes through a pipe; without any, the keyboard that nobody types on."""
    if data is None:
        with Path(os.devnull).open() as nothing:
            yield nothing
        return
    reading, writing = os.pipe()
    with ThreadPoolExecutor() as pool, os.fdopen(reading) as stdin:
        pool.submit(_write, writing, data)
        yield stdin


def _write(pipe: int, data: bytes) -> None:
    with os.fdopen(pipe, "wb") as file, suppress(BrokenPipeError):
        file.write(data)
