"""Counts of the records of each source: papers, duplicates and problems."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from paperview.commands.check import print_problems
from paperview.library import cache
from paperview.library.load_state import SourceResult, totals, without_records
from paperview.library.loader import Loader
from paperview.model.paper import Paper
from paperview.sources.opening import open_source
from paperview.sources.problem import SourceError
from paperview.sources.registry import FORMATS, detect
from paperview.sources.source import JsonlSource, Opened, Source, TextSource
from tests.corpora import FILES

pytestmark = pytest.mark.usefixtures("shared_workers")

OPEN: list[Loader] = []
LARGE = 200_000
"""Bytes from which on a real file takes seconds and has no kinds of records that others lack."""


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """Close what was loaded."""
    yield
    while OPEN:
        OPEN.pop().close()


def results(*sources: Source) -> list[SourceResult]:
    loader = Loader(sources)
    OPEN.append(loader)
    for _ in loader.steps():
        pass
    found = loader.results
    assert sum(result.papers for result in found) == len(loader.store)
    assert sum(result.duplicates for result in found) == loader.store.duplicates
    return found


def counts(result: SourceResult) -> tuple[int, int, int]:
    return result.papers, result.duplicates, result.problems


def written(folder: Path, name: str, data: bytes) -> Source:
    path = folder / name
    path.write_bytes(data)
    return open_source(path)


def printed(capsys: pytest.CaptureFixture[str], *sources: Source) -> list[str]:
    """Return what is printed of the sources, without the problems before and the total behind."""
    print_problems(Opened([*sources], []))
    return capsys.readouterr().out.splitlines()[-len(sources) - 1 : -1]


def test_each_format_has_a_file() -> None:
    assert {one.name for one in FORMATS} == FILES.keys()


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_every_record_of_a_format_is_a_paper_a_duplicate_or_a_problem(
    form: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (one,) = [some for some in FORMATS if some is form]
    data, mark = FILES[one.name]
    source = written(tmp_path, f"papers.{one.name}", data)
    assert isinstance(source, JsonlSource) or source.format is one
    (result,) = results(source)
    assert result.format == one.title
    assert counts(result) == (1, 1, 1)
    assert result.records == data.count(mark) == 3
    assert printed(capsys, source) == [str(result)]
    if isinstance(source, TextSource):
        found = list(one.reader().read(data, "mine"))
        assert sum(isinstance(record, Paper) or record.lost for record in found) == 3
        assert result.parts == sum(not isinstance(r, Paper) and not r.lost for r in found)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_json_lines_are_counted_while_they_are_read_and_from_the_cache(
    tmp_path: Path, pack: Callable[[bytes], bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    data = b'{"id": "none", "title": "Shown in part"}\n{"id"\n' + FILES["jsonl"][0] * 2
    source = written(tmp_path, "papers.jsonl", pack(data))
    expected = SourceResult(source.name, "JSON lines", 2, 3, 3, parts=1)
    assert results(source) == results(source) == [expected]
    assert len(cache.entries()) == 1
    assert expected.records == 8
    assert printed(capsys, source) == [str(expected)]


def test_papers_are_counted_for_the_source_that_gave_them_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("plain", "jsonl", "bibtex", "inspire")  # all of one paper
    for turn in range(len(names)):
        order = names[turn:] + names[:turn]
        sources = [written(tmp_path, f"papers.{name}", FILES[name][0]) for name in order]
        found = results(*sources)
        assert list(map(counts, found)) == [(1, 1, 1), (0, 2, 1), (0, 2, 1), (0, 2, 1)]
        assert printed(capsys, *sources) == list(map(str, found))


def test_papers_that_turn_out_to_be_one_are_counted_once(tmp_path: Path) -> None:
    texts = (
        b"By its DOI.\n\ndoi: 10.1000/bees\n",
        b"By its id.\n\narXiv:2301.00001\n\nOther.\n\narXiv:2301.00002\n",
        b"By both.\n\narXiv:2301.00001 - doi: 10.1000/bees\n",
    )
    sources = [written(tmp_path, f"{n}.txt", text) for n, text in enumerate(texts)]
    assert list(map(counts, results(*sources))) == [(1, 0, 0), (1, 1, 0), (0, 1, 0)]


def test_a_result_is_said_in_a_line() -> None:
    assert str(SourceResult("refs.bib", "BibTeX", 110, 8, 2, parts=3)) == (
        "refs.bib: BibTeX, 120 records: 110 papers, 8 duplicates, 2 problems, 3 shown in part"
    )
    assert str(SourceResult("a.txt", "plain text records", 1, 0, 0)) == (
        "a.txt: plain text records, 1 record: 1 paper"
    )
    assert str(SourceResult("a.json", "JSON lines", 1000, 0, 0, is_cut=True)) == (
        "a.json: JSON lines, 1,000 records: 1,000 papers, not read to its end"
    )


def test_totals_count_files_that_are_cut_and_those_without_records_as_problems() -> None:
    found = [
        SourceResult("refs.bib", "BibTeX", 1100, 8, 2, parts=3),
        SourceResult("cut.json", "JSON lines", 10, 0, 0, is_cut=True),
        SourceResult("none.txt", "RIS", 0, 0, 0),
    ]
    assert totals(found) == "1,110 papers, 8 duplicates, 4 problems, 3 shown in part"
    assert totals(found, is_whole=False).split(", ")[2] == "3 problems"
    assert totals(found[2:], is_whole=False) == "0 papers"
    assert list(map(str, without_records(found))) == [
        "none.txt: no record in it; it is read as RIS"
    ]


def test_of_a_file_that_can_not_be_read_nothing_is_counted_as_a_record(tmp_path: Path) -> None:
    gone = JsonlSource("gone.json", tmp_path / "gone.json")
    assert results(gone) == [SourceResult("gone.json", "JSON lines", 0, 0, 0, is_cut=True)]


def test_more_problems_than_are_listed_are_counted(tmp_path: Path) -> None:
    text = b"arXiv:none\n\n" * 1234 + b"arXiv:2301.00001\nCreated: soon\n"
    (result,) = results(written(tmp_path, "bad.txt", text))
    assert (result.problems, result.parts) == (1234, 1)


def test_real_files_lose_no_record_unseen(samples: Path) -> None:
    files = [path for path in sorted((samples / "fixtures").glob("*/*")) if path.is_file()]
    paths = [path for path in files if path.stat().st_size < LARGE]
    sources = []
    for path in paths:
        if path.suffix == ".md" or detect(path.read_bytes()[: 1 << 16], path) is None:
            continue
        try:
            source = open_source(path)
        except SourceError:  # an archive, or what is no format of these
            continue
        if isinstance(source, TextSource):
            sources.append(source)
    assert len(sources) > 20
    for source, result in zip(sources, results(*sources), strict=True):
        found = source.format.reader().read(source.data, source.name)
        assert result.records == sum(isinstance(r, Paper) or r.lost for r in found), source.name
