"""Reads TeX with the actions of all its commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from paperview.tex import (
    decorations,
    formulas,
    letters,
    markup,
    packages,
    punctuation,
    signs,
)
from paperview.tex.definitions import expand
from paperview.tex.output import Output
from paperview.tex.reader import Reader

ACTIONS: Final = (
    signs.ACTIONS
    | decorations.ACTIONS
    | letters.ACTIONS
    | punctuation.ACTIONS
    | markup.ACTIONS
    | formulas.ACTIONS
    | packages.ACTIONS
)


def read(source: str, without_markup: Callable[[str], str]) -> Output:
    """Read a text; if its TeX may be that of tags, read it without these again."""
    reader = _read_once(source)
    if reader.has_tags and (text := without_markup(source)) != source:
        return _read_once(text).out
    return reader.out


def _read_once(source: str) -> Reader:
    if "ommand" in source or "\\def" in source or "\\DeclareMath" in source:
        source = expand(source)
    reader = Reader(source, ACTIONS, markup.unknown)
    reader.read(len(reader.parts))
    return reader
