r"""Commands that a bibliography defines for all of its texts: ``@preamble{"\newcommand..."}``."""

from __future__ import annotations

import re
from typing import Final

from paperview.tex import letters
from paperview.tex.definitions import (
    DEFINITION,
    Macro,
    after_blanks,
    closing_brace,
    definition,
    filled,
    optional_argument,
)
from paperview.tex.rendering import ACTIONS

_LET: Final = re.compile(
    r"\\let\s*(?P<name>\\[A-Za-z]+)\s*=?\s?(?P<meaning>\\(?:[A-Za-z]+|.)|[^\s\\])"
)
_BY_FONT: Final = re.compile(
    r"\\(?:accent|advance|box|catcode|char|cr|crcr|csname|dimen\w*|else|endcsname|expandafter|fi"
    r"|font|futurelet|hidewidth|hrule|if[a-z]*|kern|lower|moveleft|moveright|ooalign|raise|setbox"
    r"|skip\w*|special|the|unhbox|unkern|unskip|vrule|vtop|wd)(?![A-Za-z])|@"
)
"""Commands that build a sign of others, which can't be read, and internal ones of LaTeX."""
_RAW: Final = frozenset({"\\url", "\\path", "\\href", "\\nolinkurl"})
"""Commands whose arguments are no TeX, though no definition says so."""
_ARGUMENT: Final = re.compile(r"\\(?:[A-Za-z]+|.)|[^{}]", re.DOTALL)
_COMMAND_AT_END: Final = re.compile(r"\\[A-Za-z]+\Z")
_XSPACE: Final = "\\xspace"
_PASSES: Final = 4
"""How deep definitions may use each other."""
_GROWTH: Final = 2_000
"""By how many characters a text may grow; otherwise it stays as it is."""
_LONGEST: Final = 2_000
"""Longest definition or argument, in characters; longer ones are left as they are."""
_MOST: Final = 1_000
"""Most commands that a bibliography may define."""


class Commands:
    r"""Commands that a bibliography defines.

    One that paperview reads anyway keeps its meaning if the definition only provides it, builds it
    of other signs or gives it for a letter: ``\cprime``, ``\polhk``.
    """

    def __init__(self) -> None:
        self._macros: dict[str, Macro] = {}
        self._used: re.Pattern[str] | None = None

    def define(self, preamble: str) -> None:
        """Take the definitions in a preamble; the rest of it does not matter to texts."""
        position = 0
        for match in DEFINITION.finditer(preamble):
            end = closing_brace(preamble, match.end(), _LONGEST)
            if match.start() < position or not end:
                continue
            position = end
            name, macro = definition(match, preamble[match.end() : end])
            self._add(name, macro, is_provided=match["provided"] is not None)
        for match in _LET.finditer(preamble):
            meaning = self._macros.get(match["meaning"], Macro(match["meaning"], 0, None))
            self._add(match["name"], meaning)
        names = sorted((name[1:] for name in self._macros), key=len, reverse=True)
        self._used = re.compile(rf"\\(?:{'|'.join(names)})(?![A-Za-z])") if names else None

    def _add(self, name: str, macro: Macro, *, is_provided: bool = False) -> None:
        if name in letters.ACTIONS or name in _RAW or _BY_FONT.search(macro.body):
            return
        if macro.parameters and macro.body.strip() and "#" not in macro.body:
            return  # something else would replace the author's words
        if is_provided and (name in ACTIONS or name in self._macros):
            return
        if len(self._macros) < _MOST:
            self._macros[name] = macro

    def applied(self, text: str) -> str:
        """Return a text with its defined commands expanded."""
        if self._used is None or "\\" not in text:
            return text
        longest = len(text) + _GROWTH
        for _ in range(_PASSES):
            once = self._once(self._used, text)
            if once == text or len(once) > longest:
                break
            text = once
        return text

    def _once(self, used: re.Pattern[str], text: str) -> str:
        texts: list[str] = []
        position = 0
        for match in used.finditer(text):
            if match.start() < position or _is_escaped(text, match.start()):
                continue
            found = _replaced(text, match.end(), self._macros[match.group()])
            if found is None:
                continue
            meaning, end = found
            start = match.start()
            is_group = text[start - 1 : start] == "{" and text.startswith("}", end)
            if not meaning and is_group and start > position:
                start, end = start - 1, end + 1  # an empty group would part a number
            texts += [text[position:start], meaning]
            position = end
        return "".join([*texts, text[position:]])


def _is_escaped(text: str, index: int) -> bool:
    r"""Return whether a backslash is the second one of ``\\``."""
    start = index
    while start and text[start - 1] == "\\":
        start -= 1
    return (index - start) % 2 == 1


def _replaced(text: str, end: int, macro: Macro) -> tuple[str, int] | None:
    """Return the expansion of a command whose name ends at an index, and the index after it.

    Returns:
        None where arguments are missing.
    """
    end, arguments = optional_argument(text, end, macro)
    while len(arguments) < macro.parameters:
        start = after_blanks(text, end)
        close = closing_brace(text, start + 1, _LONGEST) if text.startswith("{", start) else 0
        single = None if close else _ARGUMENT.match(text, start)
        if not (close or single):
            return None
        arguments.append(single[0] if single else text[start + 1 : close])
        end = single.end() if single else close + 1
    body = macro.body.strip("\n")
    if body.endswith(_XSPACE):
        return filled(body.removesuffix(_XSPACE), arguments), end
    if not macro.parameters:
        end = after_blanks(text, end)
    meaning = filled(body, arguments)
    if text[end : end + 1].isalpha() and _COMMAND_AT_END.search(meaning):
        meaning += " "
    return meaning, end
