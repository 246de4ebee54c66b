"""Zotero's items: as its API gives them, as it saves them, and as Better BibTeX exports them.

Reads arrays of items (the fields of each under "data" or not), objects with the array "items",
single items, and items one a line. Attachments, notes and annotations are no papers.

The field "Extra" (in CSL-JSON: "note") holds `Key: value` lines for which a type of item has no
field, among free notes.

Sources of the fields: Zotero's schema of item types, and its documentation of the Web API and of
"Citing Fields from Extra".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from paperview.model.names import SUFFIX
from paperview.model.paper import Paper
from paperview.sources.draft import RawRecord
from paperview.sources.parsing import entries
from paperview.sources.parsing.citations import edition, journal_line
from paperview.sources.parsing.dates import written_date
from paperview.sources.parsing.field_values import arxiv_mention, is_arxiv
from paperview.sources.parsing.json_records import Fields, records
from paperview.sources.parsing.json_scan import Path, beginning, members
from paperview.sources.problem import Problem
from paperview.text.markup import plain

_ARRAYS: tuple[Path, ...] = (("items",),)
_NO_PAPERS = frozenset(("attachment", "note", "annotation"))
_TITLES = ("title", "caseName", "nameOfAct", "subject")
_JOURNALS = (
    "publicationTitle",
    "proceedingsTitle",
    "bookTitle",
    "encyclopediaTitle",
    "dictionaryTitle",
    "conferenceName",
    "meetingName",
    "blogTitle",
    "websiteTitle",
    "forumTitle",
    "programTitle",
    "reporter",
    "code",
    "journalAbbreviation",
    "repository",
)
_PUBLISHERS = (
    "publisher",
    "university",
    "institution",
    "company",
    "distributor",
    "studio",
    "label",
)
_AUTHORS = ("author", "")
_NOT_AUTHORS = frozenset(
    ("editor", "seriesEditor", "translator", "reviewedAuthor", "bookAuthor", "recipient", "counsel")
)
_USUAL = frozenset(("journalArticle", "conferencePaper", "preprint"))
_KINDS = {
    "blogPost": "online",
    "book": "book",
    "bookSection": "incollection",
    "computerProgram": "software",
    "conferencePaper": "inproceedings",
    "dataset": "dataset",
    "dictionaryEntry": "inreference",
    "document": "misc",
    "encyclopediaArticle": "inreference",
    "journalArticle": "article",
    "magazineArticle": "article",
    "manuscript": "unpublished",
    "newspaperArticle": "article",
    "patent": "patent",
    "preprint": "misc",
    "report": "report",
    "thesis": "thesis",
    "webpage": "online",
}
"""Types of items, and the entries of a bibliography that they are; any other is `misc`."""
_ROLES = {
    "editor": "editor",
    "translator": "translator",
    "bookAuthor": "bookauthor",
    "seriesEditor": "editora",
    "reviewedAuthor": "reviewedauthor",
    "recipient": "recipient",
    "counsel": "counsel",
    "attorneyAgent": "attorney",
}
"""Roles that are not the authors', and the fields for them."""
_SUFFIX = re.compile(rf"(?P<given>.*\S),\s*+!?\s*+(?P<suffix>{SUFFIX}|père|fils)")
_COMMENT = re.compile(r"\s*Comments?:\s*(?P<text>\S.*)", re.DOTALL)

_EXTRA_LINE = re.compile(r"(?:tex\.|_)?(?P<key>[A-Za-z][\w. -]{0,40}?)\s*[:=]\s*(?P<value>\S.*)")
_BRACES = re.compile(r"\{:([^{}:]{1,40}):\s*([^{}]*)\}")  # the older way of writing them
_COMMENT_KEYS = ("comment", "comments", "note")
_ARXIV_KEYS = ("arxiv", "arxiv id", "arxivid", "eprint")
_LETTERS = re.compile(r"[^\W\d_]{2}")


def looks_like(head: bytes) -> bool:
    """Return whether the first item of a document has a Zotero type, or Better BibTeX made it."""
    outer, item = beginning(head, *_ARRAYS)
    return (
        "itemType" in item
        or "itemType" in members(item.get("data", b""))
        or b'"BetterBibTeX' in outer.get("config", b"")
    )


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read items in UTF-8; what can't be read comes as problems."""
    return records(data, source, _fill, *_ARRAYS)


