"""PubMed's own format: `.nbib` files, and text in the formats "PubMed" and MEDLINE; also ERIC's.

Source of the fields: "MEDLINE/PubMed Data Element (Field) Descriptions" of the National Library of
Medicine. A field is a tag of up to four letters, a hyphen and a value. Lines without a tag
continue it; they should begin with blanks. Empty lines separate records, but they may be missing or
stand inside a record. So a record also ends where a field recurs that each record has once.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.draft import RawRecord
from paperview.sources.parsing import citations, dates, field_values, people
from paperview.sources.problem import Problem

_FIRST_LINE = re.compile(rb"\s*[A-Z][A-Z0-9]{1,3} {0,2}- ?\S")
_TELLING = re.compile(rb"^(?:PMID|PMCR|OWN |STAT)- ?\S", re.MULTILINE)
"""Tags that RIS, which looks similar, lacks."""
_FIELD = re.compile(rb"([A-Z][A-Z0-9]{1,3}) {0,2}- ?")
_NAMES = frozenset({"FAU", "AU", "CN", "FED", "ED"})
_ONCE = frozenset(["PMID", "PMC", "OWN", "STAT", "TI", "BTI", "DP", "JT", "TA", "SO", "OID"])
"""Fields that each record has once, as a rule."""
_IDENTIFYING = frozenset(("PMID", "PMC", "OWN"))
_AGAIN = frozenset(("PMID", "OWN", "STAT"))
"""Fields that never occur twice in one record, not even by mistake."""
_NUMBERS = frozenset(("PMID", "PMC", "OWN", "STAT", "DCOM", "LR", "DA"))
"""Fields that are useless without others."""
_TITLES = frozenset(("TI", "BTI", "TT"))
_SHORT_NAME = re.compile(r"(?P<last>.{1,80}?) (?P<initials>[A-Z]{1,4})(?P<suffix> \S{2,4})?")
_DIGITS = re.compile(r"[0-9]{1,12}")
_KIND = re.compile(r"\s?\[(?P<kind>[a-z]{2,12})\]$")
_COMMON_TYPES = re.compile(r"Journal Article|Research Support.*|English Abstract", re.DOTALL)
_SHOWN = 1000  # characters of a record that a problem shows


@dataclass(slots=True)
class _Record:
    """The fields of one record; each value is a list of lines."""

    line: int
    text: str
    """Its beginning as it stands in the file."""
    values: dict[str, list[list[str]]] = field(default_factory=dict)
    people: list[tuple[str, list[str]]] = field(default_factory=list)
    """The names with their tags, in the order of the record."""
    last: list[str] = field(default_factory=list)
    """The value that the next line may continue."""

    def add(self, tag: str, line: str) -> None:
        self.last = [line]
        self.values.setdefault(tag, []).append(self.last)
        if tag in _NAMES:
            self.people.append((tag, self.last))

    def take(self, other: _Record) -> None:
        """Add the fields after an empty line."""
        for tag, values in other.values.items():
            self.values.setdefault(tag, []).extend(values)
        self.people += other.people
        self.last = other.last

    @property
    def first_tag(self) -> str:
        return next(iter(self.values))

    def begins_another(self, tag: str) -> bool:
        """Return whether a field belongs to the next record although no empty line precedes it."""
        if tag not in self.values:
            return False
        is_first = tag == self.first_tag and tag in _ONCE and len(self.values) > 1
        return is_first or tag in _AGAIN

    def is_of(self, record: _Record, first_tag: str) -> bool:
        """Return whether these fields continue a record although an empty line precedes them.

        Args:
            record: the one before.
            first_tag: the first field of the first record of the file.
        """
        if not _ONCE.isdisjoint(self.values.keys() & record.values.keys()):
            return False
        is_half = _TITLES.isdisjoint(self.values) or record.values.keys() <= _NUMBERS
        return is_half or self.first_tag not in (_IDENTIFYING | {first_tag})

    def all(self, *tags: str) -> Iterator[str]:
        """Yield the values of some tags that are not empty, tag by tag."""
        for tag in tags:
            yield from filter(None, map(" ".join, self.values.get(tag, ())))

    def first(self, *tags: str) -> str:
        """Return the first of these values, or an empty string."""
        return next(self.all(*tags), "")


def looks_like(head: bytes) -> bool:
    """Return whether a file begins with a field, and its first bytes hold one of PubMed's own."""
    return _FIRST_LINE.match(head) is not None and _TELLING.search(head) is not None


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read papers from UTF-8 with line feeds; what can't be read comes as problems."""
    for record in _records(data):
        yield from _raw_record(record).records(source)


