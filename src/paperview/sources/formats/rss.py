"""arXiv's daily feeds: RSS 2.0 and Atom, and RSS 1.0 as it was until the beginning of 2024.

Source of the elements: arXiv's "RSS feed Specifications". In RSS 1.0 id, class and kind of the
announcement stand behind the title, `A title. (arXiv:1805.06430v2 [nucl-th] UPDATED)`, and the
texts are HTML within XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperview.model.paper import Paper
from paperview.sources.draft import RawRecord
from paperview.sources.parsing import field_values
from paperview.sources.parsing.xml_root import root
from paperview.sources.problem import Problem
from paperview.text.markup import plain

_NAMES = ("item", "entry")
_OF_ARXIV = re.compile(
    rb"<link>\s*https?://(?:[a-z]+\.)?arxiv\.org\b|http://arxiv\.org/schemas/atom"
    rb"|updates on (?:the )?arXiv\.org",
)
_DAILY = re.compile(rb"announce_type|Announce Type:|://rss\.arxiv\.org/")
_ITEM = re.compile(rb"<(?:item|entry)[\s>]")
_DATE = re.compile(rb"<(?:pubDate|dc:date)>([^<]{8,40})<")
_ERROR = re.compile(
    rb"<title>\s*(?P<title>Feed error[^<]{0,300})<(?:.{0,2000}?"
    rb"<(?:description|subtitle)>\s*(?P<said>[^<]{1,500})<)?",
    re.DOTALL,
)
_BEFORE_ITEMS = 1 << 16  # bytes


def looks_like(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a feed of arXiv's."""
    name = root(head)
    if name == "feed":
        return _DAILY.search(head) is not None and b"arxiv" in head
    return name in ("rss", "RDF") and _OF_ARXIV.search(head) is not None


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read papers from UTF-8; what can't be read comes as problems."""
    from paperview.sources.parsing import feed_entries, xml_records  # noqa: PLC0415 - heavy

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
    for found in xml_records.records(data, _NAMES, source):
        if isinstance(found, Problem):
            yield found
        else:
            yield from feed_entries.announced(found, announced).records(source)
