"""Size limit, order of removal, and folder of the cache."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from paperview.library import cache
from paperview.library.cache import Entry, FileIdentity
from tests.library.cache.conftest import begun, published


def _entries(folder: Path, count: int) -> list[Entry]:
    """Make entries of 1000 bytes each, the first used longest ago."""
    made = []
    for number in range(count):
        path = folder / f"{number}.txt"
        path.write_text("We.")
        entry = published(FileIdentity.of(path), {"a": bytes(1000)})
        _use(entry, number)
        made.append(entry)
    return made


def _use(entry: Entry, second: int) -> None:
    for path in entry.folder.iterdir():
        os.utime(path, (second, second))


def test_trimming_removes_what_was_unused_for_longest(tmp_path: Path) -> None:
    entries = _entries(tmp_path, 4)
    assert cache.trim(4000) == 0
    assert cache.entries() == entries[::-1]
    assert cache.trim(2500) > 2000
    assert cache.entries() == [entries[3], entries[2]]
    cache.trim(0)
    assert cache.entries() == []


def test_finding_an_entry_is_using_it(tmp_path: Path) -> None:
    first, second, third = _entries(tmp_path, 3)
    assert cache.find(first.identity) == first
    cache.trim(2000)
    assert cache.entries() == [first, third]
    assert cache.find(second.identity) is None


def test_publishing_trims_to_the_limit_but_never_what_it_published(
    tmp_path: Path, identity: FileIdentity
) -> None:
    _, _, last = _entries(tmp_path, 3)
    cache.limit_to(2000)
    new = published(identity, {"a": bytes(1000)})
    assert cache.entries() == [new, last]
    cache.limit_to(1)
    again = begun(last.identity, {"a": bytes(1000)}).publish({})
    assert again is not None
    assert cache.entries() == [again]


@pytest.mark.parametrize(
    ("platform", "stated", "folder"),
    [
        ("linux", "/big/caches", "/big/caches/paperview"),
        ("linux", "", "/home/ann/.cache/paperview"),
        ("linux", "relative", "/home/ann/.cache/paperview"),
        ("darwin", "", "/home/ann/Library/Caches/paperview"),
        ("darwin", "/big/caches", "/big/caches/paperview"),
    ],
)
def test_the_cache_is_where_the_system_wants_caches(
    platform: str, stated: str, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("HOME", "/home/ann")
    monkeypatch.setenv("XDG_CACHE_HOME", stated)
    assert cache.root() == Path(folder)


def test_a_cache_that_stands_elsewhere_behind_a_link_works(
    identity: FileIdentity, place: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "large disk"
    elsewhere.mkdir()
    place.parent.mkdir()
    place.symlink_to(elsewhere)
    entry = published(identity)
    assert cache.find(identity) == entry
    cache.clear()
    assert cache.entries() == []
    assert [path.name for path in elsewhere.iterdir()] == ["lock"]


def test_the_cache_loads_nothing_slow_and_other_commands_no_cache(paper_file: Path) -> None:
    watched = ["numpy", "textual", "rich", "rapidfuzz", "hashlib", "tempfile", "platformdirs"]
    assert _loaded("from paperview.library import cache", watched) == "[]"
    assert _loaded("import paperview.commands.cache", watched[:-2]) == "[]"
    for arguments in (["--version"], ["search", "we", str(paper_file)], ["check", str(paper_file)]):
        code = f"from paperview.cli import run; run({arguments})"
        assert _loaded(code, ["paperview.library.cache", "paperview.commands.cache"]) == "[]"


def _loaded(code: str, watched: list[str]) -> str:
    report = f"import sys; print([name for name in {watched} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"],
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    return done.stdout.splitlines()[-1]
