"""The ten papers that come with the program, field by field, and their file cut off anywhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperview.cli import run
from paperview.model.dates import PartialDate
from paperview.model.paper import Doi, Paper
from paperview.sources.opening import seeds
from paperview.sources.problem import Problem
from tests.support import open_text


@dataclass(frozen=True)
class Seed:
    """Fields that were read from the file by other means; long texts as length and digest."""

    arxiv_id: str
    created: str
    abstract_length: int
    abstract_digest: str
    doi: str | None = None
    comments: str | None = None
    title: str | None = None
    authors: int = 0


SEEDS = (
    Seed(
        "2407.21783",
        "2024-07-31",
        1075,
        "dc195fed508a8fe7",
        title="The Llama 3 Herd of Models",
        authors=529,
    ),
    Seed("2304.10190", "2023-04-20", 1062, "95d7fa46ac759f6d", doi="10.1145/3530190.3534809"),
    Seed("2304.14271", "2023-04-13", 1571, "c1cb7c84db045b8e"),
    Seed("2302.13438", "2023-02-26", 1296, "15cd9c345287c6e7"),
    Seed("2301.13618", "2023-01-31", 1335, "9a768ea31123c738"),
    Seed(
        "2206.10963",
        "2022-06-22",
        1294,
        "947824e6ac2369f2",
        comments="12 pages, 5 figures, 40 references",
    ),
    Seed("2206.05209", "2022-06-10", 1175, "64896cfb8cb564d6"),
    Seed(
        "2205.14206",
        "2022-05-27",
        992,
        "1d0087bb10482d89",
        comments="7 pages, 4 figures. arXiv admin note: text overlap with arXiv:2201.01144",
    ),
    Seed("2201.01144", "2022-01-04", 968, "3233acd4650a3262", comments="7 pages, 4 figures"),
    Seed("2107.03832", "2021-07-08", 1188, "9538bdb885d3b6eb"),
)
AUTHORS_DIGEST = "102793af7f8d3d9d3eb7a3f36b8882fd0b72f01a9ce16268566e3edcb0d16c41"
(SEEDS_FILE,) = seeds()
DATA = SEEDS_FILE.read_bytes()


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def read_papers() -> list[Paper]:
    found = list(open_text(SEEDS_FILE).records())
    assert not [record for record in found if isinstance(record, Problem)]
    return [record for record in found if isinstance(record, Paper)]


def test_the_file_is_the_one_the_table_was_made_from() -> None:
    assert SEEDS_FILE.name == "000_3991e10d9bf3c825.txt"
    assert len(DATA) == 20390


def test_every_field_of_every_paper_is_read() -> None:
    papers = read_papers()
    assert len(papers) == len(SEEDS)
    for paper, seed in zip(papers, SEEDS, strict=True):
        abstract = paper.abstract or ""
        assert len(abstract) == seed.abstract_length
        assert digest(abstract)[:16] == seed.abstract_digest
        assert str(paper.arxiv_id) == seed.arxiv_id
        assert paper.doi == (Doi(seed.doi) if seed.doi else None)
        assert (paper.title, len(paper.authors)) == (seed.title, seed.authors)
        assert paper.comments == seed.comments
        assert paper.created == PartialDate.parse(seed.created)
        assert (paper.categories, paper.journal_ref) == ((), None)
        assert (paper.updated, paper.extra) == (None, ())


def test_all_authors_are_read_in_order() -> None:
    authors = read_papers()[0].authors
    assert (authors[0], authors[-1]) == ("Abhimanyu Dubey", "Zhiwei DeVito")
    assert {"Onur Çelebi", "Diego Perino"} <= set(authors)
    assert digest("\n".join(authors)) == AUTHORS_DIGEST


def test_search_prints_exactly_these_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "", "--format", "jsonl"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    printed = [json.loads(line) for line in out.splitlines()]
    assert len(printed) == len(SEEDS)
    # The file has the newest first, as the reader does.
    for paper, seed in zip(printed, SEEDS, strict=True):
        assert list(paper) == [
            "arxiv_id",
            "doi",
            "title",
            "authors",
            "abstract",
            "comments",
            "created",
            "version",
            "name",
            "categories",
            "journal_ref",
            "updated",
            "extra",
        ]
        assert (paper["arxiv_id"], paper["doi"]) == (seed.arxiv_id, seed.doi)
        assert (paper["title"], len(paper["authors"])) == (seed.title, seed.authors)
        assert digest(paper["abstract"])[:16] == seed.abstract_digest
        assert (paper["comments"], paper["created"]) == (seed.comments, seed.created)
    assert digest("\n".join(printed[0]["authors"])) == AUTHORS_DIGEST


# The file cut off

ENDS = [0]
"""Where each record ends: behind its date; before them, where the first begins."""
for seed in SEEDS:
    identity = DATA.index(b"\narXiv:" + seed.arxiv_id.encode())
    ENDS.append(DATA.index(seed.created.encode(), identity) + len(seed.created))
WHOLE = read_papers()
NEAR = 24  # bytes on both sides of a line's end: more than a date line has
NEAR_LINE_ENDS = {
    cut
    for end, byte in enumerate(DATA)
    if byte == ord("\n")
    for cut in range(max(end - NEAR, 1), min(end + NEAR, len(DATA)))
}
WITHIN_A_CHARACTER = DATA.index("Ç".encode()) + 1


def words_of(record: Paper | Problem) -> set[str]:
    if isinstance(record, Problem):
        return set(record.text.split())
    names = ", ".join(record.authors)
    texts = (record.title, names, record.abstract, record.comments, record.identity)
    return {word for text in texts if text for word in text.split()}


def check_cut(path: Path, first: int, cut: int) -> None:
    """Check the file from its record number `first` to the byte `cut`."""
    path.write_bytes(DATA[ENDS[first] : cut])
    found = list(open_text(path, needs_paper=False).records())
    complete = sum(end <= cut for end in ENDS[1:])
    assert found[: complete - first] == WHOLE[first:complete]
    left = DATA[ENDS[complete] : cut].decode(errors="replace")
    told = found[complete - first :]
    assert bool(told) == bool(left.strip())
    # A problem keeps the first 500 characters.
    cut_words = set(left[:450].rpartition(" ")[0].split())
    assert cut_words - {"-", "doi:"} <= {word for record in told for word in words_of(record)}


def test_cut_off_around_the_end_of_any_line(tmp_path: Path) -> None:
    for cut in NEAR_LINE_ENDS:
        record = sum(end <= cut for end in ENDS[1:])
        check_cut(tmp_path / "cut.txt", max(record - 1, 0), cut)


@settings(max_examples=30)
@given(st.integers(1, len(DATA)))
@example(WITHIN_A_CHARACTER)
def test_cut_off_anywhere(cut: int) -> None:
    with TemporaryDirectory() as folder:
        check_cut(Path(folder) / "cut.txt", 0, cut)
