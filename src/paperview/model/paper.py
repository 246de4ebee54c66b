"""Papers and what identifies them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Self, final
from urllib.parse import quote, unquote

from paperview.lazy import lazy_pattern
from paperview.model.dates import PartialDate

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
_ARXIV_ID = lazy_pattern(rf"(?a:{_ID}){_AFTER_ADDRESS}", re.IGNORECASE)
_ID_WITHIN = lazy_pattern(rf"(?<![\w./-])(?a:{_ID})(?![\w/-]|\.[0-9])", re.IGNORECASE)
_DIGITS_OF_ID = lazy_pattern(r"[0-9]{4}\.[0-9]|/[0-9]{7}")
"""What every id has in it, and few texts have: to look for it takes little time."""
_DOI = lazy_pattern(
    rf"(?:{_DOI_ORG})*(?P<doi>10\.[0-9]{{4,9}}(?:\.[0-9]+)*(?:/|%(?:25)*2F)\S+)",
    re.IGNORECASE,
)
_MOST_QUOTED = 8
"""How often a DOI may have been put into an address that was put into another one; and once."""
_LONGEST_DOI = 2048
"""Characters; what is longer stays as it is."""
_SIGNS = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&"}
_UNSEEN = str.maketrans(dict.fromkeys("\xad\u200b\u200c\u200d\u2060\ufeff"))
_QUERY = lazy_pattern(r"\?[a-z_]+=.*", re.IGNORECASE | re.DOTALL)
_BEHIND_DOI = frozenset(".,;:'\"’”»…>)]}")
"""Punctuation after a DOI in a text. A closing bracket counts unless the DOI opens it."""
_OPENING = {")": "(", "]": "[", "}": "{", ">": "<"}
_NOT_QUOTED = "/:;()+,@!*'=$~"
"""Characters of a DOI that an address may hold as they are."""

_LINKS = frozenset(("url", "link"))
_ADDRESS = lazy_pattern(r"""https?://[^\s<>"{}|^`]*[^\s<>"{}|^`,.;]""")

ALSO = "also"
"""The name of further pairs that hold names of the paper in other sources."""

_LABEL_LENGTH = 300  # characters
_FIRST_NEW_MONTH = 704  # April 2007
_FIRST_FIVE_DIGITS = 1501  # January 2015
_FIRST_OLD_MONTH = 199107
_LAST_OLD_MONTH = 200703


@final
class ArxivId(NamedTuple):
    """An arXiv identifier, of the form used since April 2007 or of the one before.

    Source of the rules: arXiv's help page "Understanding the arXiv identifier".
    """

    base: str
    """The canonical id without class and version: `2304.10190`, `math/0309136`."""
    version: int | None = None
    """The version from 1, or None where the source names none."""

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read an id, alone or as `arXiv:` id, arxiv.org address, OAI id or arXiv DOI.

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
    def key(self) -> str:
        """The form for comparing: all versions are of one paper."""
        return self.base

    @property
    def month(self) -> PartialDate | None:
        """The month in the id, when arXiv gave it to the paper."""
        return PartialDate.of(*_year_and_month(self.base.rpartition("/")[2]))

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
    year, month = _year_and_month(yymm_number)
    is_in_time = _FIRST_OLD_MONTH <= 100 * year + month <= _LAST_OLD_MONTH
    return is_in_time and int(yymm_number[4:]) > 0


def _year_and_month(yymm_number: str) -> tuple[int, int]:
    year = int(yymm_number[:2])
    return 1900 + year if year >= 91 else 2000 + year, int(yymm_number[2:4])


def arxiv_ids_in(text: str) -> list[tuple[int, int, ArxivId]]:
    """Return every arXiv id mentioned in a text as (start, end, id), in order."""
    if not _DIGITS_OF_ID.search(text):
        return []
    found = ((match.span(), ArxivId.parse(match.group())) for match in _ID_WITHIN.finditer(text))
    return [(start, end, arxiv_id) for (start, end), arxiv_id in found if arxiv_id is not None]


