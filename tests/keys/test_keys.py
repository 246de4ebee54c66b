"""Keys as people write them, and those that they may set."""

from __future__ import annotations

from textual.keys import _character_to_key

from paperview.keys.clashes import settle
from paperview.keys.names import SIGNS, key_named
from paperview.keys.table import KEYS, PICKER_KEYS, reader
from paperview.settings import load, table
from tests.cases import for_each
from tests.settings.support import loaded


@for_each(
    ("text", "key"),
    [
        ("y", "y"),
        ("Y", "Y"),
        ("shift+y", "Y"),
        ("/", "slash"),
        ("+", "plus"),
        ("ctrl++", "ctrl+plus"),
        ("^y", "ctrl+y"),
        ("^", "circumflex_accent"),
        ("Ctrl+Y", "ctrl+y"),
        ("alt+shift+up", "alt+shift+up"),
        ("Esc", "escape"),
        ("F5", "f5"),
        ("z z", "z z"),
        ("zt", "z t"),
        ("ö", "ö"),
        ("question_mark", "question_mark"),
        ("", None),
        ("hyper+x", None),
        ("ctrl+", None),
        ("f99", None),
        ("\x1b", None),
    ],
)
def test_a_key_is_known_by_how_people_write_it(text: str, key: str | None) -> None:
    assert key_named(text) == key


def test_signs_are_named_as_textual_names_them() -> None:
    assert {sign: _character_to_key(sign) for sign in SIGNS} == SIGNS


def test_every_row_of_the_table_has_a_setting_whose_keys_are_known() -> None:
    named = [row for row in (*KEYS, *PICKER_KEYS) if row.id]
    assert list(table.KEYS) == [row.id for row in named]
    for row in named:
        assert [key_named(key) for key in row.each] == row.each
    assert settle({}) == ({}, [])
    assert settle({row.id: row.each for row in named})[1] == []


def told(text: str) -> list[str]:
    return [one.partition(": ")[2] for one in loaded(f"[keys]\n{text}").problems]


@for_each(
    ("text", "problems"),
    [
        ('star = "x"', []),
        ('star = ["y"]', ["keys.star: y is no longer keys.copy_id's: that has ^y"]),
        ('star = "s"', ["keys.star: s is no longer keys.sort's: that has no key left"]),
        ('star = "s"\nsort = "*"', []),
        ('star = "x"\nsort = "x"', ["keys.sort: x is keys.star's, too, which keeps it"]),
        ('star = "ctrl+c"', ["keys.star: ^c always is the program's own"]),
        ('complete = "x"', ["keys.complete: x is text in the filter"]),
        ('star = ["5", "0"]', ["keys.star: 5 begins a number"]),
        ('star = ["1 a", "x 1"]', ["keys.star: 1a begins a number"]),
        ('star = "j"', ["keys.star: j is no longer keys.down's: that has ↓ ^n ^j"]),
        (
            'first = "z"',
            [
                "keys.first: zz is no longer keys.to_middle's: that has no key left",
                "keys.first: zt is no longer keys.to_top's: that has no key left",
                "keys.first: zb is no longer keys.to_bottom's: that has no key left",
            ],
        ),
        ("quit = []", []),
    ],
)
def test_a_key_that_would_do_two_things_is_told(text: str, problems: list[str]) -> None:
    assert told(text) == problems


def test_a_key_that_is_none_is_told_with_one_that_is() -> None:
    said = told('star = "escpae"')[0]
    assert said.startswith("keys.star is 'escpae', not keys, such as")
    assert said.endswith("did you mean escape?")


def test_the_help_and_the_key_line_name_the_keys_that_are_set() -> None:
    loaded('[keys]\nstar = "f9"\nsort = []\ncopy_id = ["c", "f8"]\ndown = "d"')
    keys = reader(load().keys)
    rows = {row.id: row for row in keys.keys}
    assert rows["star"].help_keys == "f9 m t"
    assert rows["down"].help_keys == "d k"
    assert rows["sort"].bound_as_written == []
    assert ("f9", "star", "shelf('star')") in keys.browsing
    assert not any(hint == "sort" for _, hint, _ in keys.browsing)
    assert ("f8", "copy id", "copy_id") in keys.typing
    assert ("c", "copy id", "copy_id") in keys.browsing
    assert reader().keys == reader({}).keys


def test_signs_that_are_set_are_written_as_signs() -> None:
    loaded('[keys]\nstar = "+"\nsort = ","\nnote = ["left", "#"]')
    keys = {row.id: row.bound_as_written for row in reader(load().keys).keys}
    assert (keys["star"], keys["sort"], keys["note"]) == (["+"], [","], ["←", "#"])
    assert table.KEYS["sort"].kind.parse(" , ") == [","]
