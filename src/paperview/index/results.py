"""Queries and their answers, free of the machinery between them."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import accumulate, chain, islice
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from paperview.index.fields import ANYWHERE, Field

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from paperview.index.query.tree import Clause


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. A paper is found when every clause matches it; no clause finds all.

    Its text says all: what it was parsed to is not compared.
    """

    text: str
    clauses: tuple[Clause, ...] = field(default=(), compare=False)
    mistakes: tuple[str, ...] = field(default=(), compare=False)
    """Remarks for the bar on what could not be read as meant."""


EVERYTHING = Query("")


class Order(Enum):
    """How results are ordered; the value is what the header says."""

    BEST = "best match first"
    """Without a query: newest first."""
    NEWEST = "newest first"
    OLDEST = "oldest first"
    TITLE = "by title"
    AUTHOR = "by first author"

    @property
    def following(self) -> Order:
        """The next order in turn."""
        orders = list(Order)
        return orders[(orders.index(self) + 1) % len(orders)]

    def for_query(self, query: Query) -> Order:
        """Return the order that this one is for a query: without one the best are the newest."""
        return Order.NEWEST if self is Order.BEST and not query.clauses else self

    def following_for(self, query: Query) -> Order:
        """Return the next order in turn that is another one for a query."""
        following = self.following
        is_same = following.for_query(query) is self.for_query(query)
        return following.following if is_same else following


ORDERS = {order.name.lower(): order for order in Order}
"""The orders by the names that people give them."""


class MatchedToken(NamedTuple):
    """The terms that a token of the query matched, for highlighting."""

    text: str
    """Folded; the words of a phrase, with a blank between them."""
    fields: Field = ANYWHERE
    exact: bool = False
    first: bool = False
    """Whether it matches the start of the title alone."""
    is_name: bool = False
    """Whether it is an author's name, whose words may stand in any order."""
    open: bool = False
    """Whether the last word of a phrase may be a prefix."""
    others: Mapping[str, int] = MappingProxyType({})
    """Other forms and terms matched with typos, and how many of their letters are meant."""


class Correction(NamedTuple):
    """A token that was found only with a typo."""

    typed: str
    meant: str
    """The term that most of the results hold instead."""
    beyond: bool
    """Whether it took one more typo than is usually allowed."""


class Variant(NamedTuple):
    """Another form or way of writing that some of the papers found have in place of a token."""

    typed: str
    """The token; two tokens with a blank between them, where papers have them in one word."""
    meant: str
    """The variant that most papers hold."""


class Hint(NamedTuple):
    """Advice for a query without results: which clauses to leave out."""

    clauses: int
    """How many clauses the query has."""
    without: tuple[tuple[str, int], ...] = ()
    """Clauses to leave out, each with the number of papers found then, the most first."""

    @property
    def what(self) -> str:
        """The finding itself, without the advice."""
        if not self.without:
            return "nothing matches"
        return "nothing has both" if self.clauses == 2 else f"nothing has all {self.clauses}"

    def __str__(self) -> str:
        ways = ", ".join(f"without {clause}: {count:,}" for clause, count in self.without)
        return f"{self.what}; {ways}" if ways else self.what


