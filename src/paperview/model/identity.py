"""Duplicate detection: which records are of one work, by title, author, edition and journal.

Records of one id are usually of one work, however they write its title: a title gets a subtitle, a
preprint another title, a translation keeps the authors alone. But editors give the DOI of a book to
all its chapters, and people mistype ids. So records are compared pairwise: some pairs surely are
of one work, some surely are not, and others might be. Records that might be of one work are united
only if that unites no two that surely are not: a record that fits two works belongs to neither. The
order of the records does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple, TypeVar

from paperview.lazy import lazy_pattern
from paperview.model.analysis import words
from paperview.model.names import author_key, given_first, surname
from paperview.model.paper import Paper
from paperview.tex import to_text

NO_DOI, NO_ID = 0, 1
"""Keys in the place of a DOI's: without a DOI, and without an arXiv id either."""
TELLING = 3
"""Words of a title that identifies a paper, at least: "Preface" and "Book Review" do not."""
_SIGNS = lazy_pattern(r"(?<=\w)[+#]+")
"""Signs that distinguish C++ from C."""
_YEARS_APART = 3
"""Years between a preprint and its article, at most, if neither has an id."""
_LEAST_NUMBERS = 2
"""Numbers that identify an article in a journal, at least: the volume and a page."""
_TELLING_WORD = 4
"""Letters of a word of a title that says something about its subject, at least."""
_MOST_COMPARED = 64
"""Different editions, or articles of journals, that are compared pairwise."""
_MOST_PEOPLE = 50
_TAG = lazy_pattern(r"</?[A-Za-z][^<>]{0,40}>")
_SUBTITLE = lazy_pattern(r"[:(?!—–]|\.\s|\s-\s|--")
ANOTHER_WORK = frozenset(
    (
        *("addendum", "appendix", "comment", "comments", "corrigendum", "correction", "discussion"),
        *("erratum", "errata", "rejoinder", "reply", "response", "supplement"),
        *("book", "chapter", "part", "paper", "section", "vol", "volume"),
        *("ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii"),
    )
)
"""Words after a title that make it the title of another work, not a longer form of the same."""
_BODY = lazy_pattern(
    r"\b(?:anonymous|collaborations?|committee|consortium|editors?|et al|group|others|project|team"
    r"|various|working)\b"
)
"""Words of groups that stand in the place of authors."""
EDITION = {
    "volume": "volume",
    "edition": "edition",
    "chapter": "chapter",
    "number-of-pages": "number-of-pages",
}
"""The further pairs that tell a work from others of its title, by name."""
_BOOKS = frozenset(("book", "proceedings", "booklet", "manual"))
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii"
_NUMBERS = {word: str(number) for number, word in enumerate(_ORDINALS.split(), 1)} | {
    word: str(number) for number, word in enumerate(_ROMAN.split(), 1)
}
_INTEGER = lazy_pattern(r"[0-9]+")
_YEAR = lazy_pattern(r"1[89][0-9][0-9]|20[0-9][0-9]")
_YEAR_IN_PARENTHESES = lazy_pattern(rf"\((?:{_YEAR.pattern})\)")
_PREPRINT = frozenset(("arxiv", "corr", "biorxiv", "medrxiv", "chemrxiv", "preprint", "eprint"))

_Fact = TypeVar("_Fact", bound=Hashable)


def title_key(paper: Paper) -> str | None:
    """Return the blocking key of a record: candidates have it in common.

    It is the title, the first author's surname and the first letter of the first name, all of them
    folded. Short titles identify no paper without the year. None without title
    or author.
    """
    title = words(paper.title) if paper.title and paper.authors else []
    if not paper.title or not title:
        return None
    signs = "".join(_SIGNS.findall(to_text(paper.title)))
    year = str(paper.created.year) if paper.created and len(title) < TELLING else ""
    return "\n".join((" ".join(title), signs, author_key(paper.authors[0]), year))


