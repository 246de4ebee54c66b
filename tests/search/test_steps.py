"""An index that grows while the pile is read."""

from __future__ import annotations

import pytest

from paperview.paper import Paper
from paperview.search.index import Index, IndexBuilder, build, build_in_steps
from paperview.search.parser import parse
from paperview.search.searcher import Searcher
from tests.search import piles
from tests.search.support import paper

_QUERIES = (
    "",
    "lern",
    "fedrated lern",
    "net -graph",
    '"on net"',
    '^"ab ab"',
    "'on | title:peer",
    "2304.00017",
    "year:2021",
    "has:abstract",
    "zzzz graph",
)


def _pile(count: int) -> list[Paper]:
    words = piles.WORDS
    return [
        paper(
            f"{words[number % 17]} {words[number % 29]}",
            " ".join(words[number % 31 : number % 31 + 5]) if number % 3 else None,
            arxiv_id=f"2304.{number + 1:05}",
            created=f"202{number % 4}-01-{number % 28 + 1:02}",
        )
        for number in range(count)
    ]


def _answers(index: Index) -> list[tuple[list[int], object, object]]:
    searcher = Searcher(index)
    results = [searcher.search(parse(text)) for text in _QUERIES]
    return [(list(some.numbers), some.corrections, some.hint) for some in results]


@pytest.mark.parametrize("count", [0, 1, 999, 1000, 1001, 2000, 2500])
def test_the_last_step_answers_as_an_index_built_at_once(count: int) -> None:
    papers = _pile(count)
    *_, last = build_in_steps(papers)
    assert last.count == count
    assert _answers(last) == _answers(build(papers))


def test_each_step_answers_about_the_papers_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paperview.search.index._FIRST_STEP", 500)
    papers = _pile(2500)
    steps = list(build_in_steps(papers))
    assert len(steps) > 1
    counts = [step.count for step in steps]
    assert counts == sorted(set(counts))
    for step in steps:
        assert _answers(step) == _answers(build(papers[: step.count]))


def test_an_index_stays_as_it_is_while_the_next_grows() -> None:
    papers = _pile(1200)
    builder = IndexBuilder()
    for some in papers[:500]:
        builder.add(some)
    early = builder.build()
    before = _answers(early)
    for some in papers[500:]:
        builder.add(some)
    assert len(builder) == 1200
    assert _answers(builder.build()) == _answers(build(papers))
    assert _answers(early) == before


def test_papers_with_nothing_in_them_are_counted() -> None:
    empty = Paper()
    index = build([empty, paper("zebra"), empty])
    assert index.count == 3
    searcher = Searcher(index)
    assert list(searcher.search(parse("zebra")).numbers) == [1]
    assert sorted(searcher.search(parse("-zebra")).numbers) == [0, 2]
    assert list(searcher.search(parse("zebra zebra")).numbers) == [1]
