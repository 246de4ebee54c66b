"""Papers from the objects of JSON documents, and the fields of such objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from paperview.model.paper import Paper
from paperview.sources.draft import RawRecord
from paperview.sources.parsing.json_scan import JsonError, Path, decoded, items
from paperview.sources.problem import Problem

_SHOWN = 2000  # bytes of an object that a problem may show


def records(
    data: bytes, source: str, fill: Callable[[Fields, RawRecord], bool], *paths: Path
) -> Iterator[Paper | Problem]:
    """Read the papers of a document, each as soon as the next one is asked for.

    Args:
        data: the document, or several, in UTF-8.
        source: the name for papers and problems.
        fill: puts the fields of an object into a record and returns whether it is one at all;
            raises `JsonError` if the object is an error message.
        paths: where the array of objects may be; see `json_scan.items`.
    """
    for item in items(data, *paths):
        record = RawRecord(line=item.line, text=item.text[:_SHOWN].decode(errors="replace"))
        if item.fault:
            yield record.lost(source, item.fault)
            continue
        try:
            is_record = fill(Fields(decoded(item.text), record.faults), record)
        except JsonError as error:
            yield record.lost(source, error.reason)
            continue
        if is_record:
            yield from record.records(source)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of an object. A value of an unexpected type is noted as a fault."""

    values: dict[str, Any]
    faults: list[str] = field(default_factory=list)
    """Why values were left out; shared with the objects inside this one."""

    def text(self, *names: str) -> str:
        """Return the first text under one of the names; empty if there is none.

        A number counts as a text, a list as its first text.
        """
        for name in names:
            value = self.values.get(name)
            if value is None:
                continue
            texts = (value,) if type(value) is str else self._texts(name, value, "text")
            for text in texts:
                if text and not text.isspace():
                    return text
        return ""

    def texts(self, *names: str) -> list[str]:
        """Return all texts under the names, in order; a single one counts as a list."""
        return [
            text
            for name in names
            if (value := self.values.get(name)) is not None
            for text in self._texts(name, value, "list of texts")
            if text and not text.isspace()
        ]

    def objects(self, *names: str) -> list[Fields]:
        """Return all objects under the names, in order; a single one counts as a list."""
        found = []
        for name in names:
            value = self.values.get(name)
            if not value:
                continue
            for one in value if type(value) is list else (value,):
                if type(one) is dict:
                    found.append(Fields(one, self.faults))
                elif one is not None and one != "":
                    self._fault(f"{name} is no list of objects")
        return found

    def within(self, name: str) -> Fields:
        """Return the object under a name, or one without fields."""
        return next(iter(self.objects(name)), Fields({}, self.faults))

    def optional(self, name: str) -> Fields:
        """Return the object under a name, or one without fields if the value is something else."""
        value = self.values.get(name)
        return Fields(value if type(value) is dict else {}, self.faults)

    def unwrapped(self, name: str) -> Fields:
        """Return the object under a name, or else this one."""
        return self.optional(name) if type(self.values.get(name)) is dict else self

    def year(self, *names: str) -> int:
        """Return the year with which the first text under one of the names begins; 0 for none."""
        text = self.text(*names)[:4]
        return int(text) if text.isdecimal() else 0

    def _texts(self, name: str, value: object, expected: str) -> Iterable[str]:
        if type(value) is not list:
            value = [value]
        for one in value:
            if type(one) is str:
                yield one
            elif type(one) in (int, float):
                yield str(one)
            elif one or one is False:
                self._fault(f"{name} is no {expected}")

    def _fault(self, reason: str) -> None:
        if reason not in self.faults:
            self.faults.append(reason)
