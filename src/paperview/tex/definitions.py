r"""Commands that a text defines itself: ``$\newcommand{\NP}{\mathsf{NP}}$ We show that ...``.

Definitions are removed and expanded where they are used, as TeX does. Unusual ones stay as written:
those with delimited arguments, or longer than a line or two.
"""

from __future__ import annotations

import re
from typing import NamedTuple

DEFINITION = re.compile(
    r"\\(?:newcommand|renewcommand|(?P<provided>providecommand|providerobustcmd)|DeclareRobustCommand"
    r"|newrobustcmd|renewrobustcmd|(?P<operator>DeclareMathOperator))\*?\s*"
    r"(?:\{\s*(?P<braced>\\[A-Za-z]+)\s*\}|(?P<alone>\\[A-Za-z]+))\s*(?:\[(?P<count>[0-9])\]\s*)?"
    r"(?:\[(?P<default>[^\[\]{}]{0,100})\]\s*)?\{"
    r"|(?:\\(?:long|global|protected)\s*)*\\[gex]?def\s*(?P<plain>\\[A-Za-z]+)\s*"
    r"(?P<parameters>(?:\#[1-9]){0,9})\{"
)
_COMMAND = re.compile(r"\\[A-Za-z]+")
_OPTIONAL = re.compile(r"\s*\[([^\[\]{}]{0,100})\]")
_DOLLAR_AT_END = re.compile(r"(?<!\\)\$\s*\Z")
_DOLLAR = re.compile(r"\s*\$")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_BLANKS = re.compile(r"\s*")
_PARAMETER = re.compile(r"##?([1-9])")
_LONGEST_BODY = 400
_PASSES = 3
"""How deep definitions may use each other."""
_GROWTH = 4
"""How many times as long the text may become; otherwise it stays as it is."""


class Macro(NamedTuple):
    """Definition of a command, with the default of its first argument if that is optional."""

    body: str
    parameters: int
    default: str | None


def expand(source: str) -> str:
    """Return ``source`` with its own definitions applied, in linear time."""
    macros: dict[str, Macro] = {}
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


def _take_definitions(source: str, macros: dict[str, Macro]) -> str:
    """Return ``source`` without definitions and the dollars around them; fill ``macros``."""
    texts: list[str] = []
    opened = -1  # index of the text that ends in the dollar before a run of definitions
    after_blank = True
    position = 0
    for match in DEFINITION.finditer(source):
        end = closing_brace(source, match.end())
        if match.start() < position or not end:
            continue
        _define(match, source[match.end() : end], macros)
        text, position = source[position : match.start()], end + 1
        if text.strip():
            opened = len(texts) if _DOLLAR_AT_END.search(text) else -1
        texts.append(text)
        if opened >= 0 and (dollar := _DOLLAR.match(source, position)):
            texts[opened] = texts[opened].rstrip()[:-1]
            text, position, opened = texts[opened], dollar.end(), -1
        after_blank = text[-1].isspace() if text else after_blank
        if after_blank and (blanks := _BLANKS.match(source, position)):
            position = blanks.end()
    rest = "".join([*texts, source[position:]])
    return rest if source[:1].isspace() else rest.lstrip()


def _define(match: re.Match[str], body: str, macros: dict[str, Macro]) -> None:
    name, macro = definition(match, body)
    macros[name] = macro


def definition(match: re.Match[str], body: str) -> tuple[str, Macro]:
    """Return the command that a match of `DEFINITION` defines, and its definition."""
    if match["operator"]:
        body = rf"\operatorname{{{body}}}"
    parameters = int(match["count"] or len(match["parameters"] or "") // 2)
    name = match["braced"] or match["alone"] or match["plain"]
    return name, Macro(body, parameters, match["default"])


def closing_brace(source: str, start: int, longest: int = _LONGEST_BODY) -> int:
    """Return the index after the group that begins before ``start``, or 0 if it is too long."""
    depth = 1
    for brace in _BRACE.finditer(source, start, start + longest):
        depth += (brace[0] == "{") - (brace[0] == "}")
        if not depth:
            return brace.start()
    return 0


def _apply(text: str, macros: dict[str, Macro]) -> str:
    texts: list[str] = []
    position = 0
    for match in _COMMAND.finditer(text):
        macro = macros.get(match[0])
        if macro is None or match.start() < position:
            continue
        end, arguments = _arguments(text, match.end(), macro)
        if len(arguments) >= macro.parameters:
            group = rf"{{\relax {filled(macro.body, arguments)}}}"  # which can't be taken for a set
            texts += [text[position : match.start()], group]
            position = end
    return "".join([*texts, text[position:]])


def _arguments(text: str, end: int, macro: Macro) -> tuple[int, list[str]]:
    """Return the index after the arguments from ``end`` on, in brackets and braces, and these."""
    end, arguments = optional_argument(text, end, macro)
    while len(arguments) < macro.parameters:
        start = after_blanks(text, end)
        close = closing_brace(text, start + 1) if text.startswith("{", start) else 0
        if not close:
            break
        arguments.append(text[start + 1 : close])
        end = close + 1
    return end, arguments


def after_blanks(text: str, index: int) -> int:
    """Return the index after the blanks at an index."""
    blanks = _BLANKS.match(text, index)
    return blanks.end() if blanks else index


def optional_argument(text: str, end: int, macro: Macro) -> tuple[int, list[str]]:
    """Return the index after an optional argument at ``end``, and its text or default."""
    if macro.default is None:
        return end, []
    optional = _OPTIONAL.match(text, end)
    return (optional.end(), [optional[1]]) if optional else (end, [macro.default])


def filled(body: str, arguments: list[str]) -> str:
    """Return the body of a definition with its arguments."""

    def argument(mark: re.Match[str]) -> str:
        number = int(mark[1])
        return arguments[number - 1] if number <= len(arguments) else mark[0]

    return _PARAMETER.sub(argument, body)
