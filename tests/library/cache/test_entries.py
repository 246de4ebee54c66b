"""Finding an entry: the right one, complete, or none."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from paperview.library import cache
from paperview.library.cache import FileIdentity
from tests.library.cache.conftest import FACTS, FILES, names, published


def test_what_was_published_is_found_with_its_files_and_facts(identity: FileIdentity) -> None:
    made = published(identity)
    found = cache.find(identity)
    assert found == made
    assert found.facts == FACTS
    assert {name: found.path(name).read_bytes() for name in FILES} == FILES
    assert found.size == sum(map(len, FILES.values()))
    assert found.is_sound()


def test_an_entry_has_no_other_files(identity: FileIdentity) -> None:
    with pytest.raises(KeyError):
        published(identity).path("other.bin")


def test_an_entry_can_be_sent_to_a_worker_process(identity: FileIdentity) -> None:
    entry = published(identity)
    assert pickle.loads(pickle.dumps(entry)) == entry  # noqa: S301 - our own pickle


def test_nothing_is_found_and_nothing_is_made_where_there_is_no_cache(
    identity: FileIdentity, place: Path
) -> None:
    assert cache.find(identity) is None
    assert cache.entries() == []
    assert cache.clear() == 0
    assert not place.exists()


def test_an_entry_is_found_by_any_way_to_its_file(
    paper_file: Path, identity: FileIdentity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(identity)
    link = tmp_path / "link.txt"
    link.symlink_to(paper_file)
    monkeypatch.chdir(tmp_path)
    assert cache.find(FileIdentity.of(link)) is not None
    assert cache.find(FileIdentity.of(Path(paper_file.name))) is not None


@pytest.mark.parametrize("name", ["a b.txt", "caf\u00e9\u202e.txt", "x" * 250, b"\xff\x1b\n.txt"])
def test_every_name_of_a_file_will_do(name: str | bytes, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_text("We.")
    published(FileIdentity.of(path))
    assert cache.find(FileIdentity.of(path)) is not None


def test_files_of_the_same_name_have_entries_of_their_own(tmp_path: Path) -> None:
    paths = [tmp_path / folder / "mine.txt" for folder in ("a", "b")]
    for path in paths:
        path.parent.mkdir()
        path.write_text("We.")
        published(FileIdentity.of(path), {"name": str(path).encode()})
    for path in paths:
        found = cache.find(FileIdentity.of(path))
        assert found is not None
        assert found.path("name").read_bytes() == str(path).encode()


def test_a_file_that_is_not_there_has_no_identity(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        FileIdentity.of(tmp_path / "none.txt")
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(OSError, match="symbolic links"):
        FileIdentity.of(loop)


# The file has changed


def _grow(path: Path) -> None:
    path.write_text(path.read_text() + "\n")


def _touch(path: Path) -> None:
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1))


def _replace(path: Path) -> None:
    new = path.with_name("new")
    shutil.copy2(path, new)
    status = path.stat()
    os.utime(new, ns=(status.st_atime_ns, status.st_mtime_ns))
    new.replace(path)


def _rewrite(path: Path) -> None:
    status = path.stat()
    path.write_text("X" * status.st_size)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000))


@pytest.mark.parametrize("change", [_grow, _touch, _replace, _rewrite])
def test_the_entry_of_a_file_that_has_changed_is_gone(
    change: Callable[[Path], None], paper_file: Path, identity: FileIdentity, place: Path
) -> None:
    entry = published(identity)
    change(paper_file)
    assert cache.find(FileIdentity.of(paper_file)) is None
    assert not entry.folder.exists()
    assert cache.find(identity) is None
    cache.entries()
    assert names(place) == set()


def test_a_new_draft_deletes_what_a_changed_file_left(
    paper_file: Path, identity: FileIdentity, place: Path
) -> None:
    published(identity)
    _grow(paper_file)
    now = FileIdentity.of(paper_file)
    assert cache.find(now) is None
    entry = published(now)
    assert names(place) == {entry.folder.name}
