"""What the environment asks for, and where what libraries say goes."""

from __future__ import annotations

import io
import sys

import pytest
from textual.theme import BUILTIN_THEMES

from paperview.commands.run_settings import is_ascii
from paperview.settings import Given, Settings, load
from paperview.settings.settings import REMEMBERED
from paperview.settings.table import ASCII, THEME
from paperview.sources.request import Request
from paperview.ui import theme
from paperview.ui.app import PaperviewApp
from tests.cases import for_each
from tests.ui.support import reading


def made(errors: io.StringIO | None = None) -> PaperviewApp:
    request = Request()
    return PaperviewApp(request, request.open(), errors=errors)


@pytest.mark.parametrize(("value", "has_colours"), [(None, True), ("", True), ("1", False)])
def test_no_color_counts_if_it_is_not_empty(
    value: str | None, has_colours: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    if value is not None:
        monkeypatch.setenv("NO_COLOR", value)
    assert made().no_color is not has_colours


@for_each(
    ("colours", "expected"),
    [
        ("0;15", theme.LIGHT),
        ("0;default;7", theme.LIGHT),
        ("15;0", theme.DARK),
        ("15;default", theme.DARK),
        ("15", theme.DARK),
        ("", theme.DARK),
    ],
)
def test_the_theme_is_the_one_that_is_likely_to_suit(colours: str, expected: object) -> None:
    assert theme.likely({"COLORFGBG": colours}) is expected
    assert theme.likely({}) is theme.DARK


NAMES = {*BUILTIN_THEMES, *(own.name for own in theme.OWN)}


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, theme.Start("paperview", is_guess=True)),
        ({"COLORFGBG": "0;15"}, theme.Start("paperview-light", is_guess=True)),
        ({"TEXTUAL_THEME": ""}, theme.Start("paperview", is_guess=True)),
        ({"TEXTUAL_THEME": "paperview", "COLORFGBG": "0;15"}, theme.Start("paperview")),
        ({"TEXTUAL_THEME": "draculla, nord"}, theme.Start("nord")),
        ({"TEXTUAL_THEME": "x"}, theme.Start("paperview", is_guess=True, unknown="x")),
        ({"NO_COLOR": "", "TEXTUAL_THEME": "nord"}, theme.Start("nord")),
        ({"NO_COLOR": "1", "TEXTUAL_THEME": "nord"}, theme.Start("paperview-terminal")),
    ],
)
def test_the_environment_says_with_which_theme_to_start(
    environment: dict[str, str], expected: theme.Start
) -> None:
    assert theme.start(Settings(), environment, NAMES) == expected


@pytest.mark.parametrize(
    ("origin", "environment", "name"),
    [
        ("mine.toml:1", {"TEXTUAL_THEME": "dracula"}, "nord"),
        (REMEMBERED, {"TEXTUAL_THEME": "dracula"}, "dracula"),
        (REMEMBERED, {}, "nord"),
        ("--theme", {"NO_COLOR": "1"}, "paperview-terminal"),
    ],
)
def test_a_theme_that_is_set_counts_more_than_textuals_variable_and_that_more_than_a_choice(
    origin: str, environment: dict[str, str], name: str
) -> None:
    settings = Settings([Given(THEME, "nord", origin)])
    assert theme.start(settings, environment, NAMES).name == name


def test_the_settings_have_every_theme() -> None:
    for name in (*BUILTIN_THEMES, *(own.name for own in theme.OWN)):
        assert THEME.kind.read(name) == name


async def test_a_theme_that_is_chosen_is_remembered_unless_it_is_set_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with reading() as reader:
        await reader.press("f2", *"theme", "enter", *"drac", "enter")
        await reader.told("theme dracula")
        assert reader.app.theme == "dracula"
    assert load()[THEME] == "dracula"
    monkeypatch.setenv("TEXTUAL_THEME", "monokai")
    async with reading() as reader:
        await reader.press("f2", *"theme", "enter", *"nord", "enter")
        await reader.told("theme nord, in this run alone: TEXTUAL_THEME sets it")


async def test_an_unknown_theme_is_told_and_the_usual_one_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TEXTUAL_THEME", "draculla")
    async with reading() as reader:
        assert reader.app.theme == theme.DARK.name
        await reader.until(lambda: reader.toasts)
        (toast,) = reader.toasts
        said = "TEXTUAL_THEME: there is no theme 'draculla'; did you mean dracula?"
        assert toast.message == said


@pytest.mark.parametrize(
    ("environment", "given", "expected"),
    [
        ({}, None, False),
        ({"LANG": "de_DE.UTF-8"}, None, False),
        ({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, None, True),
        ({"LC_ALL": "", "LANG": "POSIX"}, None, True),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, None, True),  # Python has set the second
        ({"LC_CTYPE": "C.UTF-8"}, None, False),
        ({"LC_ALL": "C"}, False, False),
        ({"LANG": "de_DE.UTF-8"}, True, True),
    ],
)
def test_signs_are_ascii_where_that_is_set_or_else_as_the_locale_says(
    environment: dict[str, str],
    given: bool | None,
    expected: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    settings = Settings([] if given is None else [Given(ASCII, given, "--ascii")])
    assert is_ascii(settings) is expected


async def test_what_libraries_say_goes_where_the_errors_go() -> None:
    errors = io.StringIO()
    app = made(errors)
    async with app.run_test() as pilot:
        print("a warning", file=sys.stderr)  # noqa: T201 - as a library would
        await pilot.pause()
        assert errors.getvalue() == "a warning\n"
        print("no error")  # noqa: T201 - as above
        await pilot.pause()
    assert errors.getvalue() == "a warning\n"
