"""The searcher: answers queries from an index."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain, combinations, pairwise
from time import perf_counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from paperview.index import scoring
from paperview.index.fields import KEYWORDS, Field
from paperview.index.matching import rules, terms
from paperview.index.matching.journals import journal_scores
from paperview.index.matching.names import is_common, name_scores, prefer_first_authors
from paperview.index.matching.phrases import phrase_scores, proximity
from paperview.index.matching.terms import Match
from paperview.index.query.literals import ids_in, is_id
from paperview.index.query.tree import (
    And,
    Clause,
    Compound,
    Dates,
    Has,
    Identity,
    Journal,
    Leaf,
    LikelyName,
    Name,
    Not,
    OnShelf,
    Optional,
    Or,
    Phrase,
    Required,
    Word,
    Year,
    describe,
    in_post_order,
    may_be_missing,
    wanted,
)
from paperview.index.results import (
    Correction,
    Hint,
    MatchedToken,
    Nearly,
    Query,
    Results,
    Variant,
)
from paperview.index.sorting import Ranking
from paperview.index.storage.index import Index
from paperview.index.storage.packing import Numbers

_CACHED_MATCHES = 12
"""Matches that are cached, five bytes a paper and one a term each: those of the query so far are
there for its next letter, and those of the last letters for when they are deleted."""
_CACHED_NAMES = 4
"""Names whose papers are cached while the words behind them are typed."""

_FEW = 10
"""Papers found below which those that nearly match are looked for."""
_WORDS_FOR_TWO = 4
"""Words from which a paper that lacks two of them may nearly match."""
_SUGGESTIONS = 2
"""Suggestions for a query without results, at most."""
_FEW_CLAUSES = 8
"""Clauses up to which leaving out two is tried."""
_TOLD = 50
"""A variant of a token is told if more than one in so many papers found have it alone."""
_MANY_CLAUSES = 32
"""Clauses beyond which a query is a text that was pasted."""

ShelfLookup = Callable[[OnShelf], Sequence[int]]
"""Gives the numbers of the papers that a clause about the shelf means, in any order."""
_Papers = NDArray[np.bool_]
"""Per paper: whether it is in the set."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """The papers that one clause finds."""

    found: _Papers
    scores: NDArray[np.float32] | None = None
    """Per paper; None for a clause that only filters."""
    matches: tuple[Match, ...] = ()
    tokens: tuple[MatchedToken, ...] = ()
    without_typos: _Papers | None = None
    """Papers found without a typo; None if all are."""
    is_optional: bool = False
    """Whether papers need not match it."""

    @property
    def as_typed(self) -> _Papers:
        """The papers that it finds without a typo."""
        return self.found if self.without_typos is None else self.without_typos


class _Group(NamedTuple):
    """Papers that nearly match; see `Nearly`."""

    papers: Numbers
    lacking: int
    words: tuple[tuple[str, _Papers], ...]
    common: tuple[str, ...]


class Searcher:
    """Answers queries about the papers of one index. Not to be shared between threads."""

    def __init__(self, index: Index, on_shelf: ShelfLookup | None = None) -> None:
        """Take what is searched.

        Args:
            index: the index.
            on_shelf: gives the papers to which the user added something.
        """
        self.index = index
        self._on_shelf = on_shelf
        self._matches: OrderedDict[tuple[Word, bool], Match] = OrderedDict()
        self._names: OrderedDict[Name, NDArray[np.float32]] = OrderedDict()

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
        elif not found.any() and self._has_last_resort(query):
            fuzzier = self._answers(query, last_resort=True)
            found = self._all(fuzzier)
            if found.any():
                answers = fuzzier
        leaves = chain.from_iterable(map(wanted, query.clauses))
        matches = [match for answer in answers for match in answer.matches]
        papers = np.flatnonzero(found)
        groups: list[_Group] = []
        if by_id is None and len(papers) < _FEW:
            groups = list(self._nearly(query, answers, found))
        explained = papers
        if not len(papers) and groups:
            explained = np.concatenate([group.papers for group in groups])
        is_none = bool(answers) and not len(explained)
        hint = self._hint(query, answers) if is_none else None
        return Results(
            query=query,
            numbers=self._ranking(papers, answers, matches),
            nearly=tuple(
                Nearly(
                    self._ranking(group.papers, answers, matches),
                    group.lacking,
                    group.words,
                    group.common,
                )
                for group in groups
            ),
            searched=self.index.searched,
            seconds=perf_counter() - started,
            tokens=tuple(token for answer in answers for token in answer.tokens),
            corrections=(
                *self._corrections(matches, explained),
                *self._other_years(query, explained),
            ),
            variants=tuple(_variants(matches, explained)),
            hint=hint,
            is_by_id=by_id is not None and not all(map(is_id, leaves)),
        )

    def _answers(self, query: Query, *, last_resort: bool) -> list[_Answer]:
        """Answer the clauses of a query.

        Where it has very many, its words mean themselves alone, and nothing more is looked for once
        no paper is left: a thousand words are answered as quickly as some.
        """
        answers: list[_Answer] = []
        left = self.index.found
        is_long = len(query.clauses) > _MANY_CLAUSES
        for clause in query.clauses:
            if is_long and isinstance(clause, Word):
                clause = replace(clause, exact=True)  # noqa: PLW2901 - meant so from here on
            answers.append(self._answer(clause, last_resort))
            if is_long:
                left = left & self._all(answers[-1:])
                if not left.any():
                    break
        return self._with_pairs(query.clauses, answers)

    def _has_last_resort(self, query: Query) -> bool:
        """Return whether some word of a query may be allowed one more typo."""
        is_long = len(query.clauses) > _MANY_CLAUSES
        return not is_long and any(word.forgiving for word in _words(query.clauses))

    def _with_pairs(self, clauses: Sequence[Clause], answers: list[_Answer]) -> list[_Answer]:
        """Let two words next to each other find papers that have them in one: `data set`."""
        for i, (first, second) in enumerate(pairwise(clauses[: len(answers)])):
            word = _joined_word(first, second)
            if word is not None and self._has_term(word):
                together = self._match(word, last_resort=False)
                answers[i] = _with_joined(answers[i], together, with_next=True)
                answers[i + 1] = _with_joined(answers[i + 1], together, with_next=False)
        return answers

    def _has_term(self, word: Word) -> bool:
        """Return whether a term begins with a word, or is it if no more will do."""
        for shard in self.index.shards:
            low, high = shard.dictionary.prefix_range(word.text)
            if low < high and (not word.exact or shard.dictionary[low] == word.text):
                return True
        return False

    def _all(self, answers: Iterable[_Answer]) -> _Papers:
        """Return the papers that all answers find."""
        required = (answer.found for answer in answers if not answer.is_optional)
        return reduce(np.logical_and, required, self.index.found)

    def _all_as_typed(self, answers: Sequence[_Answer]) -> _Papers | None:
        """Return the papers that all answers find without a typo; None for all found."""
        required = [answer for answer in answers if not answer.is_optional]
        if all(answer.without_typos is None for answer in required):
            return None
        return reduce(np.logical_and, (answer.as_typed for answer in required), self.index.found)

    def _by_id(self, query: Query) -> _Answer | None:
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
        answer = self._answer(Or(ids), last_resort=False)
        return answer if self._all([answer]).any() else None

    def _ranking(
        self, papers: Numbers, answers: Sequence[_Answer], matches: Sequence[Match]
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
            self._all_as_typed(answers),
        )

    def _nearly(
        self,
        query: Query,
        answers: Sequence[_Answer],
        found: _Papers,
    ) -> Iterator[_Group]:
        """Give the papers that lack one word and, where those are few too, those that lack two."""
        if len(answers) < len(query.clauses) or len(answers) > _MANY_CLAUSES:
            return
        spare = [
            may_be_missing(clause) and not answer.is_optional
            for clause, answer in zip(query.clauses, answers, strict=True)
        ]
        required = [answer for answer, may_be in zip(answers, spare, strict=True) if not may_be]
        named = [
            (describe(clause), answer.found)
            for clause, answer, may_be in zip(query.clauses, answers, spare, strict=True)
            if may_be
        ]
        left = self._all(required) & ~found
        lacked = np.zeros(len(left), np.uint8)
        for _, holders in named:
            lacked += ~holders
        words = sum(answer.scores is not None and not answer.is_optional for answer in answers)
        count = int(np.count_nonzero(found))
        for lacking in (1, 2) if words >= _WORDS_FOR_TWO else (1,):
            papers = np.flatnonzero(left & (lacked == lacking))
            if count >= _FEW or lacking == words:
                return
            if not len(papers):
                continue
            count += len(papers)
            common = [word for word, holders in named if not holders[papers].any()]
            yield _Group(papers, lacking, tuple(named), tuple(common))

    def _answer(self, clause: Clause, last_resort: bool) -> _Answer:
        """Answer a clause from its leaves up."""
        if isinstance(clause, Or) and all(map(is_id, clause.clauses)):
            return self._with_ids(clause.clauses)
        answers: list[_Answer] = []
        for part in in_post_order(clause):
            match part:
                case Not():
                    answers.append(_Answer(~answers.pop().found))
                case Required():
                    pass
                case And(clauses):
                    first = len(answers) - len(clauses)
                    answers[first:] = [self._joined(self._with_pairs(clauses, answers[first:]))]
                case Or(clauses):
                    first = len(answers) - len(clauses)
                    answers[first:] = [_either(answers[first:])]
                case Phrase():
                    answers.append(self._quoted(part))
                case leaf:
                    answers.append(self._leaf(leaf, last_resort))
        return answers[0]

    def _quoted(self, phrase: Phrase) -> _Answer:
        """Answer a phrase, with two of its words in one, or one of them in two, as well."""
        ways = [phrase, *(replace(phrase, words=words) for words in self._other_ways(phrase))]
        answers = [self._leaf(way, last_resort=False) for way in ways]
        return _either([answer for answer in answers if answer.found.any()] or answers[:1])

    def _other_ways(self, phrase: Phrase) -> Iterator[tuple[str, ...]]:
        """Give the words of a phrase with two of them in one, or one of them in two."""
        words = phrase.words
        if phrase.first or phrase.signed or len(words) > _FEW_CLAUSES:
            return
        for i, pair in enumerate(pairwise(words)):
            if not "".join(pair).isdecimal():
                yield (*words[:i], "".join(pair), *words[i + 2 :])
        for i, word in enumerate(words):
            dictionaries = (shard.dictionary for shard in self.index.shards)
            for end in sorted({end for each in dictionaries for end, _, _ in each.splits(word)}):
                if rules.is_sure_split(word[:end], word[end:]):
                    yield (*words[:i], word[:end], word[end:], *words[i + 1 :])

    def _leaf(  # noqa: PLR0911 - one for each kind of leaf
        self, leaf: Leaf, last_resort: bool
    ) -> _Answer:
        index = self.index
        match leaf:
            case Word():
                return _found_by([self._match(leaf, last_resort)])
            case Compound():
                return self._compound(leaf, last_resort)
            case Optional():
                # It is too common to be worth a highlight.
                return replace(self._leaf(leaf.word, last_resort), is_optional=True, tokens=())
            case Year():
                return self._year(leaf, last_resort)
            case LikelyName():
                return self._likely_name(leaf, last_resort)
            case Identity():
                word = Word(leaf.arxiv_id.base, Field.ID, exact=True, keyword=True)
                return _found_by([self._match(word, last_resort)])
            case Phrase():
                scores = phrase_scores(index, leaf)
                return _Answer(scores > 0, scores, tokens=(_phrase_token(leaf),))
            case Name():
                scores = self._name_scores(leaf)
                token = MatchedToken(" ".join(leaf.words), Field.AUTHORS, exact=True, is_name=True)
                return _Answer(scores > 0, scores, tokens=(token,))
            case Journal():
                scores = journal_scores(index, leaf)
                return _Answer(scores > 0, scores, tokens=tuple(map(_journal_token, leaf.words)))
            case Dates():
                return _Answer((index.dates >= leaf.first) & (index.dates <= leaf.last))
            case Has():
                return _Answer((index.present & int(leaf.field)) != 0)
            case OnShelf():
                return _Answer(self._shelved(leaf))

    def _shelved(self, leaf: OnShelf) -> _Papers:
        papers = np.zeros(self.index.count, np.bool_)
        numbers = np.array(self._on_shelf(leaf) if self._on_shelf else (), np.int64)
        papers[numbers[numbers < len(papers)]] = True
        return papers

    def _with_ids(self, clauses: Iterable[Clause]) -> _Answer:
        """Answer ids at once: one by one, hundreds would take the memory of as many answers."""
        index = self.index
        found = np.zeros(index.count, np.bool_)
        tokens = []
        for clause in clauses:
            match clause:
                case Identity(arxiv_id):
                    word = Word(arxiv_id.base, Field.ID, exact=True)
                case Word():
                    word = clause
                case _:
                    continue
            tokens.append(MatchedToken(word.text, word.fields, exact=word.exact))
            for shard in index.shards:
                low, high = shard.dictionary.prefix_range(word.text)
                if word.exact and low < high:
                    high = low + (shard.dictionary[low] == word.text)
                for segment in shard.segments if low < high else ():
                    postings = segment.postings.of_range(*segment.local_range(low, high))
                    papers = postings.papers[postings.are_in(word.fields)].astype(np.int64)
                    found[papers + segment.first] = True
        return _Answer(found, found.astype(np.float32), tokens=tuple(tokens))

    def _ids(self, ids: Iterable[tuple[str, Field]]) -> _Answer:
        """Answer ids that were pasted, perhaps thousands, all at once."""
        found = np.zeros(self.index.count, np.bool_)
        tokens = []
        for text, field in ids:
            tokens.append(MatchedToken(text, field, exact=True))
            for shard in self.index.shards:
                number = shard.dictionary.find(text)
                for segment in shard.segments:
                    local = None if number is None else segment.local(number)
                    if local is not None:
                        postings = segment.postings.of_range(local, local + 1)
                        papers = postings.papers[postings.are_in(field)]
                        found[segment.first + papers.astype(np.int64)] = True
        return _Answer(found, found.astype(np.float32), tokens=tuple(tokens))

    def _year(self, year: Year, last_resort: bool) -> _Answer:
        """Answer a date typed as a word: by the word, by the date, or by one that is near."""
        dates = self.index.dates
        scores = np.zeros(self.index.count, np.float32)
        for number, (first, last) in reversed(list(enumerate(year.steps))):
            near = (dates >= first) & (dates <= last)
            scores[near] = scoring.DATE_WEIGHT * scoring.NEAR_DATE**number
        papers = int(np.count_nonzero(near))
        scores *= np.float32(scoring.rarity(papers, self.index.indexed))
        by_date = _Answer(scores > 0, scores, without_typos=near)
        return _either([self._answer(year.word, last_resort), by_date])

    def _likely_name(self, likely: LikelyName, last_resort: bool) -> _Answer:
        """Answer what may be part of a name: by the names that have it, or as it is otherwise."""
        names = [
            self._leaf(name, last_resort)
            for name in likely.names
            if not any(is_common(self.index, word) for word in name.words if len(word) > 1)
        ]
        named = [answer for answer in names if answer.found.any()]
        as_word = self._answer(likely.word, last_resort)
        answer = _either([as_word, *named])
        if named and not likely.required:  # no highlight for each word with the letter
            answer = replace(answer, tokens=tuple(token for each in named for token in each.tokens))
        return replace(answer, is_optional=not likely.required)

    def _compound(self, clause: Compound, last_resort: bool) -> _Answer:
        """Answer a token with signs: in the ways that papers have it, or else by its words."""
        ways = [
            self._quoted(each) if isinstance(each, Phrase) else self._leaf(each, last_resort)
            for each in clause.alternatives
        ]
        found = [
            self._as_rare(each, way, ways)
            for each, way in zip(clause.alternatives, ways, strict=True)
            if way.found.any()
        ]
        if not found:
            if clause.substring:
                found.append(self._leaf(clause.substring, last_resort))
            if clause.words:
                found.append(self._joined([self._leaf(each, last_resort) for each in clause.words]))
        return _either(found or ways)

    def _as_rare(self, leaf: Word | Phrase, answer: _Answer, ways: Sequence[_Answer]) -> _Answer:
        """Make one way to write a token worth as much as another: each is as rare as all."""
        if answer.scores is None or (isinstance(leaf, Word) and leaf.keyword):
            return answer
        count = int(np.count_nonzero(reduce(np.logical_or, (way.found for way in ways))))
        rarity = scoring.rarity(count, self.index.indexed)
        if isinstance(leaf, Phrase):
            alone = scoring.rarity(int(np.count_nonzero(answer.found)), self.index.indexed)
            factor = rarity / alone / len(leaf.words)
        else:
            factor = scoring.JOINED * rarity / answer.matches[0].rarity
        return replace(answer, scores=answer.scores * np.float32(factor))

    def _joined(self, answers: Sequence[_Answer]) -> _Answer:
        scores = [answer.scores for answer in answers if answer.scores is not None]
        return _Answer(
            found=self._all(answers),
            without_typos=self._all_as_typed(answers),
            scores=reduce(np.add, scores) if scores else None,
            matches=tuple(match for answer in answers for match in answer.matches),
            tokens=tuple(token for answer in answers for token in answer.tokens),
        )

    def _match(self, word: Word, last_resort: bool) -> Match:
        key = word, last_resort and word.forgiving
        cached = self._matches.get(key)
        if cached is None:
            cached = self._matches[key] = terms.match(self.index, word, last_resort=key[1])
            prefer_first_authors(self.index, word, cached.scores)
            if len(self._matches) > _CACHED_MATCHES:
                self._matches.popitem(last=False)
        else:
            self._matches.move_to_end(key)
        return cached

    def _name_scores(self, name: Name) -> NDArray[np.float32]:
        scores = self._names.get(name)
        if scores is None:
            scores = self._names[name] = name_scores(self.index, name)
            if len(self._names) > _CACHED_NAMES:
                self._names.popitem(last=False)
        return scores

    def _corrections(self, matches: Iterable[Match], found: Numbers) -> Iterator[Correction]:
        """Give the tokens that no paper found holds as typed, and the terms they were taken for."""
        for match in matches:
            papers = found[match.scores[found] > 0]
            if len(papers) and not match.as_typed[papers].any():
                is_found = np.zeros(self.index.count, np.bool_)
                is_found[papers] = True
                meant, edits = terms.most_frequent(self.index, match, is_found)
                beyond = edits > rules.edits_allowed(match.word)
                yield Correction(typed=match.word.text, meant=meant, beyond=beyond)

    def _other_years(self, query: Query, found: Numbers) -> Iterator[Correction]:
        """Give the years that no paper found is from, and the year beside it of most of them."""
        for leaf in chain.from_iterable(map(wanted, query.clauses)):
            if isinstance(leaf, Year):
                answer = self._year(leaf, last_resort=False)
                papers = found[answer.found[found]]
                if len(papers) and not answer.as_typed[papers].any():
                    years = np.bincount(self.index.dates[papers] // 10_000)
                    yield Correction(leaf.dates.typed, str(years.argmax()), beyond=False)

    def _hint(self, query: Query, answers: Sequence[_Answer]) -> Hint:
        """Suggest which clause, or which two, to leave out to find most papers."""
        if len(answers) < len(query.clauses):
            return Hint(len(query.clauses))
        for left_out in (1, 2) if len(answers) <= _FEW_CLAUSES else (1,):
            ways = []
            for omitted in combinations(range(len(answers)), left_out):
                left = [answer for i, answer in enumerate(answers) if i not in omitted]
                is_any = any(not answer.is_optional for answer in left)
                count = int(np.count_nonzero(self._all(left))) if is_any else 0
                if count:
                    named = " and ".join(describe(query.clauses[i]) for i in omitted)
                    ways.append((named, count))
            if ways:
                ways.sort(key=lambda way: -way[1])
                return Hint(len(answers), tuple(ways[:_SUGGESTIONS]))
        return Hint(len(answers))


def _words(clauses: Iterable[Clause]) -> Iterator[Word]:
    """Give the words of clauses that are not negated."""
    for leaf in chain.from_iterable(map(wanted, clauses)):
        match leaf:
            case Word():
                yield leaf
            case Compound():
                yield from (word for word in leaf.words if isinstance(word, Word))


def _exact_id(clause: Clause) -> tuple[str, Field] | None:
    """Return the term that a whole id or DOI is, and its field; None for any other clause."""
    match clause:
        case Identity():
            return clause.arxiv_id.base, Field.ID
        case Word(keyword=True, exact=True):
            return clause.text, clause.fields
    return None


def _found_by(matches: Sequence[Match]) -> _Answer:
    """Join tokens that must all match."""
    found = reduce(np.logical_and, (match.scores > 0 for match in matches))
    scores = reduce(np.add, (match.scores for match in matches))
    tokens = tuple(token for match in matches for token in match.tokens)
    is_fuzzy = any(len(terms.numbers) for match in matches for terms in match.fuzzy)
    as_typed = reduce(np.logical_and, (match.as_typed for match in matches))
    return _Answer(found, scores, tuple(matches), tokens, as_typed if is_fuzzy else None)


def _journal_token(word: str) -> MatchedToken:
    shorter = {word[:end]: end for end in range(rules.SUBSTRING_FROM, len(word))}
    return MatchedToken(word, Field.JOURNAL, others=shorter)


def _variants(matches: Sequence[Match], found: Numbers) -> Iterator[Variant]:
    """Give the tokens that some of the papers found have in another form or way of writing."""

    def is_told(papers: _Papers) -> bool:
        return bool(np.count_nonzero(papers[found]) * _TOLD > len(found))

    for i, match in enumerate(matches):
        together = match.together
        if together is not None and is_told(together.as_typed):
            meant = together.word.text
            if together.variants and not (together.as_typed & ~together.varied)[found].any():
                meant = together.variants[0]
            yield Variant(f"{match.word.text} {matches[i + 1].word.text}", meant)
        elif match.variants and is_told(match.varied):
            yield Variant(match.word.text, match.variants[0])


def _joined_word(first: Clause, second: Clause) -> Word | None:
    """Return two words as one, None where they are not meant to be."""
    first, second = (
        clause.word if isinstance(clause, LikelyName) else clause for clause in (first, second)
    )
    if not (isinstance(first, Word) and isinstance(second, Word)):
        return None
    if not (first.forgiving and second.forgiving) or first.first or second.first:
        return None
    if first.fields != second.fields or (first.text + second.text).isdecimal():
        return None
    fields = first.fields & ~KEYWORDS
    is_short = len(second.text) < rules.SUBSTRING_FROM
    text = first.text + second.text
    return Word(text, fields, exact=is_short, prefix=True, open=second.open) if fields else None


def _with_joined(answer: _Answer, together: Match, *, with_next: bool) -> _Answer:
    """Let an answer to a word find papers, too, that have it and its neighbour in one word."""
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


def _phrase_token(phrase: Phrase) -> MatchedToken:
    words = " ".join(phrase.words)
    is_word = len(phrase.words) == 1
    return MatchedToken(
        words,
        phrase.fields,
        exact=not (is_word and phrase.open),
        first=phrase.first,
        open=phrase.open,
    )


def _either(answers: Sequence[_Answer]) -> _Answer:
    scores = [
        np.where(answer.found, answer.scores, np.float32(0))
        for answer in answers
        if answer.scores is not None
    ]
    return _Answer(
        found=reduce(np.logical_or, (answer.found for answer in answers)),
        without_typos=None
        if all(answer.without_typos is None for answer in answers)
        else reduce(np.logical_or, (answer.as_typed for answer in answers)),
        scores=reduce(np.maximum, scores) if scores else None,
        matches=tuple(match for answer in answers for match in answer.matches),
        tokens=tuple(token for answer in answers for token in answer.tokens),
    )