def _records(data: bytes) -> Iterator[_Record]:
    record: _Record | None = None
    first_tag = ""
    for part in _parts(data):
        first_tag = first_tag or part.first_tag
        if record is not None and part.is_of(record, first_tag):
            record.take(part)
            continue
        if record is not None:
            yield record
        record = part
    if record is not None:
        yield record


def _parts(data: bytes) -> Iterator[_Record]:
    """Yield records, or the parts of records between empty lines."""
    part: _Record | None = None
    follows_empty_line = False
    offset = 0
    for number, line in enumerate(io.BytesIO(data), start=1):
        found = _FIELD.match(line)
        if found is not None:
            tag = found[1].decode()
            if part is None or follows_empty_line or part.begins_another(tag):
                if part is not None:
                    yield part
                text = data[offset : offset + _SHOWN].partition(b"\n\n")[0]
                part = _Record(number, text.decode(errors="replace"))
            part.add(tag, line[found.end() :].decode(errors="replace").strip())
            follows_empty_line = False
        elif line.isspace():
            follows_empty_line = True
        elif part is not None:
            part.last.append(line.decode(errors="replace").strip())
            follows_empty_line = False
        offset += len(line)
    if part is not None:
        yield part


def _raw_record(record: _Record) -> RawRecord:
    pmid = _DIGITS.match(record.first("PMID"))
    pmc, other_id = record.first("PMC"), record.first("OID")
    own_title, book = " ".join(record.all("TI")), record.first("BTI")
    arxiv_id, doi = _ids(record)
    return RawRecord(
        line=record.line,
        text=record.text,
        arxiv_id=arxiv_id,
        doi=doi,
        name=f"PMID {pmid[0]}" if pmid else pmc or other_id,
        # PubMed ends every title with a full stop if it has no other mark.
        title=(own_title or book or record.first("TT")).removesuffix("."),
        authors=_authors(record),
        abstract=record.first("AB", "OAB"),
        comments=record.first("GN"),
        journal_ref=citations.journal_line(
            record.first("JT", "TA") or (book if own_title else ""),
            record.first("VI"),
            record.first("IP"),
            record.first("PG"),
            _year(record),
        ),
        created=_created(record),
        extra=[
            ("keywords", "; ".join(record.all("MH", "OT")).replace("*", "")),
            ("type", "; ".join(_types(record))),
            ("pmc", pmc if pmid else ""),
            ("url", f"https://pubmed.ncbi.nlm.nih.gov/{pmid[0]}/" if pmid else _address(record)),
        ],
    )


def _ids(record: _Record) -> tuple[str, str]:
    """Return the arXiv id and the DOI."""
    arxiv_id = doi = bad_doi = ""
    for value in record.all("LID", "AID"):
        kind = _KIND.search(value)
        name = value[: kind.start()] if kind else value
        if (kind and kind["kind"] == "doi") or Doi.parse(name):
            if field_values.first_doi(name):
                doi = doi or name
            else:
                bad_doi = name
        elif "arxiv" in name.lower() and ArxivId.parse(name):
            arxiv_id = arxiv_id or name
    return arxiv_id, doi or bad_doi


def _address(record: _Record) -> str:
    """Return the address of a record without a PMID."""
    addresses = (value for value in record.all("LID") if value.startswith(("http://", "https://")))
    return next(addresses, "")


def _authors(record: _Record) -> list[str]:
    """Return persons, with their full names if these are given, and organisations, in order."""
    names = []
    for author, short, body in (("FAU", "AU", "CN"), ("FED", "ED", "")):
        before = ""
        for tag, lines in record.people:
            name = " ".join(lines)
            if tag == body:
                names.append(name)
            elif tag == author:
                names.append(people.in_reading_order(name))
            elif tag == short and before != author:
                names.append(_from_short(name))
            if tag in (author, short, body):
                before = tag
        if names:
            break
    return names


def _from_short(name: str) -> str:
    """Return "BS Shruthi" for "Shruthi BS", and a full name in the order of reading."""
    if "," in name:
        return people.in_reading_order(name)
    match = _SHORT_NAME.fullmatch(name)
    if match is None:
        return name
    return f"{match['initials']} {match['last']}{match['suffix'] or ''}"


def _year(record: _Record) -> int:
    date = dates.any_date(record.first("DP"))
    return date.year if date else 0


def _created(record: _Record) -> str:
    """Return the date of publication, in print or online, or else that of PubMed's entry."""
    for tags in (("DEP", "DP"), ("CRDT", "EDAT", "DA")):
        if date := dates.earliest(record.all(*tags)):
            return str(date)
    return record.first("DP", "DEP")


def _types(record: _Record) -> list[str]:
    return [kind for kind in record.all("PT") if not _COMMON_TYPES.fullmatch(kind)]
