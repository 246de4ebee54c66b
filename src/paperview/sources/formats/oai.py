"""OAI-PMH: what arXiv and other repositories answer harvesters with, and what those keep of it.

Sources of the elements: "The Open Archives Initiative Protocol for Metadata Harvesting", version
2.0; arXiv's schemas of the metadata formats arXiv, arXivRaw and arXivOld; and the simple Dublin
Core of any repository (oai_dc). A file may hold one response or several, or records alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from paperview.model.paper import Paper
from paperview.sources.draft import RawRecord
from paperview.sources.parsing.field_values import one_line, shown
from paperview.sources.parsing.xml_root import root
from paperview.sources.problem import Problem

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from paperview.sources.parsing.oai_metadata import MetadataReader

_NAMES = ("record", "error")
_RECORD = re.compile(rb"<(?:[\w.-]{1,60}:)?record[\s>]")
_HEADER = re.compile(rb"<(?:[\w.-]{1,60}:)?header[\s>]")
_OF_OAI = re.compile(
    rb"openarchives\.org/OAI/|arxiv\.org/OAI/|<(?:[\w.-]{1,60}:)?identifier>\s*oai:"
)


def looks_like(head: bytes) -> bool:
    """Whether the first bytes of a file are a response of OAI-PMH, or hold records of one."""
    name = root(head)
    if name in ("", "rss", "RDF", "feed"):
        return False
    if name == "OAI-PMH":
        return True
    return all(mark.search(head) is not None for mark in (_RECORD, _HEADER, _OF_OAI))


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read papers from UTF-8; deleted records and errors of the repository come as problems."""
    from paperview.sources.parsing import oai_metadata, xml_records  # noqa: PLC0415 - heavy

    for found in xml_records.records(data, _NAMES, source):
        if isinstance(found, Problem):
            yield found
        else:
            raw = RawRecord(line=found.line, text=found.text)
            lost = _read(found.element, raw, oai_metadata.READERS)
            yield from raw.records(source) if lost is None else (raw.lost(source, lost),)


def _read(element: Element, raw: RawRecord, readers: Mapping[str, MetadataReader]) -> str | None:
    """Read an element into a record; return why it gives no paper."""
    if element.tag == "error":
        said = ": ".join(filter(None, map(one_line, (element.get("code"), element.text))))
        return f"the repository answered with an error: {said or 'it does not say which'}"
    header = element.find("header")
    identifier = "" if header is None else (header.findtext("identifier") or "").strip()
    named = shown(identifier) or "the record"
    if header is not None and header.get("status") == "deleted":
        return f"{named} was deleted from its repository"
    outer = element.find("metadata")
    if outer is None or not len(outer):
        return f"{named} has no metadata"
    metadata = outer[0]
    reader = readers.get(metadata.tag)
    if reader is None:
        return f"metadata of the kind '{shown(metadata.tag)}' can't be read"
    sets = [] if header is None else [child.text or "" for child in header.iter("setSpec")]
    reader(metadata, raw, identifier, sets)
    return None
