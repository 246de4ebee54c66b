"""Papers arrive in batches, and an index arrives early."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperview.index.query.parser import parse
from paperview.index.searcher import Searcher
from paperview.index.storage.index import Index
from paperview.library.load_state import LISTED_PROBLEMS, Growth
from paperview.library.loader import BATCH, FIRST_INDEX, Loader
from paperview.sources import jsonl
from paperview.sources.jsonl.lazy_records import ReadState
from paperview.sources.source import JsonlSource, Source, TextSource


def source(text: str) -> TextSource:
    return TextSource("mine.txt", text.encode())


def numbered(count: int, first: int = 1) -> TextSource:
    numbers = range(first, first + count)
    return source("".join(f"arXiv:2304.{number:05}\n\n" for number in numbers))


def test_many_records_come_in_batches_the_first_one_small() -> None:
    loader = Loader([numbered(2 * BATCH), source("We sh")])
    sizes = [len(loader.store) for _ in loader.steps()]
    assert sizes[0] < BATCH <= sizes[1]
    assert sizes[-1] == 2 * BATCH


def test_problems_come_with_their_batch() -> None:
    loader = Loader([source("arXiv:none"), numbered(BATCH), source("arXiv:no")])
    found = [growth.problems for growth in loader.steps() if growth.problems]
    assert [[problem.reason for problem in problems] for problems in found] == [
        ["'none' is not an arXiv id"],
        ["'no' is not an arXiv id"],
    ]
    assert len(loader.store) == BATCH


def test_loading_ends_with_all_papers_in_order_and_an_index_of_them() -> None:
    text = "One.\n\narXiv:2304.00001\n\nTwo.\n\narXiv:2304.00002\nCreated: 2023-04-01\n\nThr"
    steps = list(Loader([source(text)]).steps())
    assert [problem.line for step in steps for problem in step.problems] == [10]
    (whole,) = [step for step in steps if step.is_whole]
    assert whole.everything is not None
    assert list(whole.everything.numbers) == [1, 0]
    index = steps[-1].index
    assert index is not None
    assert list(Searcher(index).search(parse("two")).numbers) == [1]


def test_the_list_grows_and_a_first_index_comes_before_all_is_read() -> None:
    whole = FIRST_INDEX + 2 * BATCH
    loader = Loader([numbered(whole)])
    sizes = []
    first_index_at = 0
    for step in loader.steps():
        if step.everything is not None:
            sizes.append(len(step.everything))
        if step.index is not None and not first_index_at:
            first_index_at = len(loader.store)
            assert step.index.searched == FIRST_INDEX
    assert sizes == sorted(sizes)
    assert sizes[-1] == whole
    assert 0 < first_index_at < whole


def test_a_first_step_is_there_before_anything_else_is_read() -> None:
    loader = Loader([numbered(2 * BATCH)])
    first = next(loader.steps())
    assert first == Growth(everything=first.everything)
    assert first.everything is not None
    assert 0 < len(first.everything) == len(loader.store) < BATCH


def test_the_first_index_is_built_once() -> None:
    loader = Loader([numbered(FIRST_INDEX + 5 * BATCH)])
    steps = list(loader.steps())
    indexes = [step.index for step in steps[: steps.index(whole(steps))] if step.index]
    assert [index.searched for index in indexes] == [FIRST_INDEX]


def whole(steps: list[Growth]) -> Growth:
    (step,) = [step for step in steps if step.is_whole]
    return step


def last_index(steps: list[Growth]) -> Index:
    return [step.index for step in steps if step.index is not None][-1]


def test_of_very_many_problems_the_first_are_listed_and_all_are_counted() -> None:
    bad = source("arXiv:none\n\n" * (LISTED_PROBLEMS + BATCH))
    steps = list(Loader([bad, source("arXiv:none")]).steps())
    listed = [problem for step in steps for problem in step.problems]
    assert [problem.line for problem in listed[:2]] == [1, 3]
    assert len(listed) == LISTED_PROBLEMS + 1  # each source has its own
    assert len(listed) + sum(step.unlisted for step in steps) == LISTED_PROBLEMS + BATCH + 1


def test_a_file_that_is_gone_is_a_problem_and_the_others_are_read(tmp_path: Path) -> None:
    gone = JsonlSource("gone.json", tmp_path / "gone.json")
    orders: list[list[Source]] = [[gone, numbered(3)], [numbered(3), gone], [gone]]
    for sources in orders:
        loader = Loader(sources)
        steps = list(loader.steps())
        (problem,) = [problem for step in steps for problem in step.problems]
        assert str(problem).startswith("gone.json: can't be read (No such file or directory)")
        assert problem.lost
        count = 3 * (len(sources) - 1)
        assert len(loader.store) == len(whole(steps).everything or ()) == count
        assert last_index(steps).searched == count


def test_a_file_that_goes_while_it_is_read_shows_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    rows = (f'{{"id": "2304.{number:05}", "title": "Gnus"}}\n' for number in range(1, 301))
    path.write_text("".join(rows))
    loader = Loader([JsonlSource("papers.json", path), numbered(3, first=1000)])
    walk = loader.steps()
    steps = [next(walk)]
    path.unlink()
    steps += walk
    (problem,) = [problem for step in steps for problem in step.problems]
    assert "can't be read" in problem.reason
    assert len(loader.store) == 103
    index = last_index(steps)
    assert len(Searcher(index).search(parse("gnus")).numbers) == 100
    loader.close()


def test_a_file_that_is_opened_while_the_loader_is_closed_is_closed_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "papers.jsonl"
    path.write_text('{"id": "2304.00001", "title": "One"}\n')
    loader = Loader([JsonlSource(path.name, path)])
    read_first = jsonl.read_first
    read: list[ReadState] = []

    def closed_meanwhile(source: JsonlSource) -> ReadState:
        read.append(read_first(source))
        loader.close()
        return read[0]

    monkeypatch.setattr(jsonl, "read_first", closed_meanwhile)
    assert len(list(loader.steps())) == 1
    with pytest.raises(OSError, match="Bad file descriptor"):
        read[0].papers.status()
