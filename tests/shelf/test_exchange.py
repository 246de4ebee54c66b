"""Exports and imports: nothing is lost, and the order of imports does not matter."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.cli import run
from paperview.shelf import Shelf
from paperview.shelf.exchange import dumps, loads
from tests.shelf.support import paper

TEXTS = st.text(max_size=12)
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["star", "read"]), st.integers(0, 5), st.booleans()),
        st.tuples(st.sampled_from(["tag", "untag", "note", "filter"]), st.integers(0, 5), TEXTS),
        st.tuples(st.just("different"), st.integers(0, 5), st.integers(0, 5)),
    ),
    max_size=12,
)


def made(changes: list[tuple[str, int, object]]) -> Shelf:
    """Return a new shelf after some changes, none of which is on disk."""
    shelf = Shelf(Path("/dev/null/shelf.db"))
    for what, number, value in changes:
        one = paper(number, arxiv=number % 3 > 0, doi=number % 2 > 0)
        match what:
            case "star":
                shelf.star([one], on=bool(value))
            case "read":
                shelf.mark_read([one], on=bool(value))
            case "tag":
                shelf.tag([one], add=[str(value)])
            case "untag":
                shelf.tag([one], remove=[str(value)])
            case "note":
                shelf.note(one, str(value))
            case "filter":
                shelf.save_filter(f"f{number}", str(value))
            case "different":
                shelf.keep_apart(one, paper(int(str(value)) + 10))
    return shelf


def joined(*shelves: Shelf) -> str:
    """Return the export of a new shelf that takes in others."""
    shelf = made([])
    for other in shelves:
        imported = loads(dumps(other.entries).encode())
        assert imported.problems == []
        shelf.take_in(imported)
    return dumps(shelf.entries)


@settings(max_examples=40)
@given(CHANGES, CHANGES, CHANGES)
def test_merging_depends_neither_on_order_nor_on_repetition(
    first: list[tuple[str, int, object]],
    second: list[tuple[str, int, object]],
    third: list[tuple[str, int, object]],
) -> None:
    a, b, c = (made(changes) for changes in (first, second, third))
    assert joined(a) == dumps(a.entries)
    assert joined(a, a) == joined(a)
    whole = joined(a, b, c)
    assert joined(c, b, a) == joined(b, a, c, b) == whole


def test_the_newer_change_counts_and_what_was_taken_away_stays_away(tmp_path: Path) -> None:
    laptop, desk = Shelf(tmp_path / "laptop.db"), Shelf(tmp_path / "desk.db")
    laptop.star([paper(1), paper(2)])
    laptop.tag([paper(1)], ["x"])
    desk.take_in(loads(dumps(laptop.entries).encode()))
    desk.star([paper(1)], on=False)
    laptop.note(paper(1), "still here")
    before = dumps(laptop.entries)
    for _ in range(2):
        laptop.take_in(loads(dumps(desk.entries).encode()))
        desk.take_in(loads(before.encode()))
    assert laptop.state(paper(1)) == desk.state(paper(1))
    state = laptop.state(paper(1))
    assert (state.is_starred, state.tags, state.note) == (False, ("x",), "still here")
    assert laptop.state(paper(2)).is_starred
    assert laptop.undo().what == "imported"
    assert laptop.state(paper(1)).is_starred


def test_a_clock_that_is_ahead_does_not_bring_back_what_was_undone(tmp_path: Path) -> None:
    ahead = {"value": "old", "changed": "2090-01-01T00:00:00Z"}
    papers = [{"known_as": [{"arxiv_id": "2304.00001"}], "note": ahead}]
    text = json.dumps({"format": "paperview shelf", "version": 1, "papers": papers})
    one, two = Shelf(tmp_path / "one.db"), Shelf(tmp_path / "two.db")
    for shelf in (one, two):
        shelf.take_in(loads(text.encode()))
    one.note(paper(0), "new")
    two.take_in(loads(dumps(one.entries).encode()))
    assert two.state(paper(0)).note == "new"
    one.undo()
    two.take_in(loads(dumps(one.entries).encode()))
    assert two.state(paper(0)).note == "old"


def test_an_import_names_what_it_leaves_out_and_takes_the_rest() -> None:
    good = {"known_as": [{"arxiv_id": "2304.00001"}], "starred": _set(value=True)}
    document = {
        "format": "paperview shelf",
        "version": 1,
        "papers": [
            {**good, "note": _set("no\x1b[31m\u202ething"), "tags": {"a\x07b": _set(value=True)}},
            {"starred": _set(value=True)},
            "paper",
            {**good, "read": {"value": "yes", "changed": "2026-01-01T00:00:00Z"}},
            {**good, "read": {"value": True, "changed": "soon"}, "tags": {"": _set(value=True)}},
            {**good, "read": {"value": True, "changed": "0001-01-01T00:00:00Z"}},
            {"known_as": [{"keys": ["isbn:1"]}], "starred": _set(value=True)},
        ],
        "filters": {"f": _set("no object")},
        "different": [{"papers": ["arxiv:2304.00001"], **_set(value=True)}],
    }
    imported = loads(json.dumps(document).encode())
    assert [line.partition(":")[0] for line in imported.problems] == [
        "papers[1]",
        "papers[2]",
        "papers[3].read",
        "papers[4].read",
        "papers[4].tags",
        "papers[5].read",
        "papers[6]",
        "filters",
        "different[0]",
    ]
    shelf = made([])
    shelf.take_in(imported)
    state = shelf.state(paper(0))
    assert (state.is_starred, state.is_read) == (True, False)
    assert (state.note, state.tags) == ("no\u241b[31m\ufffdthing", ("a b",))


def _set(value: object) -> dict[str, object]:
    return {"value": value, "changed": "2026-01-01T00:00:00Z"}


Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Call the program with `shelf` and what follows; give its exit code, output and errors."""

    def called(*arguments: str | Path) -> tuple[int, str, str]:
        code = run(["shelf", *map(str, arguments)])
        return code, *capsys.readouterr()

    return called


