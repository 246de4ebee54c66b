"""Text of values, and the abbreviations in them: `prl` in `journal = prl # " Letters"`.

A `@string` defines an abbreviation. It may be used before its definition, which BibTeX does not
allow, unless a style defines it. Otherwise the last definition before it counts. If the file does
not define it, the files opened with it may: first those named before it, whose definitions count as
if they were its own, and then those named after it. A definition that leads back to itself is read
without the part that does so. Sources of the rules: "BibTeXing" and the program `bibtex`; for the
abbreviations that every style defines, the style `plain`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

from paperview.sources.draft import Repair
from paperview.sources.formats.bibtex.blocks import ParseError, blocks, closing_brace
from paperview.sources.formats.bibtex.parser import Definition, Part, parse_definition
from paperview.sources.parsing.field_values import shown
from paperview.sources.registry import OtherFiles

AS_WRITTEN = "shown as written"
"""How an abbreviation without a definition is shown."""

_MONTHS = (
    "jan feb mar apr may jun jul aug sep oct nov dec january february march april june july august "
    "sept september october november december"
)
"""Months that every style defines, whose full names would say nothing more, and common spellings
that no style defines."""
_JOURNALS = {
    "acmcs": "ACM Computing Surveys",
    "acta": "Acta Informatica",
    "cacm": "Communications of the ACM",
    "ibmjrd": "IBM Journal of Research and Development",
    "ibmsj": "IBM Systems Journal",
    "ieeese": "IEEE Transactions on Software Engineering",
    "ieeetc": "IEEE Transactions on Computers",
    "ieeetcad": "IEEE Transactions on Computer-Aided Design of Integrated Circuits",
    "ipl": "Information Processing Letters",
    "jacm": "Journal of the ACM",
    "jcss": "Journal of Computer and System Sciences",
    "scp": "Science of Computer Programming",
    "sicomp": "SIAM Journal on Computing",
    "tcs": "Theoretical Computer Science",
    "tocs": "ACM Transactions on Computer Systems",
    "tods": "ACM Transactions on Database Systems",
    "tog": "ACM Transactions on Graphics",
    "toms": "ACM Transactions on Mathematical Software",
    "toois": "ACM Transactions on Office Information Systems",
    "toplas": "ACM Transactions on Programming Languages and Systems",
}
"""Those that BibTeX's own styles define."""

STRING = re.compile(rb"@[ \t]*string\b")
_LONGEST = 2000
"""Characters that the abbreviations of a value may give. Without a limit, a few letters could name
one made of others, these of others, and so on until the memory is full."""
_TOO_LONG = Repair(f"@strings of more than {_LONGEST:,} characters", "shown without what follows")
_FEW = 3  # repairs of a value

_DEPTH = 8  # braces around braces
_TOO_DEEP = "{" * (_DEPTH + 1)
_COMMANDS = {"emph": "emph", "italic": "textit", "bold": "textbf", "quote": "enquote"}
_COMMAND = re.compile(r"\\mkbib(emph|italic|bold|quote)(?![A-Za-z])")
_FOR_SORTING = re.compile(r"\{?\\(?:[Nn]oop[Ss]ort|[Ss]ort[Nn]oop) *\{[^{}]*\}\}?")


def with_known_commands(text: str) -> str:
    r"""Return a text without the commands that only bibliographies know: `\mkbibemph{in}`."""
    if "\\mkbib" in text:
        text = _COMMAND.sub(lambda command: f"\\{_COMMANDS[command[1]]}", text)
    return _FOR_SORTING.sub("", text) if "oop" in text else text


def without_braces(text: str) -> str:
    """Return a text without the braces around the whole of it: `{{A Title}}`."""
    text = text.strip()
    if text[:1] != "{" or text.startswith(_TOO_DEEP):
        return text
    for _ in range(_DEPTH):
        if not (text[:1] == "{" and text[-1:] == "}" and closing_brace(text, 1) == len(text)):
            break
        text = text[1:-1].strip()
    return text


class Defined(NamedTuple):
    """Abbreviations that a file defines, by name in small letters."""

    first: dict[str, list[Part]]
    """First definition of each."""
    last: dict[str, list[Part]]
    """Last definition of each."""


def defined(data: bytes) -> Defined:
    """Return the abbreviations that a file defines for others."""
    definitions = []
    if STRING.search(data.lower()):
        for block in blocks(data.decode(errors="replace")):
            if block.kind == "string":
                with suppress(ParseError):
                    definitions.append(parse_definition(block))
    return Defined(
        {one.name.lower(): one.value for one in reversed(definitions)},
        {one.name.lower(): one.value for one in definitions},
    )