class Evidence(NamedTuple):
    """The features by which records are compared."""

    arxiv_id: str
    """Its base; empty where there is none."""
    title: tuple[str, ...]
    """Its words, folded."""
    letters: str
    """The title without blanks, with signs as in C++; empty without a title."""
    main: int
    """Words before the subtitle; 0 without a subtitle."""
    authors: frozenset[str]
    """Keys of the first author and of all authors together; empty if they are not known."""
    people: frozenset[str]
    """Surnames of all authors."""
    edition: frozenset[tuple[str, str]]
    """Volume, edition and the like, of a book."""
    journal: tuple[str, ...]
    """The words of the journal's name, or of what the work was published in or by."""
    numbers: tuple[str, ...]
    """Volume, issue and pages in it."""
    year: int
    """0 where it is not known."""
    is_book: bool


def evidence(paper: Paper) -> Evidence:
    """Return the features by which a record is compared."""
    text = _TAG.sub(" ", paper.title or "")
    title = tuple(words(text))
    before = _SUBTITLE.split(to_text(text), maxsplit=1)
    signs = "".join(_SIGNS.findall(to_text(text)))
    year = paper.created.year if paper.created else 0
    journal, numbers = _published(paper.journal_ref or "", year)
    extra = [(key.lower(), value) for key, value in paper.extra]
    names = [to_text(name) for name in paper.authors[:_MOST_PEOPLE]]
    people = [name for name in names if not _BODY.search(name.lower())]
    return Evidence(
        arxiv_id=paper.arxiv_id.base if paper.arxiv_id else "",
        title=title,
        letters="".join(title) + signs if title else "",
        main=len(words(before[0])) if len(before) > 1 else 0,
        authors=frozenset(_callings(people, names)),
        people=frozenset("".join(words(surname(given_first(name)))) for name in people),
        edition=frozenset((EDITION[key], _number(value)) for key, value in extra if key in EDITION),
        journal=journal,
        numbers=numbers,
        year=year,
        is_book=any(key == "type" and value.lower() in _BOOKS for key, value in extra),
    )


def has_edition(paper: Paper) -> bool:
    """Return whether a record says which volume or edition of a work it is of."""
    return any(key.lower() in EDITION for key, _ in paper.extra)


