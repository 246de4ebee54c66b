"""A file to load; and what is opened in a test is closed behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from paperview.index.storage import index
from paperview.library import loader
from tests.library.workers import support


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    while support.OPEN:
        support.OPEN.pop().close()


@pytest.fixture(autouse=True)
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few papers fill the first segment."""
    monkeypatch.setattr(index, "FIRST_SEGMENT", support.FIRST_SEGMENT)
    monkeypatch.setattr(loader, "FIRST_INDEX", support.FIRST_SEGMENT)
    monkeypatch.setattr(loader, "BATCH", support.FIRST_SEGMENT // 2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Write the file that several tests load."""
    path = tmp_path / "papers.json"
    path.write_bytes(support.TEXT)
    return path


@pytest.fixture(scope="session")
def expected() -> list[list[int]]:
    """Ask what an index of that file that is made in memory answers."""
    return support.answers_in_memory(support.TEXT)


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Do without a cache; return the folder of temporary files."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr("paperview.library.cache.folders._limit", 0)
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder
