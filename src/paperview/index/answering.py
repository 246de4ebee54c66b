"""Answering clauses: the papers that each part of a query finds, from its leaves up."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial, reduce
from itertools import pairwise

import numpy as np

from paperview.index import scoring
from paperview.index.answers import Answer, Papers, both, either, found_by, with_joined
from paperview.index.fields import KEYWORDS, Field
from paperview.index.matching import rules, terms
from paperview.index.matching.journals import journal_scores
from paperview.index.matching.names import is_common, name_scores
from paperview.index.matching.phrases import phrase_scores
from paperview.index.matching.splits import splits
from paperview.index.matching.terms import Match
from paperview.index.query.literals import is_id
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
    in_post_order,
)
from paperview.index.results import MatchedToken
from paperview.index.storage.index import Index

CACHED_MATCHES = 12
"""Matches that are cached, seven bytes a paper and one a term each: those of the query so far are
there for its next letter, and those of the last letters for when they are deleted."""
_CACHED_ANSWERS = 8
"""Answers to names, phrases, years and the like that are cached while the words behind them are
typed; five bytes a paper each."""

_SHORT_PHRASE = 8
"""Words of a phrase up to which others may write two of them in one, or one in two."""

ShelfLookup = Callable[[OnShelf], Sequence[int]]
"""Gives the numbers of the papers that a clause about the shelf means, in any order."""


class Answerer:
    """Answers clauses about the papers of one index. Not to be shared between threads."""

    def __init__(self, index: Index, on_shelf: ShelfLookup | None = None) -> None:
        """Take what is searched.

        Args:
            index: the index.
            on_shelf: gives the papers to which the user added something.
        """
        self._index = index
        self._on_shelf = on_shelf
        self._matches: OrderedDict[tuple[Word, bool], Match] = OrderedDict()
        self._cached_answers: OrderedDict[Hashable, Answer] = OrderedDict()

    def answer(self, clause: Clause, *, last_resort: bool) -> Answer:
        """Answer a clause from its leaves up."""
        if isinstance(clause, Or) and all(map(is_id, clause.clauses)):
            return self._with_ids(clause.clauses)
        answers: list[Answer] = []
        for part in in_post_order(clause):
            match part:
                case Not():
                    answers.append(Answer(~answers.pop().found))
                case Required():
                    pass
                case And(clauses):
                    first = len(answers) - len(clauses)
                    answers[first:] = [self._both(self.with_pairs(clauses, answers[first:]))]
                case Or(clauses):
                    first = len(answers) - len(clauses)
                    answers[first:] = [either(answers[first:])]
                case Phrase():
                    answers.append(self._cached(("quoted", part), partial(self._quoted, part)))
                case leaf:
                    answers.append(self._leaf(leaf, last_resort))
        return answers[0]

    def with_pairs(self, clauses: Sequence[Clause], answers: list[Answer]) -> list[Answer]:
        """Let two words next to each other find papers that have them in one: `data set`."""
        for i, (first, second) in enumerate(pairwise(clauses[: len(answers)])):
            word = _joined_word(first, second)
            if word is not None and self._has_term(word):
                together = self._match(word, last_resort=False)
                answers[i] = with_joined(answers[i], together, with_next=True)
                answers[i + 1] = with_joined(answers[i + 1], together, with_next=False)
        return answers

    def _has_term(self, word: Word) -> bool:
        """Return whether a term begins with a word, or is it if no more will do."""
        for shard in self._index.shards:
            low, high = shard.dictionary.prefix_range(word.text)
            if low < high and (not word.exact or shard.dictionary[low] == word.text):
                return True
        return False

    def _both(self, answers: Sequence[Answer]) -> Answer:
        return both(answers, self._index.found)

    def _quoted(self, phrase: Phrase) -> Answer:
        """Answer a phrase, with two of its words in one, or one of them in two, as well."""
        answers = [
            self._leaf(way, last_resort=False) for way in (phrase, *self._other_ways(phrase))
        ]
        return either([answer for answer in answers if answer.found.any()] or answers[:1])

    def _other_ways(self, phrase: Phrase) -> Iterator[Phrase]:
        """Give a phrase with two of its words in one, or one of them in two.

        A word that papers have in two is whole: after `h 2 o`, for `H_2O`, nothing is to follow.
        """
        words = phrase.words
        if phrase.first or phrase.signed or len(words) > _SHORT_PHRASE:
            return
        for i, pair in enumerate(pairwise(words)):
            if not "".join(pair).isdecimal():
                yield replace(phrase, words=(*words[:i], "".join(pair), *words[i + 2 :]))
        for i, word in enumerate(words):
            for split in splits(self._index, word, phrase.fields):
                if not split.is_form:
                    apart = (*words[:i], *split.phrases[0].split(), *words[i + 1 :])
                    yield replace(phrase, words=apart, open=phrase.open and i + 1 < len(words))

    def _leaf(  # noqa: PLR0911 - one for each kind of leaf
        self, leaf: Leaf, last_resort: bool
    ) -> Answer:
        index = self._index
        key = leaf, last_resort
        match leaf:
            case Word():
                return found_by(self._match(leaf, last_resort))
            case Compound():
                return self._cached(key, partial(self._compound, leaf, last_resort))
            case Optional():
                # It is too common to be worth a highlight.
                return replace(self._leaf(leaf.word, last_resort), is_optional=True, tokens=())
            case Year():
                return self._cached(key, partial(self._year, leaf, last_resort))
            case LikelyName():
                return self._cached(key, partial(self._likely_name, leaf, last_resort))
            case Identity():
                word = Word(leaf.arxiv_id.base, Field.ID, exact=True, keyword=True)
                return found_by(self._match(word, last_resort))
            case Phrase():
                scores = phrase_scores(index, leaf)
                return Answer(scores > 0, scores, tokens=(_phrase_token(leaf),))
            case Name():
                return self._cached(leaf, partial(self._name, leaf))
            case Journal():
                scores = journal_scores(index, leaf)
                return Answer(scores > 0, scores, tokens=tuple(map(_journal_token, leaf.words)))
            case Dates():
                return Answer((index.dates >= leaf.first) & (index.dates <= leaf.last))
            case Has():
                return Answer((index.present & int(leaf.field)) != 0)
            case OnShelf():
                return Answer(self._shelved(leaf))

    def _name(self, name: Name) -> Answer:
        """Answer a name, and one that some write with a particle as a word of its own."""
        others = () if name.in_full else rules.other_names(name.words)
        answers = []
        for words in (name.words, *others):
            # Parts of a word stand for no initials: `leonard` is no Le O.
            in_full = name.in_full or len(words) > len(name.words)
            scores = name_scores(self._index, replace(name, words=words, in_full=in_full))
            token = MatchedToken(" ".join(words), Field.AUTHORS, exact=True, is_name=True)
            answers.append(Answer(scores > 0, scores, tokens=(token,)))
        return either([answer for answer in answers if answer.found.any()] or answers[:1])

    def _shelved(self, leaf: OnShelf) -> Papers:
        papers = np.zeros(self._index.count, np.bool_)
        numbers = np.array(self._on_shelf(leaf) if self._on_shelf else (), np.int64)
        papers[numbers[numbers < len(papers)]] = True
        return papers

    def _with_ids(self, clauses: Iterable[Clause]) -> Answer:
        """Answer ids at once: one by one, hundreds would take the memory of as many answers."""
        index = self._index
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
        return Answer(found, found.astype(np.float32), tokens=tuple(tokens))

    def _year(self, year: Year, last_resort: bool) -> Answer:
        """Answer a date typed as a word: by the word, by the date, or by one that is near."""
        dates = self._index.dates
        scores = np.zeros(self._index.count, np.float32)
        for number, (first, last) in reversed(list(enumerate(year.steps))):
            near = (dates >= first) & (dates <= last)
            scores[near] = scoring.DATE_WEIGHT * scoring.NEAR_DATE**number
        papers = int(np.count_nonzero(near))
        scores *= np.float32(scoring.rarity(papers, self._index.indexed))
        by_date = Answer(scores > 0, scores, without_typos=near)
        return either([self.answer(year.word, last_resort=last_resort), by_date])

    def _likely_name(self, likely: LikelyName, last_resort: bool) -> Answer:
        """Answer what may be part of a name: by the names that have it, or as it is otherwise."""
        names = [
            self._leaf(name, last_resort)
            for name in likely.names
            if not any(is_common(self._index, word) for word in name.words if len(word) > 1)
        ]
        named = [answer for answer in names if answer.found.any()]
        as_word = self.answer(likely.word, last_resort=last_resort)
        answer = either([as_word, *named])
        if named and not likely.required:  # no highlight for each word with the letter
            answer = replace(answer, tokens=tuple(token for each in named for token in each.tokens))
        return replace(answer, is_optional=not likely.required)

    def _compound(self, clause: Compound, last_resort: bool) -> Answer:
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
                found.append(self._both([self._leaf(each, last_resort) for each in clause.words]))
        return either(found or ways)

    def _as_rare(self, leaf: Word | Phrase, answer: Answer, ways: Sequence[Answer]) -> Answer:
        """Make one way to write a token worth as much as another: each is as rare as all."""
        if answer.scores is None or (isinstance(leaf, Word) and leaf.keyword):
            return answer
        count = int(np.count_nonzero(reduce(np.logical_or, (way.found for way in ways))))
        rarity = scoring.rarity(count, self._index.indexed)
        if isinstance(leaf, Phrase):
            alone = scoring.rarity(int(np.count_nonzero(answer.found)), self._index.indexed)
            factor = rarity / alone / len(leaf.words)
        else:
            factor = scoring.JOINED * rarity / answer.matches[0].rarity
        return replace(answer, scores=answer.scores * np.float32(factor))

    def _match(self, word: Word, last_resort: bool) -> Match:
        last_resort = (
            last_resort
            and rules.has_last_resort(word)
            and not self._match(word, last_resort=False).is_term
        )
        key = word, last_resort
        cached = self._matches.get(key)
        if cached is None:
            unfinished = self._matches.get((replace(word, open=True), last_resort))
            if unfinished is not None and not word.exact:
                cached = terms.finished(self._index, word, unfinished)
            else:
                cached = terms.match(self._index, word, last_resort=last_resort)
            self._matches[key] = cached
            if len(self._matches) > CACHED_MATCHES:
                self._matches.popitem(last=False)
        else:
            self._matches.move_to_end(key)
        return cached

    def _cached(self, key: Hashable, answer: Callable[[], Answer]) -> Answer:
        """Return the cached answer of a key, or else a new one."""
        cached = self._cached_answers.get(key)
        if cached is None:
            cached = self._cached_answers[key] = answer()
            if len(self._cached_answers) > _CACHED_ANSWERS:
                self._cached_answers.popitem(last=False)
        else:
            self._cached_answers.move_to_end(key)
        return cached


def _journal_token(word: str) -> MatchedToken:
    shorter = {word[:end]: end for end in range(rules.SUBSTRING_FROM, len(word))}
    return MatchedToken(word, Field.JOURNAL, others=shorter)


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
