"""An index that grows while the papers are read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.index.query.parser import parse
from paperview.index.searcher import Searcher
from paperview.index.sorting import Ranking
from paperview.index.storage import arrays
from paperview.index.storage.index import Index, build, build_shards, join, load_shard
from paperview.library.workers import tasks
from paperview.model.paper import Doi, Paper
from tests.index import corpora
from tests.index.support import paper

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


def _many(count: int) -> list[Paper]:
    words = corpora.WORDS
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


@pytest.mark.parametrize("sizes", [[2500], [1, 999, 1000, 500], [500, 1501, 499]])
def test_shards_answer_as_one_and_so_do_they_joined(
    sizes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = _many(2500)
    wanted = _answers(build(papers))
    monkeypatch.setattr("paperview.index.storage.index.segment_sizes", lambda: iter(sizes))
    shards = tuple(build_shards(papers))
    assert [len(shard) for shard in shards] == sizes
    assert _answers(Index(shards)) == wanted
    assert _answers(Index((join(shards),))) == wanted
    monkeypatch.setattr("paperview.index.storage.index._SAMPLED", 5)
    monkeypatch.setattr("paperview.index.storage.index._JOINED_AT_ONCE", 10)
    assert list(join(shards).dictionary) == sorted(
        {term for some in shards for term in some.dictionary}
    )
    assert _answers(Index((join(shards),))) == wanted


def test_a_part_of_the_shards_answers_about_their_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "paperview.index.storage.index.segment_sizes", lambda: iter([700, 300, 500])
    )
    papers = _many(1500)
    first, second, third = build_shards(papers)
    assert _answers(Index((first, second))) == _answers(build(papers[:1000]))
    gap = Index((first, third))
    assert (gap.count, gap.searched) == (1500, 1200)
    found = set(Searcher(gap).search(parse("-zzzzzz")).numbers)
    assert found == {*range(700), *range(1000, 1500)}


def test_a_hidden_paper_is_not_found() -> None:
    papers = [paper("zebra"), paper("zebra"), paper("horse")]
    index = build(papers)
    searcher = Searcher(Index(index.shards, hidden=np.array([1])))
    assert list(searcher.search(parse("zebra")).numbers) == [0]
    assert sorted(searcher.search(parse("")).numbers) == [0, 2]
    assert searcher.search(parse("")).searched == 2


def test_what_was_stored_answers_as_before(tmp_path: Path) -> None:
    papers = _many(2500)
    index = build(papers)
    paths = [tmp_path / f"segment{i}" for i in range(len(index.shards))]
    words = [tmp_path / f"words{i}" for i in range(len(index.shards))]
    for path, own, shard in zip(paths, words, index.shards, strict=True):
        arrays.dump(shard.segments[0].arrays(), path)
        arrays.dump(shard.dictionary.arrays, own)
    alone = load_shard(paths[:1], words[0])
    assert _answers(Index((alone,))) == _answers(Index(index.shards[:1]))
    outs = [tmp_path / name for name in ("joined", "order", "ranks")]
    list(tasks.join_segments(paths, words, *outs))
    shard = load_shard(paths, outs[0])
    assert _answers(Index((shard,))) == _answers(index)
    assert np.fromfile(outs[1], np.uint32).tolist() == index.newest_first.tolist()


def test_papers_with_nothing_in_them_are_counted() -> None:
    empty = Paper()
    index = build([empty, paper("zebra"), empty])
    assert index.count == 3
    searcher = Searcher(index)
    assert list(searcher.search(parse("zebra")).numbers) == [1]
    assert sorted(searcher.search(parse("-zebra")).numbers) == [0, 2]
    assert list(searcher.search(parse("zebra zebra")).numbers) == [1]


def test_papers_without_words_are_found_by_what_they_have() -> None:
    index = build([paper("???"), paper("---", authors=["..."])])
    for some in (index, Index((join(index.shards),))):
        searcher = Searcher(some)
        assert list(searcher.search(parse("zebra")).numbers) == []
        assert sorted(searcher.search(parse("-zebra")).numbers) == [0, 1]
        assert list(searcher.search(parse("the of has:author")).numbers) == []
        assert list(searcher.search(parse("has:author")).numbers) == [1]


def test_hidden_papers_do_not_make_the_others_less_worth() -> None:
    papers = [paper("graph neural") for _ in range(4)]
    searcher = Searcher(Index(build(papers).shards, hidden=np.array([2])))
    for query in ("graph", '"graph neural"', "gra", "grapg"):
        assert list(searcher.search(parse(query)).numbers) == [0, 1, 3], query


def test_a_name_in_which_an_accent_leaves_a_blank_stays_one_word() -> None:
    odd = replace(paper("zebra"), doi=Doi("10.1000/a´b"), categories=("abcd´efgh",))
    index = build([odd, paper("horse")])
    joined = Index((join(index.shards),))
    for some in (index, joined):
        searcher = Searcher(some)
        assert list(searcher.search(parse("doi:10.1000/a´b")).numbers) == [0]
        assert list(searcher.search(parse("cat:abcd´efgh")).numbers) == [0]
        assert len(searcher.search(parse("abcdx"))) >= 0


_MANY = 30_000


@given(st.integers(0, 2**32 - 1), st.integers(1, 3))
@settings(max_examples=5)
def test_the_first_papers_stand_where_they_stand_among_all(seed: int, kinds: int) -> None:
    random = np.random.default_rng(seed)
    index = Index(())
    index.__dict__.update(count=_MANY, ranks=random.permutation(_MANY).astype(np.uint32))
    papers = np.flatnonzero(random.random(_MANY) < 0.9)
    scores = random.choice(np.array([0.5, 2, 7], np.float32)[:kinds], len(papers))
    wanted = papers[np.lexsort((index.ranks[papers], -scores))]
    ranking = Ranking(index, papers, scores)
    assert [ranking[i] for i in range(900)] == wanted[:900].tolist()
    assert ranking.index_of(int(wanted[5])) == 5
    assert ranking.index_of(int(wanted[-5])) == len(wanted) - 5
    assert list(ranking) == wanted.tolist()
    assert ranking[-1] == wanted[-1]
    absent = np.setdiff1d(np.arange(_MANY), papers)
    assert ranking.index_of(int(absent[0])) is None
