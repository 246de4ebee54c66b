"""Entries of a BibTeX file with all that they share: abbreviations, commands, inherited fields.

An entry's `crossref` names the book or volume that it is a part of, its `xdata` entries that hold
fields for others. These may come after it and refer to others themselves. BibTeX knows only
`crossref`.

Inheritance follows the defaults of BibLaTeX: an entry takes every field that it lacks, and the
title of the whole becomes the book title, main title or journal of the part. BibLaTeX hands down
ids and descriptions of the whole, too. These are left out: a chapter that showed the DOI of its
book would be taken for the book. If BibLaTeX has no rule for two types, the title of the whole is
the venue of the part, as in BibTeX. Source of the rules: the manual of BibLaTeX, section 2.4.1 and
the appendix on inheritance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from paperview.sources.draft import Repair
from paperview.sources.formats.bibtex.blocks import Block, ParseError, blocks, key_of
from paperview.sources.formats.bibtex.parser import (
    PEOPLE,
    Definition,
    Part,
    parse_definition,
    parse_entry,
    parse_preamble,
)
from paperview.sources.formats.bibtex.strings import (
    AS_WRITTEN,
    STRING,
    Abbreviations,
    with_known_commands,
    without_braces,
)
from paperview.sources.parsing.field_values import one_line, shown
from paperview.sources.registry import OtherFiles
from paperview.tex.preamble import Commands

_FIELD_NAMES = """
    abstract addendum adsurl annotation annote archiveprefix arxiv arxivid author bdsk-url-1
    bookauthor booksubtitle booktitle chapter
    collaboration comment comments crossref date day doi edition editor ee eid eprint eprintclass
    eprinttype eventtitle howpublished institution issue journal journaltitle keyword keywords link
    mainsubtitle maintitle month note number numpages organization pages pagetotal pdf primaryclass
    publisher school
    series shortjournal shorttitle subtitle title titleaddon type url volume xdata year
