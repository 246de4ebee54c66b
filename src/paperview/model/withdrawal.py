"""Withdrawal: whether a record says that its paper was withdrawn.

arXiv keeps the record of a withdrawn paper; its comments say so, or its abstract says nothing else.
"""

from __future__ import annotations

from paperview.lazy import lazy_pattern
from paperview.model.paper import Paper

_IN_COMMENTS = lazy_pattern(r"(?i)\bwithdrawn\b")
_ELSEWHERE = lazy_pattern(
    r"(?i)\b(?:not|never|will)\s+(?:been\s+|be\s+)?withdrawn\b"
    r"|\d\s*\((?:now\s+)?withdrawn\)"  # the paper whose id stands before it
    r"|\bwithdrawn\s+from\b(?!\s+(?:the\s+)?ar(?:x|ch)iv)"
)
"""Comments that say something else: that it was not, or not yet, or another paper, or elsewhere."""
_ABSTRACT = lazy_pattern(
    r"(?i)\W*(?:(?:this|the)\s+(?:\w+\s+){0,2}(?:has\s+been|have\s+been|is|was)\s+)?"
    r"(?:temporarily\s+)?withdrawn\b"
)
"""The beginning of an abstract that says so."""


def is_withdrawn(paper: Paper) -> bool:
    """Return whether a paper was withdrawn, as far as its record says."""
    comments = paper.comments or ""
    if _IN_COMMENTS.search(comments) and _IN_COMMENTS.search(_ELSEWHERE.sub("", comments)):
        return True
    return _ABSTRACT.match(paper.abstract or "") is not None
