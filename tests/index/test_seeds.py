"""Queries about the ten papers that come with the program."""

from __future__ import annotations

import pytest

from paperview.index.fields import Field
from paperview.index.highlight import highlight
from paperview.index.query.parser import parse
from paperview.index.results import Results
from paperview.index.searcher import Searcher
from paperview.index.storage.index import build
from paperview.model.paper import Paper
from paperview.sources.opening import seeds
from paperview.tex import to_text
from tests.support import open_text

FEDERATED = {"2302.13438", "2206.10963", "2206.05209"}
TWINS = {"2205.14206", "2201.01144"}
LLAMA = "2407.21783"


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    records = (record for path in seeds() for record in open_text(path).records())
    return [record for record in records if isinstance(record, Paper)]


@pytest.fixture(scope="module")
def searcher(papers: list[Paper]) -> Searcher:
    return Searcher(build(papers))


def _ids(papers: list[Paper], results: Results) -> list[str]:
    return [str(papers[number].arxiv_id) for number in results.numbers]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("fedrated lern", FEDERATED),
        ("p4l", {"2302.13438"}),
        ("2304", {"2304.10190", "2304.14271"}),
        ("celebi", {LLAMA}),
        ("Çelebi", {LLAMA}),
        (r"\c{C}elebi", {LLAMA}),
        ("perino", {LLAMA}),
        ("author:perino", {LLAMA}),
        ("digital twin", TWINS),
        ('"digital twin"', TWINS),
        ("year:2022 federated", {"2206.10963", "2206.05209"}),
        ("year:2022 -federated", TWINS),
        ("year:2022 !federated", TWINS),
        ("after:2023-04-20", {LLAMA, "2304.10190"}),
        ("before:2022", {"2107.03832"}),
        ("has:doi", {"2304.10190"}),
        ("has:title", {LLAMA}),
        ("^herd", set()),
        ("^llama", set()),
        ("^the", {LLAMA}),
        ("title:herd", {LLAMA}),
        ("https://arxiv.org/abs/2304.10190v1", {"2304.10190"}),
        ("arxiv.org/pdf/2206.05209", {"2206.05209"}),
        ("https://doi.org/10.1145/3530190.3534809", {"2304.10190"}),
        # The comments of another paper mention this id.
        ("arXiv:2201.01144", {"2201.01144"}),
        ("peer-to-peer", {"2302.13438"}),
        ("GPT-4", {LLAMA}),
        ("serverles", {"2107.03832"}),
        ("xylophone", set()),
    ],
)
def test_exactly_these_papers_are_found(
    text: str, ids: set[str], papers: list[Paper], searcher: Searcher
) -> None:
    found = _ids(papers, searcher.search(parse(text)))
    assert len(found) == len(set(found))
    assert set(found) == ids


def test_the_answer_tells_which_typos_it_found(searcher: Searcher) -> None:
    corrections = searcher.search(parse("fedrated lern")).corrections
    pairs = [(some.typed, some.meant) for some in corrections]
    assert pairs == [("fedrated", "federated"), ("lern", "learning")]


def test_the_three_papers_show_what_matched(papers: list[Paper], searcher: Searcher) -> None:
    results = searcher.search(parse("fedrated lern"))
    for number in results.numbers:
        text = to_text(papers[number].abstract or "")
        spans = highlight(text, results.tokens, Field.ABSTRACT).spans
        marked = {text[start:end].lower() for start, end in spans}
        assert {"federated", "learn"} <= marked


def test_without_a_query_all_come_newest_first(papers: list[Paper], searcher: Searcher) -> None:
    found = _ids(papers, searcher.search(parse("")))
    assert len(found) == len(papers) == 10
    assert (found[0], found[-1]) == (LLAMA, "2107.03832")


def test_the_hint_for_a_word_too_many(searcher: Searcher) -> None:
    hint = searcher.search(parse("digital twin +xylophone")).hint
    assert hint is not None
    assert hint.without == (("+xylophone", 2),)
