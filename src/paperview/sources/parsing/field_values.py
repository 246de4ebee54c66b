"""Values of a record's fields: ids, categories and texts, cleaned, and placeholders for none.

Nothing here raises: what can't be read is None or left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperview.lazy import lazy_pattern
from paperview.model.paper import ArxivId, Doi, arxiv_ids_in
from paperview.text.sanitize import clean

_SHOWN = 80  # characters of a value in a reason
_VERSION = lazy_pattern(r"v?(?P<number>[1-9][0-9]{0,3})")
_RUN = lazy_pattern(r" {2,}")
_PARAGRAPH = lazy_pattern(r"\n(?:\s*\n|  )\s*")
_BETWEEN_DOIS = lazy_pattern(r"\s|[,;](?=10\.[0-9]{4,9}/)")  # commas may belong to a DOI, too
_DOI_WITHIN = lazy_pattern(r"(?<![\w.])10\.[0-9]{4,9}(?:\.[0-9]+)*(?:/|%2F)\S+", re.IGNORECASE)

_prefixes: set[str] = set()
"""Valid ids without their last three digits; there are only some thousands of these."""

_CLASSES_BEHIND = lazy_pattern(r"\s*\[([a-z][\w.:, -]*)\]")
_MENTION_LENGTH = 300  # characters of a text in which an id is looked for


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
    parts = _BETWEEN_DOIS.split(text)
    found = next(filter(None, map(Doi.parse, parts)), doi)
    if found is None and (within := next(filter(None, map(_DOI_WITHIN.search, parts)), None)):
        found = Doi.parse(within.group())
    return found


def published_doi(texts: Sequence[str]) -> str:
    """Return the first DOI that is not arXiv's, or else the first text; empty for none."""
    dois = (text for text in texts if (doi := Doi.parse(text)) and not ArxivId.parse(doi.name))
    return next(dois, next(iter(texts), ""))


def version(text: str) -> int | None:
    """Return 2 for "v2" or "2"."""
    match = _VERSION.fullmatch(text)
    return int(match["number"]) if match else None


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
    parts = _PARAGRAPH.split(text.strip()) if "\n" in text else [text]
    found = [clean(" ".join(map(str.strip, part.split("\n")))).strip() for part in parts]
    return "\n\n".join(filter(None, found)) or None


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
_ENDS = frozenset(("al", "l.", "ii", "rs", "s.", "re"))
"""The last letters of a name that may end with `al`, `al.`, `alii`, `others`, `authors`, `more`."""
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
    """Return whether a value stands for a missing one, as pandas and databases write it."""
    return value.strip(_AROUND).lower() in _VALUES or not value.strip(_DASHES)


def is_no_abstract(text: str) -> bool:
    """Return whether a text in an abstract's field says that there is none."""
    if len(text) > _LONGEST:
        return False
    return says_nothing(text) or re.fullmatch(_ABSTRACT, text.strip(_AROUND)) is not None


def without_others(name: str) -> str:
    """Return a name, or a list of names, without the "et al." or "and others" that ends it.

    The result is empty if nothing else is left.
    """
    may_have_others = name[-2:].lower() in _ENDS or name[-1:] in ")]},; "
    return re.sub(_OTHERS, "", name) if may_have_others else name


def is_arxiv(journal: str) -> bool:
    """Return whether a journal or a publisher is arXiv, under one of its names."""
    return journal[:5].lower() == "arxiv" or journal in ("CoRR", "Cornell University")


def arxiv_mention(*texts: str) -> tuple[str, list[str]]:
    """Return the first arXiv id that one of some texts says, and the classes behind it.

    Meant for fields that say where a paper is: `arXiv:1706.03762 [cs, physics:hep-ph]`,
    `http://arxiv.org/abs/hep-th/9901001v2`, `CoRR abs/1706.03762`.
    """
    for text in texts:
        start = text[:_MENTION_LENGTH]
        if "arxiv" not in start.lower() and "abs/" not in start:
            continue
        start = start.replace(" abs/", " ").removeprefix("abs/")
        for _, end, arxiv_id in arxiv_ids_in(start):
            classes = _CLASSES_BEHIND.match(start, end)
            names = classes[1].split(",") if classes else []
            return str(arxiv_id), [name.strip().rpartition(":")[2] for name in names]
    return "", []


NO_PAPER = "has no title, no abstract and no id"
"""The reason for a record that is no paper."""


def is_paper(
    identity: object,
    title: str | None,
    abstract: str | None,
    authors: Sequence[str],
    citation: object,
) -> bool:
    """Return whether a record says enough to be a paper.

    It has an id, a title or an abstract; or it has authors and says where or when the paper was
    published, because physicists cite papers without their titles.

    Args:
        identity: its arXiv id or its DOI.
        title: its title.
        abstract: its abstract.
        authors: its authors.
        citation: its journal or its date.
    """
    return bool(identity or title or abstract or (authors and citation))
