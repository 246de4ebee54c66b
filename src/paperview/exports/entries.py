"""Papers as entries of a bibliography: the fields that BibTeX, RIS and CSL are written from.

A paper from a bibliography has its entry, with fields named as in BibTeX or BibLaTeX. The paper
itself gives what the entry lacks, such as an id from another source.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from paperview.exports import journals
from paperview.exports.people import Person, listed, person
from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Paper
from paperview.tex import to_text

_ALIASES = {
    "address": "location",
    "annote": "annotation",
    "archiveprefix": "eprinttype",
    "journal": "journaltitle",
    "primaryclass": "eprintclass",
    "school": "institution",
}
"""BibTeX's names of fields, and BibLaTeX's."""
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_VENUES = (
    *("journaltitle", "booktitle", "maintitle", "eventtitle", "publisher", "institution"),
    *("organization", "series", "howpublished"),
)
_GENRES = {
    "mastersthesis": "Master's thesis",
    "mathesis": "Master's thesis",
    "phdthesis": "PhD thesis",
    "techreport": "Technical report",
}
_KINDS = {
    "book": "book",
    "book chapter": "inbook",
    "dataset": "dataset",
    "dissertation": "phdthesis",
    "master's thesis": "mastersthesis",
    "phd thesis": "phdthesis",
    "proceedings": "proceedings",
    "report": "report",
    "software": "software",
    "thesis": "thesis",
}
"""Types of papers that no bibliography told of."""
_PAIRS = ("publisher", "volume", "edition", "keywords")
"""Further pairs of such papers that are fields of an entry."""
_EPRINTS = ("eprint", "arxivid", "arxiv")
_NO_JOURNAL = frozenset(("misc", "online", "unpublished", ""))
_RANGE = re.compile(r" ?(?:-{1,3}|[‐-―]) ?")


class Entry:
    """The fields of a paper's entry, named as in BibLaTeX, with their values in TeX."""

    def __init__(self, paper: Paper) -> None:
        """Take them from the paper."""
        self.paper = paper
        self.fields = paper.entry_fields
        self.kind = self.fields.pop("entrytype", "")
        self.is_own = bool(self.kind)
        """Whether its source is a bibliography."""
        self._known = {_ALIASES.get(name, name) for name, value in self.fields.items() if value}
        self._complete()

    def _complete(self) -> None:
        """Add what the paper has and the entry lacks."""
        paper, known = self.paper, self._known
        added: dict[str, str | None] = {} if self.is_own else self._from_pairs()
        if not known & {"author", "editor", "collaboration"}:
            added["author"] = " and ".join(person(name).written for name in paper.authors)
        if paper.journal_ref and self.kind in _NO_JOURNAL and known.isdisjoint(_VENUES):
            self.kind = "article"
            added = {**added, **journals.parts(paper.journal_ref)}
        if known & {"date", "year"}:
            added.pop("date", None)
        else:
            added["date"] = self._date(added.get("date") or "")
        if paper.arxiv_id and known.isdisjoint(_EPRINTS):
            added["eprint"] = paper.arxiv_id.base
            added["eprinttype"] = "arXiv"
            added["eprintclass"] = paper.categories[0] if paper.categories else ""
        if paper.doi and "doi" not in known:
            added["doi"] = paper.doi.name
        if paper.url and not paper.has_id and "url" not in known:
            added["url"] = paper.url
        if self.is_own:
            added["abstract"] = paper.abstract
        title = {} if self.fields.get("title") else {"title": paper.title}
        self.kind = self.kind or "misc"
        found = {**title, **self.fields, **added}
        # Authors follow the title.
        first = {name: found.pop(name) for name in ("title", "author") if found.get(name)}
        self.fields = {name: value for name, value in (first | found).items() if value}

    def _from_pairs(self) -> dict[str, str | None]:
        """Return the further pairs that are fields, and take the type from them."""
        pairs = {name.lower(): value for name, value in self.paper.extra}
        if not self.paper.journal_ref:
            self.kind = _KINDS.get(pairs.get("type", "").lower(), "")
        return {name: pairs[name] for name in _PAIRS if name in pairs}

    def _date(self, published: str) -> str:
        """Return the date of the paper, or the year of its publication if that is another."""
        created = self.paper.date
        is_same = created is not None and published in ("", str(created.year))
        return str(created) if is_same else published

    @property
    def has_own_title(self) -> bool:
        """Whether the source wrote the title for a bibliography, with braces as needed."""
        return "title" in self.paper.entry_fields

    def raw(self, *names: str) -> str:
        """Return the first value under one of BibLaTeX's names or their aliases; empty for none."""
        for name in names:
            for alias in (name, *(old for old, new in _ALIASES.items() if new == name)):
                if value := self.fields.get(alias):
                    return value
        return ""

    def text(self, *names: str) -> str:
        """Return such a value with Unicode instead of TeX, without braces."""
        value = self.raw(*names)
        return to_text(value).strip() if value else ""

    def title(self) -> str:
        """Return the title and subtitle as text."""
        return to_text(self.paper.title) if self.paper.title else self.text("title")

    def people(self, role: str = "author") -> list[Person]:
        """Return the authors, or the people in another role, as text."""
        return [one.as_text() for one in listed(self.fields.get(role, ""))]

    def date(self) -> PartialDate | None:
        """Return the date of publication."""
        if found := PartialDate.parse(self.raw("date")):
            return found
        created = self.paper.date
        year = re.search(r"[0-9]{4}", self.raw("date") or self.raw("year"))
        if not year or (created and created.year == int(year[0])):
            return created
        return PartialDate.of(int(year[0]))

    def pages(self, dash: str = "-") -> str:
        """Return the pages, ranges with a dash."""
        return _RANGE.sub(dash, self.text("pages"))

    @property
    def arxiv_id(self) -> ArxivId | None:
        """The arXiv id."""
        return self.paper.arxiv_id

    @property
    def genre(self) -> str:
        """The type of a thesis or a report in words."""
        given = self.text("type") or self.kind
        return _GENRES.get(given.lower(), self.text("type"))

    def keywords(self) -> list[str]:
        """Return the keywords, or else arXiv's categories."""
        text = self.text("keywords", "keyword")
        parts = re.split(r"\s*[;,]\s*", text) if text else self.paper.categories
        return [part for part in parts if part]


def renamed(fields: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Return fields under other names, unless there is a field of that name already."""
    found: dict[str, str] = {}
    for name, value in fields.items():
        other = names.get(name, name)
        found[name if other in fields or other in found else other] = value
    return found
