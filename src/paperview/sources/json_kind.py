"""Detecting the format of a JSON text, or refusing it by the name of its owner."""

from __future__ import annotations

from itertools import islice
from pathlib import PurePath
from typing import Final

from paperview.sources.parsing.json_scan import Path, beginning, items, members
from paperview.sources.problem import NoPapersError
from paperview.sources.registry import (
    FORMATS,
    JSON_FORMATS,
    JSON_LINES,
    JSON_RECORDS,
    Format,
    detect,
)

_UNNAMED: Final = PurePath("unnamed")
_FIRST: Final = 20
"""Objects that may be of no known format before one that is."""


def detect_json(text: bytes, name: str, path: PurePath) -> Format | None:
    """Return the format of a text, by its content or else by its name.

    Raises:
        NoPapersError: if it is JSON with an unsupported schema, which could be read only in part.
    """
    if owner := schema(text):
        export = "export it as BibTeX, RIS or CSL-JSON"
        raise NoPapersError(name, f"is JSON of {owner}, which paperview can't read; {export}")
    form = detect(text, path)
    if form is not None and form.matches(text):
        return form
    objects = [item.text for item in islice(items(text), _FIRST) if not item.fault]
    for one in objects:
        found = detect(one, _UNNAMED)
        if found in JSON_FORMATS:
            return JSON_RECORDS if found is JSON_LINES and text.startswith(b"[") else found
    if any(map(members, objects)):
        known = ", ".join(one.name for one in FORMATS)
        reason = f"is JSON whose fields are not known; if they are: --from NAME ({known})"
        raise NoPapersError(name, reason)
    return form


_SIGNS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("Europe PMC", ("resultList", "hitCount")),
    ("Europe PMC", ("authorString", "pubYear")),
    ("CORE", ("yearPublished", "dataProviders")),
    ("CORE", ("yearPublished", "oaiIds")),
    ("CORE", ("arxivId", "yearPublished")),
    ("PubMed's esummary", ("header.type", "result.uids")),
    ("PubMed's esummary", ("uid", "fulljournalname")),
    ("PubMed's esearch", ("header.type", "esearchresult")),
    ("DBLP", ("result.hits", "result.query")),
    ("DBLP", ("@score", "info")),
    ("ORCID", ("orcid-identifier",)),
    ("ORCID", ("group", "last-modified-date")),
    ("ORCID", ("work-summary",)),
    ("Dimensions", ("publications", "_stats")),
    ("Web of Science", ("QueryResult",)),
    ("Web of Science", ("UID", "static_data")),
    ("Web of Science", ("uid", "sourceTypes")),
    ("Scopus", ("search-results",)),
    ("Scopus", ("abstracts-retrieval-response",)),
    ("Scopus", ("dc:title", "prism:url")),
    ("Springer Nature", ("apiMessage", "records")),
    ("Springer Nature", ("contentType", "publicationName")),
    ("IEEE Xplore", ("articles", "total_records")),
    ("IEEE Xplore", ("article_number", "publication_title")),
    ("Zenodo", ("conceptrecid",)),
    ("Zenodo", ("conceptdoi",)),
    ("Zenodo", ("metadata.resource_type", "metadata.creators")),
    ("bioRxiv", ("collection", "messages")),
    ("bioRxiv", ("author_corresponding", "server")),
    ("OpenReview", ("forum", "invitation")),
    ("OpenReview", ("forum", "invitations")),
    ("The Lens", ("lens_id",)),
    ("Unpaywall", ("z_authors",)),
    ("Unpaywall", ("best_oa_location", "doi_url")),
    ("OpenCitations", ("pub_date", "venue", "author")),
    ("OpenCitations", ("citing", "cited", "oci")),
    ("Mendeley", ("identifiers", "source", "authors", "year")),
    ("Paperpile", ("_id", "pubtype")),
    ("PLOS", ("title_display", "author_display")),
    ("HAL", ("docid", "label_s")),
    ("HAL", ("docid", "uri_s")),
    ("HAL", ("halId_s",)),
    ("OpenAIRE", ("mainTitle", "instances")),
    ("Google Scholar, by SerpApi", ("organic_results",)),
    ("AMiner", ("n_citation", "venue")),
    ("S2ORC's full texts", ("corpusid", "content")),
    ("NASA's NTRS", ("stiType", "authorAffiliations")),
    ("DOAJ", ("bibjson",)),
    ("PubMed Central's BioC", ("documents", "infons")),
    ("JATS or TEI, by a parser of PDF files", ("pdf_parse",)),
    ("Hugging Face's rows of data sets", ("features", "rows")),
)
"""The names of fields that no other schema has together; within an object with its name before."""
_ARRAYS: Final[tuple[Path, ...]] = (
    ("hits", "hits"),
    ("hits", "hit"),
    ("resultList", "result"),
    ("response", "docs"),
    ("search-results", "entry"),
    *((name,) for name in ("results", "data", "hits", "records", "articles", "notes", "entries")),
)
_HOLDERS = frozenset(("header", "metadata", "result"))


def schema(head: bytes) -> str:
    """Return whose schema a document is in, if it is one that can't be read; else an empty text.

    Args:
        head: the first bytes of the document.
    """
    if head.lstrip()[:1] not in (b"{", b"["):
        return ""
    outer, record = beginning(head, *_ARRAYS)
    names = _names(outer) | _names(record)
    return next((owner for owner, signs in _SIGNS if names.issuperset(signs)), "")


def _names(values: dict[str, bytes]) -> set[str]:
    within = (
        f"{name}.{inner}" for name in _HOLDERS & values.keys() for inner in members(values[name])
    )
    return {*values, *within}
