"""Hugging Face: its daily papers, and papers as its API gives them.

Reads arrays of either, single papers, and papers one a line. Their ids are arXiv's.
"""

from __future__ import annotations

from collections.abc import Iterator

from paperview.model.paper import Paper
from paperview.sources.draft import RawRecord
from paperview.sources.parsing.json_records import Fields, records
from paperview.sources.parsing.json_scan import JsonError, beginning, members
from paperview.sources.problem import Problem
from paperview.text.markup import plain

_OWN_NAMES = frozenset(("id", "publishedAt", "summary"))
"""Fields that only papers of Hugging Face have together."""


def looks_like(head: bytes) -> bool:
    """Return whether the first object of a document is one of its papers, or has one."""
    _, item = beginning(head)
    paper = members(item.get("paper", b"")) or item
    return len(_OWN_NAMES.intersection(paper)) == len(_OWN_NAMES)


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read papers in UTF-8; what can't be read comes as problems."""
    return records(data, source, _fill)


def _fill(item: Fields, record: RawRecord) -> bool:
    paper = item.unwrapped("paper")
    if "error" in paper.values and "id" not in paper.values:
        raise JsonError(f"Hugging Face says: {paper.text('error')}")
    record.arxiv_id = paper.text("id")
    record.title = plain(paper.text("title") or item.text("title"))
    record.abstract = plain(paper.text("summary") or item.text("summary"))
    record.authors = [plain(one.text("name")) for one in paper.objects("authors")]
    record.created = paper.text("publishedAt")
    record.extra += [
        ("url", paper.text("projectPage", "githubRepo")),
        ("keywords", "; ".join(paper.texts("ai_keywords"))),
    ]
    return True
