"""Possible duplicates: found where titles and people nearly agree, and nowhere else."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.index.storage.index import Index, build
from paperview.library.duplicates import PossibleDuplicates, likeness
from paperview.library.store.store import Store
from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.shelf import Shelf

LOOPS = "Perverse sheaves on loop Grassmannians"
ABOUT = " ".join(f"word{number} is followed by {number * 7}" for number in range(40))
ANOTHER = " ".join(f"else{number} and {number * 3} more" for number in range(40))


def paper(
    title: str = LOOPS,
    authors: tuple[str, ...] = ("Ivan Mirkovic", "Kari Vilonen"),
    **fields: object,
) -> Paper:
    arxiv, doi, abstract = (fields.get(name) for name in ("arxiv", "doi", "abstract"))
    return Paper(
        arxiv_id=ArxivId.parse(str(arxiv)) if arxiv else None,
        doi=Doi.parse(str(doi)) if doi else None,
        title=title,
        authors=authors,
        created=PartialDate(int(str(fields.get("year", 2001)))),
        abstract=str(abstract) if abstract else None,
        journal_ref=str(fields["journal"]) if "journal" in fields else None,
    )


PREPRINT = paper(arxiv="2101.00001", abstract=ABOUT)
ARTICLE = paper(doi="10.1000/1", journal="Annals 166, 95")

ALIKE = [
    (PREPRINT, ARTICLE),
    (PREPRINT, paper("Perverse sheavs on loop Grassmannians", doi="10.1000/1")),
    (PREPRINT, paper("Perverse Sheaves on the Loop-Grassmannians", doi="10.1000/1")),
    (PREPRINT, paper(f"{LOOPS}: a new approach", doi="10.1000/1")),
    (PREPRINT, paper(authors=("I. Mirkovic", "K. Vilonen"), doi="10.1000/1")),
    (
        PREPRINT,
        paper("Perverse sheaves on affine loop Grassmannians", doi="10.1000/1", abstract=ABOUT),
    ),
    (PREPRINT, paper(arxiv="2102.00002", abstract=f"{ABOUT} We also say more.")),
    (ARTICLE, paper(doi="10.2000/2", journal="Proceedings", year=2002)),
]
UNLIKE = [
    (PREPRINT, paper(authors=("Ada Lund",), doi="10.1000/1")),
    (PREPRINT, paper(authors=("Igor Mirkovic", "Bo Ek", "Cy Okafor"), doi="10.1000/1")),
    (PREPRINT, paper(f"{LOOPS} II", doi="10.1000/1")),
    (PREPRINT, paper(f"Erratum: {LOOPS}", doi="10.1000/1", abstract=ABOUT)),
    (PREPRINT, paper("Perverse sheaves on affine Grassmannians", doi="10.1000/1", abstract=ABOUT)),
    (PREPRINT, paper("Perverse sheaves on 2 loop Grassmannians", doi="10.1000/1", abstract=ABOUT)),
    (PREPRINT, paper(doi="10.1000/1", abstract=ANOTHER)),
    (PREPRINT, paper(arxiv="2102.00002")),
    (PREPRINT, paper(arxiv="2102.00002", abstract=ANOTHER)),
    (PREPRINT, paper(f"{LOOPS}: further examples", arxiv="2102.00002", abstract=ABOUT)),
    (PREPRINT, paper(doi="10.1000/1", year=2015)),
    (paper("Symmetric spaces of rank one", arxiv="1"), paper("Asymmetric spaces of rank one")),
    (paper("Book reviews", arxiv="2101.00001"), paper("Book reviews", doi="10.1000/1")),
]


@pytest.mark.parametrize(("first", "second"), ALIKE)
def test_versions_of_one_work_are_alike(first: Paper, second: Paper) -> None:
    assert likeness(first, second)
    assert found([paper("On bees", arxiv="1901.00009"), first, second]) == [(1, 2)]


@pytest.mark.parametrize(("first", "second"), UNLIKE)
def test_other_works_are_not_alike(first: Paper, second: Paper) -> None:
    assert likeness(first, second) == ""


def test_what_is_said_of_a_pair() -> None:
    assert likeness(PREPRINT, ARTICLE) == "same title, preprint and journal"
    again = replace(PREPRINT, arxiv_id=ArxivId.parse("2105.00005"))
    assert likeness(PREPRINT, again) == "same title, two arXiv ids, same abstract"


def found(papers: list[Paper], shelf: Shelf | None = None) -> list[tuple[int, int]]:
    """Return the pairs found among papers, without those that the shelf has settled."""

    def is_settled(first: Paper, second: Paper) -> bool:
        return shelf is not None and shelf.are_settled(first, second)

    store = Store()
    for one in papers:
        store.add(one)
    store.settle()
    hidden = list(store.hidden)
    index = Index(build(map(store.__getitem__, range(store.end))).shards, hidden)
    pairs = PossibleDuplicates(index, store.__getitem__, is_settled)
    return [(pair.first, pair.second) for pair in pairs if pair]


TITLES = st.lists(
    st.sampled_from(("on", "the", "loop", "loops", "sheaf", "of", "two", "2", "knot"))
)
PAPERS = st.builds(
    paper,
    TITLES.map(" ".join),
    st.sampled_from([("Ada Lund",), ("Bo Ek",), ("A. Lund", "Bo Ek"), ("A. Lund", "B. Ek")]),
    arxiv=st.sampled_from([None, "2101.00001", "2101.00002", "2101.00003"]),
    doi=st.sampled_from([None, "10.1000/1", "10.1000/2", "10.1000/3"]),
    year=st.sampled_from([2001, 2002, 2009]),
    abstract=st.sampled_from([None, ABOUT, ANOTHER]),
)


@given(PAPERS, PAPERS)
def test_it_does_not_matter_which_comes_first(first: Paper, second: Paper) -> None:
    assert likeness(first, second) == likeness(second, first)


@settings(max_examples=25)
@given(st.lists(PAPERS, max_size=8))
def test_pairs_are_of_two_works_that_are_alike(papers: list[Paper]) -> None:
    store = Store()
    for one in papers:
        store.add(one)
    store.settle()
    pairs = found(papers)
    assert len(set(pairs)) == len(pairs)
    for first, second in pairs:
        assert store.canonical(first) == first != second == store.canonical(second)
        assert likeness(store[first], store[second])
    every = combinations(sorted({store.canonical(number) for number in range(store.end)}), 2)
    exact = [(a, b) for a, b in every if likeness(store[a], store[b]).startswith("same title")]
    assert set(exact) <= set(pairs)


def test_what_the_user_has_said_is_remembered_and_can_be_undone(tmp_path: Path) -> None:
    papers = [PREPRINT, ARTICLE, paper("Knots for old sailors", arxiv="2103.00003")]
    papers.append(paper("Knots for old sailors", doi="10.3000/3"))
    shelf = Shelf(tmp_path / "shelf.db")
    assert found(papers, shelf) == [(0, 1), (2, 3)]
    shelf.keep_apart(ARTICLE, PREPRINT)
    shelf.merge(papers[2:])
    assert found(papers, shelf) == []
    shelf.undo()
    assert found(papers, shelf) == [(2, 3)]
    assert found(papers, Shelf(shelf.path)) == [(2, 3)]
