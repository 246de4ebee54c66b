"""OpenAlex: works, as its API gives them and as its snapshot has them.

Reads answers to a search, single works, arrays of works, and works one a line.

Source of the fields: OpenAlex's documentation, "Work object".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from paperview.model.paper import ArxivId, Paper
from paperview.sources.draft import RawRecord
from paperview.sources.parsing.citations import journal_line, page_range
from paperview.sources.parsing.field_values import is_arxiv
from paperview.sources.parsing.json_records import Fields, records
from paperview.sources.parsing.json_scan import JsonError, Path, beginning
from paperview.sources.parsing.people import in_reading_order
from paperview.sources.problem import Problem
from paperview.text.markup import plain

_ARRAYS: Final[tuple[Path, ...]] = (("results",),)
_OWN_NAMES = frozenset(
    ("abstract_inverted_index", "authorships", "host_venue", "open_access", "primary_location")
)
_ADDRESS = b"https://openalex.org/"
_ID = re.compile(r"(?:https?://(?:api\.)?openalex\.org/(?:\w+/)?)?(?P<id>[A-Z][0-9]+)")
_ENTITIES = {
    "A": "an author",
    "C": "a concept",
    "F": "a funder",
    "I": "an institution",
    "P": "a publisher",
    "S": "a journal or repository",
    "T": "a topic",
    "V": "a journal or repository",
}
_USUAL = frozenset(("article", "preprint", "journal-article", "posted-content"))
_SURE = 0.3
"""The score from which on a concept says something about a work."""
_LONGEST = 100_000
"""Words of an abstract, at most."""


def looks_like(head: bytes) -> bool:
    """Return whether the first object of a document has an OpenAlex id or its field names."""
    _, work = beginning(head, *_ARRAYS)
    is_own = work.get("id", b"").startswith(b'"' + _ADDRESS)
    return is_own or len(_OWN_NAMES.intersection(work)) > 1


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read works in UTF-8; what can't be read comes as problems."""
    return records(data, source, _fill, *_ARRAYS)


def _fill(work: Fields, record: RawRecord) -> bool:
    ids = work.within("ids")
    named = _ID.fullmatch(work.text("id") or ids.text("openalex"))
    if named and (entity := _ENTITIES.get(named["id"][0])):
        raise JsonError(f"is {entity}, no work")
    if "error" in work.values and "title" not in work.values:
        raise JsonError(f"OpenAlex says: {work.text('message', 'error')}")
    record.name = f"OpenAlex {named['id']}" if named else ""
    record.title = plain(work.text("title", "display_name"))
    record.abstract = plain(work.text("abstract") or _abstract(work))
    record.authors = [name for one in work.objects("authorships") if (name := _name(one))]
    record.doi = work.text("doi") or ids.text("doi")
    locations = _locations(work)
    record.arxiv_id = _arxiv_id(work, locations)
    record.created = work.text("publication_date", "publication_year")
    record.journal_ref = _journal_ref(work, locations)
    kind = work.text("type")
    pmid = ids.text("pmid").rstrip("/").rpartition("/")[2]
    record.extra += [
        ("url", _address(record, locations)),
        ("keywords", plain("; ".join(_keywords(work)))),
        ("PMID", pmid),
        ("status", "retracted" if work.values.get("is_retracted") is True else ""),
        ("type", "" if kind in _USUAL else kind),
    ]
    return True


def _name(authorship: Fields) -> str:
    name = authorship.within("author").text("display_name") or authorship.text("raw_author_name")
    return in_reading_order(plain(name))


def _abstract(work: Fields) -> str:
    """Rebuild an abstract from its inverted index: each word with its positions."""
    index = work.values.get("abstract_inverted_index")
    if type(index) is not dict:
        return ""
    words = {
        int(position): word
        for word, positions in index.items()
        for position in (positions if type(positions) is list else ())
        if str(position).isdecimal() and int(position) < _LONGEST
    }
    return " ".join(words[position] for position in sorted(words))


def _locations(work: Fields) -> list[Fields]:
    """Return the locations of a work, the best first."""
    return work.objects("primary_location", "best_oa_location", "locations", "host_venue")


def _arxiv_id(work: Fields, locations: list[Fields]) -> str:
    addresses = ("landing_page_url", "pdf_url", "url", "id")
    texts = [work.within("ids").text("arxiv", "arxiv_id")]
    texts += [text for location in locations for text in location.texts(*addresses)]
    texts.append(work.within("open_access").text("oa_url"))
    known = (text for text in texts if "arxiv" in text.lower() or text is texts[0])
    return next(filter(ArxivId.parse, (text.removeprefix("pmh:") for text in known)), "")


def _journal_ref(work: Fields, locations: list[Fields]) -> str:
    biblio = work.within("biblio")
    for location in locations:
        source = location.within("source") if "source" in location.values else location
        name, kind = plain(source.text("display_name")), source.text("type")
        if name and kind != "repository" and not is_arxiv(name):
            pages = page_range(biblio.text("first_page"), biblio.text("last_page"))
            volume, issue = biblio.text("volume"), biblio.text("issue")
            return journal_line(name, volume, issue, pages, work.year("publication_year"))
    return ""


def _address(record: RawRecord, locations: list[Fields]) -> str:
    addresses = (
        address for location in locations if (address := location.text("landing_page_url"))
    )
    return next(filter(None, (record.own_address(address) for address in addresses)), "")


def _keywords(work: Fields) -> list[str]:
    """Return the keywords, or else the concepts or topics that a work is surely about."""
    for name in ("keywords", "concepts", "topics"):
        found = [
            one.text("display_name", "keyword")
            for one in work.objects(name)
            if name != "concepts" or _score(one) >= _SURE
        ]
        if any(found):
            return list(dict.fromkeys(filter(None, found)))
    return []


def _score(concept: Fields) -> float:
    try:
        return float(concept.text("score") or 1)
    except ValueError:
        return 0
