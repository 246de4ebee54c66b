"""Settings files as people write them, with what can't be read told and the rest taken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from paperview.settings import load, settings_file, table
from tests.settings.support import loaded, no_pipe, told, written


def test_without_a_file_everything_is_as_it_comes() -> None:
    settings = load()
    assert settings.problems == ()
    assert all(settings[one] == one.default for one in table.SETTINGS)
    assert settings.origin(table.WATCH) == "default"


def test_a_file_is_taken_with_its_lines() -> None:
    settings = loaded(
        b"\xef\xbb\xbf# mine\r\nwatch = true\r\nmark_read = 1_0\r\n\r\n[cache]\r\nlimit = '5G'\r\n"
    )
    assert settings.problems == ()
    assert settings[table.WATCH] is True
    assert settings[table.MARK_READ] == 10
    assert settings[table.CACHE_LIMIT] == 5 * 10**9
    assert settings.origin(table.CACHE_LIMIT) == f"{settings_file()}:6"


@pytest.mark.parametrize("text", ["cache.limit = 7", "cache = { limit = 7 }", "[ cache ]\nlimit=7"])
def test_a_section_can_be_written_in_every_way_of_toml(text: str) -> None:
    assert loaded(text)[table.CACHE_LIMIT] == 7


def test_paths_are_those_of_the_home_folder_or_beside_the_file() -> None:
    settings = loaded('shelf = "~/mine.db"\nnotes = "notes"')
    assert settings[table.SHELF] == Path.home() / "mine.db"
    assert settings[table.NOTES] == settings_file().parent / "notes"


BACKSLASH = "in double quotes a \\ is written twice; in single quotes it stays as it is"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("wach = true", "there is no setting wach; did you mean watch?"),
        ("cache.limt = 1", "there is no setting cache.limt; did you mean cache.limit?"),
        ("frobnicate = true", "there is no setting frobnicate"),
        ("watch = 1", "watch is '1', not true or false"),
        ("notes = true", "notes is 'true', not a folder"),
        ("notes = 1979-05-27", "notes is '1979-05-27', not a folder"),
        ("mark_read = 3601", "mark_read is '3601', not a number of seconds from 0 to 3600"),
        (
            'cache.limit = "a\\u007flot"',
            "cache.limit is 'a␡lot', not a size such as 500M or 20G, or 0",
        ),
        ("watch = yes", "invalid value; texts stand in quotes: watch = yes"),
        (f"mark_read = {'9' * 5000}", f"a number has too many digits: mark_read = {'9' * 28}…"),
        (f"watch = [0x{'f' * 5000}]", f"a number has too many digits: watch = [0x{'f' * 29}…"),
        (
            'keys.quit = ["q", "hyper+q"]',
            'keys.quit is \'q, hyper+q\', not keys, such as ["y", "ctrl+y"]',
        ),
        ("watch", "not of the form name = value: watch"),
        ("watch on = true", "not of the form name = value: watch on = true"),
        ("= true", "not of the form name = value: = true"),
        ("größe = 1", "not of the form name = value: größe = 1"),
        ('notes = "a" b', 'something follows the value; texts stand in quotes: notes = "a" b'),
        ("notes = 2024-02-31", "invalid value; texts stand in quotes: notes = 2024-02-31"),
        ('notes = "a', 'a bracket or quote is not closed: notes = "a'),
        ('notes = "a\n# "', 'a bracket or quote is not closed: notes = "a'),
        ("notes = 'a\n# isn't", "a bracket or quote is not closed: notes = 'a"),
        ("notes = ['a' 'b']", "a bracket is not closed, or a comma is missing: notes = ['a' 'b']"),
        (r'notes = "\papers"', rf'{BACKSLASH}: notes = "\papers"'),
        (r'notes = "C:\users"', rf'{BACKSLASH}: notes = "C:\users"'),
        (r'notes = "\ud800"', rf'{BACKSLASH}: notes = "\ud800"'),
        ("notes = '\x01'", "a control character stands in it: notes = '␁'"),
        ('notes = "\x01"', 'a control character stands in it: notes = "␁"'),
        ("keys = {a = 1, a = 2}", "a name is there twice: keys = {a = 1, a = 2}"),
        ("keys = {a = {}, a.b = 2}", "a name is there twice: keys = {a = {}, a.b = 2}"),
        ("restore = false", "restore is there twice; FILE:1 counts"),
        (
            "[cache\nlimit = 1\nwatch = 1",
            "not of the form [name]: [cache; what is below it is left out",
        ),
        (
            "[[cache]]\nlimit = 1",
            "not of the form [name]: [[cache]]; what is below it is left out",
        ),
        ("[cache] # x\x01", "not of the form [name]: [cache] # x␁; what is below it is left out"),
        ("[cache] a = 1", "not of the form [name]: [cache] a = 1; what is below it is left out"),
        ("[größe]", "not of the form [name]: [größe]; what is below it is left out"),
        ("notes = ['a',", "a bracket or quote is not closed: notes = ['a',"),
        ('notes = """', 'a bracket or quote is not closed: notes = """'),
        (f"notes = {'[' * 5000}", f"too many brackets in each other: notes = {'[' * 32}…"),
        ("[cache]\n[cache]", "[cache] is there twice; also in line 2"),
    ],
)
def test_a_slip_takes_one_line_and_the_rest_counts(text: str, problem: str) -> None:
    settings = loaded(f"restore = true\n{text}")
    line = 3 if text == "[cache]\n[cache]" else 2
    assert told(settings) == [f"FILE:{line}: {problem}"]
    assert settings.origin(table.RESTORE) == f"{settings_file()}:1"


def test_a_value_may_take_several_lines() -> None:
    settings = loaded('notes = """\\\n  a/\\\n  b"""\nwatch = true')
    assert settings[table.NOTES] == settings_file().parent / "a/b"
    assert settings.origin(table.WATCH) == f"{settings_file()}:4"


def test_what_follows_an_unclosed_quote_counts_too() -> None:
    settings = loaded('notes = """\n[cache]\nlimit = 7')
    assert settings[table.CACHE_LIMIT] == 7
    assert len(settings.problems) == 1


