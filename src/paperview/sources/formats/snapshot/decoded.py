"""The JSON of a record: its fields, checked and typed, and what is wrong with them."""

from __future__ import annotations

import codecs
import re
from typing import Any, Final, TypeAlias

import msgspec

_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F]|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)

_FALLBACK: Final = "paperview.windows-1252"
"""A way to decode, by whose name Python knows it."""

Faults: TypeAlias = dict[str, str]
"""The reasons of what is left out of a paper, by field; and `LINE`."""
LINE: Final = "the line"
"""By this name: what is wrong with a line of which nothing is left out."""


class RecordError(Exception):
    """A record that gives no paper."""

    def __init__(self, reason: str) -> None:
        self.reason: Final = reason
        """What is wrong with it: `is not JSON (unexpected end)`."""
        super().__init__(reason)


class Version(msgspec.Struct, gc=False):
    """A version of a paper."""

    version: str | None = None
    created: str | None = None


class Glanced(msgspec.Struct, gc=False, rename={"arxiv": "arxivId"}):
    """The fields that a glance needs.

    The decoder checks that those it skips are JSON, too; so a glance and a whole reading refuse the
    same records.
    """

    id: str | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    title: str | None = None
    versions: list[Version | str] | None = None
    created: str | None = None
    extra: Any = None
    # What other programs call these, or something else by these names.
    entry_id: Any = None
    arxiv: Any = None
    published: Any = None
    publication_date: Any = None
    date: Any = None
    year: Any = None


class Record(
    Glanced,
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
    # What other files have under these names is nothing wrong.
    author: Any = None
    summary: Any = None
    comment: Any = None
    name: Any = None
    version: Any = None
    journal: Any = msgspec.field(default=None, name="journal_ref")
    updated: Any = None


_GLANCED = msgspec.json.Decoder(Glanced)
_RECORD = msgspec.json.Decoder(Record)
RAW_FIELDS = msgspec.json.Decoder(dict[str, msgspec.Raw])
"""Decodes a record without looking into its fields."""
_FIELDS: dict[str, tuple[str, msgspec.json.Decoder[Any]]] = {
    field.encode_name: (field.name, msgspec.json.Decoder(field.type))
    for field in msgspec.structs.fields(Record)
}
_EXPECTED = {"versions": "list of versions", "authors_parsed": "list of names"}


def glanced(line: bytes, faults: Faults) -> Glanced:
    """Decode the fields of a record that a glance needs; refuse what `record` refuses.

    Raises:
        RecordError: as `record` does.
    """
    line = _utf8(line, faults)
    try:
        return _GLANCED.decode(line)
    except (msgspec.DecodeError, RecursionError):
        return _decoded_by_field(line, faults)


def record(line: bytes, faults: Faults) -> Record:
    """Decode a record; fields that are not what they should be are left out, with their faults.

    Raises:
        RecordError: if it is no JSON object.
    """
    line = _utf8(line, faults)
    try:
        return _RECORD.decode(line)
    except (msgspec.DecodeError, RecursionError):
        return _decoded_by_field(line, faults)


def _utf8(line: bytes, faults: Faults) -> bytes:
    """Return a line in UTF-8; bytes that are none are read as Windows-1252, as in other files.

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
        # Half a pair of surrogates, as a text cut in its middle has one, is read as U+FFFD.
        whole = _ESCAPE.sub(lambda found: rb"\ufffd" if found["lone"] else found[0], line)
        if whole == line:
            raise
        return RAW_FIELDS.decode(whole)
