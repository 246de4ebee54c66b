"""The arXiv metadata snapshot: JSON lines, one record an object.

The fields are those of the data set "arXiv" at Kaggle, its first editions included (`categories` a
list, `versions` a list of "v1"), and those of `paperview search --format jsonl`. Dates are in GMT;
those of versions are written as in RFC 2822, section 3.3. Fields of other names are passed over.
The rule for records without ids is that of all formats: see `field_values.is_paper`.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias
from zlib import crc32

import msgspec

from paperview.model.dates import PartialDate, day_number
from paperview.model.hashing import identity_hash
from paperview.model.identity import NO_DOI, NO_ID, TELLING, title_key
from paperview.model.paper import ArxivId, Doi, Paper, entry_of
from paperview.sources.parsing import dates, field_values, people, subjects
from paperview.sources.parsing.field_values import NO_PAPER, is_paper, one_line
from paperview.sources.problem import Problem, shown_without
from paperview.text.sanitize import clean

_EXCERPT = 300
"""Characters of a line that a problem shows."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_TOKEN = re.compile(
    rb'\s*(?:"(?P<text>(?:[^"\\\x00-\x1f]|\\.)*)"(?P<is_key>\s*:)?'
    rb"|(?P<open>[\[{])|(?P<close>[\]}])|[,:]|[-+.\w]+)"
)
_ID_KEYS = frozenset(("id", "arxiv_id", "arxivId", "entry_id"))
_FOREIGN_KEYS = frozenset(
    (
        *("bibcode", "citation-key", "issued", "itemType", "metadata", "titles", "type"),
        *("attributes", "authorships", "corpusid", "creators", "display_name", "externalIds"),
        *("paper", "paperAbstract", "paperId", "publishedAt", "s2Url"),
    )
)
"""Members of other formats' objects, which may also have an "id"."""
_TEXT_KEYS = frozenset(("title", "abstract", "summary"))
_AUTHOR_KEYS = frozenset(("author", "authors", "authors_parsed"))
_FURTHER_KEYS = frozenset(
    (
        *("comment", "comments", "created", "date", "doi", "journal", "journal-ref", "journal_ref"),
        *("categories", "name", "publication_date", "published", "updated", "version", "year"),
    )
)
_IN_OTHER_WORDS = re.compile(
    r"author|creator|abstract|summary|description|year|date", re.IGNORECASE
)
_PARTS_OF_NAMES = re.compile(rb'\[\s*\{[^{}]{0,300}"(?:family|literal)"')
"""The start of a list of authors in CSL."""


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read papers from UTF-8, one a line; what can't be read comes as problems."""
    for number, line in enumerate(io.BytesIO(data), 1):
        if line.isspace():
            continue
        yield from read_record(line, source, number)


def read_record(text: bytes, source: str, line: int) -> Iterator[Paper | Problem]:
    """Read one record, an object of JSON that begins at a line."""
    try:
        found, reasons = paper(text, source, line)
    except RecordError as error:
        yield Problem(source, line, error.reason, excerpt(text))
        return
    yield found
    for reason in reasons:
        yield Problem(source, line, reason, excerpt(text), lost=False)


def excerpt(text: bytes) -> str:
    """Return the beginning of a record in one line, for problems."""
    start = text[: 4 * _EXCERPT].decode(errors="replace")
    return clean(" ".join(start.split()))[:_EXCERPT]


def looks_like(head: bytes) -> bool:
    """Return whether the first bytes are JSON lines with records; the last line may be cut."""
    line, newline, _ = head.removeprefix(_BYTE_ORDER_MARK).lstrip().partition(b"\n")
    if not line.startswith(b"{"):
        return False
    if not newline:
        return _has_id_key(line)
    try:
        values = RAW_FIELDS.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return holds_record({name: bytes(value) for name, value in values.items()})


def holds_record(values: Mapping[str, bytes]) -> bool:
    """Return whether the members of a JSON object make it a record of this format.

    It has an id; or a title or an abstract, with authors or with other known fields alone, and no
    other field that may tell authors, abstract or date; and nothing that only another format has.
    """
    if not _FOREIGN_KEYS.isdisjoint(values) or _PARTS_OF_NAMES.match(values.get("author", b"")):
        return False
    if not _ID_KEYS.isdisjoint(values):
        return True
    known = _TEXT_KEYS | _AUTHOR_KEYS | _FURTHER_KEYS
    unknown = values.keys() - known
    if _TEXT_KEYS.isdisjoint(values) or any(map(_IN_OTHER_WORDS.search, unknown)):
        return False
    return not _AUTHOR_KEYS.isdisjoint(values) or (not unknown and len(values) > 1)


def _has_id_key(start: bytes) -> bool:
    """Return whether a JSON object, which may be cut, has the key of an id."""
    depth = offset = 0
    keys = set()
    while token := _TOKEN.match(start, offset):
        if depth == 1 and token["is_key"]:
            keys.add(token["text"].decode("latin-1"))
        depth += (token["open"] is not None) - (token["close"] is not None)
        offset = token.end()
    return not _ID_KEYS.isdisjoint(keys) and _FOREIGN_KEYS.isdisjoint(keys)


