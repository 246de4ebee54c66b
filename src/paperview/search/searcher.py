"""Answering queries from an index."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import reduce
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from paperview.paper import ArxivId, Doi
from paperview.search import rank, tokens
from paperview.search.closeness import closeness
from paperview.search.index import Index
from paperview.search.phrases import phrase_scores
from paperview.search.query import (
    Clause,
    Compound,
    Dates,
    Either,
    Field,
    Has,
    Identity,
    Not,
    Phrase,
    Query,
    Word,
    describe,
)
from paperview.search.results import Correction, Hint, Results, Term
from paperview.search.tokens import Match
from paperview.search.vocabulary import Numbers

_KEPT_MATCHES = 32
"""Tokens whose matches are kept: those of the query so far are there for its next letter."""
_COMMON_WORDS = 30
"""How many of the words a correction could mean are counted."""


@dataclass(slots=True)
class _Answer:
    """What one clause finds."""

    found: NDArray[np.bool_]
    """Per paper."""
    scores: NDArray[np.float32] | None = None
    """Per paper; None for a clause that only filters."""
    matches: list[Match] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)


class Searcher:
    """Answers queries about the papers of one index. Not to be shared between threads."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._matches: OrderedDict[tuple[Word, bool], Match] = OrderedDict()
        self._last_resort = False

    def search(self, query: Query) -> Results:
        """Return every paper that the query finds, the best first, without a limit.

        Where it finds none, each token is given one slip more.
        """
        started = perf_counter()
        self._last_resort = False
        results = self._search(query)
        if not len(results) and any(word.forgiving for word in _words(query.clauses)):
            self._last_resort = True
            forgiven = self._search(query)
            results = forgiven if len(forgiven) else results
        return replace(results, seconds=perf_counter() - started)

    def _search(self, query: Query) -> Results:
        index = self.index
        answers = [self._answer(clause) for clause in query.clauses]
        found = _all([answer.found for answer in answers], index.count)
        matches = [match for answer in answers for match in answer.matches]
        numbers = self._ordered(np.flatnonzero(found), answers, matches)
        terms = [match.term for match in matches]
        terms += [term for answer in answers for term in answer.terms]
        return Results(
            query=query,
            numbers=numbers,
            searched=index.count,
            terms=tuple(terms),
            corrections=tuple(self._corrections(matches, found)) if len(numbers) else (),
            hint=None if len(numbers) or not answers else self._hint(query, answers),
        )

    def _ordered(self, papers: Numbers, answers: list[_Answer], matches: list[Match]) -> Numbers:
        scores = np.zeros(len(papers), np.float32)
        for answer in answers:
            if answer.scores is not None:
                scores += answer.scores[papers]
        recency = self.index.recency[papers]
        order = rank.order(scores, recency)
        if len(matches) > 1:
            best = order[: rank.CLOSE_PAPERS]
            near = closeness(self.index, papers[best], [match.meaning for match in matches])
            again = rank.order(scores[best] * (1 + rank.CLOSE_BONUS * near), recency[best])
            order[: rank.CLOSE_PAPERS] = best[again]
        return papers[order]

    def _answer(self, clause: Clause) -> _Answer:
        index = self.index
        match clause:
            case Word():
                return _found_by([self._match(clause)])
            case Compound():
                name = self._match(clause.name)
                if name.unforgiven.any():
                    return _found_by([name])
                return _found_by([self._match(word) for word in clause.words])
            case Identity(ArxivId() as arxiv_id):
                return _found_by([self._match(Word(arxiv_id.base, Field.ID, exact=True))])
            case Identity(Doi() as doi):
                return _found_by([self._match(Word(doi.key, Field.DOI, exact=True))])
            case Phrase():
                scores = phrase_scores(index, clause)
                terms = [Term(word, clause.fields, exact=True) for word in clause.words]
                return _Answer(scores > 0, scores, terms=terms)
            case Dates():
                return _Answer((index.dates >= clause.first) & (index.dates <= clause.last))
            case Has():
                return _Answer((index.present & int(clause.field)) != 0)
            case Not():
                return _Answer(~self._answer(clause.clause).found)
            case Either():
                return _either([self._answer(part) for part in clause.clauses])

    def _match(self, word: Word) -> Match:
        key = (word, self._last_resort)
        kept = self._matches.get(key)
        if kept is None:
            kept = tokens.match(self.index, word, last_resort=self._last_resort)
            self._matches[key] = kept
            if len(self._matches) > _KEPT_MATCHES:
                self._matches.popitem(last=False)
        else:
            self._matches.move_to_end(key)
        return kept

    def _corrections(self, matches: list[Match], found: NDArray[np.bool_]) -> list[Correction]:
        """Return the tokens that none of the papers found holds as typed, and what they meant."""
        return [
            Correction(match.term.text, self._most_held(match, found), match.beyond)
            for match in matches
            if len(match.slips) and not (match.unforgiven & found).any()
            and (found & (match.scores > 0)).any()
        ]

    def _most_held(self, match: Match, found: NDArray[np.bool_]) -> str:
        """Return the word, meant only with a slip, that most of the papers found hold."""
        index = self.index
        counts = index.starts[match.slips + 1] - index.starts[match.slips]
        common = match.slips[np.argsort(-counts, kind="stable")[:_COMMON_WORDS]]
        held = [
            np.count_nonzero(found[index.papers[index.starts[word] : index.starts[word + 1]]])
            for word in common
        ]
        return index.vocabulary.words[int(common[np.argmax(held)])]

    def _hint(self, query: Query, answers: list[_Answer]) -> Hint:
        """Say which token, left out, leaves most papers."""
        counts = [
            int(
                np.count_nonzero(
                    _all([a.found for a in answers if a is not answer], self.index.count)
                )
            )
            if len(answers) > 1
            else 0
            for answer in answers
        ]
        best = max(range(len(counts)), key=counts.__getitem__)
        return Hint(describe(query.clauses[best]), counts[best])


def _words(clauses: Iterable[Clause]) -> Iterator[Word]:
    """Return the words of clauses that say what is wanted."""
    for clause in clauses:
        match clause:
            case Word():
                yield clause
            case Compound():
                yield from clause.words
            case Either():
                yield from _words(clause.clauses)
            case _:
                pass


def _all(founds: list[NDArray[np.bool_]], count: int) -> NDArray[np.bool_]:
    return reduce(np.logical_and, founds, np.ones(count, np.bool_))


def _found_by(matches: list[Match]) -> _Answer:
    """Join tokens that must all match."""
    found = reduce(np.logical_and, (match.scores > 0 for match in matches))
    scores = reduce(np.add, (match.scores for match in matches))
    return _Answer(found, scores * found, matches)


def _either(answers: list[_Answer]) -> _Answer:
    scores = [answer.scores for answer in answers if answer.scores is not None]
    return _Answer(
        found=reduce(np.logical_or, (answer.found for answer in answers)),
        scores=reduce(np.maximum, scores) if scores else None,
        matches=[match for answer in answers for match in answer.matches],
        terms=[term for answer in answers for term in answer.terms],
    )
