"""Statistics of a collection: what its papers are of, and what they lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from paperview.model.paper import Paper

FIELDS = {
    "title": "title",
    "authors": "authors",
    "abstract": "abstract",
    "date": "created",
    "categories": "categories",
    "journal": "journal_ref",
    "arXiv id": "arxiv_id",
    "DOI": "doi",
}
"""Fields that papers may lack: by name, the attribute of a paper."""


class Statistics(NamedTuple):
    """Counts of papers."""

    papers: int
    years: dict[int, int]
    """By year, the first one first; years without papers between two others are there too."""
    categories: dict[str, int]
    """By category, the most frequent first; a paper counts in each of its categories."""
    missing: dict[str, int]
    """How many papers lack a field, by its name; only fields that some lack."""


def statistics(papers: Iterable[Paper]) -> Statistics:
    """Count papers by year, category, and what they lack."""
    count = 0
    years: Counter[int] = Counter()
    categories: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for paper in papers:
        count += 1
        if paper.date:
            years[paper.date.year] += 1
        categories.update(dict.fromkeys(paper.categories, 1))
        missing.update(name for name, field in FIELDS.items() if not getattr(paper, field))
    between = range(min(years), max(years) + 1) if years else ()
    return Statistics(
        count,
        {year: years[year] for year in between},
        dict(categories.most_common()),
        {name: missing[name] for name in FIELDS if missing[name]},
    )
