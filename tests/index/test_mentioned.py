"""Ids within what is pasted: references, links, stamps and lines of BibTeX."""

from __future__ import annotations

from tests.cases import for_each
from tests.index.support import found, paper, search

PAPERS = [
    paper("zebra", arxiv_id="2304.10190", doi="10.1145/3530190.3534809", created="2023-04-20"),
    paper("horse", arxiv_id="2304.10191"),
    paper("hen", arxiv_id="hep-th/9901001"),
    paper("goat", doi="10.1016/S0370-2693(99)00001-A"),
    paper("see https://arxiv.org/abs/2304.10190", "arXiv preprint 2023 by x"),
    paper("cow", doi="10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2"),
]


@for_each(
    ("text", "numbers"),
    [
        ("[x](https://arxiv.org/abs/2304.10190)", {0}),
        ("[A long title](https://arxiv.org/abs/2304.10190v3).", {0}),
        ("[x](https://huggingface.co/papers/2304.10190)", {0}),
        (r"\href{https://arxiv.org/abs/2304.10190}{Zebras of note}", {0}),
        (r"\href{https://doi.org/10.1145/3530190.3534809}{Zebras}", {0}),
        (r"\url{https://arxiv.org/abs/2304.10190}", {0}),
        (r"\arxiv{2304.10190}", {0}),
        ("2304.10190,2304.10191", {0, 1}),
        ('<a href="https://arxiv.org/abs/2304.10190">Zebras</a>', {0}),
        ("eprint = {2304.10190},", {0}),
        ('eprint="2304.10190",', {0}),
        ("eprint={2304.10190}", {0}),
        ("doi = {10.1145/3530190.3534809},", {0}),
        ("url = {https://arxiv.org/abs/2304.10190},", {0}),
        ("journal = {arXiv preprint arXiv:2304.10190},", {0}),
        ("Doe, J. and Roe, R. Lions. arXiv preprint arXiv:2304.10190, 2025.", {0}),
        ("arXiv:2304.10190v2 [cs.LG] 16 Oct 2025", {0}),
        ("arXiv:hep-th/9901001v1 4 Jan 1999", {2}),
        ("[12] J. Doe et al., Lions, Phys. Lett. 1 (1999), 10.1016/S0370-2693(99)00001-A.", {3}),
        ("(doi:10.1145/3530190.3534809).", {0}),
        ("https://doi.org/10.1145/3530190.3534809;", {0}),
        ("<https://doi.org/10.1145/3530190.3534809>", {0}),
        ("10.1145/3530190.3534809).", {0}),
        ("Lions 10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2", {5}),
        ("2304.10190 2304.10191", {0, 1}),
        ("2304.10190, 2304.10191; hep-th/9901001", {0, 1, 2}),
        ("lions 2304.10190 tigers 2304.10191", {0, 1}),
        ("2304.10190 10.1016/S0370-2693(99)00001-A", {0, 3}),
        ("arXiv:2304.10190 - doi: 10.1145/3530190.3534809", {0}),
        ("2304.10190 zebra", {0}),
        ("2304.10190 2304.10191 horse", {1}),
        (
            "@article{doe, title={Lions of note}, author={Doe, J. and Roe, R.}, "
            "journal={CoRR}, shard={abs/2304.10190}, year={2031}}",
            {0},
        ),
        ("@misc{doe, title = {Lions}, eprint = {2304.10190}, archivePrefix = {arXiv} }", {0}),
    ],
)
def test_an_id_in_what_is_pasted_finds_its_paper(text: str, numbers: set[int]) -> None:
    assert found(PAPERS, text) == numbers


def test_words_that_find_something_together_count_beside_an_id() -> None:
    results = search(PAPERS, "zebra 2304.10190")
    assert not results.is_by_id
    assert results.warnings == ()


@for_each("text", ["lions 2304.10190", "2304.10190 lions 2304.10191"])
def test_the_bar_says_where_only_the_id_was_found(text: str) -> None:
    assert search(PAPERS, text).warnings == ("no paper has all of it; by id alone",)


@for_each("text", ["2304.10190", "2304.10190 2304.10191", "2304.10190 10.1016/x"])
def test_nothing_is_told_where_nothing_but_ids_was_asked_for(text: str) -> None:
    assert search(PAPERS, text).warnings == ()


@for_each("text", ["lions -2304.10190", "has:comments 2304.10190", "lions 2304.10199"])
def test_an_id_alone_does_not_count_where_a_query_is_more_than_a_text(text: str) -> None:
    results = search(PAPERS, text)
    assert len(results) == 0
    assert results.hint is not None


def test_a_text_without_end_is_read_to_some_length_and_its_ids_to_the_end() -> None:
    text = "lions and tigers " * 5000 + "2304.10190"
    results = search(PAPERS, text)
    assert set(results.numbers) == {0}
    assert "only the first 10,000 characters are read" in results.warnings
