r"""Turns the fields of a BibTeX entry into a record: title, dates, venue and the rest.

A journal may be a macro, as in the exports of ADS: `\\apj` is The Astrophysical Journal. Source of
their names: ADS, "Journal abbreviations in AASTeX".
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence

from paperview.model.paper import Paper
from paperview.sources.draft import RawRecord, Repair
from paperview.sources.formats.bibtex.blocks import ParseError, blocks
from paperview.sources.formats.bibtex.entries import Entry, EntryReader, is_record
from paperview.sources.formats.bibtex.links import Links, links
from paperview.sources.formats.bibtex.names import names
from paperview.sources.parsing import citations
from paperview.sources.parsing.dates import loose_date, month
from paperview.sources.problem import Problem
from paperview.sources.registry import OtherFiles
from paperview.text import markup

_YEAR = re.compile(r"[0-9]{4}")
_ENDS_TITLE = (":", "?", "!", ".")
_TITLES = ("title", "maintitle", "booktitle", "shorttitle", "titleaddon")
_COMMENTS = ("note", "annotation", "annote", "comment", "comments", "addendum")
_COMMENT = re.compile(r"comment: *", re.IGNORECASE)
_INDENTED = re.compile(r"\n[ \t]+")
_NOT_THERE = re.compile(r"not available[\s\\{}.]*(?:textbackslash[\s\\]*)*", re.IGNORECASE)
_TYPES = {
    "book": "book",
    "booklet": "booklet",
    "collection": "book",
    "dataset": "dataset",
    "manual": "manual",
    "mastersthesis": "master's thesis",
    "mvbook": "book",
    "patent": "patent",
    "phdthesis": "PhD thesis",
    "proceedings": "proceedings",
    "report": "report",
    "software": "software",
    "techreport": "technical report",
    "thesis": "thesis",
    "unpublished": "unpublished",
}
"""Types that say more than that an entry is a paper."""
_TYPE_NAMES = {"mathesis": "master's thesis", "phdthesis": "PhD thesis", "techreport": "report"}
"""BibLaTeX's abbreviations for types."""
_NOT_KEPT = frozenset(("abstract", "crossref", "xdata", "xref", "entrytype"))
_MOST_REPAIRS = 10  # of an entry


def read(data: bytes, source: str, others: OtherFiles | None) -> Iterator[Paper | Problem]:
    """Read the entries of a file, as `bibtex.read` does."""
    text = data.decode(errors="replace")
    reader = EntryReader(data, text, others)
    for block in blocks(text):
        try:
            entry = reader.read(block)
        except ParseError as error:
            broken = RawRecord(block.line, block.excerpt)
            if is_record(block):
                yield broken.lost(source, str(error))
            else:
                broken.faults.append(f"@{block.kind}: {error}")
                yield from broken.problems(source)
            continue
        if entry is not None:
            raw = _record(entry)
            yield from raw.records(source) if is_record(block) else raw.problems(source)


def _record(entry: Entry) -> RawRecord:
    """Return the record that an entry makes."""
    fields = entry.fields
    if not fields:
        return RawRecord(entry.line, entry.text, name=entry.key, repairs=_reported(entry.repairs))
    found = links(fields)
    created = _published(fields)
    title = _title(fields, found.used)
    year = _YEAR.match(created)
    venue = _venue(fields, found.used, year.group() if year else "")
    authors = names(fields.get("author", ""))
    if group := fields.get("collaboration"):
        authors.append(group if "ollaboration" in group else f"{group} Collaboration")
    return RawRecord(
        line=entry.line,
        text=entry.text,
        arxiv_id=found.arxiv_id,
        doi=found.doi,
        name=entry.key,
        title=title,
        authors=authors,
        abstract=_abstract(fields),
        comments=_comments(fields, found.used),
        categories=found.categories,
        journal_ref=venue,
        created=created,
        extra=list(_extra(entry, found, authors)),
        entry=_as_written(entry),
        repairs=_reported(entry.repairs) if entry.repairs else [],
    )


def _as_written(entry: Entry) -> dict[str, str]:
    """Return the fields of an entry as they stand there, without what only serves its file.

    The abstract is the paper's.
    """
    fields = {"entrytype": entry.kind}
    fields |= {name: text for name, text in entry.written.items() if name not in _NOT_KEPT}
    return fields


def _reported(repairs: Sequence[Repair]) -> list[Repair]:
    """Return the repairs to report: if an entry is full of them, only the first."""
    reported = list(dict.fromkeys(repairs))
    left = len(reported) - _MOST_REPAIRS
    if left <= 0:
        return reported
    more = f"{left} more {'thing is' if left == 1 else 'things are'} wrong with the entry"
    return [*reported[:_MOST_REPAIRS], Repair(more, "shown as far as it can be read")]


def _title(fields: Mapping[str, str], used: set[str]) -> str:
    name = next((name for name in _TITLES if fields.get(name)), "title")
    used.add(name)
    title = markup.plain(fields.get(name, ""))
    subtitle = markup.plain(fields.get("subtitle", ""))
    if fields.get("booktitle") == fields.get(name):
        used.add("booktitle")  # as ADS writes proceedings
    if not (title and subtitle) or subtitle in title:
        return title or subtitle
    return f"{title}{'' if title.endswith(_ENDS_TITLE) else ':'} {subtitle}"


