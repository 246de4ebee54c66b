"""The schema: one table of the fields that a query can search, and one of its filters.

Everything that depends on the fields reads `SCHEMA`: the parser, completion, the builder of the
index and the layout of its postings, scoring, highlighting, the passages in the list, the help, and
the format number of indexes in the cache. To add a field, add a member to `Field` and a row to
`SCHEMA`, both at the end.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from enum import IntFlag, auto
from functools import reduce
from operator import or_
from typing import Final, NamedTuple

from paperview.lazy import lazy_pattern
from paperview.model.analysis import fold_name, prepared, prepared_with_signed, split
from paperview.model.paper import Paper

Texts = list[str | tuple[str, ...]]
"""Some texts of a paper: each author's name is a text of its own.

A text is prepared for `analysis.split`, which gives its terms; a tuple has terms as they are.
"""


class Field(IntFlag):
    """A field that is searched, as a bit: several make a set. The title stays the first."""

    TITLE = auto()
    AUTHORS = auto()
    ABSTRACT = auto()
    COMMENTS = auto()
    ID = auto()
    DOI = auto()
    CATEGORIES = auto()
    JOURNAL = auto()


def _prose(source: str | None) -> Texts:
    """Return a text and, as a text of their own, its signed terms such as `c++`."""
    if not source:
        return []
    text, signed = prepared_with_signed(source)
    return [text, tuple(signed)] if signed else [text]


def _ids(paper: Paper) -> Texts:
    """Return the arXiv id, and each name of a paper in one piece and in words."""
    texts: Texts = [(paper.arxiv_id.base,)] if paper.arxiv_id else []
    for name in paper.names:
        whole, text = fold_name(name), prepared(name)
        texts.append((whole,))
        if split(text) != [whole]:
            texts.append(text)
    return texts


_SECTION = lazy_pattern(r"[a-z]\d+")
"""A journal's section and a volume, as in `Phys.Rev. D50`."""
NOT_ABBREVIATED = frozenset(("and", "for", "in", "of", "on", "the"))
"""Words that the initials and abbreviations of a journal's name leave out."""
_AFTER_JOURNAL = {"no", "pp", "vol", "volume"}
_MOST_INITIALS = 8


def initials(folded: Sequence[str]) -> list[int]:
    """Return which words of a journal reference have the initials that its journal goes by.

    `Phys. Rev. Lett. 81, 4412` goes by `prl`, and `Phys.Rev. D50` by `prd`.
    """
    chosen: list[int] = []
    for i, word in enumerate(folded):
        if word in _AFTER_JOURNAL or any(map(str.isdigit, word)):
            if _SECTION.fullmatch(word):
                chosen.append(i)
            break
        if word not in NOT_ABBREVIATED:
            chosen.append(i)
    return chosen if 2 <= len(chosen) <= _MOST_INITIALS else []


def _journal(paper: Paper) -> Texts:
    """Return the words of the journal reference and, as a text of their own, the initials."""
    texts = _prose(paper.journal_ref)
    in_order = split(texts[0]) if texts and isinstance(texts[0], str) else []
    short = "".join(in_order[i][0] for i in initials(in_order))
    return [*texts, (short,)] if short else texts


def _as_arxiv_writes(category: str) -> str:
    """Write a folded category as arXiv's taxonomy does: `cs.LG`, but `cond-mat.soft`.

    There a subject class of two letters is an abbreviation, in capitals; longer ones are words.
    """
    archive, dot, subject = category.partition(".")
    return archive + dot + (subject.upper() if len(subject) == 2 else subject)