@dataclass(frozen=True, slots=True)
class _Expansion:
    """Expansion of an abbreviation."""

    text: str
    repairs: tuple[Repair, ...] = ()
    """Problems with the abbreviations it needs: "the @string 'prl', which is missing"."""


_OF_STYLES = {name: _Expansion(name) for name in _MONTHS.split()} | {
    name: _Expansion(text) for name, text in _JOURNALS.items()
}


class Abbreviations:
    """Abbreviations of a file. Capitals don't count in their names."""

    def __init__(self, definitions: Sequence[Definition], others: OtherFiles | None) -> None:
        """Begin at the start of the file.

        Args:
            definitions: those of the file, in its order.
            others: the files opened with it.
        """
        self._expansions = dict(_OF_STYLES)
        self._ahead = {one.name.lower(): one.value for one in reversed(definitions)}
        """First definitions that the reader has not reached yet."""
        self._others = others
        self._looked_up: set[str] = set()
        """Names looked up in other files."""
        self._being_expanded: set[str] = set()

    def define(self, definition: Definition) -> None:
        """Take a definition when the reader reaches it."""
        name = definition.name.lower()
        known = self._expansions.get(name)
        is_first = self._ahead.pop(name, None) is not None
        # A circle would be expanded once more, now with its own expansion.
        if not (is_first and known and known.repairs):
            self._expand(name, definition.value)

    def joined(self, parts: Sequence[Part]) -> tuple[str, tuple[Repair, ...]]:
        """Return the text of a value's parts, and the problems with the abbreviations in it.

        An abbreviation that nothing defines is its own expansion.
        """
        for name in self._not_expanded(parts):
            self._expand(name, self._ahead[name])
        texts = []
        repairs: list[Repair] = []
        room = _LONGEST
        for part in parts:
            text = part.text
            if part.is_name:
                expansion = self._expansion(text)
                text = expansion.text[:room]
                repairs += expansion.repairs
                room -= len(text)
                if len(text) < len(expansion.text):
                    texts += [text, "…"]
                    repairs.append(_TOO_LONG)
                    break
            texts.append(text)
        return "".join(texts), tuple(islice(dict.fromkeys(repairs), _FEW))

    def _expansion(self, word: str) -> _Expansion:
        """Return the expansion of a word, once all that it needs is expanded."""
        name = word.lower()
        if name in self._being_expanded:
            circle = f"the @string '{shown(word)}', which is made of itself"
            return _Expansion("", (Repair(circle, "shown without it"),))
        known = self._expansions.get(name)
        if known is None and not name[0].isalpha():
            # Only a definition shows that it is one: `\apj` is for TeX.
            return _Expansion(word)
        missing = f"the @string '{shown(word)}', which is missing"
        return known or _Expansion(word, (Repair(missing, AS_WRITTEN),))

    def _not_expanded(self, parts: Sequence[Part]) -> Iterator[str]:
        """Give the names in a value that are defined further down and not expanded yet."""
        for part in parts:
            name = part.text.lower() if part.is_name else ""
            if name and self._others:
                self._look_up(name, self._others)
            is_known = name in self._expansions or name in self._being_expanded
            if name in self._ahead and not is_known:
                yield name

    def _look_up(self, name: str, others: OtherFiles) -> None:
        """Take the definition from other files if this one has none."""
        if name in self._ahead or name in self._looked_up:
            return
        self._looked_up.add(name)
        known = self._expansions.get(name)
        before = (one.last.get(name) for one in others.before(defined))
        after = (one.first.get(name) for one in others.after(defined))
        if known is None:
            values = chain(before, after)
        elif name in _JOURNALS and known is _OF_STYLES[name]:
            values = chain(before)
        else:
            return
        value = next((one for one in values if one is not None), None)
        if value is not None:
            self._expansions.pop(name, None)
            self._ahead[name] = value

    def _expand(self, name: str, value: Sequence[Part]) -> None:
        """Expand an abbreviation, and before it all those that it needs.

        They may need each other in a chain as long as the file: hence a stack and no recursion.
        """
        stack = [self._begin(name, value)]
        while stack:
            name, value, needed = stack[-1]
            following = next(needed, None)
            if following is not None:
                stack.append(self._begin(following, self._ahead[following]))
                continue
            self._expansions[name] = _Expansion(*self.joined(value))
            self._being_expanded.remove(name)
            stack.pop()

    def _begin(self, name: str, value: Sequence[Part]) -> tuple[str, Sequence[Part], Iterator[str]]:
        self._being_expanded.add(name)
        return name, value, self._not_expanded(value)
