"""Terms keep the signs that distinguish them, in texts and queries alike."""

from __future__ import annotations

from paperview.index.query.parser import parse
from paperview.index.results import NumberList, Order, Results
from paperview.index.searcher import Searcher
from paperview.index.sorting import Sorter
from paperview.index.storage.index import build
from paperview.model.analysis import signed
from paperview.tex import to_text
from tests.cases import for_each
from tests.index.support import found, order, paper, search, titled


@for_each(
    ("text", "terms"),
    [
        ("C++, C#; (F#)", ["c++", "c#", "f#"]),
        ("C++11 and C/C++", ["c++", "c/c", "c++"]),
        (".NET, ASP.NET and v.NET", [".net"]),
        ("#SAT is #P-hard: see issue #1", ["#sat", "#p"]),
        ("I/O, R&D, AT&T, S&P 500", ["i/o", "r&d", "at&t", "s&p"]),
        (r"R\&D and C\#", ["r&d", "c#"]),
        ("1/f noise, spin-1/2", ["1/f", "1/2"]),
        ("e+e- and $e^+e^-$", ["e+e", "e+e"]),
        (r"A$^\ast$, A*, $C^\star$-algebras", ["a*", "a*", "c*"]),
        (r"Ca2+, $\mathrm{Ca}^{2+}$, Na+/K+-ATPase", ["ca2+", "ca2+", "na+", "k+"]),
        ("2N+1 of a/b/c", ["2n+1", "a/b", "b/c"]),
        ("neural* client/server and https://example.org/abc/def", []),
        ("k-means, p-adic, x86-64, node.js, SU(2), H2O, 2.0", []),
        ("a + b, c / d, e. g", []),
    ],
)
def test_signs_that_distinguish_a_term(text: str, terms: list[str]) -> None:
    shown = to_text(text)
    assert [term.text for term in signed(shown)] == terms
    assert all(shown[term.start : term.end].strip() for term in signed(shown))


KNOWN = titled(
    "A C++ library",
    "Operator algebras: C* and c",
    "C# and .NET",
    "Use I/O well",
    "Papers by I. O. Karp",
    "R&D in firms",
    "Ann R. and Bo D.",
    "Bounds at t=0 with AT&T",
    "Bounds at t=0",
    "1/f noise",
    "Fig. 1 (f) of noise",
    "Wi-Fi nets",
    "WiFi sets",
    "with a first look",
    "node.js servers",
    "nodes of js",
    "e+e- collisions",
    "e and e colliding",
    "SU(2) symmetry",
    "SU(20) and 2",
    "$\\gamma$-ray bursts",
    "gamma and a ray",
    "GPT-4 agents",
    "COVID-19 waves",
)


@for_each(
    ("text", "numbers"),
    [
        ("C++", {0}),
        ('"C++"', {0}),
        ("'C++", {0}),
        ("title:C++", {0}),
        ("^C++", set()),
        ('"C++ library"', {0}),
        ('"C library"', {0}),
        ('"C# library"', set()),
        ("C*", {1}),
        ("C#", {2}),
        (".NET", {2}),
        ("I/O", {3}),
        ("i/o use", {3}),
        ("R&D", {5}),
        ("AT&T", {7}),
        ("1/f", {9}),
        ("1/f noise", {9}),
        ("Wi-Fi", {11, 12}),
        ("wi-f", {11, 12}),
        ("node.js", {14}),
        ("e+e-", {16}),
        ("SU(2)", {18}),
        ("SU2", {18}),
        ("γ-ray", {20}),
        ("gamma-ray", {20}),
        ("gpt4", {22}),
        ("GPT-4", {22}),
        ("covid19", {23}),
        ("F#", set()),
        ("A&A", set()),
    ],
)
def test_a_token_means_the_term_with_its_signs(text: str, numbers: set[int]) -> None:
    assert found(KNOWN, text) == numbers


@for_each("text", ["C++", ".NET", "#SAT", "title:.net", "'.net", "Ca2+"])
def test_a_short_term_does_not_mean_its_word_where_no_paper_has_it_with_its_signs(
    text: str,
) -> None:
    assert found(titled("c", "genetic nets", "net", "saturated", "sat", "ca2"), text) == set()


def test_a_long_word_with_a_sign_in_front_means_itself() -> None:
    assert found(titled("networks", "zebra"), "#networks") == {0}


def test_a_term_without_signs_is_left_out_by_itself_alone() -> None:
    papers = titled("C++ library", "C library", "library")
    assert found(papers, "library -C++") == {1, 2}
    assert found(papers, "library -C") == {2}


def test_a_star_behind_a_beginning_is_no_more_than_that() -> None:
    papers = titled("neural nets", "networks", "zebra")
    assert found(papers, "neur*") == {0}
    assert found(papers, "net*") == {0, 1}
    assert found(papers, "ne*") == {0, 1}


