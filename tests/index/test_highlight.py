"""Which letters are highlighted as matched."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.index.fields import Field
from paperview.index.highlight import highlight
from paperview.index.query.parser import parse
from paperview.index.results import MatchedToken
from paperview.index.searcher import Searcher
from paperview.index.storage.index import build
from paperview.model.analysis import fold
from paperview.model.paper import Paper
from paperview.tex import to_text
from tests.cases import for_each
from tests.index import corpora, oracle
from tests.index.support import paper, search

_TEXTS = st.text("abcé́̈ßﬁİŁα文😀 -._(") | st.text()
_TOKENS = st.text("abce", min_size=1, max_size=6) | st.text(min_size=1, max_size=5).map(fold)
_TERMS = st.builds(
    MatchedToken,
    _TOKENS.filter(str.strip),
    exact=st.booleans(),
    first=st.booleans(),
    others=st.dictionaries(st.just("abc"), st.integers(1, 3)),
)


@given(_TEXTS, st.lists(_TERMS, max_size=4).map(tuple))
def test_spans_lie_in_the_text_ascending_and_apart(
    text: str, terms: tuple[MatchedToken, ...]
) -> None:
    found = highlight(text, terms, Field.ABSTRACT)
    assert all(0 <= start < end <= len(text) for start, end in found.spans)
    assert all(before[1] < after[0] for before, after in pairwise(found.spans))
    assert found.tokens <= {term.text for term in terms}
    assert bool(found.spans) == bool(found.tokens)


@settings(max_examples=30)
@given(corpora.paper_lists, st.lists(corpora.anywhere, min_size=2, max_size=5))
def test_a_field_has_marks_just_where_the_token_matches_it(
    papers: list[Paper], tokens: list[oracle.Token]
) -> None:
    searcher = Searcher(build(papers))
    for token in tokens:
        terms = searcher.search(parse(str(token))).tokens
        edits = oracle.edits_in(papers, token, last_resort=False)
        for some in papers:
            for name, field in (("title", Field.TITLE), ("abstract", Field.ABSTRACT)):
                for text in oracle.texts(some, name):
                    found = highlight(" ".join(text), terms, field)
                    meant = [word for word in text if oracle.means(token, word, edits)]
                    assert len(found.spans) == len(meant)
                    assert found.tokens == ({token.text} if meant else set())


def _marked(text: str, query: str) -> list[str]:
    """Return the highlighted letters of a paper's abstract when it is found by a query."""
    shown = to_text(text)
    terms = search([paper(None, text)], query).tokens
    return [shown[start:end] for start, end in highlight(shown, terms, Field.ABSTRACT).spans]


@for_each(
    ("text", "query", "marked"),
    [
        ("Federated nets", "federated", ["Federated"]),
        ("Federated nets", "fed", ["Fed"]),
        ("subnetworks", "net", ["net"]),
        ("a subnet of nets", "net", ["net", "net"]),
        ("federated learning", "fedrated lern", ["federated", "learn"]),
        ("deep graphs, deeper still", "deep", ["deep", "deep"]),
        ("peer-to-peer and peer", "peer-to-peer", ["peer-to-peer"]),
        ("nets and net", "'net", ["net"]),
        ("GPT-4o, 4", "gpt-4", ["GPT-4"]),
        ("C and C++11", "c++", ["C++"]),
        ("Ca$^{2+}$ and Ca", "ca2+", ["Ca²⁺"]),
        ("I/O of I and O", "I/O", ["I/O"]),
        ("a Wi-Fi of wi", "wi-fi", ["Wi-Fi"]),
        ("a super-resolution of super", "superresolution", ["super-resolution"]),
        ("a network", "networks", ["network"]),
        ("net zebra", "horse | zebra", ["zebra"]),
        ("zebra", "-horse", []),
        ("zebra", "", []),
    ],
)
def test_what_is_marked_is_what_matched(text: str, query: str, marked: list[str]) -> None:
    assert _marked(text, query) == marked


