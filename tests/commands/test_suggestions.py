"""A mistake on the command line is one line that says what was probably meant."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.commands.conftest import Call

MEANT = {
    # the query and the files the other way round
    "search mine.txt fedrated": "paperview search fedrated mine.txt",
    "search mine.txt fedrated lern": "paperview search 'fedrated lern' mine.txt",
    "search fedrated mine.txt lern papers": "paperview search 'fedrated lern' mine.txt papers",
    "search mine.txt": "paperview search '' mine.txt",
    "search mine.txt mine.txt": "paperview search '' mine.txt mine.txt",
    # words that look like files, or like options
    "search mien.txt fedrated": "paperview search 'mien.txt fedrated'",
    "search congestion TCP/IP mine.txt": "paperview search 'congestion TCP/IP' mine.txt",
    "search node.js frameworks mine.txt": "paperview search 'node.js frameworks' mine.txt",
    "search fedrated -- -lern mine.txt": "paperview search -- 'fedrated -lern' mine.txt",
    # commands
    "serach foo": "paperview search foo",
    "serach foo --limit 5": "paperview search foo --limit 5",
    "Search foo": "paperview search foo",
    "chekc mine.txt": "paperview check mine.txt",
    "cahce": "paperview cache",
    "cahce clear": "paperview cache clear",
    "find foo": "paperview search foo",
    "mine.txt search": "paperview search mine.txt",
    "--from plain search foo": "paperview search --from plain foo",
    "help": "paperview --help",
    "fedrated lern": "paperview search 'fedrated lern'",
    "2304.10190": "paperview search 2304.10190",
    "https://arxiv.org/abs/2304.10190": "paperview search https://arxiv.org/abs/2304.10190",
    # what the cache is to do
    "cache claer": "paperview cache clear",
    "cache claer mine.txt": "paperview cache clear mine.txt",
    "cache rm": "paperview cache clear",
    "cache list": "paperview cache",
    "cache mine.txt": "paperview cache clear mine.txt",
    # options and what they take
    "search x --limt 5": "--limit",
    "search x --limt=5": "--limit",
    "search x -limit 5": "--limit",
    "search x --form ids": "--format",
    "search x --Format ids": "--format",
    "mine.txt --wacth": "--watch",
    "-V": "--version",
    "check mine.txt --form bibtex": "--from",
    "--format ids": "paperview search has it",
    "search x --watch": "paperview has it",
    "search x --format idss": "ids",
    "search x --format json": "jsonl",
    "search x --format md": "markdown",
    "search x --sort newst": "newest",
    "search x --sort year": "newest",
    "search x --fields doi,tilte": "title",
    "search x --fields date": "created",
    "search x --color alwasy": "always",
    "resolve mine.txt --color nver": "never",
    "mine.txt --from bibtxe": "bibtex",
    "check mine.txt --from bib": "bibtex",
    "check mine.txt --from pubmed": "nbib",
    # files
    "mien.txt": "mine.txt",
    "check mien.txt": "mine.txt",
    "search x papers/aples.bib": "papers/apples.bib",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with some files."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.txt").write_text("We show.\n\narXiv:2001.00001\n")
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "apples.bib").write_text("@misc{a, title={Apples}}\n")
    return tmp_path


@pytest.mark.parametrize("call_of", MEANT)
def test_what_was_probably_meant_is_said(call_of: str, call: Call) -> None:
    code, out, err = call(*shlex.split(call_of))
    assert (code, out) == (2, "")
    (line,) = err.splitlines()
    meant = MEANT[call_of]
    assert line.endswith(
        (f": {meant}", f"; did you mean {meant}?", f"; {meant}; see paperview{_of(call_of)} --help")
    )


def _of(call: str) -> str:
    first = call.partition(" ")[0]
    return f" {first}" if first in {"search", "check", "cache", "shelf", "resolve"} else ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["zzz.bib"], "zzz.bib: no such file; check the name"),
        (["search", "x", "zzz.bib"], "zzz.bib: no such file; check the name"),
        (["nowhere/serach"], "nowhere/serach: no such file; check the name"),
        (["check", "serach"], "serach: no such file; check the name"),
        (["search", "x", "*.ris"], "*.ris: matches no file; check the pattern"),
    ],
)
def test_nothing_is_suggested_where_nobody_knows(
    arguments: list[str], said: str, call: Call
) -> None:
    assert call(*arguments) == (2, "", f"paperview: {said}\n")


def test_a_query_may_be_called_like_a_folder_and_a_file_like_a_command(
    call: Call, folder: Path
) -> None:
    assert call("search", "papers", "mine.txt")[0] == 1
    (folder / "serach").write_text("We show.\n\narXiv:2001.00001\n")
    assert "needs a terminal" in call("serach")[2]


def test_a_suggestion_is_harmless_and_can_be_pasted(call: Call) -> None:
    code, _, err = call("search", "mine.txt", "it's", "\x1bred")
    assert code == 2
    assert err.count("\n") == 1
    assert err.removesuffix("\n").isprintable()
    assert err.endswith("paperview search 'it'\"'\"'s ␛red' mine.txt\n")
