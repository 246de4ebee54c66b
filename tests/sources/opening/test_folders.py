"""Which files a folder or a pattern stands for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from paperview.sources import folders
from paperview.sources.folders import (
    TooMuchError,
    files_in,
    is_hidden,
    matches,
    may_hold_papers,
)
from tests.cases import for_each


def make(folder: Path, *names: str) -> None:
    """Make empty files, and the folders that they are in."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def names(folder: Path, paths: list[Path]) -> list[str]:
    return [str(path.relative_to(folder)) for path in paths]


def test_files_of_papers_are_found_at_any_depth_in_the_order_of_names(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a/z.jsonl", "a/b/c.txt.gz", "a/y.txt", "C.TXT", "x.zip")
    found = files_in(tmp_path)
    assert names(tmp_path, found.files) == [
        "C.TXT",
        "a/b/c.txt.gz",
        "a/y.txt",
        "a/z.jsonl",
        "b.txt",
        "x.zip",
    ]
    assert (found.others, found.errors) == (0, [])


def test_what_is_called_otherwise_is_counted_and_what_is_hidden_is_not(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "a.pdf", "sub/photo.jpg", "README", "a.txt~", "a.gz", "txt")
    make(tmp_path, ".b.txt", ".git/c.txt", "__pycache__/d.txt", "sub/node_modules/e.txt")
    found = files_in(tmp_path)
    assert names(tmp_path, found.files) == ["a.txt"]
    assert found.others == 6


def test_a_hidden_folder_that_is_named_is_gone_through(tmp_path: Path) -> None:
    make(tmp_path, ".papers/a.txt")
    assert names(tmp_path, files_in(tmp_path / ".papers").files) == [".papers/a.txt"]


def test_links_are_followed_and_circles_come_to_an_end(tmp_path: Path) -> None:
    make(tmp_path, "in/a.txt", "out/b.txt")
    (tmp_path / "in" / "up").symlink_to(tmp_path)
    (tmp_path / "in" / "self").symlink_to(tmp_path / "in" / "self")
    (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "in" / "more").symlink_to(tmp_path / "out")
    (tmp_path / "in" / "again").symlink_to(tmp_path / "out")
    found = files_in(tmp_path / "in")
    assert {path.resolve() for path in found.files} == {
        tmp_path / "in" / "a.txt",
        tmp_path / "out" / "b.txt",
    }
    assert len(found.files) == 2


def test_pipes_and_devices_in_a_folder_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "null.txt").symlink_to(os.devnull)
    found = files_in(tmp_path)
    assert (found.files, found.others) == ([], 0)


def test_a_folder_that_can_not_be_read_is_told_and_the_others_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "a.txt", "shut/b.txt")
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if path.name == "shut":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr("paperview.sources.folders.os.scandir", refuse)
    found = files_in(tmp_path)
    assert names(tmp_path, found.files) == ["a.txt"]
    ((path, error),) = found.errors
    assert (path, type(error)) == (tmp_path / "shut", PermissionError)
    with pytest.raises(PermissionError):
        files_in(tmp_path / "shut")


def test_too_much_is_not_gone_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, *(f"{number % 5}/{number}.pdf" for number in range(50)))
    monkeypatch.setattr(folders, "ENTRIES", 55)
    assert files_in(tmp_path).others == 50
    monkeypatch.setattr(folders, "ENTRIES", 54)
    with pytest.raises(TooMuchError):
        files_in(tmp_path)
    with pytest.raises(TooMuchError):
        matches(f"{tmp_path}/**/*.pdf")


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.txt", ["a.txt", "b.txt"]),
        ("?.txt", ["a.txt", "b.txt"]),
        ("[bc]*", ["b.txt"]),
        ("*", ["a.txt", "b.txt", "sub"]),
        (".*.txt", [".h.txt"]),
        ("*/*.txt", ["sub/c.txt"]),
        ("**/*.txt", ["a.txt", "b.txt", "sub/c.txt", "sub/deep/d.txt"]),
        ("**/deep/*", ["sub/deep/d.txt"]),
        ("sub/**/d.txt", ["sub/deep/d.txt"]),
        ("sub/d*p/../c.txt", ["sub/deep/../c.txt"]),
        ("sub/**", ["sub", "sub/deep"]),
        ("a.txt/*", []),
        ("*.bib", []),
        ("nowhere/*", []),
        ("[", []),
    ],
)
def test_patterns_match_as_in_a_shell(
    pattern: str, found: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "a.txt", "b.txt", ".h.txt", "sub/c.txt", "sub/deep/d.txt", ".hid/e.txt")
    assert matches(f"{tmp_path}/{pattern}") == [tmp_path / name for name in found]
    monkeypatch.chdir(tmp_path)
    assert matches(pattern) == [Path(name) for name in found]


def test_a_pattern_goes_through_circles_once(tmp_path: Path) -> None:
    make(tmp_path, "a/x.txt", "b/y.txt")
    for name in "ab":
        for other in "ab":
            (tmp_path / name / f"to-{other}").symlink_to(tmp_path / other)
    assert len(matches(f"{tmp_path}/**/*.txt")) == 2


@for_each(
    ("name", "may"),
    [
        ("a.txt", True),
        ("a.TXT.GZ", True),
        ("a.jsonl.zst", True),
        ("a.zip", True),
        ("a.zip.gz", False),
        ("a.txt.gz.gz", False),
        ("a.pdf", False),
        (".txt", False),
        ("gz", False),
        (".gz", False),
        ("a", False),
        ("..", False),
    ],
)
def test_names_of_files_of_papers(name: str, may: bool) -> None:
    assert may_hold_papers(name) == may
    assert may_hold_papers(f"sub.txt/{name}") == may


def test_hidden_are_names_that_begin_with_a_dot_but_for_the_folder_above() -> None:
    assert is_hidden(Path("a/.b/c.txt"))
    assert is_hidden(Path("__MACOSX/c.txt"))
    assert not is_hidden(Path("../a/c.txt"))
