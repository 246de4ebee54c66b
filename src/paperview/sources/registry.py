"""Telling what format a file is in: by its content first, by its name second."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import Protocol, cast

from paperview.model.paper import Paper
from paperview.sources.problem import Problem
from paperview.sources.shared import Beside

HEAD = 1 << 16
"""Bytes of a file that are looked at."""


class Reader(Protocol):
    """A module of `formats`."""

    def looks_like(self, head: bytes, /) -> bool:
        """Whether the first bytes of a file are of the format."""
        ...

    def read(self, data: bytes, source: str, /) -> Iterator[Paper | Problem]:
        """Read the records of a file in order."""
        ...


class SharingReader(Reader, Protocol):
    """A module of `formats` whose files may define something for each other."""

    def read(
        self, data: bytes, source: str, beside: Beside | None = None, /
    ) -> Iterator[Paper | Problem]:
        """Read the records of a file in order, with what the files beside it define."""
        ...

    def defines(self, data: bytes, /) -> bool:
        """Whether a file defines something."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format that papers are read from."""

    name: str
    """What `--from` calls it."""
    title: str
    """What it is called in messages."""
    module: str
    """Its module in `formats`."""
    suffixes: tuple[str, ...] = ()
    """How the names of its files end; the first format that has an ending is meant by it."""
    shares: bool = False
    """Whether its files may define something for each other; its module is a `SharingReader`."""

    def reader(self) -> Reader:
        """Return its module, imported now."""
        return cast("Reader", import_module(f"paperview.sources.formats.{self.module}"))

    def sharing_reader(self) -> SharingReader:
        """Return its module where its files share definitions."""
        return cast("SharingReader", self.reader())


PLAIN = Format("plain", "plain text records", "plain", (".txt", ".text"))
ADS = Format("ads", "ADS records", "ads")
INSPIRE = Format("inspire", "INSPIRE records", "inspire")
ZOTERO = Format("zotero", "Zotero JSON", "zotero")
OPENALEX = Format("openalex", "OpenAlex works", "openalex")
SEMANTIC_SCHOLAR = Format("semanticscholar", "Semantic Scholar papers", "semanticscholar")
DATACITE = Format("datacite", "DataCite records", "datacite")
HUGGING_FACE = Format("huggingface", "Hugging Face papers", "huggingface")
CSL = Format("csl", "CSL-JSON", "csl", (".json",))
JSON_LINES = Format("jsonl", "JSON lines", "snapshot", (".jsonl", ".ndjson"))
JSON_RECORDS = Format("json", "JSON records", "jsonrecords")
RIS = Format("ris", "RIS", "ris", (".ris",))
NBIB = Format("nbib", "PubMed (nbib)", "nbib", (".nbib", ".medline"))
BIBTEX = Format("bibtex", "BibTeX and BibLaTeX", "bibtex", (".bib", ".bibtex", ".biblatex"), True)
LISTING = Format("listing", "arXiv listings and mails", "listing", (".abs", ".eml", ".mbox"))
ATOM = Format("atom", "arXiv API answers (Atom)", "atom", (".atom",))
OAI = Format("oai", "OAI-PMH responses", "oai")
RSS = Format("rss", "arXiv's daily feeds (RSS, Atom)", "rss", (".rss",))
JSON_FORMATS = (
    ADS,
    INSPIRE,
    ZOTERO,
    OPENALEX,
    SEMANTIC_SCHOLAR,
    DATACITE,
    HUGGING_FACE,
    CSL,
    JSON_LINES,
    JSON_RECORDS,
)
FORMATS = (
    ATOM,
    OAI,
    RSS,
    *JSON_FORMATS,
    BIBTEX,
    LISTING,
    NBIB,
    RIS,
    PLAIN,
)
"""In the order in which a content is tried: the more particular looks come first."""


def by_name(name: str) -> Format | None:
    """Return the format that `--from` calls so."""
    return next((one for one in FORMATS if one.name == name), None)


def detect(head: bytes, path: PurePath) -> Format | None:
    """Return the format of a file, by its first bytes or else by its name; None for no known one.

    Args:
        head: the first bytes of the file, unpacked, in UTF-8; at most `HEAD` of them count.
        path: its name; endings such as `.gz` are passed over.
    """
    head = head[:HEAD]
    named = [one for one in FORMATS if one.suffixes and path.suffix.lower() in one.suffixes]
    # Names say where to look first: it is quicker. But the name of a plain text says nothing.
    likely = [one for one in named if one is not PLAIN]
    others = [one for one in FORMATS if one not in likely]
    for one in (*likely, *others):
        if one.reader().looks_like(head):
            return one
    return named[0] if named else None
