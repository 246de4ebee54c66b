r"""Commands that a text defines itself: ``$\newcommand{\NP}{\mathsf{NP}}$ We show that ...``.

Definitions are taken out and put in where they are used, as TeX would. What is unusual is left as
it was written: delimited arguments, nested ones, definitions longer than a line or two.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_DEFINITION = re.compile(
    r"\\(?:(?:re|provide)?newcommand|DeclareMathOperator)\*?\s*"
    r"(?:\{\s*(?P<braced>\\[A-Za-z]+)\s*\}|(?P<bare>\\[A-Za-z]+))\s*(?:\[(?P<count>[1-9])\]\s*)?"
    r"(?:\[(?P<default>[^\[\]{}]{0,100})\]\s*)?\{"
    r"|\\def\s*(?P<plain>\\[A-Za-z]+)\s*(?P<parameters>(?:\#[1-9]){0,9})\{"
)
_COMMAND = re.compile(r"\\[A-Za-z]+")
_ARGUMENT = re.compile(r"\s*\{([^{}]{0,400})\}")
_OPTIONAL = re.compile(r"\s*\[([^\[\]{}]{0,100})\]")
_DOLLAR_AT_END = re.compile(r"(?<!\\)\$\s*\Z")
_DOLLAR = re.compile(r"\s*\$")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_BLANKS = re.compile(r"\s*")
_PARAMETER = re.compile(r"##?([1-9])")
_LONGEST_BODY = 400
_PASSES = 3
"""Definitions may use each other, so deep."""
_GROWTH = 4
"""The text may become so many times as long; beyond that it stays as it is."""


class _Macro(NamedTuple):
    """A definition: what stands for the command, and its first argument if that may be left out."""

    body: str
    parameters: int
    default: str | None


def expand(source: str) -> str:
    """Return ``source`` with its own definitions applied, in linear time."""
    macros: dict[str, _Macro] = {}
    rest = _take_definitions(source, macros)
    if not macros:
        return source
    for _ in range(_PASSES):
        expanded = _apply(rest, macros)
        if len(expanded) > _GROWTH * len(source):
            return source
        if expanded == rest:
            break
        rest = expanded
    return rest


def _take_definitions(source: str, macros: dict[str, _Macro]) -> str:
    """Return ``source`` without definitions and the dollars around them; fill ``macros``."""
    pieces: list[str] = []
    opened = -1  # index of the piece that ends in the dollar before a run of definitions
    after_blank = True
    position = 0
    for match in _DEFINITION.finditer(source):
        end = _closing_brace(source, match.end())
        if match.start() < position or not end:
            continue
        _define(match, source[match.end() : end], macros)
        text, position = source[position : match.start()], end + 1
        if text.strip():
            opened = len(pieces) if _DOLLAR_AT_END.search(text) else -1
        pieces.append(text)
        if opened >= 0 and (dollar := _DOLLAR.match(source, position)):
            pieces[opened] = pieces[opened].rstrip()[:-1]
            text, position, opened = pieces[opened], dollar.end(), -1
        after_blank = text[-1].isspace() if text else after_blank
        if after_blank and (blanks := _BLANKS.match(source, position)):
            position = blanks.end()
    rest = "".join([*pieces, source[position:]])
    return rest if source[:1].isspace() else rest.lstrip()


def _define(match: re.Match[str], body: str, macros: dict[str, _Macro]) -> None:
    if match[0].startswith("\\DeclareMathOperator"):
        body = rf"\operatorname{{{body}}}"
    parameters = int(match["count"] or len(match["parameters"] or "") // 2)
    macros[match["braced"] or match["bare"] or match["plain"]] = _Macro(
        body, parameters, match["default"]
    )


def _closing_brace(source: str, start: int) -> int:
    """Return where the group that begins before ``start`` ends, or 0 if that is too far away."""
    depth = 1
    for brace in _BRACE.finditer(source, start, start + _LONGEST_BODY):
        depth += (brace[0] == "{") - (brace[0] == "}")
        if not depth:
            return brace.start()
    return 0


def _apply(text: str, macros: dict[str, _Macro]) -> str:
    pieces: list[str] = []
    position = 0
    for match in _COMMAND.finditer(text):
        macro = macros.get(match[0])
        if macro is None or match.start() < position:
            continue
        end, arguments = _arguments(text, match.end(), macro)
        if len(arguments) >= macro.parameters:
            pieces += [text[position : match.start()], _filled(macro.body, arguments)]
            position = end
    return "".join([*pieces, text[position:]])


def _arguments(text: str, end: int, macro: _Macro) -> tuple[int, list[str]]:
    """Return where the arguments from ``end`` on end, and those that there are."""
    arguments: list[str] = []
    if macro.default is not None:
        optional = _OPTIONAL.match(text, end)
        arguments.append(optional[1] if optional else macro.default)
        end = optional.end() if optional else end
    while len(arguments) < macro.parameters and (argument := _ARGUMENT.match(text, end)):
        arguments.append(argument[1])
        end = argument.end()
    return end, arguments


def _filled(body: str, arguments: list[str]) -> str:
    r"""Return the body with its arguments, as a group that cannot be taken for a set."""

    def argument(mark: re.Match[str]) -> str:
        number = int(mark[1])
        return arguments[number - 1] if number <= len(arguments) else mark[0]

    return rf"{{\relax {_PARAMETER.sub(argument, body)}}}"
