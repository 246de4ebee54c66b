"""`paperview cache`: lines and exit codes."""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from paperview.cli import run
from paperview.library import cache
from paperview.library.cache import FileIdentity
from tests.library.cache.conftest import begun, names, published

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Call the program with `cache` and what follows; give its exit code, output and errors."""

    def called(*arguments: str | Path) -> tuple[int, str, str]:
        code = run(["cache", *map(str, arguments)])
        return code, *capsys.readouterr()

    return called


@pytest.fixture
def kept(tmp_path: Path) -> list[Path]:
    """Make three files with entries, last used in 2021, 2022 and 2023."""
    paths = [tmp_path / f"{name}.txt" for name in ("ann", "bob", "cy")]
    for number, path in enumerate(paths):
        path.write_text("We.")
        draft = begun(FileIdentity.of(path), {"a": bytes(12_345 * 99**number)})
        entry = draft.publish({"papers": 1_200} if number else {"papers": "many"})
        assert entry is not None
        used = time.mktime((2021 + number, 3, 4, 5, 6, 0, 0, 0, -1))
        for file in entry.folder.iterdir():
            os.utime(file, (used, used))
    return paths


def test_an_empty_cache_is_said_to_be_so(call: Call, place: Path) -> None:
    assert call() == (0, f"0 files, 0 bytes of 20.0 GB at most\nfolder: {place}\n", "")


def test_each_entry_is_listed_the_last_used_first(
    call: Call, kept: list[Path], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob, cy = kept
    monkeypatch.setenv("PAPERVIEW_CACHE_LIMIT", "1.5G")
    bob.unlink()
    cy.write_text("They.")
    expected = (
        f"121.0 MB  2023-03-04 05:06  1,200 papers  changed  {cy}\n"
        f"  1.2 MB  2022-03-04 05:06  1,200 papers  gone     {bob}\n"
        f" 12.3 kB  2021-03-04 05:06             -  current  {ann}\n"
        f"3 files, 122.2 MB of 1.5 GB at most\n"
        f"folder: {place}\n"
    )
    assert call() == (0, expected, "")
    assert call() == (0, expected, "")  # to look is not to use


def test_clearing_removes_all_and_says_what_was_freed(
    call: Call, kept: list[Path], place: Path
) -> None:
    code, out, err = call("clear")
    assert (code, out, err) == (0, "freed 122.2 MB\n", "")
    assert names(place) == set()
    assert call("clear") == (0, "freed 0 bytes\n", "")
    assert all(path.exists() for path in kept)


def test_clearing_some_files_leaves_the_others(
    call: Call, kept: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob, cy = kept
    cy.unlink()
    monkeypatch.chdir(bob.parent)
    assert call("clear", bob.name, cy, bob) == (0, "freed 122.2 MB\n", "")
    assert [entry.identity.path for entry in cache.entries()] == [str(ann)]


def test_clearing_a_file_of_which_nothing_is_kept_is_a_mistake(
    call: Call, kept: list[Path], tmp_path: Path
) -> None:
    ann, bob, _ = kept
    other = tmp_path / "ot\x1b[31mher.txt"
    code, out, err = call("clear", ann, other)
    assert code == 2
    assert re.fullmatch(r"freed 12\.\d kB\n", out)
    name = str(other).replace("\x1b", "\u241b")
    assert err == f"paperview: {name}: is not in the cache; see: paperview cache\n"
    assert cache.find(FileIdentity.of(ann)) is None
    assert cache.find(FileIdentity.of(bob)) is not None


def test_a_draft_in_use_is_left_and_said_so(call: Call, identity: FileIdentity) -> None:
    draft = begun(identity)
    assert call()[1].endswith("\n1 being made by a running program\n")
    assert call("clear") == (
        0,
        "freed 0 bytes\n1 left: a running program is making it\n",
        "",
    )
    assert draft.publish({}) is not None


def test_a_limit_that_is_no_size_is_told(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERVIEW_CACHE_LIMIT", "a\x1blot")
    code, out, err = call()
    assert code == 0
    assert " of 20.0 GB at most" in out
    assert err.startswith(
        "paperview: PAPERVIEW_CACHE_LIMIT: cache.limit is 'a\u241blot', not a size"
    )


def test_no_cache_at_all_is_said_to_be_so(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.limit_to(0)
    assert call()[1].startswith("0 files, 0 bytes; cache.limit is 0: no cache\n")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "relative")
    assert call()[1].endswith("folder: none, for want of a home folder\n")


def test_a_cache_that_can_not_be_cleared_is_told(
    call: Call, identity: FileIdentity, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(identity)

    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(os, "rename", refuse)
    code, out, err = call("clear")
    assert (code, out) == (2, "")
    assert err.startswith(f"paperview: {place}: can't be cleared (Read-only file system); ")
    assert err.count("\n") == 1


def test_names_and_facts_come_out_harmless(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b]0;t\x07\n\u202e.txt"
    path.write_text("We.")
    draft = begun(FileIdentity.of(path))
    assert draft.publish({"papers": "\x1b[31m"}) is not None
    code, out, _ = call()
    assert code == 0
    assert all(line.isprintable() for line in out.splitlines())
    assert len(out.splitlines()) == 3


@pytest.mark.parametrize("arguments", [("empty",), ("--all",), ("mine.txt", "clear")])
def test_a_mistake_takes_one_line(arguments: tuple[str, ...], call: Call) -> None:
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("paperview cache: ")
    assert err.count("\n") == 1


def test_help_has_examples_and_exit_codes(call: Call) -> None:
    code, out, err = call("--help")
    assert (code, err) == (0, "")
    assert out.startswith("usage: paperview cache [clear [FILE ...]] [--set NAME=VALUE]\n")
    assert "Exit code" in out
    assert max(map(len, out.splitlines())) <= 80
