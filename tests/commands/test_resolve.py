"""`paperview resolve`: what is printed where, and the exit codes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperview.library.load_state import Growth
from paperview.library.loader import Loader
from tests.commands.conftest import SAMPLE, Call

FOUND = "A. One and B. Two, “Old Things,” 2020.\n"
REFS = f"""\
References
[1] {FOUND}
[2] Nobody. A paper that is not
    there. 1999.
[3] C. Three. arXiv:2003.00003
[4] A. One and B. Two. Old things. 2020.
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    refs, papers = tmp_path / "refs.txt", tmp_path / "mine.txt"
    refs.write_text(REFS)
    papers.write_text(SAMPLE)
    return refs, papers


def test_the_ids_are_printed_once_each_and_what_is_missing_with_its_line(
    files: tuple[Path, Path], call: Call
) -> None:
    refs, papers = files
    code, out, err = call("resolve", refs, papers)
    assert (code, out) == (1, "2001.00001\n2003.00003\n")
    assert f"{refs}:4: missing: Nobody. A paper that is not there. 1999.\n" in err
    assert err.endswith("3 of 4 references found\n")
    refs.write_text(FOUND)
    assert call("resolve", refs, papers) == (
        0,
        "2001.00001\n",
        "paperview: 1 of 1 reference found\n",
    )


def test_json_lines_have_an_object_for_each_reference(files: tuple[Path, Path], call: Call) -> None:
    code, out, _ = call("resolve", *files, "--format", "jsonl")
    objects = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [one["line"] for one in objects] == [2, 4, 6, 7]
    assert [one["level"] for one in objects] == ["sure", "missing", "sure", "sure"]
    assert [one["id"] for one in objects] == ["2001.00001", None, "2003.00003", "2001.00001"]
    assert objects[0]["title"] == "Old Things"
    assert objects[1] == {
        "line": 4,
        "text": "Nobody. A paper that is not there. 1999.",
        "level": "missing",
        "why": None,
        "id": None,
        "title": None,
    }


def test_what_is_printed_as_bibtex_is_found_again(files: tuple[Path, Path], call: Call) -> None:
    refs, papers = files
    _, out, _ = call("resolve", refs, papers, "--format", "bibtex")
    assert out.count("@") == 2
    refs.write_text(out)
    assert call("resolve", refs, papers)[:2] == (0, "2001.00001\n2003.00003\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "has no references in it"),
        (b"\n \n\f\n", "has no references in it"),
        (b"%PDF-1.5\n...", "pdftotext"),
        (b"\x00\x01\x02\x80\xff" * 100, "binary"),
        (None, "no such file"),
    ],
)
def test_a_text_that_cannot_be_read_is_a_mistake_of_one_line(
    text: bytes | None, said: str, files: tuple[Path, Path], call: Call
) -> None:
    refs, papers = files
    refs.unlink() if text is None else refs.write_bytes(text)
    code, out, err = call("resolve", refs, papers)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_arguments_that_make_no_sense_are_mistakes(files: tuple[Path, Path], call: Call) -> None:
    refs, papers = files
    assert call("resolve")[0] == 2
    assert call("resolve", "-", "-")[0] == 2
    assert call("resolve", refs, papers, "--format", "word")[0] == 2
    assert call("resolve", refs, papers.with_name("gone.txt"))[0] == 2


def test_remarks_on_the_work_are_told(
    files: tuple[Path, Path], call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = Loader.steps

    def remarked(loader: Loader) -> Iterator[Growth]:
        yield Growth(note="the disk is full")
        yield from steps(loader)

    monkeypatch.setattr(Loader, "steps", remarked)
    assert call("resolve", *files)[2].startswith("paperview: the disk is full\n")