_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F]|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)

_FALLBACK: Final = "paperview.windows-1252"
"""The name of an error handler for decoding."""

Faults: TypeAlias = dict[str, str]
"""The reasons for the parts left out of a paper, by field or `LINE`."""
LINE: Final = "the line"
"""The key of a fault of the whole line, which costs no part."""


class RecordError(Exception):
    """A line that is no record of a paper."""

    def __init__(self, reason: str) -> None:
        self.reason: Final = reason
        """The reason: `is not JSON (unexpected end)`."""
        super().__init__(reason)


class Version(msgspec.Struct, gc=False):
    """A version of a paper."""

    version: str | None = None
    created: str | None = None


class SummaryFields(msgspec.Struct, gc=False, rename={"arxiv": "arxivId"}):
    """The fields that a summary needs.

    The decoder checks that the fields it skips are JSON, too. So a summary and a whole reading
    refuse the same records.
    """

    id: str | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    title: str | None = None
    versions: list[Version | str] | None = None
    created: str | None = None
    extra: Any = None
    # Other programs use these names for the same fields, or for other ones.
    entry_id: Any = None
    arxiv: Any = None
    published: Any = None
    publication_date: Any = None
    date: Any = None
    year: Any = None


class Record(
    SummaryFields,
    gc=False,
    rename={"journal_ref": "journal-ref", "report_no": "report-no", "arxiv": "arxivId"},
):
    """All fields that paperview reads."""

    submitter: str | None = None
    comments: str | None = None
    journal_ref: str | None = None
    report_no: str | None = None
    categories: str | list[str] | None = None
    license: str | None = None
    abstract: str | None = None
    update_date: str | None = None
    authors_parsed: list[list[str]] | None = None
    authors: Any = None
    # Other files may hold anything in these fields without a fault.
    author: Any = None
    summary: Any = None
    comment: Any = None
    name: Any = None
    version: Any = None
    journal: Any = msgspec.field(default=None, name="journal_ref")
    updated: Any = None
    entry: Any = None


_SUMMARY = msgspec.json.Decoder(SummaryFields)
_RECORD = msgspec.json.Decoder(Record)
RAW_FIELDS = msgspec.json.Decoder(dict[str, msgspec.Raw])
"""Decodes a record and leaves its fields encoded."""
_FIELDS: dict[str, tuple[str, msgspec.json.Decoder[Any]]] = {
    field.encode_name: (field.name, msgspec.json.Decoder(field.type))
    for field in msgspec.structs.fields(Record)
}
_EXPECTED = {"versions": "list of versions", "authors_parsed": "list of names"}


def _decode_summary(line: bytes, faults: Faults) -> SummaryFields:
    """Decode the fields of a record that a summary needs; refuse what `_decode` refuses.

    Raises:
        RecordError: as `record` does.
    """
    line = _utf8(line, faults)
    try:
        return _SUMMARY.decode(line)
    except (msgspec.DecodeError, RecursionError):
        return _decoded_by_field(line, faults)


def _decode(line: bytes, faults: Faults) -> Record:
    """Decode a record; fields of a wrong type are left out and noted as faults.

    Raises:
        RecordError: if it is no JSON object.
    """
    line = _utf8(line, faults)
    try:
        return _RECORD.decode(line)
    except (msgspec.DecodeError, RecursionError):
        return _decoded_by_field(line, faults)


def _utf8(line: bytes, faults: Faults) -> bytes:
    """Return a line in UTF-8; other bytes are read as Windows-1252, as in all formats.

    It has to be looked at here: the decoder looks at the letters of the fields it needs alone.
    """
    if line.isascii():
        return line
    try:
        line.decode()
    except UnicodeDecodeError as error:
        faults[LINE] = f"byte 0x{line[error.start]:02x} is not UTF-8; it is read as Windows-1252"
        return line.decode(errors=_FALLBACK).encode()
    return line


