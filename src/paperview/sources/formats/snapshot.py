"""The arXiv metadata snapshot: JSON lines, one record an object.

The fields are those of the data set "arXiv" at Kaggle, its first editions included (`categories` a
list, `versions` a list of "v1"), and those of `paperview search --format jsonl`. Dates are in GMT;
those of versions are written as in RFC 2822, section 3.3. Fields of other names are passed over.
What makes a record without ids a paper is the same as elsewhere; see `sources.raw`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from paperview.paper import ArxivId, Doi, Paper, PartialDate, day_number
from paperview.sources.fields import fieldvalues
from paperview.sources.fields.fieldvalues import one_line
from paperview.sources.filed.records import NO_DOI, NO_ID, key
from paperview.sources.problem import Problem
from paperview.text import clean
from paperview.titles import title_key

_KEPT = 300
"""Characters of a line that a problem keeps."""
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F]|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_TOKEN = re.compile(
    rb'\s*(?:"(?P<text>(?:[^"\\\x00-\x1f]|\\.)*)"(?P<is_key>\s*:)?'
    rb"|(?P<open>[\[{])|(?P<close>[\]}])|[,:]|[-+.\w]+)"
)
_ID_KEYS = frozenset(("id", "arxiv_id"))
_FOREIGN_KEYS = frozenset(
    ("author", "bibcode", "citation-key", "issued", "itemType", "metadata", "titles", "type")
)
"""What other formats' objects hold, which may have an "id", too."""


class RecordError(Exception):
    """A record that gives no paper."""

    def __init__(self, reason: str) -> None:
        self.reason: Final = reason
        """What is wrong with it: `is not JSON (unexpected end)`."""
        super().__init__(reason)


class Glance(msgspec.Struct, frozen=True, gc=False):
    """The little of a record that is needed to count, date and merge its paper."""

    key: int
    """The number of the arXiv id, or else of the DOI, or else of the title; see `records.key`.

    It is 0 where there is nothing of all that."""
    doi_key: int
    """The number of the DOI; `NO_DOI` or `NO_ID` where there is none."""
    date: int
    """When the paper was created, as YYYYMMDD; 0 where that is not known."""


class _Version(msgspec.Struct, gc=False):
    version: str | None = None
    created: str | None = None


class _Glanced(msgspec.Struct, gc=False):
    """The fields that a glance needs.

    The decoder checks that those it skips are JSON, too; so a glance and a whole reading refuse the
    same records.
    """

    id: str | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    versions: list[_Version | str] | None = None
    created: str | None = None


class _Record(_Glanced, gc=False, rename={"journal_ref": "journal-ref", "report_no": "report-no"}):
    """All fields that paperview reads."""

    submitter: str | None = None
    authors: str | list[str] | None = None
    title: str | None = None
    comments: str | None = None
    journal_ref: str | None = None
    report_no: str | None = None
    categories: str | list[str] | None = None
    license: str | None = None
    abstract: str | None = None
    update_date: str | None = None
    authors_parsed: list[list[str]] | None = None
    # What other files have under these names is nothing wrong.
    name: Any = None
    version: Any = None
    journal: Any = msgspec.field(default=None, name="journal_ref")
    updated: Any = None
    extra: Any = None


_GLANCED = msgspec.json.Decoder(_Glanced)
_RECORD = msgspec.json.Decoder(_Record)
_RAW_FIELDS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_FIELDS: dict[str, tuple[str, msgspec.json.Decoder[Any]]] = {
    field.encode_name: (field.name, msgspec.json.Decoder(field.type))
    for field in msgspec.structs.fields(_Record)
}
_EXPECTED = {"versions": "list of versions", "authors_parsed": "list of names"}

_Faults = dict[str, str]
"""The reasons of what is left out of a paper, by field."""


