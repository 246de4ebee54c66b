"""Atom, as arXiv's API answers with it.

Source of the elements: arXiv's "API User's Manual", section "The API Response". The namespaces may
be declared on the feed or, as until 2025, on each element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperview.model.paper import Paper
from paperview.sources.parsing.xml_root import root
from paperview.sources.problem import Problem

_NAMES = ("entry",)
_OF_ARXIV = re.compile(rb"https?://(?:[a-z]+\.)?arxiv\.org/(?:api|abs|schemas/atom)\b")
_DAILY = re.compile(rb"announce_type|Announce Type:|://rss\.arxiv\.org/")


def looks_like(head: bytes) -> bool:
    """Whether the first bytes of a file are those of an answer of arXiv's API."""
    if root(head) not in ("feed", "entry") or _OF_ARXIV.search(head) is None:
        return False
    return _DAILY.search(head) is None


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read papers from UTF-8; an error that arXiv answers with comes as a problem."""
    from paperview.sources.parsing import feed_entries, xml_records  # noqa: PLC0415 - heavy

    for found in xml_records.records(data, _NAMES, source):
        if isinstance(found, Problem):
            yield found
            continue
        raw = feed_entries.answered(found)
        error = feed_entries.error(found)
        if error is None:
            yield from raw.records(source)
        else:
            yield raw.lost(source, f"arXiv answered with an error: {error}")
