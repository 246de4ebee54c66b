"""What an entry takes from the one that it is a part of, and from one that holds data for others.

BibLaTeX's default rules: an entry takes every field that it lacks, and the title of the whole
becomes the book title, main title or journal of the part. What identifies or describes the whole
alone is left out, though BibLaTeX hands it down: a chapter that showed the DOI of its book would be
taken for the book. Between types for which BibLaTeX has no rule the title of the whole is the
place where the part was published, as in BibTeX.

Source of the rules: the manual of BibLaTeX, section 2.4.1 and the appendix on inheritance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_DATES = ("date", "year", "month", "day")
_ALIASES = {"conference": "inproceedings"}
_IN_BOOK = ("inbook", "bookinbook", "suppbook")
_IN_COLLECTION = ("incollection", "inreference", "suppcollection")
_AS_MAIN = {"title": "maintitle", "subtitle": "mainsubtitle"}
_AS_BOOK = {"title": "booktitle", "subtitle": "booksubtitle"}
_AS_JOURNAL = {"title": "journaltitle", "subtitle": ""}
_RULES = (
    (("mvbook",), ("book", *_IN_BOOK), _AS_MAIN),
    (("mvcollection", "mvreference"), ("collection", "reference", *_IN_COLLECTION), _AS_MAIN),
    (("mvproceedings",), ("proceedings", "inproceedings"), _AS_MAIN),
    (("book",), _IN_BOOK, _AS_BOOK),
    (("collection", "reference"), _IN_COLLECTION, _AS_BOOK),
    (("proceedings",), ("inproceedings",), _AS_BOOK),
    (("periodical",), ("article", "suppperiodical"), _AS_JOURNAL),
)
"""Types of wholes and parts, and what the fields of the whole are called in the part."""
_TITLES = {
    (whole, part): names for wholes, parts, names in _RULES for whole in wholes for part in parts
}
_WITH_BOOK_AUTHOR = frozenset((whole, part) for whole in ("mvbook", "book") for part in _IN_BOOK)
_NOWHERE = {"title": "", "subtitle": ""}
_SAME = {
    "booktitle": ("booktitle",),
    "journaltitle": ("journal", "journaltitle"),
    "maintitle": ("maintitle",),
}
"""Fields that say the same as the one that would be put in."""
_OF_WHOLE = """
    abstract addendum annotation annote comment comments keyword keywords note pages titleaddon type
    adsurl arxiv arxivid archiveprefix bdsk-url-1 doi ee eid eprint eprintclass eprinttype link pdf
    primaryclass url
    crossref shorttitle xdata
"""
_OWN = frozenset(_OF_WHOLE.split())
"""What a part does not take: what describes the whole, its ids and addresses, its references."""
_REFERENCES = frozenset(("crossref", "xdata"))


def take_data(fields: dict[str, str], data: Mapping[str, str]) -> None:
    """Put in what an entry lacks, from one of type `@xdata`."""
    _take(fields, ((name, text) for name, text in data.items() if name not in _REFERENCES))


def take_from_whole(fields: dict[str, str], kind: str, whole: Mapping[str, str], of: str) -> None:
    """Put in what an entry lacks, from the one that it is a part of.

    Args:
        fields: those of the entry.
        kind: its type.
        whole: the fields of the other one.
        of: the type of the other one.
    """
    kind, of = _ALIASES.get(kind, kind), _ALIASES.get(of, of)
    names = _TITLES.get((of, kind)) or _names_without_rule(fields, kind)
    if any(fields.get(name) for name in _SAME.get(names.get("title", ""), ())):
        names = _NOWHERE  # the subtitle belongs to the title
    taken = [
        (names.get(name, name), text)
        for name, text in whole.items()
        if name not in _OWN and not (name == "booktitle" and whole.get("title"))
    ]
    if (of, kind) in _WITH_BOOK_AUTHOR:
        taken.append(("bookauthor", whole.get("author", "")))
    _take(fields, taken)


def _names_without_rule(fields: Mapping[str, str], kind: str) -> Mapping[str, str]:
    if kind == "article":
        return _AS_JOURNAL
    return _AS_BOOK if fields.get("title") or kind in (*_IN_BOOK, *_IN_COLLECTION) else {}


def _take(fields: dict[str, str], others: Iterable[tuple[str, str]]) -> None:
    """Put in fields that are missing; a date as a whole or not at all."""
    has_date = any(fields.get(name) for name in _DATES)
    for name, text in others:
        if name and text and not fields.get(name) and not (has_date and name in _DATES):
            fields[name] = text