def paper(line: bytes, source: str = "") -> tuple[Paper, tuple[str, ...]]:
    """Read a record; return its paper, and the reasons of what had to be left out of it.

    Args:
        line: the record in UTF-8, with or without the end of its line.
        source: the name of the source, which the paper keeps.

    Raises:
        RecordError: if it is no JSON object, or tells nothing of a paper.
    """
    faults: _Faults = {}
    if not line.isascii():
        _check_utf8(line)
    try:
        record = _RECORD.decode(line)
    except (msgspec.DecodeError, RecursionError):
        record = _decoded_by_field(line, faults)
    base, doi = _identity(record, faults)
    title, abstract = one_line(record.title), fieldvalues.paragraphs(record.abstract)
    authors, journal_ref = _authors(record), one_line(record.journal_ref or _text(record.journal))
    is_cited = authors and (journal_ref or record.created)
    if not (base or doi or title or abstract or is_cited):
        reasons = [faults[name] for name in ("arxiv_id", "id", "doi") if name in faults]
        raise RecordError("; ".join(reasons) or "has no title, no abstract and no id")
    if title is None:
        faults.setdefault("title", "has no title")
    read = Paper(
        arxiv_id=ArxivId(base, _version(record, base, faults)) if base else None,
        doi=doi,
        name=one_line(_text(record.name)),
        title=title,
        authors=authors,
        abstract=abstract,
        comments=one_line(record.comments),
        categories=fieldvalues.categories(record.categories),
        journal_ref=journal_ref,
        created=_created(record, faults),
        updated=_date(record.update_date or _text(record.updated), "update_date", faults),
        extra=_extra(record),
        sources=(source,) if source else (),
    )
    return read, tuple(faults.values())


def glance(line: bytes) -> Glance:
    """Read of a record only what identifies and dates it; refuse what `paper` refuses.

    Raises:
        RecordError: as `paper` does, for the same reason.
    """
    faults: _Faults = {}
    if not line.isascii():
        _check_utf8(line)
    try:
        record = _GLANCED.decode(line)
    except (msgspec.DecodeError, RecursionError):
        record = _decoded_by_field(line, faults)
    base, doi = _identity(record, faults)
    if base is None and doi is None:
        return _glance_without_ids(line)
    doi_key = key(doi.key) if doi else NO_DOI
    return Glance(key(base) if base else doi_key, doi_key, day_number(_created(record, faults)))


