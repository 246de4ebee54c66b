"""Names on the command line: formats, folders, patterns, pipes, standard input."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from paperview.sources.registry import FORMATS
from tests.cases import for_each
from tests.commands.conftest import IDS_NEWEST_FIRST, SAMPLE, Call
from tests.library.workers.support import lines

DEADLINE_S = 60
PROGRAM = (sys.executable, "-m", "paperview")


def fed(data: bytes, *arguments: str | Path) -> tuple[int, str, str]:
    """Call the program with something on its standard input."""
    done = subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        input=data,
        capture_output=True,
        timeout=DEADLINE_S,
        check=False,
        start_new_session=True,  # without the terminal of who runs the tests
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def endless(command: str) -> tuple[int, str, str]:
    """Call the program in a shell, with something on its standard input that never ends."""
    done = subprocess.run(
        ["bash", "-c", command.replace("paperview", f"'{sys.executable}' -m paperview")],
        capture_output=True,
        timeout=DEADLINE_S,
        check=False,
        text=True,
        start_new_session=True,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("arguments", [("search", ""), ("check",), ()])
def test_an_unknown_format_is_one_line_that_lists_them(
    arguments: Sequence[str], call: Call, sample: Path
) -> None:
    code, out, err = call(*arguments, sample, "--from", "word\x1b[31m")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    names = ", ".join(one.name for one in FORMATS)
    assert f"argument --from: 'word␛[31m' is not a format: {names}; see " in err


def test_a_format_that_is_named_is_taken(call: Call, sample: Path, tmp_path: Path) -> None:
    odd = tmp_path / "odd"
    odd.write_text("\n".join(["Some words."] * 20_000) + "\n\n" + SAMPLE)
    code, out, err = call("search", "", odd)
    assert (code, out) == (2, "")
    assert f"{odd}: is in no known format; if you know it: --from NAME (" in err
    code, out, _ = call("search", "", odd, "--from", "plain", "--format", "ids")
    assert (code, sorted(out.split())) == (0, sorted(IDS_NEWEST_FIRST))
    code, _, err = call("search", "", sample, "--from", "jsonl")
    assert code == 2
    assert "none of its" in err


def test_a_folder_is_searched_and_a_check_tells_what_was_passed_over(
    call: Call, sample: Path
) -> None:
    folder = sample.parent
    (folder / "notes.txt").write_text("Nothing.")
    (folder / "paper.pdf").write_bytes(b"%PDF-1.7")
    code, out, err = call("search", "", folder, "--format", "ids")
    assert (code, out.split(), err) == (0, IDS_NEWEST_FIRST, "")
    code, out, err = call("check", folder)
    assert (code, err) == (0, "")
    assert f"{folder}/notes.txt: passed over: looks like no papers\n" in out
    assert out.endswith("3 papers, 0 problems, 2 files passed over\n")


def test_a_pattern_and_a_zip_file_are_searched(call: Call, sample: Path) -> None:
    code, out, _ = call("search", "", f"{sample.parent}/*.txt", "--format", "ids")
    assert (code, out.split()) == (0, IDS_NEWEST_FIRST)
    path = sample.parent / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sub/sample.txt", SAMPLE)
    sample.unlink()
    code, out, _ = call("search", "", path, "--format", "ids")
    assert (code, out.split()) == (0, IDS_NEWEST_FIRST)
    code, _, err = call("search", "", f"{sample.parent}/*.bib")
    assert (code, err) == (
        2,
        f"paperview: {sample.parent}/*.bib: matches no file; check the pattern\n",
    )


def test_an_empty_folder_is_one_line(call: Call, tmp_path: Path) -> None:
    assert call(tmp_path) == (
        2,
        "",
        f"paperview: {tmp_path}: holds no file whose name ends like those of papers\n",
    )


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_standard_input_is_searched_packed_or_not(pack: object, feed: Call) -> None:
    assert callable(pack)
    code, out, err = feed(pack(SAMPLE.encode()), "search", "zebra", "-", "--format", "ids")
    assert (code, out.split(), err) == (0, ["2001.00001", "2003.00003"], "")
    code, out, err = feed(pack(lines(600)), "search", "", "--limit", "600", "-", "--format", "ids")
    assert (code, err) == (0, "")
    assert len(set(out.split())) == 600


def test_standard_input_is_checked(feed: Call) -> None:
    code, out, err = feed(b"arXiv:none\n\n" + SAMPLE.encode(), "check", "-")
    assert (code, err) == (1, "")
    assert out.startswith("standard input:1: 'none' is not an arXiv id\n")
    assert "3 papers, 1 problem" in out
    code, out, _ = feed(gzip.compress(lines(600))[:-9], "check", "-")
    assert code == 2
    assert "standard input: is cut off: unpacked " in out


@for_each("command", ["search ''", "check", ""])
def test_empty_standard_input_is_one_line(command: str) -> None:
    code, out, err = endless(f"paperview {command} - </dev/null")
    assert (code, out) == (2, "")
    assert err == (
        "paperview: standard input: is empty; put records into it, or name another file\n"
    )


def test_closed_standard_input_is_one_line() -> None:
    code, out, err = endless("paperview search '' - <&-")
    assert (code, out) == (2, "")
    assert err == "paperview: standard input: is closed; send papers through a pipe\n"


@for_each("command", ["search ''", "check", ""])
@for_each(
    ("writer", "said"),
    [("yes", "is in no known format"), ("cat /dev/zero", "is a binary file")],
)
def test_what_never_ends_and_is_no_papers_is_refused_by_its_beginning(
    writer: str, said: str, command: str
) -> None:
    code, out, err = endless(f"{writer} | paperview {command} -")
    assert (code, out) == (2, "")
    assert err.startswith(f"paperview: standard input: {said}")
    assert err.count("\n") == 1


def test_papers_that_never_end_are_read_up_to_the_limit_and_it_is_told() -> None:
    limited = (
        "import sys, paperview.sources.pipe as piped; piped.MEMORY_LIMIT = 50_000;"
        "from paperview.cli import run; sys.exit(run(['check', '-']))"
    )
    with subprocess.Popen(["yes", "arXiv:2304.00001"], stdout=subprocess.PIPE) as writer:
        done = subprocess.run(
            [sys.executable, "-c", limited],
            stdin=writer.stdout,
            capture_output=True,
            timeout=DEADLINE_S,
            check=False,
            text=True,
        )
        writer.terminate()
    assert (done.returncode, done.stderr) == (2, "")
    assert "only (more than 50.0 kB; save it to a file)" in done.stdout
    assert "1 paper," in done.stdout


def test_the_output_of_a_command_is_searched_like_a_file(tmp_path: Path) -> None:
    path = tmp_path / "papers.gz"
    path.write_bytes(gzip.compress(lines(600)))
    code, out, err = endless(f"paperview search '' <(zcat {path}) <(cat {path}) --format ids")
    assert (code, err) == (0, "")
    assert len(set(out.split())) == 600


def test_the_reader_of_standard_input_needs_a_terminal(sample: Path) -> None:
    code, out, err = fed(sample.read_bytes())
    assert (code, out) == (2, "")
    code, out, err = fed(sample.read_bytes(), "-")
    assert (code, out) == (2, "")
    assert err.startswith("paperview: the reader needs a terminal; ")
    assert err.count("\n") == 1


def test_a_folder_nobody_may_read_is_told(
    call: Call, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shut = sample.parent / "shut"
    shut.mkdir()
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "shut":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr("paperview.sources.folders.os.scandir", refuse)
    said = f"paperview: {shut}: no permission to read it; try: chmod u+r\n"
    assert call("search", "", shut) == (2, "", said)
    code, out, err = call("search", "", sample.parent, "--format", "ids")
    assert (code, out.split(), err) == (2, IDS_NEWEST_FIRST, said)


def test_clearing_the_cache_of_what_has_none_is_a_mistake(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "nosuch"
    assert call("cache", "clear", path) == (
        2,
        "",
        f"paperview: {path}: is not in the cache; see: paperview cache\n",
    )


def test_abbreviations_of_another_file_are_no_problem(call: Call, tmp_path: Path) -> None:
    strings, refs = tmp_path / "strings.bib", tmp_path / "refs.bib"
    strings.write_text('@string{jlt = "Journal of Light"}\n')
    refs.write_text("@article{a, title={T}, journal=jlt}\n")
    for files in ((strings, refs), (refs, strings), (tmp_path,)):
        code, out, err = call("check", *files)
        assert (code, err) == (0, "")
        assert f"{strings}: BibTeX and BibLaTeX, 0 records: 0 papers, definitions" in out
        assert out.endswith("1 paper, 0 problems\n")
    code, out, _ = call("search", "", refs, strings, "--format", "jsonl")
    assert (code, "Journal of Light" in out) == (0, True)
    code, _, err = call("search", "", strings)
    assert code == 2
    assert "no papers in it; it defines abbreviations for other files: name these, too" in err
