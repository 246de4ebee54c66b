"""Idioms: what people write across several tokens of a query.

A month and perhaps a day beside a year are a date: `may 2023`, `5 May 2023`, `May 5, 2023`. Letters
beside a word may be the initials of an author's name: `y. lecun`, `lecun y`, `jp serre`. What
stands before "et al." is a name, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from paperview.index.fields import ANYWHERE, Field
from paperview.index.matching.rules import may_be_initial
from paperview.index.query.literals import read_dates
from paperview.index.query.stop_words import STOP_WORDS
from paperview.index.query.tree import (
    And,
    Clause,
    Compound,
    Dates,
    LikelyName,
    Name,
    Phrase,
    Word,
    Year,
)
from paperview.text.combining import is_alphabetic

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH_NUMBERS = {
    name: number
    for number, month in enumerate(_MONTHS, 1)
    for name in (month, month[:3], *(("sept",) if number == 9 else ()))
}
_YEAR = 10_000
"""How far two years are apart, as numbers YYYYMMDD."""
_ELIDED = re.compile(r"(o)([^aeiou\W\d]\w{3,})|([dl])([aeiouh]\w{4,})")
_PAIR = 2
"""Letters of a word that may be two initials."""
_MOST_INITIALS = 4
_MOST_NAMES = 4
"""Names with initials that are looked up, at most: a pasted reference may have dozens."""


def together(clauses: Sequence[Clause]) -> list[Clause]:
    """Join clauses that mean something together; those between which no operator stands."""
    return _with_elisions(_with_initials(_with_dates(_without_others(clauses))))


def _without_others(clauses: Sequence[Clause]) -> list[Clause]:
    """Leave out the "et al." behind a name, also while it is typed, and prefer such authors."""
    left: list[Clause] = []
    words = [_word(clause) for clause in clauses]
    for i, clause in enumerate(clauses):
        after = words[i + 1] if i + 1 < len(words) else "al"
        if left and words[i] == "et" and after in ("al", "a"):
            if (name := _surname(left[-1])) and not isinstance(left[-1], LikelyName):
                likely = (Name(name, in_full=True, first=True),)
                left[-1] = LikelyName(left[-1], likely, required=True)
        elif not (i and left and words[i - 1] == "et" and words[i] in ("al", "a")):
            left.append(clause)
    return left


def _with_dates(clauses: Sequence[Clause]) -> list[Clause]:
    """Join a year with the month and the day beside it."""
    joined: list[Clause] = []
    for clause in clauses:
        before = [_word(each) for each in joined[-2:]]
        for count in range(len(before), 0, -1):
            date = _date(before[-count:], clause) if isinstance(clause, Year) else None
            if isinstance(clause, Year) and date is not None:
                parts = (*joined[-count:], clause.word)
                del joined[-count:]
                joined.append(Year(And(parts), date, clause.exact))
                break
        else:
            joined.append(clause)
    return joined


def _date(before: Sequence[str], year: Year) -> Dates | None:
    """Return the date that the words before a year and the year are."""
    first, last = year.dates.first, year.dates.last
    months = [word for word in before if word in _MONTH_NUMBERS]
    days = [word for word in before if word.isdecimal() and 1 <= int(word) <= 31]
    if len(months) != 1 or len(days) != len(before) - 1 or first % _YEAR or last - first >= _YEAR:
        return None
    parts = [
        str(first // _YEAR),
        f"{_MONTH_NUMBERS[months[0]]:02}",
        *(f"{int(day):02}" for day in days),
    ]
    return read_dates("year", ":", "-".join(parts), f"{' '.join(before)} {year.dates.typed}")


def _with_initials(clauses: Sequence[Clause]) -> list[Clause]:
    """Take letters beside words for initials, too: an author who has them is preferred."""
    joined: list[Clause] = []
    surnames = [_surname(clause) for clause in clauses]
    left = _MOST_NAMES
    i = 0
    while i < len(clauses):
        run = list(takewhile(bool, map(_letters, islice(clauses, i, i + _MOST_INITIALS))))
        is_pair = not run and _is_pair(clauses[i])
        end = i + (len(run) or 1)
        letters = "".join(run) or (surnames[i][0] if is_pair else "")
        beside = (surnames[i - 1 : i] if i else []) + surnames[end : end + 1]
        names = [
            Name((*words, *letters), in_full=True)
            for words in beside
            if _is_long(words, is_pair=is_pair)
        ]
        if letters and names and (left or not is_pair):
            parts = tuple(map(_exact, clauses[i:end]))
            word = parts[0] if len(parts) == 1 else And(parts)
            joined.append(LikelyName(word, tuple(names[:left]), required=is_pair))
            left -= len(names[:left])
        else:
            joined += clauses[i:end]
        i = end
    return joined


def _exact(clause: Clause) -> Clause:
    """Return a letter as a word of its own, unless it is still being typed."""
    if isinstance(clause, Word) and len(clause.text) == 1 and not clause.open:
        return replace(clause, exact=True)
    return clause


def _with_elisions(clauses: Iterable[Clause]) -> list[Clause]:
    """Let `obrien` mean O'Brien, too, and `dalembert` d'Alembert."""
    joined: list[Clause] = []
    for clause in clauses:
        words = _words(clause) if isinstance(clause, Word) else ()
        if words and (match := _ELIDED.fullmatch(words[0])):
            name = Phrase(tuple(filter(None, match.groups())), Field.AUTHORS)
            joined.append(LikelyName(clause, (name,), required=True))
        else:
            joined.append(clause)
    return joined


def _letters(clause: Clause) -> str:
    """Return the letters that a clause is, as `y.` or `J.-P.`; "" for any other."""
    words = _words(clause)
    return "".join(words) if all(map(may_be_initial, words)) else ""


def _is_pair(clause: Clause) -> bool:
    """Return whether a word may be two initials, as in `jp serre`."""
    match _words(clause):
        case (word,):
            return len(word) == _PAIR and word not in (*STOP_WORDS, "et", "al")
    return False


def _surname(clause: Clause) -> tuple[str, ...]:
    """Return the words of a clause if they may be a surname."""
    words = _words(clause)
    is_name = any(len(word) > 1 and word not in STOP_WORDS for word in words)
    return words if is_name else ()


def _is_long(words: Sequence[str], *, is_pair: bool) -> bool:
    return bool(words) and (not is_pair or max(map(len, words)) > _PAIR)


def _words(clause: Clause) -> tuple[str, ...]:
    """Return the plain words of a clause that may be part of a name; none if it can't be."""
    match clause:
        case LikelyName(word=word):
            return _words(word)
        case Word(text=text, fields=fields) if clause.forgiving and not clause.first:
            words: tuple[str, ...] = (text,)
        case Compound(alternatives=(Phrase(words=words, fields=fields), *_)):
            pass
        case _:
            return ()
    return words if fields & Field.AUTHORS and all(map(is_alphabetic, words)) else ()


def _word(clause: Clause) -> str:
    """Return the word that a clause is; "" for any other."""
    match clause:
        case Word(text=text, fields=fields) if fields == ANYWHERE and clause.forgiving:
            return text
    return ""