def _callings(people: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    """Yield the possible surnames of the first author: "LeCun, Y." is "Yann Le Cun"."""
    if not people or people[0] != names[0]:
        return
    name = given_first(people[0])
    given = words(name)
    if len(given) < 2:  # which may be a group as well
        return
    yield author_key(name)
    if len(given) > 2:
        yield f"{given[-2]}{given[-1]} {given[0][0]}"
    else:  # some put the last name first
        yield "\t".join(sorted(given))
    if len(people) > 1:
        yield "\n".join(sorted("".join(words(surname(given_first(one)))) for one in people))


def _published(journal_ref: str, year: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    parts = words(_YEAR_IN_PARENTHESES.sub("", journal_ref))
    if not _PREPRINT.isdisjoint(parts):
        return (), ()
    numbers = [part for part in parts if _INTEGER.search(part) and part != str(year)]
    if numbers and _YEAR.fullmatch(numbers[-1]):
        del numbers[-1]
    return tuple(part for part in parts if not _INTEGER.search(part)), tuple(numbers)


def _number(text: str) -> str:
    """Return the number that a volume or an edition is: `3` for "3rd", "third" and "III"."""
    if found := _INTEGER.search(text):
        return found[0].lstrip("0")
    parts = words(text)
    return next((_NUMBERS[part] for part in parts if part in _NUMBERS), " ".join(parts))


# --- records of one title and first author, without ids


def stand_apart(first: Evidence, second: Evidence) -> bool:
    """Return whether records with the same title and first author are of two works.

    This is so for volumes and editions of a book, books of different years, columns on different
    pages of one journal, works published in different years in different journals, and works many
    years apart. Records with the same pages of one journal are of one work, whatever the years.
    """
    if editions_differ(first, second):
        return True
    years = abs(first.year - second.year) if first.year and second.year else 0
    if not first.journal or not second.journal:
        return years > _YEARS_APART or (first.is_book and second.is_book and years > 0)
    one, other = set(first.journal), set(second.journal)
    are_alike = _is_part(first.numbers, second.numbers) or _is_part(second.numbers, first.numbers)
    if first.journal == second.journal and not are_alike:
        return True
    if one <= other or other <= one:
        least = min(len(first.numbers), len(second.numbers))
        if are_alike and least >= _LEAST_NUMBERS:
            return False
        return years > (0 if first.is_book and second.is_book else _YEARS_APART)
    return years > (0 if first.is_book and second.is_book else 1)


def editions_differ(first: Evidence, second: Evidence) -> bool:
    """Return whether records are of two volumes or editions of a work."""
    return _conflict(first.edition, second.edition)


def _conflict(first: Iterable[tuple[str, str]], second: Iterable[tuple[str, str]]) -> bool:
    mine = dict(first)
    return any(mine.get(key, value) != value for key, value in second)


def _is_part(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Return whether some numbers are among others, in the same order."""
    left = iter(longer)
    return all(number in left for number in shorter)


def same_titled(records: Sequence[Evidence]) -> list[int]:
    """Return per record, all with one title and first author, the first index of its work."""
    works = _Clusters(records)
    for members in works.by_journal():
        works.unite(members, _edition_facts, _are_apart)
    works.unite(range(len(records)), _without_title, stand_apart)
    return works.firsts


def _without_title(record: Evidence) -> Evidence:
    return record._replace(
        arxiv_id="", title=(), letters="", main=0, authors=frozenset(), people=frozenset()
    )


# --- records of one id


class _Facts(NamedTuple):
    """Facts that distinguish works of one title or one author."""

    arxiv_id: str
    edition: frozenset[tuple[str, str]]
    numbers: tuple[str, ...]
    title: frozenset[str] = frozenset()
    """The words of its title that tell something; empty for one that an arXiv id tells of."""


def _edition_facts(record: Evidence) -> _Facts:
    return _Facts(record.arxiv_id, record.edition, ())


def _page_facts(record: Evidence) -> _Facts:
    title = () if record.arxiv_id else record.title
    telling = frozenset(word for word in title if len(word) >= _TELLING_WORD) or frozenset(title)
    return _Facts(record.arxiv_id, record.edition, record.numbers, telling)


def _are_apart(first: _Facts, second: _Facts) -> bool:
    return (
        bool(first.arxiv_id and second.arxiv_id and first.arxiv_id != second.arxiv_id)
        or _conflict(first.edition, second.edition)
        or not (_is_part(first.numbers, second.numbers) or _is_part(second.numbers, first.numbers))
        or _are_unrelated(first, second)
    )


def _are_unrelated(first: _Facts, second: _Facts) -> bool:
    """Return whether titles share less than half of their words, and pages do not agree.

    This is so for chapters that one author wrote for a book. A preprint may be published under any
    title.
    """
    if first.numbers == second.numbers and len(first.numbers) >= _LEAST_NUMBERS:
        return False
    shorter = min(len(first.title), len(second.title))
    return shorter > 0 and 2 * len(first.title & second.title) < shorter


def same_works(records: Sequence[Evidence]) -> list[int]:
    """Return per record of one arXiv id or DOI the index of the first record of its work.

    They are of one work if their titles agree, or their first authors, and neither their arXiv ids
    nor their editions differ. Where the titles don't agree, their pages in a journal must not
    differ either, and without an arXiv id the titles must have some words in common. Where there is
    nothing to compare, one title without an author and one author without a title, say, they are of
    one work unless that would unite others.
    """
    works = _Clusters(records)
    for members in works.titled():
        # First those with one arXiv id: others with this title can't say that they are two works.
        for some in works.by_arxiv_id(members):
            works.unite(some, _edition_facts, _are_apart)
        works.unite(members, _edition_facts, _are_apart)
    for members in works.longer_titles():
        works.unite(members, _edition_facts, _are_apart)
    for members in works.by_author():
        works.unite(members, _page_facts, _are_apart, is_telling=lambda facts: any(facts[1:]))
    for members in works.titled():
        works.choose(members)
    for members in (works.without_title_and_author(), works.incomparable()):
        works.unite(members, _edition_facts, _are_apart, is_telling=lambda _: False)
    return works.firsts


class _Clusters:
    """Clusters of records of one work, as a union-find structure."""

    def __init__(self, records: Sequence[Evidence]) -> None:
        self._records = records
        self._roots = list(range(len(records)))
        self._members = [[index] for index in self._roots]
        """Per root: the records of its work."""
        self._known: dict[object, dict[int, frozenset[Any]]] = {}
        """Per kind of facts and root: those of its records, as far as they were asked for."""

    @property
    def firsts(self) -> list[int]:
        """Per record: the first one of its work."""
        firsts: dict[int, int] = {}
        return [firsts.setdefault(self._root(index), index) for index in range(len(self._records))]

    def _root(self, index: int) -> int:
        roots = self._roots
        while roots[index] != index:
            roots[index] = roots[roots[index]]
            index = roots[index]
        return index

    def _join(self, roots: Iterable[int]) -> None:
        largest, *others = sorted(roots, key=lambda root: -len(self._members[root]))
        for root in others:
            self._roots[root] = largest
            self._members[largest] += self._members[root]
            for known in self._known.values():
                if root in known and largest in known:
                    known[largest] |= known[root]
                else:
                    known.pop(largest, None)

    def unite(
        self,
        members: Iterable[int],
        fact: Callable[[Evidence], _Fact],
        are_apart: Callable[[_Fact, _Fact], bool],
        *,
        is_telling: Callable[[_Fact], bool] = lambda _: True,
    ) -> None:
        """Unite works that might be one, unless that unites works that are apart.

        Args:
            members: records of these works.
            fact: gives what may tell them apart.
            are_apart: whether two facts are of two works.
            is_telling: whether records that have the same fact are of one work for that alone.
        """
        members = list(members)
        by_fact: dict[_Fact, list[int]] = {}
        for index in members if len(members) > 1 else ():
            by_fact.setdefault(fact(self._records[index]), []).append(index)
        alike = (indexes for one, indexes in by_fact.items() if is_telling(one))
        for indexes in (*alike, members):
            roots = {self._root(index) for index in indexes}
            if len(roots) > 1:
                facts = {root: self._facts(root, fact) for root in roots}
                for some in _consistent(facts, are_apart):
                    self._join(some)

    def choose(self, members: Iterable[int]) -> None:
        """Join works with one title that have no arXiv id to the first that has one, of several.

        An id of several works, volumes for instance, does not say which of them is meant.
        """
        by_arxiv_id: dict[str, list[int]] = {}
        for root in dict.fromkeys(map(self._root, members)):
            arxiv_id = max(fact.arxiv_id for fact in self._facts(root, _edition_facts))
            by_arxiv_id.setdefault(arxiv_id, []).append(root)
        unnamed = by_arxiv_id.pop("", [])
        for root in unnamed if len(by_arxiv_id) > 1 else ():
            for _, named in sorted(by_arxiv_id.items()):
                # A work that another one was joined to may have another root now.
                roots = {root, *map(self._root, named)}
                both = {one: self._facts(one, _edition_facts) for one in roots}
                if len(named) == 1 and next(_consistent(both, _are_apart), None):
                    self._join(both)
                    break

    def _facts(self, root: int, fact: Callable[[Evidence], _Fact]) -> frozenset[_Fact]:
        known = self._known.setdefault(fact, {})
        if root not in known:
            known[root] = frozenset(fact(self._records[index]) for index in self._members[root])
        return known[root]

    def titled(self) -> Iterator[list[int]]:
        """Give records with the same title; short ones count only with a common author."""
        by_title: dict[str, dict[str, list[int]]] = {}
        for index, record in enumerate(self._records):
            names = record.people or {""} if len(record.title) < TELLING else {""}
            for name in names if record.letters else ():
                by_title.setdefault(record.letters, {}).setdefault(name, []).append(index)
        for by_name in by_title.values():
            yield from (by_name[name] for name in sorted(by_name))
            if "" in by_name and len(by_name) > 1:
                named = [index for name, indexes in by_name.items() if name for index in indexes]
                if len({self._root(index) for index in named}) == 1:
                    yield [*by_name[""], *named]

    def longer_titles(self) -> Iterator[list[int]]:
        """Give records whose title is the beginning of others, with these if they are one work."""
        titles: dict[tuple[str, ...], list[int]] = {}
        for index, record in enumerate(self._records):
            if record.title:
                titles.setdefault(record.title, []).append(index)
        longer: dict[tuple[str, ...], list[int]] = {}
        shorter: list[tuple[str, ...]] = []
        for title in sorted(titles):
            while shorter and title[: len(shorter[-1])] != shorter[-1]:
                shorter.pop()
            if shorter and self._is_longer(titles[title], shorter[-1]):
                longer.setdefault(shorter[-1], []).extend(titles[title])
            shorter.append(title)
        for title in sorted(longer, reverse=True):
            if len({self._root(index) for index in longer[title]}) == 1:
                yield [*titles[title], *longer[title]]

    def _is_longer(self, indexes: Sequence[int], shorter: tuple[str, ...]) -> bool:
        """Return whether records have a longer form of a title, and not that of another work."""
        rest = self._records[indexes[0]].title[len(shorter) :]
        mains = {self._records[index].main for index in indexes}
        is_whole = len(shorter) >= TELLING or len(shorter) in mains
        return is_whole and ANOTHER_WORK.isdisjoint(rest) and not rest[0].isdecimal()

    def by_arxiv_id(self, members: Iterable[int]) -> list[list[int]]:
        """Return some records by their arXiv ids, without those that have none."""
        by_arxiv_id: dict[str, list[int]] = {}
        for index in members:
            if arxiv_id := self._records[index].arxiv_id:
                by_arxiv_id.setdefault(arxiv_id, []).append(index)
        return list(by_arxiv_id.values())

    def by_author(self) -> Iterator[list[int]]:
        """Give records with the same first author."""
        by_author: dict[str, list[int]] = {}
        for index, record in enumerate(self._records):
            for name in record.authors:
                by_author.setdefault(name, []).append(index)
        # In the order of names: that of records or of a set would decide what is united first.
        return (by_author[name] for name in sorted(by_author))

    def by_journal(self) -> Iterator[list[int]]:
        """Give records with the same volume and pages of a journal."""
        by_pages: dict[object, list[int]] = {}
        for index, record in enumerate(self._records):
            if len(record.numbers) >= _LEAST_NUMBERS:
                by_pages.setdefault((record.journal, record.numbers), []).append(index)
        return iter(by_pages.values())

    def without_title_and_author(self) -> list[int]:
        """Return the records without title and author."""
        records = enumerate(self._records)
        return [index for index, record in records if not (record.letters or record.authors)]

    def incomparable(self) -> list[int]:
        """Return all records if no two of their works can be compared."""
        said: list[str] = []
        for root in {self._root(index) for index in self._roots}:
            members = [self._records[index] for index in self._members[root]]
            said += ["title"] if any(record.letters for record in members) else []
            said += ["author"] if any(record.authors for record in members) else []
        return list(range(len(self._records))) if len(said) == len(set(said)) else []


def _consistent(
    works: dict[int, frozenset[_Fact]], are_apart: Callable[[_Fact, _Fact], bool]
) -> Iterator[set[int]]:
    """Give sets of works that may be one; no two works of a set are apart."""
    alike: dict[frozenset[_Fact], set[int]] = {}
    for root, facts in works.items():
        alike.setdefault(facts, set()).add(root)
    if len(alike) > _MOST_COMPARED:
        yield from (roots for roots in alike.values() if len(roots) > 1)
        return

    def apart(first: frozenset[_Fact], second: frozenset[_Fact]) -> bool:
        return any(are_apart(one, other) for one in first for other in second)

    left = list(alike)
    while left:
        linked = [left.pop()]
        for one in linked:
            near = [other for other in left if not apart(one, other)]
            linked += near
            left = [other for other in left if other not in near]
        roots = set().union(*(alike[facts] for facts in linked))
        if len(roots) > 1 and not any(apart(*pair) for pair in combinations(linked, 2)):
            yield roots
