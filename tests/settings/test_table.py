"""The table of settings and everything that follows it."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import pytest

from paperview.library import cache
from paperview.settings import Setting, load, reading, settings_file, table, writing
from tests.settings.support import loaded, written

OTHER: dict[str, str] = {
    "theme": "nord",
    "shelf": "/mine/shelf.db",
    "notes": "/mine/notes",
    "mark_read": "5",
    "restore": "false",
    "watch": "true",
    "plain": "true",
    "ascii": "true",
    "editor": "true --wait",
    "dates": "day-first",
    "list.columns": "authors:12,date",
    "list.authors": "1",
    "list.order": "title",
    "page.authors": "2",
    "panes.split": "stacked",
    "panes.width": "30",
    "panes.height": "70",
    "citation.key": "{Author}{yy}",
    "citation.keep": "no",
    "cache.limit": "5G",
    **dict.fromkeys((one.name for one in table.KEYS.values()), "f24"),
}
"""A value that is not the default, for each setting."""


def value_of(setting: Setting[Any]) -> object:
    return setting.kind.read(setting.kind.parse(OTHER[setting.name]))


def test_every_setting_is_tried_here() -> None:
    assert OTHER.keys() == table.BY_NAME.keys()
    assert all(value_of(one) != one.default for one in table.SETTINGS)


@pytest.mark.parametrize("setting", table.SETTINGS, ids=lambda one: one.name)
def test_a_setting_is_changed_by_file_by_variable_and_by_option(
    setting: Setting[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    value = value_of(setting)
    in_file = loaded(f"{setting.name} = {writing.written(setting, value)}")
    assert in_file[setting] == value
    assert in_file.origin(setting) == f"{settings_file()}:1"
    settings_file().unlink()

    option = reading.read_assignment(f"{setting.name}={OTHER[setting.name]}", "--set")
    by_option = load([option])
    assert by_option[setting] == value
    assert by_option.origin(setting) == "--set"

    monkeypatch.setenv(setting.variable, OTHER[setting.name])
    by_variable = load()
    assert by_variable[setting] == value
    assert by_variable.origin(setting) == setting.variable


def test_a_default_is_a_value_of_its_kind() -> None:
    for one in table.SETTINGS:
        assert one.kind.read(one.kind.plain(one.default)) == one.default, one.name


def test_the_first_file_has_every_setting_at_its_default() -> None:
    writing.write_first(settings_file())
    assert load().problems == ()
    text = settings_file().read_text(encoding="utf-8")
    lines = text.splitlines()
    given = [line.removeprefix("# ") for line in lines if " = " in line or line.startswith("[")]
    assert tomllib.loads("\n".join(given))
    settings = loaded("\n".join(given))
    assert settings.problems == ()
    for one in table.SETTINGS:
        assert settings.origin(one).startswith(str(settings_file())), one.name
        assert settings[one] == one.default
    assert all(len(line) <= 100 for line in lines)


def test_the_first_file_is_never_written_over_another() -> None:
    path = written("# mine")
    with pytest.raises(FileExistsError):
        writing.write_first(path)
    assert path.read_text(encoding="utf-8") == "# mine"


def test_no_two_settings_share_a_variable_or_an_option() -> None:
    variables = [one.variable for one in table.SETTINGS]
    assert len(set(variables)) == len(variables)
    flags = [one.flag for one in table.SETTINGS if one.flag]
    assert len(set(flags)) == len(flags)


def test_the_cache_has_the_limit_that_settings_name() -> None:
    assert table.CACHE_LIMIT.default == cache.DEFAULT_LIMIT


def test_the_file_that_is_named_by_a_variable_is_no_setting() -> None:
    assert "PAPERVIEW_CONFIG" not in {one.variable for one in table.SETTINGS}
    assert Path(os.environ["XDG_CONFIG_HOME"]) in settings_file().parents
