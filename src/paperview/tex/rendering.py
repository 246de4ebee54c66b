"""From TeX in titles, abstracts and names to readable text."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from typing import Final

from paperview.tex import (
    accents,
    bibliography,
    environments,
    formulas,
    letters,
    markup,
    packages,
    punctuation,
    signs,
    stacks,
)
from paperview.tex.definitions import expand
from paperview.tex.output import Emphasis, Output, Rendered, Span
from paperview.tex.reader import Reader
from paperview.text.markup import one_line, plain

ACTIONS: Final = (
    signs.ACTIONS
    | accents.ACTIONS
    | letters.ACTIONS
    | punctuation.ACTIONS
    | markup.ACTIONS
    | formulas.ACTIONS
    | stacks.ACTIONS
    | environments.ACTIONS
    | packages.ACTIONS
    | bibliography.ACTIONS
)


def render_tex(source: str) -> Rendered:
    """Turn text with TeX into Unicode; see `paperview.tex.render`."""
    reader = _read(source, plain)
    text = _text(reader, source)
    return Rendered(text, _emphasis(text, reader.out))


def tex_to_text(source: str) -> str:
    """Return the text of `render_tex`, without its emphasis."""
    return _text(_read(source, one_line), source)


def _read(source: str, without_markup: Callable[[str], str]) -> Reader:
    """Read a text; if its TeX may be that of tags, read it without these again."""
    reader = _read_once(source)
    if reader.has_tags and (text := without_markup(source)) != source:
        return _read_once(text)
    return reader


def _read_once(source: str) -> Reader:
    if "ommand" in source or "\\def" in source or "\\DeclareMath" in source:
        source = expand(source)
    reader = Reader(source, ACTIONS, markup.unknown)
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
