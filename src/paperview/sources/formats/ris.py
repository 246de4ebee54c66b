"""RIS: what reference managers, publishers and databases export, one tag and value a line.

Source of the tags: "RIS Format Specifications" of Reference Manager (2011), and what EndNote,
Zotero, Scopus, Ovid, ProQuest and PubMed make of them. They are read record by record, so that a
broken one costs nothing but itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from paperview.model.paper import ArxivId, Paper, arxiv_ids_in
from paperview.sources.draft import RawRecord
from paperview.sources.parsing import citations, dates, entries, field_values, people
from paperview.sources.parsing.field_values import is_no_abstract, says_nothing
from paperview.sources.problem import RECORD_LIMIT, TOO_LONG, Problem
from paperview.text import markup

_WANTED_TAGS = (
    "TY A1 A2 A3 A4 AB AN AU BT C1 C3 C7 CT CY DA DI DO ED ET EP ID IS J1 J2 JA JF JO KW L1 L2 L3"
    " L4 LA LK M1 M3 N1 N2 PB PP PY SN SP ST T1 T2 T3 TI TT UR VL Y1"
)
_FURTHER_TAGS = (
    "A5 AD AV C2 C4 C5 C6 C8 CA CN CP DB DP DS ER LB M2 NV OA OP OR PA RD RI RN RP SE SF SL SO SR"
    " SU TA U1 U2 U3 U4 U5 VO WP WT WV Y2 YR"
)
_TAGS: Final = frozenset(_WANTED_TAGS.split())
"""The tags that say something about a paper."""
_PROSE = frozenset(("AB", "BT", "N1", "N2", "T1", "T2", "TI"))
"""Tags whose values may have several lines of prose."""

_KNOWN: Final = f"(?:{'|'.join(sorted((*_TAGS, *_FURTHER_TAGS.split())))})"
# Alternatives instead of character classes, because these are also matched in bytes.
_BLANK: Final = "(?: |\\t|\xa0)"
_DASH: Final = "(?:-|–|—)"
_STANDARD: Final = "[A-Z][A-Z0-9]  -"
"""A tag in the standard's form."""
_TABBED = rf"{_KNOWN}(?: |\xa0)*\t{_BLANK}*{_DASH}"
_LOOSE: Final = rf"(?!..  -)(?:{_TABBED}|{_KNOWN}{_BLANK}*{_DASH}(?={_BLANK}|$))"
"""A known tag with at least one other blank."""
_TIGHT: Final = rf"{_KNOWN}{_BLANK}*{_DASH}"
"""A known tag with any blanks or none."""
_STANDARD_TAG = re.compile(_STANDARD)
_TABBED_TAG = re.compile(_TABBED)
_LOOSE_TAG = re.compile(_LOOSE)
_TIGHT_TAG = re.compile(_TIGHT)
_SMALL_TAG = re.compile(_TIGHT, re.IGNORECASE)
_STANDARD_LINE_IN_TEXT = re.compile(f"^{_STANDARD}", re.MULTILINE)
_LOOSE_LINE = re.compile(f"^(?:{_LOOSE})", re.MULTILINE)
_TYPE_LINE = re.compile(
    rf"^(?P<tag>TY)(?P<gap>{_BLANK}*){_DASH}(?P<blank>{_BLANK}?)", re.MULTILINE | re.IGNORECASE
)
_REGULAR_FIELD = re.compile(
    rf"^(?P<tag>[A-Z][A-Z0-9])  -(?P<value>.*+(?:\n(?!{_STANDARD}).*+)*+)", re.MULTILINE
)
"""A tag and its value with continuation lines."""


_MARK = re.compile(
    (
        "^(?:\ufeff)?(?=[TtEe][YyRr])(?:"
        rf"(?P<type>TY  -|(?i:TY){_BLANK}*{_DASH}{_BLANK}*(?i:[a-z]{{3,8}}){_BLANK}*$)"
        rf"|(?P<end>ER  -|(?i:ER)(?:{_BLANK}*{_DASH})?{_BLANK}*$))"
    ).encode(),
    re.MULTILINE,
)
"""The start or the end of a record."""
_STANDARD_LINE = re.compile(f"^{_STANDARD}".encode(), re.MULTILINE)
_TAG_LINE = re.compile(f"^(?P<tag>{_STANDARD}|(?i:{_KNOWN}  -|{_LOOSE}))".encode(), re.MULTILINE)
_ANY_LINE = re.compile(f"^(?:{_STANDARD}|(?i:{_TIGHT}))".encode(), re.MULTILINE)
_EMPTY_LINE = re.compile(rb"^[ \t]*\n", re.MULTILINE)
_ONCE = frozenset((b"TI", b"T1", b"DO", b"ID", b"SP", b"VL", b"IS"))
"""Tags that a record has once."""


