"""The parts of a paper that are searched."""

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
