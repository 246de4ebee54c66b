"""Keys of papers: how a paper meets its entry on the shelf again, in whatever file.

A key is an arXiv id, a DOI or a fingerprint of title and first author. Papers with a key in common
need not be the same: all chapters of a book may have its DOI. `paperview.model.identity` decides,
by the facts that the shelf keeps of a paper.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

from paperview import model
from paperview.model.analysis import words
from paperview.model.dates import PartialDate
from paperview.model.identity import (
    EDITION,
    Evidence,
    editions_differ,
    evidence,
    has_edition,
    same_works,
    stand_apart,
    title_key,
)
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.shelf.rows import ARXIV, DOI, TITLE
from paperview.text.sanitize import in_one_line

_MOST_AUTHORS = 50
"""Authors that say something about the identity of a paper."""
_LONGEST = 1000
"""Letters of a fact, at most."""
_TOLD = frozenset((*EDITION, "type"))
"""Further pairs of a paper that tell it from others."""


def keys_of(paper: Paper, *, ids_alone: bool = False) -> tuple[str, ...]:
    """Return the keys of a paper, the surest first; there is at least one.

    Args:
        paper: it may have any fields.
        ids_alone: whether to leave out the fingerprint, which takes most of the time.
    """
    ids: list[str] = []
    if paper.arxiv_id:
        ids.append(ARXIV + paper.arxiv_id.key)
    if paper.doi:
        ids.append(DOI + paper.doi.key)
    if ids_alone and ids:
        return tuple(ids)
    title = title_key(paper)
    if title is None and not ids:
        text = paper.title or paper.abstract or paper.journal_ref or paper.name or ""
        title = " ".join(words(text[:_LONGEST])) or text[:_LONGEST]
    return (*ids, f"{TITLE}{model.identity_hash(title):016x}") if title else tuple(ids)


def keys_with(keys: Sequence[str], paper: Paper) -> tuple[str, ...]:
    """Return the keys that a record was given, and those that its paper has by now.

    A version that folds words differently gives a title another fingerprint.
    """
    return tuple(dict.fromkeys((*keys, *keys_of(paper))))


def facts_of(paper: Paper) -> str:
    """Return the fields that tell papers with a key in common apart, as JSON."""
    fields = {
        "arxiv_id": paper.arxiv_id and paper.arxiv_id.base,
        "doi": paper.doi and paper.doi.name,
        "title": (paper.title or "")[:_LONGEST],
        "authors": [name[:_LONGEST] for name in paper.authors[:_MOST_AUTHORS]],
        "date": paper.created and str(paper.created),
        "journal": (paper.journal_ref or "")[:_LONGEST],
        "extra": [pair for pair in paper.extra if pair[0].lower() in _TOLD],
    }
    if not paper.has_id and not paper.title:
        fields["abstract"] = (paper.abstract or "")[:_LONGEST]
        fields["name"] = paper.name
    return json.dumps({key: value for key, value in fields.items() if value}, ensure_ascii=False)


def paper_of(facts: str) -> Paper:
    """Return a paper with the fields in some facts.

    Raises:
        ValueError: if they can't be read.
    """
    fields = json.loads(facts)
    if not isinstance(fields, dict):
        raise ValueError("no fields")

    # Most need no cleaning: nothing unseen stands there, and nothing is escaped.
    cleaned = str if facts.isprintable() and "\\" not in facts else in_one_line

    def text(name: str) -> str | None:
        value = fields.get(name)
        return cleaned(value) or None if isinstance(value, str) else None

    authors, extra = fields.get("authors"), fields.get("extra")
    return Paper(
        arxiv_id=ArxivId.parse(text("arxiv_id") or ""),
        doi=Doi.parse(text("doi") or ""),
        title=text("title"),
        authors=tuple(cleaned(str(name)) for name in _list(authors)),
        created=PartialDate.parse(text("date") or ""),
        journal_ref=text("journal"),
        abstract=text("abstract"),
        name=text("name"),
        extra=tuple(
            (cleaned(str(pair[0])), cleaned(str(pair[1])))
            for pair in _list(extra)
            if isinstance(pair, list) and len(pair) == 2
        ),
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def same_among(paper: Paper, all_facts: Sequence[str]) -> list[int]:
    """Return which of some records that have a key in common with a paper are of it.

    A record that shares no id is of the paper if one of the two has no id at all, and nothing says
    that they are two editions.
    """
    by_id: list[int] = []
    same: list[int] = []
    mine = None
    for index, facts in enumerate(all_facts):
        known = known_paper(facts)
        if _share_id(known, paper):
            by_id.append(index)
        elif not (known.has_id and paper.has_id):
            mine = mine or evidence(paper)
            theirs = known_evidence(facts)
            if not stand_apart(mine, theirs) and not editions_differ(mine, theirs):
                same.append(index)
    if all(_is_alike(paper, known_paper(all_facts[index])) for index in by_id):
        return [*by_id, *same]
    works = same_works([evidence(paper), *(known_evidence(all_facts[index]) for index in by_id)])
    return [*(index for index, first in zip(by_id, works[1:], strict=True) if first == 0), *same]


def _share_id(known: Paper, paper: Paper) -> bool:
    if known.arxiv_id and paper.arxiv_id:
        return known.arxiv_id.key == paper.arxiv_id.key
    return bool(known.doi and paper.doi and known.doi.key == paper.doi.key)


def _is_alike(paper: Paper, known: Paper) -> bool:
    """Return whether a paper with the same id surely is the same, which is seen at once."""
    if known.title != paper.title or known.authors[:1] != paper.authors[:1]:
        return False
    return not has_edition(known) and not has_edition(paper)


@lru_cache(maxsize=4096)
def known_paper(facts: str) -> Paper:
    """Return the paper of a record, once for all lookups; one without fields if it is damaged."""
    try:
        return paper_of(facts)
    except ValueError:
        return Paper()


def known_title(facts: str) -> str:
    """Return the title of a record, which takes a fraction of the time; empty without one."""
    try:
        return str(json.loads(facts).get("title", ""))
    except (ValueError, AttributeError):
        return ""


@lru_cache(maxsize=1024)
def known_evidence(facts: str) -> Evidence:
    """Return the features by which a record is compared, once for all lookups."""
    return evidence(known_paper(facts))
