"""Hypothesis strategies for papers and their fields.

Each strategy is created once, because creating it takes longer than drawing from it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st

from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper, entry_of
from paperview.text.sanitize import clean

_Value = TypeVar("_Value")

# Texts that look like something else.
TRAPS = (
    "arXiv:2304.10190",
    "arXiv:2304.10190 - doi: 10.1145/1",
    "Name: smith2020",
    "Name:",
    "arXiv:2304.10190 [cs.NI] 20 Apr 2023",
    "arXiv:",
    "doi: 10.1145/3530190",
    "Created: 2023-04-20",
    "Created:",
    "Title: of another paper",
    "Authors: Ann One, Bob Two",
    "Author: Ann One",
    "Abstract: we do",
    "Comments: 12 pages",
    "12 pages, 5 figures",
    "Categories: cs.NI",
    "Key: value",
    "Two words: value",
    "https://example.org",
    "Accepted at a conference.",
    "Ann One, Bob Two and Cy Three",
    "On behalf of all",
    "Jr.",
    "and",
    ",",
    "(A, B)",
    "In German",
)
_KEYS_WITH_MEANING = frozenset(
    (
        *("arxiv", "doi", "name", "created", "updated", "title", "author", "authors", "abstract"),
        *("comments", "categories", "journal-ref", "journal_ref", "journal reference"),
    )
)


@cache
def texts(*, max_size: int = 40) -> st.SearchStrategy[str]:
    """Make clean texts of one line, not empty and without blanks at the ends."""
    any_text = st.text(max_size=max_size)
    parts = st.lists(st.sampled_from(TRAPS) | any_text, min_size=1, max_size=3)
    return parts.map(lambda some: clean(" ".join(some)).strip()).filter(bool)


@cache
def arxiv_ids() -> st.SearchStrategy[ArxivId]:
    """Make valid ids of both forms, with and without version."""
    new = st.builds(
        "{:02}{:02}.{:05}".format, st.integers(15, 99), st.integers(1, 12), st.integers(1, 99999)
    )
    old = st.builds(
        "{}/{:02}{:02}{:03}".format,
        st.sampled_from(("hep-th", "math", "astro-ph", "cs", "q-bio")),
        st.integers(92, 99) | st.integers(0, 6),
        st.integers(1, 12),
        st.integers(1, 999),
    )
    return st.builds(ArxivId, new | old, st.none() | st.integers(1, 12))


@cache
def dois() -> st.SearchStrategy[Doi]:
    """Make DOIs of any clean characters but blanks, as they are read."""
    suffixes = texts().map(lambda text: "".join(text.split()))
    written = st.builds("10.{}/{}".format, st.integers(1000, 99999), suffixes)
    found = written.map(Doi.parse)
    return found.filter(lambda doi: doi is not None).map(lambda doi: doi or Doi(""))


@cache
def partial_dates() -> st.SearchStrategy[PartialDate]:
    """Make days, months and years."""
    days = st.dates().map(lambda day: PartialDate(day.year, day.month, day.day))
    return (
        days
        | days.map(lambda day: PartialDate(day.year, day.month))
        | days.map(lambda day: PartialDate(day.year))
    )


@cache
def _extra() -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    words = st.from_regex(r"[A-Za-z][\w-]{0,15}( [\w-]{1,12})?", fullmatch=True, alphabet="aBé1-_ ")
    keys = words.filter(lambda key: key.lower() not in _KEYS_WITH_MEANING)
    return st.lists(st.tuples(keys, texts() | st.just("")), max_size=3).map(tuple)


@cache
def _or_none(strategy: st.SearchStrategy[_Value]) -> st.SearchStrategy[_Value | None]:
    return st.none() | strategy


_ABSTRACTS = st.lists(texts(), min_size=1, max_size=3).map("\n\n".join)
_AUTHORS = st.lists(texts(max_size=15), max_size=4).map(tuple)
_CATEGORIES = st.lists(
    texts().map(lambda text: "".join(text.split()).replace(",", "") or "cs.NI"), max_size=3
).map(tuple)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """Make papers in which each optional field is present or missing."""
    arxiv_id = draw(_or_none(arxiv_ids()))
    doi = draw(_or_none(dois()))
    title = draw(_or_none(texts()))
    authors = draw(_AUTHORS)
    journal_ref = draw(_or_none(texts()))
    is_cited = journal_ref and any(re.search(r"\w", name) for name in authors)
    has_any = arxiv_id or doi or title or is_cited
    return Paper(
        arxiv_id=arxiv_id,
        doi=doi,
        name=draw(_or_none(texts())),
        title=title,
        authors=authors,
        abstract=draw(_or_none(_ABSTRACTS) if has_any else _ABSTRACTS),
        comments=draw(_or_none(texts())),
        categories=draw(_CATEGORIES),
        journal_ref=journal_ref,
        created=draw(_or_none(partial_dates())),
        updated=draw(_or_none(partial_dates())),
        extra=draw(_extra()),
    )


_FIELDS = ("publisher", "series", "note", "volume", "pages", "isbn", "location", "edition")


@st.composite
def entries(draw: st.DrawFn) -> str:
    """Make entries of bibliographies with any clean texts."""
    kind = draw(st.sampled_from(("article", "book", "inproceedings", "misc")))
    names = draw(st.lists(st.sampled_from(_FIELDS), max_size=4, unique=True))
    fields = [("entrytype", kind), *((name, draw(texts())) for name in names)]
    return entry_of(fields) or ""
