"""Ids, DOIs and categories, in every form in which they are pasted or typed."""

from __future__ import annotations

from paperview.index.fields import Field
from paperview.index.highlight import highlight
from tests.cases import for_each
from tests.index.support import found, paper, search

PAPERS = [
    paper("zebra 2304.10190", arxiv_id="2304.10190v2", doi="10.1145/3530190.3534809"),
    paper("horse", arxiv_id="2304.10191", categories=["cs.LG", "stat.ML"]),
    paper("hen", arxiv_id="hep-th/9901001", categories=["hep-th"]),
    paper("goat", doi="10.1016/S0370-2693(99)00001-A", categories=["cs.NI"]),
    paper("cow", arxiv_id="0704.0001"),
    paper("names arXiv:2304.10190 and 10.1145/3530190.3534809", arxiv_id="2305.00001"),
]


@for_each(
    "text",
    [
        "2304.10190",
        "2304.10190v1",
        "2304.10190v7",
        "arXiv:2304.10190",
        "arxiv:2304.10190v2",
        "ARXIV:2304.10190",
        "id:2304.10190",
        "https://arxiv.org/abs/2304.10190",
        "http://arxiv.org/abs/2304.10190v2",
        "arxiv.org/abs/2304.10190",
        "www.arxiv.org/abs/2304.10190",
        "https://arxiv.org/pdf/2304.10190",
        "https://arxiv.org/pdf/2304.10190v1.pdf",
        "https://arxiv.org/html/2304.10190v1#S2",
        "https://arxiv.org/abs/2304.10190?context=cs",
        "https://export.arxiv.org/abs/2304.10190",
        "https://ar5iv.labs.arxiv.org/html/2304.10190",
        "https://www.alphaxiv.org/abs/2304.10190v1",
        "https://huggingface.co/papers/2304.10190",
        "https://huggingface.co/papers/2304.10190?from=search#abstract",
        "10.48550/arXiv.2304.10190",
        "https://doi.org/10.48550/arXiv.2304.10190",
        "doi:10.48550/arXiv.2304.10190",
        "oai:arXiv.org:2304.10190",
        "(2304.10190)",
        "[arXiv:2304.10190],",
        "<https://arxiv.org/abs/2304.10190>.",
        " 2304.10190 ",
    ],
)
def test_an_arxiv_id_is_that_paper_alone(text: str) -> None:
    assert found(PAPERS, text) == {0}


@for_each(
    "text",
    [
        "hep-th/9901001",
        "hep-th/9901001v3",
        "arXiv:hep-th/9901001",
        "https://arxiv.org/abs/hep-th/9901001",
        "https://arxiv.org/pdf/hep-th/9901001v1.pdf",
        "https://doi.org/10.48550/arXiv.hep-th/9901001",
        "https://huggingface.co/papers/hep-th/9901001",
        "HEP-TH/9901001",
    ],
)
def test_an_arxiv_id_of_the_old_form_too(text: str) -> None:
    assert found(PAPERS, text) == {2}


@for_each(
    "text",
    [
        "10.1145/3530190.3534809",
        "doi:10.1145/3530190.3534809",
        "DOI:10.1145/3530190.3534809",
        "https://doi.org/10.1145/3530190.3534809",
        "http://dx.doi.org/10.1145/3530190.3534809",
        "https://dl.acm.org/doi/10.1145/3530190.3534809",
        "10.1145/3530190.3534809.",
    ],
)
def test_a_doi_is_that_paper_alone(text: str) -> None:
    assert found(PAPERS, text) == {0}


def test_a_doi_with_brackets_and_capitals() -> None:
    for text in ("10.1016/S0370-2693(99)00001-A", "(10.1016/s0370-2693(99)00001-a)"):
        assert found(PAPERS, text) == {3}, text


@for_each("name", ["10.1234/größe", "10.1234/étude", "10.1234/①"])
def test_a_doi_with_letters_that_folding_changes(name: str) -> None:
    assert found([paper(doi=name)], name) == {0}


def test_an_id_that_no_paper_has_finds_nothing() -> None:
    assert found(PAPERS, "2304.99999") == set()
    assert found(PAPERS, "https://arxiv.org/abs/2304.10192") == set()


