"""Semantic Scholar: papers, as its API gives them and as its data sets have them.

Reads the API's answers (searches, batches, citations, references, recommendations), single papers,
arrays of papers, and papers or abstracts one a line.

Source of the fields: the documentation of its Academic Graph API and of its Datasets API; before
2022 also the Open Research Corpus, whose fields have other names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from paperview.model.paper import Paper
from paperview.sources.draft import RawRecord
from paperview.sources.parsing.citations import journal_line
from paperview.sources.parsing.field_values import is_arxiv
from paperview.sources.parsing.json_records import Fields, records
from paperview.sources.parsing.json_scan import JsonError, Path, beginning, members
from paperview.sources.parsing.people import in_reading_order
from paperview.sources.problem import Problem
from paperview.text.markup import plain

_ARRAYS: Final[tuple[Path, ...]] = (
    ("data",),
    ("recommendedPapers",),
    ("papers",),
)
_WRAPPERS: Final = ("citedPaper", "citingPaper", "paper")
"""The names that papers have in lists of citations, of references and of snippets."""
_OWN_NAMES = frozenset(("paperId", "corpusId", "corpusid", "paperAbstract", "s2Url"))
_OTHER_NAMES = frozenset(
    (
        *("title", "abstract", "authors", "year", "venue", "externalIds", "externalids"),
        *("openaccessinfo", "publicationDate", "citationCount", "url", "inCitations"),
    )
)
_USUAL = frozenset(("JournalArticle", "Conference"))


def looks_like(head: bytes) -> bool:
    """Return whether the first object of a document has an id of Semantic Scholar."""
    _, item = beginning(head, *_ARRAYS)
    for name in _WRAPPERS:
        within = members(item.get(name, b""))
        item = within if not _OWN_NAMES.isdisjoint(within) else item
    return not _OWN_NAMES.isdisjoint(item) and not _OTHER_NAMES.isdisjoint(item)


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read papers in UTF-8; what can't be read comes as problems."""
    return records(data, source, _fill, *_ARRAYS)


def _fill(item: Fields, record: RawRecord) -> bool:
    name = next((name for name in _WRAPPERS if type(item.values.get(name)) is dict), "")
    paper = item.unwrapped(name)
    if not _OWN_NAMES.intersection(paper.values) and paper.text("error", "message"):
        raise JsonError(f"Semantic Scholar says: {paper.text('error', 'message')}")
    ids = _ids(paper)
    record.title = plain(paper.text("title"))
    record.abstract = plain(paper.text("abstract", "paperAbstract"))
    record.authors = _authors(paper)
    record.arxiv_id = ids.text("arxiv") or paper.text("arxivId")
    record.doi = ids.text("doi") or paper.text("doi")
    number = paper.text("corpusId", "corpusid") or ids.text("corpusid")
    record.name = f"CorpusId {number}" if number else paper.text("paperId", "id")
    year = paper.text("year").removesuffix(".0")
    record.created = paper.text("publicationDate", "publicationdate") or year
    record.journal_ref = _journal_ref(paper)
    kinds = paper.texts("publicationTypes", "publicationtypes")
    record.extra += [
        ("url", _address(paper, record)),
        ("keywords", plain("; ".join(_keywords(paper)))),
        ("PMID", ids.text("pubmed") or paper.text("pmid")),
        ("tldr", plain(paper.within("tldr").text("text"))),
        ("type", "; ".join(kind for kind in kinds if kind not in _USUAL)),
    ]
    return True


def _ids(paper: Fields) -> Fields:
    """Return the ids elsewhere by their names in lower case."""
    about = paper.within("openaccessinfo")
    found: dict[str, object] = {}
    for holder in (paper, about):
        for name in ("externalIds", "externalids", "external_ids"):
            found |= {key.lower(): value for key, value in holder.within(name).values.items()}
    return Fields(found, paper.faults)


def _authors(paper: Fields) -> list[str]:
    return [
        in_reading_order(plain(name))
        for one in paper.objects("authors")
        if (name := one.text("name"))
    ]


def _journal_ref(paper: Fields) -> str:
    journal = paper.values.get("journal")
    printed = paper.optional("journal")
    full_name = paper.optional("publicationVenue").text("name")
    old_name = journal if type(journal) is str else paper.text("journalName")
    names = [printed.text("name"), old_name, full_name, paper.text("venue")]
    name = next((name for name in map(plain, names) if name and not is_arxiv(name)), "")
    volume = printed.text("volume") or paper.text("journalVolume")
    pages = " ".join((printed.text("pages") or paper.text("journalPages")).split())
    # For papers at arXiv the volume is `abs/2101.00001`.
    volume = "" if volume.startswith("abs/") else volume
    return journal_line(name, volume, pages=pages, year=paper.year("year"))


def _address(paper: Fields, record: RawRecord) -> str:
    given = paper.optional("openAccessPdf").text("url")
    found = record.own_address(given) if given else ""
    return found or ("" if record.doi or record.arxiv_id else paper.text("url", "s2Url"))


def _keywords(paper: Fields) -> list[str]:
    fields = paper.texts("fieldsOfStudy")
    for name in ("s2FieldsOfStudy", "s2fieldsofstudy"):
        fields += [one.text("category") for one in paper.objects(name)]
    return list(dict.fromkeys(filter(None, fields)))
