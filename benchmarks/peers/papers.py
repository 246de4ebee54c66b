"""Papers from JSON lines in the schema of the arXiv snapshot, read without paperview."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec


class Record(NamedTuple):
    """A paper as written in the file: not folded, with TeX; missing fields are ""."""

    id: str
    title: str
    authors: str
    abstract: str
    comments: str
    doi: str
    categories: str
    date: str
    """ISO 8601, day or finer."""


class _Line(msgspec.Struct):
    id: str
    title: str | None = None
    authors: str | None = None
    abstract: str | None = None
    comments: str | None = None
    doi: str | None = None
    categories: str | None = None
    created: str | None = None
    update_date: str | None = None


def read(path: Path) -> Iterator[Record]:
    """Read the papers of a file, plain or gzipped (.gz).

    Raises:
        msgspec.DecodeError: if a line is not JSON, or a field is neither a string nor null.
    """
    decode = msgspec.json.Decoder(_Line).decode
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
        for line in lines:
            paper = decode(line)
            yield Record(
                paper.id,
                paper.title or "",
                paper.authors or "",
                paper.abstract or "",
                paper.comments or "",
                paper.doi or "",
                paper.categories or "",
                paper.created or paper.update_date or "",
            )
