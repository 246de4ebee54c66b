"""The modules, functions and tests that the documentation names are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "src" / "paperview"
PAGES = ("CONTRIBUTING.md", "docs/architecture.md", "docs/performance.md")
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
