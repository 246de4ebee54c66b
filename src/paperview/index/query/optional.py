"""Words that a paper need not have: stop words, those that join names, and requests."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeGuard

from paperview.index.fields import ANYWHERE
from paperview.index.query.stop_words import REQUESTS, STOP_WORDS
from paperview.index.query.tree import (
    Clause,
    Dates,
    Has,
    LikelyName,
    Not,
    OnShelf,
    Optional,
    Word,
)


def loosened(clauses: list[Clause]) -> list[Clause]:
    """Make words optional that say little, unless there is nothing else.

    They are words that only join names, "and" between two and "et al." after one; stop words; and
    words at the end that ask for a paper as such: "pdf".
    """
    texts = [clause.text if _is_plain(clause) else "" for clause in clauses]
    joining = [
        bool(i)
        and isinstance(clause, Word)
        and _joins_names(texts, i)
        and _are_of_one_field(clauses[i - 1], clause)
        for i, clause in enumerate(clauses)
    ]
    little = [
        joins or (_is_stop_word(clause) and not clause.open)
        for joins, clause in zip(joining, clauses, strict=True)
    ]
    for i in reversed(range(len(clauses))):
        little[i] = little[i] or (_is_anywhere(clauses[i]) and texts[i] in REQUESTS)
        if not little[i]:
            break
    if not any(map(_says_much, clauses)):
        little = joining
    return [
        Optional(replace(clause, exact=True)) if says and isinstance(clause, Word) else clause
        for clause, says in zip(clauses, little, strict=True)
    ]


def _says_much(clause: Clause) -> bool:
    """Return whether a clause alone is worth a search."""
    if isinstance(clause, Not | Dates | Has | OnShelf | LikelyName):
        return False
    return not (_is_stop_word(clause) or (_is_anywhere(clause) and clause.text in REQUESTS))


def _is_stop_word(clause: Clause) -> TypeGuard[Word]:
    return _is_anywhere(clause) and clause.text in STOP_WORDS


def _is_anywhere(clause: Clause) -> TypeGuard[Word]:
    return _is_plain(clause) and clause.fields == ANYWHERE


def _are_of_one_field(first: Clause, second: Word) -> bool:
    """Return whether a word has no field, or that of the one before: `deep author:and` means it."""
    if second.fields == ANYWHERE:
        return True
    return isinstance(first, Word) and first.fields == second.fields


def _is_plain(clause: Clause) -> TypeGuard[Word]:
    return isinstance(clause, Word) and not (clause.exact or clause.first or clause.keyword)


def _joins_names(texts: list[str], index: int) -> bool:
    following = texts[index + 1] if index + 1 < len(texts) else "al"
    match texts[index]:
        case "and":
            return True
        case "et":
            return following == "al"
        case "al":
            return texts[index - 1] == "et"
    return False