def test_what_is_below_a_broken_heading_is_not_taken_for_another_section() -> None:
    settings = loaded("watch = true\n[cache\nlimit = 1\nwatch = false\n")
    assert settings[table.CACHE_LIMIT] == table.CACHE_LIMIT.default
    assert settings[table.WATCH] is True
    assert len(settings.problems) == 1


def test_nonsense_is_told_with_twenty_lines_and_no_more() -> None:
    settings = loaded("watch = true\n" + "what\n" * 1000)
    assert settings[table.WATCH] is True
    assert len(settings.problems) == 21
    assert "the rest is not read" in settings.problems[-1]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("watch = true".encode("utf-16"), "it is not in UTF-8, but probably in UTF-16"),
        (b"watch = true\n# caf\xe9", "line 2 is not in UTF-8"),
        (b"#" * 10_000_000, "it is larger than 100.0 kB"),
    ],
)
def test_a_file_that_is_no_settings_file_is_told(data: bytes, problem: str) -> None:
    settings = loaded(data)
    assert told(settings) == [f"FILE: can't be read ({problem})"]
    assert settings[table.WATCH] is False


def test_a_folder_a_pipe_and_a_lost_link_are_told() -> None:
    path = settings_file()
    path.mkdir(parents=True)
    assert told(load()) == ["FILE: can't be read (Is a directory)"]
    path.rmdir()
    no_pipe(path)
    assert told(load()) == ["FILE: can't be read (it is not a file)"]
    path.unlink()
    path.symlink_to("nowhere")
    assert told(load()) == ["FILE: can't be read (No such file or directory)"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told() -> None:
    written("watch = true").chmod(0)
    assert told(load()) == ["FILE: can't be read (Permission denied)"]


def test_another_file_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PAPERVIEW_CONFIG", str(tmp_path / "mine.toml"))
    assert load().problems == (f"PAPERVIEW_CONFIG: there is no {tmp_path / 'mine.toml'}",)
    (tmp_path / "mine.toml").write_text("watch = true")
    assert load()[table.WATCH] is True
    monkeypatch.setenv("PAPERVIEW_CONFIG", "~nobody-is-called-so/mine.toml")
    assert load().problems == ("PAPERVIEW_CONFIG: there is no ~nobody-is-called-so/mine.toml",)
    monkeypatch.setenv("PAPERVIEW_CONFIG", os.devnull)
    assert load().problems == ()


def test_a_variable_counts_more_than_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    written("watch = true\nmark_read = 5")
    monkeypatch.setenv("PAPERVIEW_WATCH", "no")
    monkeypatch.setenv("PAPERVIEW_MARK_READ", "")
    settings = load()
    assert settings[table.WATCH] is False
    assert settings.origin(table.WATCH) == "PAPERVIEW_WATCH"
    assert settings[table.MARK_READ] == 5, "an empty variable is not set"


def test_a_slip_in_a_variable_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERVIEW_WACH", "yes")
    monkeypatch.setenv("PAPERVIEW_RESTORE", "maybe")
    monkeypatch.setenv("PAPERVIEW_OF_SOMEBODY_ELSE", "1")
    settings = load()
    assert settings.problems == (
        "PAPERVIEW_RESTORE: restore is 'maybe', not true or false",
        "PAPERVIEW_WACH: there is no such setting; did you mean PAPERVIEW_WATCH?",
    )


@pytest.mark.parametrize("text", ["o, f9", '["o", "f9"]', " ['o','f9',] ", "[o,f9]"])
def test_a_list_may_be_written_in_a_variable_as_in_the_file(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPERVIEW_KEYS_OPEN", text)
    monkeypatch.setenv("PAPERVIEW_KEYS_STAR", "[")
    monkeypatch.setenv("PAPERVIEW_KEYS_SORT", "[]")
    monkeypatch.setenv("PAPERVIEW_LIST_COLUMNS", '["date", "authros:20"]')
    settings = load()
    assert settings[table.KEYS["open"]] == ("o", "f9")
    assert settings[table.KEYS["star"]] == ("left_square_bracket",)
    assert settings[table.KEYS["sort"]] == ()
    (problem,) = settings.problems
    assert 'is \'["date", "authros:20"]\', not a list' in problem, "as it was typed"
    assert problem.endswith("did you mean authors?")


@pytest.mark.parametrize(
    "text", ["author", "{author", "{nobody}", "{author} {year}", "", "{author:x}"]
)
def test_a_pattern_of_citation_keys_needs_a_field_and_no_blank(text: str) -> None:
    assert (
        f"citation.key is '{text}', not a pattern" in loaded(f'citation.key = "{text}"').problems[0]
    )
