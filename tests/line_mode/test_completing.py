"""What a line of the line mode may become."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperview.index.storage.index import Index, build_shards
from paperview.line_mode.completing import completions
from paperview.model.paper import Paper
from tests.cases import for_each

INDEX = Index(
    tuple(build_shards([Paper(title="One", authors=("Diego Perino",), categories=("cs.LG",))]))
)


def completed(line: str) -> list[str]:
    return list(completions(line, INDEX, lambda: ["to-read", "ml"]))


@for_each(
    ("line", "whole"),
    [
        ("auth", "author:"),
        ("gnn author:per", "gnn author:perino "),
        ("/author:per", "/author:perino "),
        ("cat:cs", "cat:cs.LG "),
        ("is:sta", "is:starred "),
        ("tag:to", "tag:to-read "),
        ("s ne", "s newest"),
        ("3Y bibl", "3Y biblatex"),
        ("3t m", "3t ml "),
        ("3t ml to", "3t ml to-read "),
        ("1-3,5E ri", "1-3,5E ris "),
    ],
)
def test_queries_and_what_commands_take_are_completed(line: str, whole: str) -> None:
    assert whole in completed(line)


def test_a_query_that_only_looks_like_a_command_is_completed_as_a_query() -> None:
    assert "t chan author:perino " in completed("t chan author:per")


def test_names_of_files_are_completed_as_they_are_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "my refs.bib").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "a[b.bib").touch()
    assert "E my refs.bib" in completed("E my")
    assert "E+ ~/my refs.bib" in completed("E+ ~/m")
    assert "E folder/" in completed("E fol")
    assert "E ris my refs.bib" in completed("E ris my r")
    assert "E a[b.bib" in completed("E a[")


def test_without_an_index_nothing_of_the_papers_is_completed() -> None:
    assert not completions("author:per", None, tuple)
    assert "author:" in completions("auth", None, tuple)
