"""The rules of matching, written down as plainly as they can be, without any index.

A query is made here of its parts, and written as text only to ask the searcher. The papers that it
may be asked about hold nothing but plain small words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rapidfuzz.distance import OSA

from paperview.paper import Paper

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


Part: TypeAlias = Token | Phrase | Negated | Either


def slips_forgiven(token: Token) -> int:
    """Return how many slips are forgiven in a token by its length."""
    if token.exact or token.field in NAMES or not any(map(str.isalpha, token.text)):
        return 0
    return (len(token.text) >= 5) + (len(token.text) >= 9)


def with_one_more(token: Token) -> int:
    """Return how many slips are forgiven as the last resort."""
    may_be_misspelt = not token.exact and token.field not in NAMES and len(token.text) >= 4
    return slips_forgiven(token) + (may_be_misspelt and any(map(str.isalpha, token.text)))


def slips_between(token: str, word: str) -> int:
    """Return how far a token is from the nearest beginning of a word."""
    return min(OSA.distance(token, word[:end]) for end in range(1, len(word) + 1))


def texts(paper: Paper, field: str = "") -> list[list[str]]:
    """Return the words of the texts of a field, or of all fields: each author is one text."""
    all_texts = {
        "title": [(paper.title or "").split()],
        "author": [name.split() for name in paper.authors],
        "abstract": [(paper.abstract or "").split()],
        "comments": [(paper.comments or "").split()],
        "id": [[paper.arxiv_id.base]] if paper.arxiv_id else [],
        "doi": [[paper.doi.key]] if paper.doi else [],
        "cat": [[name.lower()] for name in paper.categories],
    }
    return all_texts[field] if field else [text for some in all_texts.values() for text in some]


def means(token: Token, word: str, slips: int) -> bool:
    """Say whether a token matches a word when so many slips are forgiven."""
    if token.exact:
        return word == token.text
    is_part = len(token.text) >= 3 and not token.first and token.text in word
    return (
        word.startswith(token.text)
        or is_part
        or (slips > 0 and not _is_name(word) and slips_between(token.text, word) <= slips)
    )


def _is_name(word: str) -> bool:
    """Say whether a word is an id, a DOI or the like, of which no slip is forgiven."""
    return "." in word or "/" in word


def words_meant(token: Token, paper: Paper, slips: int) -> Iterator[str]:
    """Return the words of a paper that a token matches."""
    for text in texts(paper, "title" if token.first else token.field):
        for word in text[:1] if token.first else text:
            if means(token, word, slips):
                yield word


def _holds_token(token: Token, paper: Paper, slips: int) -> bool:
    return any(True for _ in words_meant(token, paper, slips))


def _holds_phrase(phrase: Phrase, paper: Paper) -> bool:
    length = len(phrase.words)
    return any(
        tuple(text[start : start + length]) == phrase.words
        for text in texts(paper, "title" if phrase.first else phrase.field)
        for start in range(1 if phrase.first else len(text))
    )


def slips_in(papers: Sequence[Paper], token: Token, *, last_resort: bool) -> int:
    """Return how many slips a token is forgiven: one more where it would match no paper at all.

    As the last resort of a whole query it is one more, too, but no more than two.
    """
    usual = min(with_one_more(token), 2) if last_resort else slips_forgiven(token)
    if any(_holds_token(token, paper, usual) for paper in papers):
        return usual
    return with_one_more(token)


def _matching(papers: Sequence[Paper], part: Part, *, last_resort: bool) -> set[int]:
    everything = range(len(papers))
    match part:
        case Token():
            slips = slips_in(papers, part, last_resort=last_resort)
            return {i for i in everything if _holds_token(part, papers[i], slips)}
        case Phrase():
            return {i for i in everything if _holds_phrase(part, papers[i])}
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
