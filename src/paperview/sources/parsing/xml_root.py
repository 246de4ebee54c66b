"""What a file of XML is, by its first element: told without a parser, for any file may be asked."""

from __future__ import annotations

import re

_BLANKS = re.compile(rb"\s*")
_ELEMENT = re.compile(rb"<(?:[\w.-]{1,60}:)?(?P<name>[\w.-]{1,60})(?=[\s/>])")
_PASSED_OVER = ((b"<?", b"?>"), (b"<!--", b"-->"))
_DOCTYPE = b"<!DOCTYPE"


def root(head: bytes) -> str:
    """Return the name of the first element, without its prefix; empty where this is no XML.

    Args:
        head: the first bytes of a file.
    """
    place = 0
    while True:
        blanks = _BLANKS.match(head, place)
        place = blanks.end() if blanks else place
        end = _end_of_prolog(head, place)
        if end == place:
            element = _ELEMENT.match(head, place)
            return element["name"].decode() if element else ""
        if end < 0:
            return ""
        place = end


def _end_of_prolog(head: bytes, place: int) -> int:
    """Return where something before the first element ends: `place` for none, -1 if it is cut."""
    for begin, end in _PASSED_OVER:
        if head.startswith(begin, place):
            found = head.find(end, place)
            return found + len(end) if found >= 0 else -1
    if not head.startswith(_DOCTYPE, place):
        return place
    close, subset = head.find(b">", place), head.find(b"[", place)
    if 0 <= subset < close:
        close = head.find(b">", max(head.find(b"]", place), subset))
    return close + 1 if close >= 0 else -1