def _fill(entry: Fields, record: RawRecord) -> bool:
    item = entry.within("data") if "data" in entry.values else entry
    kind = item.text("itemType")
    if kind in _NO_PAPERS:
        return False
    lines = read_extra(item.texts("extra"))
    record.title = plain(item.text(*_TITLES))
    record.abstract = plain(item.text("abstractNote"))
    record.comments = plain(" ".join(filter(None, [*_remarks(item), lines.comments])))
    record.authors = _authors(item)
    year = _put_date(entry, item, record)
    journal = plain(item.text(*_JOURNALS))
    _put_ids(item, record, journal, lines)
    if not is_arxiv(journal):
        volume, issue, pages = item.text("volume"), item.text("issue"), item.text("pages")
        record.journal_ref = journal_line(journal, volume, issue, pages, year)
    publisher = plain(item.text(*_PUBLISHERS))
    tags = [tag for one in item.objects("tags") if (tag := one.text("tag"))]
    record.extra += [
        ("url", record.own_address(item.text("url"))),
        ("keywords", plain("; ".join(tags))),
        ("PMID", "" if record.name.startswith("PMID") else lines.pmid),
        ("publisher", "" if record.journal_ref or is_arxiv(publisher) else publisher),
        ("type", "" if kind in _USUAL else item.text("thesisType", "reportType", "itemType")),
    ]
    if kind == "book":
        pages = item.text("numPages")
        record.extra += edition(item.text("volume"), item.text("edition"), "", pages)
    record.entry = _entry(item, "" if is_arxiv(journal) else journal, record)
    return True


def _entry(item: Fields, journal: str, record: RawRecord) -> dict[str, str]:
    """Return the item as an entry of a bibliography."""
    given = item.text("itemType")
    kind = _KINDS.get(given, "misc")
    publisher = item.text(*_PUBLISHERS)
    people: dict[str, list[str]] = {}
    for creator in item.objects("creators"):
        role = _ROLES.get(creator.text("creatorType"), "author")
        people.setdefault(role, []).append(_written_name(creator))
    number = item.text("issue", "reportNumber", "number", "patentNumber")
    found = {role: entries.joined(names) for role, names in people.items()}
    found |= {
        "journaltitle" if kind in ("article", "online") else "booktitle": journal,
        "shortjournal": item.text("journalAbbreviation"),
        "eventtitle": item.text("conferenceName", "meetingName"),
        "series": item.text("series", "seriesTitle"),
        "volume": item.text("volume"),
        "number": "" if record.arxiv_id and not item.text("issue") else number,
        "pages": entries.pages(item.text("pages")),
        "pagetotal": item.text("numPages"),
        "edition": item.text("edition"),
        entries.publisher_field(kind): "" if is_arxiv(publisher) else publisher,
        "location": item.text("place"),
        "isbn": item.text("ISBN"),
        "issn": item.text("ISSN"),
        "type": item.text("thesisType", "reportType") or ("" if given in _KINDS else given),
        "shorttitle": item.text("shortTitle"),
        "language": item.text("language"),
        "keywords": ", ".join(
            tag.replace(",", " ") for one in item.objects("tags") if (tag := one.text("tag"))
        ),
        "note": record.comments,
        "url": record.own_address(item.text("url")),
        "date": entries.date(record.created),
    }
    return {"entrytype": kind} | {name: plain(value) for name, value in found.items()}


def _written_name(creator: Fields) -> str:
    given, family = creator.text("firstName").strip(), creator.text("lastName").strip()
    if whole := creator.text("name"):
        return entries.whole_name(whole)
    suffix = _SUFFIX.fullmatch(given)
    # In quotation marks there is no particle.
    particle, rest = entries.without_particle(family)
    return entries.name_of_parts(
        rest.strip('"'),
        suffix["given"] if suffix else given,
        particle,
        suffix["suffix"] if suffix else "",
    )