@for_each(
    ("text", "numbers"),
    [
        ("arXiv:2304", {0, 1}),
        ("id:2304", {0, 1}),
        ("id:10190", {0}),
        ("2304.101", {0, 1, 5}),
        ("2304", {0, 1, 5}),
        ("hep-th", {2}),
        ("hep-th/99", {2}),
        ("0704", {4}),
        ("10.1145", {0, 5}),
        ("doi:10.1145", {0}),
        ("doi:3530190", {0}),
        ("cs.LG", {1}),
        ("cat:cs", {1, 3}),
        ("cat:cs.NI", {3}),
        ("cat:stat", {1}),
        ("-cat:cs.LG", {0, 2, 3, 4, 5}),
    ],
)
def test_the_beginning_of_a_name_is_enough(text: str, numbers: set[int]) -> None:
    assert found(PAPERS, text) == numbers


def test_a_paper_that_mentions_a_name_is_found_by_its_words() -> None:
    assert found(PAPERS, 'title:"2304.10190"') == {0, 5}


def test_an_id_is_found_while_it_is_typed() -> None:
    for name in ("2304.10190", "arXiv:2304.10190", "hep-th/9901001", "cs.LG", "0704.0001"):
        wanted = found(PAPERS, name)
        for end in range(len("arXiv:") + 1 if ":" in name else 1, len(name)):
            assert wanted <= found(PAPERS, name[:end]), name[:end]


def test_no_typo_is_allowed_in_an_id() -> None:
    assert found(PAPERS, "id:2304.1019O") == set()
    assert found(PAPERS, "cat:cs.LX") == set()
    assert found(PAPERS, "2304.10192") == set()


def test_tokens_with_punctuation_are_their_words() -> None:
    papers = [
        paper("peer-to-peer nets"),
        paper("GPT-4 and others"),
        paper("GPT-3"),
        paper("peers"),
        paper("an AR/VR headset"),
        paper("Peer (to peer)"),
    ]
    assert found(papers, "peer-to-peer") == {0, 5}
    assert found(papers, "peer-to-pear") == {0, 5}
    assert found(papers, "GPT-4") == {1}
    assert found(papers, "gpt-") == {1, 2}
    assert found(papers, "AR/VR") == {4}
    assert found(papers, "-gpt-4") == {0, 2, 3, 4, 5}
    assert found(papers, "-peer-to-peer") == {1, 2, 3, 4}
    assert found(papers, "'peer-to-peer") == {0, 5}
    assert found(papers, "title:peer-to-peer") == {0, 5}
    assert found(papers, "^peer-to-peer") == {0, 5}
    assert found(papers, "^to-peer") == set()


# What its sources call a paper

NAMED = [
    paper("zebra", names=["lund2020zebra"]),
    paper("horse", arxiv_id="2304.10191", names=["DBLP:conf/x/Lund_20-b", "PMID 21553931"]),
    paper("hen", names=["2019ApJ...882L..12A", "Müller:2019"]),
    paper("goat by Lund, 2020, PMID"),
]


@for_each(
    ("text", "number"),
    [
        ("lund2020zebra", 0),
        ("Lund2020Z", 0),
        ("id:lund2020zebra", 0),
        ("id:und2020", 0),
        ("DBLP:conf/x/Lund_20-b", 1),
        ("conf/x/lund_20-b", 1),
        ("id:DBLP:conf/x/Lund_20-b", 1),
        ("PMID 21553931", 1),
        ('"PMID 21553931"', 1),
        ("21553931", 1),
        ("id:21553931", 1),
        ("id:pmid21553931", 1),
        ("2019ApJ...882L..12A", 2),
        ("id:2019ApJ...882L..12A", 2),
        ("muller:2019", 2),
    ],
)
def test_a_paper_is_found_by_what_its_sources_call_it(text: str, number: int) -> None:
    assert found(NAMED, text) == {number}


@for_each(
    ("text", "terms", "highlighted"),
    [
        ("lund2020zebra", "lund2020zebra", ["lund2020zebra"]),
        ("PMID 21553931", "PMID 21553931", ["PMID", "21553931"]),
        ("DBLP:conf/x/Lund_20-b", "DBLP:conf/x/lund_20-b", ["DBLP:conf/x/Lund_20-b"]),
    ],
)
def test_the_letters_of_a_name_are_highlighted(
    text: str, terms: str, highlighted: list[str]
) -> None:
    spans = highlight(text, search(NAMED, terms).tokens, Field.ID).spans
    assert [text[start:end] for start, end in spans] == highlighted