def looks_like(head: bytes) -> bool:
    """Return whether the first bytes of a file hold the first or last line of a record."""
    marks = _MARK.finditer(head)
    if not any(mark["type"] or mark["end"].startswith(b"ER  -") for mark in marks):
        return False
    return len(list(islice(_ANY_LINE.finditer(head), 2))) == 2


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read papers from UTF-8 with line feeds; what can't be read comes as problems.

    Lines outside of records without a tag are passed over: exports number their records or tell
    where they are from. Tags outside of records are a record whose first line is missing.
    """
    line = offset = 0
    for start, end in _records(data):
        line += data.count(b"\n", offset, start)
        offset = start
        if end - start > RECORD_LIMIT:
            text = data[start : start + _EXCERPT].decode(errors="replace")
            yield RawRecord(line + 1, text).lost(source, TOO_LONG)
            continue
        text = data[start:end].decode(errors="replace")
        record = _raw_record(_Fields(text), line + 1)
        if end == len(data) and not data.endswith(b"\n"):
            record.faults.append("the end of the record is missing")
        yield from record.records(source)


def _records(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield start and end of each record.

    As a rule the type comes first. Some programs write other fields before it.
    """
    begin = 0
    kind: int | None = None
    for mark in _MARK.finditer(data):
        if mark["end"] is not None:
            yield from _record(data, begin, kind, mark.start())
            begin, kind = _line_end(data, mark.end()), None
        elif kind is None:
            kind = mark.start("type")
        else:
            end = _end_before(data, begin, kind, mark.start("type"))
            yield from _record(data, begin, kind, end)
            begin, kind = end, mark.start("type")
    yield from _record(data, begin, kind, len(data))


def _record(data: bytes, begin: int, kind: int | None, end: int) -> Iterator[tuple[int, int]]:
    """Yield the start and end of the record whose type is at `kind`; nothing if it has no tags."""
    if kind is None:
        if (tag := _first_tag(data, begin, end)) is not None:
            yield tag, end
        return
    first = _TAG_LINE.search(data, begin, kind)
    if first is not None and _tags(data, first.start(), kind) & _tags(data, kind, end) & _ONCE:
        # The last line of a record and the first one are missing.
        yield first.start(), kind
        first = None
    yield kind if first is None else first.start(), end


def _tags(data: bytes, begin: int, end: int) -> set[bytes]:
    return {line["tag"][:2].upper() for line in _TAG_LINE.finditer(data, begin, end)}


def _first_tag(data: bytes, begin: int, end: int) -> int | None:
    """Return the offset of the first tag in a text without a type; None if it may be prose."""
    found = list(islice(_TAG_LINE.finditer(data, begin, end), 2))
    if len(found) < 2 and not _STANDARD_LINE.search(data, begin, end):
        return None
    return found[0].start()


def _end_before(data: bytes, begin: int, kind: int, next_kind: int) -> int:
    """Return the end of a record without a last line, before the type of the next one.

    Where fields stand before its type, they do so before the next one, too: behind an empty line.
    """
    if _TAG_LINE.search(data, begin, kind):
        for empty in reversed(list(_EMPTY_LINE.finditer(data, kind, next_kind))):
            if _TAG_LINE.match(data, empty.end()):
                return empty.end()
    return next_kind


def _line_end(data: bytes, offset: int) -> int:
    end = data.find(b"\n", offset)
    return len(data) if end < 0 else end


