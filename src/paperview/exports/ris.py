"""RIS records, as reference managers import them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperview.model.names import is_group, surname
from paperview.model.paper import Paper
from paperview.tex import to_text

_YEAR = re.compile(r"\s*\((\d{4})\)$")
"""A year at the end of a journal reference."""


def dumps(paper: Paper) -> str:
    """Write a paper as a record: a journal article where a journal is known, else generic.

    Texts are written as they read, with TeX as Unicode, and each in one line.

    Source of the tags: "RIS Format Specifications" of Reference Manager (2011).
    """
    return "\n".join(f"{tag}  - {' '.join(value.split())}" for tag, value in _fields(paper))


def _fields(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "TY", "JOUR" if paper.journal_ref else "GEN"
    if paper.name:
        yield "ID", paper.name
    if paper.title:
        yield "TI", to_text(paper.title)
    for author in paper.authors:
        yield "AU", _family_first(to_text(author))
    journal = to_text(paper.journal_ref or "")
    year = _YEAR.search(journal)
    if year or paper.created:
        yield "PY", year[1] if year else str(paper.created).partition("-")[0]
    if paper.created:
        yield "DA", str(paper.created).replace("-", "/")
    if journal:
        yield "JO", _YEAR.sub("", journal)
    if paper.abstract:
        yield "AB", to_text(paper.abstract)
    for category in paper.categories:
        yield "KW", category
    if paper.doi:
        yield "DO", paper.doi.name
    if paper.url:
        yield "UR", paper.url
    if paper.comments:
        yield "N1", to_text(paper.comments)
    yield "ER", ""


def _family_first(name: str) -> str:
    """Return "Lund, Ada" for "Ada Lund"; groups and names in another form stay as they are."""
    given, space, family = name.rpartition(" ")
    is_person = "," not in name and family == surname(name) and not is_group(name)
    return f"{family}, {given}" if space and is_person else name
