"""Finding the papers that references mean, and how sure that is.

A reference that is found is right in at least 98 of 100 cases (`python -m benchmarks.resolving`).
So a paper has to agree in title and authors, or in an id, or in volume, page and author; a paper
that agrees in the title alone, or in another year, is likely at most.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from enum import Enum, IntEnum, auto
from functools import lru_cache
from typing import NamedTuple

from paperview.index.fields import Field
from paperview.index.storage.index import Index
from paperview.lazy import lazy_pattern
from paperview.model.analysis import words
from paperview.model.paper import Paper
from paperview.references import titles
from paperview.references.candidates import Candidates
from paperview.references.people import Agreement, People, agreement, is_held, people_of
from paperview.references.reading import Reading, Short, read
from paperview.references.splitting import Reference
from paperview.references.titles import Likeness, Title
from paperview.tex import to_text
from paperview.text.combining import is_alphabetic

_SUBTITLE = lazy_pattern(r"[:?!—–]|\s-\s|--|\s\(")
_YEAR = lazy_pattern(r"(?<![0-9])(?:18|19|20)[0-9]{2}(?![0-9])")
_NUMBERS = lazy_pattern(r"[0-9]+")
_PAGES = lazy_pattern(r"([0-9]+)[a-z]?\s*[-–—]+\s*[a-z]?[0-9]+")
_TELLING_OF_JOURNAL = 2
"""Words of a journal's name that tell it, with the volume and the page."""
_EARLIER, _LATER = 1, 3
"""Years by which what is cited may be older or newer than the paper."""
_TELLING, _TELLING_ALONE = 3, 5
"""Words of a title that tell a paper, together with its authors, and alone."""
_LEAST_NUMBERS = 2
"""Numbers of a journal reference that tell a paper: the volume and a page."""
_WORDS_BESIDE_ID = 4
"""Words beside an id from which on they have to agree with the paper."""
_SHARED = 0.5
"""The share of a title's words that a reference has, if both mean the same paper."""


class Level(IntEnum):
    """How sure it is that a reference means a paper."""

    MISSING = 0
    LIKELY = 1
    SURE = 2


class Found(NamedTuple):
    """The meaning of a reference: a paper, or none, and how sure that is."""

    reference: Reference
    level: Level
    number: int | None = None
    """The paper's; None if it is missing."""
    why: str = ""
    """What agrees or differs, in a few words."""


class _Guess(NamedTuple):
    """A paper that a reference may mean; the better guess is the greater."""

    level: Level
    likeness: int
    is_published_there: bool
    """Whether volume and page agree."""
    is_same_year: bool
    people: int
    number: int
    why: str


class _Cited(NamedTuple):
    """A paper as it is compared with references."""

    title: Title
    people: People
    years: frozenset[int]
    journal: tuple[str, ...]
    volume: str
    """The first number of the journal reference; empty if it has less than two."""
    page: str
    """The first page, or the number of the article."""
    arxiv_id: str
    doi: str


