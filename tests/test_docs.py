"""What the documentation names is there, and what it is made from is complete."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docs import generated

import paperview
from tests.conftest import ROOT

PACKAGE = ROOT / "src" / "paperview"
PAGES = ("CONTRIBUTING.md", "docs/architecture.md", "docs/performance.md")
DOCS = sorted((ROOT / "docs").glob("*.md"))
NAMED = re.compile(r"`((?:[\w.-]+/)*[\w.-]+\.(?:py|tcss|md)|(?:[\w-]+/)+)(?::([\w.]+))?`")


def named(page: str) -> list[tuple[str, str]]:
    """Return the files and folders that a page names, each with the name of what is in it."""
    found = NAMED.findall((ROOT / page).read_text(encoding="utf-8"))
    return [one for one in dict.fromkeys(found) if "NAME" not in one[0]]


def _file(path: str) -> Path | None:
    folders = (ROOT, PACKAGE, PACKAGE / "sources", PACKAGE / "sources" / "formats")
    found = next((folder / path for folder in folders if (folder / path).exists()), None)
    return found or next(PACKAGE.rglob(path.rstrip("/")), None)


@pytest.mark.parametrize("page", PAGES)
def test_every_file_and_every_name_on_a_page_exists(page: str) -> None:
    missing = []
    for path, name in named(page):
        file = _file(path)
        if file is None:
            missing.append(path)
            continue
        for part in filter(None, name.split(".")):
            defines = rf"^\s*(?:(?:async )?def|class) {part}\b|^{part}\b"
            if not re.search(defines, file.read_text(encoding="utf-8"), re.MULTILINE):
                missing.append(f"{path}:{name}")
    assert missing == []


def test_every_page_is_in_the_contents() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```\{toctree\}\n(?::.*\n)*\n([^`]*)```", index)
    pages = [page for block in blocks for page in block.split()]
    assert sorted([*pages, "index"]) == sorted(page.stem for page in DOCS)


def test_every_generated_part_is_on_a_page_and_its_tables_are_regular() -> None:
    texts = [page.read_text(encoding="utf-8") for page in DOCS]
    assert set(re.findall(r"\{generated\} (\S+)", "".join(texts))) == generated.PARTS.keys()
    for name, make in generated.PARTS.items():
        rows = [line for line in make().split("\n") if line.startswith("|")]
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) <= 1, name


def test_the_page_on_python_has_the_names_that_are_promised() -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"\.\. auto\w+:: (\w+)", page)) == sorted(paperview.__all__)


LINK = re.compile(r"\]\(([^()\s:]*?)(?:#([^()\s]+))?\)")


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS], ids=lambda page: page.name
)
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for path, heading in LINK.findall(page.read_text(encoding="utf-8")):
        target = page.parent / path if path else page
        assert target.exists(), path
        assert not heading or heading in _headings(target), f"{path}#{heading}"


def _headings(page: Path) -> set[str]:
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one).strip().lower().replace(" ", "-") for one in found}
