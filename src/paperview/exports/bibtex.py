"""Entries of BibTeX and of BibLaTeX.

An entry that came from a bibliography keeps all its fields, and titles and names keep the TeX of
their source. For BibTeX, types and fields that only BibLaTeX knows become those of the classic
styles, and accented letters are written in TeX; BibLaTeX has Unicode. A title that no bibliography
wrote gets braces around words such as DNA, which styles would write in small letters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from paperview.exports.entries import MONTHS, Entry, renamed
from paperview.exports.people import in_classic_forms
from paperview.exports.tex_text import balanced, escaped, with_capitals
from paperview.model.dates import PartialDate
from paperview.model.paper import Paper

_VERBATIM = frozenset(
    (
        *("doi", "url", "eprint", "eprinttype", "eprintclass", "archiveprefix", "primaryclass"),
        *("file", "pdf", "keyword", "keywords", "month", "date", "year", "urldate", "crossref"),
        *("isbn", "issn", "arxivid", "adsurl", "ee", "link", "bdsk-url-1", "bdsk-url-2"),
    )
)
"""Fields whose signs are not TeX."""
_TO_BIBTEX = {
    "journaltitle": "journal",
    "location": "address",
    "annotation": "annote",
    "eprinttype": "archivePrefix",
    "eprintclass": "primaryClass",
    "archiveprefix": "archivePrefix",
    "primaryclass": "primaryClass",
    "issue": "number",
}
_TO_BIBLATEX = {
    "journal": "journaltitle",
    "address": "location",
    "annote": "annotation",
    "archiveprefix": "eprinttype",
    "primaryclass": "eprintclass",
    "school": "institution",
}
_BIBTEX_TYPES = {
    "bookinbook": "inbook",
    "collection": "book",
    "conference": "inproceedings",
    "dataset": "misc",
    "electronic": "misc",
    "inreference": "incollection",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "proceedings",
    "mvreference": "book",
    "online": "misc",
    "patent": "misc",
    "periodical": "misc",
    "reference": "book",
    "report": "techreport",
    "software": "misc",
    "suppbook": "inbook",
    "suppcollection": "incollection",
    "suppperiodical": "article",
    "thesis": "phdthesis",
    "www": "misc",
}
_PEOPLE = ("author", "editor", "translator", "bookauthor")
_MASTER = re.compile(r"master|mathesis", re.IGNORECASE)
_THESES = {"phdthesis": "phdthesis", "mastersthesis": "mathesis", "techreport": "techreport"}


def dumps(paper: Paper, key: str) -> str:
    """Write a paper as an entry that BibTeX's own styles understand."""
    entry = Entry(paper)
    fields, kind = dict(entry.fields), entry.kind
    if kind == "thesis" and _MASTER.search(fields.get("type", "")):
        kind = "mastersthesis"
    kind = _BIBTEX_TYPES.get(kind, kind)
    if kind.endswith("thesis") and "institution" in fields:
        fields["school"] = fields.pop("institution")
    if fields.get("type", "").lower() in _THESES.values():
        del fields["type"]
    for role in _PEOPLE:
        if role in fields:
            fields[role] = in_classic_forms(fields[role])
    _join_subtitle(fields)
    _split_date(fields)
    return _written(kind, key, renamed(fields, _TO_BIBTEX), entry, ascii_accents=True)


def dumps_biblatex(paper: Paper, key: str) -> str:
    """Write a paper as an entry for BibLaTeX."""
    entry = Entry(paper)
    fields, kind = dict(entry.fields), entry.kind
    if kind in _THESES:
        fields.setdefault("type", _THESES[kind])
        kind = "report" if kind == "techreport" else "thesis"
    if kind == "misc" and entry.paper.arxiv_id and not entry.is_own:
        kind = "online"
    _join_date(fields)
    return _written(kind, key, renamed(fields, _TO_BIBLATEX), entry, ascii_accents=False)


def _written(
    kind: str, key: str, fields: Mapping[str, str], entry: Entry, *, ascii_accents: bool
) -> str:
    lines = []
    for name, value in fields.items():
        if name.lower() in _VERBATIM:
            text = balanced(value)
        else:
            text = escaped(value, ascii_accents=ascii_accents)
        if name == "title" and not entry.has_own_title:
            text = with_capitals(text)
        is_word = name == "month" and text in MONTHS
        lines.append(f"  {name} = {text}," if is_word else f"  {name} = {{{text}}},")
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def _join_subtitle(fields: dict[str, str]) -> None:
    """Put a subtitle behind its title: BibTeX has no field for it."""
    for title, subtitle in (("title", "subtitle"), ("booktitle", "booksubtitle")):
        if (further := fields.get(subtitle)) and (first := fields.get(title)):
            fields[title] = (
                f"{first}{'' if first.endswith((':', '?', '!', '.')) else ':'} {further}"
            )
            del fields[subtitle]


def _split_date(fields: dict[str, str]) -> None:
    """Write a date as year, month and day; one that is no date of ours stays, for the year."""
    text = fields.get("date", "")
    date = PartialDate.parse(text)
    if date is None:
        year = re.match(r"[0-9]{4}", text)
        if year and "year" not in fields:
            fields["year"] = year[0]
        return
    if "year" in fields:
        return
    named = {"year": str(date.year)}
    if date.month:
        named["month"] = MONTHS[date.month - 1]
    if date.day:
        named["day"] = str(date.day)
    replaced = {}
    for name, value in fields.items():
        replaced.update(named if name == "date" else {name: value})
    fields.clear()
    fields.update(replaced)


def _join_date(fields: dict[str, str]) -> None:
    """Write year and month as a date, where they are one."""
    year, month = fields.get("year", ""), fields.get("month", "").lower()
    if "date" in fields or not re.fullmatch("[0-9]{4}", year):
        return
    if month and month[:3] not in MONTHS:
        return
    day = fields.get("day", "")
    number = f"-{MONTHS.index(month[:3]) + 1:02}" if month else ""
    last = f"-{int(day):02}" if number and day.isascii() and day.isdigit() else ""
    date = PartialDate.parse(f"{year}{number}{last}")
    if date is None or (day and not last):
        return
    replaced = {}
    for name, value in fields.items():
        if name == "year":
            replaced["date"] = str(date)
        elif name not in ("month", "day"):
            replaced[name] = value
    fields.clear()
    fields.update(replaced)
