"""What the fields of a BibTeX entry say of a paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from paperview.sources.draft import RawRecord, Repair
from paperview.sources.formats.bibtex.dates import published
from paperview.sources.formats.bibtex.entries import Entry
from paperview.sources.formats.bibtex.links import Links, links
from paperview.sources.formats.bibtex.names import names
from paperview.sources.formats.bibtex.venue import publication
from paperview.sources.parsing import citations
from paperview.text import markup

_YEAR = re.compile(r"[0-9]{4}")
_ENDS_TITLE = (":", "?", "!", ".")
_TITLES = ("title", "maintitle", "booktitle", "shorttitle", "titleaddon")
_COMMENTS = ("note", "annotation", "annote", "comment", "comments", "addendum")
_COMMENT = re.compile(r"comment: *", re.IGNORECASE)
_INDENTED = re.compile(r"\n[ \t]+")
_NOT_THERE = re.compile(r"not available[\s\\{}.]*(?:textbackslash[\s\\]*)*", re.IGNORECASE)
_TYPES = {
    "book": "book",
    "booklet": "booklet",
    "collection": "book",
    "dataset": "dataset",
    "manual": "manual",
    "mastersthesis": "master's thesis",
    "mvbook": "book",
    "patent": "patent",
    "phdthesis": "PhD thesis",
    "proceedings": "proceedings",
    "report": "report",
    "software": "software",
    "techreport": "technical report",
    "thesis": "thesis",
    "unpublished": "unpublished",
}
"""Of entries whose type says more than that they are papers."""
_TYPE_NAMES = {"mathesis": "master's thesis", "phdthesis": "PhD thesis", "techreport": "report"}
"""What BibLaTeX's abbreviations for types mean."""
_MOST = 10  # slips of an entry that are told


def record(entry: Entry) -> RawRecord:
    """Return the record that an entry makes."""
    fields = entry.fields
    if not fields:
        return RawRecord(entry.line, entry.text, name=entry.key, slips=_told(entry.slips))
    found = links(fields)
    created = published(fields)
    title = _title(fields, found.used)
    year = _YEAR.match(created)
    place = publication(fields, found.used, year.group() if year else "")
    authors = names(fields.get("author", ""))
    if group := fields.get("collaboration"):
        authors.append(group if "ollaboration" in group else f"{group} Collaboration")
    return RawRecord(
        line=entry.line,
        text=entry.text,
        arxiv_id=found.arxiv_id,
        doi=found.doi,
        name=entry.key,
        title=title,
        authors=authors,
        abstract=_abstract(fields),
        comments=_comments(fields, found.used),
        categories=found.categories,
        journal_ref=place,
        created=created,
        extra=list(_extra(entry, found, authors)),
        slips=_told(entry.slips) if entry.slips else [],
    )


def _told(slips: Sequence[Repair]) -> list[Repair]:
    """Return the slips that are told; of an entry full of them, the first."""
    told = list(dict.fromkeys(slips))
    left = len(told) - _MOST
    if left <= 0:
        return told
    more = f"{left} more {'thing is' if left == 1 else 'things are'} wrong with the entry"
    return [*told[:_MOST], Repair(more, "shown as far as it can be read")]


def _title(fields: Mapping[str, str], used: set[str]) -> str:
    name = next((name for name in _TITLES if fields.get(name)), "title")
    used.add(name)
    title = markup.plain(fields.get(name, ""))
    subtitle = markup.plain(fields.get("subtitle", ""))
    if fields.get("booktitle") == fields.get(name):
        used.add("booktitle")  # as ADS has it of proceedings
    if not (title and subtitle) or subtitle in title:
        return title or subtitle
    return f"{title}{'' if title.endswith(_ENDS_TITLE) else ':'} {subtitle}"


def _abstract(fields: Mapping[str, str]) -> str:
    abstract = fields.get("abstract", "")
    if _NOT_THERE.fullmatch(abstract):
        return ""
    # Only an empty line begins a paragraph.
    return markup.plain(_INDENTED.sub("\n", abstract))


def _comments(fields: Mapping[str, str], used: set[str]) -> str:
    texts = [fields[name] for name in _COMMENTS if name in fields and name not in used]
    said = dict.fromkeys(_COMMENT.sub("", markup.plain(text), count=1) for text in texts)
    return "; ".join(text.rstrip(";") for text in said if text)


def _extra(entry: Entry, found: Links, authors: Sequence[str]) -> Iterator[tuple[str, str]]:
    fields = entry.fields
    kind = fields.get("type", "")
    if entry.kind in _TYPES:
        yield "type", _TYPE_NAMES.get(kind.lower(), kind) or _TYPES[entry.kind]
    is_periodical = any(fields.get(name) for name in ("journal", "journaltitle"))
    if entry.kind in _TYPES or (fields.get("edition") and not is_periodical):
        # A book's pages are how many it has; those of a chapter are where it is.
        yield from citations.edition(
            "" if is_periodical else fields.get("volume", ""),
            fields.get("edition", ""),
            "",
            fields.get("pagetotal") or fields.get("numpages") or fields.get("pages", ""),
        )
    elif not is_periodical:
        yield from citations.edition(chapter=fields.get("chapter", ""))
    if (of_book := fields.get("bookauthor")) and (found_names := names(of_book)) != authors:
        yield "book author", ", ".join(found_names)
    if not authors:
        yield "editor", ", ".join(names(fields.get("editor", "")))
    yield "keywords", fields.get("keywords") or fields.get("keyword", "")
    yield "url", found.url