def test_words_with_signs_between_them_are_looked_for_apart_where_no_paper_joins_them() -> None:
    papers = titled("self driving, supervised", "a supervised self", "zebra")
    assert found(papers, "self-supervised") == {0, 1}
    assert found(papers, "self-supervsed") == {0, 1}
    assert found([*papers, *titled("self-supervised nets")], "self-supervised") == {3}


@for_each("text", ["superresolution", "super-resolution", "super resolution", "Super_resolution"])
def test_one_word_and_two_find_each_other(text: str) -> None:
    papers = titled("Super-resolution of images", "Superresolution", "super ions of resolution")
    assert {0, 1} <= found(papers, text)


@for_each(
    ("text", "wanted"),
    [
        ("bigdatta", "big data"),
        ("bigdata", "big data"),
        ("pretrainning", "pre-training"),
        ("timeserise", "time series"),
        ("multiagnet", "multi-agent"),
        ("stateoftheart", "state of the art"),
        ("state-of-the-art", "state of the art"),
        ("sub6ghz", "sub-6 GHz"),
        ("sub-6ghz", "sub-6 GHz"),
        ('"wifi"', "Wi-Fi"),
        ("data-set", "dataset"),
    ],
)
def test_words_written_as_one_are_found_as_several_and_with_a_slip(text: str, wanted: str) -> None:
    papers = titled(f"the {wanted} of seas", "a big pre time state", "data of an agent", "wi on fi")
    assert found(papers, text) == {0}


def test_a_word_as_typed_is_not_taken_apart_with_a_slip() -> None:
    papers = titled("big data", "a bigdatta", "big dates")
    assert found(papers, "bigdatta") == {1}
    (correction,) = search(papers[:1], "bigdatta").corrections
    assert (correction.typed, correction.meant) == ("bigdatta", "big data")


def test_two_words_are_one_only_next_to_each_other_and_not_too_short() -> None:
    assert found(titled("super resolution", "resolution super"), "superresolution") == {0}
    assert found(titled("stars in formation", "information"), "information") == {1}
    assert found([paper("super resolution", "zebra")], "abstract:superresolution") == set()
    assert found(titled("super resolution"), "'superresolution") == set()


@for_each(
    ("text", "first", "doi"),
    [
        ("1/f", "a 1/f law", "10.1051/forest/2009017"),
        ("1/2", "spin 1/2", "10.1088/0004-637X/771/1/2"),
        ("1/n", "the 1/N limit", "10.1021/nl0806881"),
        ("2.0", "version 2.0", "10.1149/2.0051913jes"),
        ("0.5", "some 0.5 s", "10.1093/mnras/sty0.5"),
    ],
)
def test_a_token_does_not_mean_a_doi_that_it_happens_to_be_part_of(
    text: str, first: str, doi: str
) -> None:
    assert found([paper("zebra", doi=doi), paper(first)], text) == {1}


@for_each(
    "text", ["10.1088/0004-637X", "10.1088/0004-637X/771/1/2", "0004-637X/771", "0004-637x/771/1/2"]
)
def test_a_doi_is_found_from_its_beginning_and_that_of_what_its_publisher_gave(text: str) -> None:
    papers = [paper("zebra", doi="10.1088/0004-637X/771/1/2"), paper("horse", doi="10.1088/771")]
    assert found(papers, text) == {0}


def test_a_doi_is_found_beside_the_words_of_a_token() -> None:
    papers = [paper("zebra", doi="10.1038/s41586-020-1"), paper("on s41586-020 data")]
    assert found(papers, "s41586-020") == {0, 1}


# Orders other than the best


@for_each("by", [Order.NEWEST, Order.OLDEST, Order.TITLE, Order.AUTHOR])
@for_each("text", ["learnin", "learnin graphs", "learnin | zzz"])
def test_papers_found_by_forgiving_stay_behind_the_others(by: Order, text: str) -> None:
    papers = [
        paper("leaving graphs", authors=["Ann Aa"], created="2024-01-01"),
        paper("learning graphs", authors=["Bo Mm"], created="2022-01-01"),
        paper("yearnin graphs", authors=["Cy Zz"], created="2020-01-01"),
        paper("a learning of graphs", authors=["Cy Bb"], created="2021-01-01"),
    ]
    searcher = Searcher(build(papers))
    ordered = list(Sorter(searcher.index).sort(searcher.search(parse(text)), by).numbers)
    assert set(ordered[:2]) == {1, 3}
    assert set(ordered[2:]) <= {0, 2}
    assert len(ordered) > 2


def test_a_word_that_a_paper_holds_has_nothing_behind_it() -> None:
    papers = [*titled("Gödel logic"), *titled(*(f"a model {number}" for number in range(50)))]
    assert order(papers, "Gödel") == [0]


def test_results_without_a_ranking_are_sorted_as_they_are() -> None:
    index = build(titled("b", "a"))
    listed = Results(numbers=NumberList([0, 1]), searched=2)
    assert list(Sorter(index).sort(listed, Order.TITLE).numbers) == [1, 0]
