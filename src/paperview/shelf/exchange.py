"""The shelf as JSON, for other machines and other programs; `docs/shelf.md` has the format."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from paperview.shelf.entries import Entries
from paperview.shelf.keys import facts_of, keys_with, known_paper, paper_of
from paperview.shelf.rows import (
    ARXIV,
    DIFFERENT,
    DOI,
    FILTER,
    NOTE,
    OPENED,
    READ,
    SHELF,
    STARRED,
    TAG,
    TITLE,
    YES,
    Record,
    Value,
    clean_name,
    clean_note,
    new_id,
)
from paperview.text.sanitize import clean, in_one_line

FORMAT, VERSION = "paperview shelf", 1
_OTHER = "is no export of a shelf; name a file that paperview shelf export wrote"
_AGAIN = "export the shelf again"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_END = datetime(9000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FINGERPRINT = re.compile("[0-9a-f]{16}")
_MOST_PROBLEMS = 20
"""Problems that are listed one by one."""

Fields = dict[str, Any]


class ImportedPaper(NamedTuple):
    """A paper of another shelf."""

    records: list[Record]
    values: list[Value]


class Imported(NamedTuple):
    """The contents of an export."""

    papers: list[ImportedPaper]
    values: list[Value]
    """Those of no paper: saved filters, and pairs of different papers."""
    problems: list[str]
    """Where something can't be read, and what; a line each."""


class NoExportError(Exception):
    """A text that is no export of a shelf; the message says why, and what to do."""

    def __init__(self, reason: str, line: int = 0) -> None:
        self.line: Final = line
        """The line of the fault, counted from 1; 0 for the text as a whole."""
        super().__init__(clean(reason))


class _UnreadableError(Exception):
    """Some part can't be read; the message says why."""


# --- writing


