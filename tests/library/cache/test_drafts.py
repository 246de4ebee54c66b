"""Making an entry: complete or not at all, and without an exception from a bad disk."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from paperview.library import cache
from paperview.library.cache import Draft, FileIdentity
from tests.library.cache.conftest import FILES, begun, names, published


def test_a_draft_is_not_found_before_it_is_published(identity: FileIdentity) -> None:
    draft = begun(identity)
    assert cache.find(identity) is None
    assert cache.entries() == []
    assert draft.publish({}) is not None
    assert cache.find(identity) is not None


def test_a_discarded_draft_leaves_nothing(identity: FileIdentity, place: Path) -> None:
    draft = begun(identity)
    (draft.folder / "inner").mkdir()
    (draft.folder / "inner" / "file").write_bytes(b"x")
    draft.discard()
    assert names(place) == set()
    draft.discard()


def test_discarding_what_was_published_does_nothing(identity: FileIdentity) -> None:
    draft = begun(identity)
    entry = draft.publish({})
    draft.discard()
    assert cache.find(identity) == entry


def test_an_entry_holds_its_files_and_nothing_of_the_draft(
    identity: FileIdentity, place: Path
) -> None:
    entry = published(identity)
    assert len(names(entry.folder) - FILES.keys()) == 1
    assert names(place) == {entry.folder.name}


def test_a_new_entry_takes_the_place_of_an_older_one(
    identity: FileIdentity, paper_file: Path, place: Path
) -> None:
    published(identity, {"a": b"old"})
    paper_file.write_text("They.")
    entry = published(FileIdentity.of(paper_file), {"a": b"new"})
    assert names(place) == {entry.folder.name}
    assert entry.path("a").read_bytes() == b"new"


def test_whoever_publishes_first_wins_and_the_other_gets_that_entry(
    identity: FileIdentity, place: Path
) -> None:
    slow, quick = begun(identity, {"a": b"slow"}), begun(identity, {"a": b"quick"})
    first = quick.publish({})
    with (slow.folder / "a").open("rb") as mapped:
        assert slow.publish({}) == first
        assert mapped.read() == b"slow"
    assert first is not None
    assert names(place) == {first.folder.name}
    assert first.path("a").read_bytes() == b"quick"


def test_a_damaged_entry_does_not_win(identity: FileIdentity) -> None:
    draft = begun(identity, {"a": b"slow"})
    other = published(identity, {"a": b"quick"})
    other.path("a").write_bytes(b"")
    entry = draft.publish({})
    assert entry is not None
    assert entry.path("a").read_bytes() == b"slow"


def test_a_file_that_changed_while_it_was_read_gets_no_entry(
    identity: FileIdentity, paper_file: Path, place: Path
) -> None:
    draft = begun(identity)
    paper_file.write_text("They.")
    newer = published(FileIdentity.of(paper_file))
    assert draft.publish({}) is None
    assert names(place) == {newer.folder.name}


def test_facts_that_json_can_not_say_are_the_callers_mistake(
    identity: FileIdentity, place: Path
) -> None:
    with pytest.raises(TypeError):
        begun(identity).publish({"set": {1, 2}})
    draft = begun(identity)
    (draft.folder / "inner").mkdir()
    with pytest.raises(ValueError, match="inner is not a plain file"):
        draft.publish({})
    assert names(place) == set()


# Where no cache is possible


def test_a_limit_of_0_means_no_cache(identity: FileIdentity, place: Path) -> None:
    cache.limit_to(0)
    assert cache.draft(identity) is None
    assert not place.exists()
    cache.limit_to(cache.DEFAULT_LIMIT)
    entry = published(identity)
    cache.limit_to(0)
    assert cache.find(identity) is None
    assert entry.folder.exists()


@pytest.mark.parametrize("level", ["paperview", "XDG_CACHE_HOME"])
def test_a_file_in_the_place_of_the_folder_means_no_cache(
    level: str, identity: FileIdentity, place: Path
) -> None:
    blocked = place if level == "paperview" else place.parent
    blocked.parent.mkdir(exist_ok=True)
    blocked.write_text("mine")
    assert cache.draft(identity) is None
    assert cache.find(identity) is None
    assert cache.entries() == []
    assert cache.clear() == 0
    assert blocked.read_text() == "mine"


def test_without_a_home_there_is_no_cache(
    identity: FileIdentity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "relative")
    assert cache.root() is None
    assert cache.draft(identity) is None
    assert cache.find(identity) is None
    assert cache.entries() == []
    assert cache.clear() == 0
    assert cache.drafts_in_use() == 0


def test_a_folder_that_can_not_be_written_to_means_no_draft_but_entries(
    identity: FileIdentity, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = published(identity)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    really_open = os.open

    def open_to_read(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR):
            refuse()
        return really_open(path, flags, mode)

    monkeypatch.setattr(os, "open", open_to_read)
    for name in ("mkdir", "rename", "replace", "unlink", "rmdir", "utime"):
        monkeypatch.setattr(os, name, refuse)
    assert cache.draft(identity) is None
    assert cache.find(identity) == entry
    assert cache.entries() == [entry]
    cache.trim(0)
    stale = FileIdentity(identity.path, 0, 0, 0)
    assert cache.find(stale) is None
    assert cache.find(identity) == entry


def test_a_disk_without_space_for_one_byte_is_told(
    identity: FileIdentity, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(OSError, match="No space left"):
        cache.draft(identity)
    assert names(place) == set()


# What can go wrong with publishing


def _full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def _no_space_for_the_manifest(_: Draft, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Path, "write_bytes", _full)


def _no_space_to_rename(_: Draft, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(os, "rename", _full)
    patch.setattr(os, "replace", _full)


def _draft_removed(draft: Draft, _: pytest.MonkeyPatch) -> None:
    shutil.rmtree(draft.folder)


def _cache_removed(draft: Draft, _: pytest.MonkeyPatch) -> None:
    shutil.rmtree(draft.folder.parent)


@pytest.mark.parametrize(
    ("harm", "is_full"),
    [
        (_no_space_for_the_manifest, True),
        (_no_space_to_rename, True),
        (_draft_removed, False),
        (_cache_removed, False),
    ],
)
def test_what_goes_wrong_with_publishing_leaves_nothing_and_raises_only_on_a_full_disk(
    harm: Callable[[Draft, pytest.MonkeyPatch], None],
    is_full: bool,
    identity: FileIdentity,
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draft = begun(identity)
    with monkeypatch.context() as patch:
        harm(draft, patch)
        if is_full:
            with pytest.raises(OSError, match="No space left"):
                draft.publish({})
        else:
            assert draft.publish({}) is None
    assert not place.exists() or names(place) == set()
    assert cache.find(identity) is None
    assert published(identity).is_sound()


def test_an_older_entry_survives_a_full_disk(
    identity: FileIdentity, paper_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = published(identity)
    paper_file.touch()
    draft = begun(FileIdentity.of(paper_file))
    with monkeypatch.context() as patch:
        _no_space_for_the_manifest(draft, patch)
        with pytest.raises(OSError, match="No space left"):
            draft.publish({})
    assert cache.entries() == [entry]
