"""The searcher: answers queries from an index."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial, reduce
from itertools import chain, pairwise
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from paperview.index import explaining, nearly, scoring
from paperview.index.answers import (
    Answer,
    Papers,
    both,
    either,
    found_as_typed,
    found_by,
    found_by_all,
    with_joined,
)
from paperview.index.fields import KEYWORDS, Field
from paperview.index.matching import rules, terms
from paperview.index.matching.journals import journal_scores
from paperview.index.matching.names import is_common, name_scores
from paperview.index.matching.phrases import phrase_scores
from paperview.index.matching.proximity import proximity
from paperview.index.matching.splits import splits
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
    in_post_order,
    wanted,
)
from paperview.index.results import (
    Correction,
    MatchedToken,
    Nearly,
    Query,
    Results,
)
from paperview.index.sorting import Ranking
from paperview.index.storage.index import Index
from paperview.index.storage.packing import Numbers

_CACHED_MATCHES = 12
"""Matches that are cached, seven bytes a paper and one a term each: those of the query so far are
there for its next letter, and those of the last letters for when they are deleted."""
_CACHED_ANSWERS = 8
"""Answers to names, phrases, years and the like that are cached while the words behind them are
typed; five bytes a paper each."""

_SHORT_PHRASE = 8
"""Words of a phrase up to which others may write two of them in one, or one in two."""
_MANY_CLAUSES = 32
"""Clauses beyond which a query is a text that was pasted."""

ShelfLookup = Callable[[OnShelf], Sequence[int]]
"""Gives the numbers of the papers that a clause about the shelf means, in any order."""


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
        self._cached_answers: OrderedDict[Hashable, Answer] = OrderedDict()

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
            answers.append(self._answer(clause, last_resort))
            if is_long:
                left = left & self._all(answers[-1:])
                if not left.any():
                    break
            elif not answers[-1].found.any() and self._is_hopeless(query.clauses, answers):
                break
        return self._with_pairs(query.clauses, answers)

    def _is_hopeless(self, clauses: Sequence[Clause], answers: Sequence[Answer]) -> bool:
        """Return whether more clauses find nothing than a paper that nearly matches may lack."""

        def count(some: Sequence[Answer]) -> int:
            return sum(not (answer.is_optional or answer.found.any()) for answer in some)

        if count(answers) <= nearly.MOST_LACKING:
            return False
        # Two words may be found in one, and the last one with the next.
        return count(self._with_pairs(clauses, list(answers))[:-1]) > nearly.MOST_LACKING

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
        may_help = not is_hopeless and len(query.clauses) <= _CACHED_MATCHES
        return may_help and any(map(rules.has_last_resort, _words(query.clauses)))

    def _with_pairs(self, clauses: Sequence[Clause], answers: list[Answer]) -> list[Answer]:
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
        for shard in self.index.shards:
            low, high = shard.dictionary.prefix_range(word.text)
            if low < high and (not word.exact or shard.dictionary[low] == word.text):
                return True
        return False

    def _all(self, answers: Iterable[Answer]) -> Papers:
        """Return the papers that all answers find."""
        return found_by_all(answers, self.index.found)

    def _both(self, answers: Sequence[Answer]) -> Answer:
        return both(answers, self.index.found)

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
        answer = self._answer(Or(ids), last_resort=False)
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

    def _answer(self, clause: Clause, last_resort: bool) -> Answer:
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
                    answers[first:] = [self._both(self._with_pairs(clauses, answers[first:]))]
                case Or(clauses):
                    first = len(answers) - len(clauses)
                    answers[first:] = [either(answers[first:])]
                case Phrase():
                    answers.append(self._cached(("quoted", part), partial(self._quoted, part)))
                case leaf:
                    answers.append(self._leaf(leaf, last_resort))
        return answers[0]

    def _quoted(self, phrase: Phrase) -> Answer:
        """Answer a phrase, with two of its words in one, or one of them in two, as well."""
        ways = [phrase, *(replace(phrase, words=words) for words in self._other_ways(phrase))]
        answers = [self._leaf(way, last_resort=False) for way in ways]
        return either([answer for answer in answers if answer.found.any()] or answers[:1])

    def _other_ways(self, phrase: Phrase) -> Iterator[tuple[str, ...]]:
        """Give the words of a phrase with two of them in one, or one of them in two."""
        words = phrase.words
        if phrase.first or phrase.signed or len(words) > _SHORT_PHRASE:
            return
        for i, pair in enumerate(pairwise(words)):
            if not "".join(pair).isdecimal():
                yield (*words[:i], "".join(pair), *words[i + 2 :])
        for i, word in enumerate(words):
            for split in splits(self.index, word, phrase.fields):
                if not split.is_form:
                    yield (*words[:i], *split.phrases[0].split(), *words[i + 1 :])

    def _leaf(  # noqa: PLR0911 - one for each kind of leaf
        self, leaf: Leaf, last_resort: bool
    ) -> Answer:
        index = self.index
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
            scores = name_scores(self.index, replace(name, words=words, in_full=in_full))
            token = MatchedToken(" ".join(words), Field.AUTHORS, exact=True, is_name=True)
            answers.append(Answer(scores > 0, scores, tokens=(token,)))
        return either([answer for answer in answers if answer.found.any()] or answers[:1])

    def _shelved(self, leaf: OnShelf) -> Papers:
        papers = np.zeros(self.index.count, np.bool_)
        numbers = np.array(self._on_shelf(leaf) if self._on_shelf else (), np.int64)
        papers[numbers[numbers < len(papers)]] = True
        return papers

    def _with_ids(self, clauses: Iterable[Clause]) -> Answer:
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
        return Answer(found, found.astype(np.float32), tokens=tuple(tokens))

    def _year(self, year: Year, last_resort: bool) -> Answer:
        """Answer a date typed as a word: by the word, by the date, or by one that is near."""
        dates = self.index.dates
        scores = np.zeros(self.index.count, np.float32)
        for number, (first, last) in reversed(list(enumerate(year.steps))):
            near = (dates >= first) & (dates <= last)
            scores[near] = scoring.DATE_WEIGHT * scoring.NEAR_DATE**number
        papers = int(np.count_nonzero(near))
        scores *= np.float32(scoring.rarity(papers, self.index.indexed))
        by_date = Answer(scores > 0, scores, without_typos=near)
        return either([self._answer(year.word, last_resort), by_date])

    def _likely_name(self, likely: LikelyName, last_resort: bool) -> Answer:
        """Answer what may be part of a name: by the names that have it, or as it is otherwise."""
        names = [
            self._leaf(name, last_resort)
            for name in likely.names
            if not any(is_common(self.index, word) for word in name.words if len(word) > 1)
        ]
        named = [answer for answer in names if answer.found.any()]
        as_word = self._answer(likely.word, last_resort)
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
        rarity = scoring.rarity(count, self.index.indexed)
        if isinstance(leaf, Phrase):
            alone = scoring.rarity(int(np.count_nonzero(answer.found)), self.index.indexed)
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
                cached = terms.finished(self.index, word, unfinished)
            else:
                cached = terms.match(self.index, word, last_resort=last_resort)
            self._matches[key] = cached
            if len(self._matches) > _CACHED_MATCHES:
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

    def _other_years(self, query: Query, found: Numbers) -> Iterator[Correction]:
        """Give the years that no paper found is from, and the year beside it of most of them."""
        for leaf in chain.from_iterable(map(wanted, query.clauses)):
            if isinstance(leaf, Year):
                answer = self._leaf(leaf, last_resort=False)
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
