"""Answers: the papers that the clauses of a query find, and how answers are combined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from paperview.index import scoring
from paperview.index.matching.terms import Match
from paperview.index.results import MatchedToken

Papers: TypeAlias = NDArray[np.bool_]
"""Per paper: whether it is in the set."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The papers that one clause finds."""

    found: Papers
    scores: NDArray[np.float32] | None = None
    """Per paper, 0 where it is not found; None for a clause that only filters."""
    matches: tuple[Match, ...] = ()
    tokens: tuple[MatchedToken, ...] = ()
    without_typos: Papers | None = None
    """Papers found without a typo; None if all are."""
    is_optional: bool = False
    """Whether papers need not match it."""

    @property
    def as_typed(self) -> Papers:
        """The papers that it finds without a typo."""
        return self.found if self.without_typos is None else self.without_typos


def found_by_all(answers: Iterable[Answer], papers: Papers) -> Papers:
    """Return those of some papers that all answers find."""
    required = (answer.found for answer in answers if not answer.is_optional)
    return reduce(np.logical_and, required, papers)


def found_as_typed(answers: Sequence[Answer], papers: Papers) -> Papers | None:
    """Return those of some papers that all answers find without a typo; None for all found."""
    required = [answer for answer in answers if not answer.is_optional]
    if all(answer.without_typos is None for answer in required):
        return None
    return reduce(np.logical_and, (answer.as_typed for answer in required), papers)


def both(answers: Sequence[Answer], papers: Papers) -> Answer:
    """Return the answer to clauses that must all match, about some papers."""
    scores = [answer.scores for answer in answers if answer.scores is not None]
    found = found_by_all(answers, papers)
    return Answer(
        found=found,
        without_typos=found_as_typed(answers, papers),
        scores=reduce(np.add, scores) * found if scores else None,
        matches=tuple(match for answer in answers for match in answer.matches),
        tokens=tuple(token for answer in answers for token in answer.tokens),
    )


def either(answers: Sequence[Answer]) -> Answer:
    """Return the answer to alternatives: at least one of the clauses must match."""
    if len(answers) == 1:
        return answers[0]
    scores = [answer.scores for answer in answers if answer.scores is not None]
    return Answer(
        found=reduce(np.logical_or, (answer.found for answer in answers)),
        without_typos=None
        if all(answer.without_typos is None for answer in answers)
        else reduce(np.logical_or, (answer.as_typed for answer in answers)),
        scores=reduce(np.maximum, scores) if scores else None,
        matches=tuple(match for answer in answers for match in answer.matches),
        tokens=tuple(token for answer in answers for token in answer.tokens),
    )


def found_by(match: Match) -> Answer:
    """Return the answer to a token."""
    return Answer(
        match.found,
        match.scores,
        (match,),
        match.tokens,
        match.as_typed if match.has_typos else None,
    )


def with_joined(answer: Answer, together: Match, *, with_next: bool) -> Answer:
    """Let an answer to a word find papers, too, that have it and its neighbour in one word.

    Args:
        answer: the answer.
        together: both words in one.
        with_next: whether the neighbour is the next word.
    """
    (match,) = answer.matches
    found = together.scores > 0
    scores = together.scores
    if together.rarity:
        scores = scores * np.float32(scoring.JOINED * match.rarity / together.rarity)
    return replace(
        answer,
        found=answer.found | found,
        scores=scores if answer.scores is None else np.maximum(answer.scores, scores),
        matches=(replace(match, together=together),) if with_next else answer.matches,
        tokens=(*answer.tokens, *together.tokens),
        without_typos=None if answer.without_typos is None else answer.without_typos | found,
    )