def dumps(entries: Entries) -> str:
    """Return everything but the views as JSON, sorted, so that two exports can be compared."""
    papers = [_paper_fields(entries, some) for some in entries.papers()]
    document = {
        "format": FORMAT,
        "version": VERSION,
        "papers": sorted(
            (paper for paper in papers if len(paper) > 1), key=lambda one: str(one["known_as"])
        ),
        "filters": _named(entries.values(SHELF), FILTER, json.loads),
        "different": [
            {"papers": name.removeprefix(DIFFERENT).split("\n"), **_changed(value, bool)}
            for name, value in sorted(entries.values(SHELF).items())
            if name.startswith(DIFFERENT)
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _paper_fields(entries: Entries, some: tuple[int, ...]) -> Fields:
    records = [record for entry in some for record in entries.records(entry)]
    known_as = [
        {"keys": list(one.keys), **json.loads(facts_of(known_paper(one.facts)))} for one in records
    ]
    values = entries.latest(some)
    fields: Fields = {"known_as": sorted(known_as, key=str)}
    for name in (STARRED, READ, OPENED):
        if name in values:
            fields[name] = _changed(values[name], bool)
    if NOTE in values:
        fields[NOTE] = _changed(values[NOTE], str)
    if tags := _named(values, TAG, bool):
        fields["tags"] = tags
    return fields


def _named(values: Mapping[str, Value], beginning: str, read: Callable[[str], object]) -> Fields:
    return {
        name.removeprefix(beginning): _changed(value, read)
        for name, value in sorted(values.items())
        if name.startswith(beginning)
    }


def _changed(value: Value, read: Callable[[str], object]) -> Fields:
    there = None if value.value is None else read(value.value)
    time = _EPOCH + value.time * _MICROSECOND
    return {"value": there, "changed": time.isoformat(timespec="microseconds")[:-6] + "Z"}


# --- reading


def loads(data: bytes) -> Imported:
    """Read an export. What can't be read is left out and named.

    Raises:
        NoExportError: if it is no export, or one of a newer version.
    """
    document = _document(data)
    version = document.get("version")
    if document.get("format") != FORMAT or not isinstance(version, int) or version < 1:
        raise NoExportError(_OTHER)
    if version > VERSION:
        raise NoExportError(f"has version {version}, and this program reads {VERSION}; update it")
    reader = _Reader()
    papers = list(reader.papers(document.get("papers", [])))
    values = [
        *reader.filters(document.get("filters", {})),
        *reader.different(document.get("different", [])),
    ]
    more = len(reader.problems) - _MOST_PROBLEMS
    if more > 0:
        reader.problems[_MOST_PROBLEMS:] = [f"and {more:,} more"]
    return Imported(papers, values, reader.problems)


def _document(data: bytes) -> Fields:
    data = data.removeprefix(codecs.BOM_UTF8)
    if not data.lstrip().startswith(b"{"):
        raise NoExportError(_OTHER)
    try:
        text = data.decode()
        document: Fields = json.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise NoExportError(f"is not UTF-8 from this line on; {_AGAIN}", line) from error
    except json.JSONDecodeError as error:
        is_cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        fault = "ends in the middle" if is_cut else "is not JSON from this line on"
        raise NoExportError(f"{fault}; {_AGAIN}", error.lineno) from error
    except (RecursionError, ValueError) as error:  # deep brackets; a number of thousands of digits
        raise NoExportError(_OTHER) from error
    return document


class _Reader:
    """Reads the parts of an export, and takes note of what can't be read."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    @contextmanager
    def _noted(self, where: str) -> Iterator[None]:
        try:
            yield
        except _UnreadableError as error:
            self.problems.append(clean(f"{where}: {error}; left out"))

    def papers(self, parts: object) -> Iterator[ImportedPaper]:
        with self._noted("papers"):
            for number, part in enumerate(_list(parts)):
                where = f"papers[{number}]"
                with self._noted(where):
                    fields = _object(part)
                    entry = new_id()
                    records = [_record(entry, each) for each in _list(fields.get("known_as", []))]
                    if not records:
                        raise _UnreadableError("has no known_as")
                    yield ImportedPaper(records, list(self._values(where, entry, fields)))

    def _values(self, where: str, entry: int, fields: Fields) -> Iterator[Value]:
        for name in (STARRED, READ, OPENED, NOTE):
            if name in fields:
                with self._noted(f"{where}.{name}"):
                    yield _value(entry, name, fields[name], _note if name == NOTE else _yes)
        with self._noted(f"{where}.tags"):
            for tag, part in _object(fields.get("tags", {})).items():
                with self._noted(f"{where}.tags: {tag}"):
                    if not clean_name(tag):
                        raise _UnreadableError("is no tag")
                    yield _value(entry, TAG + clean_name(tag), part, _yes)

    def filters(self, parts: object) -> Iterator[Value]:
        with self._noted("filters"):
            for name, part in _object(parts).items():
                with self._noted(f"filters: {name}"):
                    if not clean_name(name):
                        raise _UnreadableError("is no name")
                    yield _value(SHELF, FILTER + clean_name(name), part, _filter)

    def different(self, parts: object) -> Iterator[Value]:
        with self._noted("different"):
            for number, part in enumerate(_list(parts)):
                with self._noted(f"different[{number}]"):
                    keys = sorted(map(_key, _list(_object(part).get("papers", []))))
                    if len(keys) != 2:
                        raise _UnreadableError("needs two papers")
                    yield _value(SHELF, DIFFERENT + "\n".join(keys), part, _yes)


def _record(entry: int, part: object) -> Record:
    fields = dict(_object(part))
    keys = tuple(map(_key, _list(fields.pop("keys", []))))
    paper = paper_of(json.dumps(fields))
    return Record(new_id(), entry, keys_with(keys, paper), facts_of(paper))


def _value(entry: int, name: str, part: object, read: Callable[[object], str | None]) -> Value:
    fields = _object(part)
    value = fields.get("value")
    return Value(entry, name, None if value is None else read(value), _time(fields.get("changed")))


def _time(text: object) -> int:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError as error:
        raise _UnreadableError("has no time of change") from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if not _EPOCH <= moment < _END:
        raise _UnreadableError("has an impossible time of change")
    return (moment - _EPOCH) // _MICROSECOND


def _yes(value: object) -> str | None:
    if not isinstance(value, bool):
        raise _UnreadableError("is neither true nor false")
    return YES if value else None


def _note(value: object) -> str | None:
    if not isinstance(value, str):
        raise _UnreadableError("is no text")
    return clean_note(value) or None


def _filter(value: object) -> str:
    fields = _object(value)
    position = fields.get("position", 0)
    if not isinstance(position, int):
        raise _UnreadableError("has no position")
    saved = {"query": in_one_line(str(fields.get("query", ""))), "position": position}
    return json.dumps(saved, ensure_ascii=False)


def _key(value: object) -> str:
    is_key = (
        isinstance(value, str) and value.startswith((ARXIV, DOI, TITLE)) and clean(value) == value
    )
    if not is_key or not isinstance(value, str):
        raise _UnreadableError("has a key that is none")
    if value.startswith(TITLE) and not _FINGERPRINT.fullmatch(value.removeprefix(TITLE)):
        raise _UnreadableError("has a fingerprint that is none")
    return value


def _list(part: object) -> list[object]:
    if not isinstance(part, list):
        raise _UnreadableError("is no list")
    return part


def _object(part: object) -> Fields:
    if not isinstance(part, dict):
        raise _UnreadableError("is no object")
    return part
