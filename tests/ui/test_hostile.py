"""Texts that try to be more than text: in every field, in queries, in names of files."""

import pytest
from textual.widgets import Static

from paperview.sources.problem import Problem
from tests.ui.support import SINGLE, WIDE, Reader, reading, source

MARKUP = "[bold]b[/bold] [/] [@click=app.quit]x[/] [link=https://evil.example]y[/link] $primary ["
CONTROLS = "\x1b[2J\x1b]0;owned\x07\x9b31m\x7f\x00\x08\u202eabc\u2066\u200f\ufeff\x1bc\x90q\x9c"
FORBIDDEN = set(map(chr, [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F)])) | set(
    "\u2066\u2067\u2068\u2069\u200e\u200f\ufeff"
)


def record(payload: str) -> str:
    return (
        f"Abstract {payload}.\n\narXiv:2301.00001\nCreated: 2023-01-05\nTitle: Title {payload}\n"
        f"Author: Ada {payload}\nAuthor: Bo {payload}\nComments: 3 pages, {payload}\n"
        f"Notes: {payload}\nJournal-ref: {payload}\nCategories: {payload}\n\n"
        f"Untitled {payload}.\n\narXiv:2301.00002\nCreated: 2023-01-04\n"
    )


def harmless(reader: Reader) -> bool:
    """Whether no control character and no meta of the text's own is on the screen."""
    metas = [part.style.meta for strip in reader.strips for part in strip if part.style]
    return not set(reader.text) & (FORBIDDEN - {"\n"}) and not any(
        str(value).find("app.quit") >= 0 or "evil" in str(value)
        for meta in metas
        for value in meta.values()
    )


_KEYS = [
    *(("enter",), ("r",), ("r", "a"), ("n",), ("N",), ("escape",), ("Y",), ("t",), ("Y",), ("b",)),
    *(("exclamation_mark",), ("escape", "Z"), ("escape", "s"), ("space", "space"), ("Y",)),
    *(("escape",), ("slash",)),
]
"""All that shows something of a paper."""


@pytest.mark.parametrize("size", [WIDE, SINGLE])
async def test_every_field_is_shown_as_text(size: tuple[int, int]) -> None:
    payload = f"{MARKUP} {CONTROLS}"
    hostile = source(record(payload), f"five{payload.replace('/', '')}.txt")
    problem = Problem(f"gone {payload}", 3, f"reason {payload}", f"text {payload}")
    async with reading(hostile, size=size, problems=[problem], toasts=True) as reader:
        await reader.press("enter")
        for keys in _KEYS:
            await reader.press(*keys)
            assert harmless(reader), keys
            assert reader.app.is_running


async def test_markup_is_shown_letter_by_letter() -> None:
    async with reading(source(record(MARKUP)), size=(300, 36)) as reader:
        assert f"Title {MARKUP}" in reader.lines(reader.papers)[0]
        for text in (
            f"Title {MARKUP}\n",
            f"Ada {MARKUP}, Bo",
            f"Abstract {MARKUP}.\n",
            f": {MARKUP}",
        ):
            assert text in reader.page
        seen = "".join(line.strip() for line in reader.lines(reader.detail))
        for part in MARKUP.split():
            assert part in seen


async def test_markup_is_no_link(opened: list[str]) -> None:
    async with reading(source(record(MARKUP)), size=(250, 36)) as reader:
        for widget in (reader.papers, reader.detail):
            await reader.click(widget, "x[/]")
            await reader.click(widget, "y[/link]")
        assert reader.app.is_running
        assert opened == []


async def test_a_query_is_text() -> None:
    async with reading(source(record("plain"))) as reader:
        for query in ("[bold]", "[/]", "[@click=app.quit]x[/]", "$primary", "author:[/]", '"[/]"'):
            await reader.ask(f"{query} zzyzx")
            assert query in reader.text
            await reader.ask(f"no:{query} year:{query}")
            assert harmless(reader), query


async def test_a_query_of_controls_is_harmless() -> None:
    async with reading(source(record("plain"))) as reader:
        reader.bar.text = f"title {CONTROLS} zz:{CONTROLS}"
        await reader.until(lambda: reader.screen.results.query == reader.screen.question[0])
        await reader.settled()
        assert harmless(reader)


async def test_addresses_of_a_file_are_opened_only_if_they_are_of_the_web(
    opened: list[str],
) -> None:
    text = "See javascript:alert(1), file:///etc/passwd and https://example.org/a;rm+-rf for all."
    async with reading(source(record(text)), size=(200, 36)) as reader:
        for word in ("javascript", "file:"):
            await reader.click(reader.detail, word)
        assert opened == []
        await reader.click(reader.detail, "example.org")
        await reader.told("example.org")
        assert opened == ["https://example.org/a;rm+-rf"]


async def test_no_static_of_the_screen_reads_markup() -> None:
    async with reading(source(record("plain"))) as reader:
        for static in reader.screen.query(Static):
            told = static.id in {"name", "prompt"}  # the program's own words
            assert told or not static._render_markup
