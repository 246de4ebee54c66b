"""Raw records: what a format's reader finds, and the paper or the problems that come of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from paperview.model.paper import ArxivId, Doi, Paper, PartialDate
from paperview.sources.parsing import dates, field_values, people
from paperview.sources.parsing.field_values import one_line, says_nothing
from paperview.sources.problem import Problem, shown_without
from paperview.text.sanitize import clean

_EXCERPT = 500
"""Characters of a record's text that a problem shows."""
NOT_A_PAPER = "has no title, no abstract and no id"


def is_paper(identity: object, text: object, authors: object, cited: object) -> bool:
    """Return whether a record's fields make a paper. Only their truth counts.

    Args:
        identity: the arXiv id or the DOI.
        text: the title or the abstract.
        authors: the authors.
        cited: the journal reference or the date; with authors it is enough, for physicists cite
            without titles.
    """
    return bool(identity or text or (authors and cited))


class Repair(NamedTuple):
    """A fault in a record that costs it no part."""

    reason: str
    """What is wrong: "the end of the entry is missing"."""
    outcome: str
    """How the paper is shown: "shown as far as it goes"."""


@dataclass(slots=True)
class RawRecord:
    """A record's texts as the source has them, neither cleaned nor parsed; empty where missing."""

    line: int = 0
    """The line it begins at, counted from 1; 0 if unknown."""
    text: str = ""
    """The record in the source, or its beginning: what a problem shows."""
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
    """Why the reader left parts out."""
    repairs: list[Repair] = field(default_factory=list)
    """What else the reader found wrong, and put right."""

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
        # The DOIs that arXiv registers say no more than the id.
        if doi is not None and (own := ArxivId.parse(doi.name)) is not None:
            arxiv_id, doi = arxiv_id or own, None
        title, abstract = one_line(self.title), field_values.abstract(self.abstract)
        authors, journal_ref = people.clean_names(self.authors), one_line(self.journal_ref)
        cited = journal_ref or _value(self.created)
        if not is_paper(arxiv_id or doi, title or abstract, authors, cited):
            faults += [repair.reason for repair in self.repairs]
            faults.append(f"the record {NOT_A_PAPER}")
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
        if faults or self.repairs:
            yield from self._problems(source, faults)

    def problems(self, source: str) -> Iterator[Problem]:
        """Yield the problems of an entry that is no paper, but holds something for others."""
        return self._problems(source, self.faults)

    def _problems(self, source: str, faults: list[str]) -> Iterator[Problem]:
        reasons = [shown_without(reason) for reason in faults]
        reasons += [f"{repair.reason}; {repair.outcome}" for repair in self.repairs]
        for reason in reasons:
            yield Problem(source, self.line, clean(reason), self._excerpt, lost=False)

    def lost(self, source: str, reason: str) -> Problem:
        """Return the problem of a record that is no paper."""
        return Problem(source, self.line, clean(reason), self._excerpt, lost=True)

    @property
    def _excerpt(self) -> str:
        return (one_line(self.text[: 2 * _EXCERPT]) or "")[:_EXCERPT]

    def _arxiv_id(self, faults: list[str]) -> ArxivId | None:
        text = _value(self.arxiv_id)
        arxiv_id = ArxivId.parse(text) if text else None
        if text and arxiv_id is None:
            faults.append(f"'{field_values.shown(text)}' is not an arXiv id")
        return arxiv_id

    def _doi(self, faults: list[str]) -> Doi | None:
        text = _value(self.doi)
        doi = field_values.first_doi(text) if text else None
        if text and doi is None:
            faults.append(f"'{field_values.shown(text)}' is not a DOI")
        return doi


def _value(text: str) -> str:
    """Strip a value; return an empty text for a placeholder."""
    text = text.strip()
    return "" if says_nothing(text) else text


def _date(text: str, faults: list[str]) -> PartialDate | None:
    text = _value(text)
    date = dates.loose_date(text) if text else None
    if text and date is None:
        faults.append(f"'{field_values.shown(text)}' is not a date")
    return date


def _pairs(pairs: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    cleaned = [(one_line(name), one_line(value)) for name, value in pairs]
    return tuple((name, value) for name, value in cleaned if name and value)
