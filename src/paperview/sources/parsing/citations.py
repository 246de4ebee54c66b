"""Journal references, titles with subtitles, and editions of books, from their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperview.model.analysis import words
from paperview.sources.parsing.field_values import says_nothing

_ENDS_TITLE = (":", "?", "!", ".")
_PAGE = re.compile(r"[^\s\d]{0,12}\d.*|[ivxlcdm]{1,8}", re.IGNORECASE)
_COUNT = re.compile(r"^[^-–]*[0-9][^-–]*$")
"""A number of pages, not a range."""
_NUMBER_LENGTH = 40  # characters of a volume or an issue; some databases put other things there


def with_subtitle(title: str, *subtitles: str) -> str:
    """Return `Title: subtitle`, without a subtitle that the title already contains."""
    for subtitle in map(str.strip, subtitles):
        before, further = words(title), words(subtitle)
        if not further or before[-len(further) :] == further:
            continue
        if further[: len(before)] == before:  # it is the whole title, or there was none
            title = subtitle
        else:
            title = f"{title}{'' if title.endswith(_ENDS_TITLE) else ':'} {subtitle}"
    return title


def journal_line(
    journal: str, volume: str = "", issue: str = "", pages: str = "", year: int = 0
) -> str:
    """Return a journal reference in one line: `Bell Syst. Tech. J. 27(3), 379-423 (1948)`.

    Parts may be missing; without a journal there is no line. A volume or an issue that says nothing
    (`nan`) and pages that are none (`No-Specified`) are left out.
    """
    journal, volume, issue, pages = journal.strip(), _said(volume), _said(issue), pages.strip()
    if not journal:
        return ""
    number = f", no. {issue}" if issue else ""
    if volume:
        number = f" {volume}({issue})" if issue else f" {volume}"
    page_part = f", {pages}" if _PAGE.match(pages) else ""
    return f"{journal}{number}{page_part}" + (f" ({year})" if year else "")


def edition(
    volume: str = "", edition: str = "", chapter: str = "", pages: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield the further pairs that distinguish books with the same title.

    Args:
        volume: its number in a work of several, not that of a journal.
        edition: the edition: `2`, `Second`.
        chapter: the chapter, where it is one that is meant.
        pages: how many pages it has.
    """
    yield "volume", _said(volume)
    yield "edition", _said(edition)
    yield "chapter", _said(chapter)
    yield "number-of-pages", _said(pages) if _COUNT.search(pages) else ""


def page_range(first: str, last: str) -> str:
    """Return `379-423` for the first and the last page, or the only one that is a page."""
    first, last = first.strip(), last.strip()
    found = [page for page in (first, last) if _PAGE.match(page)]
    if len(found) == 2 and (first == last or first.endswith(f"-{last}")):
        del found[1]
    return "-".join(found)


def _said(text: str) -> str:
    text = text.strip()
    return (
        "" if len(text) > _NUMBER_LENGTH or text.lower() == "none" or says_nothing(text) else text
    )
