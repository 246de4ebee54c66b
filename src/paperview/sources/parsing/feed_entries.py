"""The entries of Atom and the items of RSS, as arXiv writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from paperview.model.paper import ArxivId
from paperview.sources.draft import RawRecord
from paperview.sources.parsing import field_values, people, subjects
from paperview.sources.parsing.xml_records import Found, text

_ABSTRACT = re.compile(
    r"\s*arXiv:(?P<id>\S+)\s+Announce Type:\s*(?P<kind>[a-z-]+)\s+(?:Abstract:\s*)?"
)
_TITLE_END = re.compile(
    r"\.?\s*\(arXiv:(?P<id>[^\s()]+)\s+\[(?P<class>[^\]\s]+)\](?P<kind>[A-Z ]*)\)\s*\Z"
)
_KINDS = {"": "new", "UPDATED": "replace", "CROSS LISTED": "cross"}
_LONGEST_END = 100  # characters of what stands behind a title
_OF_ARXIV = re.compile(r"https?://(?:[a-z]+\.)?arxiv\.org/abs/(?P<id>\S+)")


@dataclass(slots=True)
class _Entry:
    """What an entry consists of."""

    texts: dict[str, str] = field(default_factory=dict)
    """Of the elements that are there once, by name."""
    authors: list[str] = field(default_factory=list)
    creators: list[str] = field(default_factory=list)
    """All authors in one line, as a rule."""
    primary: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)


def _entry(found: Found) -> _Entry:
    entry = _Entry()
    for child in found.element:
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


def _raw_record(found: Found, entry: _Entry) -> RawRecord:
    get = entry.texts.get
    classes, others = subjects.sorted_out(entry.primary + entry.terms)
    return RawRecord(
        line=found.line,
        text=found.text,
        doi=get("doi") or get("DOI") or get("link-doi", ""),
        title=get("title", ""),
        authors=entry.authors,
        abstract=get("summary") or get("description", ""),
        comments=get("comment", ""),
        categories=classes,
        journal_ref=get("journal_ref") or get("journal_reference", ""),
        extra=others,
    )


def answered(found: Found) -> RawRecord:
    """Return what an entry of an answer of the API says of its paper."""
    entry = _entry(found)
    raw = _raw_record(found, entry)
    raw.created, raw.updated = entry.texts.get("published", ""), entry.texts.get("updated", "")
    address = entry.texts.get("id", "").strip()
    if match := _OF_ARXIV.fullmatch(address):
        raw.arxiv_id = match["id"]
    else:
        raw.extra.append(("url", address))
    return raw


def error(found: Found) -> str | None:
    """Return what an entry of an answer says of an error; None where it is a paper."""
    element = found.element
    if (element.findtext("title") or "").strip() != "Error":
        return None
    if "/api/errors" not in (element.findtext("id") or ""):
        return None
    return field_values.one_line(element.findtext("summary")) or "it does not say which"


def announced(found: Found, date: str) -> RawRecord:
    """Return what an entry or an item of a daily feed says of its paper.

    Args:
        found: the entry or the item.
        date: when it was announced, if it does not say so itself.
    """
    entry = _entry(found)
    raw = _raw_record(found, entry)
    if entry.creators:
        raw.authors = [name for line in entry.creators for name in people.names_in(line)]
    get = entry.texts.get
    kind = _identify(raw) or get("announce_type", "").strip()
    addresses = [said for name in ("guid", "id", "link") if (said := get(name, "").strip())]
    raw.arxiv_id = raw.arxiv_id or next(filter(ArxivId.parse, addresses), "")
    if not raw.arxiv_id:
        raw.extra.append(("url", addresses[-1] if addresses else ""))
    _date(raw, kind, get("pubDate") or get("published") or get("date") or get("updated") or date)
    return raw


def _identify(raw: RawRecord) -> str:
    """Take the id out of the texts, and return what kind of announcement they say that it is."""
    kind = ""
    if match := _ABSTRACT.match(raw.abstract):
        raw.arxiv_id, kind = match["id"], match["kind"]
        raw.abstract = raw.abstract[match.end() :]
    end = max(len(raw.title) - _LONGEST_END, 0)
    if match := _TITLE_END.search(raw.title, end):
        raw.arxiv_id, kind = match["id"], _KINDS.get(match["kind"].strip(), "")
        raw.categories = raw.categories or [match["class"]]
        raw.title = raw.title[: match.start()]
    return kind


def _date(raw: RawRecord, kind: str, date: str) -> None:
    """Keep the date of an announcement for what it is: of a new paper, a new version or neither."""
    if kind == "new":
        raw.created = date
    elif kind.startswith("replace"):
        raw.updated = date
    day = field_values.day(date.strip())
    if day is not None:
        raw.extra.append(("announced", f"{day} ({kind})" if kind else str(day)))
