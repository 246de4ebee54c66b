from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

pytest.importorskip("msgspec")

from benchmarks.peers import Peer
from benchmarks.peers.papers import read
from benchmarks.programs import PROGRAMS

OTHERS = [name for name in PROGRAMS if name != "paperview"]

PAPERS = (
    {
        "id": "2101.00001",
        "title": "Superconductivity in\n  graphene layers",
        "authors": "Ada Çelebi",
        "abstract": "We cool twisted sheets.",
        "created": "2021-01-05",
    },
    {"id": "math/9901007", "title": "Knots and braids", "authors": None, "abstract": None},
    {"id": "2101.00003", "title": "Knots and braids", "authors": None, "abstract": None},
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("peers") / "papers.jsonl"
    path.write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS))
    return path


def _built(name: str, file: Path) -> Peer:
    peer = PROGRAMS[name](file)
    if peer is None:
        pytest.skip(f"{name} is not installed")
    return peer


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("query", ["graphene superconductivity", "superconductivity grap"])
def test_finds_by_words_in_any_order_the_last_unfinished(name: str, query: str, file: Path) -> None:
    assert _built(name, file).search(query) == ["2101.00001"]


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("query", ["2101", "9901007", "math"])
def test_does_not_match_the_id(name: str, query: str, file: Path) -> None:
    assert _built(name, file).search(query) == []


@pytest.mark.parametrize("name", OTHERS)
def test_tells_papers_with_the_same_text_apart_and_gives_no_more_than_asked(
    name: str, file: Path
) -> None:
    peer = _built(name, file)
    assert sorted(peer.search("knots braids")) == ["2101.00003", "math/9901007"]
    assert len(peer.search("knots braids", limit=1)) == 1


def test_tantivy_forgives_typos_only_when_set_up_so(file: Path) -> None:
    typos = "grahpene superconductvity"
    assert _built("tantivy", file).search(typos) == []
    assert _built("tantivy, with typos", file).search(typos) == ["2101.00001"]


def test_tantivy_finds_any_word_in_another_form_only_when_set_up_so(file: Path) -> None:
    other_forms = "superconductive graphene cakes"
    assert _built("tantivy", file).search(other_forms) == []
    assert _built("tantivy, any word", file).search(other_forms) == ["2101.00001"]


def test_tantivy_finds_years(file: Path) -> None:
    assert _built("tantivy", file).search("2021 graphene") == ["2101.00001"]
    assert _built("tantivy", file).search("2020 graphene") == []


def test_indexes_have_a_size(file: Path) -> None:
    sizes = [_built(name, file).index_bytes for name in ("paperview", "tantivy", "FTS5")]
    assert all(size > len(PAPERS) for size in sizes)


@pytest.mark.parametrize("name", ["tantivy", "FTS5", "fzf, with abstracts"])
def test_finds_names_without_their_accents_and_words_of_the_abstract(name: str, file: Path) -> None:
    assert _built(name, file).search("celebi twisted") == ["2101.00001"]


def test_reads_plain_and_gzipped_lines_alike(file: Path) -> None:
    packed = file.with_suffix(".jsonl.gz")
    packed.write_bytes(gzip.compress(file.read_bytes()))
    papers = list(read(packed))
    assert papers == list(read(file))
    assert [paper.date for paper in papers] == ["2021-01-05", "", ""]
