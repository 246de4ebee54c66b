"""The rules of matching, written down as plainly as they can be, without any index.

A query is made here of its parts, and written as text only to ask the searcher. The papers that it
may be asked about hold nothing but plain small words and the terms of `SIGNED`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rapidfuzz.distance import OSA

from paperview.paper import Paper
from paperview.search.forms import other_forms

SIGNED = {"c++": ("c",), "i/o": ("i", "o")}
"""Terms with signs, and the words that they are made of."""
NAMES = ("id", "doi", "cat")
"""Fields in which no slip is forgiven when they are named."""


@dataclass(frozen=True)
class Token:
    """A word of the query."""

    text: str
    field: str = ""
    exact: bool = False
    first: bool = False

    def __str__(self) -> str:
        how = "'" if self.exact else "^" if self.first else ""
        return f"{self.field and self.field + ':'}{how}{self.text}"


@dataclass(frozen=True)
class Phrase:
    """Words that must follow each other."""

    words: tuple[str, ...]
    field: str = ""
    first: bool = False

    def __str__(self) -> str:
        return f'{self.field and self.field + ":"}{"^" * self.first}"{" ".join(self.words)}"'


@dataclass(frozen=True)
class Negated:
    """What must not be there."""

    part: Token | Phrase
    sign: str = "-"

    def __str__(self) -> str:
        return f"{self.sign}{self.part}"


@dataclass(frozen=True)
class Either:
    """Parts one of which is enough."""

    parts: tuple[Token | Phrase | Negated, ...]

    def __str__(self) -> str:
        return " | ".join(map(str, self.parts))


@dataclass(frozen=True)
class Compound:
    """Words with hyphens between them."""

    words: tuple[str, ...]
    field: str = ""

    def __str__(self) -> str:
        return f"{self.field and self.field + ':'}{'-'.join(self.words)}"


Part: TypeAlias = Token | Phrase | Negated | Either | Compound


def slips_forgiven(token: Token) -> int:
    """Return how many slips are forgiven in a token by its length."""
    if not _is_forgiving(token):
        return 0
    return (len(token.text) >= 5) + (len(token.text) >= 9)


def with_one_more(token: Token) -> int:
    """Return how many slips are forgiven as the last resort."""
    return slips_forgiven(token) + (_is_forgiving(token) and len(token.text) >= 4)


def _is_forgiving(token: Token) -> bool:
    if token.exact or token.field in NAMES or token.text in SIGNED:
        return False
    return any(map(str.isalpha, token.text))


def slips_between(token: str, word: str) -> int:
    """Return how far a token is from the nearest beginning of a word."""
    return min(OSA.distance(token, word[:end]) for end in range(1, len(word) + 1))


def texts(paper: Paper, field: str = "") -> list[list[str]]:
    """Return the words of the texts of a field, or of all fields: each author is one text.

    The terms with signs are a text beside that of their words.
    """
    all_texts = {
        "title": _both(paper.title or ""),
        "author": [_words(name) for name in paper.authors],
        "abstract": _both(paper.abstract or ""),
        "comments": _both(paper.comments or ""),
        "id": [[paper.arxiv_id.base]] if paper.arxiv_id else [],
        "doi": [[paper.doi.key]] if paper.doi else [],
        "cat": [[name.lower()] for name in paper.categories],
    }
    return all_texts[field] if field else [text for some in all_texts.values() for text in some]


def _words(text: str) -> list[str]:
    return [word for some in text.split() for word in SIGNED.get(some, (some,))]


def _both(text: str) -> list[list[str]]:
    return [_words(text), [word for word in text.split() if word in SIGNED]]


def means(token: Token, word: str, slips: int) -> bool:
    """Say whether a token matches a word when so many slips are forgiven."""
    if token.exact:
        return word == token.text
    if token.text in SIGNED:
        return word.startswith(token.text)
    is_part = len(token.text) >= 3 and not token.first and token.text in word
    is_form = _is_forgiving(token) and word in other_forms(token.text)
    return (
        word.startswith(token.text)
        or is_part
        or is_form
        or (slips > 0 and not _is_name(word) and slips_between(token.text, word) <= slips)
    )


def _is_name(word: str) -> bool:
    """Say whether a word is an id, a DOI or has another sign: no slip is forgiven in it."""
    return any(sign in word for sign in "./+")


def words_meant(token: Token, paper: Paper, slips: int) -> Iterator[str]:
    """Return the words of a paper that a token matches."""
    for text in texts(paper, "title" if token.first else token.field):
        for word in text[:1] if token.first else text:
            if means(token, word, slips):
                yield word


def halves(token: Token, paper: Paper) -> list[str]:
    """Return the two words that a token is made of, where a paper has them in a row."""
    if not _is_forgiving(token) or token.first:
        return []
    splits = [(token.text[:i], token.text[i:]) for i in range(3, len(token.text) - 2)]
    return [
        f"{first} {second}"
        for first, second in splits
        if holds_phrase(Phrase((first, second), token.field), paper)
    ]


def holds_token(token: Token, paper: Paper, slips: int) -> bool:
    """Say whether a paper holds a token when so many slips are forgiven."""
    return any(True for _ in words_meant(token, paper, slips)) or bool(halves(token, paper))


def holds_phrase(phrase: Phrase, paper: Paper, *, goes_on: bool = False) -> bool:
    """Say whether words follow each other in a paper; if it goes on, the last may begin a word."""
    words, signed = list(phrase.words), list[str]()
    if len(words) > 1 or phrase.first:
        words = _words(" ".join(phrase.words))
        signed = [word for word in phrase.words if word in SIGNED]
    some = texts(paper, "title" if phrase.first else phrase.field)
    return all(any(word in text for text in some) for word in signed) and any(
        _follow(words, text[start : start + len(words)], goes_on=goes_on)
        for text in some
        for start in range(1 if phrase.first else len(text))
    )


def _follow(words: Sequence[str], part: Sequence[str], *, goes_on: bool) -> bool:
    if len(part) < len(words) or part[:-1] != words[:-1]:
        return False
    return part[-1] == words[-1] or (goes_on and part[-1].startswith(words[-1]))


def _holds_compound(compound: Compound, paper: Paper) -> bool:
    """Say whether a paper has the words of a compound next to each other or in one."""
    goes_on = len(compound.words[-1]) >= 3
    joined = Token("".join(compound.words), compound.field, exact=True)
    return holds_phrase(Phrase(compound.words, compound.field), paper, goes_on=goes_on) or any(
        word == joined.text or (goes_on and word.startswith(joined.text))
        for text in texts(paper, compound.field)
        for word in text
    )


def slips_in(papers: Sequence[Paper], token: Token, *, last_resort: bool) -> int:
    """Return how many slips a token is forgiven.

    None where a paper holds it as it is, and one more where it would match no paper at all. As the
    last resort of a whole query it is one more, too, but no more than two, where no paper matches
    it without.
    """
    as_it_is = Token(token.text, token.field, exact=True, first=token.first)
    if any(holds_token(as_it_is, paper, 0) for paper in papers):
        return 0
    usual = slips_forgiven(token)
    if last_resort and not any(holds_token(token, paper, 0) for paper in papers):
        usual = min(with_one_more(token), 2)
    if any(holds_token(token, paper, usual) for paper in papers):
        return usual
    return with_one_more(token)


def _matching(  # noqa: PLR0911 - one for each kind of part
    papers: Sequence[Paper], part: Part, *, last_resort: bool
) -> set[int]:
    everything = range(len(papers))
    match part:
        case Token():
            slips = slips_in(papers, part, last_resort=last_resort)
            return {i for i in everything if holds_token(part, papers[i], slips)}
        case Phrase():
            return {i for i in everything if holds_phrase(part, papers[i])}
        case Compound():
            together = {i for i in everything if _holds_compound(part, papers[i])}
            if together or max(map(len, part.words)) < 3:
                return together
            apart = [Token(word, part.field, exact=len(word) < 3) for word in part.words]
            return set(everything).intersection(
                *(_matching(papers, word, last_resort=last_resort) for word in apart)
            )
        case Negated(Token(text, field, _, first)):
            whole = Token(text, field, exact=True, first=first)
            return set(everything) - _matching(papers, whole, last_resort=last_resort)
        case Negated():
            return set(everything) - _matching(papers, part.part, last_resort=last_resort)
        case Either():
            each = (_matching(papers, some, last_resort=last_resort) for some in part.parts)
            return set[int]().union(*each)


def find(papers: Sequence[Paper], parts: Sequence[Part]) -> tuple[set[int], bool]:
    """Return which papers every part of a query matches, and whether it took the last resort."""
    found: set[int] = set()
    for last_resort in (False, True):
        found = set(range(len(papers)))
        for part in parts:
            found &= _matching(papers, part, last_resort=last_resort)
        if found:
            return found, last_resort
    return found, False
