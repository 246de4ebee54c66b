"""DataCite: what its API answers, its JSON of a record, and its data files.

Reads answers with one record or many, single records (DataCite JSON, as Zenodo and others export
it, too), arrays of records, and records one a line; the fields may be under "attributes" or not.

Source of the fields: the DataCite Metadata Schema 4.6, and the guide to DataCite's REST API.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.draft import RawRecord
from paperview.sources.parsing.citations import journal_line, page_range, with_subtitle
from paperview.sources.parsing.dates import earliest
from paperview.sources.parsing.field_values import is_arxiv
from paperview.sources.parsing.json_records import Fields, records
from paperview.sources.parsing.json_scan import JsonError, Path, beginning, members
from paperview.sources.parsing.people import in_reading_order
from paperview.sources.parsing.subjects import class_behind
from paperview.sources.problem import Problem
from paperview.text.markup import plain

_ARRAYS: Final[tuple[Path, ...]] = (("data",),)
_OWN_NAMES = frozenset(
    (
        *("titles", "creators", "publicationYear", "descriptions", "relatedIdentifiers"),
        *("rightsList", "schemaVersion", "types", "fundingReferences", "geoLocations"),
    )
)
_SAME_WORK = frozenset(
    (
        *("IsVersionOf", "HasVersion", "IsNewVersionOf", "IsPreviousVersionOf", "IsIdenticalTo"),
        *("IsVariantFormOf", "IsOriginalFormOf", "IsPublishedIn"),
    )
)
"""Relations to the same work; a paper that a data set supplements is another work."""
_PUBLISHED = ("Issued", "Available", "Published")
_OTHER_DATES = ("Submitted", "Accepted", "Created", "Copyrighted", "Valid", "Updated")
_USUAL = frozenset(("JournalArticle", "Preprint", "ConferencePaper", "Text"))


def looks_like(head: bytes) -> bool:
    """Return whether the first record of a document has names of fields that only DataCite uses."""
    _, record = beginning(head, *_ARRAYS)
    record = members(record.get("data", b"")) or record
    record = members(record.get("attributes", b"")) or record
    return len(_OWN_NAMES.intersection(record)) > 1


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read records in UTF-8; what can't be read comes as problems."""
    return records(data, source, _fill, *_ARRAYS)


def _fill(item: Fields, record: RawRecord) -> bool:
    item = item.unwrapped("data")
    entry = item.within("attributes") if "attributes" in item.values else item
    if "errors" in entry.values and "titles" not in entry.values:
        raise JsonError(f"DataCite says: {entry.within('errors').text('title', 'detail')}")
    record.title = _title(entry)
    record.abstract = _description(entry, "Abstract")
    record.authors = _names(entry, "creators") or _names(entry, "contributors")
    _put_ids(item, entry, record)
    _put_date(entry, record)
    publisher = _text(entry, "publisher", "name")
    record.journal_ref = _journal_ref(entry)
    subjects = [one.text("subject") for one in entry.objects("subjects")]
    classes = [(subject, class_behind(subject)) for subject in subjects]
    record.categories = [name for _, name in classes if name]
    types = entry.within("types")
    kind = types.text("resourceType") or types.text("resourceTypeGeneral")
    is_usual = types.text("resourceTypeGeneral") in _USUAL or kind in _USUAL
    record.comments = _description(entry, "Other") if is_arxiv(publisher) else ""
    record.extra += [
        ("url", record.own_address(entry.text("url"))),
        ("keywords", plain("; ".join(subject for subject, name in classes if not name))),
        ("publisher", "" if record.journal_ref or is_arxiv(publisher) else plain(publisher)),
        ("type", "" if is_usual else kind),
    ]
    return True


def _text(entry: Fields, name: str, within: str) -> str:
    """Return a text, which newer versions of the schema put into an object."""
    is_object = type(entry.values.get(name)) is dict
    return entry.within(name).text(within) if is_object else entry.text(name)


def _title(entry: Fields) -> str:
    titles = entry.objects("titles")
    main = [one for one in titles if one.text("titleType") in ("", "Title")] or titles
    subtitles = (one for one in titles if one.text("titleType") == "Subtitle")
    first = plain(main[0].text("title")) if main else ""
    return with_subtitle(first, *(plain(one.text("title")) for one in subtitles))


def _description(entry: Fields, kind: str) -> str:
    found = (
        one.text("description")
        for one in entry.objects("descriptions")
        if one.text("descriptionType") == kind
    )
    return plain("\n\n".join(filter(None, found)))


def _names(entry: Fields, role: str) -> list[str]:
    return [name for one in entry.objects(role) if (name := _name(one))]


def _name(person: Fields) -> str:
    family, given = person.text("familyName"), person.text("givenName")
    name = person.text("name", "creatorName")
    if family and given:
        return plain(f"{given} {family}")
    is_organization = person.text("nameType") == "Organizational"
    return plain(name) if is_organization else in_reading_order(plain(name or family or given))


def _put_ids(item: Fields, entry: Fields, record: RawRecord) -> None:
    named = _identifiers(entry, "identifiers", "identifier")
    named += _identifiers(entry, "alternateIdentifiers", "alternateIdentifier")
    related = [
        pair
        for one in entry.objects("relatedIdentifiers")
        if one.text("relationType") in _SAME_WORK
        for pair in [(one.text("relatedIdentifierType"), one.text("relatedIdentifier"))]
    ]
    own = entry.optional("identifier").text("identifier")
    texts = [entry.text("doi", "DOI"), own, item.text("id"), entry.text("id")]
    texts += [text for kind, text in named if kind.upper() == "DOI"]
    record.doi = next((text for text in texts if text and Doi.parse(text)), texts[0])
    arxiv = [text for kind, text in named + related if kind.lower() == "arxiv"]
    record.arxiv_id = next(filter(ArxivId.parse, arxiv), "")
    doi = Doi.parse(record.doi)
    if doi is not None and ArxivId.parse(doi.name):
        printed = [text for kind, text in related if kind.upper() == "DOI"]
        record.arxiv_id = record.arxiv_id or doi.name
        record.doi = next(filter(Doi.parse, printed), record.doi)


def _identifiers(entry: Fields, list_name: str, name: str) -> list[tuple[str, str]]:
    """Return the identifiers of a record and their types."""
    return [(one.text(f"{name}Type"), one.text(name)) for one in entry.objects(list_name)]


def _put_date(entry: Fields, record: RawRecord) -> None:
    year = entry.text("publicationYear")
    dates = [(one.text("dateType"), one.text("date")) for one in entry.objects("dates")]
    # A range counts with its beginning.
    given = [(kind, text.partition("/")[0]) for kind, text in dates]
    wanted: tuple[str, ...] = _PUBLISHED
    if record.arxiv_id:
        wanted = ("Submitted", *wanted)  # at arXiv this is when it came out
    published = [text for kind, text in given if kind in wanted]
    other = [text for kind, text in given if kind in _OTHER_DATES]
    found = earliest([*published, year]) or earliest(other)
    record.created = str(found) if found else year
    updated = [text for kind, text in given if kind == "Updated"]
    record.updated = updated[-1] if updated and record.arxiv_id else ""


def _journal_ref(entry: Fields) -> str:
    container = entry.within("container")
    title = plain(container.text("title"))
    if not title or is_arxiv(title) or container.text("type") == "DataRepository":
        return ""
    pages = page_range(container.text("firstPage"), container.text("lastPage"))
    volume, issue = container.text("volume"), container.text("issue")
    return journal_line(title, volume, issue, pages, entry.year("publicationYear"))
