"""Papers from the objects of JSON documents, whatever their format calls the fields."""

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
        source: the name that papers and problems tell.
        fill: puts the fields of an object into a record; returns whether it is a record at all, and
            raises `JsonError` where the object says what is wrong and nothing else.
        paths: where the array of objects may be; see `scan.items`.
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
    """The fields of an object. What is of another kind than asked for is a fault, not an error."""

    values: dict[str, Any]
    faults: list[str] = field(default_factory=list)
    """What had to be left out, and why; shared by the objects within."""

    def text(self, *names: str) -> str:
        """Return the first text there is under one of the names; empty where there is none.

        A number counts as a text, and a list as the first text in it.
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
        """Return all texts that are there under the names, in order; one alone counts as a list."""
        return [
            text
            for name in names
            if (value := self.values.get(name)) is not None
            for text in self._texts(name, value, "list of texts")
            if text and not text.isspace()
        ]

    def objects(self, *names: str) -> list[Fields]:
        """Return all objects that are there under the names, in order; one alone is a list, too."""
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
        """Return the object that is there under a name; one without fields where there is none."""
        return next(iter(self.objects(name)), Fields({}, self.faults))

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