class Finder:
    """Finds the papers of an index that references mean. Not to be shared between threads."""

    def __init__(self, index: Index, paper: Callable[[int], Paper]) -> None:
        """Take the index, and what gives a paper by its number."""
        self._candidates = Candidates(index)
        self._cited = lru_cache(1 << 12)(lambda number: _cited(paper(number)))

    def find(self, reference: Reference) -> Found:
        """Return which paper a reference means."""
        reading = read(reference.text)
        guess = self._guess(reading)
        if guess is None or guess.level is Level.MISSING:
            return Found(reference, Level.MISSING)
        return Found(reference, guess.level, guess.number, guess.why)

    def _guess(self, reading: Reading) -> _Guess | None:
        by_id = self._best(self._by_id(reading))
        if by_id is not None and by_id.level is Level.SURE:
            return by_id
        if reading.short is not None and by_id is None:
            by_name = self._by_name(reading.short)
            if by_name is not None:
                return by_name
        by_words = self._by_words(reading, fuzzy=False) or self._by_words(reading, fuzzy=True)
        return self._best(filter(None, (by_id, by_words)))

    def _by_id(self, reading: Reading) -> Iterator[_Guess]:
        for field, kind, names in (
            (Field.ID, "arXiv id", reading.arxiv_ids),
            (Field.DOI, "DOI", reading.dois),
        ):
            for name in names:
                for number in self._candidates.with_id(name, field):
                    agrees = _agrees(self._cited(number), reading)
                    why = kind if agrees else f"{kind}, but other words"
                    level = Level.SURE if agrees else Level.LIKELY
                    yield _Guess(level, Likeness.LOSS, True, True, 0, number, why)

    def _by_words(self, reading: Reading, *, fuzzy: bool) -> _Guess | None:
        numbers = self._candidates.likeliest(reading, fuzzy=fuzzy)
        return self._best(
            guess
            for number in numbers
            for guess in (self._by_title(number, reading), self._by_journal(number, reading))
            if guess is not None
        )

    def _best(self, guesses: Iterable[_Guess]) -> _Guess | None:
        """Return the best guess, less sure or none at all if there is another one as good."""
        best_first = sorted(guesses, reverse=True)
        if not best_first:
            return None
        best = best_first[0]
        are_many = any(one[:5] == best[:5] and one.number != best.number for one in best_first[1:])
        if not are_many:
            return best
        if best.likeness is not Likeness.SAME or best.people is Agreement.UNKNOWN:
            return None
        return best._replace(level=Level.LIKELY, why="title and authors, as of other papers")

    def _by_title(self, number: int, reading: Reading) -> _Guess | None:
        cited = self._cited(number)
        titled = titles.find(
            cited.title,
            reading,
            lambda word: is_held(word, cited.people.words),
            self._candidates.frequency,
        )
        if titled.likeness is Likeness.NO:
            return None
        people = agreement(cited.people, reading, titled.start, titled.end)
        years = _years_apart(cited, reading)
        level, why = _judged(cited, titled.likeness, people, years)
        is_whole = titled.start == 0 and titled.end == len(reading.tokens)
        if is_whole and titled.likeness is Likeness.SAME:
            level, why = Level.LIKELY, "title alone"
        place = _placed(cited, reading, titled.start, titled.end)
        is_alike = people is not Agreement.NONE and titled.likeness >= Likeness.SLIP
        if place is _Place.SAME and is_alike:
            level, why = max((level, why), (Level.SURE, "title, volume and page"))
        if _has_other_arxiv_id(cited, reading):
            return None
        if _has_other_doi(cited, reading) or place is _Place.ANOTHER:
            is_same = level is Level.SURE and titled.likeness is Likeness.SAME
            other = "volume or page" if place is _Place.ANOTHER else "DOI"
            level, why = (Level.LIKELY, f"{why}, but another {other}") if is_same else _NOTHING
        if level is Level.MISSING:
            return None
        is_there = place is _Place.SAME
        return _Guess(level, titled.likeness, is_there, years == 0, people, number, why)

    def _by_journal(self, number: int, reading: Reading) -> _Guess | None:
        """Compare volume, page and authors: some styles leave the title out."""
        cited = self._cited(number)
        begins = _journal_begins(cited, reading)
        if not begins or _placed(cited, reading, begins, begins) is not _Place.SAME:
            return None
        people = agreement(cited.people, reading, begins, len(reading.tokens))
        if people is not Agreement.GOOD or cited.years.isdisjoint(reading.years):
            return None
        why = "journal, volume, page and authors"
        return _Guess(Level.SURE, Likeness.LOSS, True, True, people, number, why)

    def _by_name(self, short: Short) -> _Guess | None:
        fitting = [
            number for number in self._candidates.by(short) if _fits(self._cited(number), short)
        ]
        if len(fitting) != 1:
            return None
        why = "the only paper of this name and year"
        return _Guess(Level.LIKELY, Likeness.BEGUN, False, True, 0, fitting[0], why)


def _cited(paper: Paper) -> _Cited:
    title = to_text(paper.title or "")
    before = _SUBTITLE.split(title, maxsplit=1)
    journal = words(paper.journal_ref or "")
    years = {int(year) for year in _YEAR.findall(paper.journal_ref or "")}
    if paper.date:
        years.add(paper.date.year)
    volume, page = _volume_and_page(to_text(paper.journal_ref or ""), years)
    return _Cited(
        title=Title(tuple(words(title)), len(words(before[0])) if len(before) > 1 else 0),
        people=people_of(paper),
        years=frozenset(years),
        journal=tuple(word for word in journal if is_alphabetic(word)),
        volume=volume,
        page=page,
        arxiv_id=paper.arxiv_id.base if paper.arxiv_id else "",
        doi=paper.doi.key if paper.doi else "",
    )


def _volume_and_page(journal_ref: str, years: Collection[int]) -> tuple[str, str]:
    """Return the volume and the first page in a journal reference; empty if it lacks them."""
    numbers = _NUMBERS.findall(journal_ref)
    numbers = [number for number in numbers if int(number) not in years]
    if len(numbers) < _LEAST_NUMBERS:
        return "", ""
    pages = _PAGES.findall(journal_ref)
    return _plain(numbers[0]), _plain(pages[-1] if pages else numbers[-1])


class _Place(Enum):
    """Whether a reference names the volume and the page of a paper."""

    SAME = auto()
    ANOTHER = auto()
    """It names the same journal, but another volume or page."""
    UNKNOWN = auto()


