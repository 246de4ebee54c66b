"""What the fields of a record say of a paper."""

from __future__ import annotations

from zlib import crc32

import msgspec

from paperview.model.paper import ArxivId, Doi, Paper, PartialDate, day_number
from paperview.model.title_key import TELLING, title_key
from paperview.sources.formats.snapshot import decoded
from paperview.sources.formats.snapshot.decoded import (
    Faults,
    Glanced,
    Record,
    RecordError,
    Version,
)
from paperview.sources.jsonl.table import NO_DOI, NO_ID, key
from paperview.sources.parsing import field_values, people, subjects
from paperview.sources.parsing.field_values import one_line
from paperview.sources.problem import shown_without

_SMALL = bytes(range(256)).lower()
_NO_LETTERS = bytes(range(33)) + b"!\"&'(),-./:;<=>?@[]`{|}~\x7f"
"""What makes no other title of one: blanks, punctuation and braces, but not the signs of C++."""


class Glance(msgspec.Struct, frozen=True, gc=False):
    """The little of a record that is needed to count, date and merge its paper."""

    key: int
    """The number of the arXiv id, or else of the DOI, or else of the title; see `records.key`.

    It is 0 where there is nothing of all that."""
    doi_key: int
    """The number of the DOI; `NO_DOI` or `NO_ID` where there is none."""
    date: int
    """When the paper was created, as YYYYMMDD; 0 where that is not known."""
    title_mark: int
    """A number of the title's letters; 0 where they tell too little: see `records`."""


def paper(line: bytes, source: str = "", number: int = 0) -> tuple[Paper, tuple[str, ...]]:
    """Read a record; return its paper, and what is wrong with parts of it.

    Args:
        line: the record in UTF-8, with or without the end of its line.
        source: the name of the source, which the paper keeps.
        number: the number of the line there, which it keeps, too.

    Raises:
        RecordError: if it is no JSON object, or tells nothing of a paper.
    """
    faults: Faults = {}
    record = decoded.record(line, faults)
    base, doi = _identity(record, faults)
    title = one_line(record.title)
    said = record.abstract or _text(record.summary)
    # What paperview writes is an abstract, whatever it says, and names are in the order of reading.
    is_own = isinstance(record.extra, list)
    abstract = field_values.paragraphs(said) if is_own else field_values.abstract(said)
    authors = _authors(record, faults)
    journal_ref = one_line(record.journal_ref or _text(record.journal))
    created = _created(record, faults)
    is_cited = authors and (journal_ref or record.created or created)
    if not (base or doi or title or abstract or is_cited):
        reasons = [faults[name] for name in ("arxiv_id", "id", "doi") if name in faults]
        raise RecordError("; ".join(reasons) or "has no title, no abstract and no id")
    classes, further = _categories(record)
    if title is None:
        faults.setdefault("title", "has no title")
    read = Paper(
        arxiv_id=ArxivId(base, _version(record, base, faults)) if base else None,
        doi=doi,
        name=one_line(_text(record.name)),
        title=title,
        authors=authors,
        abstract=abstract,
        comments=one_line(record.comments or _text(record.comment)),
        categories=classes,
        journal_ref=journal_ref,
        created=created,
        updated=_date(record.update_date or _text(record.updated), "update_date", faults),
        extra=_extra(record) + further,
        sources=(source,) if source else (),
        line=number,
    )
    return read, tuple(_told(name, reason) for name, reason in faults.items())


def _told(name: str, reason: str) -> str:
    return reason if name == decoded.LINE else shown_without(reason)


def glance(line: bytes) -> Glance:
    """Read of a record only what identifies and dates it; refuse what `paper` refuses.

    Raises:
        RecordError: as `paper` does, for the same reason.
    """
    faults: Faults = {}
    record = decoded.glanced(line, faults)
    base, doi = _identity(record, faults)
    if base is None and doi is None:
        return _glance_without_ids(line)
    doi_key = key(doi.key) if doi else NO_DOI
    date = day_number(_created(record, faults))
    return Glance(key(base) if base else doi_key, doi_key, date, _title_mark(record))


