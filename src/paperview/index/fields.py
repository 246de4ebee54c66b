"""The parts of a paper that are searched, and what people call them in a query."""

from __future__ import annotations

from enum import IntFlag


class Field(IntFlag):
    """A part of a paper that is searched; the index keeps them as bits of a byte."""

    TITLE = 1
    AUTHORS = 2
    ABSTRACT = 4
    COMMENTS = 8
    ID = 16
    DOI = 32
    CATEGORIES = 64


ANYWHERE = Field(127)
NAMES = Field.ID | Field.DOI | Field.CATEGORIES
"""The fields whose words keep their dots and slashes."""

FIELDS = {
    "title": Field.TITLE,
    "author": Field.AUTHORS,
    "abstract": Field.ABSTRACT,
    "comments": Field.COMMENTS,
    "id": Field.ID,
    "doi": Field.DOI,
    "cat": Field.CATEGORIES,
}

FILTERS = ("year", "after", "before", "has")
"""What a query filters by besides words."""
DATES = ("year", "after", "before")

ALIASES = {
    "all": "",  # anywhere
    "anywhere": "",
    "any": "",
    "ti": "title",
    "titles": "title",
    "au": "author",
    "authors": "author",
    "creator": "author",
    "abs": "abstract",
    "abstracts": "abstract",
    "summary": "abstract",
    "co": "comments",
    "comment": "comments",
    "arxiv": "id",
    "arxivid": "id",
    "arxiv_id": "id",
    "bibcode": "id",
    "eprint": "id",
    "ids": "id",
    "key": "id",
    "pmid": "id",
    "url": "id",
    "dois": "doi",
    "categories": "cat",
    "category": "cat",
    "cats": "cat",
    "primary_category": "cat",
    "primaryclass": "cat",
    "subject": "cat",
    "subjects": "cat",
    "created": "year",
    "date": "year",
    "dates": "year",
    "published": "year",
    "submitted": "year",
    "submitteddate": "year",
    "years": "year",
    "since": "after",
}
"""Other names, of arXiv's search, of bibliographies and of habit, and what each stands for."""
UNSEARCHED = frozenset(
    (
        *("isbn", "issn", "issue", "jr", "journal", "journal_ref", "journalref", "keyword"),
        *("keywords", "note", "notes", "pages", "publisher", "rn", "tag", "tags", "venue"),
        "volume",
    )
)
"""Names of what papers have, but no query can ask for."""


def field_name(typed: str) -> str | None:
    """Return which of `FIELDS` or `FILTERS` is meant: "" for anywhere, None for no field."""
    name = typed.lower()
    return name if name in FIELDS or name in FILTERS else ALIASES.get(name)


def nearest_name(typed: str, likeness: float) -> str | None:
    """Return the field whose name looks most like a misspelt one, None where none does.

    Args:
        typed: what stands in the query.
        likeness: how like it must be, from 0 to 1.
    """
    from difflib import get_close_matches  # noqa: PLC0415 - only for a query with a mistake

    names = [name for name in (*FIELDS, *FILTERS, *ALIASES) if len(name) > 2]
    near = get_close_matches(typed.lower(), names, 1, likeness)
    return near[0] if near else None