def _fields_in(record: str) -> list[tuple[str, str]]:
    """Return the tags and values of a record in order, without empty and unused ones.

    A value of several lines has line feeds in it.
    """
    kind = _TYPE_LINE.search(record)
    is_usual = kind is None or kind[0].startswith("TY  -")
    if is_usual and not _LOOSE_LINE.search(record):
        found = _REGULAR_FIELD.findall(record)
    else:
        is_loose = len(_LOOSE_LINE.findall(record)) > len(_STANDARD_LINE_IN_TEXT.findall(record))
        prose = _PROSE if is_usual and not is_loose else frozenset()
        found = _fields_by_line(record, _other_tags(kind), prose)
    return [(tag, text) for tag, value in found if tag in _TAGS and (text := _stripped(value))]


def _other_tags(kind: re.Match[str] | None) -> re.Pattern[str]:
    """Return the pattern of a record's tags, as its line `TY` suggests."""
    if kind is not None and not kind["tag"].isupper():
        return _SMALL_TAG
    is_tight = kind is not None and "\t" not in kind["gap"] and kind["gap"] != "  "
    return _TIGHT_TAG if is_tight and kind is not None and not kind["blank"] else _LOOSE_TAG


def _fields_by_line(
    record: str, other_tags: re.Pattern[str], prose: frozenset[str]
) -> list[tuple[str, str]]:
    """Return tags and values if tags may have two forms.

    Args:
        record: the record.
        other_tags: the way that is not the standard's.
        prose: the tags behind which only the standard's counts, and the one with a tab.
    """
    found: list[tuple[str, list[str]]] = []
    for line in record.split("\n"):
        tag = _STANDARD_TAG.match(line)
        if tag is None:
            is_in_prose = found and found[-1][0] in prose
            tag = (_TABBED_TAG if is_in_prose else other_tags).match(line)
        if tag is not None:
            found.append((line[:2].upper(), [line[tag.end() :]]))
        elif found:
            found[-1][1].append(line)
    return [(tag, "\n".join(lines)) for tag, lines in found]


def _stripped(value: str) -> str:
    text = value.strip()
    return "\n".join(map(str.strip, text.split("\n"))) if "\n" in text else text


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
"""Words after a date that is not the publication date: `2013/02/15/received`."""
_DATABASE_NOTE = re.compile(
    r"(?:doi\b|10\.[0-9]{4,9}/|cited by\b|times cited|cited references? count|export date"
    r"|date \w+ -|last updated|copyright|©|source:|references: |\d{4}-\d{3}[\dx]$|arxiv:"
    r"|accession number|(?:correspondence|reprint) address|tradenames|manufacturers|chemicals/cas"
    r"|coden|pmid|medline|language of original|publication type)",
    re.IGNORECASE,
)
"""Notes that databases add, which tell a reader nothing about the paper."""
_COMMENT = re.compile(r"(?:comments?:|suppnotes -)\s", re.IGNORECASE)
"""The prefix of a note from Zotero or ProQuest."""
_OF_ARXIV = ("rxiv", "rXiv", "RXIV", "CoRR")
_EXCERPT = 1000  # characters of a record that a problem shows
_NOTE_LENGTH = 500  # characters; a longer note is no comment
_WITHOUT_JOURNAL = frozenset({"BOOK", "EBOOK", "EDBOOK", "THES", "RPRT"})
"""Types whose second title is that of a series."""
_BOOKS = frozenset({"BOOK", "EBOOK", "EDBOOK"})
_LIST = re.compile("[;\n]")
_KINDS = {
    "ABST": "article",
    "BLOG": "online",
    "BOOK": "book",
    "CHAP": "incollection",
    "COMP": "software",
    "CONF": "inproceedings",
    "CPAPER": "inproceedings",
    "DATA": "dataset",
    "DICT": "inreference",
    "EBOOK": "book",
    "ECHAP": "incollection",
    "EDBOOK": "collection",
    "EJOUR": "article",
    "ELEC": "online",
    "ENCYC": "inreference",
    "INPR": "article",
    "JFULL": "periodical",
    "JOUR": "article",
    "MANSCPT": "unpublished",
    "MGZN": "article",
    "NEWS": "article",
    "PAMP": "booklet",
    "PAT": "patent",
    "RPRT": "report",
    "THES": "thesis",
    "UNPB": "unpublished",
}
"""Types of records, and the entries of a bibliography that they are; any other is `misc`."""
_WITH_EDITORS = frozenset({"book", "incollection", "inproceedings"})
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
"""The types of records that are shown."""


