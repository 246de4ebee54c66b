"""The texts of a record as a format's reader found them, on their way to a paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.parsing import field_values
from paperview.sources.parsing.field_values import one_line, says_nothing
from paperview.sources.problem import Problem, shown_without
from paperview.text.sanitize import clean

_KEPT = 500
"""Characters of a record's text that a problem keeps."""


class Repair(NamedTuple):
    """Something wrong with a record that does not cost it a part."""

    reason: str
    """What is wrong: "the end of the entry is missing"."""
    outcome: str
    """How the paper is shown all the same: "shown as far as it goes"."""


@dataclass(slots=True)
class RawRecord:
    """A record's texts, as they stand in the source; an empty text is a missing one.

    Nothing needs to be cleaned, parsed or brought to one line before.
    """

    line: int = 0
    """The line it begins at, counted from 1; 0 where that is not known."""
    text: str = ""
    """The record as it stands in the source, or its beginning: what a problem shows."""
    arxiv_id: str = ""
    doi: str = ""
    name: str = ""
    title: str = ""
    authors: list[str] = field(default_factory=list)
    abstract: str = ""
    comments: str = ""
    categories: list[str] = field(default_factory=list)
    journal_ref: str = ""
    created: str = ""
    updated: str = ""
    extra: list[tuple[str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """What the reader itself had to leave out, and why."""
    slips: list[Repair] = field(default_factory=list)
    """What else the reader found wrong."""

    def records(self, source: str) -> Iterator[Paper | Problem]:
        """Give the paper and the problems with its parts, or else the problem of the record.

        A record is a paper if it has an arXiv id, a DOI, a title or an abstract, or else authors
        and a journal or date: physicists cite without titles.
        """
        faults = list(self.faults)
        arxiv_id = self._arxiv_id(faults)
        doi = self._doi(faults)
        # The DOIs that arXiv gives say nothing but the id.
        if doi is not None and (own := ArxivId.parse(doi.name)) is not None:
            arxiv_id, doi = arxiv_id or own, None
        title, abstract = one_line(self.title), field_values.abstract(self.abstract)
        authors, journal_ref = field_values.names(self.authors), one_line(self.journal_ref)
        is_cited = authors and (journal_ref or _said(self.created))
        if not (arxiv_id or doi or title or abstract or is_cited):
            faults += [slip.reason for slip in self.slips]
            faults.append("the record has no title, no abstract and no id")
            yield self.lost(source, "; ".join(faults))
            return
        yield Paper(
            arxiv_id=arxiv_id,
            doi=doi,
            name=one_line(self.name),
            title=title,
            authors=authors,
            abstract=abstract,
            comments=one_line(self.comments),
            categories=field_values.categories(self.categories),
            journal_ref=journal_ref,
            created=_date(self.created, faults),
            updated=_date(self.updated, faults),
            extra=_pairs(self.extra),
            sources=(source,),
            line=self.line,
        )
        if faults or self.slips:
            yield from self._problems(source, faults)

    def problems(self, source: str) -> Iterator[Problem]:
        """Give the problems of what is no record itself, but holds something for others."""
        return self._problems(source, self.faults)

    def _problems(self, source: str, faults: list[str]) -> Iterator[Problem]:
        told = [shown_without(reason) for reason in faults]
        told += [f"{slip.reason}; {slip.outcome}" for slip in self.slips]
        for reason in told:
            yield Problem(source, self.line, clean(reason), self._shown, lost=False)

    def lost(self, source: str, reason: str) -> Problem:
        """Return the problem of a record that gives no paper."""
        return Problem(source, self.line, clean(reason), self._shown, lost=True)

    @property
    def _shown(self) -> str:
        return (one_line(self.text[: 2 * _KEPT]) or "")[:_KEPT]

    def _arxiv_id(self, faults: list[str]) -> ArxivId | None:
        text = _said(self.arxiv_id)
        arxiv_id = ArxivId.parse(text) if text else None
        if text and arxiv_id is None:
            faults.append(f"'{field_values.shown(text)}' is not an arXiv id")
        return arxiv_id

    def _doi(self, faults: list[str]) -> Doi | None:
        text = _said(self.doi)
        doi = field_values.first_doi(text) if text else None
        if text and doi is None:
            faults.append(f"'{field_values.shown(text)}' is not a DOI")
        return doi


def _said(text: str) -> str:
    """Return a value without blanks around it; empty if it says that there is none."""
    text = text.strip()
    return "" if says_nothing(text) else text


def _date(text: str, faults: list[str]) -> PartialDate | None:
    text = _said(text)
    date = field_values.loose_date(text) if text else None
    if text and date is None:
        faults.append(f"'{field_values.shown(text)}' is not a date")
    return date


def _pairs(pairs: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    cleaned = [(one_line(name), one_line(value)) for name, value in pairs]
    return tuple((name, value) for name, value in cleaned if name and value)
