"""Entries that are useless but cannot be removed yet, and entries that are gone."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from paperview.library import cache
from paperview.library.cache import FileIdentity, entry, folders
from tests.library.cache.conftest import FILES, published


def test_an_entry_is_dropped_at_once(identity: FileIdentity) -> None:
    found = published(identity)
    cache.drop(found)
    assert cache.find(identity) is None
    assert not found.folder.exists()


def test_an_entry_that_cannot_be_removed_is_not_found_again(
    identity: FileIdentity, place: Path
) -> None:
    useless = published(identity)
    with folders.locked(place):
        cache.drop(useless)
        assert useless.folder.exists()
        assert cache.find(identity) is None
    assert cache.find(identity) is None


def test_a_new_entry_takes_the_place_of_one_that_is_avoided(identity: FileIdentity) -> None:
    cache.avoid(published(identity, {"a": b"old"}))
    new = published(identity, {"a": b"new"})
    assert cache.find(identity) == new
    assert new.path("a").read_bytes() == b"new"


def test_an_entry_that_was_removed_by_others_was_sound(identity: FileIdentity) -> None:
    found = published(identity)
    cache.remove(found)
    assert found.is_sound()


def test_an_entry_that_was_replaced_by_others_was_sound(identity: FileIdentity) -> None:
    found = published(identity)
    cache.remove(found)
    published(identity, {name: content + b"!" for name, content in FILES.items()})
    assert found.is_sound()


def test_for_want_of_descriptors_nothing_is_called_unsound(
    identity: FileIdentity, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = published(identity)

    def refuse(_path: Path) -> entry.StoredFile:
        raise OSError(errno.EMFILE, "too many open files")

    monkeypatch.setattr(entry, "stored", refuse)
    assert found.is_sound()
