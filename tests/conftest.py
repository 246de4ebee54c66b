"""Fixtures for all tests: an isolated home, sample files, and tools that may be missing."""

from __future__ import annotations

import gc
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from paperview.exports import citekeys
from paperview.library.cache import folders
from paperview.text import ascii as signs
from tests.workers import SharedWorker, close_idle

# Numpy's library for matrices, which nobody here needs, starts threads in each process that imports
# numpy. That takes a sixth of the time of a command that searches.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# There is no deadline, because one example may take long on a busy machine. CI uses the same
# examples each time; a run by hand uses new ones. Few, because many properties are tested, and
# each run by hand looks at others; `--hypothesis-profile=thorough` looks at very many.
settings.register_profile(
    "paperview", deadline=None, derandomize="CI" in os.environ, max_examples=25
)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile("paperview")

# The objects of thousands of collected tests are not garbage. Scanning them again and again took a
# fifth of the time of the screen's tests. What survives one test is looked at again after many.
gc.set_threshold(50_000, 50)


def pytest_configure() -> None:
    """Let signals end programs under test, also if this run was started in the background.

    A shell lets its background programs ignore SIGINT, and nohup SIGHUP. They pass that on.
    """
    for number, handler in (
        (signal.SIGHUP, signal.SIG_DFL),
        (signal.SIGINT, signal.default_int_handler),
    ):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)


def pytest_collection_finish() -> None:
    """Keep the collected tests out of every later garbage collection."""
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Collect the garbage once: pytest would look through everything five times, Python once."""
    gc.collect()
    gc.freeze()


_NUMBERS = count()
"""Numbers of home folders, one for each test."""

ROOT = Path(__file__).parents[1]
SAMPLES = Path(os.environ.get("TEST_SAMPLES", ROOT.parent / "shared"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Run three tests at once on two cores, because programs and screens are waited for."""
    return -(-3 * (os.cpu_count() or 1) // 2)


@pytest.fixture(autouse=True)
def isolated_home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keep every test away from the real home folder, desktop, terminal and SSH session."""
    home = tmp_path_factory.getbasetemp() / f"home-{next(_NUMBERS)}"  # mktemp is much slower
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "STY", "SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("COLUMNS", "LINES"):  # they would override the size of the terminal
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def usual_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test all signs, the usual limit of the cache and the usual citation keys."""
    monkeypatch.setattr(signs, "_is_on", False)
    monkeypatch.setattr(folders, "_limit", folders.DEFAULT_LIMIT)
    monkeypatch.setattr(citekeys, "_form", [citekeys.PATTERN, True])


@pytest.fixture(scope="session")
def samples() -> Path:
    """Folder of large real sample files; skip the test if it is missing."""
    if not (SAMPLES / "data").is_dir():
        pytest.skip("the folder of real sample files is not here (TEST_SAMPLES)")
    return SAMPLES


@pytest.fixture
def require_tool() -> Callable[..., None]:
    """Skip where a tool is missing, or fail where all tools are promised."""

    def require(*names: str) -> None:
        missing = [name for name in names if shutil.which(name) is None]
        if missing and os.environ.get("REQUIRE_TEST_TOOLS"):
            pytest.fail(f"missing: {', '.join(missing)}")
        if missing:
            pytest.skip(f"needs {', '.join(missing)}")

    return require


@pytest.fixture(scope="session")
def shared_worker() -> Iterator[type[SharedWorker]]:
    """End the shared processes when all tests are done."""
    yield SharedWorker
    close_idle()


@pytest.fixture
def shared_workers(shared_worker: type[SharedWorker], monkeypatch: pytest.MonkeyPatch) -> None:
    """Reuse the workers of earlier tests, for tests that depend only on the results of workers."""
    monkeypatch.setattr("paperview.library.workers.pool.Worker", shared_worker)
