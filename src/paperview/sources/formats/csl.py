"""CSL-JSON: the input of citation processors, and Better BibTeX's edition of it.

Reads arrays of items, objects with the array "items", single items, items one a line, and the
answers of Crossref's API, whose works are CSL items but for lists where CSL has texts.

Source of the fields: the JSON schemas "csl-data" and "csl-citation" of the Citation Style Language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.draft import RawRecord
from paperview.sources.formats.zotero import Extra, read_extra
from paperview.sources.parsing import entries
from paperview.sources.parsing.citations import edition, journal_line, with_subtitle
from paperview.sources.parsing.field_values import arxiv_mention, is_arxiv
from paperview.sources.parsing.json_records import Fields, records
from paperview.sources.parsing.json_scan import Path, beginning, members
from paperview.sources.parsing.subjects import class_behind
from paperview.sources.problem import Problem
from paperview.text.markup import plain

_ARRAYS: tuple[Path, ...] = (("items",), ("message", "items"))
_TYPE_NAMES = (
    "article article-journal article-magazine article-newspaper bill book broadcast chapter "
    "classic collection dataset document entry entry-dictionary entry-encyclopedia event figure "
    "graphic hearing interview legal_case legislation manuscript map motion_picture musical_score "
    "pamphlet paper-conference patent performance periodical personal_communication post "
    "post-weblog regulation report review review-book software song speech standard thesis treaty "
    "webpage"
)
_TYPES = frozenset(_TYPE_NAMES.split())
_PEOPLE = ("author", "editor", "director", "composer", "illustrator", "container-author")
_OTHER_PEOPLE = ("collection-editor", "performer", "interviewer", "recipient", "translator")
_OWN_NAMES = frozenset(
    ("citation-key", "container-title", "DOI", "URL", "accessed", "event-title", "publisher-place")
)
"""Fields that make an item together with a type of CSL."""
_PLAIN_NAMES = frozenset(("id", "type", "title", "abstract", "note", "genre", "keyword"))
_SNAPSHOT_NAMES = frozenset(("authors", "authors_parsed", "submitter", "update_date", "versions"))
_NAME = re.compile(
    rb'\[\s*\{\s*(?:"[a-zA-Z-]{1,30}"\s*:\s*"[^"]{0,200}"\s*,\s*){0,8}"(?:family|given|lit)'
)
_DATE = re.compile(rb'\{\s*"(?:date-parts|raw|literal|season|circa|date-time|timestamp)"')
_DATES = ("issued", "submitted", "available-date", "event-date", "original-date")
_USUAL = frozenset(("article", "article-journal", "journal-article", "paper-conference"))
_KINDS = {
    "article": "misc",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "dataset": "dataset",
    "document": "misc",
    "entry-dictionary": "inreference",
    "entry-encyclopedia": "inreference",
    "journal-article": "article",
    "manuscript": "unpublished",
    "pamphlet": "booklet",
    "paper-conference": "inproceedings",
    "patent": "patent",
    "periodical": "periodical",
    "post-weblog": "online",
    "report": "report",
    "software": "software",
    "thesis": "thesis",
    "webpage": "online",
}
"""Types of items, and the entries of a bibliography that they are; any other is `misc`."""
_ELIDED = re.compile(r"(\b[dDlL]['’]) ")
_UNSEEN = re.compile("[\u2060\u200b]")
_ZOTERO_ID = re.compile(r"\Ahttps?://zotero\.org/\S*/items/(?=\w)")


def looks_like(head: bytes) -> bool:
    """Return whether the first item of a document has what only CSL items have."""
    _, item = beginning(head, *_ARRAYS)
    item = members(item.get("message", b"")) or item
    names = item.keys()
    if not names or not _SNAPSHOT_NAMES.isdisjoint(names):
        return False
    if _DATE.match(item.get("issued", b"")):
        return True
    if any(_NAME.match(item.get(name, b"")) for name in _PEOPLE):
        return True
    is_typed = item.get("type", b"").decode(errors="replace").strip('"') in _TYPES
    return is_typed and (names <= _PLAIN_NAMES or not _OWN_NAMES.isdisjoint(names))


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read items in UTF-8; what can't be read comes as problems."""
    return records(data, source, _fill, *_ARRAYS)


def _fill(item: Fields, record: RawRecord) -> bool:
    if "message" in item.values:
        item = item.within("message")
    notes = read_extra(item.texts("note"))
    title = plain(item.text("title") or item.text("title-short", "short-title", "shortTitle"))
    record.title = with_subtitle(title, *map(plain, item.texts("subtitle")))
    record.abstract = plain(item.text("abstract"))
    record.comments = plain(notes.comments)
    record.authors = _authors(item)
    year = record.put_date(next(filter(None, (_date_text(item, name) for name in _DATES)), ""))
    container = plain(item.text("container-title", "event-title", "event"))
    _put_ids(item, record, container, notes)
    if not is_arxiv(container):
        pages = item.text("page", "article-number", "number")
        printed = container or plain(item.text("collection-title"))
        volume, issue = item.text("volume"), item.text("issue")
        record.journal_ref = journal_line(printed, volume, issue, pages, year)
    kind = item.text("genre", "type")
    publisher = plain(item.text("publisher", "authority"))
    record.extra += [
        ("url", record.own_address(item.text("URL"))),
        ("keywords", plain("; ".join(item.texts("keyword", "subject")))),
        ("PMID", item.text("PMID") or notes.pmid),
        ("publisher", "" if container or is_arxiv(publisher) else publisher),
        ("type", "" if kind in _USUAL else kind),
    ]
    if not container and "book" in item.text("type"):
        pages = item.text("number-of-pages")
        record.extra += edition(item.text("volume"), item.text("edition"), "", pages)
    record.entry = _entry(item, "" if is_arxiv(container) else container, record)
    return True


