"""From TeX in titles, abstracts and names to readable text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from paperview.tex import environments, formulas, letters, markup, signs
from paperview.tex.output import Output, Span, Style
from paperview.tex.reader import Reader

_TEX: Final = re.compile(r"[\\${}~]|``|''|--")
_ACTIONS: Final = (
    letters.ACTIONS | markup.ACTIONS | signs.ACTIONS | formulas.ACTIONS | environments.ACTIONS
)


@dataclass(frozen=True, slots=True)
class Emphasis:
    """A span of the rendered text that stands out.

    Attributes:
        start: Index of the first character.
        end: Index behind the last one.
        style: How the author set it.
    """

    start: int
    end: int
    style: Style


@dataclass(frozen=True, slots=True)
class Rendered:
    """Text for the screen.

    Attributes:
        text: The text without TeX.
        emphasis: Its emphasised spans, by start and end; they may lie within each other, are
            never empty and neither begin nor end with a blank.
    """

    text: str
    emphasis: tuple[Emphasis, ...]


def render(source: str) -> Rendered:
    """Turn the TeX in ``source`` into Unicode.

    Never fails and takes linear time. What is not understood is kept as it was written: a command
    of the author's own, a brace or dollar without a partner, a group nested too deep. Text without
    TeX is returned as it is, as the same object.

    Args:
        source: A title, an abstract or a list of authors, with TeX or without.
    """
    if _TEX.search(source) is None:
        return Rendered(source, ())
    reader = _read(source)
    text = _text(reader, source)
    return Rendered(text, _emphasis(text, reader.out))


def to_text(source: str) -> str:
    """Return ``render(source).text``."""
    if _TEX.search(source) is None:
        return source
    return _text(_read(source), source)


def _read(source: str) -> Reader:
    reader = Reader(source, _ACTIONS, markup.unknown)
    reader.read(len(reader.parts))
    return reader


def _text(reader: Reader, source: str) -> str:
    text = str(reader.out)
    return source if text == source else text


def _emphasis(text: str, out: Output) -> tuple[Emphasis, ...]:
    """Turn runs of output pieces into spans of ``text``, without blanks at their ends."""
    if not out.spans:
        return ()
    offsets = [0, *accumulate(map(len, out.pieces))]
    spans = {_trimmed(text, offsets, span) for span in out.spans}
    return tuple(Emphasis(*span) for span in sorted(spans) if span.start < span.end)


def _trimmed(text: str, offsets: list[int], span: Span) -> Span:
    last = len(offsets) - 1
    start, end = offsets[min(span.start, last)], offsets[min(span.end, last)]
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end, span.style)