def _abstract(fields: Mapping[str, str]) -> str:
    abstract = fields.get("abstract", "")
    if _NOT_THERE.fullmatch(abstract):
        return ""
    # Only an empty line begins a paragraph.
    return markup.plain(_INDENTED.sub("\n", abstract))


def _comments(fields: Mapping[str, str], used: set[str]) -> str:
    texts = [fields[name] for name in _COMMENTS if name in fields and name not in used]
    comments = dict.fromkeys(_COMMENT.sub("", markup.plain(text), count=1) for text in texts)
    return "; ".join(text.rstrip(";") for text in comments if text)


def _extra(entry: Entry, found: Links, authors: Sequence[str]) -> Iterator[tuple[str, str]]:
    fields = entry.fields
    kind = fields.get("type", "")
    if entry.kind in _TYPES:
        yield "type", _TYPE_NAMES.get(kind.lower(), kind) or _TYPES[entry.kind]
    is_periodical = any(fields.get(name) for name in ("journal", "journaltitle"))
    if entry.kind in _TYPES or (fields.get("edition") and not is_periodical):
        # A book's pages are how many it has; those of a chapter are where it is.
        yield from citations.edition(
            "" if is_periodical else fields.get("volume", ""),
            fields.get("edition", ""),
            "",
            fields.get("pagetotal") or fields.get("numpages") or fields.get("pages", ""),
        )
    elif not is_periodical:
        yield from citations.edition(chapter=fields.get("chapter", ""))
    if (of_book := fields.get("bookauthor")) and (found_names := names(of_book)) != authors:
        yield "book author", ", ".join(found_names)
    if not authors:
        yield "editor", ", ".join(names(fields.get("editor", "")))
    yield "keywords", fields.get("keywords") or fields.get("keyword", "")
    yield "url", found.url


# Dates

_YEAR_ALONE = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_BEFORE_CHRIST = re.compile(r"\W*-[0-9]")
_ISO = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?![0-9])")
_SLASHED = re.compile(r"[0-9]{4}/[0-9]{1,2}(?:/[0-9]{1,2})?")  # no range: those are of years
_WORD = re.compile(r"[^\W\d_]+")
_DAY = re.compile(r"(?<![0-9])[0-9]{1,2}(?![0-9])")
_DATE_LENGTH = 100  # characters, at most


def _published(fields: Mapping[str, str]) -> str:
    """Return the date of an entry in ISO 8601, or the text of its field if that is no date.

    A range counts with its beginning. A season or another text that is no month is left out.
    """
    date, year, month_name, day = (
        fields.get(name, "")[:_DATE_LENGTH] for name in ("date", "year", "month", "day")
    )
    return (
        _from_date(date.strip(' {}[]"'))
        or _from_year(year, month_name or date, day)
        or _from_year(date, month_name or date, day)
        or next((text for text in (date, year) if re.search(r"\w", text)), "")
    )


def _from_date(date: str) -> str:
    if _SLASHED.fullmatch(date):
        return str(loose_date(date) or "")
    for end in date.split("/"):
        if iso := _ISO.match(end):
            # From 21 on a month is a season.
            return _written(iso["year"], int(iso["month"] or 0), int(iso["day"] or 0))
    return ""


def _from_year(year: str, month_name: str, day: str) -> str:
    found = _YEAR_ALONE.search(year)
    if found is None or _BEFORE_CHRIST.match(year):
        return ""
    days = [int(number) for number in _DAY.findall(month_name)]
    number = next(filter(None, map(month, _WORD.findall(month_name))), 0)
    if not number and days:
        number, *days = days
    days += map(int, _DAY.findall(day))
    return _written(found.group(), number, *days[:1])


def _written(year: str, number: int, day: int = 0) -> str:
    if not 1 <= number <= 12:
        return year
    return f"{year}-{number:02}-{day:02}" if day else f"{year}-{number:02}"


# Venue

