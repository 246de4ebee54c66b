"""Papers are recognized by their ids, by the names their source gives them, or by their titles."""

from __future__ import annotations

from dataclasses import replace

from paperview.library.store.fingerprint import Fingerprint, find_again
from paperview.library.store.store import Store
from paperview.model.paper import ArxivId, Doi, Paper
from tests.cases import for_each

BEES = Paper(
    arxiv_id=ArxivId("2301.00001"),
    doi=Doi("10.1000/bees"),
    name="lund2023",
    title="How bees dance",
    authors=("Ada Lund", "Bo Ek"),
    sources=("refs.bib",),
)
OTHERS = [
    Paper(arxiv_id=ArxivId("2301.00002"), title="Tides", sources=("refs.bib",)),
    Paper(name="lund2023", title="Something else", authors=("Ada Lund",), sources=("more.bib",)),
    Paper(name="x", title="How bees sing", authors=("Cy Okafor",), sources=("refs.bib",)),
    Paper(name="y", title="How ants dance", authors=("Ada Lund",), sources=("refs.bib",)),
]


def place(paper: Paper, others: list[Paper] = OTHERS, before: Paper = BEES) -> int | None:
    """Return where a paper is found again among others, the last of which it has become."""
    store = Store()
    for one in [*others, paper]:
        store.add(one)
    store.settle()
    traits = Fingerprint.of(before)
    return find_again(store, [traits]).get(traits)


@for_each(
    "now",
    [
        BEES,
        replace(BEES, arxiv_id=ArxivId("2301.00001", 3), doi=None, name="other", title="Other"),
        replace(BEES, arxiv_id=None, doi=Doi("10.1000/BEES"), name="other", title="Other"),
        replace(BEES, arxiv_id=None, doi=None, title="How the bees dance"),
        replace(BEES, arxiv_id=None, doi=Doi("10.1000/other"), name="lund2023a"),
        replace(BEES, arxiv_id=None, doi=None, name=None),
    ],
)
def test_one_trait_is_enough(now: Paper) -> None:
    assert place(now) == len(OTHERS)


def test_a_paper_that_is_gone_is_not_found() -> None:
    assert place(OTHERS[0], OTHERS[1:]) is None


def test_a_paper_without_a_title_is_known_by_its_abstract() -> None:
    bare = Paper(abstract="The moon pulls the water.", sources=("refs.bib",))
    assert place(replace(bare, created=None, name="z"), before=bare) == len(OTHERS)


def test_a_paper_that_says_nothing_is_no_other_that_says_nothing() -> None:
    assert place(Paper(comments="b"), before=Paper(comments="a")) is None


def test_the_surest_trait_counts() -> None:
    others = [*OTHERS, replace(BEES, arxiv_id=None, doi=None, title="How bees dance, again")]
    assert place(BEES, others) == len(others)


def test_of_several_papers_with_one_id_the_right_one_is_found() -> None:
    other = replace(BEES, title="Tides in narrow bays", authors=("Cy Okafor",), name="okafor")
    assert place(BEES, [*OTHERS, other]) == len(OTHERS) + 1
    assert place(other, [*OTHERS, BEES], before=other) == len(OTHERS) + 1
    assert place(other, [BEES], before=replace(other, name="gone", title="Tides")) == 0
