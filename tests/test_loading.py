"""Papers come in batches, so that a reader can look on, and an index comes early."""

from __future__ import annotations

from paperview.loading import BATCH, FIRST_INDEX, Growth, load, read, read_all
from paperview.search.parser import parse
from paperview.search.searcher import Searcher
from paperview.sources.files import Source
from paperview.store import Store


def source(text: str) -> Source:
    return Source("mine.txt", text.encode())


def numbered(count: int) -> Source:
    return source("".join(f"arXiv:2304.{number:05}\n\n" for number in range(1, count + 1)))


def test_many_records_come_in_batches_the_first_one_small() -> None:
    store = Store()
    sizes = [len(store) for _ in read([numbered(2 * BATCH), source("We sh")], store)]
    assert sizes[0] < BATCH <= sizes[1]
    assert sizes[-1] == 2 * BATCH


def test_problems_come_with_their_batch() -> None:
    store = Store()
    batches = list(read([source("arXiv:none"), numbered(BATCH), source("arXiv:no")], store))
    assert [[problem.reason for problem in batch.problems] for batch in batches] == [
        ["'none' is not an arXiv id"],
        ["'no' is not an arXiv id"],
    ]
    assert len(store) == BATCH


def test_reading_nothing_gives_one_empty_batch() -> None:
    assert list(read([], Store())) == [Growth(is_whole=True)]
    assert read_all([], Store()) == []


def test_loading_ends_with_all_papers_in_order_and_an_index_of_them() -> None:
    store = Store()
    text = "One.\n\narXiv:2304.00001\n\nTwo.\n\narXiv:2304.00002\nCreated: 2023-04-01\n\nThr"
    steps = list(load(read([source(text)], store), store))
    assert [problem.line for step in steps for problem in step.problems] == [10]
    (whole,) = [step for step in steps if step.is_whole]
    assert whole.everything is not None
    assert list(whole.everything.numbers) == [1, 0]
    index = steps[-1].index
    assert index is not None
    assert list(Searcher(index).search(parse("two")).numbers) == [1]


def test_the_list_grows_and_a_first_index_comes_before_all_is_read() -> None:
    store = Store()
    whole = FIRST_INDEX + 2 * BATCH
    sizes = []
    first_index_at = 0
    for step in load(read([numbered(whole)], store), store):
        if step.everything is not None:
            sizes.append(len(step.everything))
        if step.index is not None and not first_index_at:
            first_index_at = len(store)
            assert step.index.count == FIRST_INDEX
    assert sizes == sorted(sizes)
    assert sizes[-1] == whole
    assert 0 < first_index_at < whole