class PaperNumbers(Protocol):
    """Paper numbers in order."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int, /) -> int: ...

    def __iter__(self) -> Iterator[int]: ...

    def rows(self, first: int, end: int, /) -> Iterable[int]:
        """Return the papers from one index to before another."""
        ...

    def index_of(self, number: int, /) -> int | None:
        """Return the index of a paper, None where it is not among them."""
        ...


class NumberList:
    """Paper numbers in order, held in a sequence."""

    def __init__(self, numbers: Sequence[int] = (), ranks: Sequence[int] | None = None) -> None:
        """Take the numbers, and per paper its index if it is there at all."""
        self._numbers = numbers
        self._ranks = ranks

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, index: int) -> int:
        return int(self._numbers[index])

    def __iter__(self) -> Iterator[int]:
        return map(int, self._numbers)

    def rows(self, first: int, end: int) -> Iterable[int]:
        """Return the papers from one index to before another."""
        return self._numbers[first:end]

    def index_of(self, number: int) -> int | None:
        """Return the index of a paper, None where it is not among them."""
        if self._ranks is not None:
            index = self._ranks[number] if number < len(self._ranks) else len(self)
            return int(index) if index < len(self) and self._numbers[index] == number else None
        try:
            return self._numbers.index(number)
        except ValueError:
            return None


class JoinedNumbers:
    """Paper numbers in order, of several lists one behind the other."""

    def __init__(self, lists: Sequence[PaperNumbers]) -> None:
        self._lists = lists
        self._ends = tuple(accumulate(map(len, lists)))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __getitem__(self, index: int) -> int:
        which = bisect_right(self._ends, index)
        if which == len(self._lists):
            raise IndexError(index)
        return self._lists[which][index - self._ends[which] + len(self._lists[which])]

    def __iter__(self) -> Iterator[int]:
        return chain.from_iterable(self._lists)

    def rows(self, first: int, end: int) -> Iterable[int]:
        """Return the papers from one index to before another."""
        begin, parts = 0, list[int]()
        for numbers in self._lists:
            low, high = max(first - begin, 0), min(end - begin, len(numbers))
            if low < high:
                parts += map(int, islice(numbers.rows(low, high), high - low))
            begin += len(numbers)
        return parts

    def index_of(self, number: int) -> int | None:
        """Return the index of a paper, None where it is not among them."""
        for numbers, end in zip(self._lists, self._ends, strict=True):
            index = numbers.index_of(number)
            if index is not None:
                return end - len(numbers) + index
        return None


NO_PAPERS = NumberList()


class Nearly(NamedTuple):
    """Papers that match a query but for some of its words."""

    numbers: PaperNumbers
    """The papers, in order."""
    lacking: int
    """How many words each of them lacks."""
    words: tuple[tuple[str, NDArray[np.bool_]], ...]
    """The words that may be missing, and per paper of the index whether it has the word."""
    common: tuple[str, ...]
    """The words that all of them lack."""

    def missing(self, number: int) -> tuple[str, ...]:
        """Return the words that a paper lacks, whether it is one of them or not."""
        return tuple(word for word, holders in self.words if not holders[number])

    def texts(self, *, more: bool = False, in_title: bool = False) -> tuple[str, ...]:
        """Say how many papers lack what, at length and shorter.

        Args:
            more: whether there are papers before them.
            in_title: whether they have all other words in the title.
        """
        count = f"{len(self.numbers):,}{' more' * more}"
        rest = ", the rest in the title" * in_title
        words = " and ".join(f"‘{word}’" for word in self.common)
        if self.differ and self.common:
            return f"{count} without {words} and another word", f"{count}: no {words} …"
        if self.differ:
            words = "one word" if self.lacking == 1 else "two words"
            long = f"{count}, each without {words}{rest}"
            return long, f"{count} without {words}", count
        return f"{count} without {words}{rest}", f"{count} without {words}", f"{count}: no {words}"

    @property
    def differ(self) -> bool:
        """Whether some of them lack other words than others."""
        return len(self.common) < self.lacking


@dataclass(frozen=True, slots=True)
class Results:
    """An immutable answer."""

    query: Query = EVERYTHING
    numbers: PaperNumbers = NO_PAPERS
    """The papers found, in order."""
    nearly: tuple[Nearly, ...] = ()
    """The papers that nearly match, where few match, those that lack the fewest words first."""
    leading: Nearly | None = None
    """Papers that lack one word and have all others in the title, where no paper found is as good.

    They are shown above the papers found, and are not among the others that nearly match.
    """
    searched: int = 0
    """How many papers the answer is about."""
    seconds: float = 0.0
    tokens: tuple[MatchedToken, ...] = ()
    corrections: tuple[Correction, ...] = ()
    variants: tuple[Variant, ...] = ()
    hint: Hint | None = None
    is_by_id: bool = False
    """Whether no paper matches the whole query, and these have the ids in it."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """Remarks for the bar on text that was not taken as typed."""
        by_id = ("no paper has all of it; by id alone",) if self.is_by_id else ()
        return (*self.query.mistakes, *by_id)

    @property
    def remarks(self) -> list[str]:
        """Remarks on the query, a line each: forgiven, misread, or not found."""
        said = list(self.warnings)
        if self.query.text.strip() and not self.query.clauses and not said:
            said.append(f"nothing to look for in {self.query.text!r}: these are all papers")
        said += [f"{fix.typed} → {fix.meant}{'?' * fix.beyond}" for fix in self.corrections]
        said += [f"{variant.typed}: also {variant.meant}" for variant in self.variants]
        return [*said, str(self.hint)] if self.hint else said

    def __len__(self) -> int:
        return len(self.numbers)

    def with_lists(self, change: Callable[[PaperNumbers], PaperNumbers]) -> Results:
        """Return them with each of their lists of papers changed.

        Args:
            change: gives the same papers in another order.
        """
        groups = [some._replace(numbers=change(some.numbers)) for some in self.groups]
        leading = groups.pop(0) if self.leading is not None else None
        return replace(self, numbers=change(self.numbers), leading=leading, nearly=tuple(groups))

    def reversed(self) -> Results:
        """Return each list of papers from the last to the first."""
        return self.with_lists(_reversed)

    @property
    def groups(self) -> tuple[Nearly, ...]:
        """All groups of papers that nearly match, in the order in which they are shown."""
        return self.nearly if self.leading is None else (self.leading, *self.nearly)

    def missing(self, number: int) -> tuple[str, ...]:
        """Return the words that a paper lacks and not all that lack as many."""
        for some in self.groups:
            missing = some.missing(number)
            # The papers that lead are few, and others may lack as many words.
            is_one = some is not self.leading or some.numbers.index_of(number) is not None
            if is_one and len(missing) == some.lacking:
                return tuple(word for word in missing if word not in some.common)
        return ()

    @property
    def group_texts(self) -> list[tuple[str, ...]]:
        """What each of `groups` lacks, at length and shorter."""
        if self.leading is None:
            return [some.texts(more=bool(i or len(self))) for i, some in enumerate(self.nearly)]
        above = self.leading.texts(in_title=True)
        return [above, *(some.texts(more=True) for some in self.nearly)]

    @property
    def headings(self) -> list[tuple[int, tuple[str, ...]]]:
        """The row before which each group of papers begins, and what it is, also shorter."""
        lists = [self.numbers, *(some.numbers for some in self.nearly)]
        texts = self.group_texts
        if self.leading is None:
            texts = [(), *texts]
        else:
            lists = [self.leading.numbers, *lists]
            count = f"{len(self):,}"
            texts = [texts[0], (f"{count} with all words", f"{count}: all words"), *texts[1:]]
        begins = accumulate(map(len, lists[:-1]), initial=0)
        return [(row, said) for row, said in zip(begins, texts, strict=True) if said]

    @property
    def without_nearly(self) -> Results:
        """The results without the papers that nearly match, and what was corrected in those."""
        if not self.groups:
            return self
        corrections = self.corrections if len(self) else ()
        return replace(self, leading=None, nearly=(), corrections=corrections)

    @property
    def nearly_count(self) -> int:
        """How many papers nearly match."""
        return sum(len(some.numbers) for some in self.groups)

    @property
    def chosen(self) -> PaperNumbers:
        """What "all results" means: those found, or only if there are none those nearly found."""
        return self.numbers if len(self) else self.shown

    @property
    def shown(self) -> PaperNumbers:
        """The papers found, and those that nearly match above and below them."""
        if not self.groups:
            return self.numbers
        above = () if self.leading is None else (self.leading.numbers,)
        return JoinedNumbers([*above, self.numbers, *(some.numbers for some in self.nearly)])


def _reversed(numbers: PaperNumbers) -> NumberList:
    return NumberList(array("I", numbers)[::-1])


def newest_first(dates: Sequence[int], hidden: Collection[int] = ()) -> Results:
    """Return all papers, newest first; of one day in the order of their numbers.

    `paperview.index.sorting` does the same faster for very many.

    Args:
        dates: per paper: when it was created, as YYYYMMDD; 0 where that is not known.
        hidden: papers to leave out.
    """
    order = sorted(range(len(dates)), key=lambda number: -dates[number])
    numbers = NumberList([number for number in order if number not in hidden])
    return Results(numbers=numbers, searched=len(numbers))