@for_each(
    ("text", "query", "marked"),
    [
        ("by Çelebi", "celebi", ["Çelebi"]),
        ("by Çelebi", "cel", ["Çel"]),
        (r"by \c{C}elebi", "cel", ["Çel"]),
        ("by Poincare\u0301", "poincare", ["Poincare\u0301"]),
        ("by Poincaré", "poi", ["Poi"]),
        ("die Straße", "stras", ["Straß"]),
        (r"the $\alpha$ value", "alp", ["α"]),
        ("ΛCDM", "lambdac", ["ΛC"]),
        ("Ｄｅｅｐ nets", "dee", ["Ｄｅｅ"]),
        ("Vie\u0302\u0323t Nam", "vie", ["Vie\u0302\u0323"]),
        ("learn\u00ading", "learni", ["learn\u00adi"]),
        ("हिन्दी भाषा", "भाषा", ["भाषा"]),
        ("हिन्दी भाषा", "हिन", ["हिन्"]),  # and not half a letter
        ("हिन्दी-भाषा", "हिन्दीभाषा", ["हिन्दी-भाषा"]),
        ("การบำบัดน้ำเสีย", "น้ำ", ["น้ำ"]),
        ("می\u200cخواهم", "میخ", ["می\u200cخ"]),
        ("قال مُحَمَّدٌ", "محم", ["مُحَمَّ"]),
        ("שָׁלוֹם עולם", "שלו", ["שָׁלוֹ"]),
        (
            "\u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165",
            "한국",
            ["\u1112\u1161\u11ab\u1100\u116e\u11a8"],
        ),
        ("か\u3099っこう", "がっ", ["か\u3099っ"]),
        ("ｶﾞｯｺｳ", "ガッ", ["ｶﾞｯ"]),
        # Where letters can't be told apart the word is marked as a whole.
        ("ㅎㅏ나의", "하나", ["ㅎㅏ나의"]),
    ],
)
def test_accents_are_marked_with_their_letters(text: str, query: str, marked: list[str]) -> None:
    assert _marked(text, query) == marked


def test_every_author_is_marked_by_himself() -> None:
    terms = search([paper(authors=["Onur Çelebi", "Ann Lee"])], "celebi").tokens
    assert highlight("Onur Çelebi", terms, Field.AUTHORS).spans == ((5, 11),)
    assert highlight("Ann Lee", terms, Field.AUTHORS).spans == ()


def test_only_the_field_that_was_asked_for_is_marked() -> None:
    terms = search([paper("deep nets", "deep nets")], "title:deep").tokens
    assert highlight("deep nets", terms, Field.TITLE).spans == ((0, 4),)
    assert highlight("deep nets", terms, Field.ABSTRACT).spans == ()


def test_ids_dois_and_categories_are_marked() -> None:
    some = paper("x", arxiv_id="2304.10190", doi="10.1145/Abc.1", categories=["cs.LG"])
    for text, field, shown, span in (
        ("2304", Field.ID, "2304.10190v2", (0, 4)),
        ("arXiv:2304.10190", Field.ID, "2304.10190v2", (0, 10)),
        ("10.1145/abc.1", Field.DOI, "10.1145/Abc.1", (0, 13)),
        ("abc", Field.DOI, "10.1145/Abc.1", (8, 11)),
        ("cs.lg", Field.CATEGORIES, "cs.LG", (0, 5)),
    ):
        assert highlight(shown, search([some], text).tokens, field).spans == (span,), text


def test_the_tokens_that_match_are_named() -> None:
    terms = search([paper("federated", "learning")], "fedrated lern").tokens
    assert highlight("federated", terms, Field.TITLE).tokens == {"fedrated"}
    assert highlight("learning", terms, Field.ABSTRACT).tokens == {"lern"}


@for_each("query", ['"digital twin"', '^"a digital twin"', "'digital-twin"])
def test_a_phrase_is_marked(query: str) -> None:
    title = "A Digital Twin: twin of nets"
    spans = highlight(title, search([paper(title)], query).tokens, Field.TITLE).spans
    assert "Digital" in "".join(title[start:end] for start, end in spans)
    assert all(end <= title.index(":") for _, end in spans)


def test_at_the_start_of_the_title_the_first_word_alone_is_marked() -> None:
    title = "Deep and deeper, undeep"
    assert highlight(title, search([paper(title)], "^deep").tokens, Field.TITLE).spans == ((0, 4),)


def test_in_a_name_the_letters_meant_are_marked_after_ones_that_folding_changes() -> None:
    terms = search([paper(doi="10.1234/ßß.abc")], "doi:abc").tokens
    assert highlight("10.1234/ßß.abc", terms, Field.DOI).spans == ((11, 14),)


@for_each("text", ["'23", "04"])
def test_in_a_name_that_does_not_match_nothing_is_marked(text: str) -> None:
    some = paper("04 and 23", arxiv_id="2304.10190")
    assert highlight("2304.10190", search([some], text).tokens, Field.ID).spans == ()


@for_each(
    ("query", "marked"),
    [
        ("id:pmid7", ["PMID 7"]),
        ("id:pmid712", ["PMID 712"]),
        ("id:'pmid712", ["PMID 712"]),
        ("id:'pmid71", []),
    ],
)
def test_a_name_with_a_blank_is_marked_from_its_start(query: str, marked: list[str]) -> None:
    text = "lund2023 PMID 712"
    terms = search([paper("bees", names=["lund2023", "PMID 712"])], query).tokens
    assert [text[start:end] for start, end in highlight(text, terms, Field.ID).spans] == marked
