"""Papers that have just some title."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from paperview.index.matching.titles import Titles
from paperview.index.storage.index import Shard, build, build_shards, join
from paperview.model.analysis import words
from tests.cases import for_each
from tests.index.support import paper

PAPERS = [
    paper("How honey bees dance", "How honey bees dance and how they do not."),
    paper("How bees dance"),
    paper("How {H}oney B\\'ees Dance.", authors=["Ann Lee"]),
    paper(abstract="How honey bees dance"),
    paper("How honey bees dance today"),
    paper("bees bees bees"),
    paper("Dance how honey bees"),
]


@for_each(
    ("title", "numbers"),
    [
        ("How honey bees dance", [0, 2]),
        ("how bees dance", [1]),
        ("bees bees bees", [5]),
        ("bees bees", []),
        ("bees", []),
        ("How honey bees dance to", []),
        ("How wasps dance", []),
        ("", []),
    ],
)
def test_a_title_is_found_where_it_is_all_of_it(title: str, numbers: list[int]) -> None:
    titles = Titles(build(PAPERS).shards)
    assert list(titles.find(words(title))) == list(titles.find(words(title))) == numbers


_TITLES = st.lists(st.sampled_from(("how", "bees", "dance", "tides")), max_size=3).map(" ".join)


@given(st.lists(st.lists(_TITLES, min_size=1, max_size=4), min_size=1, max_size=3), _TITLES)
def test_many_segments_are_looked_through(title_lists: Sequence[Sequence[str]], title: str) -> None:
    shards: list[Shard] = []
    first = 0
    for some_titles in title_lists:
        shards += build_shards([paper(one, "how bees dance") for one in some_titles], first)
        first += len(some_titles)
    titles = [one for some_titles in title_lists for one in some_titles]
    expected = [number for number, one in enumerate(titles) if one == title != ""]
    assert list(Titles(shards).find(words(title))) == expected
    assert list(Titles([join(shards)]).find(words(title))) == expected
