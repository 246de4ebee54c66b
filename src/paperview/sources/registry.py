"""The formats that papers are read from, and how a file's format is detected.

To add a format, write its module in `formats` and add its row to `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import PurePath
from typing import NamedTuple, Protocol, TypeVar, cast

from paperview.model.paper import Paper
from paperview.sources.problem import Problem

HEAD = 1 << 16
"""Bytes of a file that detection looks at."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_XML = b"<"
_JSON = b"{["


_Made = TypeVar("_Made")


class FileGroup:
    """Files that were opened together, where one may define something that another one needs."""

    def __init__(self) -> None:
        self._texts: dict[int, bytes] = {}
        self._made: dict[tuple[int, Callable[[bytes], object]], object] = {}

    def put(self, index: int, text: bytes) -> None:
        """Take the text of the file with an index."""
        self._texts[index] = text

    def made(self, index: int, make: Callable[[bytes], _Made]) -> _Made | None:
        """Return what a function makes of the file with an index; None if it is not there yet."""
        text = self._texts.get(index)
        if text is None:
            return None
        if (index, make) not in self._made:
            self._made[index, make] = make(text)
        return cast("_Made", self._made[index, make])


class OtherFiles(NamedTuple):
    """The other files of a group, as one of them sees them."""

    group: FileGroup
    own: int
    """The index of the file that sees them."""
    total: int
    """The number of files."""

    def before(self, make: Callable[[bytes], _Made]) -> Iterator[_Made]:
        """Yield what a function makes of each earlier file, the nearest first."""
        return self._made_of(range(self.own - 1, -1, -1), make)

    def after(self, make: Callable[[bytes], _Made]) -> Iterator[_Made]:
        """Yield the same for each later file, the nearest first."""
        return self._made_of(range(self.own + 1, self.total), make)

    def _made_of(self, indexes: range, make: Callable[[bytes], _Made]) -> Iterator[_Made]:
        found = (self.group.made(index, make) for index in indexes)
        return (one for one in found if one is not None)


class Reader(Protocol):
    """A module of `formats`."""

    def looks_like(self, head: bytes, /) -> bool:
        """Return whether the first bytes of a file are in the format."""
        ...

    def read(self, data: bytes, source: str, /) -> Iterator[Paper | Problem]:
        """Read the records of a file in order."""
        ...


class SharingReader(Reader, Protocol):
    """A module of `formats` whose files may define something for each other."""

    def read(
        self, data: bytes, source: str, others: OtherFiles | None = None, /
    ) -> Iterator[Paper | Problem]:
        """Read the records of a file in order, with what the other files define."""
        ...

    def defines(self, data: bytes, /) -> bool:
        """Return whether a file defines something."""
        ...


class Format(NamedTuple):
    """A format that papers are read from."""

    name: str
    """Its name for `--from`."""
    title: str
    """Its name in messages."""
    module: str
    """Its module in `formats`."""
    extensions: tuple[str, ...] = ()
    """The extensions of its files; if several formats share one, the first owns it."""
    first_bytes: bytes = b""
    """The bytes that a file may begin with, after white space; empty for any."""
    shares: bool = False
    """Whether its files may define something for each other; its module is a `SharingReader`."""

    def reader(self) -> Reader:
        """Import its module and return it."""
        return cast("Reader", import_module(f"paperview.sources.formats.{self.module}"))

    def sharing_reader(self) -> SharingReader:
        """Return its module where its files share definitions."""
        return cast("SharingReader", self.reader())

    def matches(self, head: bytes) -> bool:
        """Return whether the first bytes of a file are of the format.

        The module is imported only if the first byte allows it.
        """
        if self.first_bytes:
            first = head.removeprefix(_BYTE_ORDER_MARK).lstrip()[:1]
            if not first or first not in self.first_bytes:
                return False
        return self.reader().looks_like(head)


FORMATS = (
    Format("atom", "arXiv API answers (Atom)", "atom", (".atom",), _XML),
    Format("oai", "OAI-PMH responses", "oai", (), _XML),
    Format("rss", "arXiv's daily feeds (RSS, Atom)", "rss", (".rss",), _XML),
    Format("ads", "ADS records", "ads", (), _JSON),
    Format("inspire", "INSPIRE records", "inspire", (), _JSON),
    Format("zotero", "Zotero JSON", "zotero", (), _JSON),
    Format("openalex", "OpenAlex works", "openalex", (), _JSON),
    Format("semanticscholar", "Semantic Scholar papers", "semanticscholar", (), _JSON),
    Format("datacite", "DataCite records", "datacite", (), _JSON),
    Format("huggingface", "Hugging Face papers", "huggingface", (), _JSON),
    Format("csl", "CSL-JSON", "csl", (".json",), _JSON),
    Format("jsonl", "JSON lines", "snapshot", (".jsonl", ".ndjson"), _JSON),
    Format("json", "JSON records", "jsonrecords", (), _JSON),
    Format(
        "bibtex",
        "BibTeX and BibLaTeX",
        "bibtex",
        (".bib", ".bibtex", ".biblatex"),
        shares=True,
    ),
    Format("listing", "arXiv listings and mails", "listing", (".abs", ".eml", ".mbox")),
    Format("nbib", "PubMed (nbib)", "nbib", (".nbib", ".medline")),
    Format("ris", "RIS", "ris", (".ris",)),
    Format("plain", "plain text records", "plain", (".txt", ".text")),
)
"""All formats, the more particular ones first: detection tries them in this order."""
BY_NAME = {one.name: one for one in FORMATS}
JSON_LINES, JSON_RECORDS, PLAIN = BY_NAME["jsonl"], BY_NAME["json"], BY_NAME["plain"]
JSON_FORMATS = tuple(one for one in FORMATS if one.first_bytes == _JSON)


def detect(head: bytes, path: PurePath) -> Format | None:
    """Return the format of a file, by its first bytes or else by its name; None if unknown.

    Args:
        head: the first bytes of the file, decompressed, in UTF-8; at most `HEAD` of them count.
        path: its name, without the ending of compressed files.
    """
    head = head[:HEAD]
    named = [one for one in FORMATS if path.suffix.lower() in one.extensions]
    # The formats of its name come first: that is faster. But `.txt` says nothing.
    likely = [one for one in named if one is not PLAIN]
    others = [one for one in FORMATS if one not in likely]
    found = next((one for one in (*likely, *others) if one.matches(head)), None)
    return found or (named[0] if named else None)