"""
_FIELDS = frozenset(_FIELD_NAMES.split())
"""Fields that are read; the others are passed over."""
_PREAMBLE = re.compile(rb"@[ \t]*preamble\b")
_REFERENCES = (
    re.compile(rb"crossref\s*=\s*[{\"]\s*(?P<keys>[^{}\"=]{1,1000})"),
    re.compile(rb"xdata\s*=\s*[{\"]\s*(?P<keys>[^{}\"=]{1,1000})"),
)
_KINDS = "bibnote comment control ieeetranbstctl preamble set settings string xdata"
_NO_RECORDS = frozenset(_KINDS.split())
_DEEPEST = 8  # references of referenced entries


@dataclass(slots=True)
class Entry:
    """An entry, its abbreviations expanded."""

    line: int
    kind: str
    key: str
    fields: dict[str, str] = field(default_factory=dict)
    """Those that are read, by name in small letters. If one is given twice, the first that is not
    empty counts: BibTeX, too, keeps the first.

    They are without braces around the whole, but for names, where these say that it is one name.
    """
    written: dict[str, str] = field(default_factory=dict)
    """All fields, those that are not read included, with the braces around them."""
    repairs: list[Repair] = field(default_factory=list)
    text: str = ""
    """Its beginning, as it is in the file."""


class EntryReader:
    """Reader of the entries of one file, in order."""

    def __init__(self, data: bytes, text: str, others: OtherFiles | None = None) -> None:
        """Look ahead for what is needed before it comes. Most files need nothing.

        Args:
            data: the file in UTF-8.
            text: the same, decoded.
            others: the files opened with it.
        """
        self._others = others
        self._strings = self._abbreviations([])
        self._commands: Commands | None = None
        """Commands that its preambles define."""
        self._parents: dict[str, Entry] = {}
        self._have_inherited: set[str] = set()
        lowered = data.lower()  # to search it takes a tenth of the time
        self._references = {
            key
            for reference in _REFERENCES
            for match in reference.finditer(lowered)
            for key in _keys(match["keys"].decode(errors="replace"))
        }
        has_preamble = _PREAMBLE.search(lowered) is not None
        if self._references or has_preamble or STRING.search(lowered):
            self._look_ahead(text)

    def _look_ahead(self, text: str) -> None:
        found: list[Block | Definition] = []
        preambles: list[Block] = []
        for block in blocks(text):
            if block.kind == "string":
                with suppress(ParseError):  # a problem when the reader reaches it
                    found.append(parse_definition(block))
            elif block.kind == "preamble":
                preambles.append(block)
            elif self._references and key_of(block).lower() in self._references:
                found.append(block)
        definitions = [one for one in found if isinstance(one, Definition)]
        self._strings = self._abbreviations(definitions)
        if preambles:
            self._commands = _commands(preambles, self._abbreviations(definitions))
        if self._references:
            self._read_parents(found, self._abbreviations(definitions))

    def _abbreviations(self, definitions: Sequence[Definition]) -> Abbreviations:
        return Abbreviations(definitions, self._others)

    def _read_parents(self, found: Iterable[Block | Definition], strings: Abbreviations) -> None:
        """Read entries that others refer to, with the definitions before each."""
        for one in found:
            if isinstance(one, Definition):
                strings.define(one)
                continue
            with suppress(ParseError):  # as above
                parent = self._entry(one, strings)
                self._parents.setdefault(parent.key.lower(), parent)

    def read(self, block: Block) -> Entry | None:
        """Read a block, with the fields that an entry inherits.

        Returns:
            None if it is no record and nothing refers to it.

        Raises:
            ParseError: if it can't be read.
        """
        if block.kind == "string":
            definition = parse_definition(block)
            self._strings.define(definition)
            repairs = definition.repairs
            return Entry(
                block.line, block.kind, definition.name, repairs=repairs, text=block.excerpt
            )
        is_needed = block.kind == "xdata" and key_of(block).lower() in self._references
        if not (is_record(block) or is_needed):
            return None
        entry = self._entry(block, self._strings)
        if self._parents:
            self._inherit(entry, _DEEPEST)
        return entry

    def _entry(self, block: Block, strings: Abbreviations) -> Entry:
        key, fields, repairs = parse_entry(block)
        entry = Entry(block.line, block.kind, key, repairs=repairs, text=block.excerpt)
        again: dict[str, str] = {}
        for written, parts in fields:
            if (name := written.lower()) in _FIELDS:
                _add(entry, name, parts, strings, again)
            elif name not in entry.written:
                text, _ = strings.joined(parts)
                entry.written[name] = text.strip()
        if self._commands is not None:
            for some in (entry.fields, entry.written):
                for name, text in some.items():
                    some[name] = self._commands.applied(text)
        return entry

    def _inherit(self, entry: Entry, deepest: int) -> None:
        """Add the fields that an entry lacks and those that it refers to have."""
        for reference in ("xdata", "crossref"):
            for key in _keys(entry.fields.get(reference, "")):
                parent = self._parents.get(key)
                if parent is None or key == entry.key.lower():
                    continue
                if deepest and key not in self._have_inherited:
                    self._have_inherited.add(key)
                    self._inherit(parent, deepest - 1)
                if reference == "xdata":
                    for own, data in (
                        (entry.fields, parent.fields),
                        (entry.written, parent.written),
                    ):
                        _add_missing(own, (one for one in data.items() if one[0] not in _REFERRING))
                else:
                    _inherit_from_whole(entry, parent)


def is_record(block: Block) -> bool:
    """Return whether a block is a record, and does not only serve others or styles."""
    return block.kind not in _NO_RECORDS


def _commands(preambles: Iterable[Block], strings: Abbreviations) -> Commands:
    """Return the commands that preambles define."""
    commands = Commands()
    for block in preambles:
        with suppress(ParseError):
            text, _ = strings.joined(parse_preamble(block))
            commands.define(text)
    return commands


def _keys(text: str) -> list[str]:
    return [key for part in text.split(",") if (key := part.strip(' \n\t{}"').lower())]


# Fields


def _add(
    entry: Entry, name: str, parts: list[Part], strings: Abbreviations, again: dict[str, str]
) -> None:
    """Add a field.

    Args:
        entry: the entry.
        name: the field's name.
        parts: its value.
        strings: abbreviations in it.
        again: fields given twice, each with its first value in one line; empty once a different
            value was reported, for there may be very many.
    """
    known = entry.fields.get(name)
    if known and again.get(name) == "":
        return
    repairs: tuple[Repair, ...] = ()
    if len(parts) == 1 and not parts[0].is_name:
        text = parts[0].text
    else:
        text, repairs = strings.joined(parts)
    whole = with_known_commands(text.strip())
    text = whole if name in PEOPLE else without_braces(whole)
    if known:
        first = again.get(name) or one_line(known) or ""
        line = one_line(text)
        is_other = line is not None and line != first
        again[name] = "" if is_other else first
        if is_other:
            reason = f"there is a second {name}, '{shown(text)}'"
            entry.repairs.append(Repair(reason, "the first one is shown"))
        return
    entry.fields[name], entry.written[name] = text, whole
    entry.repairs += _of_field(name, repairs)


def _of_field(name: str, repairs: Iterable[Repair]) -> Iterator[Repair]:
    """Say which field needs an abbreviation with a problem."""
    for reason, outcome in repairs:
        if outcome == AS_WRITTEN and name in ("date", "year"):
            continue  # a wrong date is a problem anyway
        is_read = outcome == AS_WRITTEN and name in ("month", "day")
        reading = "read as written" if is_read else outcome
        yield Repair(f"the field '{name}' needs {reason}", reading)


# Inheritance

_DATES = ("date", "year", "month", "day")
_ALIASES = {"conference": "inproceedings"}
_IN_BOOK = ("inbook", "bookinbook", "suppbook")
_IN_COLLECTION = ("incollection", "inreference", "suppcollection")
_AS_MAIN = {"title": "maintitle", "subtitle": "mainsubtitle"}
_AS_BOOK = {"title": "booktitle", "subtitle": "booksubtitle"}
_AS_JOURNAL = {"title": "journaltitle", "subtitle": ""}
_RULES = (
    (("mvbook",), ("book", *_IN_BOOK), _AS_MAIN),
    (("mvcollection", "mvreference"), ("collection", "reference", *_IN_COLLECTION), _AS_MAIN),
    (("mvproceedings",), ("proceedings", "inproceedings"), _AS_MAIN),
    (("book",), _IN_BOOK, _AS_BOOK),
    (("collection", "reference"), _IN_COLLECTION, _AS_BOOK),
    (("proceedings",), ("inproceedings",), _AS_BOOK),
    (("periodical",), ("article", "suppperiodical"), _AS_JOURNAL),
)
"""Types of wholes and parts, and the names that fields of the whole have in the part."""
_TITLES = {
    (whole, part): names for wholes, parts, names in _RULES for whole in wholes for part in parts
}
_WITH_BOOK_AUTHOR = frozenset((whole, part) for whole in ("mvbook", "book") for part in _IN_BOOK)
_NOWHERE = {"title": "", "subtitle": ""}
_SAME = {
    "booktitle": ("booktitle",),
    "journaltitle": ("journal", "journaltitle"),
    "maintitle": ("maintitle",),
}
"""Fields that say the same as the one that would be added."""
_OF_WHOLE = """
    abstract addendum annotation annote comment comments keyword keywords note pages titleaddon type
    adsurl arxiv arxivid archiveprefix bdsk-url-1 doi ee eid eprint eprintclass eprinttype link pdf
    primaryclass url
    crossref shorttitle xdata
