"""The package as it is installed: complete, and independent of the checkout."""

import fcntl
import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from paperview.commands.installed import files
from paperview.sources.opening import seeds
from tests.conftest import ROOT
from tests.support import open_text
from tests.terminal.support import DEADLINE_S, terminal

SEEDS = [
    *("2407.21783", "2304.10190", "2304.14271", "2302.13438", "2301.13618"),
    *("2206.10963", "2206.05209", "2205.14206", "2201.01144", "2107.03832"),
]


def pip(*arguments: str | Path) -> None:
    quiet = ("--quiet", "--disable-pip-version-check", "--no-input")
    subprocess.run(
        [sys.executable, "-m", "pip", *quiet, *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        timeout=180,
        check=True,
    )


def install(folder: Path) -> None:
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", folder / "venv"], timeout=180, check=True
    )
    python = folder / "venv/bin/python"
    pip("--python", python, "install", "--no-deps", "--no-index", *folder.glob("*.whl"))
    (site,) = folder.glob("venv/lib/*/site-packages")
    (site / "needed.pth").write_text(sysconfig.get_path("purelib"))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program installed from its wheel into a new environment; what it needs is borrowed."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if own.name.startswith("popen-") else own) / "wheel"
    with folder.with_suffix(".lock").open("w") as lock:  # processes that test in parallel share it
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            install(folder)
    return folder / "venv"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be in another folder, with nothing of the checkout in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)


@pytest.mark.usefixtures("elsewhere")
def test_the_seeds_are_there_and_found_from_anywhere(installed: Path) -> None:
    (packaged,) = installed.glob("lib/*/site-packages/paperview/seeds/*")
    assert (packaged.parents[1] / "py.typed").exists()
    (path,) = seeds()
    source = open_text(path)
    assert packaged.read_bytes() == source.data
    assert packaged.name == Path(source.name).name
    command = [str(installed / "bin/paperview"), "search", "", "--format", "ids"]
    found = subprocess.run(command, stdout=subprocess.PIPE, timeout=DEADLINE_S, check=True)
    assert found.stdout.decode().split() == SEEDS


def test_completions_and_the_manual_page_are_installed_as_the_program_makes_them(
    installed: Path,
) -> None:
    found = {name: (installed / "share" / name).read_text() for name in files()}
    assert found == files()


@pytest.mark.usefixtures("elsewhere")
def test_the_reader_opens_with_its_styles(
    installed: Path, require_tool: Callable[..., None]
) -> None:
    require_tool("setsid")
    with terminal(str(installed / "bin/paperview"), env=dict(os.environ)) as screen:
        screen.read_until("10 papers · seeds")
        screen.read_until("❯")
        screen.send("\x11")
        assert screen.end() == 0
