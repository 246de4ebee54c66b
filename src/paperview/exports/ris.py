"""RIS records, as reference managers import them.

Texts are written as they read, with TeX as Unicode, and each in one line.

Source of the tags: "RIS Format Specifications" of Reference Manager (2011).
"""

from __future__ import annotations

from collections.abc import Iterator

from paperview.exports.entries import Entry
from paperview.exports.people import Person
from paperview.model.paper import Paper
from paperview.tex import to_text

_TYPES = {
    "article": "JOUR",
    "book": "BOOK",
    "booklet": "PAMP",
    "collection": "EDBOOK",
    "conference": "CONF",
    "dataset": "DATA",
    "electronic": "ELEC",
    "inbook": "CHAP",
    "incollection": "CHAP",
    "inproceedings": "CONF",
    "inreference": "ENCYC",
    "manual": "RPRT",
    "mastersthesis": "THES",
    "mvbook": "BOOK",
    "mvcollection": "EDBOOK",
    "online": "ELEC",
    "patent": "PAT",
    "periodical": "JFULL",
    "phdthesis": "THES",
    "proceedings": "CONF",
    "report": "RPRT",
    "software": "COMP",
    "techreport": "RPRT",
    "thesis": "THES",
    "unpublished": "UNPB",
}


def dumps(paper: Paper, key: str) -> str:
    """Write a paper as a record."""
    return "\n".join(
        f"{tag}  - {' '.join(value.split())}"
        for tag, value in _fields(paper, key)
        if value or tag == "ER"
    )


def _fields(paper: Paper, key: str) -> Iterator[tuple[str, str]]:
    entry = Entry(paper)
    yield "TY", _TYPES.get(entry.kind, "GEN")
    yield "ID", key
    yield "TI", entry.title()
    for tag, role in (("AU", "author"), ("ED", "editor"), ("A4", "translator")):
        for one in entry.people(role):
            yield tag, _name(one)
    if date := entry.date():
        yield "PY", f"{date.year:04}"
        # The preprint's day counts, too, where the journal's year is another one.
        yield "DA", str(date if entry.is_own else paper.date or date).replace("-", "/")
    if journal := entry.text("journaltitle", "booktitle", "eventtitle"):
        yield "JO" if entry.kind == "article" else "T2", journal
    yield "J2", entry.text("shortjournal")
    yield "T3", entry.text("series")
    yield "VL", entry.text("volume")
    yield "IS", entry.text("number", "issue")
    first, _, last = entry.pages().partition("-")
    yield "SP", first or entry.text("eid") or entry.text("pagetotal")
    yield "EP", last
    yield "ET", entry.text("edition")
    yield "M3", entry.genre
    yield "PB", entry.text("publisher", "institution", "organization")
    yield "CY", entry.text("location")
    yield "SN", entry.text("isbn", "issn")
    yield "LA", entry.text("language", "langid")
    yield "AB", to_text(paper.abstract or "")
    for word in entry.keywords():
        yield "KW", word
    yield "DO", paper.doi.name if paper.doi else ""
    if paper.url:
        yield "UR", paper.url
    if (own := entry.raw("url")) and own != paper.url:
        yield "UR" if not paper.url else "L2", own
    yield "N1", to_text(paper.comments or "")
    yield "ER", ""


def _name(person: Person) -> str:
    if person.is_whole or not person.given:
        return " ".join(filter(None, (person.particle, person.family)))
    last = f"{person.particle} {person.family}".strip()
    return ", ".join(filter(None, (last, person.given, person.suffix)))
