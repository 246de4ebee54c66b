"""OAI-PMH: the answers of arXiv and other repositories to harvesters.

Sources of the elements: "The Open Archives Initiative Protocol for Metadata Harvesting", version
2.0; arXiv's schemas of the metadata formats arXiv, arXivRaw and arXivOld; and the simple Dublin
Core of any repository (oai_dc). A file may hold one response or several, or records alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from textwrap import dedent
from typing import TypeAlias
from xml.etree.ElementTree import Element

from paperview.model.paper import ArxivId, Paper
from paperview.sources.draft import RawRecord
from paperview.sources.parsing import dates, people, subjects
from paperview.sources.parsing.field_values import one_line, shown
from paperview.sources.parsing.xml_records import elements_by_name, records, root, text
from paperview.sources.problem import Problem

_NAMES = ("record", "error")
_RECORD = re.compile(rb"<(?:[\w.-]{1,60}:)?record[\s>]")
_HEADER = re.compile(rb"<(?:[\w.-]{1,60}:)?header[\s>]")
_OF_OAI = re.compile(
    rb"openarchives\.org/OAI/|arxiv\.org/OAI/|<(?:[\w.-]{1,60}:)?identifier>\s*oai:"
)


def looks_like(head: bytes) -> bool:
    """Return whether the first bytes of a file are a response of OAI-PMH, or records from one."""
    name = root(head)
    if name in ("", "rss", "RDF", "feed"):
        return False
    if name == "OAI-PMH":
        return True
    return all(mark.search(head) is not None for mark in (_RECORD, _HEADER, _OF_OAI))


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read papers from UTF-8; deleted records and errors of the repository come as problems."""
    for found in records(data, _NAMES, source):
        if isinstance(found, Problem):
            yield found
        else:
            raw = RawRecord(line=found.line, text=found.text)
            lost = _read(found.element, raw)
            yield from raw.records(source) if lost is None else (raw.lost(source, lost),)


def _read(element: Element, raw: RawRecord) -> str | None:
    """Read an element into a record; return why it gives no paper."""
    if element.tag == "error":
        message = ": ".join(filter(None, map(one_line, (element.get("code"), element.text))))
        return f"the repository answered with an error: {message or 'it does not say which'}"
    header = element.find("header")
    identifier = "" if header is None else (header.findtext("identifier") or "").strip()
    named = shown(identifier) or "the record"
    if header is not None and header.get("status") == "deleted":
        return f"{named} was deleted from its repository"
    outer = element.find("metadata")
    if outer is None or not len(outer):
        return f"{named} has no metadata"
    metadata = outer[0]
    reader = _READERS.get(metadata.tag)
    if reader is None:
        return f"metadata of the kind '{shown(metadata.tag)}' can't be read"
    sets = [] if header is None else [child.text or "" for child in header.iter("setSpec")]
    reader(metadata, raw, identifier, sets)
    return None


