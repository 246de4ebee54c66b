"""Clauses of single tokens: words, phrases, names, ids and citation keys."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from paperview.index.fields import ANYWHERE, KEYWORDS, NOT_ABBREVIATED, Field
from paperview.index.matching.rules import SUBSTRING_FROM
from paperview.index.query.compounds import compound, exact_compound, phrase_of
from paperview.index.query.literals import arxiv_id_of, doi_of, read_dates, strip_punctuation
from paperview.index.query.tree import (
    And,
    Clause,
    Compound,
    Identity,
    Journal,
    LikelyName,
    Name,
    Or,
    Phrase,
    Word,
    Year,
    combined,
)
from paperview.model.analysis import fold_name, terms
from paperview.model.paper import arxiv_ids_in

_CITATION_KEY = re.compile(
    r"(?P<author>[^\W\d_]{3,})(?P<year>(?:19|20)\d\d)(?P<title>[^\W\d_]*)", re.ASCII
)
_BETWEEN_AUTHORS = re.compile(r"\s(?:and|AND)\s|[;&]")
_AND_OTHERS = re.compile(r",?\s+(?:et\.?\s+al\b\.?|and\s+others)\s*\Z", re.IGNORECASE)
_LONGEST_WORD = 200
"""Characters from which on a word is looked for as it is: nobody writes such a word from memory."""


@dataclass(frozen=True, slots=True)
class How:
    """How the words of a token must match."""

    fields: Field = ANYWHERE
    exact: bool = False
    first: bool = False
    open: bool = False


def quoted(name: str, text: str, how: How) -> Clause | None:
    """Read what stands in quotes: words next to each other, a name, or an id."""
    if not how.fields & ~KEYWORDS:
        return unquoted(text, replace(how, exact=True))
    names = _AND_OTHERS.sub("", text) if name == "author" else text
    authors = [terms(author)[0] for author in _BETWEEN_AUTHORS.split(names)]
    authors = [words for words in authors if words]
    if name == "author" and (len(authors) > 1 or any(len(words) > 1 for words in authors)):
        return combined(
            And,
            [
                Name(tuple(words)) if len(words) > 1 else Phrase(tuple(words), how.fields)
                for words in authors
            ],
        )
    phrase = phrase_of(names, how.fields, first=how.first)
    if name == "journal" and phrase is not None and not phrase.signed:
        words = tuple(word for word in phrase.words if word not in NOT_ABBREVIATED)
        return Journal(words) if len(words) > 1 else phrase
    return phrase


def unquoted(token: str, how: How) -> Clause | None:
    """Read an id or DOI, or else words."""
    name = strip_punctuation(token)
    arxiv_id = arxiv_id_of(name)
    if how.fields & (Field.ID | Field.DOI):  # arXiv gives DOIs too
        within = [arxiv_id] if arxiv_id else [found for _, _, found in arxiv_ids_in(name)]
        if within:
            return combined(Or, [Identity(each) for each in within])
    doi = doi_of(name)
    if doi is not None and how.fields & Field.DOI:
        return Word(fold_name(doi), Field.DOI, how.exact, keyword=True)
    if not how.fields & ~KEYWORDS:
        beginning = fold_name(name.rstrip("*"))
        if not beginning:
            return None
        # A star asks for a prefix alone: `cs.*` does not find `physics.optics`.
        is_prefix = name.endswith("*")
        return Word(beginning, how.fields, how.exact, keyword=True, prefix=is_prefix)
    return words_of(token, how)


def words_of(token: str, how: How) -> Clause | None:
    """Read the words of a token, and the token itself as an id where it may be one."""
    if len(token) > _LONGEST_WORD:
        return phrase_of(token, how.fields, first=how.first)
    words, signed = terms(token)
    if key := _citation_key(token, words, how):
        return key
    if len(words) == 1 and not signed:
        return Word(words[0], how.fields, how.exact, how.first, open=how.open)
    name = fold_name(strip_punctuation(token)) if how.fields == ANYWHERE and not how.first else ""
    if how.exact or how.first:
        return exact_compound(token, how.fields, name, first=how.first)
    return compound(token, how.fields, name, is_open=how.open)


def _citation_key(token: str, words: Sequence[str], how: How) -> Clause | None:
    """Read a key such as `[Smith2019]` or `vaswani2017attention`; None for any other token.

    It means just that, and if no paper has it, its author, year and word of the title.
    """
    match = _CITATION_KEY.fullmatch("".join(words))
    if match is None or how.exact or how.first or how.fields != ANYWHERE:
        return None
    year = match["year"]
    dates = read_dates("year", ":", year, year)
    if dates is None:
        return None
    author = Word(match["author"])
    likely = LikelyName(author, (Name((author.text,), in_full=True, first=True),), required=True)
    parts: list[Word | Year | LikelyName] = [likely, Year(Word(year), dates)]
    if len(match["title"]) >= SUBSTRING_FROM:
        parts.append(Word(match["title"], open=how.open))
    typed = strip_punctuation(token)
    own = compound(token, how.fields, fold_name(typed), is_open=how.open)
    ways = own.alternatives if isinstance(own, Compound) else ()
    return Compound(typed, (Word(match.group(), prefix=True), *ways), tuple(parts))
