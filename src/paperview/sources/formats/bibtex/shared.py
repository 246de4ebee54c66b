"""What the entries of a BibTeX file share: abbreviations, commands, and fields of each other.

An entry's `crossref` names the book or volume that it is a part of, its `xdata` entries that hold
fields for others; these may stand behind it and have such fields, too. BibTeX knows `crossref`
alone.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from paperview.sources.formats.bibtex.abbreviations import Abbreviations, Defined, Elsewhere
from paperview.sources.formats.bibtex.blocks import Piece, closing, pieces
from paperview.sources.formats.bibtex.entries import (
    Definition,
    Entry,
    EntryError,
    beginning,
    definition,
    entry,
    key_of,
)
from paperview.sources.formats.bibtex.inheritance import take_data, take_from_whole
from paperview.sources.formats.bibtex.values import parts
from paperview.sources.shared import Beside

if TYPE_CHECKING:
    from paperview.tex.preamble import Commands

_STRING = re.compile(rb"@[ \t]*string\b")
_PREAMBLE = re.compile(rb"@[ \t]*preamble\b")
_REFERENCES = (
    re.compile(rb"crossref\s*=\s*[{\"]\s*(?P<keys>[^{}\"=]{1,1000})"),
    re.compile(rb"xdata\s*=\s*[{\"]\s*(?P<keys>[^{}\"=]{1,1000})"),
)
_KINDS = "bibnote comment control ieeetranbstctl preamble set settings string xdata"
_NO_RECORDS = frozenset(_KINDS.split())
_DEEPEST = 8  # of those that entries refer to, and these again


class Family:
    """The abbreviations and commands of a file, and the entries that others refer to."""

    def __init__(self, data: bytes, text: str, beside: Beside | None = None) -> None:
        """Look for what is needed before it comes, or nothing: as in most files.

        Args:
            data: the file in UTF-8.
            text: the same, decoded.
            beside: the files opened with it.
        """
        self._elsewhere = _Elsewhere(beside) if beside else None
        self._strings = self._abbreviations()
        self._commands: Commands | None = None
        """What its preambles define."""
        self._parents: dict[str, Entry] = {}
        self._have_inherited: set[str] = set()
        self._definitions: deque[Definition | str] = deque()
        """What the file defines further down; or why not."""
        lowered = data.lower()  # to search it so takes a tenth of the time
        self._references = {
            key
            for reference in _REFERENCES
            for match in reference.finditer(lowered)
            for key in _keys(match["keys"].decode(errors="replace"))
        }
        has_preamble = _PREAMBLE.search(lowered) is not None
        if self._references or has_preamble or _STRING.search(lowered):
            self._look_ahead(text)

    def _look_ahead(self, text: str) -> None:
        found: list[Piece | Definition] = []
        preambles: list[Piece] = []
        for piece in pieces(text):
            if piece.kind == "string":
                defined = _definition(piece)
                self._definitions.append(defined)
                if isinstance(defined, Definition):
                    found.append(defined)
            elif piece.kind == "preamble" and not piece.is_too_long:
                preambles.append(piece)
            elif self._references and key_of(piece).lower() in self._references:
                found.append(piece)
        definitions = [(one.name, one.value) for one in found if isinstance(one, Definition)]
        self._strings = self._abbreviations(definitions)
        if preambles:
            self._commands = _commands(preambles, self._abbreviations(definitions))
        if self._references:
            self._read_parents(found, self._abbreviations(definitions))

    def _abbreviations(self, definitions: Iterable[tuple[str, str]] = ()) -> Abbreviations:
        return Abbreviations(definitions, self._elsewhere)

    def _read_parents(self, found: Iterable[Piece | Definition], strings: Abbreviations) -> None:
        """Read entries that others refer to, with the definitions that stand before each."""
        for one in found:
            if isinstance(one, Definition):
                strings.define(one.name, one.value)
                continue
            # One that can't be read is told of where it stands.
            with suppress(EntryError):
                parent = self._with_commands(entry(one, strings))
                self._parents.setdefault(parent.key.lower(), parent)

    def entry(self, piece: Piece) -> Entry | None:
        """Read an entry, with the fields that it takes from others.

        Returns:
            None where it is no record and nothing asks for it.

        Raises:
            EntryError: if nothing can be made of it.
        """
        if piece.kind == "string":
            return self._defined(piece)
        is_needed = piece.kind == "xdata" and key_of(piece).lower() in self._references
        if not (is_record(piece) or is_needed):
            return None
        found = self._with_commands(entry(piece, self._strings))
        if self._parents:
            self._inherit(found, _DEEPEST)
        return found

    def _with_commands(self, found: Entry) -> Entry:
        """Put in what the commands of the file stand for."""
        if self._commands is not None:
            for name, text in found.fields.items():
                found.fields[name] = self._commands.applied(text)
        return found

    def _defined(self, piece: Piece) -> Entry:
        defined = self._definitions.popleft()
        if isinstance(defined, str):
            raise EntryError(defined)
        self._strings.define(defined.name, defined.value)
        slips = defined.slips
        return Entry(piece.line, piece.kind, defined.name, slips=slips, text=beginning(piece))

    def _inherit(self, found: Entry, deepest: int) -> None:
        """Put in what an entry lacks and those have that it refers to."""
        for reference in ("xdata", "crossref"):
            for key in _keys(found.fields.get(reference, "")):
                parent = self._parents.get(key)
                if parent is None or key == found.key.lower():
                    continue
                if deepest and key not in self._have_inherited:
                    self._have_inherited.add(key)
                    self._inherit(parent, deepest - 1)
                if reference == "xdata":
                    take_data(found.fields, parent.fields)
                else:
                    take_from_whole(found.fields, found.kind, parent.fields, parent.kind)


class _Elsewhere(Elsewhere):
    """The abbreviations of the files that were opened together with one."""

    def __init__(self, beside: Beside) -> None:
        self._beside = beside

    def before(self, name: str) -> str | None:
        found = (one.last.get(name) for one in self._beside.before(defined))
        return next((value for value in found if value is not None), None)

    def behind(self, name: str) -> str | None:
        found = (one.first.get(name) for one in self._beside.behind(defined))
        return next((value for value in found if value is not None), None)


def defined(data: bytes) -> Defined:
    """Return the abbreviations that a file defines for others."""
    if not _STRING.search(data.lower()):
        return Defined({}, {})
    found = map(
        _definition, (one for one in pieces(data.decode(errors="replace")) if one.kind == "string")
    )
    definitions = [one for one in found if isinstance(one, Definition)]
    return Defined(
        {one.name.lower(): one.value for one in reversed(definitions)},
        {one.name.lower(): one.value for one in definitions},
    )


def is_record(piece: Piece) -> bool:
    """Return whether a piece is a record, and not only for others or for styles."""
    return piece.kind not in _NO_RECORDS


def _commands(preambles: Iterable[Piece], strings: Abbreviations) -> Commands:
    """Return the commands that preambles define."""
    from paperview.tex.preamble import Commands  # noqa: PLC0415 - few files have any

    commands = Commands()
    for piece in preambles:
        end = closing(piece.body, 0, len(piece.body), 1) if piece.opening == "{" else None
        inner = piece.body[: end - 1] if end else piece.body.rstrip(" \n)")
        _, said = next(parts("", inner.strip()))
        text, _ = strings.joined(said)
        commands.define(text)
    return commands


def _definition(piece: Piece) -> Definition | str:
    """Return what a `@string` defines, or why that can't be read."""
    try:
        return definition(piece)
    except EntryError as error:
        return str(error)


def _keys(text: str) -> list[str]:
    return [key for part in text.split(",") if (key := part.strip(' \n\t{}"').lower())]
