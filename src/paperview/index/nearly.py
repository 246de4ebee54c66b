"""Papers that nearly match: those that lack a word of the query, or two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from paperview.index.answers import Answer, Papers, found_by_all
from paperview.index.explaining import Writing
from paperview.index.fields import Field
from paperview.index.matching.proximity import titled
from paperview.index.query.tree import Clause, Journal, Word, Year, describe, may_be_missing, wanted
from paperview.index.storage.index import Index
from paperview.index.storage.packing import Numbers

_FEW = 10
"""Papers found below which those that nearly match are looked for."""
_LIMITS = Field.CATEGORIES | Field.JOURNAL
MOST_LACKING = 2
"""Words that a paper may lack, at most."""
_WORDS_FOR_TWO = 4
"""Words from which a paper that lacks two of them may nearly match."""

LEADING_BELOW = 100
"""Papers found below which some that nearly match may stand above them."""
_MOST_LEADING = 3
"""Papers that stand above those found, at most."""
_LOOKED_AT = 12
"""Titles that are looked at to decide on that: of the best papers found, and of the others."""


class Group(NamedTuple):
    """Papers that lack as many words; see `Nearly`."""

    papers: Numbers
    lacking: int
    words: tuple[tuple[str, Papers], ...]
    common: tuple[str, ...]


class Lacking:
    """What papers lack that do not match the whole query."""

    def __init__(
        self,
        clauses: Sequence[Clause],
        answers: Sequence[Answer],
        found: Papers,
        papers: Papers,
        written: Writing,
    ) -> None:
        """Count the words that each paper lacks.

        A paper that has nothing but the year, the category or the journal is left out: that tells
        too little.

        Args:
            clauses: those of the query.
            answers: one for each clause.
            found: the papers that the query finds.
            papers: all that can be found.
            written: writes words as the query has them.
        """
        required: list[Answer] = []
        self._named: list[tuple[str, Papers]] = []
        self._wanted: list[Answer] = []
        telling = np.zeros(len(papers), np.bool_)
        self._words = 0
        for clause, answer in zip(clauses, answers, strict=True):
            is_word = (
                answer.scores is not None and not answer.is_optional and not _only_limits(clause)
            )
            if may_be_missing(clause) and not answer.is_optional:
                self._named.append((written(describe(clause)), answer.found))
                self._wanted.append(answer)
            else:
                required.append(answer)
            if is_word and not isinstance(clause, Year):
                telling |= answer.found
            self._words += is_word
        self._found = np.flatnonzero(found)
        self._shown = len(self._found)
        self._left = found_by_all(required, papers) & telling & ~found
        self._counts = np.zeros(len(papers), np.uint8)
        for _, holders in self._named:
            self._counts += ~holders

    def leading(self, index: Index) -> Group | None:
        """Return the papers that are shown above those found, and take them out of the others.

        A paper leads if it lacks one word of four or more, has all others in its title, and scores
        as high as the best paper found, proximity aside. No paper leads if one that was found has
        as many words in its title. People remember titles; the papers found have the words
        somewhere in the abstract. Among queries with a wrong word this brings the wanted
        paper to the top in 20 more of 100; words of the abstract lose 1. With 0.85 of the best
        score, 2 more come first, but title and abstract words mixed lose 8.
        """
        is_one_each = all(len(answer.matches) == 1 for answer in self._wanted)
        if not is_one_each or not _WORDS_FOR_TWO <= len(self._wanted) == self._words:
            return None
        some = np.flatnonzero(self._left & (self._counts == 1))
        scores, found_scores = self._scores(some), self._scores(self._found)
        is_good = scores >= found_scores.max(initial=0)
        some = _best(some[is_good], scores[is_good], _LOOKED_AT)
        if not len(some):
            return None
        rivals = _best(self._found, found_scores, _LOOKED_AT)
        meant = [answer.matches[0].meant for answer in self._wanted]
        enough = len(meant) - 1
        if (titled(index, rivals, meant) >= enough).any():
            return None
        some = some[titled(index, some, meant) == enough]
        some = _best(some, self._scores(some), _MOST_LEADING)
        self._left[some] = False
        self._shown += len(some)
        return self._group(some, 1) if len(some) else None

    def groups(self) -> Iterator[Group]:
        """Give the papers that lack one word and, where those are few too, those that lack two."""
        most = MOST_LACKING if self._words >= _WORDS_FOR_TWO else 1
        for lacking in range(1, most + 1):
            if self._shown >= _FEW or lacking == self._words:
                return
            some = np.flatnonzero(self._left & (self._counts == lacking))
            if len(some):
                self._shown += len(some)
                yield self._group(some, lacking)

    def _group(self, papers: Numbers, lacking: int) -> Group:
        common = [word for word, holders in self._named if not holders[papers].any()]
        return Group(papers, lacking, tuple(self._named), tuple(common))

    def _scores(self, papers: Numbers) -> NDArray[np.float32]:
        scores = np.zeros(len(papers), np.float32)
        for answer in self._wanted:
            if answer.scores is not None:
                scores += answer.scores[papers]
        return scores


def _best(papers: Numbers, scores: NDArray[np.float32], count: int) -> Numbers:
    """Return the papers with the best scores, ascending."""
    return np.sort(papers[np.argsort(-scores, kind="stable")[:count]])


def _only_limits(clause: Clause) -> bool:
    """Return whether a clause says in which category or journal to look, and not for what."""
    return all(
        isinstance(leaf, Journal) or (isinstance(leaf, Word) and leaf.fields in _LIMITS)
        for leaf in wanted(clause)
    )
