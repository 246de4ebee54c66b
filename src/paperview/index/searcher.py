"""The searcher: makes results of what the clauses of a query find in an index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from paperview.index import explaining, nearly, scoring
from paperview.index.answering import CACHED_MATCHES, Answerer, ShelfLookup
from paperview.index.answers import Answer, Papers, found_as_typed, found_by_all
from paperview.index.matching import rules
from paperview.index.matching.proximity import proximity
from paperview.index.matching.terms import Match
from paperview.index.query.literals import ids_in, is_id
from paperview.index.query.tree import (
    Clause,
    Compound,
    Has,
    Not,
    OnShelf,
    Or,
    Word,
    Year,
    in_post_order,
    wanted,
)
from paperview.index.results import Correction, Nearly, Query, Results
from paperview.index.sorting import Ranking
from paperview.index.storage.index import Index
from paperview.index.storage.packing import Numbers

_MANY_CLAUSES = 32
"""Clauses beyond which a query is a text that was pasted."""


class Searcher:
    """Answers queries about the papers of one index. Not to be shared between threads."""

    def __init__(self, index: Index, on_shelf: ShelfLookup | None = None) -> None:
        """Take what is searched.

        Args:
            index: the index.
            on_shelf: gives the papers to which the user added something.
        """
        self.index = index
        self._answerer = Answerer(index, on_shelf)

    def search(self, query: Query) -> Results:
        """Return every paper that the query finds, the best first, without a limit.

        Where it finds none, its tokens are allowed one more typo.
        """
        started = perf_counter()
        answers = self._answers(query, last_resort=False)
        found = self._all(answers)
        by_id = self._by_id(query) if answers and not found.any() else None
        if by_id is not None:
            answers = [by_id]
            found = self._all(answers)
        elif not found.any() and self._has_last_resort(query, answers):
            fuzzier = self._answers(query, last_resort=True)
            found = self._all(fuzzier)
            if found.any():
                answers = fuzzier
        leaves = chain.from_iterable(map(wanted, query.clauses))
        matches = [match for answer in answers for match in answer.matches]
        papers = np.flatnonzero(found)
        leading: nearly.Group | None = None
        groups: list[nearly.Group] = []
        written = explaining.as_written(query.text)
        is_answered = len(answers) == len(query.clauses) and not _is_long(query)
        if by_id is None and is_answered and len(papers) < nearly.LEADING_BELOW:
            lacking = nearly.Lacking(query.clauses, answers, found, self.index.found, written)
            leading = lacking.leading(self.index) if len(papers) else None
            groups = list(lacking.groups())
        explained = papers
        if not len(papers) and groups:
            explained = np.concatenate([group.papers for group in groups])
        is_none = bool(answers) and not len(explained)
        hint = None
        if is_none:
            hint = explaining.hint(query.clauses, answers, self.index.found, written)
        return Results(
            query=query,
            numbers=self._ranking(papers, answers, matches),
            leading=self._nearly(leading, answers, matches) if leading else None,
            nearly=tuple(self._nearly(group, answers, matches) for group in groups),
            searched=self.index.searched,
            seconds=perf_counter() - started,
            tokens=tuple(token for answer in answers for token in answer.tokens),
            corrections=(
                *explaining.corrections(self.index, matches, explained, written),
                *self._other_years(query, explained),
            ),
            variants=tuple(explaining.variants(matches, explained, written)),
            hint=hint,
            is_by_id=by_id is not None and not all(map(is_id, leaves)),
        )

    def _answers(self, query: Query, *, last_resort: bool) -> list[Answer]:
        """Answer the clauses of a query.

        Where it has very many, its words mean themselves alone, and nothing more is looked for once
        no paper is left: a thousand words are answered as quickly as some. Nor is it once so many
        find nothing that no paper can even nearly match.
        """
        answers: list[Answer] = []
        left = self.index.found
        is_long = _is_long(query)
        for clause in query.clauses:
            if is_long and isinstance(clause, Word):
                clause = replace(clause, exact=True)  # noqa: PLW2901 - meant so from here on
            answers.append(self._answerer.answer(clause, last_resort=last_resort))
            if is_long:
                left = left & self._all(answers[-1:])
                if not left.any():
                    break
            elif not answers[-1].found.any() and self._is_hopeless(query.clauses, answers):
                break
        return self._answerer.with_pairs(query.clauses, answers)

    def _is_hopeless(self, clauses: Sequence[Clause], answers: Sequence[Answer]) -> bool:
        """Return whether more clauses find nothing than a paper that nearly matches may lack."""

        def count(some: Sequence[Answer]) -> int:
            return sum(not (answer.is_optional or answer.found.any()) for answer in some)

        if count(answers) <= nearly.MOST_LACKING:
            return False
        # Two words may be found in one, and the last one with the next.
        return count(self._answerer.with_pairs(clauses, list(answers))[:-1]) > nearly.MOST_LACKING

    def _has_last_resort(self, query: Query, answers: Sequence[Answer]) -> bool:
        """Return whether one more typo in some word may let a query find papers.

        It can't where a word finds nothing: that word was allowed so many typos already. It is not
        tried with more words than are cached, since all would be matched anew: then only papers
        that lack one or two of them nearly match.
        """
        is_hopeless = any(
            isinstance(clause, Word) and not answer.found.any()
            for clause, answer in zip(query.clauses, answers, strict=False)
        )
        may_help = not is_hopeless and len(query.clauses) <= CACHED_MATCHES
        return may_help and any(map(rules.has_last_resort, _words(query.clauses)))

    def _all(self, answers: Iterable[Answer]) -> Papers:
        """Return the papers that all answers find."""
        return found_by_all(answers, self.index.found)

    def _by_id(self, query: Query) -> Answer | None:
        """Answer a query without results by the ids in it; None where no paper has them.

        What leaves out papers, or asks for a field, is no text that was pasted.
        """
        parts = chain.from_iterable(map(in_post_order, query.clauses))
        ids = (
            ()
            if any(isinstance(part, Not | Has | OnShelf) for part in parts)
            else ids_in(query.text)
        )
        if not ids:
            return None
        answer = self._answerer.answer(Or(ids), last_resort=False)
        return answer if self._all([answer]).any() else None

    def _ranking(
        self, papers: Numbers, answers: Sequence[Answer], matches: Sequence[Match]
    ) -> Ranking:
        """Return the papers found, the best first; equally good ones newest first."""
        scores = np.zeros(len(papers), np.float32)
        for answer in answers:
            if answer.scores is not None:
                scores += answer.scores[papers]

        def promote(best: Numbers) -> NDArray[np.float32]:
            together = {
                i: match.together.meant for i, match in enumerate(matches[:-1]) if match.together
            }
            near = proximity(self.index, best, [match.meant for match in matches], together)
            return 1 + np.float32(scoring.CLOSE_BONUS) * near

        return Ranking(
            self.index,
            papers,
            scores,
            promote if len(matches) > 1 else None,
            found_as_typed(answers, self.index.found),
        )

    def _nearly(
        self, group: nearly.Group, answers: Sequence[Answer], matches: Sequence[Match]
    ) -> Nearly:
        numbers = self._ranking(group.papers, answers, matches)
        return Nearly(numbers, group.lacking, group.words, group.common)

    def _other_years(self, query: Query, found: Numbers) -> Iterator[Correction]:
        """Give the years that no paper found is from, and the year beside it of most of them."""
        for leaf in chain.from_iterable(map(wanted, query.clauses)):
            if isinstance(leaf, Year):
                answer = self._answerer.answer(leaf, last_resort=False)
                papers = found[answer.found[found]]
                if len(papers) and not answer.as_typed[papers].any():
                    years = np.bincount(self.index.dates[papers] // 10_000)
                    yield Correction(leaf.dates.typed, str(years.argmax()), beyond=False)


def _is_long(query: Query) -> bool:
    """Return whether a query is a text that was pasted."""
    return len(query.clauses) > _MANY_CLAUSES


def _words(clauses: Iterable[Clause]) -> Iterator[Word]:
    """Give the words of clauses that are not negated."""
    for leaf in chain.from_iterable(map(wanted, clauses)):
        match leaf:
            case Word():
                yield leaf
            case Compound():
                yield from (word for word in leaf.words if isinstance(word, Word))
