"""What a text of a paper links to: arXiv ids, and addresses of the web."""

from __future__ import annotations

import re
from typing import TypeAlias

from paperview.lazy import lazy_pattern
from paperview.model.paper import ArxivId, arxiv_ids_in

LinkTarget: TypeAlias = ArxivId | str
"""A paper to go to, or an address to open."""

_ADDRESS: re.Pattern[str] = lazy_pattern(
    r"""https?://[^\s<>"{}|^`\[\]]*[^\s<>"{}|^`\[\].,;:!?')]"""
)


def links_in(text: str) -> list[tuple[int, int, LinkTarget]]:
    """Return the ids and addresses in a text, in order, each with its start and end.

    An arXiv address counts as its id.
    """
    found: list[tuple[int, int, LinkTarget]] = list(arxiv_ids_in(text))
    ids = list(found)
    for match in _ADDRESS.finditer(text):
        start, end = match.span()
        if text[end : end + 1] == ")" and "(" in match.group():
            end += 1  # as in the addresses of encyclopedias
        if not any(begin < end and start < stop for begin, stop, _ in ids):
            found.append((start, end, text[start:end]))
    return sorted(found, key=lambda target: target[0])
