"""Papers that nearly match: those that lack a word of the query, or two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from paperview.index.answers import Answer, Papers, found_by_all
from paperview.index.explaining import Writing
from paperview.index.fields import Field
from paperview.index.query.tree import Clause, Journal, Word, Year, describe, may_be_missing, wanted
from paperview.index.storage.packing import Numbers

FEW = 10
"""Papers found below which those that nearly match are looked for."""
_LIMITS = Field.CATEGORIES | Field.JOURNAL
_WORDS_FOR_TWO = 4
"""Words from which a paper that lacks two of them may nearly match."""


class Group(NamedTuple):
    """Papers that lack as many words; see `Nearly`."""

    papers: Numbers
    lacking: int
    words: tuple[tuple[str, Papers], ...]
    common: tuple[str, ...]


def groups(
    clauses: Sequence[Clause],
    answers: Sequence[Answer],
    found: Papers,
    papers: Papers,
    written: Writing,
) -> Iterator[Group]:
    """Give the papers that lack one word and, where those are few too, those that lack two.

    A paper that has nothing but the year, the category or the journal is left out: that tells too
    little.

    Args:
        clauses: those of the query.
        answers: one for each clause.
        found: the papers that the query finds.
        papers: all that can be found.
        written: writes words as the query has them.
    """
    required: list[Answer] = []
    named: list[tuple[str, Papers]] = []
    telling = np.zeros(len(papers), np.bool_)
    words = 0
    for clause, answer in zip(clauses, answers, strict=True):
        is_word = answer.scores is not None and not answer.is_optional and not _only_limits(clause)
        if may_be_missing(clause) and not answer.is_optional:
            named.append((written(describe(clause)), answer.found))
        else:
            required.append(answer)
        if is_word and not isinstance(clause, Year):
            telling |= answer.found
        words += is_word
    left = found_by_all(required, papers) & telling & ~found
    lacked = np.zeros(len(papers), np.uint8)
    for _, holders in named:
        lacked += ~holders
    count = int(np.count_nonzero(found))
    for lacking in (1, 2) if words >= _WORDS_FOR_TWO else (1,):
        if count >= FEW or lacking == words:
            return
        some = np.flatnonzero(left & (lacked == lacking))
        if len(some):
            count += len(some)
            common = [word for word, holders in named if not holders[some].any()]
            yield Group(some, lacking, tuple(named), tuple(common))


def _only_limits(clause: Clause) -> bool:
    """Return whether a clause says in which category or journal to look, and not for what."""
    return all(
        isinstance(leaf, Journal) or (isinstance(leaf, Word) and leaf.fields in _LIMITS)
        for leaf in wanted(clause)
    )
