"""Merging: several records of one paper become one, which has the best value of each field.

Each field has a rule below for which of two values is better, whichever record it comes from. So
the order of merging does not matter, except for the order of the sources.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from paperview.model.dates import PartialDate
from paperview.model.names import OTHERS
from paperview.model.paper import ALSO, UNREADABLE, ArxivId, Doi, Paper
from paperview.tex import to_text

_T = TypeVar("_T")
_Rank = tuple[Any, ...]
"""The rank of a value: greater is better. The value itself decides ties."""

_CUT = ("...", "…", "[…]", "[...]")
"""Endings of a text that was cut off."""
_MOST_NAMES = 100
"""Further names and DOIs of a paper: thousands of its records may have one each."""
_INITIALS = 3
"""Capitals in a row that are initials, at most, as in "JRR Two"."""


def merged(first: Paper, second: Paper) -> Paper:
    """Merge two records of one paper; a second name or DOI becomes a further pair."""
    if second is UNREADABLE:
        return first
    if first is UNREADABLE:
        return second
    name = _best(first.name, second.name, _name)
    doi = _best(first.doi, second.doi, _doi)
    return Paper(
        arxiv_id=_best(first.arxiv_id, second.arxiv_id, _arxiv_id),
        doi=doi,
        name=name,
        title=_best(first.title, second.title, _title),
        authors=_best(first.authors, second.authors, _authors) or (),
        abstract=_best(first.abstract, second.abstract, _abstract),
        comments=_best(first.comments, second.comments, _longer),
        categories=_best(first.categories, second.categories, _longer) or (),
        journal_ref=_best(first.journal_ref, second.journal_ref, _longer),
        created=_best(first.created, second.created, _created),
        updated=_best(first.updated, second.updated, _updated),
        extra=_extra(first, second, name, doi),
        entry=_best(first.entry, second.entry, _longer),
        sources=tuple(dict.fromkeys(first.sources + second.sources)),
        line=first.line if first.sources else second.line,
    )


def _best(first: _T | None, second: _T | None, rank: Callable[[_T], _Rank]) -> _T | None:
    if not first or not second or first == second:
        return first or second
    return max(first, second, key=rank)


def _arxiv_id(arxiv_id: ArxivId) -> _Rank:
    """Rank the highest version first."""
    return arxiv_id.version or 0, arxiv_id.base


def _doi(doi: Doi) -> _Rank:
    """Rank DOIs by their length: those of a part or a version are longer than that of a paper."""
    return -len(doi.name), doi.key, doi.name


def _name(name: str) -> _Rank:
    """Rank citation keys before what has blanks, and short names before long ones."""
    return " " not in name, -len(name), name


def _title(title: str) -> _Rank:
    """Rank complete titles before truncated ones, and titles with a subtitle before those without.

    Among titles with as many letters, one is better if it is not all capitals, has no full stop,
    and less TeX.
    """
    text = to_text(title)
    letters = sum(map(str.isalnum, text))
    return not _is_cut(text), letters, not text.isupper(), text[-1:] != ".", -len(title), title


def _authors(authors: tuple[str, ...]) -> _Rank:
    """Rank complete lists before truncated ones, then long lists, then full names."""
    names = [to_text(name) for name in authors]
    is_whole = OTHERS.isdisjoint(name.lower() for name in names)
    return is_whole, len(names), sum(map(_is_full, names)), sum(map(len, names)), authors


def _is_full(name: str) -> bool:
    """Return whether a name begins with a first name, and not with initials."""
    first = name.split(maxsplit=1)[0] if name.split() else ""
    is_initials = "." in first or len(first) == 1 or (first.isupper() and len(first) <= _INITIALS)
    return not is_initials


def _abstract(abstract: str) -> _Rank:
    """Rank long abstracts before short ones; the length of a truncated one counts half."""
    return len(abstract) / 2 if _is_cut(abstract) else len(abstract), abstract


def _longer(value: str | tuple[str, ...]) -> _Rank:
    return len(value), value


def _created(date: PartialDate) -> _Rank:
    """Rank days before months and years, and then the earliest first."""
    return date.month > 0, date.day > 0, -date.year, -date.month, -date.day


def _updated(date: PartialDate) -> _Rank:
    """Rank the latest first."""
    return date.year, date.month, date.day


def _is_cut(text: str) -> bool:
    return text.endswith(_CUT)


def _extra(
    first: Paper, second: Paper, name: str | None, doi: Doi | None
) -> tuple[tuple[str, str], ...]:
    """Unite the further pairs; in the order of their names if both papers have different ones."""
    pairs = {*first.extra, *second.extra}
    for paper in (first, second):
        if paper.name and paper.name != name:
            pairs.add((ALSO, paper.name))
        if paper.doi and doi and paper.doi.key != doi.key:
            pairs.add((ALSO, f"doi:{paper.doi.key}"))
    # Even a name that turns out to be the paper's: records merged before may have been sorted.
    has_names = any(key == ALSO for key, _ in pairs)
    needless = {(ALSO, name or ""), (ALSO, f"doi:{doi.key}" if doi else "")}
    pairs -= needless
    own = {
        tuple(pair for pair in dict.fromkeys(paper.extra) if pair not in needless)
        for paper in (first, second)
    }
    own.discard(())
    if len(own) == 1 and pairs == set(*own) and not has_names:
        return own.pop()
    also = sorted(pair for pair in pairs if pair[0] == ALSO)
    return tuple(sorted(pairs.difference(also[_MOST_NAMES:])))
