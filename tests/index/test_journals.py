"""Papers by their journal: its words, its initials, and only where it is asked for."""

from __future__ import annotations

from functools import partial

from paperview.index.facets import values_of
from paperview.index.fields import Field
from paperview.index.highlight import highlight
from paperview.index.query.completion import completions
from paperview.index.storage.index import build
from tests.cases import for_each
from tests.index.support import found, order, paper, search

PAPERS = [
    paper("bees", journal="Phys. Rev. Lett. 81, 4412 (1998)"),
    paper("tides", journal="Phys.Rev. D50 (1994) 4807-4820"),
    paper("ants", journal="Journal of High Energy Physics 0206:030, 2002"),
    paper("physicists on nature", journal="Nature 12 (1998)"),
    paper("nature of waves"),
]


@for_each(
    ("query", "numbers"),
    [
        ("journal:prl", {0}),
        ("journal:PRD", {1}),
        ("journal:pr", {0, 1}),
        ("journal:jhep", {2}),
        ('journal:"Phys. Rev."', {0, 1}),
        ('journal:"Rev. Phys."', set()),
        ("journal:(lett | nature)", {0, 3}),
        ("journal:phys.rev.lett", {0}),
        ("journal:natrue", {3}),
        ("jr:1998", {0, 3}),
        ("has:journal", {0, 1, 2, 3}),
        ("-journal:phys", {2, 3, 4}),
    ],
)
def test_papers_are_found_by_their_journal(query: str, numbers: set[int]) -> None:
    assert found(PAPERS, query) == numbers


@for_each(
    ("query", "numbers"),
    [
        ("nature", {3, 4}),
        ("phys", {3}),
        ('"phys rev"', set()),
        ('"lett"', set()),
        ("-lett", {0, 1, 2, 3, 4}),
        ("'rev", set()),
        ("1998", set()),
    ],
)
def test_a_word_without_a_field_is_not_looked_for_in_journals(
    query: str, numbers: set[int]
) -> None:
    assert found(PAPERS, query) == numbers


def test_a_word_that_only_a_journal_has_may_have_typos_elsewhere() -> None:
    papers = [paper("neural nets"), paper("bees", journal="Neurol")]
    assert [each.meant for each in search(papers, "neurol").corrections] == ["neural"]
    assert order(papers, "neurol") == [0]


def test_frequent_words_of_journals_are_not_found_without_the_field() -> None:
    papers = [paper("physics", journal="physa physb"), paper("bees", journal="physa physb")]
    index = build(papers)
    (segment,) = index.shards[0].segments
    for query in ("p", "ph", "phy"):
        assert segment.prefix_rows.row(query) is not None
        assert found(papers, query) == {0}
    assert segment.substring_rows.row("hys") is not None
    assert found(papers, "hys") == {0}


@for_each(
    ("journal", "query", "marked"),
    [
        ("Phys. Rev. Lett. 81", "journal:prl", "Phys. Rev. Lett"),
        ("Phys. Rev. Lett. 81", "journal:pr", "Phys. Rev"),
        ("Phys.Rev. D50 (1994)", "journal:prd", "Phys.Rev. D50"),
        ("Phys. Rev. Lett. 81", "journal:rev", "Rev"),
        ("Nature 12", "journal:n", "N"),
    ],
)
def test_what_matches_of_a_journal_is_highlighted(journal: str, query: str, marked: str) -> None:
    tokens = search([paper("bees", journal=journal)], query).tokens
    ((start, end),) = highlight(journal, tokens, Field.JOURNAL).spans
    assert journal[start:end] == marked


def test_words_and_initials_of_journals_are_completed() -> None:
    values = partial(values_of, build(PAPERS))
    assert completions("journal:n", values, tuple) == ("journal:nature ",)
    assert completions("journal:ph", values, tuple) == ("journal:phys ", "journal:physics ")
    assert completions("journal:jh", values, tuple) == ("journal:jhep ",)
    assert completions("jou", values, tuple) == ("journal:",)


@for_each(
    ("text", "numbers"),
    [
        ("Phys. Rev.", {0, 1, 2}),
        ("physical review", {0, 1, 2}),
        ("Physical Review Letters", {1, 2}),
        ("Phys. Rev. D", {0}),
        ("Nucl. Phys. B", {3}),
        ("Nuclear Physics", {3}),
        ("Journal of the Acoustical Society", {4}),
        ("J. Acoust. Soc.", {4}),
        ("Rev. Phys.", set()),
        ("Review of Acoustics", set()),
    ],
)
def test_a_journal_is_found_by_its_name_in_full_and_abbreviated(
    text: str, numbers: set[int]
) -> None:
    names = (
        *("PHYSICAL REVIEW D 12, 3", "Phys.Rev.Lett. 81, 4412", "Physical Review Letters (1998)"),
        *("Nucl.Phys. B426:19-52", "J. Acoust. Soc. Am. 2"),
    )
    papers = [*(paper("zebra", journal=name) for name in names), paper("Physical Review")]
    assert found(papers, f'journal:"{text}"') == numbers
    assert found(papers, f'-journal:"{text}"') == set(range(len(papers))) - numbers
