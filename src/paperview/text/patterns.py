"""Patterns of texts with fields in braces, such as `{Author:3}{year}`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from paperview.lazy import lazy_pattern

_FIELD = lazy_pattern(r"\{([A-Za-z]+)(?::([0-9]{1,2}))?\}")


class Part(NamedTuple):
    """A part of a pattern: a text, or a field."""

    text: str = ""
    field: str = ""
    length: int | None = None
    """Letters of the field, at most."""


def parts(pattern: str) -> Iterator[Part]:
    """Yield the parts of a pattern; what is no field is text, braces too."""
    before, *others = _FIELD.split(pattern)
    yield Part(before)
    for field, length, text in zip(others[::3], others[1::3], others[2::3], strict=True):
        yield Part(field=field, length=int(length) if length else None)
        yield Part(text)
