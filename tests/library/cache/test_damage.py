"""A damaged entry, or one of another format or file, is not used."""

from __future__ import annotations

import json
import os
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paperview.library import cache
from paperview.library.cache import Entry, FileIdentity
from tests.library.cache.conftest import FILES, names, published


def _manifest(entry: Entry) -> Path:
    (manifest,) = {path.name for path in entry.folder.iterdir()} - FILES.keys()
    return entry.folder / manifest


def _truncate(entry: Entry) -> None:
    os.truncate(entry.path("papers.bin"), 100)


def _extend(entry: Entry) -> None:
    with entry.path("empty.bin").open("ab") as file:
        file.write(b"\0")


def _lose(entry: Entry) -> None:
    entry.path("empty.bin").unlink()


def _link_elsewhere(entry: Entry) -> None:
    """Put a link in the place of a file, as long as the file was."""
    path = entry.path("words.bin")
    elsewhere = entry.folder.parent / "elsewhere"
    slashes = "/" * (path.stat().st_size - len(str(elsewhere)))
    path.rename(elsewhere)
    path.symlink_to(slashes + str(elsewhere))
    assert path.read_bytes() == FILES["words.bin"]


def _empty_manifest(entry: Entry) -> None:
    _manifest(entry).write_bytes(b"")


def _cut_manifest(entry: Entry) -> None:
    _manifest(entry).write_bytes(_manifest(entry).read_bytes()[:-20])


def _nest_manifest(entry: Entry) -> None:
    _write_manifest(entry, b"[" * 100_000)


def _list_manifest(entry: Entry) -> None:
    _write_manifest(entry, b"[]")


def _write_manifest(entry: Entry, line: bytes) -> None:
    _manifest(entry).write_bytes(b"%s\n%d\n" % (line, zlib.crc32(line)))


@pytest.mark.parametrize(
    "damage",
    [
        _truncate,
        _extend,
        _lose,
        _link_elsewhere,
        _empty_manifest,
        _cut_manifest,
        _nest_manifest,
        _list_manifest,
    ],
)
def test_a_damaged_entry_is_not_found_and_goes(
    damage: Callable[[Entry], None], identity: FileIdentity
) -> None:
    entry = published(identity)
    damage(entry)
    assert cache.find(identity) is None
    assert not entry.folder.exists()
    assert cache.find(published(identity).identity) is not None


def test_a_damaged_entry_is_not_listed_and_goes(identity: FileIdentity, place: Path) -> None:
    _truncate(published(identity))
    assert cache.entries() == []
    assert names(place) == set()


def _edit(entry: Entry, change: Callable[[dict[str, Any]], object]) -> None:
    """Change what a manifest says and make it look right otherwise."""
    content = json.loads(_manifest(entry).read_bytes().splitlines()[0])
    change(content)
    _write_manifest(entry, json.dumps(content).encode())


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.update(format=content["format"] + "0"),
        lambda content: content.pop("format"),
        lambda content: content["identity"].update(path="/elsewhere/mine.txt"),
        lambda content: content["identity"].update(path=None),
        lambda content: content["identity"].update(size=0),
        lambda content: content["identity"].pop("inode"),
        lambda content: content.update(facts=7),
        lambda content: content.update(files=["words.bin"]),
        lambda content: content["files"].update({"../lock": {"size": 0, "checksum": 0}}),
        lambda content: content["files"].update({"..": {"size": 0, "checksum": 0}}),
        lambda content: content["files"].update({"a\0": {"size": 0, "checksum": 0}}),
    ],
)
def test_a_manifest_of_another_format_or_file_is_not_taken(
    change: Callable[[dict[str, Any]], object], identity: FileIdentity
) -> None:
    entry = published(identity)
    _edit(entry, lambda _: None)
    assert cache.find(identity) == entry
    _edit(entry, change)
    assert cache.find(identity) is None
    assert not entry.folder.exists()


def test_an_entry_put_in_the_place_of_another_file_is_not_taken(
    identity: FileIdentity, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("They.")
    theirs, ours = published(FileIdentity.of(other)), published(identity)
    shutil.rmtree(ours.folder)
    theirs.folder.rename(ours.folder)
    assert cache.entries() == []
    assert not ours.folder.exists()


def test_a_changed_byte_in_a_manifest_is_noticed(identity: FileIdentity) -> None:
    entry = published(identity)
    saved = entry.folder.with_name("saved")
    shutil.copytree(entry.folder, saved)
    good = _manifest(entry).read_bytes()
    for place in range(0, len(good), 5):
        _manifest(entry).write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        assert cache.find(identity) is None, place
        shutil.copytree(saved, entry.folder)
    assert cache.find(identity) == entry


def test_a_changed_byte_in_a_file_is_found_by_reading_it(identity: FileIdentity) -> None:
    entry = published(identity)
    with entry.path("papers.bin").open("r+b") as file:
        file.seek(2_000)
        file.write(b"\xff")
    assert cache.find(identity) == entry
    assert not entry.is_sound()
    assert cache.remove(entry) == entry.size + _manifest_size(entry)
    assert cache.find(identity) is None


def _manifest_size(entry: Entry) -> int:
    """Return the size of the manifest of an equal entry."""
    again = published(entry.identity)
    size = _manifest(again).stat().st_size
    cache.remove(again)
    return size


def test_a_missing_file_is_not_sound(identity: FileIdentity) -> None:
    entry = published(identity)
    entry.path("words.bin").unlink()
    assert not entry.is_sound()


def test_removing_an_entry_leaves_the_one_that_took_its_place(identity: FileIdentity) -> None:
    old = published(identity, {"a": b"old"})
    cache.remove(old)
    new = published(identity, {"a": b"new"})
    assert cache.remove(old) == 0
    assert cache.find(identity) == new


def test_what_is_open_stays_readable_when_its_entry_goes(identity: FileIdentity) -> None:
    entry = published(identity)
    with entry.path("words.bin").open("rb") as file:
        cache.clear()
        assert file.read() == FILES["words.bin"]