@final
class Doi(NamedTuple):
    """A digital object identifier, in the letters the source uses."""

    name: str
    """The name without an address: `10.1145/3530190.3534809`."""

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read a DOI, alone or as `doi:` name or doi.org address; None where there is none.

        Signs written as addresses or HTML write them (`%2F`, `&lt;`) are read as what they stand
        for, and punctuation behind a DOI is left out.
        """
        match = _DOI.fullmatch(text.strip())
        if match is None:
            return None
        name = match["doi"]
        if "?" in name and match.start("doi"):
            name = _QUERY.sub("", name)
        if name[-1].isalnum() and "%" not in name and "&" not in name and name.isascii():
            return cls(name)
        name = _meant(name)
        return cls(name) if name.partition("/")[2] else None

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


def _meant(name: str) -> str:
    """Return a DOI as it is meant by one that was written for an address, HTML or a sentence."""
    known = name
    for _ in range(_MOST_QUOTED if len(name) <= _LONGEST_DOI else 0):
        before, name = name, _once_meant(name)
        if name == before:
            return name
    return known


def _once_meant(name: str) -> str:
    plain = unquote(name) if "%" in name else name
    # No control characters, and nothing that is no UTF-8: no address holds these.
    if plain.isprintable() and "\ufffd" not in plain:
        name = plain.partition(" ")[0]
    for sign, plain in _SIGNS.items():
        name = name.replace(sign, plain)
    name = name.translate(_UNSEEN)
    while name[-1:] in _BEHIND_DOI:
        opening = _OPENING.get(name[-1])
        if opening and name.count(opening) >= name.count(name[-1]):
            break
        name = name[:-1]
    return name


def entry_of(fields: Iterable[tuple[str, str]]) -> str | None:
    """Return the text of an entry with some fields; None for no fields.

    They are named as in BibLaTeX or BibTeX, with `entrytype` among them, and written in TeX. Each
    is a line: its name, a tab, and its value, which must be clean.
    """
    return "\n".join([f"{name}\t{value}" for name, value in fields]) or None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper. Every field may be missing.

    Texts are as in the source, TeX and all, but cleaned of control characters, each in one line and
    without blanks at its ends.
    """

    arxiv_id: ArxivId | None = None
    doi: Doi | None = None
    name: str | None = None
    """Its name in its source: a citation key, `PMID 21553931`, a bibcode."""
    title: str | None = None
    authors: tuple[str, ...] = ()
    abstract: str | None = None
    """Paragraphs are set apart by an empty line."""
    comments: str | None = None
    categories: tuple[str, ...] = ()
    journal_ref: str | None = None
    created: PartialDate | None = None
    updated: PartialDate | None = None
    extra: tuple[tuple[str, str], ...] = ()
    """Further (name, value) pairs that the source holds and paperview has no field for."""
    entry: str | None = field(default=None, compare=False)
    """Its entry in a bibliography, for exports; see `entry_of`. arXiv's own records have none.

    It is one text, which takes a third of the memory of a text for each field.
    """
    sources: tuple[str, ...] = field(default=(), compare=False)
    """The names of the sources it was read from."""
    line: int = field(default=0, compare=False)
    """The line of the first one at which its record begins, from 1; 0 where that is not known."""

    @property
    def identity(self) -> str:
        """How the paper is named to a person: `arXiv:2304.10190`, `doi:10.1145/1`, `smith2020`."""
        if self.arxiv_id:
            return f"arXiv:{self.arxiv_id}"
        return f"doi:{self.doi}" if self.doi else self.name or "no id"

    @property
    def date(self) -> PartialDate | None:
        """When it was created, or else the month that its arXiv id names."""
        return self.created or (self.arxiv_id.month if self.arxiv_id else None)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that its sources give it; the one that is shown comes first."""
        others = (value for key, value in self.extra if key == ALSO)
        return (*((self.name,) if self.name else ()), *others)

    @property
    def entry_fields(self) -> dict[str, str]:
        """The fields of its entry, in the order of the source; empty if it has none."""
        lines = self.entry.split("\n") if self.entry else ()
        return {name: value for name, _, value in (line.partition("\t") for line in lines)}

    @property
    def has_id(self) -> bool:
        """Whether it has an arXiv id or a DOI."""
        return self.arxiv_id is not None or self.doi is not None

    @property
    def url(self) -> str | None:
        """The address of its page: at arXiv, or where its DOI leads, or one that a source gives."""
        if self.arxiv_id:
            return self.arxiv_id.abs_url
        if self.doi:
            return self.doi.url
        links = (_ADDRESS.match(value) for key, value in self.extra if key.lower() in _LINKS)
        return next((link.group() for link in links if link), None)

    @property
    def label(self) -> str:
        """The label that the list shows for a paper without a title.

        It is the abstract's start, or else the journal, or else the identity: one line, at most 300
        characters long.
        """
        start = (self.abstract or "")[: 2 * _LABEL_LENGTH].replace("\n\n", " ")
        return (start or self.journal_ref or "")[:_LABEL_LENGTH] or self.identity


UNREADABLE: Final = Paper(abstract="This paper can't be read: its file was changed since.")
"""Stands in the list for a paper whose record is no longer in its file. It is neither exported nor
copied, nor put on the shelf."""
