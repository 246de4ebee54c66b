"""The arXiv metadata snapshot: JSON lines, one record an object.

The fields are those of the data set "arXiv" at Kaggle, its first editions included (`categories` a
list, `versions` a list of "v1"), and those of `paperview search --format jsonl`. Dates are in GMT;
those of versions are written as in RFC 2822, section 3.3. Fields of other names are passed over.
What makes a record without ids a paper is the same as elsewhere; see `sources.raw`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping

import msgspec

from paperview.model.paper import Paper
from paperview.sources.formats.snapshot.decoded import RAW_FIELDS, RecordError
from paperview.sources.formats.snapshot.papers import Glance, glance, paper
from paperview.sources.problem import Problem
from paperview.text.sanitize import clean

__all__ = ["Glance", "RecordError", "glance", "holds_record", "looks_like", "paper", "read"]

_KEPT = 300
"""Characters of a line that a problem keeps."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_TOKEN = re.compile(
    rb'\s*(?:"(?P<text>(?:[^"\\\x00-\x1f]|\\.)*)"(?P<is_key>\s*:)?'
    rb"|(?P<open>[\[{])|(?P<close>[\]}])|[,:]|[-+.\w]+)"
)
_ID_KEYS = frozenset(("id", "arxiv_id", "arxivId", "entry_id"))
_FOREIGN_KEYS = frozenset(
    (
        *("bibcode", "citation-key", "issued", "itemType", "metadata", "titles", "type"),
        *("attributes", "authorships", "corpusid", "creators", "display_name", "externalIds"),
        *("paper", "paperAbstract", "paperId", "publishedAt", "s2Url"),
    )
)
"""What other formats' objects hold, which may have an "id", too."""
_TEXT_KEYS = frozenset(("title", "abstract", "summary"))
_AUTHOR_KEYS = frozenset(("author", "authors", "authors_parsed"))
_FURTHER_KEYS = frozenset(
    (
        *("comment", "comments", "created", "date", "doi", "journal", "journal-ref", "journal_ref"),
        *("categories", "name", "publication_date", "published", "updated", "version", "year"),
    )
)
_IN_OTHER_WORDS = re.compile(
    r"author|creator|abstract|summary|description|year|date", re.IGNORECASE
)
_PARTS_OF_NAMES = re.compile(rb'\[\s*\{[^{}]{0,300}"(?:family|literal)"')
"""How authors begin in CSL."""


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read the papers of a text that is in memory."""
    for number, line in enumerate(io.BytesIO(data), 1):
        if line.isspace():
            continue
        text = clean(line[: 4 * _KEPT].decode(errors="replace").strip())[:_KEPT]
        try:
            found, reasons = paper(line, source, number)
        except RecordError as error:
            yield Problem(source, number, error.reason, text)
            continue
        yield found
        for reason in reasons:
            yield Problem(source, number, reason, text, lost=False)


def looks_like(head: bytes) -> bool:
    """Whether the first bytes of a file are JSON lines of records, the last of them cut or not."""
    line, newline, _ = head.removeprefix(_BYTE_ORDER_MARK).lstrip().partition(b"\n")
    if not line.startswith(b"{"):
        return False
    if not newline:
        return _has_id_key(line)
    try:
        values = RAW_FIELDS.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return holds_record({name: bytes(value) for name, value in values.items()})


def holds_record(values: Mapping[str, bytes]) -> bool:
    """Whether an object of JSON, given by its members, is a record of a paper as here.

    It has an id; or a title or an abstract, with authors or with other known fields alone, and no
    other field that may tell authors, abstract or date; and nothing that only another format has.
    """
    if not _FOREIGN_KEYS.isdisjoint(values) or _PARTS_OF_NAMES.match(values.get("author", b"")):
        return False
    if not _ID_KEYS.isdisjoint(values):
        return True
    known = _TEXT_KEYS | _AUTHOR_KEYS | _FURTHER_KEYS
    unknown = values.keys() - known
    if _TEXT_KEYS.isdisjoint(values) or any(map(_IN_OTHER_WORDS.search, unknown)):
        return False
    return not _AUTHOR_KEYS.isdisjoint(values) or (not unknown and len(values) > 1)


def _has_id_key(start: bytes) -> bool:
    """Whether the outermost object of JSON that may be cut off has the key of an id."""
    depth = place = 0
    keys = set()
    while token := _TOKEN.match(start, place):
        if depth == 1 and token["is_key"]:
            keys.add(token["text"].decode("latin-1"))
        depth += (token["open"] is not None) - (token["close"] is not None)
        place = token.end()
    return not _ID_KEYS.isdisjoint(keys) and _FOREIGN_KEYS.isdisjoint(keys)
