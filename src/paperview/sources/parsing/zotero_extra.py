"""The lines of Zotero's field "Extra", which CSL-JSON carries in "note", and ids in other fields.

What a type of item has no field for stands there as `Key: value`, one a line, among free notes.
Source: Zotero's documentation, "Citing Fields from Extra".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from paperview.model.paper import ArxivId, Doi, arxiv_ids_in
from paperview.sources.draft import RawRecord

_LINE = re.compile(r"(?:tex\.|_)?(?P<key>[A-Za-z][\w. -]{0,40}?)\s*[:=]\s*(?P<value>\S.*)")
_BRACES = re.compile(r"\{:([^{}:]{1,40}):\s*([^{}]*)\}")  # the older way of writing them
_CLASSES = re.compile(r"\s*\[([a-z][\w.:, -]*)\]")
_COMMENTS = ("comment", "comments", "note")
_PLACES = ("arxiv", "arxiv id", "arxivid", "eprint")
_LONGEST = 300  # characters of a text in which an id is looked for
_WORD = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Extra:
    """What the lines say."""

    values: dict[str, str] = field(default_factory=dict)
    """By key, in small letters; of several the first counts."""
    free: list[str] = field(default_factory=list)
    """The lines that are notes and no values."""

    @property
    def arxiv(self) -> str:
        """What is said of the paper at arXiv: `arXiv:2306.04713 [cs]`."""
        return next((f"arXiv:{self.values[key]}" for key in _PLACES if key in self.values), "")

    @property
    def comments(self) -> str:
        """The remarks on the paper, from arXiv or of the reader."""
        named = [self.values[key] for key in _COMMENTS if key in self.values]
        return " ".join([*named, *self.free])

    @property
    def pmid(self) -> str:
        """The paper's number at PubMed."""
        return self.values.get("pmid", "")

    @property
    def name(self) -> str:
        """The citation key, or else what databases call the paper."""
        bibcode = self.values.get("adsbibcode") or self.values.get("ads bibcode")
        return self.values.get("citation key") or bibcode or (self.pmid and f"PMID {self.pmid}")


def extra(lines: Iterable[str]) -> Extra:
    """Read the lines of the field, in one text or in several."""
    values: dict[str, str] = {}
    free: list[str] = []
    for text in lines:
        for line in _BRACES.sub(r"\n\1: \2\n", text).split("\n"):
            found = _LINE.fullmatch(line.strip())
            if found and not found["value"].startswith("//"):
                values.setdefault(found["key"].lower(), found["value"].strip())
            elif _is_prose(line):
                free.append(line.strip())
    return Extra(values, free)


def _is_prose(line: str) -> bool:
    return sum(_WORD.search(word) is not None for word in line.split(maxsplit=20)) > 1


def is_arxiv(journal: str) -> bool:
    """Whether what is given as a journal or a publisher is arXiv, under one of its names."""
    return journal[:5].lower() == "arxiv" or journal in ("CoRR", "Cornell University")


def arxiv_mention(*texts: str) -> tuple[str, list[str]]:
    """Return the first arXiv id that one of some texts says, and the classes behind it.

    Meant for fields that say where a paper is: `arXiv:1706.03762 [cs, physics:hep-ph]`,
    `http://arxiv.org/abs/hep-th/9901001v2`, `CoRR abs/1706.03762`.
    """
    for text in texts:
        start = text[:_LONGEST]
        if "arxiv" not in start.lower() and "abs/" not in start:
            continue
        start = start.replace(" abs/", " ").removeprefix("abs/")
        for _, end, arxiv_id in arxiv_ids_in(start):
            classes = _CLASSES.match(start, end)
            names = classes[1].split(",") if classes else []
            return str(arxiv_id), [name.strip().rpartition(":")[2] for name in names]
    return "", []


def own_address(record: RawRecord, address: str) -> str:
    """Return an address of a paper, unless it is one that its ids lead to anyway."""
    doi = Doi.parse(address)
    is_known = bool(record.arxiv_id and ArxivId.parse(address)) or (
        doi is not None and record.doi.lower().endswith(doi.key)
    )
    return "" if is_known else address