def _put_ids(item: Fields, record: RawRecord, journal: str, lines: Extra) -> None:
    record.doi = item.text("DOI") or lines.values.get("doi", "")
    record.name = item.text("citationKey") or lines.name or item.text("key", "itemKey")
    archived = item.text("archiveID", "archiveLocation", "number", "reportNumber")
    if is_arxiv(item.text("archive", "repository")):
        archived = f"arXiv:{archived.strip().removeprefix('arXiv:')}"
    mention = arxiv_mention(lines.arxiv, archived, item.text("number"), journal, item.text("url"))
    record.arxiv_id, record.categories = mention
    # A bad id goes into the record all the same, so that it becomes a problem.
    record.arxiv_id = record.arxiv_id or lines.values.get("arxiv", "")


def _put_date(entry: Fields, item: Fields, record: RawRecord) -> int:
    """Put in the date; the one that Zotero parsed counts if it is more exact."""
    text = item.text("date", "dateDecided", "dateEnacted", "issueDate")
    parsed = entry.within("meta").text("parsedDate")
    own, theirs = written_date(text), written_date(parsed)
    is_better = theirs and (own is None or str(theirs).startswith(f"{own}-"))
    return record.put_date(parsed if is_better else text)


def _remarks(item: Fields) -> list[str]:
    """Return arXiv's comments, which Zotero keeps as notes of an item."""
    notes = item.values.get("notes")
    texts = [
        one if type(one) is str else Fields(one).text("note")
        for one in (notes if type(notes) is list else ())
        if type(one) in (str, dict)
    ]
    return [remark["text"] for text in texts if (remark := _COMMENT.fullmatch(plain(text)))]


def _authors(item: Fields) -> list[str]:
    """Return the authors, or else the creators in similar roles, or else the editors."""
    creators = [(one.text("creatorType"), _name(one)) for one in item.objects("creators")]
    authors = [name for role, name in creators if role in _AUTHORS]
    makers = [name for role, name in creators if role not in _NOT_AUTHORS]
    return authors or makers or [name for role, name in creators if role == "editor"]


def _name(creator: Fields) -> str:
    given, family = creator.text("firstName").strip(), creator.text("lastName").strip()
    # Quotation marks keep a name whole that would be taken for a particle and a name.
    family = family[1:-1] if len(family) > 2 and family[0] == family[-1] == '"' else family
    suffix = _SUFFIX.fullmatch(given)
    parts = (suffix["given"], family, suffix["suffix"]) if suffix else (given, family)
    return plain(creator.text("name") or " ".join(filter(None, parts)))


@dataclass(frozen=True, slots=True)
class Extra:
    """The values and notes of the field "Extra"."""

    values: dict[str, str] = field(default_factory=dict)
    """By key, in lower case; the first of several counts."""
    free: list[str] = field(default_factory=list)
    """The lines that are notes and no values."""

    @property
    def arxiv(self) -> str:
        """The mention of arXiv: `arXiv:2306.04713 [cs]`."""
        return next((f"arXiv:{self.values[key]}" for key in _ARXIV_KEYS if key in self.values), "")

    @property
    def comments(self) -> str:
        """The comments, arXiv's or the reader's."""
        named = [self.values[key] for key in _COMMENT_KEYS if key in self.values]
        return " ".join([*named, *self.free])

    @property
    def pmid(self) -> str:
        """The paper's number at PubMed."""
        return self.values.get("pmid", "")

    @property
    def name(self) -> str:
        """The citation key, or else the name of the paper in a database."""
        bibcode = self.values.get("adsbibcode") or self.values.get("ads bibcode")
        return self.values.get("citation key") or bibcode or (self.pmid and f"PMID {self.pmid}")


def read_extra(lines: Iterable[str]) -> Extra:
    """Read the lines of the field, in one text or in several."""
    values: dict[str, str] = {}
    free: list[str] = []
    for text in lines:
        for line in _BRACES.sub(r"\n\1: \2\n", text).split("\n"):
            found = _EXTRA_LINE.fullmatch(line.strip())
            if found and not found["value"].startswith("//"):
                values.setdefault(found["key"].lower(), found["value"].strip())
            elif _is_prose(line):
                free.append(line.strip())
    return Extra(values, free)


def _is_prose(line: str) -> bool:
    return sum(_LETTERS.search(word) is not None for word in line.split(maxsplit=20)) > 1