class _Fields:
    """The values of one record by tag."""

    def __init__(self, text: str) -> None:
        """Take the record as it stands in the file."""
        self._pairs: Final = _fields_in(text)
        self._values: Final[dict[str, list[str]]] = {}
        for tag, value in self._pairs:
            self._values.setdefault(tag, []).append(value)
        self.type: Final = self.first("TY").partition("\n")[0].upper()
        """The type of the record: `JOUR`, `BOOK`."""
        self.text: Final = text[:_EXCERPT]
        """The record as it stands in the file, or its beginning."""
        self.tells_of_arxiv: Final = any(word in text for word in _OF_ARXIV)
        """Whether an arXiv id may be among the values."""

    def in_order(self, *tags: str) -> list[tuple[str, str]]:
        """Return the pairs with some tags in the order of the record."""
        return [pair for pair in self._pairs if pair[0] in tags]

    def all(self, *tags: str) -> list[str]:
        """Return all values of some tags, tag by tag."""
        return [value for tag in tags for value in self._values.get(tag, ())]

    def first(self, *tags: str) -> str:
        """Return the first of these values, or an empty string."""
        for tag in tags:
            if values := self._values.get(tag):
                return values[0]
        return ""


def _raw_record(fields: _Fields, line: int) -> RawRecord:
    """Return the raw record that begins at a line of the file."""
    arxiv_id, categories = _arxiv(fields) if fields.tells_of_arxiv else ("", [])
    journal, year = _journal(fields), _year(fields)
    if arxiv_id and "arxiv" in journal.lower():
        journal = ""
    created = _created(fields, year)
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
        created=created,
        extra=list(_extra(fields, journal)),
        entry=_entry(fields, journal, created),
    )


def _entry(fields: _Fields, journal: str, created: str) -> dict[str, str]:
    """Return the record as an entry of a bibliography."""
    kind = _KINDS.get(fields.type, "misc")
    authors, editors = _names(fields, "AU", "A1"), fields.all("ED")
    if not authors or kind in _WITH_EDITORS:
        editors = [*editors, *fields.all("A2")]
    short = fields.first("J2", "JA")
    numbers = citations.page_range(fields.first("SP"), fields.first("EP"))
    is_book = fields.type in _BOOKS
    edition = fields.first("ET")
    year = str(_year(fields) or "")
    found = {
        "author": entries.joined(_people(authors)),
        "editor": entries.joined(_people(editors)),
        "journaltitle" if kind in ("article", "misc") else "booktitle": journal,
        "shortjournal": "" if short == journal else short,
        "series": fields.first("T3"),
        "volume": fields.first("VL"),
        "number": fields.first("IS"),
        "pagetotal" if is_book and not fields.first("EP") else "pages": entries.pages(numbers),
        "edition": "" if _DAY.fullmatch(edition) else edition,
        entries.publisher_field(kind): fields.first("PB"),
        "location": fields.first("CY", "PP"),
        "isbn" if is_book or kind in _WITH_EDITORS else "issn": fields.first("SN"),
        "type": fields.first("M3") if kind in ("report", "thesis") else "",
        "language": fields.first("LA"),
        "note": "; ".join(_comments(fields)),
        "keywords": ", ".join(word for text in fields.all("KW") for word in text.split("\n")),
        "url": _url(fields),
        # A database may also know the day of an earlier version.
        "date": entries.date(created if created.startswith(year) else year),
    }
    said = {name: value for name, value in found.items() if not says_nothing(value)}
    return {"entrytype": kind} | {name: markup.plain(value) for name, value in said.items()}


def _people(names: Iterable[str]) -> Iterator[str]:
    """Yield names as BibTeX has them; some programs write several in one line."""
    for text in names:
        names = map(str.strip, _LIST.split(markup.plain(text)))
        yield from map(entries.written_name, filter(None, names))


def _authors(fields: _Fields) -> list[str]:
    """Return the authors, or else the editors, in the order of the record.

    Some programs write every author under both tags.
    """
    names = _names(fields, "AU", "A1") or _names(fields, "A2", "ED", "A3", "A4")
    line = ";".join(map(markup.plain, names)).replace("\n", " ")
    return list(map(people.in_reading_order, line.split(";")))


def _names(fields: _Fields, *tags: str) -> list[str]:
    first_tags: dict[str, str] = {}
    given = fields.in_order(*tags)
    return [name for tag, name in given if first_tags.setdefault(name, tag) == tag]