def _glance_without_ids(line: bytes) -> Glance:
    read, _ = paper(line)
    title = title_key(read)
    return Glance(key(title) if title else 0, NO_ID, day_number(read.created))


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read the papers of a text that is in memory."""
    for number, line in enumerate(io.BytesIO(data), 1):
        if line.isspace():
            continue
        text = clean(line[: 4 * _KEPT].decode(errors="replace").strip())[:_KEPT]
        try:
            found, reasons = paper(line, source)
        except RecordError as error:
            yield Problem(source, number, error.reason, text)
            continue
        yield found
        for reason in reasons:
            yield Problem(source, number, f"{reason}; shown without it", text, lost=False)


def looks_like(head: bytes) -> bool:
    """Whether the first bytes of a file are JSON lines of records, the last of them cut or not."""
    line, newline, _ = head.removeprefix(_BYTE_ORDER_MARK).lstrip().partition(b"\n")
    if not line.startswith(b"{"):
        return False
    if not newline:
        return _has_id_key(line)
    try:
        keys = _RAW_FIELDS.decode(line).keys()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return not _ID_KEYS.isdisjoint(keys) and _FOREIGN_KEYS.isdisjoint(keys)


def _has_id_key(start: bytes) -> bool:
    """Whether the outermost object of JSON that may be cut off has the key of an id."""
    depth = place = 0
    keys = set()
    while token := _TOKEN.match(start, place):
        if depth == 1 and token["is_key"]:
            keys.add(token["text"].decode("latin-1"))
        depth += (token["open"] is not None) - (token["close"] is not None)
        place = token.end()
    return not _ID_KEYS.isdisjoint(keys) and _FOREIGN_KEYS.isdisjoint(keys)


def _check_utf8(line: bytes) -> None:
    """Refuse what is no UTF-8: the decoder looks at the letters of the fields it needs alone."""
    try:
        line.decode()
    except UnicodeDecodeError as error:
        reason = f"is not UTF-8 (byte 0x{line[error.start]:02x} at {error.start:,})"
        raise RecordError(reason) from None


def _decoded_by_field(line: bytes, faults: _Faults) -> _Record:
    """Decode a record each field by itself, leaving out those that are not what they should be."""
    try:
        raw_fields = _raw_fields(line)
    except RecursionError:
        raise RecordError("is not JSON (nested too deeply)") from None
    except msgspec.ValidationError:
        raise RecordError("is no JSON object") from None
    except msgspec.DecodeError as error:
        reason = str(error).removeprefix("JSON is malformed: ").replace(" (byte", ", byte")
        reason = reason.replace("Input data was truncated", "unexpected end").rstrip(")")
        raise RecordError(f"is not JSON ({reason})") from None
    record = _Record()
    for name, (attribute, decoder) in _FIELDS.items():
        raw = raw_fields.get(name)
        if raw is not None:
            try:
                setattr(record, attribute, decoder.decode(raw))
            except (msgspec.DecodeError, RecursionError):
                faults[name] = f"{name} is no {_EXPECTED.get(name, 'text')}"
    return record


def _raw_fields(line: bytes) -> dict[str, msgspec.Raw]:
    try:
        return _RAW_FIELDS.decode(line)
    except msgspec.DecodeError:
        # Half a pair of surrogates, as a text cut in its middle has one, is read as U+FFFD.
        whole = _ESCAPE.sub(lambda found: rb"\ufffd" if found["lone"] else found[0], line)
        if whole == line:
            raise
        return _RAW_FIELDS.decode(whole)


def _identity(record: _Glanced, faults: _Faults) -> tuple[str | None, Doi | None]:
    """Return the base of the arXiv id, and the DOI; one of them may be missing."""
    base = doi = None
    text = record.arxiv_id or record.id
    if text:
        base = fieldvalues.arxiv_base(text)
        if base is None:
            faults["id"] = f"'{fieldvalues.shown(text)}' is not an arXiv id"
    if record.doi:
        doi = fieldvalues.first_doi(record.doi)
        if doi is None:
            faults["doi"] = f"'{fieldvalues.shown(record.doi)}' is not a DOI"
    return base, doi


def _version(record: _Record, base: str, faults: _Faults) -> int | None:
    """Return the last version, or else the version that is named alone, or else that of the id."""
    if record.versions:
        last = record.versions[-1]
        text = last if isinstance(last, str) else last.version
        if text:
            version = fieldvalues.version(text)
            if version is not None:
                return version
            faults["version"] = f"'{fieldvalues.shown(text)}' is not a version"
    alone = fieldvalues.version(str(record.version))
    if alone is not None:
        return alone
    named = record.arxiv_id or record.id
    arxiv_id = ArxivId.parse(named) if named and named != base else None
    return arxiv_id.version if arxiv_id else None


def _created(record: _Glanced, faults: _Faults) -> PartialDate | None:
    """Return when the first version was submitted, or else what `created` says."""
    first = record.versions[0] if record.versions else None
    submitted = first.created if isinstance(first, _Version) else None
    return _date(submitted, "versions", faults) or _date(record.created, "created", faults)


def _date(text: str | None, name: str, faults: _Faults) -> PartialDate | None:
    if not text:
        return None
    day = fieldvalues.day(text)
    if day is None:
        faults[name] = f"'{fieldvalues.shown(text)}' is not a date"
    return day


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _extra(record: _Record) -> tuple[tuple[str, str], ...]:
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


def _authors(record: _Record) -> tuple[str, ...]:
    parsed = fieldvalues.parsed_names(record.authors_parsed) if record.authors_parsed else ()
    if parsed or not record.authors:
        return parsed
    if isinstance(record.authors, str):
        return fieldvalues.names_in(record.authors)
    return fieldvalues.names(record.authors)
