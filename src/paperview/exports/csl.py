"""CSL-JSON: items for citation processors, Zotero and pandoc.

Source of the fields: the JSON schema "csl-data" of the Citation Style Language 1.0.2.
"""

from __future__ import annotations

import json
import re

from paperview.exports.entries import Entry
from paperview.exports.people import Person
from paperview.model.dates import PartialDate
from paperview.model.paper import Paper
from paperview.tex import to_text

_TYPES = {
    "book": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "manual": "report",
    "mastersthesis": "thesis",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "online": "webpage",
    "patent": "patent",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "proceedings": "book",
    "report": "report",
    "software": "software",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
}
_TEXTS = {
    "container-title": ("journaltitle", "booktitle"),
    "container-title-short": ("shortjournal",),
    "collection-title": ("series",),
    "event-title": ("eventtitle",),
    "title-short": ("shorttitle",),
    "volume": ("volume",),
    "edition": ("edition",),
    "number-of-pages": ("pagetotal", "numpages"),
    "publisher": ("publisher", "institution", "organization"),
    "publisher-place": ("location",),
    "ISBN": ("isbn",),
    "ISSN": ("issn",),
    "PMID": ("pmid",),
    "language": ("language", "langid"),
}
"""Variables of CSL, and the fields that hold them."""
_ROLES = ("author", "editor", "translator")


def dumps(paper: Paper, key: str) -> str:
    """Write a paper as one item of an array."""
    return json.dumps(item(paper, key), ensure_ascii=False, indent=2)


def dumps_ascii(paper: Paper, key: str) -> str:
    """Write the same with JSON's own escapes for characters that are not ASCII."""
    return json.dumps(item(paper, key), indent=2)


def item(paper: Paper, key: str) -> dict[str, object]:
    """Return a paper as an item, with Unicode instead of TeX."""
    entry = Entry(paper)
    date = entry.date()
    texts: dict[str, str] = {"id": key, "type": _kind(entry), "title": entry.title()}
    texts |= {name: entry.text(*fields) for name, fields in _TEXTS.items()}
    texts["genre"] = entry.genre
    number = entry.text("number", "issue")
    texts["issue" if entry.raw("journaltitle") else "number"] = number
    texts["page"] = entry.pages() or entry.text("eid")
    texts["keyword"] = ", ".join(entry.keywords())
    texts["abstract"] = to_text(paper.abstract or "")
    comments = to_text(paper.comments or "")
    # As Zotero notes the comments at arXiv.
    texts["note"] = f"Comment: {comments}" if comments and not entry.is_own else comments
    texts["DOI"] = paper.doi.name if paper.doi else ""
    texts["URL"] = entry.raw("url") or paper.url or ""
    if paper.arxiv_id and texts["type"] == "article" and not number:
        # As Zotero writes preprints; styles print the number.
        texts |= {"publisher": "arXiv", "number": f"arXiv:{paper.arxiv_id.base}"}
    elif paper.arxiv_id:
        texts |= {"archive": "arXiv", "archive_location": paper.arxiv_id.base}
    found: dict[str, object] = {name: value for name, value in texts.items() if value}
    for role in _ROLES:
        if people := entry.people(role):
            found[role] = [_name(one) for one in people]
    if date:
        found["issued"] = {"date-parts": [_parts(date)]}
    if accessed := PartialDate.parse(entry.raw("urldate")):
        found["accessed"] = {"date-parts": [_parts(accessed)]}
    return found


def _kind(entry: Entry) -> str:
    if entry.kind == "article" and entry.raw("journaltitle"):
        return "article-journal"
    if entry.kind in ("article", "misc", "online") and entry.paper.arxiv_id:
        return "article"
    given = entry.raw("type")
    if entry.kind == "misc" and re.fullmatch(r"[a-z]+(?:[-_][a-z]+)*", given):
        return given  # as a source in CSL named it
    return _TYPES.get(entry.kind, "article" if entry.kind == "article" else "document")


def _parts(date: PartialDate) -> list[int]:
    return [number for number in date if number]


def _name(person: Person) -> dict[str, str]:
    if person.is_whole or not (person.given or person.particle):
        return {"literal": person.family} if person.is_whole else {"family": person.family}
    name = {
        "family": person.family,
        "given": person.given,
        "non-dropping-particle": person.particle,
        "suffix": person.suffix,
    }
    return {part: text for part, text in name.items() if text}
