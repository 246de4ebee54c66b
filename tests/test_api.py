"""The Python interface: what it finds, its errors, and the names that are promised."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

import paperview
from paperview import Paper, PaperviewError

SAMPLE = """\
Old Things
Ann One, Bob Two

We show the zebra, and the zebra again.

arXiv:2001.00001
Created: 2020-01-01

A zebra crosses the road.

arXiv:2003.00003
Created: soon
"""


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "sample.txt"
    path.write_text(SAMPLE)
    return path


def test_every_promised_name_is_there_and_importing_the_package_imports_nothing_else() -> None:
    assert {name for name in paperview.__all__ if getattr(paperview, name, None) is None} == set()
    assert set(paperview.__all__) <= set(dir(paperview))
    code = "import sys, paperview; print(*(one for one in sys.modules if 'paperview' in one))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {"paperview", "paperview.lazy"}


@pytest.mark.usefixtures("shared_workers")
def test_compressed_json_lines_are_searched_with_their_problems(sample: Path) -> None:
    path = sample.with_name("all.json.gz")
    record = {"id": "2001.00001", "title": "Old Things: a Survey", "authors": "Ann One"}
    lines = [json.dumps(record), "{", "[]"]
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    with paperview.open(sample, path) as papers:
        assert [str(paper.arxiv_id) for paper in papers] == ["2001.00001", "2003.00003"]
        assert next(iter(papers)).title == "Old Things: a Survey"
        found = papers.search("zebar survey")
        assert [paper.title for paper in found] == ["Old Things: a Survey"]
        assert found.corrections == (("zebar", "zebra", False),)
        assert sorted(problem.line for problem in papers.problems) == [2, 3, 12]
        assert [(one.papers, one.duplicates) for one in papers.sources] == [(2, 0), (0, 1)]


def test_results_are_cut_to_a_limit_sorted_and_sliced(sample: Path) -> None:
    papers = paperview.open(sample)
    found = papers.search("zebra", limit=1)
    assert (found.total, len(found), found[-1].title) == (2, 1, "Old Things")
    assert [paper.title for paper in papers.search(sort="title")] == ["Old Things", None]
    assert papers.search(sort="title", reverse=True, limit=1)[0].title is None
    newest_first = papers.search(sort="oldest")[::-1]
    assert [str(paper.date) for paper in newest_first] == ["2020-03", "2020-01-01"]
    assert papers.search("zebar").remarks == ("zebar → zebra",)
    with pytest.raises(IndexError):
        found[1]
    with pytest.raises(PaperviewError, match="no order 'date'; there are: best, newest"):
        papers.search(sort="date")  # type: ignore[arg-type] # as a user without types may


def test_nothing_is_read_from_what_is_closed(sample: Path) -> None:
    with paperview.open(sample) as papers:
        assert repr(papers) == f"<Papers: {sample}>"
        found = papers.search("zebra")
    uses = (lambda: len(papers), lambda: papers.search("zebra"), lambda: found[0])
    for use in uses:
        with pytest.raises(PaperviewError, match="the papers are closed"):
            use()
    assert len(found) == found.total == 2


def test_what_a_query_did_not_mean_is_said(sample: Path) -> None:
    papers = paperview.open(sample)
    assert papers.search("auhtor:one").warnings
    nothing = papers.search("author:two year:2019")
    assert (nothing.total, nothing.hint) == (0, "nothing has both; without year:2019: 1")
    assert [str(paper.arxiv_id) for paper in papers.search("is:unread")] == [
        "2003.00003",
        "2001.00001",
    ]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: paperview.open("sample.txt", "x.bib"), "x.bib: no such file; check the name"),
        (lambda: paperview.open(format="pdf"), "no format 'pdf'; there are: atom, oai"),
        (lambda: paperview.open(format="bibtxe"), "no format 'bibtxe'; did you mean bibtex"),
        (lambda: paperview.dumps([], "word"), "no format 'word'; there are: arxiv, abs"),
        (lambda: paperview.dumps([Paper()], style="none-such"), "none-such"),
        (lambda: paperview.open().search(limit=-1), "the limit is -1, not a number"),
        (lambda: paperview.export([], "a.doc"), "a.doc: say in which format to write it"),
        (lambda: paperview.export([], "a\0.bib"), "a␀.bib can't be the name of a file"),
        (lambda: paperview.export([], "sample.txt"), "sample.txt is there already"),
        (lambda: paperview.export([], "a.bib", mode="add"), "no mode 'add'"),  # type: ignore[arg-type] # as above
    ],
)
def test_a_mistake_is_one_kind_of_error_that_says_what_is_wrong(
    call: object, message: str, sample: Path
) -> None:
    assert callable(call)
    with pytest.raises(PaperviewError, match=message):
        call()
    assert sample.read_text() == SAMPLE


def test_an_export_follows_the_extension_and_can_be_read_again(sample: Path) -> None:
    papers = paperview.open(sample)
    written = paperview.export(papers, sample.with_name("all.jsonl"))
    assert (written.written, written.without) == (2, 0)
    again = paperview.open("all.jsonl")
    assert [paper.title for paper in again] == [paper.title for paper in papers]
    assert paperview.dumps(papers).startswith("@misc{")


def test_papers_made_in_python_are_merged_and_searched() -> None:
    one = Paper(title="A Zebra", authors=("Ann One",), arxiv_id=paperview.ArxivId("2001.00001"))
    papers = paperview.merge([one, Paper(title="A ZEBRA", authors=("A. One",)), Paper(name="x")])
    assert len(papers) == 2
    assert papers.search("zebra")[0] == one
    assert papers.get("arXiv:2001.00001v7") == one
    assert papers.get("x") == Paper(name="x")
    assert papers.get("nothing") is None
    (reference,) = papers.resolve("A. One. A zebra. arXiv:2001.00001.")
    assert (reference.level, reference.paper) == ("sure", one)
