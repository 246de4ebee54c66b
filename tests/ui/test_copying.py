"""Copying: what reaches the clipboard, and what the toast says of it."""

from collections.abc import Callable
from functools import partial
from threading import Event, Thread
from threading import enumerate as running_threads

import pytest
from textual.app import App
from textual.widgets._toast import Toast

from paperview import system
from paperview.system.clipboard import Outcome, Way
from paperview.ui import actions
from paperview.ui.dialogs.windows import ByHandScreen
from tests.ui.corpora import BEES, FIVE, GLASS, KNOTS, OLD, TIDES
from tests.ui.support import DEADLINE_S, Reader, reading, source


async def test_y_copies_the_id_under_the_cursor(copied: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.press("enter", "j", "y")
        assert await reader.told(TIDES) == f"arXiv id {TIDES}: copied with a test"
        await reader.press("enter", "n", "y")
        await reader.told(GLASS)
        assert copied == [TIDES, GLASS]


async def test_ctrl_y_copies_while_typing(copied: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.write("sorting")
        await reader.press("ctrl+y")
        await reader.told(OLD)
        assert copied == [OLD]
        assert reader.focus == "filter"
        assert reader.bar.text == "sorting"


async def test_a_paper_without_arxiv_id_says_so(copied: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("knots")
        await reader.press("ctrl+y")
        await reader.told("no arXiv id in this source")
        await reader.ask("zzyzx")
        await reader.press("ctrl+y")
        await reader.told("no paper to copy from")
        assert copied == []


def copied_so(outcome: Outcome, *_: object) -> Outcome:
    return outcome


async def test_the_toast_says_which_way_it_went(monkeypatch: pytest.MonkeyPatch) -> None:
    async with reading(source(FIVE), toasts=True) as reader:
        for outcome, said in [
            (Outcome(Way.TOOL, True, "copied with xclip"), "copied with xclip"),
            (Outcome(Way.TMUX, True, "in tmux's buffer (paste: prefix ])"), "in tmux's buffer"),
            (Outcome(Way.TERMINAL, False, "sent, it may refuse it"), "sent, it may refuse it"),
        ]:
            monkeypatch.setattr(system, "copy", partial(copied_so, outcome))
            await reader.press("ctrl+y")
            assert (await reader.told(said)).startswith(f"arXiv id {BEES}: ")
            await reader.until(partial(is_seen, reader, said))


def seen(reader: Reader) -> str:
    """Return what is seen of the toasts."""
    return " ".join(line for toast in reader.top.query(Toast) for line in reader.lines(toast))


def is_seen(reader: Reader, said: str) -> bool:
    return said in seen(reader)


async def test_without_a_clipboard_a_window_shows_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = Outcome(Way.NONE, False, "no clipboard here: the text is shown to copy by hand")
    monkeypatch.setattr(system, "copy", lambda *_: nowhere)
    async with reading(source(FIVE)) as reader:
        await reader.press("ctrl+y")
        await reader.until(lambda: isinstance(reader.top, ByHandScreen))
        await reader.pilot.pause()
        assert nowhere.message in reader.text
        assert BEES in "\n".join(reader.lines(reader.top.query_one("#by-hand-text")))
        assert not reader.toasts
        await reader.press("escape")
        assert reader.has_no_window
        assert reader.focus == "filter"


async def test_a_long_text_can_be_copied_by_hand_from_a_small_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(system, "copy", lambda *_: Outcome(Way.NONE, False, "none"))
    async with reading(source(FIVE), size=(40, 15)) as reader:
        await reader.press("enter", "Y")
        await reader.press("c")
        await reader.until(lambda: isinstance(reader.top, ByHandScreen))
        await reader.pilot.pause()
        shown = " ".join(reader.lines(reader.top.query_one("#by-hand-text")))
        assert "Ada Lund, Bo Ek" in shown
        assert "10.1000/bees (2023)." in shown


async def marked(reader: Reader) -> None:
    """Mark the bees, the knots and the old paper."""
    await reader.press("enter", "space", "j", "j", "space", "space")


async def test_marked_papers_are_counted_shown_and_copied_together(copied: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await marked(reader)
        assert "3 marked" in reader.title("session")
        rows = [line for line in reader.lines(reader.papers) if "20" in line[:8]]
        assert [row[1] for row in rows] == ["+", " ", " ", "+", "+"]
        await reader.press("y")
        assert (
            await reader.told("marked") == f"arXiv id of 2 of 3 marked {BEES} …: copied with a test"
        )
        assert copied == [f"{BEES}\n{OLD}"]


async def test_marks_outlive_a_filter(copied: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await marked(reader)
        await reader.ask("tides")
        await reader.press("ctrl+y")
        await reader.told(BEES)
        assert copied == [f"{BEES}\n{OLD}"]
        assert "3 marked" in reader.title("session")


async def test_escape_takes_all_marks_away(copied: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await marked(reader)
        await reader.press("escape")
        assert "marked" not in reader.title("session")
        assert not any("+" in line for line in reader.lines(reader.papers))
        await reader.press("g", "y")
        await reader.told(BEES)
        assert copied == [BEES]


async def test_space_unmarks_a_marked_paper() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.press("enter", "space", "k", "space")
        assert "marked" not in reader.title("session")
        assert reader.current == TIDES


async def test_a_doi_is_no_arxiv_id_among_marked_papers(copied: list[str]) -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask(KNOTS)
        await reader.press("enter", "space", "y")
        await reader.told("no arXiv id in this source")
        assert copied == []


SLOW_S = 0.1
"""What a slow tool takes, unless it is overtaken."""


@pytest.fixture
def slow_bees(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Copy the bees slowly: not before another copy is done, if one overtakes."""
    texts: list[str] = []
    overtaken = Event()

    def copy(text: str, *_: object) -> Outcome:
        if text == BEES:
            overtaken.wait(SLOW_S)
        texts.append(text)
        overtaken.set()
        return Outcome(Way.TOOL, True, "copied with a test")

    monkeypatch.setattr(system, "copy", copy)
    return texts


async def told_last(reader: Reader, before: set[Thread]) -> str:
    """Wait until all is copied and told, and return what is told then."""
    await reader.until(lambda: set(running_threads()) <= before)
    await reader.pilot.pause()
    return reader.toasts[-1].message


@pytest.mark.parametrize(
    "keys", [["j", "y"], ["j", "y", "j", "y", "j", "j", "y", "k", "k", "k", "y"]]
)
async def test_what_was_asked_for_last_is_copied_last_though_the_first_is_slow(
    keys: list[str], slow_bees: list[str]
) -> None:
    async with reading(source(FIVE)) as reader:
        before = set(running_threads())
        await reader.burst("enter", "y", *keys)
        assert await told_last(reader, before) == f"arXiv id {TIDES}: copied with a test"
        assert slow_bees[0] == BEES
        assert slow_bees[-1] == TIDES


async def test_a_copy_whose_turn_has_passed_is_left_out(
    copied: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Threads may come to work in another order than they were started in."""
    started: list[Callable[[], None]] = []

    class Late:
        def __init__(self, target: Callable[[], None], daemon: bool) -> None:
            assert daemon
            self.start = partial(started.append, target)

    async with reading(source(FIVE)) as reader:
        before = set(running_threads())
        monkeypatch.setattr(actions, "Thread", Late)
        await reader.press("enter", "y", "j", "y")
        for work in reversed(started):
            Thread(target=work, daemon=True).start()
            await reader.until(lambda: set(running_threads()) <= before)
        assert copied == [TIDES]
        assert await told_last(reader, before) == f"arXiv id {TIDES}: copied with a test"


async def test_the_toast_is_that_of_the_copy_done_last(
    slow_bees: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long it takes to find words for the first."""
    told = Event()

    def clean(text: str) -> str:
        if text == BEES:
            told.wait(SLOW_S)
        return text

    def say(app: App[None], message: str) -> None:
        told.set()
        actual_say(app, message)

    actual_say = actions.say
    monkeypatch.setattr("paperview.library.passing_on.clean", clean)
    monkeypatch.setattr(actions, "say", say)
    async with reading(source(FIVE)) as reader:
        before = set(running_threads())
        await reader.burst("enter", "y", "j", "y")
        assert await told_last(reader, before) == f"arXiv id {TIDES}: copied with a test"
        assert slow_bees == [BEES, TIDES]


async def test_a_toast_takes_the_place_of_the_one_before() -> None:
    async with reading(source(FIVE)) as reader:
        await reader.ask("knots")
        await reader.press("enter", "p")
        await reader.told("no PDF")
        await reader.press("y")
        await reader.told("no arXiv id")
        assert len(reader.toasts) == 1


async def test_a_toast_takes_the_place_of_one_that_came_with_it() -> None:
    async with reading(source(FIVE)) as reader:
        actions.say(reader.app, "first")
        actions.say(reader.app, "second")
        await reader.told("second")
        assert len(reader.toasts) == 1


@pytest.mark.parametrize("key", ["y", "o"])
async def test_a_slow_tool_holds_nothing_up(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, end = Event(), Event()

    def take_long(*_: object) -> Outcome:
        begun.set()
        assert end.wait(DEADLINE_S)
        return Outcome(Way.TOOL, True, "done at last")

    monkeypatch.setattr(system, "copy", take_long)
    monkeypatch.setattr(system, "open_address", lambda _url: take_long().message)
    async with reading(source(FIVE)) as reader:
        await reader.press("enter", key)
        await reader.until(begun.is_set)
        await reader.press("j", "slash")
        await reader.write("bays")
        assert reader.current == TIDES
        assert not reader.toasts
        end.set()
        await reader.told("done at last")