def _entry(item: Fields, container: str, record: RawRecord) -> dict[str, str]:
    """Return the item as an entry of a bibliography."""
    given = item.text("type")
    kind = _KINDS.get(given, "misc")
    publisher, number = item.text("publisher", "authority"), item.text("number")
    is_preprint = bool(record.arxiv_id)
    found = {
        "author": _written(item, "author"),
        "editor": _written(item, "editor"),
        "translator": _written(item, "translator"),
        "journaltitle" if kind in ("article", "online") else "booktitle": container,
        "shortjournal": item.text("container-title-short", "journalAbbreviation"),
        "eventtitle": item.text("event-title", "event"),
        "series": item.text("collection-title"),
        "volume": item.text("volume"),
        "number": item.text("issue") or ("" if is_preprint and is_arxiv(number) else number),
        "pages": entries.pages(item.text("page", "article-number")),
        "pagetotal": item.text("number-of-pages"),
        "edition": item.text("edition"),
        entries.publisher_field(kind): "" if is_arxiv(publisher) else publisher,
        "location": item.text("publisher-place"),
        "isbn": item.text("ISBN"),
        "issn": item.text("ISSN"),
        "pmid": item.text("PMID"),
        # A type that bibliographies don't know is kept in words.
        "type": item.text("genre") or ("" if given in _KINDS else given),
        "shorttitle": item.text("title-short", "short-title", "shortTitle"),
        "language": item.text("language"),
        "keywords": ", ".join(item.texts("keyword", "subject")),
        "note": record.comments,
        "url": record.own_address(item.text("URL")),
        "urldate": entries.date(_date_text(item, "accessed")),
        "date": entries.date(record.created),
    }
    return {"entrytype": kind} | {name: plain(value) for name, value in found.items()}


def _written(item: Fields, role: str) -> str:
    return entries.joined(map(_written_name, _people(item, role)))


def _written_name(person: Fields) -> str:
    if whole := person.text("literal", "name"):
        return entries.whole_name(whole)
    particles = (person.text("dropping-particle"), person.text("non-dropping-particle"))
    return entries.name_of_parts(
        person.text("family"),
        person.text("given"),
        " ".join(filter(None, particles)),
        person.text("suffix"),
    )


def _put_ids(item: Fields, record: RawRecord, container: str, notes: Extra) -> None:
    record.doi = item.text("DOI", "doi") or notes.values.get("doi", "")
    name = item.text("citation-key", "id")
    archived = item.text("archive_location", "archive-location", "number")
    if is_arxiv(item.text("archive")):
        archived = f"arXiv:{archived.strip().removeprefix('arXiv:')}"
    address, volume = item.text("URL"), item.text("volume")
    mention = arxiv_mention(notes.arxiv, archived, container, volume, address)
    record.arxiv_id, record.categories = mention
    own = ArxivId.parse(name)
    # A bad id goes into the record all the same, so that it becomes a problem.
    record.arxiv_id = record.arxiv_id or (str(own) if own else notes.values.get("arxiv", ""))
    classes = map(class_behind, item.texts("categories"))
    record.categories = record.categories or list(filter(None, classes))
    record.name = "" if own or Doi.parse(name) else _ZOTERO_ID.sub("", name)


def _authors(item: Fields) -> list[str]:
    """Return the authors, or else people in similar roles."""
    for role in (*_PEOPLE, *_OTHER_PEOPLE):
        found = [name for person in _people(item, role) if (name := _name(person))]
        if found:
            return found
    return []


def _people(item: Fields, role: str) -> list[Fields]:
    people = item.values.get(role)
    if type(people) is list:
        # A name may also be a plain text.
        people = [{"literal": one} if type(one) is str else one for one in people]
    elif type(people) is str:
        people = [{"literal": people}]
    return Fields({role: people}, item.faults).objects(role)


def _name(person: Fields) -> str:
    name = person.text("literal", "name")
    if not name:
        particles = [person.text("dropping-particle"), person.text("non-dropping-particle")]
        family, given = [*particles, person.text("family")], [person.text("given")]
        is_family_first = person.values.get("static-ordering")
        parts = family + given if is_family_first else given + family
        # An elided particle keeps to its name: d'Alembert.
        name = _ELIDED.sub(r"\1", " ".join(filter(None, [*parts, person.text("suffix")])))
    return _UNSEEN.sub("", plain(name))


def _date_text(item: Fields, name: str) -> str:
    """Return a date as a text, a range by its beginning."""
    value: Any = item.values.get(name)
    if type(value) is not dict:
        return item.text(name)
    date = Fields(value, item.faults)
    parts = value.get("date-parts")
    if type(parts) is list and parts:
        first = parts[0] if type(parts[0]) is list else parts
        numbers = [str(part).strip() for part in first[:3] if type(part) in (int, str)]
        if "" in numbers:
            del numbers[numbers.index("") :]
        if numbers:
            year = numbers[0].zfill(4) if numbers[0].isdecimal() else numbers[0]
            return "-".join([year, *numbers[1:]])
    return date.text("raw", "literal", "date-time")
