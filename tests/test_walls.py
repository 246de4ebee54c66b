"""Who may import whom: a core that knows no screen, and a screen that knows no format."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import paperview

PACKAGE = Path(paperview.__file__).parent
SCREEN = {"textual", "rich"}
SLOW = {"numpy", "pyperclip", "rapidfuzz"}
"""What takes so long to import that the first screen must not wait for it."""

ALLOWED = {
    "text": set[str](),
    "tex": {"text"},
    "model": {"tex", "text"},
    "sources": {"model", "tex", "text"},
    "index": {"model", "tex", "text"},
    # The writer of the seeds' format asks its reader what it would make of a record.
    "exports": {"model", "sources.formats.plain", "tex", "text"},
    "library": {"exports", "index", "model", "sources", "tex", "text"},
    "system": {"", "library.history", "text"},
    "commands": {
        *("", "exports", "index", "library", "model", "sources", "system.streams", "tex", "text"),
    },
    "cli": {"commands", "sources", "system", "ui"},
    "__main__": {"cli"},
}
"""Per part of the core: what of the package it may import besides itself."""

_FOR_WIDGETS = (
    "paperview.library.history",
    "paperview.index.results",
    "paperview.text",
    "paperview.ui.render",
)

OUTSIDE = {
    "index": {"numpy", "rapidfuzz"},
    "library": {"numpy", "platformdirs"},
    "sources": {"defusedxml", "msgspec", "numpy", "zstandard"},
    "system": {"pyperclip"},
    "ui": SCREEN,
}
"""Per part: what it may import that neither Python nor the package brings."""


_FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Import:
    """One imported name, and whether it is imported only when a function runs."""

    importer: str
    name: str
    is_late: bool

    @property
    def part(self) -> str:
        return _part(self.importer)


def _part(module: str) -> str:
    return module.removeprefix("paperview").removeprefix(".").partition(".")[0]


def _imports() -> Iterator[Import]:
    for path in sorted(PACKAGE.rglob("*.py")):
        names = path.relative_to(PACKAGE.parent).with_suffix("").parts
        module = ".".join(names).removesuffix(".__init__")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, _FUNCTIONS)]
        late = {id(inner) for function in functions for inner in ast.walk(function)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(module, alias.name, id(node) in late)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, "imports name the whole way"
                for alias in node.names:
                    yield Import(module, f"{node.module}.{alias.name}", id(node) in late)


IMPORTS = tuple(_imports())


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] == "paperview"


def test_every_part_of_the_core_imports_only_what_it_may() -> None:
    parts = {found.part for found in IMPORTS} - {"", "ui"}
    assert parts <= ALLOWED.keys()
    trespasses = [
        f"{found.importer} imports {found.name}"
        for found in IMPORTS
        if found.part in ALLOWED and _is_ours(found.name)
        if not _may_import(found.part, found.name.removeprefix("paperview").removeprefix("."))
    ]
    assert trespasses == []


def _may_import(part: str, name: str) -> bool:
    allowed = ALLOWED[part] | {part}
    return name == "" or any(name == one or name.startswith(f"{one}.") for one in allowed if one)


def test_only_the_command_line_imports_the_screen_and_only_when_it_is_wanted() -> None:
    found = [one for one in IMPORTS if one.name.startswith("paperview.ui") and one.part != "ui"]
    assert {one.importer for one in found} <= {"paperview.cli"}
    assert all(one.is_late for one in found)


def test_a_widget_knows_no_screen_no_source_and_no_other_widget() -> None:
    widgets = [one for one in IMPORTS if one.importer.startswith("paperview.ui.widgets.")]
    assert widgets
    for one in widgets:
        assert not _is_ours(one.name) or one.name.startswith(_FOR_WIDGETS), one


def test_no_format_knows_how_files_are_opened() -> None:
    opening = ("paperview.sources.opening", "paperview.sources.request")
    formats = [one for one in IMPORTS if one.importer.startswith("paperview.sources.formats.")]
    assert formats
    for one in formats:
        assert not one.name.startswith(opening), one


def test_what_comes_from_outside_is_imported_where_it_belongs() -> None:
    foreign = {
        (found.part, found.name.partition(".")[0])
        for found in IMPORTS
        if not _is_ours(found.name)
        if found.name.partition(".")[0] not in sys.stdlib_module_names
    }
    assert foreign <= {(part, name) for part, names in OUTSIDE.items() for name in names}


# What a fresh interpreter has loaded


def loaded_by(code: str) -> set[str]:
    """Run code in a fresh interpreter; return the heavy packages that are loaded then."""
    watched = sorted(SCREEN | SLOW)
    report = f"import sys; print([name for name in {watched} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(ast.literal_eval(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["--help"], ["search", "", "--limit", "1"], ["check", "missing.txt"]],
)
def test_what_needs_no_search_loads_nothing_slow(arguments: list[str]) -> None:
    assert loaded_by(f"from paperview.cli import run; run({arguments})") == set()


def test_searching_loads_no_screen() -> None:
    code = "from paperview.cli import run; run(['search', 'fedrated lern', '--limit', '1'])"
    assert "numpy" in loaded_by(code)
    assert not loaded_by(code) & SCREEN


def test_checking_loads_no_screen_and_nothing_slow(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("We.\n\narXiv:none\n")
    assert loaded_by(f"from paperview.cli import run; run(['check', {str(path)!r}])") == set()


def test_the_whole_core_loads_no_screen() -> None:
    modules = sorted({found.importer for found in IMPORTS if found.part not in ("ui", "__main__")})
    assert not loaded_by("".join(f"import {module}\n" for module in modules)) & SCREEN


def test_the_screen_starts_without_what_is_slow() -> None:
    loaded = loaded_by("import paperview.ui.app")
    assert "textual" in loaded
    assert not loaded & SLOW


def test_the_screen_starts_without_what_only_papers_in_files_need() -> None:
    code = (
        "import sys, paperview.ui.app; sys.exit('paperview.sources.jsonl.records' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
