"""The table of formats and everything that follows it: modules, help and documentation."""

from __future__ import annotations

import re
from pathlib import Path, PurePath

import pytest

from paperview.cli import run
from paperview.sources.registry import BY_NAME, FORMATS, Format, detect

ROOT = Path(__file__).parents[2]
ALL = pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)


def test_the_page_on_formats_lists_every_one_once() -> None:
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    header = re.search(r"^\| format \| `--from` \|.*\n\|[- |]+\|\n", text, re.MULTILINE)
    assert header is not None
    rows = text[header.end() :].partition("\n\n")[0].split("\n")
    names = [name for row in rows for name in re.findall(r"`(\w+)`", row.split(" | ")[1])]
    assert sorted(names) == sorted(BY_NAME)


def test_names_and_modules_are_unique() -> None:
    assert len(BY_NAME) == len(FORMATS)
    assert len({row.module for row in FORMATS}) == len(FORMATS)


def test_every_module_of_the_folder_that_is_a_reader_is_in_the_table() -> None:
    folder = ROOT / "src/paperview/sources/formats"
    modules = [*folder.glob("*.py"), *folder.glob("*/__init__.py")]
    readers = {
        path.parent.name if path.name == "__init__.py" else path.stem
        for path in modules
        if "\ndef looks_like(" in path.read_text(encoding="utf-8")
    }
    assert readers == {row.module for row in FORMATS}


@ALL
def test_a_reader_refuses_a_file_that_cannot_begin_so(row: Format) -> None:
    for head in (b"", b" \n", b"a", b"<a/>", b"{}", b"[]"):
        assert row.matches(head) == row.reader().looks_like(head) is False


@ALL
def test_an_extension_leads_to_the_first_format_that_has_it(row: Format) -> None:
    for extension in row.extensions:
        owner = next(one for one in FORMATS if extension in one.extensions)
        assert detect(b"?", PurePath(f"a{extension.upper()}")) is owner
        assert detect(b"?", PurePath("a")) is None


def test_the_help_lists_every_format_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    after = capsys.readouterr().out.partition("--from FORMAT ")[2].partition(" --watch ")[0]
    words = re.findall(r"\w+", after.partition(":")[2])
    assert words == [row.name for row in FORMATS]
