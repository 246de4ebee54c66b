"""What the answer says of itself: typos found, and what would be found if nothing is."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.index.fields import Field
from paperview.index.highlight import highlight
from paperview.index.query.parser import parse
from paperview.index.results import Correction
from paperview.index.searcher import Searcher
from paperview.index.storage.index import build
from paperview.model.paper import Paper
from tests.cases import for_each
from tests.index import corpora, oracle
from tests.index.support import paper, search, titled


@settings(max_examples=30)
@given(
    corpora.paper_lists, st.lists(st.lists(corpora.anywhere, min_size=1, max_size=2), min_size=3)
)
def test_a_correction_tells_of_each_token_that_no_result_holds_as_typed(
    papers: list[Paper], queries: list[list[oracle.Token]]
) -> None:
    searcher = Searcher(build(papers))
    for tokens in queries:
        corrections = list(searcher.search(parse(" ".join(map(str, tokens)))).corrections)
        numbers, last_resort = oracle.find(papers, tokens)
        those_found = [papers[number] for number in numbers]
        if not those_found:
            continue
        for i, token in enumerate(tokens):
            if oracle.joins_names(tokens, i) or oracle.is_initial(tokens, i):
                continue
            if any(oracle.holds_token(papers, token, some, 0) for some in those_found):
                continue  # as typed
            correction = corrections.pop(0)
            edits = oracle.edits_in(papers, token, last_resort=last_resort)
            meant = {
                word for some in those_found for word in oracle.words_meant(token, some, edits)
            }
            taken = oracle.edits_between(token.text, correction.meant)
            assert correction.typed == token.text
            assert correction.meant in meant
            assert correction.beyond == (taken > oracle.edits_allowed(token))
        assert not corrections


def test_a_correction_names_the_word_that_most_results_hold() -> None:
    papers = titled("learner", "learning nets", "learning graphs", "leaving")
    assert search(papers, "lerning").corrections == (Correction("lerning", "learning", False),)


def test_a_correction_counts_the_results_alone() -> None:
    papers = titled("leaning towers", "leaning walls", "leaning trees", "learning graphs")
    corrections = search(papers, "lerning graphs").corrections
    assert [(some.typed, some.meant) for some in corrections] == [("lerning", "learning")]


@for_each(
    ("field", "text"),
    [("author:", "author:lerning"), ("the start of the title", "^lerning")],
)
def test_a_correction_names_a_word_of_the_field_that_was_asked_for(field: str, text: str) -> None:
    some = paper("Lerming and learning", "learning", authors=["Ann Lerming"])
    meant = [
        correction.meant for correction in search([some, *titled("of learning")], text).corrections
    ]
    assert meant == ["lerming"], field


def test_nothing_is_corrected_where_a_result_holds_the_token_as_typed() -> None:
    for held in ("lern", "lernen", "gelernt"):
        assert search(titled("learning", held), "lern").corrections == ()


def test_a_correction_beyond_what_is_usual_says_so() -> None:
    assert search(titled("learning"), "lern").corrections == (Correction("lern", "learning", True),)
    assert search(titled("learning"), "leraning").corrections[0].beyond is False


def test_each_token_is_corrected_by_itself() -> None:
    corrections = search(titled("federated deep learning"), "fedrated deep lern").corrections
    assert [(some.typed, some.meant) for some in corrections] == [
        ("fedrated", "federated"),
        ("lern", "learning"),
    ]


def test_there_is_no_hint_where_something_is_found() -> None:
    assert search(titled("zebra"), "zebra").hint is None
    assert search(titled("zebra"), "").hint is None


def test_a_hint_tells_what_to_leave_out_and_what_that_would_find() -> None:
    papers = titled("zebra horse", "zebra horse", "zebra", "goat")
    hint = search(papers, "zebra horse +goat").hint
    assert hint is not None
    assert hint.without == (("+goat", 2),)
    assert str(hint) == "nothing has all 3; without +goat: 2"


def test_a_hint_tells_of_two_tokens_the_most_helpful_first() -> None:
    papers = [*titled("federated"), *[paper(authors=["Ann Perino"])] * 3]
    hint = search(papers, "'federated 'perino").hint
    assert str(hint) == "nothing has both; without 'federated: 3, without 'perino: 1"


@for_each("text", ["'federated AND 'perino", "'(federated perino)", "(('federated) 'perino)"])
def test_a_hint_tells_of_what_operators_and_groups_join(text: str) -> None:
    hint = search(titled("federated", "perino", "perino"), text).hint
    assert str(hint) == "nothing has both; without 'federated: 2, without 'perino: 1"


def test_a_hint_names_a_term_without_the_punctuation_behind_it() -> None:
    hint = search(titled("zebra", "zebra"), "+C++: zebra").hint
    assert str(hint) == "nothing has both; without +C++: 2"


def test_a_hint_leaves_out_two_tokens_where_one_does_not_help() -> None:
    hint = search(titled("zebra horse", "goat", "cow"), "zebra horse +goat +cow").hint
    assert str(hint) == "nothing has all 4; without +goat and +cow: 1"


@for_each("text", ["+federated +perino", "author:perino has:doi", "perino year:1999"])
def test_a_word_that_a_paper_holds_is_never_rewritten(text: str) -> None:
    papers = [
        paper("federated performance pering", doi="10.1234/a", created="1999-01-01"),
        paper(authors=["Ann Perino"]),
        paper("of pering", authors=["Bo Pering"], doi="10.1234/b", created="1999-02-01"),
    ]
    results = search(papers, text)
    assert len(results) == 0
    assert results.corrections == ()
    assert results.hint is not None
    other = next(token for token in text.split() if "perino" not in token)
    assert (other, 1) in results.hint.without


@for_each(
    "clause",
    [
        '"horse zebra"',
        "-zebra",
        "-title:zebra",
        "'zeb",
        "^horse",
        '^"horse"',
        "^C++",
        "-^zebra-horse",
        "title:goat",
        "author:zebra",
        "year:2019..2021",
        "before:2022",
        "has:doi",
        "2304.00009",
        "goat | -zebra",
        "-year:2022",
        "+1-2-3",
    ],
)
def test_a_hint_names_any_clause_as_it_was_typed(clause: str) -> None:
    papers = [paper("zebra horse", created="2022-01-01")] * 3
    hint = search(papers, f"zebra {clause} horse").hint
    assert hint is not None
    assert (clause, 3) in hint.without


def test_a_hint_that_would_not_help_is_none() -> None:
    for text in ("goat", "goat cow"):
        hint = search(titled("zebra"), text).hint
        assert hint is not None
        assert hint.without == ()
        assert str(hint) == "nothing matches"


def test_a_hint_leaves_more_than_words_that_no_paper_need_hold() -> None:
    assert str(search(titled("zebra"), "et al.").hint) == "nothing matches"


def test_a_query_without_results_has_no_corrections() -> None:
    results = search(titled("zebra", "horse"), "zebro +goat")
    assert results.hint is not None
    assert results.corrections == ()


def test_an_answer_says_what_it_is_about() -> None:
    query = parse("zebra")
    results = Searcher(build(titled("zebra", "horse"))).search(query)
    assert results.query is query
    assert (results.searched, len(results)) == (2, 1)
    assert results.seconds > 0


@for_each(
    ("text", "titles", "told"),
    [
        ("matrices", ("a matrix", "matrices"), "matrices: also matrix"),
        ("data set", ("a dataset", "a data set"), "data set: also dataset"),
        ("dataset", ("a dataset", "a data set"), "dataset: also data set"),
        ("wifi", ("the Wi-Fi",), "wifi: also wi fi"),
        ("딥 러닝", ("the 딥러닝", "a 딥 러닝"), "딥 러닝: also 딥러닝"),
        ("matrix", ("a matrix", "a matrix"), ""),
    ],
)
def test_another_form_or_way_of_writing_is_told_and_highlighted(
    text: str, titles: tuple[str, ...], told: str
) -> None:
    results = search(titled(*titles), text)
    assert len(results) == len(titles)
    assert results.corrections == ()
    assert " · ".join(results.remarks) == told
    for title in titles:
        marked = highlight(title, results.tokens, Field.TITLE).spans
        assert title[marked[0][0] : marked[-1][1]] == title.split(maxsplit=1)[-1]


def test_words_are_told_as_the_query_has_them() -> None:
    papers = titled("Mueller on matrices", "Über networks", "Networks of Mueller")
    told = search(papers, "Müller Matrix")
    assert [(some.typed, some.meant) for some in told.variants] == [
        ("Müller", "mueller"),
        ("Matrix", "matrices"),
    ]
    assert search(papers, "ÜBER Netwörkz").corrections == (
        Correction("Netwörkz", "networks", False),
    )
    (nearly,) = search(papers, "Networks Wärmeleitung").nearly
    assert nearly.common == ("Wärmeleitung",)
    assert "author:Müller" in str(search(papers, "author:Müller title:networks").hint)
