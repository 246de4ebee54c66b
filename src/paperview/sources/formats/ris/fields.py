"""What the fields of an RIS record say about the paper, in the dialects of those who write RIS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from paperview.model.paper import ArxivId, arxiv_ids_in
from paperview.sources.draft import RawRecord
from paperview.sources.formats.ris import lines
from paperview.sources.parsing import citations, field_values
from paperview.sources.parsing.placeholders import is_no_abstract, says_nothing
from paperview.text import markup

_DOI_IN_ADDRESS = re.compile(
    r"https?://(?:dx\.|www\.)?doi\.org/|https?://[^/\s]{1,100}/doi/(?:abs/|full/|pdf/|epdf/|book/)?"
    r"(?=10\.)",
    re.IGNORECASE,
)
_DOI_ALONE = re.compile(r"(?:doi\s{0,3}:?\s{0,3})?(?=10\.[0-9]{4,9}/\S)", re.IGNORECASE)
_CLASS = re.compile(r"\s?\[([a-z-]{2,8}(?:\.[A-Za-z-]{2,17})?)\]")
_YEAR = re.compile(r"[0-9]{4}")
_DAY = re.compile(r"[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}/?")
_NOT_PUBLISHED = re.compile(
    r"\b(?:re)?(?:receiv|accept|submi|revis|access|retriev|view|updat|modif|index|enter|export"
    r"|import|download)",
    re.IGNORECASE,
)
"""Words behind a date that is not the publication date: `2013/02/15/received`."""
_OF_MACHINES = re.compile(
    r"(?:doi\b|10\.[0-9]{4,9}/|cited by\b|times cited|cited references? count|export date"
    r"|date \w+ -|last updated|copyright|©|source:|references: |\d{4}-\d{3}[\dx]$|arxiv:"
    r"|accession number|(?:correspondence|reprint) address|tradenames|manufacturers|chemicals/cas"
    r"|coden|pmid|medline|language of original|publication type)",
    re.IGNORECASE,
)
"""Notes that databases add, which say nothing about the paper to a person."""
_COMMENT = re.compile(r"(?:comments?:|suppnotes -)\s", re.IGNORECASE)
"""What Zotero and ProQuest put before a note."""
_OF_ARXIV = ("rxiv", "rXiv", "RXIV", "CoRR")
KEPT = 1000  # characters of a record that are kept for a problem with it
_NOTE_LENGTH = 500  # characters; what is longer is no comment
_WITHOUT_JOURNAL = frozenset({"BOOK", "EBOOK", "EDBOOK", "THES", "RPRT"})
"""Types whose second title is that of a series."""
_BOOKS = frozenset({"BOOK", "EBOOK", "EDBOOK"})
_TYPES = {
    "BLOG": "blog post",
    "BOOK": "book",
    "CHAP": "book chapter",
    "COMP": "software",
    "CONF": "conference paper",
    "CPAPER": "conference paper",
    "DATA": "data set",
    "EBOOK": "book",
    "ECHAP": "book chapter",
    "EDBOOK": "book",
    "ELEC": "web page",
    "INPR": "in press",
    "NEWS": "newspaper article",
    "PAT": "patent",
    "RPRT": "report",
    "SLIDE": "slides",
    "THES": "thesis",
    "UNPB": "unpublished",
}
"""What a record is of, as far as that is worth telling."""


class Fields:
    """The values of one record by tag."""

    def __init__(self, text: str) -> None:
        """Take the record as it stands in the file."""
        self._pairs: Final = lines.fields(text)
        self._values: Final[dict[str, list[str]]] = {}
        for tag, value in self._pairs:
            self._values.setdefault(tag, []).append(value)
        self.type: Final = self.first("TY").partition("\n")[0].upper()
        """What kind of record it is: `JOUR`, `BOOK`."""
        self.text: Final = text[:KEPT]
        """The record as it stands in the file, or its beginning."""
        self.tells_of_arxiv: Final = any(word in text for word in _OF_ARXIV)
        """Whether an arXiv id may be among the values."""

    def in_order(self, *tags: str) -> list[tuple[str, str]]:
        """Return tags and values of some tags as they follow each other in the record."""
        return [pair for pair in self._pairs if pair[0] in tags]

    def all(self, *tags: str) -> list[str]:
        """Return all values of some tags, tag by tag."""
        return [value for tag in tags for value in self._values.get(tag, ())]

    def first(self, *tags: str) -> str:
        """Return the first of these values, or an empty text."""
        for tag in tags:
            if values := self._values.get(tag):
                return values[0]
        return ""


def raw_record(fields: Fields, line: int) -> RawRecord:
    """Return the texts of a record, which begins at that line of the file."""
    arxiv_id, categories = _arxiv(fields) if fields.tells_of_arxiv else ("", [])
    journal, year = _journal(fields), _year(fields)
    if arxiv_id and "arxiv" in journal.lower():
        journal = ""
    return RawRecord(
        line=line,
        text=fields.text,
        arxiv_id=arxiv_id,
        doi=_doi(fields),
        name=fields.first("ID").partition("\n")[0],
        title=markup.plain(fields.first("TI", "T1", "CT", "BT", "ST", "TT")),
        authors=_authors(fields),
        abstract=markup.plain(_abstract(fields)),
        comments="; ".join(_comments(fields)),
        categories=categories,
        journal_ref=citations.journal_line(
            markup.plain(journal),
            fields.first("VL"),
            fields.first("IS"),
            citations.page_range(fields.first("SP"), fields.first("EP")),
            year,
        ),
        created=_created(fields, year),
        extra=list(_extra(fields, journal)),
    )


def _authors(fields: Fields) -> list[str]:
    """Return the authors, or else the editors, in the order of the record.

    Some programs give everybody under both tags of authors.
    """
    given = fields.in_order("AU", "A1") or fields.in_order("A2", "ED", "A3", "A4")
    first_tags: dict[str, str] = {}
    names = [name for tag, name in given if first_tags.setdefault(name, tag) == tag]
    line = ";".join(map(markup.plain, names)).replace("\n", " ")
    return list(map(citations.in_reading_order, line.split(";")))


def _abstract(fields: Fields) -> str:
    return next((text for text in fields.all("AB", "N2") if not is_no_abstract(text)), "")


def _arxiv(fields: Fields) -> tuple[str, list[str]]:
    """Return the arXiv id and the class that may stand with it (`arXiv:1804.02767 [cs]`)."""
    for address in fields.all("UR", "L1", "L2", "L3", "L4", "LK"):
        if "arxiv" in address.lower():
            words = (word.rstrip(";,") for word in address.split())
            if word := next(filter(ArxivId.parse, words), None):
                return word, []
    for text in fields.all("M1", "M3", "C1", "AN", "JO", "JF", "T2", "JA", "J2", "PB"):
        if found := _arxiv_in(text):
            return found[1:]
    for note in fields.all("N1"):
        # Notes name other papers, too.
        if (found := _arxiv_in(note)) and found[0] == 0:
            return found[1:]
    volume = fields.first("VL").removeprefix("abs/")
    is_corr = fields.first("JO", "JF", "T2").lower() == "corr"
    return (volume, []) if is_corr and ArxivId.parse(volume) else ("", [])


def _arxiv_in(text: str) -> tuple[int, str, list[str]] | None:
    """Return the first arXiv id of a text that speaks of arXiv: its place, the id, its class."""
    found = arxiv_ids_in(text[:_NOTE_LENGTH]) if "arxiv" in text.lower() else []
    if not found:
        return None
    start, end, arxiv_id = found[0]
    match = _CLASS.match(text, end)
    return start, str(arxiv_id), [match[1]] if match else []


def _doi(fields: Fields) -> str:
    """Return the DOI, from where people put it; else what stands in its place."""
    given = fields.first("DO", "DI")
    if given and field_values.first_doi(given):
        return given
    for address in fields.all("UR", "L3", "LK", "L2"):
        before = _DOI_IN_ADDRESS.match(address)
        if before and (doi := field_values.first_doi(address[before.end() :].partition("?")[0])):
            return doi.name
    for text in fields.all("M3", "L3", "N1", "M1", "C7"):
        before = _DOI_ALONE.match(text)
        if before and (doi := field_values.first_doi(text[before.end() :].split(maxsplit=1)[0])):
            return doi.name
    return given


def _journal(fields: Fields) -> str:
    if fields.type in _WITHOUT_JOURNAL:
        return fields.first("JF", "JO")
    own_title = fields.first("TI", "T1", "CT")
    return fields.first("JF", "T2", "JO", "JA", "J1", "J2", *(["BT"] if own_title else []), "C3")


def _dates(fields: Fields, *tags: str) -> list[str]:
    """Return the dates of publication under some tags; others only where there is no such."""
    texts = [text for text in fields.all(*tags) if not says_nothing(text.strip("/ "))]
    return [text for text in texts if not _NOT_PUBLISHED.search(text)] or texts


def _year(fields: Fields) -> int:
    dates = map(citations.date, _dates(fields, "PY", "Y1", "DA"))
    return next((date.year for date in dates if date), 0)


def _created(fields: Fields, year: int) -> str:
    """Return the earliest of the dates; where none is one, the first for the problem to show."""
    texts = _dates(fields, "DA", "Y1", "PY")
    # EndNote gives the year and `Jun 5` apart, and when the paper was put on the net as an edition.
    complete = [text if _YEAR.search(text) else f"{year} {text}" for text in texts if year]
    complete += filter(_DAY.fullmatch, fields.all("ET"))
    date = citations.earliest(complete)
    return str(date) if date else next(iter(texts), "")


def _comments(fields: Fields) -> Iterator[str]:
    for note in fields.all("N1"):
        if "\n" not in note and len(note) <= _NOTE_LENGTH:
            text = markup.plain(note)
            if not _OF_MACHINES.match(text):
                yield _COMMENT.sub("", text, count=1)


def _extra(fields: Fields, journal: str) -> Iterator[tuple[str, str]]:
    keywords = [word for value in fields.all("KW") for word in value.split("\n")]
    yield "keywords", "; ".join(map(markup.plain, keywords))
    if not journal:
        yield "type", _TYPES.get(fields.type, "")
        yield "publisher", fields.first("PB")
    if fields.type in _BOOKS:
        start = "" if fields.first("EP") else fields.first("SP")
        yield from citations.edition(fields.first("VL"), fields.first("ET"), "", start)
    yield "url", _url(fields)


def _url(fields: Fields) -> str:
    """Return the first address that is not just the DOI or the arXiv id over again."""
    for address in fields.all("UR", "L2", "LK"):
        if address.startswith(("http://", "https://")) and not _DOI_IN_ADDRESS.match(address):
            word = address.split(maxsplit=1)[0].rstrip(";,")
            if not ArxivId.parse(word):
                return word
    return ""
