"""The papers of a store that are on the shelf are those that the shelf knows, one by one."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from paperview.index.query.parser import parse
from paperview.index.query.tree import OnShelf
from paperview.library.loader import Loader
from paperview.library.shelved import ShelvedPapers
from paperview.library.store.store import Store
from paperview.model.paper import Paper
from paperview.shelf import Shelf, State
from paperview.sources.request import Request
from tests.shelf.support import paper

_COUNT = 60


def _forms(number: int) -> list[Paper]:
    """Return a paper as sources may have it: with both ids, one of them, or none."""
    ways = ((True, True), (True, False), (False, True), (False, False))
    return [paper(number, arxiv=arxiv, doi=doi) for arxiv, doi in ways]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "shelf.db")


def _line(one: Paper) -> str:
    fields = {
        "id": one.arxiv_id and one.arxiv_id.base,
        "doi": one.doi and one.doi.name,
        "title": one.title,
        "authors": ", ".join(one.authors),
        "abstract": "We show.",
        "update_date": "2020-01-01",
    }
    return json.dumps({name: value for name, value in fields.items() if value})


@pytest.fixture(params=["file", "memory", "both"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Make a store of papers in a file, in memory, or in both, each in one form of several."""
    draw = random.Random(3)  # noqa: S311 - nothing secret
    papers = [draw.choice(_forms(number)) for number in range(_COUNT)]
    # Other works with mistyped ids.
    papers += [
        replace(paper(n, doi=n % 2 > 0), title=f"Bees near house {n}", authors=(f"Cy Three{n}",))
        for n in range(_COUNT)
    ]
    lines, bib = tmp_path / "a.jsonl", tmp_path / "b.bib"
    files = []
    if request.param != "memory":
        lines.write_text("".join(f"{_line(one)}\n" for one in papers))
        files.append(str(lines))
    if request.param != "file":
        bib.write_text("".join(map(_entry, papers[:20] if files else papers)))
        files.append(str(bib))
    opened = Request(files).open(need_papers=True, waits=True)
    loader = Loader(opened.sources)
    for _ in loader.steps():
        pass
    yield loader.store
    loader.close()


def _entry(one: Paper) -> str:
    fields = {"title": one.title, "author": " and ".join(one.authors)}
    fields |= {"eprint": str(one.arxiv_id), "archiveprefix": "arXiv"} if one.arxiv_id else {}
    fields |= {"doi": str(one.doi)} if one.doi else {}
    body = ", ".join(f"{name} = {{{value}}}" for name, value in fields.items())
    return f"@article{{k{abs(hash(one))}, {body}}}\n"


def test_papers_are_found_by_any_form_that_the_shelf_knows(store: Store, shelf: Shelf) -> None:
    draw = random.Random(7)  # noqa: S311 - nothing secret
    shelved = ShelvedPapers(store, shelf)
    for _ in range(4):  # more of them each time
        for number in draw.sample(range(_COUNT), 10):
            one = draw.choice(_forms(number))
            if draw.random() < 0.5:
                shelf.star([one])
            else:
                shelf.tag([one], ["x"])
        for wanted in (_is_starred, _has_tag):
            found = shelved.numbers(wanted)
            by_one = [n for n in range(store.end) if n not in store.hidden]
            assert set(found) == {n for n in by_one if wanted(shelf.state(store[n]))}
            assert found
        version = shelved.version
        shelf.undo()
        assert shelved.version != version


def _is_starred(state: State) -> bool:
    return state.is_starred


def _has_tag(state: State) -> bool:
    return "x" in state.tags


def test_each_clause_finds_what_it_says(shelf: Shelf) -> None:
    store = Store()
    papers = [paper(number) for number in range(6)]
    for one in papers:
        store.add(one)
    shelved = ShelvedPapers(store, shelf)
    shelf.star(papers[:2])
    shelf.mark_read(papers[1:3])
    shelf.tag([papers[3]], ["To  read", "Über"])
    shelf.note(papers[4], "An *idea* for\nthe next paper: gauge theories")
    shelf.opened(papers[5])
    today = date.today().isoformat()
    expected = {
        "is:starred": {0, 1},
        "is:read": {1, 2},
        "is:noted": {4},
        "is:tagged": {3},
        "tag:to-read ": {3},
        "tag:to ": set(),
        "tag:to* ": {3},
        "tag:uber": {3},
        "note:theo": {4},
        'note:"for the NEXT"': {4},
        "note:dea": set(),
        f"opened:{today}": {5},
        f"opened:{today[:4]}": {5},
        "opened:2019": set(),
    }
    for text, numbers in expected.items():
        (clause,) = parse(text).clauses
        assert isinstance(clause, OnShelf), text
        assert set(shelved.find(clause)) == numbers, text
    shelf.undo()
    (clause,) = parse("is:noted").clauses
    assert isinstance(clause, OnShelf)
    assert set(shelved.find(clause)) == set()
