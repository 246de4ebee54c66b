"""Every command, query and program in the documentation does what the documentation says."""

from __future__ import annotations

import doctest
import gzip
import re
import shutil
from pathlib import Path

import pytest

import paperview
from paperview import api
from paperview.commands.exit_codes import MISTAKE
from paperview.index.query.parser import parse
from tests import examples
from tests.conftest import ROOT
from tests.examples import Shell

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
EXAMPLES = ROOT / "docs" / "examples"
NOT_IN_SEEDS = re.compile(r"\b(?:journal|cat|is|tag|note|opened):")
"""Fields that no paper of the seeds has, and filters by a shelf that is empty here."""
ALL = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("examples")


@pytest.fixture
def shell(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Begin anew in the folder, which all pages share as their workers do."""
    for path in folder.iterdir():
        path.unlink()
    shutil.copytree(EXAMPLES, folder, dirs_exist_ok=True)
    snapshot = (folder / "snapshot.json").read_bytes()
    (folder / "all.jsonl.gz").write_bytes(gzip.compress(snapshot))
    return Shell(folder, monkeypatch)


@ALL
@pytest.mark.usefixtures("shared_workers")
def test_a_page_shows_what_its_commands_and_programs_print(page: Path, shell: Shell) -> None:
    for block in examples.blocks(page):
        if block.file:
            shell.save(*block.file)
        elif block.language == "python":
            assert not (failures := shell.run_python(block)), failures
        elif block.language == "console" and block.is_run:
            for command, expected in examples.steps(block.text):
                printed = shell.run(command)
                assert examples.fits(expected, printed), f"{block.where}: {command}\n{printed}"
        elif block.language == "sh" and block.is_run:
            for line in filter(None, block.text.replace("\\\n", "").split("\n")):
                printed = shell.run(line)
                assert shell.code < MISTAKE, f"{block.where}: {line}\n{printed}"


@ALL
def test_calls_that_are_not_run_are_calls_of_commands_with_their_options(page: Path) -> None:
    for block in examples.blocks(page):
        for call in () if block.is_run else examples.calls(block.text):
            assert examples.is_call(call), f"{block.where}: paperview {' '.join(call)}"


@ALL
def test_calls_in_sentences_name_options_that_there_are(page: Path) -> None:
    for call in examples.inline_calls(page):
        assert examples.unknown_options(call) == set(), f"paperview {' '.join(call)}"


@ALL
def test_no_block_with_a_call_is_passed_over(page: Path) -> None:
    looked_at = ("console", "sh", "python", "{generated}")
    for block in examples.blocks(page):
        if block.is_run and block.language not in looked_at:
            assert not re.search(r"^(\$ |paperview \S)", block.text, re.MULTILINE), block.where


@pytest.mark.usefixtures("shell")
def test_the_examples_of_the_python_interface_run() -> None:
    failed, tried = doctest.testmod(api)
    assert (failed, tried > 25) == (0, True)


def test_queries_of_the_reference_are_read_as_meant_and_find_papers_of_the_seeds() -> None:
    page = (ROOT / "docs" / "filter.md").read_text(encoding="utf-8")
    table = page.partition("| type | to find |\n")[2].partition("\n\n")[0].replace("\\|", "\0")
    rows = [row.split(" | ") for row in table.split("\n")[1:]]
    papers = paperview.open()
    for query, meaning in rows:
        typed, *others = re.findall(r"`([^`]+[^`:])`", f"{query} {meaning}".replace("\0", "|"))
        for one in (typed, *others):
            assert parse(one).mistakes == (), one
        assert len(papers.search(typed)) or NOT_IN_SEEDS.search(typed), typed
    assert len(rows) > 20