_VERSION = re.compile(r"v[1-9][0-9]{0,3}")
_COMMENT = re.compile(r"\s*Comments?:\s*")
_DOI = re.compile(r"(?:doi:\s*|(?:https?://)?(?:dx\.)?doi\.org/)?10\.[0-9]{4,9}/", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_IN_PARTS = frozenset({"authors", "version"})
_NAME = ("forenames", "keyname", "suffix")
_EXTRA = ("submitter", "report-no", "msc-class", "acm-class", "license")
_PARAGRAPH_INDENT = 2  # blanks at the start of a paragraph, in arXiv's abstracts


_MetadataReader: TypeAlias = Callable[[Element, RawRecord, str, list[str]], None]
"""Reads metadata into a record, given the identifier and the sets of the header."""


def _arxiv(metadata: Element, raw: RawRecord, identifier: str, sets: list[str]) -> None:  # noqa: ARG001 - its classes tell more than the sets
    """Read the formats `arXiv`, `arXivRaw` and `arXivOld`."""
    fields = {child.tag: text(child) for child in metadata if child.tag not in _IN_PARTS}
    get = fields.get
    raw.arxiv_id = get("id") or identifier
    raw.title = get("title", "")
    raw.abstract = get("abstract", "")
    raw.comments = get("comments", "")
    raw.categories = [get("categories", "")]
    raw.journal_ref = get("journal-ref", "")
    raw.doi = get("doi", "")
    raw.extra = [(name, fields[name]) for name in _EXTRA if name in fields]
    raw.authors = _authors(metadata.find("authors"))
    if versions := metadata.findall("version"):
        _versions(versions, raw)
    else:
        raw.created, raw.updated = get("created", ""), get("updated", "")
        _check_dates(raw)


def _authors(authors: Element | None) -> list[str]:
    """Return the authors, who are given in parts each, or all in one line."""
    if authors is None:
        return []
    if not len(authors):
        return list(people.names_in(text(authors)))
    found = []
    for author in authors:
        parts = {part.tag: text(part) for part in author}
        found.append(" ".join([parts[name] for name in _NAME if name in parts]))
    return found


def _versions(versions: list[Element], raw: RawRecord) -> None:
    dates = [(version.findtext("date") or "") for version in versions]
    raw.created, raw.updated = dates[0], dates[-1]
    last = versions[-1].get("version", "")
    if _VERSION.fullmatch(last):
        raw.arxiv_id = f"{raw.arxiv_id.strip()}{last}"


def _check_dates(raw: RawRecord) -> None:
    """Replace a date of creation that is too late.

    Since 2025 arXiv gives the date of the last version as `created`, but no paper was submitted
    after the month in its id.
    """
    if raw.created[2:4] + raw.created[5:7] == raw.arxiv_id[:4]:
        return
    created = dates.exact_date(raw.created.strip())
    arxiv_id = ArxivId.parse(raw.arxiv_id)
    month = arxiv_id and arxiv_id.month
    if created is None or month is None:
        return
    if 12 * created.year + created.month > 12 * month.year + month.month + 1:
        raw.created, raw.updated = str(month), raw.updated or raw.created


Children: TypeAlias = dict[str, list[Element]]


def _first(children: Children, name: str) -> str:
    return text(children[name][0]) if name in children else ""


def _all(children: Children, name: str) -> list[str]:
    return [said for child in children.get(name, ()) if (said := text(child).strip())]


def _dublin_core(metadata: Element, raw: RawRecord, identifier: str, sets: list[str]) -> None:
    """Read `oai_dc`: of arXiv, or of any other repository."""
    children = elements_by_name(metadata)
    raw.title = _first(children, "title")
    raw.authors = [people.in_reading_order(name) for name in _all(children, "creator")]
    _identify(_all(children, "identifier"), raw, identifier)
    _describe([text(child) for child in children.get("description", ())], raw)
    terms = _all(children, "subject")
    if raw.arxiv_id:
        terms += map(_class_of_set, sets)
    raw.categories, others = subjects.sorted_out(terms)
    raw.journal_ref = raw.journal_ref or _first(children, "source")
    raw.extra += [*others, ("publisher", _first(children, "publisher"))]
    texts = _all(children, "date")
    found = [date for said in texts if (date := dates.any_date(said)) is not None]
    earliest = dates.earliest(texts)
    raw.created = str(earliest) if earliest else "".join(texts[:1])
    if len(found) > 1 and max(found) != earliest:
        raw.updated = str(max(found))


def _identify(identifiers: list[str], raw: RawRecord, identifier: str) -> None:
    """Sort the identifiers into ids, DOI, address and, for arXiv's papers, the journal."""
    others = []
    for said in identifiers:
        if not raw.arxiv_id and ArxivId.parse(said):
            raw.arxiv_id = said
        elif not raw.doi and _DOI.match(said):
            raw.doi = said
        else:
            others.append(said)
    if not raw.arxiv_id and ArxivId.parse(identifier):
        raw.arxiv_id = identifier
    for said in others:
        if _ADDRESS.match(said):
            raw.extra.append(("url", said))
        elif raw.arxiv_id and not raw.journal_ref:
            raw.journal_ref = said
        else:
            raw.extra.append(("identifier", said))
    if not raw.arxiv_id:
        raw.name = identifier


def _describe(descriptions: Iterable[str], raw: RawRecord) -> None:
    """Split the descriptions into abstract and comments."""
    abstract: list[str] = []
    for said in descriptions:
        if match := _COMMENT.match(said):
            raw.comments = raw.comments or said[match.end() :]
        elif abstract and raw.arxiv_id:
            raw.comments = raw.comments or said
        else:
            abstract.append(_unindented(said))
    raw.abstract = "\n\n".join(abstract)


def _unindented(description: str) -> str:
    """Remove the indentation of a text within its element."""
    first, feed, rest = description.partition("\n")
    inner = dedent(rest)
    is_indented = len(rest.lstrip("\n")) - len(inner.lstrip("\n")) > _PARAGRAPH_INDENT
    return (
        f"{first}{feed}{inner}"
        if is_indented and rest[: _PARAGRAPH_INDENT + 1].isspace()
        else description
    )


def _class_of_set(name: str) -> str:
    """Return `cs.AI` for the set `cs:cs:AI`, and `hep-th` for `physics:hep-th`."""
    parts = name.strip().split(":")
    return f"{parts[1]}.{parts[2]}" if len(parts) == 3 and parts[1] != parts[2] else parts[-1]


_READERS: dict[str, _MetadataReader] = {
    "arXiv": _arxiv,
    "arXivRaw": _arxiv,
    "arXivOld": _arxiv,
    "dc": _dublin_core,
}
"""Readers by the name of the metadata's element."""