class FieldEntry(NamedTuple):
    """A row of the schema."""

    field: Field
    name: str
    """The field's name, typed before the colon."""
    attribute: str
    """The attribute of a paper that the detail shows and highlights the field in."""
    texts: Callable[[Paper], Texts]
    """Gives the texts whose terms are indexed."""
    shown: Callable[[Paper], str | None]
    """Gives the text that the list shows if it matches."""
    weight: float
    """The weight of one occurrence of a word, in BM25F."""
    typical_length: float
    """Words in such a field, on average (of 100,000 arXiv records).

    It is not that of the papers at hand, so that a paper's weights never change once it is in.
    """
    aliases: tuple[str, ...] = ()
    """Other names: of arXiv's search, of bibliographies and of habit."""
    length_share: float = 0.0
    """How far the field's length counts, from 0 to 1 (BM25's b).

    Flat: 0.2 more or less loses under 0.5 in 100.
    """
    is_keyword: bool = False
    """Whether its values are indexed in one piece, with their dots and slashes."""
    is_list: bool = False
    """Whether commas in a query set alternatives apart."""
    is_anywhere: bool = True
    """Whether words without a field are looked for in it, too."""
    completed_from: int | None = None
    """Letters from which its values are completed; None where they are not.

    The most frequent category shows what they look like; the most frequent author is hardly ever
    meant.
    """
    spelled: Callable[[str], str] | None = None
    """Gives a folded value its usual spelling; None where what is typed keeps its own."""


SCHEMA: Final = (
    FieldEntry(
        field=Field.TITLE,
        name="title",
        aliases=("ti", "titles"),
        attribute="title",
        texts=lambda paper: _prose(paper.title),
        shown=lambda paper: paper.title,
        # 2.5 loses 4 in 100 unfinished queries, 4 loses 1; what 8 gains, words of abstracts lose.
        weight=6.0,
        typical_length=10.0,
        length_share=0.4,
    ),
    FieldEntry(
        field=Field.AUTHORS,
        name="author",
        aliases=("au", "authors", "creator"),
        attribute="authors",
        texts=lambda paper: [prepared(name) for name in paper.authors],
        shown=lambda paper: ", ".join(paper.authors),
        weight=4.0,
        typical_length=7.5,
        length_share=0.3,
        completed_from=1,
    ),
    FieldEntry(
        field=Field.ABSTRACT,
        name="abstract",
        aliases=("abs", "abstracts", "summary"),
        attribute="abstract",
        texts=lambda paper: _prose(paper.abstract),
        shown=lambda paper: paper.abstract,
        weight=1.0,
        typical_length=137.0,
        length_share=0.6,
    ),
    FieldEntry(
        field=Field.COMMENTS,
        name="comments",
        aliases=("co", "comment"),
        attribute="comments",
        texts=lambda paper: _prose(paper.comments),
        shown=lambda paper: paper.comments,
        weight=0.5,
        typical_length=9.5,
        length_share=0.3,
    ),
    FieldEntry(
        field=Field.ID,
        name="id",
        aliases=("arxiv", "arxivid", "arxiv_id", "bibcode", "eprint", "ids", "key", "pmid", "url"),
        attribute="arxiv_id",
        texts=_ids,
        shown=lambda paper: " ".join(dict.fromkeys((paper.identity, *paper.names))),
        weight=4.0,
        typical_length=1.0,
        is_keyword=True,
        is_list=True,
    ),
    FieldEntry(
        field=Field.DOI,
        name="doi",
        aliases=("dois",),
        attribute="doi",
        texts=lambda paper: [(fold_name(paper.doi.name),)] if paper.doi else [],
        shown=lambda paper: paper.doi and paper.doi.name,
        weight=4.0,
        typical_length=1.0,
        is_keyword=True,
    ),
    FieldEntry(
        field=Field.CATEGORIES,
        name="cat",
        aliases=(
            *("categories", "category", "cats", "primary_category", "primaryclass"),
            *("subject", "subjects"),
        ),
        attribute="categories",
        texts=lambda paper: [(fold_name(name),) for name in paper.categories],
        shown=lambda paper: " ".join(paper.categories),
        weight=2.0,
        typical_length=2.0,
        is_keyword=True,
        is_list=True,
        completed_from=0,
        spelled=_as_arxiv_writes,
    ),
    FieldEntry(
        field=Field.JOURNAL,
        name="journal",
        aliases=("journal_ref", "journalref", "journals", "jr", "venue"),
        attribute="journal_ref",
        texts=_journal,
        shown=lambda paper: paper.journal_ref,
        # It is asked for by its name; a word elsewhere must not gain by it.
        weight=0.1,
        typical_length=7.5,
        is_anywhere=False,
        completed_from=1,
    ),
)
"""The fields, in the order of their bits."""


