"""Ids and addresses of BibTeX entries: arXiv ids, DOIs, links.

An arXiv id is in `eprint`, as it should be, or in another field where reference managers put it:
`url`, `journal`, `volume`, `number`, `note` and others. In a note it counts only if the note says
nothing else, for a note may be about another paper.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from paperview.model.paper import ArxivId, Doi, arxiv_ids_in
from paperview.sources.parsing.field_values import first_doi
from paperview.sources.parsing.subjects import classes_in

_ESCAPED = re.compile(r"\{?\\(?P<sign>[_%&#$~{}^])(?:\{\})?\}?")
_SIGNS = (
    (re.compile(r"\{?\\textless\b *(?:\{\})?\}?|\$<\$|&lt;"), "<"),
    (re.compile(r"\{?\\textgreater\b *(?:\{\})?\}?|\$>\$|&gt;"), ">"),
    (re.compile(r"\{?\\textasciitilde\b *(?:\{\})?\}?|\$\\sim\$"), "~"),
    (re.compile(r"\{?\\textunderscore\b *(?:\{\})?\}?|\\\{_\\\}|\$\\?_\$"), "_"),
    (re.compile(r"\\(?:url|nolinkurl|path)\b *(?=\{)"), ""),
    (re.compile(r"\\href *\{([^{}]*)\}"), r"\1 "),
    (re.compile(r"&amp;"), "&"),
)
_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>\"{}|]+", re.IGNORECASE)
_ADDRESS_WITHOUT_SCHEME = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?")
_BACKSLASH = re.compile(r"\{?\\textbackslash(?![A-Za-z]) *(?:\{\})?\}?")
_DOI_ADDRESS = re.compile(
    r"(?:https?://)?(?:[\w-]{1,60}\.)?doi\.[\w.-]{2,60}/(?P<doi>10\.[0-9.]{4,30}(?:/|%2F)[^\s{}]+)",
    re.IGNORECASE,
)
_DOI_NOTE = re.compile(
    r"doi:?\s*(?P<doi>10\.[0-9.]{4,30}(?:/|%2F)[^\s;,]+)(?:[\s;,][\s;,.0-9]*)?", re.IGNORECASE
)
_CLASSES = re.compile(r"\[(?P<classes>[a-z][\w.,; -]*)\]")
_WORD = re.compile(r"[^\W\d_]+")
_WORDS_ABOUT_ARXIV = (
    "abs arxiv archive article at available cornell corr e eprint eprints export from http https "
    "id in online org paper pdf preprint preprints print prints repository university url www"
)
_EMPTY_WORDS = frozenset(_WORDS_ABOUT_ARXIV.split())

_LINKS = ("url", "ee", "link", "pdf", "howpublished", "bdsk-url-1", "adsurl")
_NOTES = ("note", "annotation", "annote", "comment")
_TEXTS = ("journal", "journaltitle", "booktitle", "series", "publisher", "institution")
_VENUES = ("journal", "journaltitle", "publisher", "institution")
_NUMBERS = ("volume", "number", "eid", "pages")


@dataclass(slots=True)
class Links:
    """Ids and address of an entry."""

    arxiv_id: str = ""
    categories: list[str] = field(default_factory=list)
    """Those of arXiv."""
    doi: str = ""
    url: str = ""
    """Address that does not follow from the ids."""
    used: set[str] = field(default_factory=set)
    """Fields that say nothing else."""


def links(fields: Mapping[str, str]) -> Links:
    """Find the ids and the address of an entry."""
    found = Links()
    found.doi = _doi(fields, found.used)
    classes = [fields.get("primaryclass", ""), fields.get("eprintclass", "")]
    proper, elsewhere = _eprint(fields, classes), _elsewhere(fields, found.used, classes)
    in_doi = ArxivId.parse(found.doi)
    if in_doi and not Doi.parse(found.doi):
        found.doi = ""  # an arXiv id is in its field
    if arxiv_id := proper or elsewhere or in_doi:
        found.arxiv_id = str(arxiv_id)
        found.categories = _classes(classes)
        found.used.update(
            name for name in (*_TEXTS, *_LINKS) if name in fields and _says_nothing(fields[name])
        )
    elif "arxiv" in _archive(fields).lower():
        found.arxiv_id = fields.get("eprint", "")
    found.url = _url(fields, found)
    return found


def verbatim(text: str) -> str:
    r"""Return an id or address without its TeX: `_` for `\_` and the like."""
    text = _unescaped(text)
    return text.replace("{", "").replace("}", "") if "{" in text else text


def _doi_meant(text: str) -> str:
    r"""Return a DOI without its TeX. It has no backslash, even if it was escaped twice."""
    if "\\" in text:
        text = _BACKSLASH.sub(r"\\", text)
    return verbatim(text).replace("\\", "")


def _unescaped(text: str) -> str:
    if "\\" in text or "$" in text or "&" in text:
        for sign, plain in _SIGNS:
            text = sign.sub(plain, text)
        text = _ESCAPED.sub(r"\g<sign>", text)
    return text


def _archive(fields: Mapping[str, str]) -> str:
    return fields.get("archiveprefix") or fields.get("eprinttype") or ""


def _eprint(fields: Mapping[str, str], classes: list[str]) -> ArxivId | None:
    """Return the arXiv id of `eprint` and the like."""
    archive = _archive(fields)
    for name in ("eprint", "arxivid", "arxiv"):
        text = verbatim(fields.get(name, ""))
        if not text or (name == "eprint" and archive and not _may_be_arxiv(archive, text)):
            continue
        classes += _CLASSES.findall(text)
        classes += classes_in(archive)
        text = _CLASSES.sub("", text).strip(" .,;").removeprefix("abs/")
        forms = (text, f"{archive}/{text}", *(f"{one}/{text}" for one in classes))
        if arxiv_id := next(filter(None, map(ArxivId.parse, forms)), None):
            return arxiv_id
        if within := arxiv_ids_in(text):
            return within[0][2]
    return None


def _may_be_arxiv(archive: str, eprint: str) -> bool:
    """Return whether an archive is arXiv or a part of it: `hep-th`."""
    is_part = ArxivId.parse(f"{archive}/{eprint}") is not None or classes_in(archive) == [archive]
    return "arxiv" in archive.lower() or "arxiv" in eprint.lower() or is_part


def _elsewhere(fields: Mapping[str, str], used: set[str], classes: list[str]) -> ArxivId | None:
    """Return the arXiv id of other fields, and note which these are."""
    arxiv_id = None
    venue = next((fields[name].lower() for name in _VENUES if fields.get(name)), "")
    is_arxiv = "arxiv" in venue or venue == "corr"
    for name in (*_TEXTS, *_NUMBERS, *_LINKS, *_NOTES):
        text = fields.get(name)
        if not text or not (is_arxiv or "arxiv" in text.lower()):
            continue
        text = verbatim(text)
        own = ArxivId.parse(text.removeprefix("abs/")) if name in _NUMBERS else None
        in_text = arxiv_ids_in(text) if "arxiv" in text.lower() and not own else []
        rest = ""
        if in_text:
            start, end, own = in_text[0]
            rest = f"{text[:start]} {text[end:]}"
        if own is None or (name in _NOTES and not _says_nothing(rest)):
            continue
        arxiv_id = arxiv_id or own
        if _says_nothing(rest):
            classes += _CLASSES.findall(rest)
            used.add(name)
    return arxiv_id


def _says_nothing(text: str) -> bool:
    """Return whether a text says only that the paper is on arXiv."""
    words = _WORD.findall(_CLASSES.sub("", text).lower())
    return all(word in _EMPTY_WORDS for word in words)


def _classes(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(one for text in texts for one in classes_in(text)))


def _doi(fields: Mapping[str, str], used: set[str]) -> str:
    """Return the DOI of an entry, or the text in its field; note the other fields that give it."""
    given = _doi_meant(fields.get("doi", ""))
    doi = first_doi(given)
    for name in (*_LINKS, *_NOTES):
        text = fields.get(name, "")
        if "10." not in text:
            continue
        text = _doi_meant(text)
        if name in _NOTES:
            again = _DOI_NOTE.fullmatch(text) or _DOI_ADDRESS.fullmatch(text)
        else:
            again = _DOI_ADDRESS.search(text)
        same = first_doi(again["doi"]) if again else None
        if same and not (doi and doi.key != same.key):
            used.add(name)
            doi = doi or same
    return doi.name if doi else given


def _url(fields: Mapping[str, str], found: Links) -> str:
    """Return the first address that does not follow from the ids."""
    for name in (*_LINKS, "note"):
        text = fields.get(name)
        if not text:
            continue
        text = _unescaped(text)
        address = _ADDRESS.search(text)
        if address is None:
            if name == "url" and _ADDRESS_WITHOUT_SCHEME.fullmatch(text):
                return text
            continue
        says_nothing = _says_nothing(f"{text[: address.start()]} {text[address.end() :]}")
        if name == "note" and not says_nothing:
            continue
        if says_nothing:
            found.used.add(name)
        url = address.group().rstrip(".,;")
        is_known = (found.arxiv_id and "arxiv.org/" in url) or (found.doi and "doi.org/" in url)
        if not is_known:
            return url
    return ""
