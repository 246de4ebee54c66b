"""The searcher finds exactly the papers that the rules of matching name."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.index.matching import forms
from paperview.index.query.parser import parse
from paperview.index.searcher import Searcher
from paperview.index.storage.index import build
from paperview.model.paper import Paper
from tests.cases import for_each
from tests.index import corpora, oracle
from tests.index.support import found, order, paper, search, titled


@settings(max_examples=40)
@given(corpora.paper_lists, st.lists(corpora.queries, min_size=3, max_size=8), st.data())
def test_exactly_the_papers_that_match_are_found(
    papers: list[Paper], queries: list[list[oracle.Part]], data: st.DataObject
) -> None:
    searcher = Searcher(build(papers))
    queries.append([data.draw(corpora.phrases_of(papers))])
    for parts in queries:
        text = " ".join(map(str, parts))
        numbers = [int(number) for number in searcher.search(parse(text)).numbers]
        assert len(set(numbers)) == len(numbers)
        assert set(numbers) == oracle.find(papers, parts)[0], text


def test_words_of_all_fields_are_found() -> None:
    full = paper(
        "zebra",
        "horse",
        authors=["Ann Hen"],
        comments="goat",
        arxiv_id="2304.00001",
        doi="10.1234/cow",
        categories=["cs.NI"],
    )
    for text in ("zebra", "horse", "hen", "goat", "2304.00001", "10.1234/cow", "cs.NI"):
        assert found([*titled("sheep"), full], text) == {1}, text


def test_a_blank_means_and() -> None:
    assert found(titled("deep net", "deep sea", "net"), "deep net") == {0}


def test_a_substring_counts_from_three_letters_on_and_two_in_scripts_without_blanks() -> None:
    papers = titled("subnetwork")
    assert found(papers, "net") == {0}
    assert found(papers, "ne") == set()
    chinese = titled("深度学习综述", "学会")
    assert found(chinese, "学习") == {0}
    assert found(chinese, "习") == set()
    thai = titled("การรักษาด้วยยาใหม่", "การบำบัดน้ำเสีย")
    assert found(thai, "ยา") == {0}
    assert found(thai, "น้ำ") == {1}


def test_words_with_vowel_signs_are_whole() -> None:
    papers = titled("हिन्दी भाषा", "हद भष", "हिन्दी", "ka")
    assert found(papers, "हिन्दी भाषा") == {0}
    assert found(papers, '"हिन्दी भाषा"') == {0}
    assert found(papers, "'हिन्दी") == {0, 2}
    assert found(papers, "हि") == {0, 2}, "while it is typed"
    assert found(papers, "हिन्दी|ka") == {0, 2, 3}
    assert found(papers, "हिन्दी -भाषा") == {2}
    assert found(titled("हिन्दी-भाषा", "भाषा"), "हिन्दी-भा") == {0}
    assert found(titled("हिन्दीभाषाकोश", "हिन्दी भाषा कोश", "भाषा"), "हिन्दी-भाषा-कोश") == {0, 1}
    assert found(titled("می\u200cخواهم"), "میخواهم") == {0}


def test_initials_may_have_vowel_signs() -> None:
    authors = (["ग. रामन", "क. गुहा"], ["क. रामन", "ग. गुहा"])
    assert order([paper("x", authors=names) for names in authors], "रामन क.") == [1, 0]


def test_typos_of_every_kind_are_allowed() -> None:
    papers = titled("learning", "sheep")
    for typo in ("learnning", "leaning", "laerning", "leurning"):
        assert found(papers, typo) == {0}, typo


def test_how_many_edits_are_allowed_depends_on_the_length() -> None:
    # Each token begins another word, so that it is given no further edit.
    assert found(titled("abcdx", "abxd"), "abcd") == {0}
    assert found(titled("abcdex", "abxde"), "abcde") == {0, 1}
    assert found(titled("abcdefghx", "abxyefgh"), "abcdefgh") == {0}
    assert found(titled("abcdefghix", "abxyefghi"), "abcdefghi") == {0, 1}
    assert found(titled("abcdefghix", "abxyzfghi"), "abcdefghi") == {0}


def test_a_word_that_a_paper_holds_is_forgiven_nothing() -> None:
    assert found(titled("hinton", "pinton", "hintons"), "hinton") == {0, 2}
    assert found([paper("hinton"), paper(authors=["Ann Pinton"])], "author:hinton") == {1}
    assert found([paper("hinton"), paper(authors=["Ann Pinton"])], "title:hinton") == {0}


@for_each(
    ("held", "token"),
    [
        ("perino", "perino"),
        ("lern", "lern"),
    ],
)
def test_a_word_of_some_paper_is_never_taken_for_another(held: str, token: str) -> None:
    papers = [paper("zebra learning pering"), paper(held)]
    assert found(papers, token) == {1}
    assert found(papers, f"zebra {token}") == set()


@for_each("held", ["lernen", "modellernen"])
def test_a_mere_prefix_or_substring_is_taken_for_another_word_as_the_last_resort(held: str) -> None:
    papers = [paper("zebra learning"), paper(held)]
    assert found(papers, "lern") == {1}
    assert found(papers, "zebra lern") == {0}


@for_each(
    "forms",
    [
        "network networks",
        "theory theories",
        "color colour coloured colors",
        "organize organised organisation",
        "analysis analyses analyzed analyse",
        "centre center centred centering",
        "catalogue catalog cataloguing",
        "modelling models modeled",
        "grey gray",
        "disc disks",
        "matrix matrices",
        "submatrix submatrices",
        "vertex vertices",
        "spectrum spectra",
        "criterion criteria",
        "phenomena phenomenon",
        "hypothesis hypotheses",
        "axis axes",
        "supernova supernovae",
        "supervised supervision",
        "probable probability",
        "learned learning",
        "Schrödinger Schroedinger",
        "ΛCDM LCDM",
    ],
)
def test_all_forms_of_a_word_are_found(forms: str) -> None:
    papers = titled(*forms.split(), "others")
    for form in forms.split():
        results = search(papers, form)
        assert set(results.numbers) == {*range(len(papers) - 1)}, form
        assert results.numbers[0] == forms.split().index(form)
        assert found(papers, f"'{form}") == {forms.split().index(form)}


def test_a_form_is_less_than_a_prefix_and_more_than_a_part_or_a_typo() -> None:
    papers = titled("leerned", "unlearned", "learning", "learnedly")
    assert list(search(papers, "learned").numbers) == [3, 2, 1, 0]


@for_each(
    "title",
    [
        "Über die Grundlagen der Quantenmechanik",
        "Sur les équations aux dérivées partielles",
        "Ecuaciones de los sistemas dinámicos",
    ],
)
def test_titles_in_other_languages_come_first(title: str) -> None:
    papers = titled("A partial system of equations", "The derived dynamics", title, "Los sistema")
    assert search(papers, title).numbers[0] == 2


def test_other_forms_of_a_word_are_no_typos() -> None:
    results = search(titled("neural network", "deep networks"), "neural networks")
    assert [int(number) for number in results.numbers] == [0]
    assert results.corrections == ()


def test_each_irregular_plural_and_british_spelling_is_known() -> None:
    others = {
        **forms._ALL_SINGULARS,
        **forms._AMERICAN,
        "colour": "color",
        "organise": "organize",
        "organisation": "organization",
        "analysed": "analyzed",
        "analysis": "analyze",
        "catalogues": "catalogs",
        "centred": "centered",
        "formulae": "formula",
        "focussing": "focusing",
    }
    among = ["network", *others, "graph"]
    assert forms.keys(among) == forms.keys(["network", *others.values(), "graph"])


def test_numbers_are_not_misspelt() -> None:
    assert found(titled("of 20180", "of 20190"), "20180") == {0}
    assert found(titled("of 20190"), "20180") == set()


def test_a_token_found_nowhere_is_allowed_one_more_edit_from_four_letters_on() -> None:
    assert found(titled("abxd"), "abcd") == {0}
    assert found(titled("axc"), "abc") == set()
    assert found(titled("abxyefgh"), "abcdefgh") == {0}


def test_that_edit_is_allowed_in_the_token_found_nowhere_alone() -> None:
    papers = titled("learning graphs", "learning grapxy", "zebra")
    assert found(papers, "lern graphs") == {0}
    assert found(papers, "lern | zebra") == {0, 1, 2}


def test_a_long_query_found_nowhere_is_allowed_no_further_edit() -> None:
    words = " ".join(f"zebra{number}" for number in range(12))
    papers = titled(f"{words} learning", "lernen")
    assert found(papers, "zebra1 lern") == {0}
    assert found(papers, f"{words} lern") == set()
    (group,) = search(papers, f"{words} lern").groups
    assert (list(group.numbers), group.common) == ([0], ("lern",))


def test_a_query_found_nowhere_is_allowed_one_more_edit_for_each_token() -> None:
    # Both tokens match something with the usual edits, but not in one paper.
    papers = titled("lernimg spanish", "learming graphs")
    assert found(papers, "lerning") == {0}
    assert found(papers, "lerning graphs") == {1}


def test_a_word_with_an_apostrophe_before_it_is_meant_as_it_is() -> None:
    papers = titled("net", "nets", "subnet", "neat")
    assert found(papers, "'net") == {0}
    assert found(papers, "'nett") == set()


def test_negation_leaves_out_whole_words_alone() -> None:
    papers = titled("survey of nets", "surveys of nets", "surveying", "survay", "nets")
    for text in ("-survey", "!survey"):
        assert found(papers, text) == {1, 2, 3, 4}
    assert found(papers, "nets -survey") == {1, 4}


def test_negation_stays_in_its_field() -> None:
    papers = [paper("deep nets", "sea"), paper("sea", "deep nets")]
    assert found(papers, "-title:deep") == {1}
    assert found(papers, '-abstract:"deep nets"') == {0}


def test_either_is_enough() -> None:
    papers = titled("deep net", "deep sea", "high sea", "net")
    assert found(papers, "net | sea") == {0, 1, 2, 3}
    assert found(papers, "deep net | sea") == {0, 1}
    assert found(papers, '"high sea" | -deep') == {2, 3}


def test_a_bar_with_nothing_to_one_side_is_no_more_than_a_pause_in_typing() -> None:
    papers = titled("deep net", "deep sea")
    for text in ("| net", "net |", "net | ", "| net |"):
        assert found(papers, text) == {0}, text


def test_the_start_of_the_title() -> None:
    papers = [
        paper("deeper nets"),
        paper("on deep nets"),
        paper("undeep nets"),
        paper(None, "deep nets"),
        paper("Deep nets again"),
    ]
    assert found(papers, "^deep") == {0, 4}
    assert found(papers, "^nets") == set()
    assert found(papers, '^"deep nets"') == {4}
    assert found(papers, "title:^deep") == {0, 4}


def test_every_field_has_its_name() -> None:
    papers = [
        paper("zebra", "horse", authors=["Hen"], comments="goat", categories=["q-bio.PE"]),
        paper("horse", "zebra", authors=["Goat"], comments="hen", categories=["cs.NI"]),
        paper("hen", "goat", authors=["Zebra"], comments="horse", doi="10.1234/zebra"),
    ]
    for text, number in (
        ("title:zebra", 0),
        ("abstract:zebra", 1),
        ("author:zebra", 2),
        ("comments:horse", 2),
        ("cat:q-bio", 0),
        ("cat:cs.NI", 1),
        ("doi:zebra", 2),
        ("TITLE:zebra", 0),
    ):
        assert found(papers, text) == {number}, text


def test_no_query_finds_everything() -> None:
    assert found(titled("a", "b"), "") == {0, 1}
    assert found(titled("a", "b"), "  ") == {0, 1}


def test_nothing_is_found_in_nothing() -> None:
    for text in ("", "net", '"deep net"', "-net", "year:2022", "net | sea", "deep net"):
        assert found([], text) == set(), text


def test_there_is_no_limit_to_what_is_found() -> None:
    papers = titled(*(f"zebra {number}" for number in range(5000)))
    assert found(papers, "zebra") == set(range(5000))
    assert found(papers, "zebras") == set(range(5000))
