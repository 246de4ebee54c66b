from __future__ import annotations

import re
from random import Random

import pytest
from benchmarks import queries
from benchmarks.forms import Forms
from benchmarks.queries import Maker
from benchmarks.references import author_year, reference

from paperview.model.analysis import words
from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Paper

KNOWN = (
    *("distribute", "distributes", "distributed", "distributing", "distribution"),
    *("state", "states", "stated", "stating", "station"),
    *("map", "mapped", "mapping", "maps", "graph", "graphs", "matrix", "matrices"),
    *("modeling", "modelling", "behavior", "behaviour"),
)


def paper(number: int, title: str, *authors: str, abstract: str = "", year: int = 2018) -> Paper:
    return Paper(
        arxiv_id=ArxivId(f"1801.{number:05}"),
        title=title,
        authors=authors,
        abstract=abstract,
        created=PartialDate(year, 1, 2),
    )


WANTED = paper(
    *(1, "Attention-guided control protocols of a distributed dataset", "Yann LeCun", "Ada Byron"),
    abstract="The controller negotiates protocols, controls queues and distributes datasets.",
)
OTHERS = [
    paper(2, "A data set of robot control", "Bo Ek", abstract="The data set has queues: control."),
    paper(3, "Another data set", "Cy Li", abstract="We control, controlled and distribute queues."),
    paper(4, "A data set for protocols", "Di Wu", abstract="Controlling a negotiation protocol."),
    paper(5, "Negotiating queues", "Ed Fu", abstract="The protocol negotiates; we are controlling"),
    paper(6, "Robot queues", "Flo Ma", abstract="Robots that are controlled by a data set"),
]
PAPERS = [WANTED, *OTHERS]


def made(kind: str, papers: list[Paper], count: int = 30, seed: int = 1) -> list[tuple[str, Paper]]:
    maker = Maker(papers, seed)
    by_id = {one.arxiv_id.base: one for one in papers if one.arxiv_id}
    some = [maker.make(kind) for _ in range(count)]
    return [(one["query"], by_id[one["id"]]) for one in some]


def test_words_have_other_endings_and_spellings_if_these_are_known() -> None:
    forms = Forms(KNOWN.__contains__)
    assert forms.numbers("matrices") == ["matrix"]
    assert forms.numbers("graph") == ["graphs"]
    assert set(forms.verbs("distribution")) == set(KNOWN[:4])
    assert "map" not in forms.verbs("mapping")  # three letters are no word to remember
    assert set(forms.verbs("state")) == {"states", "stated", "stating"}
    assert forms.verbs("graph") == []
    assert forms.spellings("modeling") == ["modelling"]
    assert forms.spellings("behaviour") == ["behavior"]


@pytest.mark.parametrize("kind", ["title", "year", "wrong", "initial", "joined", "reference"])
def test_queries_of_a_kind_depend_on_the_seed_alone(kind: str) -> None:
    maker = Maker(PAPERS, 1)
    for other in ("surname", "typos", "year"):
        maker.make(other)
    if kind != "year":
        assert maker.make(kind)["query"] == made(kind, PAPERS, 1)[0][0]
    assert made(kind, PAPERS) == made(kind, PAPERS)
    assert made(kind, PAPERS) != made(kind, PAPERS, seed=2)


def test_inflected_queries_have_words_that_the_title_lacks() -> None:
    for query, wanted in made("inflected", PAPERS):
        foreign = set(query.split()) - set(words(wanted.title or ""))
        assert 1 <= len(foreign) <= 2


def test_compounds_are_joined_and_split() -> None:
    queries_made = {query for query, _ in made("joined", [WANTED, *OTHERS], 100)}
    assert "attentionguided" in queries_made
    assert {"attentionguided protocols", "protocols attentionguided"} & queries_made
    assert any(re.search(r"\bdata[ -]set\b", query) for query in queries_made)
    assert not any("controlprotocols" in query for query in queries_made)  # no set phrase


def test_a_frequent_compound_does_not_stand_alone() -> None:
    many = [
        paper(i, "Pre-training of robots", "A B", abstract="pretraining") for i in range(10, 20)
    ]
    maker = Maker([paper(1, "Pre-training of beetles", "A B"), *many], 1)
    assert all(" " in maker.make("joined")["query"] for _ in range(30))


def test_wrong_queries_have_one_word_that_the_paper_lacks() -> None:
    for query, wanted in made("wrong", PAPERS):
        tokens = query.split()
        foreign = set(tokens) - set(words(f"{wanted.title} {wanted.abstract}"))
        assert len(tokens) == 4
        assert len(foreign) == 1


def test_years_and_initials_are_those_of_the_paper() -> None:
    for query, wanted in made("year", PAPERS):
        assert "2018" in query.split()
        assert len(set(query.split()) & set(words(wanted.title or ""))) == 2
    for query, wanted in made("initial", [WANTED]):
        assert re.match(r"y\.? lecun|lecun,? y|a\.? byron|byron,? a", query), (query, wanted)


@pytest.mark.parametrize("kind", ["year", "initial", "reference"])
def test_no_query_is_made_that_more_papers_fit_than_are_allowed(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_TRIES", 1000)
    monkeypatch.setattr(queries, "reference", lambda *_: "")  # a whole one always tells
    alike = [paper(i, "Robot control queues", "Ann Lee") for i in range(1, 12)]
    assert Maker(alike[:10], 1).make(kind)["query"]
    assert Maker(alike[:1], 1, most_fitting=1).make(kind)["query"]
    for maker in (Maker(alike, 1), Maker(alike[:2], 1, most_fitting=1)):
        with pytest.raises(SystemExit, match=kind):
            maker.make(kind)


def seeded() -> list[Random]:
    return [Random(seed) for seed in range(60)]  # noqa: S311 - no secret


def test_references_are_whole() -> None:
    one = paper(7, "How bees dance", "Ludwig van Beethoven", "J.-P. Serre", "Ann Lee Jr.")
    assert {reference(one, random) for random in seeded()} == {
        'L. van Beethoven, J.-P. Serre, and A. Lee, "How bees dance," 2018.',
        "L. van Beethoven, J.-P. Serre, and A. Lee, “How bees dance,” 2018.",
        'L. van Beethoven, J.-P. Serre, and A. Lee, "How bees dance," '
        "arXiv preprint arXiv:1801.00007, 2018.",
        "L. van Beethoven, J.-P. Serre, and A. Lee, “How bees dance,” "
        "arXiv preprint arXiv:1801.00007, 2018.",
        "van Beethoven, L., Serre, J.-P., & Lee, A. (2018). How bees dance.",
        "van Beethoven, L., Serre, J.-P., & Lee, A. (2018). How bees dance. "
        "arXiv preprint arXiv:1801.00007.",
    }
    assert {author_year(one, random) for random in seeded()} == {
        "(van Beethoven et al., 2018)",
        "van Beethoven et al. (2018)",
        "[van Beethoven et al., 2018]",
    }


def test_a_group_of_authors_has_no_reference() -> None:
    by_group = paper(8, "The top quark", "CMS Collaboration")
    assert reference(by_group, seeded()[0]) == author_year(by_group, seeded()[0]) == ""