def _glance_without_ids(line: bytes) -> Glance:
    read, _ = paper(line)
    title = title_key(read)
    return Glance(key(title) if title else 0, NO_ID, day_number(read.created), 0)


def _title_mark(record: Glanced) -> int:
    # Further pairs may tell volumes of one title from each other.
    title = record.title
    if not title or record.extra or title.count(" ") < TELLING - 1:
        return 0
    return crc32(title.encode(errors="replace").translate(_SMALL, _NO_LETTERS))


def _identity(record: Glanced, faults: Faults) -> tuple[str | None, Doi | None]:
    """Return the base of the arXiv id, and the DOI; one of them may be missing."""
    base = doi = None
    text = _arxiv_text(record)
    if text:
        base = field_values.arxiv_base(text)
        if base is None:
            faults["id"] = f"'{field_values.shown(text)}' is not an arXiv id"
    if record.doi:
        doi = field_values.first_doi(record.doi)
        if doi is None:
            faults["doi"] = f"'{field_values.shown(record.doi)}' is not a DOI"
    return base, doi


def _arxiv_text(record: Glanced) -> str | None:
    """Return what is, or should be, the arXiv id."""
    return record.arxiv_id or record.id or _text(record.entry_id) or _text(record.arxiv)


def _version(record: Record, base: str, faults: Faults) -> int | None:
    """Return the last version, or else the version that is named alone, or else that of the id."""
    if record.versions:
        last = record.versions[-1]
        text = last if isinstance(last, str) else last.version
        if text:
            version = field_values.version(text)
            if version is not None:
                return version
            faults["version"] = f"'{field_values.shown(text)}' is not a version"
    alone = field_values.version(str(record.version))
    if alone is not None:
        return alone
    named = _arxiv_text(record)
    arxiv_id = ArxivId.parse(named) if named and named != base else None
    return arxiv_id.version if arxiv_id else None


def _created(record: Glanced, faults: Faults) -> PartialDate | None:
    """Return when the first version was submitted, or else what `created` says."""
    first = record.versions[0] if record.versions else None
    submitted = first.created if isinstance(first, Version) else None
    date = _date(submitted, "versions", faults) or _date(record.created, "created", faults)
    if date is None and "created" not in faults:
        for value in (record.published, record.publication_date, record.date, record.year):
            if (date := _loose_date(value)) is not None:
                break
    return date


def _loose_date(value: object) -> PartialDate | None:
    text = str(value) if isinstance(value, (str, int)) else ""
    return field_values.loose_date(text) if text else None


def _date(text: str | None, name: str, faults: Faults) -> PartialDate | None:
    if not text:
        return None
    day = field_values.day(text)
    if day is None:
        faults[name] = f"'{field_values.shown(text)}' is not a date"
    return day


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _extra(record: Record) -> tuple[tuple[str, str], ...]:
    """Return the further pairs: the snapshot's own, and those of paperview."""
    pairs = [
        ("submitter", one_line(record.submitter)),
        ("report-no", one_line(record.report_no)),
        ("license", one_line(record.license)),
    ]
    further = record.extra if isinstance(record.extra, list) else []
    for pair in further:
        match pair:
            case [str(name), str(value)] if clean_name := one_line(name):
                pairs.append((clean_name, one_line(value) or ""))
    return tuple([(name, value) for name, value in pairs if value is not None])


def _authors(record: Record, faults: Faults) -> tuple[str, ...]:
    parsed = people.parsed_names(record.authors_parsed) if record.authors_parsed else ()
    given = record.authors or record.author
    if parsed or not given:
        return parsed
    if isinstance(record.extra, list) and isinstance(given, list):
        return field_values.names(name for name in given if isinstance(name, str))
    found = people.given_names(given)
    if found is None:
        faults["authors"] = "authors is no list of names"
    return found or ()


def _categories(record: Record) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return arXiv's classes, and as further pairs what else the field says."""
    names, texts = subjects.in_field(record.categories)
    return names, (("subjects", "; ".join(texts)),) if texts else ()