"""
_OWN = frozenset(_OF_WHOLE.split())
"""Fields that a part does not inherit: descriptions of the whole, its ids and addresses."""
_REFERRING = frozenset(("crossref", "xdata"))


def _inherit_from_whole(entry: Entry, whole: Entry) -> None:
    """Add the fields that an entry lacks, from the one that it is a part of."""
    fields = entry.fields
    kind = _ALIASES.get(entry.kind, entry.kind)
    types = _ALIASES.get(whole.kind, whole.kind), kind
    names = _TITLES.get(types) or _names_without_rule(fields, kind)
    if any(fields.get(name) for name in _SAME.get(names.get("title", ""), ())):
        names = _NOWHERE  # the subtitle belongs to the title
    for own, others in ((fields, whole.fields), (entry.written, whole.written)):
        inherited = [
            (names.get(name, name), text)
            for name, text in others.items()
            if name not in _OWN and not (name == "booktitle" and others.get("title"))
        ]
        if types in _WITH_BOOK_AUTHOR:
            inherited.append(("bookauthor", others.get("author", "")))
        _add_missing(own, inherited)


def _names_without_rule(fields: Mapping[str, str], kind: str) -> Mapping[str, str]:
    if kind == "article":
        return _AS_JOURNAL
    return _AS_BOOK if fields.get("title") or kind in (*_IN_BOOK, *_IN_COLLECTION) else {}


def _add_missing(fields: dict[str, str], others: Iterable[tuple[str, str]]) -> None:
    """Add the fields that are missing; a date as a whole or not at all."""
    has_date = any(fields.get(name) for name in _DATES)
    for name, text in others:
        if name and text and not fields.get(name) and not (has_date and name in _DATES):
            fields[name] = text
