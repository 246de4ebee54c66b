"""The fields of a paper by name: as JSON, and as text in columns.

To add a field, add a row to `FIELDS`. JSON lines, `--fields`, its help and the completion of its
names follow the table.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from paperview.exports.lines import abs_url, any_id, pdf_url
from paperview.model.paper import Paper
from paperview.tex import to_text
from paperview.text.markup import one_line
from paperview.text.sanitize import clean, in_one_line

Value: TypeAlias = str | int | list[str] | list[list[str]] | dict[str, str] | None
"""What JSON has of a field."""


class PaperField(NamedTuple):
    """A field of a paper."""

    name: str
    value: Callable[[Paper], Value]
    """Gives its texts as they are in the source; None or an empty list where there are none."""
    about: str = ""
    """What it is, where its name does not say that."""
    is_stored: bool = False
    """Whether JSON lines have it: a field that follows from others would only repeat them."""
    is_tex: bool = False
    """Whether its texts may be TeX, which columns show as Unicode."""
    between: str = "; "
    """What stands between its texts in a column, if there are several."""

    def cell(self, paper: Paper) -> str:
        """Return it as one clean line of text, empty where there is none."""
        value = self.value(paper)
        match value:
            case None:
                return ""
            case str() | int():
                texts = [str(value)]
            case [str(), *_]:
                texts = list(map(str, value))
            case _:
                return clean(json.dumps(value, ensure_ascii=False)) if value else ""
        return self.between.join(
            in_one_line(to_text(one_line(text)) if self.is_tex else text) for text in texts
        )


def _text(made: str) -> str | None:
    return made or None


FIELDS = (
    PaperField(
        "id",
        lambda paper: _text(any_id(paper)),
        "its arXiv id, or else its DOI as `doi:…`, or else its name",
    ),
    PaperField(
        "arxiv_id",
        lambda paper: paper.arxiv_id.base if paper.arxiv_id else None,
        "without class and version",
        is_stored=True,
    ),
    PaperField("doi", lambda paper: paper.doi.name if paper.doi else None, is_stored=True),
    PaperField("title", lambda paper: paper.title, is_stored=True, is_tex=True),
    PaperField("authors", lambda paper: list(paper.authors), is_stored=True, is_tex=True),
    PaperField("first_author", lambda paper: next(iter(paper.authors), None), is_tex=True),
    PaperField("abstract", lambda paper: paper.abstract, is_stored=True, is_tex=True),
    PaperField("comments", lambda paper: paper.comments, is_stored=True, is_tex=True),
    PaperField(
        "created",
        lambda paper: str(paper.created) if paper.created else None,
        "its date, as far as its source tells it",
        is_stored=True,
    ),
    PaperField(
        "year",
        lambda paper: paper.date.year if paper.date else None,
        "the year of that date, or else of the arXiv id",
    ),
    PaperField(
        "version",
        lambda paper: paper.arxiv_id.version if paper.arxiv_id else None,
        "of the arXiv id, if the source names one",
        is_stored=True,
    ),
    PaperField(
        "name",
        lambda paper: paper.name,
        "in its source: a citation key, a PubMed id, a bibcode",
        is_stored=True,
    ),
    PaperField("categories", lambda paper: list(paper.categories), is_stored=True, between=" "),
    PaperField("journal_ref", lambda paper: paper.journal_ref, is_stored=True, is_tex=True),
    PaperField(
        "updated",
        lambda paper: str(paper.updated) if paper.updated else None,
        "the date of its last version",
        is_stored=True,
    ),
    PaperField(
        "extra",
        lambda paper: [list(pair) for pair in paper.extra],
        "further names and values of the source",
        is_stored=True,
    ),
    PaperField(
        "entry", lambda paper: paper.entry_fields, "the fields of its entry in a bibliography"
    ),
    PaperField(
        "url", lambda paper: paper.url, "its page: at arXiv, or where its DOI or a link leads"
    ),
    PaperField("abs", lambda paper: _text(abs_url(paper)), "the address of its abstract at arXiv"),
    PaperField("pdf", lambda paper: _text(pdf_url(paper)), "the address of its PDF at arXiv"),
    PaperField("sources", lambda paper: list(paper.sources), "the files it was read from"),
    PaperField(
        "line", lambda paper: paper.line or None, "the line of the first file at which it begins"
    ),
)
BY_NAME = {field.name: field for field in FIELDS}
ALSO = {
    "arxiv": "arxiv_id",
    "citekey": "name",
    "date": "created",
    "file": "sources",
    "key": "name",
    "published": "created",
    "source": "sources",
    "summary": "abstract",
}
"""The names of some fields in other programs."""


def rows(papers: Iterable[Paper], fields: Sequence[PaperField]) -> Iterator[str]:
    """Give a line for each paper with its fields, and tabs between them."""
    for paper in papers:
        yield "\t".join(field.cell(paper) for field in fields)


def objects(papers: Iterable[Paper], fields: Sequence[PaperField]) -> Iterator[str]:
    """Give a JSON object for each paper with its fields; what it lacks is null, or empty."""
    for paper in papers:
        yield json.dumps({field.name: field.value(paper) for field in fields}, ensure_ascii=False)


def ascii_objects(papers: Iterable[Paper], fields: Sequence[PaperField]) -> Iterator[str]:
    """Give the same with JSON's own escapes for characters that are not ASCII."""
    for paper in papers:
        yield json.dumps({field.name: field.value(paper) for field in fields})
