"""Files that change while they are open: it is said, and watched files are reloaded."""

from pathlib import Path

import pytest

from paperview.sources.request import Request
from paperview.ui.app import PaperviewApp
from tests.ui.changes import CHANGED, Gate, noticed, reloaded, rewrite
from tests.ui.corpora import number, numbered
from tests.ui.support import SINGLE, SMALL, STACKED, reading_files, running

pytestmark = pytest.mark.usefixtures("impatient")


async def test_a_change_is_said_and_what_to_do(refs: Path) -> None:
    async with reading_files(refs) as reader:
        assert not reader.title("news")
        assert "f5" not in reader.text
        refs.write_text(numbered(30))
        await noticed(reader)
        assert reader.title("session") == "20 papers · refs.txt"
        assert reader.said("KeyLine").startswith("f5 reload")
        await reader.press("enter")
        assert reader.said("KeyLine").startswith("f5 reload")
        await reader.press("f5")
        await reloaded(reader, 30)
        assert "f5" not in reader.text
        assert await reader.told("reloaded") == "reloaded: 30 papers"


@pytest.mark.parametrize(
    ("size", "news"),
    [(SMALL, CHANGED), (STACKED, "changed · f5"), (SINGLE, "changed · f5")],
)
async def test_there_is_room_for_it(size: tuple[int, int], news: str, refs: Path) -> None:
    async with reading_files(refs, size=size) as reader:
        rewrite(refs, numbered(30))
        await noticed(reader, news)
        assert "20 papers" in reader.title("session")


async def test_a_file_that_is_gone_is_said_and_its_papers_stay(refs: Path) -> None:
    async with reading_files(refs) as reader:
        refs.unlink()
        await noticed(reader, "refs.txt is gone")
        assert "f5" not in reader.said("KeyLine")
        await reader.press("f5")
        assert "no such file" in await reader.told("not reloaded: ")
        assert len(reader.ids) == 20
        await noticed(reader, "refs.txt is gone")
        refs.write_text(numbered(30))
        await noticed(reader)
        await reader.press("f5")
        await reloaded(reader, 30)


async def test_a_text_that_follows_another_at_once_has_room(refs: Path) -> None:
    async with reading_files(refs) as reader:
        title = reader.title_line
        title.show(["10 papers"], "", "short", [], "")
        reader.screen._refresh_layout()
        title.show(["10 papers"], "", CHANGED, [], "")
        await noticed(reader)


async def test_a_click_on_it_reloads(refs: Path) -> None:
    async with reading_files(refs) as reader:
        rewrite(refs, numbered(30))
        await noticed(reader)
        await reader.click(reader.title_line, "changed")
        await reloaded(reader, 30)


async def test_a_name_from_outside_is_shown_as_text_and_not_too_long(tmp_path: Path) -> None:
    path = tmp_path / f"[bold]\x1b[2J{'x' * 50}.txt"
    path.write_text(numbered(3))
    async with reading_files(path) as reader:
        path.unlink()
        await noticed(reader, f"[bold]␛[2J{'x' * 7}… is gone")


async def test_the_palette_offers_to_reload(refs: Path) -> None:
    async with reading_files(refs) as reader:
        rewrite(refs, numbered(30))
        await reader.press("f2")
        await reader.pilot.press(*"reload")
        await reader.until(lambda: "Reload the files" in reader.text)
        await reader.press("enter")
        await reloaded(reader, 30)


# --- by itself


async def test_watched_files_are_reloaded_by_themselves(refs: Path) -> None:
    async with reading_files(refs, watch=True) as reader:
        await reader.press("down", "down")
        for count in (30, 40):
            rewrite(refs, numbered(count))
            await reloaded(reader, count)
            assert reader.current == number(13)
        with refs.open("a") as file:
            file.write("\n" + numbered(5, start=41))
        await reloaded(reader, 45)
        assert not reader.toasts


async def test_watched_files_that_change_meanwhile_are_reloaded_again(
    refs: Path, gate: Gate
) -> None:
    async with reading_files(refs, watch=True) as reader:
        gate.close()
        rewrite(refs, numbered(30))
        await reader.until(gate.is_reached.is_set)
        rewrite(refs, numbered(40))
        await reader.until(
            lambda: reader.screen.reloading.reload and reader.screen.reloading.reload.is_outdated
        )
        gate.is_open.set()
        await reloaded(reader, 40)


async def test_a_watched_file_that_is_gone_comes_back(refs: Path) -> None:
    async with reading_files(refs, watch=True) as reader:
        refs.unlink()
        await noticed(reader, "refs.txt is gone")
        assert len(reader.ids) == 20
        assert not reader.toasts
        refs.write_text(numbered(30))
        await reloaded(reader, 30)


@pytest.mark.parametrize(
    ("half", "reason"),
    [("", "is empty"), ("Study 1\n", "no papers in it"), ("\0\1\2" * 99, "is a binary file")],
    ids=["empty", "no paper", "no text"],
)
async def test_a_half_written_file_does_not_take_the_papers_away(
    half: str, reason: str, refs: Path
) -> None:
    async with reading_files(refs, watch=True) as reader:
        await reader.press("down")
        rewrite(refs, half)
        assert "refs.txt" in await reader.told(f"{reason}")
        assert reader.toasts[-1].message.startswith("not reloaded: ")
        assert len(reader.ids) == 20
        await noticed(reader)
        rewrite(refs, numbered(30))
        await reloaded(reader, 30)
        assert reader.current == number(12)


async def test_a_file_that_changes_before_the_first_screen_is_noticed(refs: Path) -> None:
    request = Request([str(refs)])
    opened = request.open()
    rewrite(refs, numbered(30))
    async with running(PaperviewApp(request, opened), SMALL, until_loaded=True) as reader:
        await noticed(reader)
        assert "20 papers" in reader.title("session")
