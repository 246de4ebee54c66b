"""What the bar says of an answer: corrections, other forms, and what to leave out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import combinations
from typing import TypeAlias

import numpy as np

from paperview.index.answers import Answer, Papers, found_by_all
from paperview.index.matching import rules
from paperview.index.matching.terms import Match, most_frequent
from paperview.index.query.parser import LONGEST
from paperview.index.query.tree import Clause, describe
from paperview.index.results import Correction, Hint, Variant
from paperview.index.storage.index import Index
from paperview.index.storage.packing import Numbers
from paperview.model.analysis import WORD, fold

Writing: TypeAlias = Callable[[str], str]
"""Writes folded words as the query has them."""

_TOLD = 50
"""A variant of a token is told if more than one in so many papers found have it alone."""
_SUGGESTIONS = 2
"""Suggestions for a query without results, at most."""
_FEW_CLAUSES = 8
"""Clauses up to which leaving out two is tried."""


def as_written(query: str) -> Writing:
    """Return what writes folded words as a query has them: `Müller` for `muller`."""
    written = {fold(word): word for word in WORD.findall(query[:LONGEST])}
    return partial(WORD.sub, lambda match: written.get(match[0], match[0]))


def corrections(
    index: Index, matches: Iterable[Match], found: Numbers, written: Writing
) -> Iterator[Correction]:
    """Give the tokens that no paper found holds as typed, and the terms they were taken for."""
    for match in matches:
        papers = found[match.found[found]] if match.has_typos else found[:0]
        if len(papers) and not match.as_typed[papers].any():
            is_found = np.zeros(index.count, np.bool_)
            is_found[papers] = True
            meant, edits = most_frequent(index, match, is_found)
            beyond = edits > rules.edits_allowed(match.word)
            yield Correction(typed=written(match.word.text), meant=meant, beyond=beyond)


def variants(matches: Sequence[Match], found: Numbers, written: Writing) -> Iterator[Variant]:
    """Give the tokens that some of the papers found have in another form or way of writing."""

    def is_told(papers: Papers) -> bool:
        return bool(np.count_nonzero(papers[found]) * _TOLD > len(found))

    for i, match in enumerate(matches):
        together = match.together
        if together is not None and is_told(together.as_typed):
            meant = together.word.text
            if together.variants and not (together.as_typed & ~together.varied)[found].any():
                meant = together.variants[0]
            yield Variant(written(f"{match.word.text} {matches[i + 1].word.text}"), meant)
        elif match.variants and is_told(match.varied):
            yield Variant(written(match.word.text), match.variants[0])


def hint(
    clauses: Sequence[Clause], answers: Sequence[Answer], papers: Papers, written: Writing
) -> Hint:
    """Suggest which clause of a query without results, or which two, to leave out.

    Args:
        clauses: those of the query.
        answers: one for each clause; fewer if it is clear that leaving out two finds nothing.
        papers: all that can be found.
        written: writes words as the query has them.
    """
    if len(answers) < len(clauses):
        return Hint(len(clauses))
    for left_out in (1, 2) if len(answers) <= _FEW_CLAUSES else (1,):
        ways = []
        for omitted in combinations(range(len(answers)), left_out):
            left = [answer for i, answer in enumerate(answers) if i not in omitted]
            is_any = any(not answer.is_optional for answer in left)
            count = int(np.count_nonzero(found_by_all(left, papers))) if is_any else 0
            if count:
                named = " and ".join(written(describe(clauses[i])) for i in omitted)
                ways.append((named, count))
        if ways:
            ways.sort(key=lambda way: -way[1])
            return Hint(len(answers), tuple(ways[:_SUGGESTIONS]))
    return Hint(len(answers))
