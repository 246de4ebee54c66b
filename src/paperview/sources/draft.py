"""Raw records: what a reader found in one record, and the paper or problem it becomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper, entry_of
from paperview.sources.parsing import dates, field_values, people
from paperview.sources.parsing.field_values import NO_PAPER, is_paper, one_line, says_nothing
from paperview.sources.problem import Problem, shown_without
from paperview.text.sanitize import clean

_SHOWN = 500
"""Characters of a record's text that a problem shows."""


class Repair(NamedTuple):
    """A fault of a record that was repaired, so that nothing of the paper is missing."""

    reason: str
    """The fault: "the end of the entry is missing"."""
    outcome: str
    """How the paper is shown: "shown as far as it goes"."""


@dataclass(slots=True)
class RawRecord:
    """The texts of one record as they stand in the source; an empty text is a missing one.

    A reader fills it in. It need not clean, parse or unwrap any text.
    """

    line: int = 0
    """The line where it begins, counted from 1; 0 if that is unknown."""
    text: str = ""
    """The record as it stands in the source, or its beginning, for problems."""
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
    entry: Mapping[str, str] = field(default_factory=dict)
    """The fields of a bibliography's entry, named as in BibLaTeX; `entrytype` is among them."""
    faults: list[str] = field(default_factory=list)
    """The reasons of all parts that the reader had to leave out."""
    repairs: list[Repair] = field(default_factory=list)

    def put_date(self, text: str) -> int:
        """Put in the date that a text holds; return its year, 0 for none.

        Any other text is kept as a further pair.
        """
        date = dates.written_date(text)
        if date is not None:
            self.created = str(date)
            return date.year
        if text:
            self.extra.append(("date", text))
        return 0

    def own_address(self, address: str) -> str:
        """Return an address of the paper; empty if its ids lead there anyway."""
        doi = Doi.parse(address)
        is_known = bool(self.arxiv_id and ArxivId.parse(address)) or (
            doi is not None and self.doi.lower().endswith(doi.key)
        )
        return "" if is_known else address

    def records(self, source: str) -> Iterator[Paper | Problem]:
        """Yield the paper and the problems with its parts, or else the problem of the record."""
        faults = list(self.faults)
        arxiv_id = self._arxiv_id(faults)
        doi = self._doi(faults)
        # A DOI that arXiv registered says no more than the id.
        if doi is not None and (own := ArxivId.parse(doi.name)) is not None:
            arxiv_id, doi = arxiv_id or own, None
        title, abstract = one_line(self.title), field_values.abstract(self.abstract)
        authors, journal_ref = people.clean_names(self.authors), one_line(self.journal_ref)
        citation = journal_ref or _said(self.created)
        if not is_paper(arxiv_id or doi, title, abstract, authors, citation):
            faults += [repair.reason for repair in self.repairs]
            faults.append(f"the record {NO_PAPER}")
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
            entry=_entry(self.entry) if self.entry else None,
            sources=(source,),
            line=self.line,
        )
        if faults or self.repairs:
            yield from self._problems(source, faults)

    def problems(self, source: str) -> Iterator[Problem]:
        """Yield the problems of an entry that is no record, such as a definition."""
        return self._problems(source, self.faults)

    def _problems(self, source: str, faults: list[str]) -> Iterator[Problem]:
        reasons = [shown_without(reason) for reason in faults]
        reasons += [f"{repair.reason}; {repair.outcome}" for repair in self.repairs]
        for reason in reasons:
            yield Problem(source, self.line, clean(reason), self._shown, lost=False)

    def lost(self, source: str, reason: str) -> Problem:
        """Return the problem of a record that gives no paper."""
        return Problem(source, self.line, clean(reason), self._shown, lost=True)

    @property
    def _shown(self) -> str:
        return (one_line(self.text[: 2 * _SHOWN]) or "")[:_SHOWN]

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
    """Return a value without blanks around it; empty for a placeholder such as `N/A`."""
    text = text.strip()
    return "" if says_nothing(text) else text


def _date(text: str, faults: list[str]) -> PartialDate | None:
    text = _said(text)
    date = dates.loose_date(text) if text else None
    if text and date is None:
        faults.append(f"'{field_values.shown(text)}' is not a date")
    return date


def _entry(fields: Mapping[str, str]) -> str | None:
    cleaned = ((name, one_line(value)) for name, value in fields.items())
    return entry_of((name, value) for name, value in cleaned if value)


def _pairs(pairs: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    cleaned = [(one_line(name), one_line(value)) for name, value in pairs]
    return tuple((name, value) for name, value in cleaned if name and value)