def _placed(cited: _Cited, reading: Reading, start: int, end: int) -> _Place:
    """Compare volume and page with the words of a reference around the title."""
    if not cited.volume:
        return _Place.UNKNOWN
    typed = (*reading.typed[:start], *reading.typed[end:])
    numbers = {_plain(number) for word in typed for number in _NUMBERS.findall(word)}
    if {cited.volume, cited.page} <= numbers:
        return _Place.SAME
    others = numbers - set(map(str, reading.years))
    is_told = len(others) >= _LEAST_NUMBERS and _journal_begins(cited, reading, end)
    return _Place.ANOTHER if is_told else _Place.UNKNOWN


def _plain(number: str) -> str:
    return number.lstrip("0") or "0"


def _journal_begins(cited: _Cited, reading: Reading, start: int = 1) -> int:
    """Return where in a reference the first words of a paper's journal stand; 0 for nowhere.

    An initial may look like the abbreviation of a journal, so the last such place counts.
    """
    words = cited.journal[:_TELLING_OF_JOURNAL]
    places = range(len(reading.tokens) - len(words), start - 1, -1)
    for i in places if words else ():
        if all(map(_abbreviates, reading.tokens[i : i + len(words)], words)):
            return i
    return 0


def _agrees(cited: _Cited, reading: Reading) -> bool:
    """Return whether the words beside an id may be those of its paper."""
    tokens = frozenset(reading.tokens)
    if len(tokens) < _WORDS_BESIDE_ID or not tokens.isdisjoint(cited.people.surnames):
        return True
    title = frozenset(cited.title.words)
    return len(title & tokens) >= _SHARED * len(title)


def _has_other_arxiv_id(cited: _Cited, reading: Reading) -> bool:
    """Return whether a reference names another paper of arXiv."""
    return bool(cited.arxiv_id and reading.arxiv_ids) and cited.arxiv_id not in reading.arxiv_ids


def _has_other_doi(cited: _Cited, reading: Reading) -> bool:
    """Return whether a reference names another DOI, as a preprint and its article may have."""
    return bool(cited.doi and reading.dois) and cited.doi not in reading.dois


def _years_apart(cited: _Cited, reading: Reading) -> int | None:
    """Return by how many years the reference is newer; None where one has no year."""
    in_title = {int(word) for word in cited.title.words if _YEAR.fullmatch(word)}
    years = [year for year in reading.years if year not in in_title] or list(reading.years)
    apart = [year - mine for year in years for mine in cited.years]
    return min(apart, key=abs) if apart else None


def _judged(
    cited: _Cited, likeness: Likeness, people: Agreement, years: int | None
) -> tuple[Level, str]:
    """Return how sure a paper is, and why."""
    is_near = years is None or -_EARLIER <= years <= _LATER
    telling = len(cited.title.words)
    is_alike = likeness >= Likeness.SLIP and is_near
    if people is Agreement.GOOD:
        return _judged_by_title(likeness, telling, is_near=is_near, years=years)
    if people is Agreement.SOME and is_alike and telling > _TELLING:
        return Level.LIKELY, "title, but not all authors"
    if people is Agreement.UNKNOWN and is_alike and telling >= _TELLING_ALONE:
        return Level.LIKELY, "title alone"
    return _NOTHING


def _judged_by_title(
    likeness: Likeness, telling: int, *, is_near: bool, years: int | None
) -> tuple[Level, str]:
    """Return how sure a paper is whose authors agree."""
    if likeness is Likeness.SAME:
        if is_near and (telling >= _TELLING or years is not None):
            return Level.SURE, "title and authors"
        return Level.LIKELY, "title and authors, but another year"
    if not is_near or telling < _TELLING or (likeness is Likeness.BEGUN and years != 0):
        return _NOTHING
    if likeness is Likeness.MAIN and (years is None or abs(years) > 1):
        return _NOTHING
    return _ALIKE[likeness]


_NOTHING = (Level.MISSING, "")
_ALIKE = {
    Likeness.SLIP: (Level.SURE, "title but for some letters, and authors"),
    Likeness.LOSS: (Level.LIKELY, "title but for a word, and authors"),
    Likeness.MAIN: (Level.LIKELY, "title without its subtitle, and authors"),
    Likeness.BEGUN: (Level.LIKELY, "authors, and a title that may go on"),
}


def _abbreviates(token: str, word: str) -> bool:
    """Return whether a word may be another one, or its abbreviation."""
    return token.startswith(word) or word.startswith(token)


def _fits(cited: _Cited, short: Short) -> bool:
    """Return whether a paper may be cited in a short form."""
    names = cited.people.surnames
    if not names or names[0] != short.first or short.year not in cited.years:
        return False
    if short.second:
        return cited.people.total == 2 and names[1:2] == (short.second,)
    return cited.people.total > 2 if short.has_others else cited.people.total == 1
