"""ADS: the Astrophysics Data System's records, as its search API gives them.

Reads answers of the API, arrays of its records, and records one a line.

Source of the fields: ADS's help page "Fields", for searches by the API.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.draft import RawRecord
from paperview.sources.parsing.citations import journal_line
from paperview.sources.parsing.field_values import published_doi
from paperview.sources.parsing.json_records import Fields, records
from paperview.sources.parsing.json_scan import JsonError, Path, beginning
from paperview.sources.parsing.people import in_reading_order
from paperview.sources.problem import Problem
from paperview.text.markup import plain

_ARRAYS: tuple[Path, ...] = (("response", "docs"), ("docs",))
_ARXIV_CODE = re.compile(r"[0-9]{4}arXiv(?P<month>[0-9]{4})\.?(?P<number>[0-9]{4,5})[A-Z.]")
_CLASS = re.compile(r"[a-z]{2,8}(?:-[a-z]{2,4})?(?:\.[A-Za-z-]{2,8})?")
_LONE_POINT = re.compile(r"(?<! ) +\.(?=,|$)")
_ARXIV_JOURNAL = re.compile(r"arxiv\b", re.IGNORECASE)
_USUAL = frozenset(("article", "eprint", "inproceedings"))


def looks_like(head: bytes) -> bool:
    """Return whether a document answers such a search, or its first record has a bibcode."""
    outer, record = beginning(head, *_ARRAYS)
    return (
        "responseHeader" in outer or b'"docs"' in outer.get("response", b"") or "bibcode" in record
    )


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read records in UTF-8; what can't be read comes as problems."""
    return records(data, source, _fill, *_ARRAYS)


def _fill(entry: Fields, record: RawRecord) -> bool:
    if "responseHeader" in entry.values or "error" in entry.values:
        raise JsonError(_error(entry))
    record.title = plain(entry.text("title"))
    record.abstract = plain(entry.text("abstract"))
    record.authors = _names(entry, "author") or _names(entry, "editor")
    record.comments = plain(" ".join(entry.texts("comment", "pubnote")))
    record.name = entry.text("bibcode")
    record.created = entry.text("pubdate", "date", "year")
    subjects = entry.texts("arxiv_class")
    record.categories = [name for name in subjects if _CLASS.fullmatch(name)]
    _put_ids(entry, record)
    record.journal_ref = _journal_ref(entry)
    keywords = entry.texts("keyword") + [name for name in subjects if name not in record.categories]
    kind = entry.text("doctype")
    has_address = record.doi or record.arxiv_id or not record.name
    record.extra += [
        ("url", "" if has_address else f"https://ui.adsabs.harvard.edu/abs/{record.name}"),
        ("keywords", plain("; ".join(dict.fromkeys(keywords)))),
        ("publisher", "" if record.journal_ref else plain(entry.text("publisher"))),
        ("type", "" if kind in _USUAL else kind),
    ]
    return True


def _names(entry: Fields, role: str) -> list[str]:
    return [in_reading_order(_LONE_POINT.sub("", plain(name))) for name in entry.texts(role)]


def _error(answer: Fields) -> str:
    """Return the message of an answer without records."""
    message = answer.optional("error").text("msg", "message") or answer.text("error")
    status = answer.within("responseHeader").text("status")
    return (
        f"ADS says: {message}" if message else f"ADS found nothing (status {status or 'unknown'})"
    )


def _put_ids(entry: Fields, record: RawRecord) -> None:
    """Put in the ids, each from the first field that has it."""
    names = entry.texts("eid", "identifier", "bibcode", "alternate_bibcode")
    known = (_arxiv_id(name) for name in names)
    record.arxiv_id = next((str(one) for one in known if one), "")
    given = entry.texts("doi")
    dois = [doi.name for name in given + names if (doi := Doi.parse(name))]
    record.doi = published_doi(dois or given)


def _arxiv_id(name: str) -> ArxivId | None:
    """Return the arXiv id of an identifier or of a bibcode."""
    if code := _ARXIV_CODE.fullmatch(name):
        name = f"{code['month']}.{code['number']}"
    elif not name.lower().startswith("arxiv:") and "/" not in name:
        return None
    return ArxivId.parse(name)


def _journal_ref(entry: Fields) -> str:
    journal = plain(entry.text("pub"))
    if _ARXIV_JOURNAL.match(journal) or (journal and journal == plain(entry.text("title"))):
        return ""
    pages = entry.text("page_range", "page", "eid")
    first, _, last = pages.partition("-")
    pages = "" if Doi.parse(pages) else first if first == last else pages
    volume, issue = entry.text("volume"), entry.text("issue")
    return journal_line(journal, volume, issue, pages, entry.year("year", "pubdate"))