class FilterEntry(NamedTuple):
    """A filter that is not a search for words."""

    name: str
    needs: str
    """The kind of value it needs, for the bar's remark."""
    aliases: tuple[str, ...] = ()
    is_date: bool = True
    is_list: bool = False


SHELF_STATES: Final = ("starred", "read", "unread", "noted", "tagged")
"""What a paper can be by what the user added; no two begin with the same letter."""
_A_DATE = "a date, as 2023, 2023-05 or 2023-05-17"

FILTERS: Final = {
    entry.name: entry
    for entry in (
        FilterEntry(
            name="year",
            needs="a date or dates, as 2022, 2022-05 or 2019..2023",
            aliases=(
                *("created", "date", "dates", "published", "submitted", "submitteddate", "years"),
            ),
            is_list=True,
        ),
        FilterEntry(name="after", needs=_A_DATE, aliases=("since",)),
        FilterEntry(name="before", needs=_A_DATE),
        FilterEntry(
            name="has",
            needs=f"one of {' '.join(entry.name for entry in SCHEMA)}",
            is_date=False,
            is_list=True,
        ),
        FilterEntry(
            name="is", needs=f"one of {' '.join(SHELF_STATES)}", is_date=False, is_list=True
        ),
        FilterEntry(name="tag", needs="a tag", aliases=("tags",), is_date=False),
        FilterEntry(name="note", needs="words of a note", aliases=("notes",), is_date=False),
        FilterEntry(name="opened", needs=_A_DATE, aliases=("seen",)),
    )
}

FIELDS: Final = {entry.name: entry for entry in SCHEMA}
"""The fields by name."""
DATES: Final = tuple(name for name, entry in FILTERS.items() if entry.is_date)
EVERY_FIELD: Final = reduce(or_, Field)
ANYWHERE: Final = reduce(or_, (entry.field for entry in SCHEMA if entry.is_anywhere))
"""The fields that words without a field are looked for in."""
KEYWORDS: Final = reduce(or_, (entry.field for entry in SCHEMA if entry.is_keyword))
"""The fields whose values are indexed in one piece."""
ALIASES: Final = dict.fromkeys(("all", "anywhere", "any"), "") | {
    **{alias: entry.name for entry in SCHEMA for alias in entry.aliases},
    **{alias: entry.name for entry in FILTERS.values() for alias in entry.aliases},
}
"""Other names of fields and filters, and what each stands for; "" is anywhere."""
UNSEARCHED: Final = {
    *("isbn", "issn", "issue", "keyword", "keywords", "pages", "publisher", "rn", "volume"),
} - {*FIELDS, *ALIASES}
"""Names of what papers have, but no query can ask for."""

SCHEMA_NUMBER: Final = zlib.crc32(
    repr(
        [
            *((entry.name, entry.weight, entry.typical_length) for entry in SCHEMA),
            *((entry.length_share, entry.is_anywhere) for entry in SCHEMA),
        ]
    ).encode()
)
"""A number for all in the schema that the arrays of an index depend on."""


def field_name(typed: str) -> str | None:
    """Return which of `FIELDS` or `FILTERS` is meant: "" for anywhere, None for no field."""
    name = typed.lower()
    return name if name in FIELDS or name in FILTERS else ALIASES.get(name)


def is_list(name: str) -> bool:
    """Return whether commas set alternatives apart in the value of a field or filter."""
    entry = FIELDS.get(name) or FILTERS.get(name)
    return entry is not None and entry.is_list


def field_of(attribute: str) -> Field:
    """Return the field that an attribute of a paper is searched as, none of them if it is not."""
    return next((entry.field for entry in SCHEMA if entry.attribute == attribute), Field(0))


def code_of(field: Field) -> int:
    """Return the number of a field's row, from 0."""
    return field.bit_length() - 1
