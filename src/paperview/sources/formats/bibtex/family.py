"""What the entries of a BibTeX file share: abbreviations, commands, and fields of each other.

An entry's `crossref` names the book or volume that it is a part of, its `xdata` entries that hold
fields for others; these may stand behind it and have such fields, too. Source of the rules: the
manual of BibLaTeX, section 2.4.1 and appendix B; BibTeX knows `crossref` alone.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from paperview.sources.formats.bibtex.abbreviations import Abbreviations
from paperview.sources.formats.bibtex.entries import (
    Definition,
    Entry,
    EntryError,
    beginning,
    definition,
    entry,
    key_of,
)
from paperview.sources.formats.bibtex.pieces import Piece, closing, pieces
from paperview.sources.formats.bibtex.values import parts

if TYPE_CHECKING:
    from paperview.tex.preamble import Commands

_STRING = re.compile(rb"@[ \t]*string\b")
_PREAMBLE = re.compile(rb"@[ \t]*preamble\b")
_REFERENCES = (
    re.compile(rb"crossref\s*=\s*[{\"]\s*(?P<keys>[^{}\"=\n]{1,1000})"),
    re.compile(rb"xdata\s*=\s*[{\"]\s*(?P<keys>[^{}\"=\n]{1,1000})"),
)
_KINDS = "bibnote comment control ieeetranbstctl preamble set settings string xdata"
_NO_RECORDS = frozenset(_KINDS.split())
_DATES = ("date", "year", "month", "day")
_OF_BOOK = (
    *("booksubtitle", "editor", "eventtitle", "institution", "maintitle", "number", "organization"),
    *("publisher", "school", "series", "volume"),
    *_DATES,
)
"""What a book says of its parts, too. It stays with a few names, for a file may have very many."""
_OF_PERIODICAL = ("journal", "journaltitle", *_OF_BOOK)
_OF_DATA = (
    *("abstract", "author", "booktitle", "collaboration", "doi", "howpublished", "keywords"),
    *("note", "pages", "subtitle", "title", "type", "url"),
    *("archiveprefix", "eprint", "eprintclass", "eprinttype", "primaryclass"),
    *_OF_PERIODICAL,
)
_DEEPEST = 8  # of those that entries refer to, and these again


class Family:
    """The abbreviations and commands of a file, and the entries that others refer to."""

    def __init__(self, data: bytes, text: str) -> None:
        """Look for what is needed before it comes, or nothing: as in most files.

        Args:
            data: the file in UTF-8.
            text: the same, decoded.
        """
        self._strings = Abbreviations()
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
        self._strings = Abbreviations(definitions)
        if preambles:
            self._commands = _commands(preambles, Abbreviations(definitions))
        if self._references:
            self._read_parents(found, Abbreviations(definitions))

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
                if parent is None:
                    continue
                if deepest and key not in self._have_inherited:
                    self._have_inherited.add(key)
                    self._inherit(parent, deepest - 1)
                if reference == "xdata":
                    _take(found, parent, _OF_DATA)
                else:
                    _take_from_book(found, parent)


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


def _take(found: Entry, parent: Entry, names: Iterable[str]) -> None:
    has_date = any(found.fields.get(name) for name in _DATES)
    for name in names:
        text = parent.fields.get(name)
        if text and not found.fields.get(name) and not (has_date and name in _DATES):
            found.fields[name] = text


def _take_from_book(found: Entry, parent: Entry) -> None:
    is_article = found.kind == "article"
    _take(found, parent, _OF_PERIODICAL if is_article else _OF_BOOK)
    if found.kind == "inbook":
        _take(found, parent, ("author",))
    title = parent.fields.get("title") or parent.fields.get("booktitle")
    known = ("journal", "journaltitle") if is_article else ("booktitle",)
    if title and not any(found.fields.get(name) for name in known):
        found.fields[known[0]] = title
        if not is_article and parent.fields.get("subtitle"):
            found.fields["booksubtitle"] = parent.fields["subtitle"]
