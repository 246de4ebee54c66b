"""INSPIRE: the literature of high-energy physics, as its API gives it and as it is harvested.

Reads answers to a search, single records, arrays of records, and records one a line; the fields of
a record may be under "metadata" or not.

Source of the fields: INSPIRE's schema of literature records, "hep".
"""

from __future__ import annotations

from collections.abc import Iterator

from paperview.model.paper import Paper
from paperview.sources.draft import RawRecord
from paperview.sources.parsing.citations import journal_line, page_range, with_subtitle
from paperview.sources.parsing.dates import earliest
from paperview.sources.parsing.field_values import published_doi
from paperview.sources.parsing.json_records import Fields, records
from paperview.sources.parsing.json_scan import JsonError, Path, beginning, members
from paperview.sources.parsing.people import in_reading_order
from paperview.sources.problem import Problem
from paperview.text.markup import plain

_ARRAYS: tuple[Path, ...] = (("hits", "hits"),)
_OWN_NAMES = frozenset(
    (
        "$schema",
        "_collections",
        "abstracts",
        "arxiv_eprints",
        "citeable",
        "control_number",
        "core",
        "document_type",
        "dois",
        "earliest_date",
        "inspire_categories",
        "legacy_creation_date",
        "number_of_pages",
        "preprint_date",
        "publication_info",
        "refereed",
        "texkeys",
        "titles",
    )
)
"""Names that hardly anybody else uses; two of them are enough."""
_ALONE = frozenset(("arxiv_eprints", "texkeys"))
_SCHEMA = b"/schemas/records/hep.json"
_NO_AUTHORS = frozenset(("supervisor",))
_USUAL = frozenset(("article", "conference paper"))
_DEGREES = {"phd": "PhD thesis", "master": "Master thesis", "bachelor": "Bachelor thesis"}
_KEYWORDS = 20  # at most; INSPIRE gives up to a hundred


def looks_like(head: bytes) -> bool:
    """Return whether the first record of a document has names of fields that only INSPIRE uses."""
    _, record = beginning(head, *_ARRAYS)
    record = members(record.get("metadata", b"")) or record
    names = _OWN_NAMES.intersection(record)
    if _SCHEMA in record.get("$schema", b"") or not _ALONE.isdisjoint(names):
        return True
    return len(names) > 1 or b'"full_name"' in record.get("authors", b"")


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read records in UTF-8; what can't be read comes as problems."""
    return records(data, source, _fill, *_ARRAYS)


def _fill(hit: Fields, record: RawRecord) -> bool:
    entry = hit.within("metadata") if "metadata" in hit.values else hit
    if "message" in entry.values and "titles" not in entry.values:
        raise JsonError(f"INSPIRE says: {entry.text('message')}")
    title = _best(entry.objects("titles"), "title")
    record.title = with_subtitle(plain(title.text("title")), plain(title.text("subtitle")))
    record.abstract = plain(_best(entry.objects("abstracts"), "value").text("value"))
    record.authors = _authors(entry)
    record.comments = _comments(entry)
    for eprint in entry.objects("arxiv_eprints")[:1]:
        record.arxiv_id, record.categories = eprint.text("value"), eprint.texts("categories")
    record.doi = _doi(entry)
    record.name = next(iter(entry.texts("texkeys")), "")
    number = entry.text("control_number")
    record.name = record.name or (f"INSPIRE {number}" if number else "")
    imprint = entry.within("imprints")
    thesis = entry.within("thesis_info")
    dates = [
        entry.text("preprint_date", "earliest_date"),
        imprint.text("date"),
        thesis.text("date"),
    ]
    record.journal_ref = _journal_ref(entry, thesis)
    printed = next(
        filter(None, (one.text("year") for one in entry.objects("publication_info"))), ""
    )
    created = earliest([*filter(None, dates)] or [printed])
    record.created = str(created) if created else next(filter(None, dates), printed)
    address = entry.within("urls").text("value")
    keywords = [text for one in entry.objects("keywords") if (text := one.text("value"))]
    kind = next(iter(entry.texts("document_type")), "")
    record.extra += [
        ("url", record.own_address(address)),
        ("keywords", plain("; ".join(dict.fromkeys(keywords[:_KEYWORDS])))),
        ("report-no", ", ".join(one.text("value") for one in entry.objects("report_numbers"))),
        ("publisher", "" if record.journal_ref else plain(imprint.text("publisher"))),
        ("type", "" if kind in _USUAL else kind),
    ]
    return True


def _best(variants: list[Fields], name: str) -> Fields:
    """Return the first variant of a text, or arXiv's if the first has formulas in MathML."""
    first = next(iter(variants), Fields({}))
    if "<" not in first.text(name):
        return first
    return next((one for one in variants if one.text("source").lower() == "arxiv"), first)


def _authors(entry: Fields) -> list[str]:
    """Return the collaborations and then the authors, or else the corporate authors."""
    collaborations = [
        name if "ollaboration" in name else f"{name} Collaboration"
        for one in entry.objects("collaborations")
        if (name := one.text("value"))
    ]
    people = [
        in_reading_order(plain(author.text("full_name")))
        for author in entry.objects("authors")
        if _NO_AUTHORS.isdisjoint(author.texts("inspire_roles"))
    ]
    bodies = [] if people else [plain(name) for name in entry.texts("corporate_author")]
    known = {body.removeprefix("The ").lower() for body in bodies}
    return [name for name in collaborations if name.lower() not in known] + (people or bodies)


def _comments(entry: Fields) -> str:
    notes = [plain(note) for one in entry.objects("public_notes") if (note := one.text("value"))]
    pages = entry.text("number_of_pages")
    if pages and not any("page" in note for note in notes):
        notes.insert(0, f"{pages} page{'s' * (pages != '1')}")
    return ", ".join(notes)


def _doi(entry: Fields) -> str:
    """Return the DOI of the paper, rather than that of an erratum or at arXiv."""
    dois = entry.objects("dois")
    papers = [one for one in dois if one.text("material") in ("", "publication")]
    texts = [text for one in papers or dois if (text := one.text("value"))]
    return published_doi(texts)


def _journal_ref(entry: Fields, thesis: Fields) -> str:
    printed = entry.objects("publication_info")
    for one in printed:
        if journal := one.text("journal_title"):
            pages = page_range(one.text("page_start"), one.text("page_end")) or one.text("artid")
            volume, issue = one.text("journal_volume"), one.text("journal_issue")
            return journal_line(journal, volume, issue, pages, one.year("year"))
    freely = next(filter(None, (one.text("pubinfo_freetext") for one in printed)), "")
    if freely or not thesis.values:
        return plain(freely)
    schools = [name for one in thesis.objects("institutions") if (name := one.text("name"))]
    degree = thesis.text("degree_type")
    year = (thesis.text("date", "defense_date"))[:4]
    return ", ".join(filter(None, [_DEGREES.get(degree, "Thesis"), *schools, year]))
