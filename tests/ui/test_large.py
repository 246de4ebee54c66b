"""A file whose papers stay in it, under the eyes of a reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperview.library import cache
from paperview.library.load_state import Progress
from paperview.sources.opening import open_source
from paperview.ui.render import wording
from tests.cases import for_each
from tests.library.workers.support import lines, load
from tests.ui.support import WIDE, reading, reading_files

pytestmark = pytest.mark.usefixtures("shared_workers")

COUNT = 2300


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "papers.json"
    path.write_bytes(lines(COUNT))
    return path


async def test_the_first_papers_are_there_at_once_and_the_others_come(path: Path) -> None:
    async with reading(open_source(path), until_loaded=False) as reader:
        assert 0 < len(reader.ids) <= COUNT
        await reader.press("down")
        first = reader.current
        await reader.loaded()
        assert reader.title("session") == f"{COUNT:,} papers · papers.json"
        await reader.until(lambda: reader.title("progress") == "")
        assert len(reader.ids) == COUNT
        assert reader.current == first  # the cursor stays on its paper
        await reader.ask("graph")
        assert reader.said("#count").split(" of ")[1].startswith(f"{COUNT:,} · ")


async def test_a_paper_is_read_from_the_file_when_it_is_shown(path: Path) -> None:
    async with reading(open_source(path), size=WIDE) as reader:
        await reader.ask("1501.02299")
        assert "arXiv:1501.02299" in reader.page
        assert "We show" in reader.page


async def test_what_the_cache_has_wrong_is_made_anew_without_a_word(path: Path) -> None:
    load(path)
    (entry,) = cache.entries()
    file = entry.path("segment0001")
    content = bytearray(file.read_bytes())
    content[-100] ^= 0xFF
    file.write_bytes(content)
    async with reading_files(path, until_loaded=False) as reader:
        spoilt = reader.screen.session
        await reader.until(lambda: reader.screen.session is not spoilt)
        await reader.loaded()
        await reader.ask("graph")
        assert len(reader.screen.results) > 0
        assert reader.toasts == []
    assert load(path).loader.is_sound()


@for_each(
    ("width", "said"),
    [
        (120, "indexing ━━━━────── 41 % · 29,000/s · 1 min 5 s left"),
        (90, "indexing ━━━━────── 41 %"),
        (40, "41 %"),
    ],
)
def test_progress_is_told_as_there_is_room(width: int, said: str) -> None:
    assert wording.progress(Progress("indexing", 0.41, 29_000, 65.2), width) == said


def test_without_progress_nothing_is_told() -> None:
    assert wording.progress(None, 120) == ""