_MACRO = re.compile(r"\{?\\(?P<name>[a-z]{2,8})(?![A-Za-z])(?:\{\})?\}?")
_JOURNALS = {
    "aap": "Astronomy & Astrophysics",
    "aapr": "Astronomy & Astrophysics Reviews",
    "aaps": "Astronomy & Astrophysics Supplement",
    "actaa": "Acta Astronomica",
    "aj": "The Astronomical Journal",
    "ao": "Applied Optics",
    "apj": "The Astrophysical Journal",
    "apjl": "The Astrophysical Journal Letters",
    "apjs": "The Astrophysical Journal Supplement",
    "aplett": "Astrophysics Letters",
    "apspr": "Astrophysics Space Physics Research",
    "apss": "Astrophysics and Space Science",
    "araa": "Annual Review of Astronomy and Astrophysics",
    "azh": "Astronomicheskii Zhurnal",
    "baas": "Bulletin of the AAS",
    "bain": "Bulletin Astronomical Institute of the Netherlands",
    "caa": "Chinese Astronomy and Astrophysics",
    "cjaa": "Chinese Journal of Astronomy and Astrophysics",
    "fcp": "Fundamental Cosmic Physics",
    "gca": "Geochimica Cosmochimica Acta",
    "grl": "Geophysics Research Letters",
    "iaucirc": "IAU Circular",
    "icarus": "Icarus",
    "jcap": "Journal of Cosmology and Astroparticle Physics",
    "jcp": "Journal of Chemical Physics",
    "jgr": "Journal of Geophysics Research",
    "jqsrt": "Journal of Quantitative Spectroscopy and Radiative Transfer",
    "jrasc": "Journal of the RAS of Canada",
    "memras": "Memoirs of the RAS",
    "memsai": "Memorie della Societa Astronomica Italiana",
    "mnras": "Monthly Notices of the RAS",
    "na": "New Astronomy",
    "nar": "New Astronomy Review",
    "nat": "Nature",
    "nphysa": "Nuclear Physics A",
    "pasa": "Publications of the Astronomical Society of Australia",
    "pasj": "Publications of the Astronomical Society of Japan",
    "pasp": "Publications of the ASP",
    "physrep": "Physics Reports",
    "physscr": "Physica Scripta",
    "planss": "Planetary Space Science",
    "pra": "Physical Review A",
    "prb": "Physical Review B",
    "prc": "Physical Review C",
    "prd": "Physical Review D",
    "pre": "Physical Review E",
    "prl": "Physical Review Letters",
    "procspie": "Proceedings of the SPIE",
    "psj": "The Planetary Science Journal",
    "qjras": "Quarterly Journal of the RAS",
    "rmxaa": "Revista Mexicana de Astronomia y Astrofisica",
    "skytel": "Sky and Telescope",
    "solphys": "Solar Physics",
    "sovast": "Soviet Astronomy",
    "ssr": "Space Science Reviews",
    "zap": "Zeitschrift fuer Astrophysik",
}

_PERIODICALS = ("journal", "journaltitle", "shortjournal")
_BOOKS = ("booktitle", "maintitle", "eventtitle")
_SUBTITLES = {"booktitle": "booksubtitle", "maintitle": "mainsubtitle"}
_HOUSES = ("publisher", "school", "institution", "organization", "howpublished", "series")
_VENUE_FIELDS = (
    *_PERIODICALS,
    *_BOOKS,
    *_HOUSES,
    *("booksubtitle", "mainsubtitle", "volume", "number", "issue", "pages", "eid"),
)
_RANGE = re.compile(r" ?(?:[-\u2010-\u2015]{2,}|[\u2010-\u2015]|\\textendash\b(?:\{\})?) ?")
_NUMBER_LENGTH = 100  # characters of a number, at most


def _venue(fields: Mapping[str, str], used: Container[str], year: str) -> str:
    """Return the venue of an entry: `Nature 12(3), 45-67 (2019)`; empty if it gives none.

    Args:
        fields: those of the entry.
        used: fields that say something else.
        year: when it was published; empty if that is not known.
    """
    given = {name: fields[name] for name in _VENUE_FIELDS if name in fields and name not in used}
    name = next((name for name in (*_PERIODICALS, *_BOOKS, *_HOUSES) if given.get(name)), "")
    if not name:
        return ""
    if name in _PERIODICALS:
        venue = _in_periodical(given[name], given)
    elif name in _BOOKS:
        venue = _in_book(name, given)
    else:
        venue = _joined(given[name], _in_series(given, but=given[name]) or _number(given, "number"))
    pages = "" if name in _HOUSES else _number(given, "pages") or _number(given, "eid")
    line = _joined(venue, pages)
    return f"{line} ({year})" if year and not line.endswith(f"({year})") else line


def _in_periodical(journal: str, given: Mapping[str, str]) -> str:
    if macro := _MACRO.fullmatch(journal):
        journal = _JOURNALS.get(macro["name"], journal)
    volume, number = _number(given, "volume"), _number(given, "number") or _number(given, "issue")
    if volume:
        return f"{journal} {volume}({number})" if number else f"{journal} {volume}"
    return _joined(journal, f"no. {number}" if number else "")


def _in_book(name: str, given: Mapping[str, str]) -> str:
    book = given[name]
    if subtitle := given.get(_SUBTITLES.get(name, "")):
        book = f"{book}: {subtitle}"
    volume = _number(given, "volume")
    return _joined(book, _in_series(given, but=book) or (f"vol. {volume}" if volume else ""))


def _in_series(given: Mapping[str, str], *, but: str) -> str:
    series, number = given.get("series", ""), _number(given, "volume") or _number(given, "number")
    return f"{series} {number}".strip() if series and series != but else ""


def _number(given: Mapping[str, str], name: str) -> str:
    text = given.get(name, "")
    return _RANGE.sub("-", text).rstrip(",. ") if len(text) <= _NUMBER_LENGTH else ""


def _joined(*parts: str) -> str:
    return ", ".join(filter(None, parts))
