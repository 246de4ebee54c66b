"""Several programs at once, and programs that were killed or suspended."""

from __future__ import annotations

import fcntl
import os
import signal
import time
from pathlib import Path

import pytest

from paperview.library import cache
from paperview.library.cache import FileIdentity, folders
from tests.library.cache.conftest import Start, begun, names, published

BEGIN = "draft = cache.draft(identity); (draft.folder / 'a').write_bytes(b'x' * 5000)"


def test_the_draft_of_a_killed_program_is_removed_by_the_next_draft(
    start: Start, identity: FileIdentity, place: Path
) -> None:
    program = start()
    program.run(BEGIN)
    (theirs,) = names(place)
    mine = begun(identity)
    assert names(place) == {theirs, mine.folder.name}
    assert cache.drafts_in_use() == 2
    program.kill()
    cache.draft(identity)
    assert theirs not in names(place)
    assert mine.folder.exists()


def test_clearing_leaves_drafts_in_use_and_removes_dead_ones(
    start: Start, identity: FileIdentity, place: Path
) -> None:
    size = published(identity).size
    alive, dead = start(), start()
    alive.run(BEGIN)
    (theirs,) = {name for name in names(place) if "draft" in name}
    dead.run(BEGIN)
    dead.kill()
    assert cache.clear() >= size + 5000
    assert names(place) == {theirs}
    assert cache.drafts_in_use() == 1
    assert alive.run("print(draft.publish({'papers': 5}).facts)") == "{'papers': 5}"
    assert [entry.facts for entry in cache.entries()] == [{"papers": 5}]


def test_a_worker_that_outlives_its_program_keeps_the_draft_until_it_ends(
    start: Start, place: Path
) -> None:
    program = start()
    program.run(BEGIN)
    worker = program.run(
        "import os, signal; worker = os.fork(); worker or signal.pause(); print(worker)"
    )
    program.process.kill()
    program.process.wait(timeout=30)
    assert cache.entries() == []
    assert cache.drafts_in_use() == 1
    (left,) = names(place)
    with (place / left / folders.DRAFT_LOCK).open("r+b") as lock:
        os.kill(int(worker), signal.SIGKILL)
        fcntl.flock(lock, fcntl.LOCK_EX)  # waits until the worker has let go of it
    assert cache.entries() == []
    assert names(place) == set()


def test_programs_that_publish_at_once_share_one_entry(
    start: Start, identity: FileIdentity, place: Path
) -> None:
    programs = [start() for _ in range(3)]
    for number, program in enumerate(programs):
        program.run("draft = cache.draft(identity)")
        program.run(f"(draft.folder / 'a').write_bytes(b'{number}' * 50_000)")
    for program in programs:
        program.begin("entry = draft.publish({}); print(entry.path('a').read_bytes()[:1])")
    assert len({program.finish() for program in programs}) == 1
    found = cache.find(identity)
    assert found is not None
    assert found.is_sound()
    assert names(place) == {found.folder.name}


def test_a_program_suspended_at_the_wrong_moment_does_not_hold_up_the_others_for_long(
    start: Start, identity: FileIdentity, paper_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = published(identity)
    program = start()
    program.run("from paperview.library.cache import folders; held = folders.locked(cache.root())")
    program.run("held.__enter__()")
    monkeypatch.setattr(folders, "PATIENCE", 0.02)
    assert cache.find(identity) == entry
    assert cache.entries() == [entry]
    assert cache.draft(identity) is None
    paper_file.write_text("They.")
    with monkeypatch.context() as patch:
        patch.setattr(time, "sleep", pytest.fail)  # the first screen is waiting
        assert cache.find(FileIdentity.of(paper_file)) is None
    program.run("held.__exit__(None, None, None)")
    assert published(FileIdentity.of(paper_file)).is_sound()