def refused(*_: object) -> None:
    raise PermissionError(errno.EPERM, "not permitted")


def test_the_command_exports_imports_and_says_where(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other, file = tmp_path / "a.db", tmp_path / "b.db", tmp_path / "all.json"
    monkeypatch.setenv("PAPERVIEW_SHELF", str(path))
    assert call("path") == (0, f"{path}\n", "")
    assert call()[1].startswith("0 papers starred\n")
    assert not path.exists()
    shelf = Shelf(path)
    shelf.star([paper(1), paper(2)])
    shelf.tag([paper(1)], ["x"])
    assert call()[1].startswith("2 papers starred\n0 papers read\n1 paper with tags\n")
    with monkeypatch.context() as without_links:  # as on a memory stick
        without_links.setattr(os, "link", refused)
        assert call("export", file) == (0, "", "")
    assert file.stat().st_mode & 0o077 == 0
    exported = file.read_text()
    assert call("export")[1] == exported
    assert call("export", file) == (
        2,
        "",
        f"paperview: {file}: there is such a file; name a new one\n",
    )
    assert call("import", file, "--shelf", other) == (0, f"{file}: 2 papers, 2 changed\n", "")
    assert call("import", file, "--shelf", other) == (0, f"{file}: 2 papers, 0 changed\n", "")
    assert call("export", "--shelf", other)[1] == exported
    assert file.read_text() == exported
    assert [one.name for one in tmp_path.glob("*.json")] == ["all.json"]


@pytest.mark.parametrize("arguments", [[], ["export"]])
def test_a_shelf_that_can_not_be_read_is_neither_counted_nor_exported(
    arguments: list[str], call: Call, tmp_path: Path
) -> None:
    path = tmp_path / "shelf.db"
    path.write_text("My only copy.")
    said = f"paperview: {path}: is no shelf\n"
    assert call(*arguments, "--shelf", path) == (2, "", said)
    assert path.read_text() == "My only copy."


OTHER = "is no export of a shelf; name a file that paperview shelf export wrote"
AGAIN = "export the shelf again"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", f": {OTHER}"),
        (b"PK\3\4\xff", f": {OTHER}"),
        (b"[" * 100_000, f": {OTHER}"),
        (b'{"a": ' + b"[" * 100_000, f": {OTHER}"),
        (b'{"a": ' + b"1" * 10_000 + b"}", f": {OTHER}"),
        (b"{}", f": {OTHER}"),
        (b'{"format": "paperview shelf", "version": "2"}', f": {OTHER}"),
        (b'{\n"a": "\xe9"}', f":2: is not UTF-8 from this line on; {AGAIN}"),
        (b'{\n"a": 1,\n b: 2}', f":3: is not JSON from this line on; {AGAIN}"),
        (b'{\n"a": 1,\n', f":3: ends in the middle; {AGAIN}"),
        (b'{\n"a": 1,\n"b', f":3: ends in the middle; {AGAIN}"),
        (
            b'{"format": "paperview shelf", "version": 2}',
            ": has version 2, and this program reads 1; update it",
        ),
    ],
    ids=range(12),  # an id of 100,000 characters is too long for the environment
)
def test_what_is_no_export_is_refused_in_a_line(
    content: bytes, said: str, call: Call, tmp_path: Path
) -> None:
    file = tmp_path / "all.json"
    file.write_bytes(content)
    code, out, err = call("import", file)
    assert (code, out) == (2, "")
    assert err == f"paperview: {file}{said}\n"


@pytest.mark.parametrize("part", ["papers", "filters", "different"])
def test_a_part_of_another_shape_is_named(part: str, call: Call, tmp_path: Path) -> None:
    file = tmp_path / "all.json"
    file.write_text(json.dumps({"format": "paperview shelf", "version": 1, part: 5}))
    shape = "object" if part == "filters" else "list"
    said = f"paperview: {file}: {part}: is no {shape}; left out\n"
    assert call("import", file) == (2, f"{file}: 0 papers, 0 changed\n", said)
