"""What the fields of a record say: ids, dates, names and texts, cleaned, from how they are written.

Nothing here raises: what can't be read is None or left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi
from paperview.text.markup import plain
from paperview.text.sanitize import clean

_SHOWN = 80  # characters of a value in a reason
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ISO_DATE = re.compile(r"(?P<date>[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)(?:(?<=-..-..)[T ].*)?")
_RFC_DATE = re.compile(
    r"(?:[A-Za-z]{3}, *)?(?P<day>[0-9]{1,2}) (?P<month>[A-Za-z]{3}) (?P<year>[0-9]{4})(?: .*)?"
)
_LOOSE_DATE = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:[-/ ,.]+(?P<month>[0-9]{1,2}|[A-Za-z]{3,9}\.?)(?:[-/ ,.]+(?P<day>[0-9]{1,2}))?)?"
    r"(?![0-9]).*"
)
_COMPACT_DATE = re.compile(r"(?P<year>[12][0-9]{3})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_DATE_LENGTH = 60  # characters, at most
_VERSION = re.compile(r"v?(?P<number>[1-9][0-9]{0,3})")
_RUN = re.compile(r" {2,}")
_PARAGRAPH = re.compile(r"\n(?:\s*\n|  )\s*")
_WORD = re.compile(r"\w")
_BETWEEN_DOIS = re.compile(r"\s|[,;](?=10\.[0-9]{4,9}/)")  # commas may belong to a DOI, too
_DOI_WITHIN = re.compile(r"(?<![\w.])10\.[0-9]{4,9}(?:\.[0-9]+)*(?:/|%2F)\S+", re.IGNORECASE)

_prefixes: set[str] = set()
"""What valid ids begin with, all but their last three digits: some thousand, soon known."""


def arxiv_base(text: str) -> str | None:
    """Return the base of an arXiv id, at once where another one like it was read before."""
    digits = text[-3:]
    if text[:-3] in _prefixes and digits.isascii() and digits.isdigit() and digits != "000":
        return text
    arxiv_id = ArxivId.parse(text)
    if arxiv_id is None:
        return None
    if arxiv_id.base == text:
        _prefixes.add(text[:-3])
    return arxiv_id.base


def first_doi(text: str) -> Doi | None:
    """Return the first DOI of a text that may hold several, parted by blanks, commas or such.

    Any address may stand before one: those of publishers and libraries do, too.
    """
    if not text.isprintable():
        text = one_line(text) or ""
    doi = Doi.parse(text)
    if doi is not None and "," not in doi.name and ";" not in doi.name:
        return doi
    pieces = _BETWEEN_DOIS.split(text)
    found = next(filter(None, map(Doi.parse, pieces)), doi)
    if found is None and (within := next(filter(None, map(_DOI_WITHIN.search, pieces)), None)):
        found = Doi.parse(within.group())
    return found


def version(text: str) -> int | None:
    """Return 2 for "v2" or "2"."""
    match = _VERSION.fullmatch(text)
    return int(match["number"]) if match else None


def day(text: str) -> PartialDate | None:
    """Return the date of a time as in ISO 8601 or RFC 2822, in the time zone it is given in."""
    # The time of the day is cut off as a rule, for days recur.
    return _day(text[:11] if text[4:5] == "-" else text[:16]) or _day(text[:_DATE_LENGTH])


@lru_cache(maxsize=1 << 15)
def _day(text: str) -> PartialDate | None:
    if iso := _ISO_DATE.fullmatch(text):
        return PartialDate.parse(iso["date"])
    rfc = _RFC_DATE.fullmatch(text)
    month = rfc and rfc["month"].title()
    if rfc is None or month not in _MONTHS or int(rfc["day"]) == 0:
        return None
    return PartialDate.of(int(rfc["year"]), _MONTHS.index(month) + 1, int(rfc["day"]))


def loose_date(text: str) -> PartialDate | None:
    """Return the date of a text as people write it: `2019/5`, `2019 May 17`, `2019-05-00`.

    Of what stands behind the year as much counts as makes a date.
    """
    return _loose_date(text.strip()[:_DATE_LENGTH])


@lru_cache(maxsize=1 << 15)
def _loose_date(text: str) -> PartialDate | None:
    exact = day(text)
    if exact is not None:
        return exact
    match = _COMPACT_DATE.fullmatch(text) or _LOOSE_DATE.fullmatch(text)
    if match is None:
        return None
    year, number = int(match["year"]), month(match["month"] or "")
    dom = int(match["day"] or 0)
    return PartialDate.of(year, number, dom) or PartialDate.of(year, number) or PartialDate.of(year)


def month(text: str) -> int:
    """Return 5 for `5`, `05`, `May`, `may.` and the like; 0 for what is no month."""
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 2 and int(text) <= 12 else 0
    short = text[:3].title()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def one_line(text: str | None) -> str | None:
    """Return a text in one line, its blanks single; None where nothing is left."""
    if not text:
        return None
    if not (text.isascii() and text.isprintable()):
        text = clean(text.replace("\r", " ").replace("\n", " "))
    if "  " in text:
        text = _RUN.sub(" ", text)
    return text.strip() or None


def paragraphs(text: str | None) -> str | None:
    """Join the lines of each paragraph, and paragraphs with an empty line between them.

    A paragraph begins behind an empty line or, as in arXiv's abstracts, with two blanks.
    """
    if not text:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = []
    for part in _PARAGRAPH.split(text.strip()):
        paragraph = clean(" ".join(map(str.strip, part.split("\n")))).strip()
        if paragraph:
            found.append(paragraph)
    return "\n\n".join(found) or None


def abstract(text: str | None) -> str | None:
    """Return the paragraphs of an abstract; None for a remark that there is none."""
    found = paragraphs(text)
    return None if found is None or is_no_abstract(found) else found


def categories(field: str | list[str] | None) -> tuple[str, ...]:
    """Return categories that blanks or commas part, in one text or in several."""
    if not field:
        return ()
    text = field if isinstance(field, str) else " ".join(field)
    return tuple((one_line(text.replace(",", " ")) or "").split())


def names(texts: Iterable[str]) -> tuple[str, ...]:
    """Return names in one line each, without markup, "et al." and lone signs of splitting."""
    return tuple(
        [
            name
            for text in texts
            if (line := one_line(plain(text)))
            and (name := without_others(line))
            and _WORD.search(name)
        ]
    )


def shown(text: str) -> str:
    """Return the beginning of a value, for a reason."""
    return (one_line(text[: 2 * _SHOWN]) or "")[:_SHOWN]


_VALUES = frozenset(("na", "n/a", "n.a", "nan", "nil", "null", "undefined"))
# These two are compiled when they are first needed, which is not before the first screen.
_ABSTRACT = (
    r"(?i:(?:there is )?(?:an? |the |no )?abstract(?: (?:is|was))?"
    r"(?: (?:not |un)?(?:available|provided|entered|supplied|included|given|found))?"
    r"(?: (?:for|in|from) (?:this|the) \w{3,12})?"
    r"|(?:not |un)available)"
)
_DASHES = " \t\n-–—"
_AROUND = " \t\n.,;:-–—_[]()*"
_LONGEST = 70  # characters of an abstract that may say that there is none
_ENDS = ("al", "al.", "alii", "others", "others.", "authors", "more", ")", "]", "}", ",", ";", " ")
"""How a name ends that may end with others."""
_OTHERS = (
    r"(?i:(?:^|[\s,;~]+|(?<=\}))[\[({]*"
    r"(?:\\(?:it|em|sl|textit|emph)\b[\s{]*)?"
    r"(?:et\W{0,3}al(?:ii)?|\\etal"
    r"|(?:(?:and|&|\\&|und|et|y|e)\s+)?(?:the\s+)?(?:many\s+|several\s+|\d{1,5}\s+)?"
    r"(?:others|other\s+authors|more\s+authors)"
    r"|(?:and|&|\+)\s*\d{1,5}\s+more)"
    r"[\s.})\],;]*$)"
)


def says_nothing(value: str) -> bool:
    """Whether a value stands for one that is not there, as pandas and databases write it."""
    return value.strip(_AROUND).lower() in _VALUES or not value.strip(_DASHES)


def is_no_abstract(text: str) -> bool:
    """Whether a text in the place of an abstract says that there is none."""
    if len(text) > _LONGEST:
        return False
    return says_nothing(text) or re.fullmatch(_ABSTRACT, text.strip(_AROUND)) is not None


def without_others(name: str) -> str:
    """Return a name, or a list of names, without the "et al." or "and others" that ends it.

    Nothing is left of a text that is nobody's name.
    """
    return re.sub(_OTHERS, "", name) if name.lower().endswith(_ENDS) else name
