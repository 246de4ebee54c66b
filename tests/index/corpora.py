"""Random short lists of papers that are much alike, and queries that nearly fit them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import strategies as st

from paperview.index.query.stop_words import STOP_WORDS
from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from tests.index import oracle


def _with_a_typo(word: str) -> Iterator[str]:
    """Make a word with a letter missing, too many, wrong, or swapped with the next."""
    for i in range(len(word)):
        before, here, after = word[:i], word[i], word[i + 1 :]
        yield from (before + after, before + "e" + here + after, before + "n" + after)
        yield before + after[:1] + here + after[1:]


def _pieces(word: str) -> Iterator[str]:
    """Make the prefixes and substrings of a word."""
    ends = range(1, len(word) + 1)
    yield from (word[start:end] for end in ends for start in (0, 1, end - 3) if 0 <= start < end)


def _thinned(texts: Iterator[str], step: int) -> list[str]:
    """Take every so many of different texts, the shortest first, to which examples shrink."""
    different = sorted(set(texts), key=lambda text: (len(text), text))
    return [text for text in different[::step] if text]


_KNOWN = (
    *("federated", "federation", "generated", "learning", "learner", "learn", "earn", "lean"),
    *("deep", "deeper", "peer", "network", "networks", "net", "subnet", "internet", "graph"),
    *("graphs", "transformer", "transfer", "transformers", "tokenisation", "on", "a", "ab"),
)
_LETTERS = ["".join(letters) for size in (2, 3, 4, 5, 9) for letters in product("en", repeat=size)]
WORDS = _thinned(iter(_KNOWN), 1) * 2 + _LETTERS[::11]
"""Words, many of which are alike, prefixes or substrings of each other."""
_PIECES = _thinned((piece for word in WORDS for piece in _pieces(word)), 2)
_ONCE = _thinned((typo for word in WORDS + _PIECES for typo in _with_a_typo(word)), 5)
_TWICE = _thinned((typo for word in _ONCE for typo in _with_a_typo(word)), 40)
_JOINED = [
    *("deepnet", "deepnetwork", "learngraph", "netgraphs", "internetwork", "learnadeepnet"),
    *("deepongraph", "graphonnet", "deeplearningnet"),
]
_JOINED += _thinned((typo for word in _JOINED for typo in _with_a_typo(word)), 7)
TOKENS = [text for text in WORDS + _PIECES + _ONCE + _TWICE + _JOINED * 2 if text not in STOP_WORDS]
"""Words, their pieces, words written as one, and all with typos.

