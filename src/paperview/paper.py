"""Papers and what identifies them."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date
from typing import Self, final
from urllib.parse import quote

# The archives that gave out ids of the old form until March 2007.
_OLD_ARCHIVES = (
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas "
    "cond-mat cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin "
    "nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int supr-con"
)
_NEW_ID = r"(?P<yymm>[0-9]{2}(?:0[1-9]|1[0-2]))\.(?P<number>[0-9]{4,5})"
_OLD_ID = (
    rf"(?P<archive>{'|'.join(_OLD_ARCHIVES.split())})(?:\.[a-z]{{2}})?"
    r"/(?P<old>[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{3})"
)
_DOI_ORG = r"(?:https?://)?(?:www\.|dx\.)?doi\.org/|doi:\s*"
_BEFORE_ID = (
    r"(?:(?P<address>(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/)"
    r"|oai:arxiv\.org:"
    rf"|(?:{_DOI_ORG})?10\.48550/arxiv\."
    r"|arxiv:\s*)?"
)
_ID = rf"{_BEFORE_ID}(?P<id>{_NEW_ID}|{_OLD_ID})(?:v(?P<version>[1-9][0-9]{{0,3}}))?(?:\.pdf)?"
_AFTER_ADDRESS = r"(?(address)/?(?:[?#]\S*)?)"
# ASCII, for otherwise the long s and the Kelvin sign would count as s and k.
_ARXIV_ID = re.compile(rf"(?a:{_ID}){_AFTER_ADDRESS}", re.IGNORECASE)
_ID_WITHIN = re.compile(rf"(?<![\w./-])(?a:{_ID})(?![\w/-]|\.[0-9])", re.IGNORECASE)
_DOI = re.compile(rf"(?:{_DOI_ORG})?(?P<doi>10\.[0-9]{{4,9}}/\S+)", re.IGNORECASE)
_NOT_QUOTED = "/:;()+,@!*'=$~"
"""Characters of a DOI that an address may hold as they are."""
_AFTER_SURNAME = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii", "iv"))

_LABEL_LENGTH = 300  # characters
_FIRST_NEW_MONTH = 704  # April 2007
_FIRST_FIVE_DIGITS = 1501  # January 2015
_FIRST_OLD_MONTH = 199107
_LAST_OLD_MONTH = 200703


@final
@dataclass(frozen=True, slots=True)
class ArxivId:
    """An arXiv identifier, of the form used since April 2007 or of the one before.

    Source of the rules: arXiv's help page "Understanding the arXiv identifier".
    """

    base: str
    """The canonical id without class and version: `2304.10190`, `math/0309136`."""
    version: int | None = None
    """The version from 1, or None where the source names none."""

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read an id, bare or as `arXiv:` id, arxiv.org address, OAI id or arXiv DOI.

        Returns None where the text as a whole is no valid arXiv id.
        """
        match = _ARXIV_ID.fullmatch(text.strip())
        if match is None:
            return None
        if match["archive"]:
            base = f"{match['archive'].lower()}/{match['old']}"
            valid = _valid_old(match["old"])
        else:
            base = match["id"]
            valid = _valid_new(int(match["yymm"]), match["number"])
        version = int(match["version"]) if match["version"] else None
        return cls(base, version) if valid else None

    @property
    def abs_url(self) -> str:
        """The address of the abstract page, of the version that the source names if any."""
        return f"https://arxiv.org/abs/{self}"

    @property
    def pdf_url(self) -> str:
        """The address of the PDF, of the version that the source names if any."""
        return f"https://arxiv.org/pdf/{self}"

    def __str__(self) -> str:
        return self.base if self.version is None else f"{self.base}v{self.version}"


def _valid_new(yymm: int, number: str) -> bool:
    digits = 4 if yymm < _FIRST_FIVE_DIGITS else 5
    return yymm >= _FIRST_NEW_MONTH and len(number) == digits and int(number) > 0


def _valid_old(yymm_number: str) -> bool:
    year = int(yymm_number[:2])
    month = (1900 + year if year >= 91 else 2000 + year) * 100 + int(yymm_number[2:4])
    return _FIRST_OLD_MONTH <= month <= _LAST_OLD_MONTH and int(yymm_number[4:]) > 0


def arxiv_ids_in(text: str) -> list[tuple[int, int, ArxivId]]:
    """Return every arXiv id mentioned in a text as (start, end, id), in order."""
    found = ((match.span(), ArxivId.parse(match.group())) for match in _ID_WITHIN.finditer(text))
    return [(start, end, arxiv_id) for (start, end), arxiv_id in found if arxiv_id is not None]


@final
@dataclass(frozen=True, slots=True)
class Doi:
    """A digital object identifier, in the letters the source uses."""

    name: str
    """The bare name: `10.1145/3530190.3534809`."""

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read a DOI, bare or as `doi:` name or doi.org address; None where there is none."""
        match = _DOI.fullmatch(text.strip())
        return cls(match["doi"]) if match else None

    @property
    def key(self) -> str:
        """The form for comparing: DOIs don't distinguish upper and lower case."""
        return self.name.lower()

    @property
    def url(self) -> str:
        """The address that leads to the document."""
        return f"https://doi.org/{quote(self.name, safe=_NOT_QUOTED)}"

    def __str__(self) -> str:
        return self.name


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper. Every field but the identity (arXiv id or DOI) may be missing.

    Texts are as in the source, TeX and all, but cleaned of control characters, each in one line and
    without blanks at its ends.
    """

    arxiv_id: ArxivId | None = None
    doi: Doi | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    abstract: str | None = None
    """Paragraphs are set apart by an empty line."""
    comments: str | None = None
    categories: tuple[str, ...] = ()
    journal_ref: str | None = None
    created: date | None = None
    updated: date | None = None
    extra: tuple[tuple[str, str], ...] = ()
    """Further (name, value) pairs that the source holds and paperview has no field for."""

    @property
    def identity(self) -> str:
        """How the paper is named to a person: `arXiv:2304.10190`, or `doi:10.1145/1`."""
        return f"arXiv:{self.arxiv_id}" if self.arxiv_id else f"doi:{self.doi}"

    @property
    def label(self) -> str:
        """What the list shows for a paper without a title: the abstract's start, or the identity.

        A label is one line, at most 300 characters long.
        """
        start = (self.abstract or "")[: 2 * _LABEL_LENGTH].replace("\n\n", " ")
        return start[:_LABEL_LENGTH] or self.identity

    def merged(self, other: Paper) -> Paper:
        """Return this paper with the fields it lacks taken from another record of the same paper.

        Where both have a field, this paper's stays, unless the other is of a later version. Of the
        further pairs those with a new name are added.
        """
        first, second = (other, self) if _version(other) > _version(self) else (self, other)
        names = {name for name, _ in first.extra}
        merged = {
            field.name: getattr(first, field.name) or getattr(second, field.name)
            for field in fields(Paper)
        }
        merged["extra"] = first.extra + tuple(pair for pair in second.extra if pair[0] not in names)
        return Paper(**merged)


def surname(name: str) -> str:
    """Return the last word of a name, leaving out "Jr." and the like; empty for no name."""
    words = [word for word in name.split() if word.lower() not in _AFTER_SURNAME] or name.split()
    return words[-1].rstrip(",") if words else ""


def day_number(day: date | None) -> int:
    """Return a day as the number YYYYMMDD; 0 for none."""
    return day.year * 10_000 + day.month * 100 + day.day if day else 0


def _version(paper: Paper) -> int:
    return (paper.arxiv_id and paper.arxiv_id.version) or 0
