"""Files of others are left alone, and the cache is readable by its user alone."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from paperview.library import cache
from paperview.library.cache import FileIdentity
from tests.library.cache.conftest import begun, names, published


def test_what_is_not_ours_is_left_alone(
    identity: FileIdentity, place: Path, tmp_path: Path
) -> None:
    entry = published(identity)
    treasure = tmp_path / "treasure"
    treasure.mkdir()
    shutil.copytree(entry.folder, treasure / "entry")
    (treasure / "entry" / "papers.bin").write_bytes(b"")
    (place / "notes.txt").write_text("mine")
    (place / "link.index").symlink_to(treasure / "entry")
    (place / "link.draft").symlink_to(treasure / "entry")
    (place / "link.removed").symlink_to(treasure / "entry")
    for name in ("theirs.index", "theirs.draft", "theirs.removed", "theirs"):
        (place / name).mkdir()
        (place / name / "thesis.tex").write_text("mine")
    before = names(place) - {entry.folder.name}
    cache.trim(0)
    cache.clear()
    assert begun(identity).publish({}) is not None
    cache.clear()
    assert names(place) == before
    assert (place / "theirs.draft" / "thesis.tex").read_text() == "mine"
    assert (treasure / "entry" / "words.bin").exists()


def test_links_inside_an_entry_are_removed_and_not_followed(
    identity: FileIdentity, tmp_path: Path
) -> None:
    treasure = tmp_path / "treasure"
    treasure.mkdir()
    (treasure / "gold").write_text("mine")
    entry = published(identity)
    (entry.folder / "way out").symlink_to(treasure)
    (entry.folder / "inner").mkdir()
    (entry.folder / "inner" / "way out").symlink_to(treasure)
    cache.clear()
    assert not entry.folder.exists()
    assert (treasure / "gold").read_text() == "mine"


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_where_something_of_others_stands_in_the_way_there_is_no_entry(
    kind: str, identity: FileIdentity, tmp_path: Path
) -> None:
    entry = published(identity)
    cache.clear()
    if kind == "file":
        entry.folder.write_text("mine")
    elif kind == "folder":
        entry.folder.mkdir()
        (entry.folder / "thesis.tex").write_text("mine")
    else:
        entry.folder.symlink_to(tmp_path)
    assert cache.find(identity) is None
    draft = begun(identity)
    assert draft.publish({}) is None
    assert not draft.folder.exists()
    assert entry.folder.is_symlink() or entry.folder.exists()


def test_the_cache_is_for_the_user_alone(identity: FileIdentity, place: Path) -> None:
    entry = published(identity)
    for folder in (place.parent, place, entry.folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(begun(identity).folder.stat().st_mode) == 0o700
