"""Reloading several files: some have changed, are gone, new or half-written."""

import os
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.ui.changes import noticed, reloaded, rewrite
from tests.ui.corpora import number, numbered
from tests.ui.support import reading_files

pytestmark = pytest.mark.usefixtures("impatient")


@pytest.fixture
def others(tmp_path: Path) -> Path:
    path = tmp_path / "others.txt"
    path.write_text(numbered(5, start=101))
    return path


async def test_of_several_files_a_half_written_one_keeps_its_papers(
    refs: Path, others: Path
) -> None:
    async with reading_files(refs, others) as reader:
        rewrite(refs, "half")
        rewrite(others, numbered(6, start=101))
        await noticed(reader, "2 files changed · f5 reloads")
        await reader.press("f5")
        await reloaded(reader, 26)
        assert "no papers in it" in await reader.told("its papers stay as they were")
        assert reader.title("problems") == "! 1 problem"
        rewrite(refs, numbered(30))
        await noticed(reader)
        await reader.press("f5")
        await reloaded(reader, 36)
        assert not reader.title("problems")


async def test_of_several_files_one_that_is_gone_takes_its_papers_along(
    refs: Path, others: Path
) -> None:
    async with reading_files(refs, others) as reader:
        others.unlink()
        await noticed(reader, "others.txt is gone · f5 reloads")
        await reader.press("f5")
        await reloaded(reader, 20)
        assert reader.title("session") == "20 papers · refs.txt"
        others.write_text(numbered(5, start=101))
        await noticed(reader, "others.txt is new · f5 reloads")
        await reader.press("f5")
        await reloaded(reader, 25)
        assert reader.title("session") == "25 papers · 2 files"


async def test_a_new_file_in_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, first in (("a.txt", 11), ("b.txt", 31)):
        (folder / name).write_text(numbered(10, start=first))
    async with reading_files(folder) as reader:
        await reader.press("down")
        (folder / "new.txt").write_text(numbered(10))
        await noticed(reader, "new.txt is new · f5 reloads")
        await reader.press("f5")
        await reloaded(reader, 30)
        assert reader.title("session") == "30 papers · 3 files"
        assert reader.current == number(12)
        (folder / "a.txt").write_text("half")
        (folder / "b.txt").unlink()
        await noticed(reader, "2 files changed · f5 reloads")
        await reader.press("f5")
        await reloaded(reader, 20)
        assert "a.txt: " in await reader.told("its papers stay as they were")
        assert reader.current == number(12)


async def test_a_half_written_archive_keeps_its_papers(refs: Path, tmp_path: Path) -> None:
    archive = tmp_path / "refs.zip"
    with ZipFile(archive, "w") as file:
        for name, first in (("a.txt", 101), ("b.txt", 111)):
            file.writestr(name, numbered(10, start=first))
    async with reading_files(refs, archive) as reader:
        archive.write_bytes(archive.read_bytes()[:500])
        rewrite(refs, numbered(30))
        await noticed(reader, "2 files changed · f5 reloads")
        await reader.press("f5")
        await reloaded(reader, 50)
        await reader.told("its papers stay as they were")


async def test_standard_input_is_not_followed_and_its_papers_stay(
    refs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    end, beginning = os.pipe()
    os.write(beginning, numbered(10, start=101).encode())
    os.close(beginning)
    with os.fdopen(end) as pipe:
        monkeypatch.setattr(sys, "stdin", pipe)
        async with reading_files(Path("-"), refs) as reader:
            rewrite(refs, numbered(30))
            await noticed(reader)
            await reader.press("f5")
            await reloaded(reader, 40)