def _from_fallback(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("windows-1252", "replace"), error.end


codecs.register_error(_FALLBACK, _from_fallback)


def _decoded_by_field(line: bytes, faults: Faults) -> Record:
    """Decode a record field by field, without the fields of a wrong type."""
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
    record = Record()
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
        return RAW_FIELDS.decode(line)
    except msgspec.DecodeError:
        # A lone surrogate, as in a text that was cut, is read as U+FFFD.
        whole = _ESCAPE.sub(lambda found: rb"\ufffd" if found["lone"] else found[0], line)
        if whole == line:
            raise
        return RAW_FIELDS.decode(whole)


_SMALL = bytes(range(256)).lower()
_NO_LETTERS = bytes(range(33)) + b"!\"&'(),-./:;<=>?@[]`{|}~\x7f"
"""Characters that do not matter in a title: blanks, punctuation and braces, but not `+`."""


class RecordSummary(msgspec.Struct, frozen=True, gc=False):
    """The parts of a record that are needed to count, date and merge its paper."""

    key: int
    """The hash of the arXiv id, or else of the DOI, or else of the title; 0 for none."""
    doi_key: int
    """The hash of the DOI; `NO_DOI` or `NO_ID` if it has none."""
    date: int
    """The date of creation as YYYYMMDD; 0 if unknown."""
    title_mark: int
    """A hash of the title's letters; 0 for titles that are too short to identify a paper."""


def paper(line: bytes, source: str = "", number: int = 0) -> tuple[Paper, tuple[str, ...]]:
    """Read a record; return its paper and the reasons for the parts left out.

    Args:
        line: the record in UTF-8, with or without the end of its line.
        source: the name of the source, which the paper keeps.
        number: the number of the line there, which it keeps, too.

    Raises:
        RecordError: if it is not a JSON object, or does not describe a paper.
    """
    faults: Faults = {}
    record = _decode(line, faults)
    base, doi = _identity(record, faults)
    title = one_line(record.title)
    said = record.abstract or _text(record.summary)
    # In paperview's own output, abstracts are never placeholders, names are in reading order, and a
    # paper without a title was one before.
    is_own = isinstance(record.extra, list)
    abstract = field_values.paragraphs(said) if is_own else field_values.abstract(said)
    authors = _authors(record, faults)
    journal_ref = one_line(record.journal_ref or _text(record.journal))
    created = _created(record, faults)
    citation = journal_ref or record.created or created
    if not is_paper(base or doi, title, abstract, authors, citation):
        reasons = [faults[name] for name in ("arxiv_id", "id", "doi") if name in faults]
        raise RecordError("; ".join(reasons) or NO_PAPER)
    classes, further = _categories(record)
    if title is None and not is_own:
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
        entry=_entry(record.entry) if record.entry else None,
        sources=(source,) if source else (),
        line=number,
    )
    return read, tuple(_told(name, reason) for name, reason in faults.items())


def _told(name: str, reason: str) -> str:
    return reason if name == LINE else shown_without(reason)


def summarize(line: bytes) -> RecordSummary:
    """Read only the identity and date of a record; refuse what `paper` refuses.

    Raises:
        RecordError: as `paper` does, for the same reason.
    """
    faults: Faults = {}
    record = _decode_summary(line, faults)
    base, doi = _identity(record, faults)
    if base is None and doi is None:
        return _summary_without_ids(line)
    doi_key = identity_hash(doi.key) if doi else NO_DOI
    created = _created(record, faults) or (ArxivId(base).month if base else None)
    own_key = identity_hash(base) if base else doi_key
    # Further pairs may distinguish volumes with the same title.
    mark = title_mark(record.title) if record.title and not record.extra else 0
    return RecordSummary(own_key, doi_key, day_number(created), mark)


def _summary_without_ids(line: bytes) -> RecordSummary:
    read, _ = paper(line)
    title = title_key(read)
    return RecordSummary(identity_hash(title) if title else 0, NO_ID, day_number(read.date), 0)


def title_mark(title: str) -> int:
    """Return a number of a title's letters; 0 for short titles, which tell little."""
    if title.count(" ") < TELLING - 1:
        return 0
    return crc32(title.encode(errors="replace").translate(_SMALL, _NO_LETTERS))


def _identity(record: SummaryFields, faults: Faults) -> tuple[str | None, Doi | None]:
    """Return the base of the arXiv id and the DOI; either may be missing."""
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


def _arxiv_text(record: SummaryFields) -> str | None:
    """Return the text that should be the arXiv id."""
    return record.arxiv_id or record.id or _text(record.entry_id) or _text(record.arxiv)


def _version(record: Record, base: str, faults: Faults) -> int | None:
    """Return the last of the versions, or else the field `version`, or else that of the id."""
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


def _created(record: SummaryFields, faults: Faults) -> PartialDate | None:
    """Return the date of the first version, or else the field `created`."""
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
    return dates.loose_date(text) if text else None


def _date(text: str | None, name: str, faults: Faults) -> PartialDate | None:
    if not text:
        return None
    day = dates.exact_date(text)
    if day is None:
        faults[name] = f"'{field_values.shown(text)}' is not a date"
    return day


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _extra(record: Record) -> tuple[tuple[str, str], ...]:
    """Return the further pairs of the snapshot and of paperview's output."""
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


def _entry(fields: object) -> str | None:
    """Return the entry of a bibliography from paperview's output."""
    found = fields.items() if isinstance(fields, dict) else ()
    return entry_of(
        (clean_name, text)
        for name, value in found
        if isinstance(value, str) and (clean_name := one_line(name)) and (text := one_line(value))
    )


def _authors(record: Record, faults: Faults) -> tuple[str, ...]:
    parsed = people.parsed_names(record.authors_parsed) if record.authors_parsed else ()
    given = record.authors or record.author
    if parsed or not given:
        return parsed
    if isinstance(record.extra, list) and isinstance(given, list):
        return people.clean_names(name for name in given if isinstance(name, str))
    found = people.given_names(given)
    if found is None:
        faults["authors"] = "authors is no list of names"
    return found or ()


def _categories(record: Record) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return arXiv's categories, and the rest of the field as a further pair."""
    names, texts = subjects.in_field(record.categories)
    return names, (("subjects", "; ".join(texts)),) if texts else ()
