"""No key, byte, paste, click, resize or order of them ends the reader."""

import gzip
import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal import monkey

SECONDS = float(os.environ.get("PAPERVIEW_MONKEY_SECONDS", "0.5"))
"""Seconds of each test; `python -m tests.terminal.monkey` runs for any length."""
ENTRY = (
    "@article{{key{0}, title={{Waves number {0}}}, author={{Ann One and Bo Two}}, year={{2001}}}}\n"
)


@pytest.fixture(autouse=True)
def tools(require_tool: Callable[..., None]) -> None:
    require_tool("setsid")


def test_on_the_seeds() -> None:
    assert monkey.run([], seed=1, seconds=SECONDS).steps


def test_on_a_folder_of_mixed_files(tmp_path: Path) -> None:
    (tmp_path / "good.bib").write_text("".join(map(ENTRY.format, range(300))))
    (tmp_path / "broken.bib").write_text("@article{a, title={never closed\n@article{b,\n")
    (tmp_path / "notes.ris").write_text("TY  - JOUR\nTI  - Tides\nAU  - Lund, Ada\nER  - \n")
    (tmp_path / "bytes.txt").write_bytes(bytes(range(256)))
    assert monkey.run([str(tmp_path)], seed=2, seconds=SECONDS).steps


def test_while_a_snapshot_loads(tmp_path: Path) -> None:
    path = tmp_path / "snapshot.json.gz"
    with gzip.open(path, "wt", compresslevel=1) as file:
        for number in range(20_000):
            abstract = f"We measure {number} waves in bay {number % 97}."
            paper = {"id": f"2101.{number:05}", "title": f"Tides {number}", "abstract": abstract}
            file.write(json.dumps(paper) + "\n")
    assert monkey.run([str(path)], seed=3, seconds=SECONDS).steps


def test_while_its_file_keeps_changing(tmp_path: Path) -> None:
    path = tmp_path / "changing.bib"
    chance = random.Random(4)  # noqa: S311 - to be repeated

    def change() -> None:
        path.write_text("".join(map(ENTRY.format, range(chance.randint(1, 50)))))

    change()
    arguments = ["--watch", str(path)]
    assert monkey.run(arguments, seed=4, seconds=SECONDS, meanwhile=change).steps