Stop words are not among them: papers need not have them, which the oracle does not know.
"""

_plain = st.sampled_from(WORDS)
words = st.one_of(_plain, _plain, _plain, _plain, st.sampled_from(list(oracle.SIGNED)))
"""Plain words, and now and then a term with signs."""
_FIELDS = st.sampled_from(("", "", "", "title", "author", "abstract", "comments", "journal"))
_NUMBERED = [oracle.Token(text) for text in ("23", "301", "00012", "2301.00012", "2302.00012")]
_YEARS = [oracle.Token(text) for text in ("2021", "2022")]
_NAMED = (
    [oracle.Token(text, "id") for text in ("2301", "2301.00012", "0001", "23")]
    + [oracle.Token(text, "cat") for text in ("cs", "cs.lg", "lg", ".ni")]
    + [oracle.Token(text, "doi") for text in ("10.1234", "graph", "12")]
)
_fielded = st.builds(oracle.Token, st.sampled_from(TOKENS), _FIELDS)
_first = st.builds(oracle.Token, st.sampled_from(TOKENS), first=st.just(True))
_forgiving = st.one_of(_fielded, _fielded, _first, st.sampled_from(_NAMED + _NUMBERED + _YEARS))
anywhere = st.builds(oracle.Token, st.sampled_from(TOKENS))
"""Tokens in whatever field."""
_exact = st.builds(oracle.Token, words, _FIELDS, exact=st.just(True))
tokens = st.one_of(_forgiving, _forgiving, _exact)
"""Tokens anywhere, in a field, as they are, or at the start of the title."""

_compounds = st.builds(
    oracle.Compound,
    st.tuples(
        st.sampled_from(TOKENS), st.sampled_from([token for token in TOKENS if len(token) > 2])
    ),
    _FIELDS,
)
_phrased = st.lists(words, min_size=1, max_size=3).map(tuple)
_author_names = st.lists(st.one_of(words, st.sampled_from("ldn")), min_size=2, max_size=3)
_phrases = st.one_of(
    st.builds(oracle.Phrase, _author_names.map(tuple), st.just("author")),
    st.builds(oracle.Phrase, _phrased, _FIELDS),
    st.builds(oracle.Phrase, _phrased, first=st.just(True)),
)
_wanted = st.one_of(tokens, tokens, _phrases)
_unwanted = st.builds(oracle.Negated, st.one_of(_forgiving, _phrases), st.sampled_from("-!"))


@st.composite
def _operands(draw: st.DrawFn) -> oracle.Part:
    """Draw what has no parts. It is a function, for Hypothesis writes out all other strategies."""
    return draw(st.one_of(_wanted, _wanted, _unwanted))


_operand = _operands()


def _grown(parts: st.SearchStrategy[oracle.Part]) -> st.SearchStrategy[oracle.Part]:
    """Make groups, negated groups and alternatives of parts."""
    groups = st.builds(
        oracle.Group,
        st.lists(parts, min_size=1, max_size=3).map(tuple),
        st.sampled_from(("", "", "title", "author", "abstract")),
    )
    of_and = st.lists(st.one_of(_operand, groups), min_size=2, max_size=3).map(tuple)
    groups |= st.builds(oracle.Group, of_and, st.just(""), st.just("AND"))
    negated = st.builds(oracle.Negated, groups, st.sampled_from(("-", "!", "NOT ")))
    alternatives = st.lists(st.one_of(_operand, groups, negated), min_size=2, max_size=3).map(tuple)
    return st.one_of(
        groups, negated, st.builds(oracle.Either, alternatives, st.sampled_from(("|", "OR")))
    )


_parts: st.SearchStrategy[oracle.Part] = st.recursive(_operand, _grown, max_leaves=8)
_MOST_LEAVES = 15
"""Leaves of a query, at most. The parser reads 30 words with operators, where a phrase counts as
two, and leaves out the rest; the oracle does not."""


def _leaves(part: oracle.Part) -> int:
    match part:
        case oracle.Group(parts) | oracle.Either(parts):
            return sum(map(_leaves, parts))
        case oracle.Negated(inner):
            return _leaves(inner)
    return 1


queries = st.lists(st.one_of(_operand, _parts, _compounds), min_size=1, max_size=3).filter(
    lambda parts: sum(map(_leaves, parts)) <= _MOST_LEAVES
)
"""Queries of up to three parts, nested."""


def _texts(most: int, least: int = 0) -> st.SearchStrategy[str]:
    return st.lists(words, min_size=least, max_size=most).map(" ".join)


_names = st.lists(st.one_of(words, st.sampled_from("ldn")), min_size=1, max_size=3).map(" ".join)

_papers = st.builds(
    Paper,
    doi=st.none() | _plain.map(lambda word: Doi(f"10.1234/{word}")),
    title=_texts(4).map(lambda text: text or None),
    authors=st.lists(_names, max_size=3).map(tuple),
    abstract=_texts(8).map(lambda text: text or None),
    # Nothing that has initials.
    journal_ref=st.none() | _plain | _plain.map(lambda word: f"7 {word}"),
    comments=st.none() | words | st.sampled_from(("2022", "net and graph")),
    created=st.none() | st.sampled_from((PartialDate(2021), PartialDate(2022, 5, 17))),
    categories=st.sampled_from(((), ("cs.LG",), ("cs.NI", "cs.LG"))),
    arxiv_id=st.none() | st.sampled_from(("2301.00012", "2302.00012")).map(ArxivId),
)
paper_lists = st.lists(_papers, min_size=1, max_size=6)
"""Short lists of papers in plain small words."""


@st.composite
def phrases_of(draw: st.DrawFn, papers: list[Paper]) -> oracle.Phrase:
    """Make phrases of words that follow each other in a paper, perhaps across two of its texts."""
    texts = [oracle.texts(paper, field) for paper in papers for field in ("title", "author")]
    flat = [word for some in texts for text in some for word in text] or ["net"]
    start = draw(st.integers(0, len(flat) - 1))
    return oracle.Phrase(tuple(flat[start : start + draw(st.integers(1, 3))]))