def _abstract(fields: _Fields) -> str:
    return next((text for text in fields.all("AB", "N2") if not is_no_abstract(text)), "")


def _arxiv(fields: _Fields) -> tuple[str, list[str]]:
    """Return the arXiv id, and the class that may follow it (`arXiv:1804.02767 [cs]`)."""
    for address in fields.all("UR", "L1", "L2", "L3", "L4", "LK"):
        if "arxiv" in address.lower():
            words = (word.rstrip(";,") for word in address.split())
            if word := next(filter(ArxivId.parse, words), None):
                return word, []
    for text in fields.all("M1", "M3", "C1", "AN", "JO", "JF", "T2", "JA", "J2", "PB"):
        if found := _arxiv_in(text):
            return found[1:]
    for note in fields.all("N1"):
        # Notes may also name other papers.
        if (found := _arxiv_in(note)) and found[0] == 0:
            return found[1:]
    volume = fields.first("VL").removeprefix("abs/")
    is_corr = fields.first("JO", "JF", "T2").lower() == "corr"
    return (volume, []) if is_corr and ArxivId.parse(volume) else ("", [])


def _arxiv_in(text: str) -> tuple[int, str, list[str]] | None:
    """Return the first arXiv id of a text that mentions arXiv: its offset, the id, its classes."""
    found = arxiv_ids_in(text[:_NOTE_LENGTH]) if "arxiv" in text.lower() else []
    if not found:
        return None
    start, end, arxiv_id = found[0]
    match = _CLASS.match(text, end)
    return start, str(arxiv_id), [match[1]] if match else []


def _doi(fields: _Fields) -> str:
    """Return the DOI from the fields where people put it, or else the text of its own field."""
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


def _journal(fields: _Fields) -> str:
    if fields.type in _WITHOUT_JOURNAL:
        return fields.first("JF", "JO")
    own_title = fields.first("TI", "T1", "CT")
    return fields.first("JF", "T2", "JO", "JA", "J1", "J2", *(["BT"] if own_title else []), "C3")


def _dates(fields: _Fields, *tags: str) -> list[str]:
    """Return the publication dates under some tags, or else all dates there."""
    texts = [text for text in fields.all(*tags) if not says_nothing(text.strip("/ "))]
    return [text for text in texts if not _NOT_PUBLISHED.search(text)] or texts


def _year(fields: _Fields) -> int:
    found = map(dates.any_date, _dates(fields, "PY", "Y1", "DA"))
    return next((date.year for date in found if date), 0)


def _created(fields: _Fields, year: int) -> str:
    """Return the earliest date; if none can be read, the first text, for the problem."""
    texts = _dates(fields, "DA", "Y1", "PY")
    # EndNote gives the year and `Jun 5` separately, and the date of online publication as `ET`.
    complete = [text if _YEAR.search(text) else f"{year} {text}" for text in texts if year]
    complete += filter(_DAY.fullmatch, fields.all("ET"))
    date = dates.earliest(complete)
    return str(date) if date else next(iter(texts), "")


def _comments(fields: _Fields) -> Iterator[str]:
    for note in fields.all("N1"):
        if "\n" not in note and len(note) <= _NOTE_LENGTH:
            text = markup.plain(note)
            if not _DATABASE_NOTE.match(text):
                yield _COMMENT.sub("", text, count=1)


def _extra(fields: _Fields, journal: str) -> Iterator[tuple[str, str]]:
    keywords = [word for value in fields.all("KW") for word in value.split("\n")]
    yield "keywords", "; ".join(map(markup.plain, keywords))
    if not journal:
        yield "type", _TYPES.get(fields.type, "")
        yield "publisher", fields.first("PB")
    if fields.type in _BOOKS:
        start = "" if fields.first("EP") else fields.first("SP")
        yield from citations.edition(fields.first("VL"), fields.first("ET"), "", start)
    yield "url", _url(fields)


def _url(fields: _Fields) -> str:
    """Return the first address that does not merely repeat the DOI or the arXiv id."""
    for address in fields.all("UR", "L2", "LK"):
        if address.startswith(("http://", "https://")) and not _DOI_IN_ADDRESS.match(address):
            word = address.split(maxsplit=1)[0].rstrip(";,")
            if not ArxivId.parse(word):
                return word
    return ""
