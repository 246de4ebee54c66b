"""What JSON says: objects read leniently, and their fields asked for by name and kind."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

_DECODER = msgspec.json.Decoder()
_LENIENT = json.JSONDecoder(
    # Numbers of any size stay texts, for they are shown and not reckoned with; NaN says nothing.
    parse_int=str,
    parse_float=str,
    parse_constant=lambda _: None,
    strict=False,
)


class JsonError(Exception):
    """A text that can't be read as JSON, or whose content is no record."""

    def __init__(self, reason: str) -> None:
        self.reason: Final = reason
        """What is wrong with it: `is not JSON (unexpected end)`."""
        super().__init__(reason)


def decoded(text: bytes) -> Any:  # noqa: ANN401 - a value of JSON is of any type
    """Return the value of a JSON text.

    Accepted are, too, halves of surrogate pairs, control characters in strings, NaN and numbers of
    any size, as careless programs write them. Of two members with one key the last one counts.

    Raises:
        JsonError: if it is not JSON.
    """
    try:
        return _DECODER.decode(text)
    except RecursionError:
        raise JsonError("is not JSON (nested too deeply)") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        reason = str(error)
    try:
        return _LENIENT.decode(text.decode(errors="replace"))
    except RecursionError:
        raise JsonError("is not JSON (nested too deeply)") from None
    except ValueError:
        reason = reason.removeprefix("JSON is malformed: ").replace(" (byte", ", byte").rstrip(")")
        reason = reason.replace("Input data was truncated", "unexpected end")
        raise JsonError(f"is not JSON ({reason})") from None


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
