"""Atom: the answers of arXiv's API.

Source of the elements: arXiv's "API User's Manual", section "The API Response". The namespaces may
be declared on the feed or, as until 2025, on each element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from paperview.model.paper import Paper
from paperview.sources.draft import RawRecord
from paperview.sources.parsing import field_values, subjects
from paperview.sources.parsing.xml_records import XmlRecord, records, root, text
from paperview.sources.problem import Problem

_NAMES = ("entry",)
_OF_ARXIV = re.compile(rb"https?://(?:[a-z]+\.)?arxiv\.org/(?:api|abs|schemas/atom)\b")
DAILY_FEED = re.compile(rb"announce_type|Announce Type:|://rss\.arxiv\.org/")
"""Signs of a daily feed, which is read by `rss`."""

_PAPER_ADDRESS = re.compile(r"https?://(?:[a-z]+\.)?arxiv\.org/abs/(?P<id>\S+)")


def looks_like(head: bytes) -> bool:
    """Return whether the first bytes of a file are an answer of arXiv's API."""
    if root(head) not in ("feed", "entry") or _OF_ARXIV.search(head) is None:
        return False
    return DAILY_FEED.search(head) is None


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read papers from UTF-8; an error in the answer comes as a problem."""
    for record in records(data, _NAMES, source):
        if isinstance(record, Problem):
            yield record
            continue
        raw = _answered(record)
        error = _error(record)
        if error is None:
            yield from raw.records(source)
        else:
            yield raw.lost(source, f"arXiv answered with an error: {error}")


def _answered(record: XmlRecord) -> RawRecord:
    """Return the raw record of an entry."""
    entry = read_entry(record)
    raw = raw_record(record, entry)
    raw.created, raw.updated = entry.texts.get("published", ""), entry.texts.get("updated", "")
    address = entry.texts.get("id", "").strip()
    if match := _PAPER_ADDRESS.fullmatch(address):
        raw.arxiv_id = match["id"]
    else:
        raw.extra.append(("url", address))
    return raw


def _error(record: XmlRecord) -> str | None:
    """Return the message of an entry that is an error; None if it is a paper."""
    element = record.element
    if (element.findtext("title") or "").strip() != "Error":
        return None
    if "/api/errors" not in (element.findtext("id") or ""):
        return None
    return field_values.one_line(element.findtext("summary")) or "it does not say which"


@dataclass(slots=True)
class Entry:
    """The parts of an entry of Atom or an item of RSS."""

    texts: dict[str, str] = field(default_factory=dict)
    """The texts of elements that occur once, by name."""
    authors: list[str] = field(default_factory=list)
    creators: list[str] = field(default_factory=list)
    """Usually all authors in one line."""
    primary: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)


def read_entry(record: XmlRecord) -> Entry:
    """Sort the parts of an entry or item."""
    entry = Entry()
    for child in record.element:
        tag = child.tag
        if tag == "author":
            entry.authors.append(text(child.find("name")))
        elif tag == "category":
            entry.terms.append(child.get("term") or text(child))
        elif tag == "link":
            name = "link-doi" if child.get("title") == "doi" else "link"
            entry.texts.setdefault(name, child.get("href") or text(child))
        elif tag == "primary_category":
            entry.primary.append(child.get("term", ""))
        elif tag == "creator":
            entry.creators.append(text(child))
        else:
            entry.texts.setdefault(tag, text(child))
    return entry


def raw_record(record: XmlRecord, entry: Entry) -> RawRecord:
    """Return the fields that answers of the API and daily feeds have in common."""
    get = entry.texts.get
    classes, others = subjects.sorted_out(entry.primary + entry.terms)
    return RawRecord(
        line=record.line,
        text=record.text,
        doi=get("doi") or get("DOI") or get("link-doi", ""),
        title=get("title", ""),
        authors=entry.authors,
        abstract=get("summary") or get("description", ""),
        comments=get("comment", ""),
        categories=classes,
        journal_ref=get("journal_ref") or get("journal_reference", ""),
        extra=others,
    )
