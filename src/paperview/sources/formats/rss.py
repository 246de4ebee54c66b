"""arXiv's daily feeds: RSS 2.0 and Atom, and RSS 1.0 as it was until the beginning of 2024.

Source of the elements: arXiv's "RSS feed Specifications". In RSS 1.0 id, class and kind of the
announcement stand behind the title, `A title. (arXiv:1805.06430v2 [nucl-th] UPDATED)`, and the
texts are HTML within XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperview.model.paper import ArxivId, Paper
from paperview.sources.draft import RawRecord
from paperview.sources.formats.atom import DAILY_FEED, raw_record, read_entry
from paperview.sources.parsing import dates, field_values, people
from paperview.sources.parsing.xml_records import XmlRecord, records, root
from paperview.sources.problem import Problem
from paperview.text.markup import plain

_NAMES = ("item", "entry")
_OF_ARXIV = re.compile(
    rb"<link>\s*https?://(?:[a-z]+\.)?arxiv\.org\b|http://arxiv\.org/schemas/atom"
    rb"|updates on (?:the )?arXiv\.org",
)
_ITEM = re.compile(rb"<(?:item|entry)[\s>]")
_DATE = re.compile(rb"<(?:pubDate|dc:date)>([^<]{8,40})<")
_ERROR = re.compile(
    rb"<title>\s*(?P<title>Feed error[^<]{0,300})<(?:.{0,2000}?"
    rb"<(?:description|subtitle)>\s*(?P<said>[^<]{1,500})<)?",
    re.DOTALL,
)
_ABSTRACT = re.compile(
    r"\s*arXiv:(?P<id>\S+)\s+Announce Type:\s*(?P<kind>[a-z-]+)\s+(?:Abstract:\s*)?"
)
_TITLE_END = re.compile(
    r"\.?\s*\(arXiv:(?P<id>[^\s()]+)\s+\[(?P<class>[^\]\s]+)\](?P<kind>[A-Z ]*)\)\s*\Z"
)
_KINDS = {"": "new", "UPDATED": "replace", "CROSS LISTED": "cross"}
_LONGEST_END = 100  # characters of what stands behind a title
_BEFORE_ITEMS = 1 << 16  # bytes


def looks_like(head: bytes) -> bool:
    """Return whether the first bytes of a file are those of a feed of arXiv's."""
    name = root(head)
    if name == "feed":
        return DAILY_FEED.search(head) is not None and b"arxiv" in head
    return name in ("rss", "RDF") and _OF_ARXIV.search(head) is not None


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read papers from UTF-8; what can't be read comes as problems."""
    items = _ITEM.search(data, 0, _BEFORE_ITEMS)
    end = items.start() if items else min(len(data), _BEFORE_ITEMS)
    if error := _ERROR.search(data, 0, end):
        said = plain(b": ".join(filter(None, error.groups())).decode(errors="replace"))
        yield RawRecord(data.count(b"\n", 0, error.start()) + 1, said).lost(
            source, f"arXiv answered with an error: {field_values.one_line(said)}"
        )
    date = _DATE.search(data, 0, end)
    # Items of RSS 1.0 don't say when they were announced.
    announced = date[1].decode(errors="replace") if date else ""
    for record in records(data, _NAMES, source):
        if isinstance(record, Problem):
            yield record
        else:
            yield from _announced(record, announced).records(source)


def _announced(record: XmlRecord, date: str) -> RawRecord:
    """Return what an entry or an item of a daily feed says of its paper.

    Args:
        record: the entry or the item.
        date: when it was announced, if it does not say so itself.
    """
    entry = read_entry(record)
    raw = raw_record(record, entry)
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
    day = dates.exact_date(date.strip())
    if day is not None:
        raw.extra.append(("announced", f"{day} ({kind})" if kind else str(day)))
