"""The plain text format of the seeds, written and kept by hand.

Records follow each other; their paragraphs are set apart by blank lines: optionally two lines,
title and authors; the abstract, in one or more paragraphs, wrapped or not; optionally a paragraph
of comments; and last the identity lines:

    arXiv:2304.10190 - doi: 10.1145/3530190.3534809
    Created: 2023-04-20

The identity may be a DOI alone (`doi: ...`), or what the paper is called by those who keep the
file (`Name: smith2020`, or `Name:` for nothing at all), and further `Key: value` lines may follow.
Title, Authors (or one Author a line), Abstract (one paragraph a line), Comments, Categories,
Journal-ref, Created and Updated give their field, other keys are kept as they are. A key line
decides over what the paragraphs look like: with `Title:` or `Authors:` the first paragraph is no
heading, with `Comments:` the last one no comments, be their values empty. A paragraph of known key
lines alone belongs to the identity lines above it or, if it begins with title or authors, to the
record below.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

from paperview.lazy import lazy_pattern
from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.formats.plain import keylines
from paperview.sources.formats.plain.keylines import Block, Pair, Values
from paperview.sources.parsing.field_values import is_paper, without_others
from paperview.sources.parsing.people import split_names
from paperview.sources.problem import Problem, shown_without
from paperview.text.sanitize import clean

_TIME = lazy_pattern(r"(?<=-..-..)[T ][0-9]{2}:[0-9]{2}\S*$")
_IDENTITY = lazy_pattern(
    rb"^[ \t]*(?:arxiv:\s*\S|doi:\s*10\.|(?-i:Name:))", re.IGNORECASE | re.MULTILINE
)
_PROBLEM_TEXT = 500  # characters of a record that a problem keeps


class _Record:
    """A record while its lines come in."""

    def __init__(self) -> None:
        self.body: list[Block] = []
        self.identity: list[Block] = []
        self.pairs: list[Pair] = []
        """The pairs of the identity lines."""

    @property
    def is_complete(self) -> bool:
        """Whether identity lines are there, not only a title or comments given as key lines."""
        return any(pair.key in keylines.IDENTITY_KEYS for pair in self.pairs)

    def add(self, block: Block) -> None:
        if block.pairs:
            self.identity.append(block)
            self.pairs += block.pairs
        else:
            self.body.append(block)

    def takes(self, block: Block) -> bool:
        """Return whether a block after a blank line belongs to the record."""
        if not self.is_complete:
            return True
        if not block.pairs:
            return False
        keys = [pair.key for pair in block.pairs]
        has = {pair.key for pair in self.pairs}
        has_id = not has.isdisjoint(keylines.ID_KEYS)
        begins_another = keys[0] in keylines.HEADING_KEYS or (
            has_id and not keylines.ID_KEYS.isdisjoint(keys)
        )
        return has.isdisjoint(keys) and not begins_another


def looks_like(head: bytes) -> bool:
    """Return whether the first bytes of a file hold an identity line."""
    return _IDENTITY.search(head) is not None


def is_further_key(name: str) -> bool:
    """Return whether a key line with this name gives a further pair and not a field."""
    pair = keylines.key_value(f"{name}: x")
    return pair == (name, "x") and name.lower() not in keylines.KNOWN_KEYS


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read papers from UTF-8 with line feeds; what can't be read comes as problems.

    A problem with a part of a record comes right after the record's paper.
    """
    return read_lines((clean(line.decode().rstrip("\n")) for line in io.BytesIO(data)), source)


def read_lines(lines: Iterable[str], source: str) -> Iterator[Paper | Problem]:
    """Read papers from clean lines without line ends."""
    record = _Record()
    for block in keylines.blocks(lines):
        if not record.takes(block):
            yield from _papers(record, source)
            record = _Record()
        record.add(block)
    if record.is_complete:
        yield from _papers(record, source)
    elif record.body or record.identity:
        yield _lost(record, source, "the file ends inside a record: no arXiv id follows")


def _papers(record: _Record, source: str) -> Iterator[Paper | Problem]:
    values = Values(record.pairs)
    arxiv_id = values.parsed("arxiv", ArxivId.parse, "an arXiv id")
    doi = values.parsed("doi", Doi.parse, "a DOI")
    first, authors, paragraphs, comments = _texts(record.body, values)
    title = values.text("title") or first
    abstract = "\n\n".join([*paragraphs, *values.texts("abstract")]) or None
    key_authors = (*values.texts("author"), *split_names(", ".join(values.texts("authors"))))
    authors = tuple(filter(None, map(without_others, key_authors or authors)))
    citation = values.text("journal-ref") or values.text("created")
    is_named = "name" in values and is_paper(None, title, abstract, authors, citation)
    if not (arxiv_id or doi or is_named):
        reasons = [reason for _, reason in values.problems]
        reason = "; ".join(reasons) or "the record has no arXiv id and no DOI"
        yield _lost(record, source, reason)
        return
    yield Paper(
        arxiv_id=arxiv_id,
        doi=doi,
        name=values.text("name"),
        title=title,
        authors=authors,
        abstract=abstract,
        comments=values.text("comments") or comments,
        categories=tuple(" ".join(values.texts("categories")).replace(",", " ").split()),
        journal_ref=values.text("journal-ref"),
        created=values.parsed("created", _date, "a date (YYYY-MM-DD)"),
        updated=values.parsed("updated", _date, "a date (YYYY-MM-DD)"),
        extra=values.unknown,
        sources=(source,),
    )
    text = "\n".join(line for block in record.identity for line in block.lines)[:_PROBLEM_TEXT]
    for line, reason in values.problems:
        yield Problem(source, line, shown_without(reason), text, lost=False)


def _date(text: str) -> PartialDate | None:
    return PartialDate.parse(_TIME.sub("", text))


def _texts(
    body: list[Block], values: Values
) -> tuple[str | None, tuple[str, ...], list[str], str | None]:
    """Tell title, authors, abstract and comments from each other in a record's paragraphs."""
    title: str | None = None
    authors: tuple[str, ...] = ()
    comments: str | None = None
    paragraphs = [[line.strip() for line in block.lines] for block in body]
    has_keys = any(key in values for key in keylines.HEADING_KEYS)
    heading = _heading(paragraphs[0]) if paragraphs and not has_keys else None
    if heading is not None:
        title, authors = heading
        del paragraphs[0]
    abstract = [" ".join(lines) for lines in paragraphs]
    has_more = len(abstract) > 1 or (abstract and title)
    above = sum(map(len, abstract[:-1]))
    if has_more and "comments" not in values and _is_comments(abstract[-1], above):
        comments = abstract.pop()
    return title, authors, abstract, comments


def _lost(record: _Record, source: str, reason: str) -> Problem:
    blocks = sorted(record.body + record.identity, key=lambda block: block.line)
    text = "\n".join(line for block in blocks for line in block.lines)
    return Problem(source, blocks[0].line, reason, text[:_PROBLEM_TEXT], lost=True)


# Telling headings, names and comments from abstracts. On 20,000 arXiv records: 0.2 % of titles with
# their authors are not seen as a heading; 0.04 % of prose wrapped to two lines is. 3 % of comments
# stay with the abstract; 1 % of the last sentences of abstracts, given as paragraphs, are comments.
_PARENTHESES = lazy_pattern(r"\([^()]*\)")
_NAME_WORDS = 7  # words in a name; prose between two commas is often longer
_NAMES_PER_ODD = 5  # of so many names one may look like none: collaborations, stray marks
_COMMON_NAME = lazy_pattern(r"(?:[A-Z][\w.-]* ){0,6}[A-Z][a-z][\w-]*")
"""Nine names of ten; a fast path with the same result as the other rules."""
_LETTERS = lazy_pattern(r"[^\W\d_]{2}")
_PARTICLE_WORDS = (
    "al an and behalf bin d da das de degli dei del della den der des di do dos du e el et for i "
    "ibn la las le les lo los of on 't ten ter the ul und van vom von y zu zum zur"
)
_NAME_STOP = lazy_pattern(r"\b(?:[A-Z]|[JS]r|al|PhD|M\.?D)\.$")
_UNFINISHED_WORDS = (
    "a an and are as at be by can for from in into is its of on or our over that the their these "
    "this to under via was we were which with"
)
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_UNFINISHED = frozenset(_UNFINISHED_WORDS.split())

_COMMENTS_LENGTH = 400  # characters; an abstract's last paragraph tends to be longer
_REMARK_LENGTH = 120  # characters of a paragraph that is no sentence
_REMARK_SHARE = 4  # so many times longer is the abstract above it
_COMMENTS_BEGIN = lazy_pattern(
    r"""(?: v(?:er(?:sion)?)?\.?\s*\d | accepted | submitted | published | presented\ (?:at|in)
    | to\ (?:appear | be\ (?:published|submitted|presented)) | appear(?:s|ed|ing)
    | withdrawn | this\ (?:paper|article|submission|manuscript)\ (?:has\ been|is|was)\ withdrawn
    | (?:extended|short|full|final|revised|updated|preliminary|published|long)\ version
    | camera[- ]ready | preprint | in\ proceedings | proceedings\ of | proc\.
    | code(?:\ and\ \w+)?(?:\ (?:is|are))?(?:\ available)?(?:\ at|:) | project\ (?:web)?page
    | supplementary | (?:ams-?|plain\ |rev)?(?:la)?tex | contribution\ to
    | invited\ (?:talk|paper) | talk\ (?:given|presented|at)
    | (?:ph\.?\s?d\.?|master'?s?|doctoral)\ thesis
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_COMMENTS_HOLD = lazy_pattern(
    r"""\barxiv\ admin\ note\b
    | \b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)\s*(?:[+,]\s*\d+\s*)?
      (?:[\w()-]+\s+)?(?:pages?|pp|pgs?|figures?|figs?|tables?|slides)\b
    | \d\s*p\.
    | \btypos?\b | \b(?:minor|major)\ (?:changes|corrections|revisions?)\b
    | \b(?:references|figures?)\ (?:added|updated)\b | \badded\ (?:references|figures?)\b
    | \b(?:accepted|submitted)\ (?:at|in|by|to|for)\b
    | \bto\ appear\ in\b | \bto\ be\ published\b""",
    re.IGNORECASE | re.VERBOSE,
)


def _heading(lines: list[str]) -> tuple[str, tuple[str, ...]] | None:
    """Return title and authors if a paragraph consists of them; None if it is wrapped prose."""
    if len(lines) != 2:
        return None
    title, authors = lines
    if title.endswith((",", ";", "-")) or title.split()[-1] in _UNFINISHED:
        return None
    if authors.endswith(("?", "!", "]")) or (
        authors.endswith(".") and not _NAME_STOP.search(authors)
    ):
        return None
    people = split_names(authors)
    odd = sum(not _is_name(name) for name in people)
    return (title, people) if people and odd <= len(people) // _NAMES_PER_ODD else None


def _is_name(text: str) -> bool:
    if _COMMON_NAME.fullmatch(text):
        return True
    words = _PARENTHESES.sub("", text).split()
    own = [word for word in words if word not in _PARTICLES]
    return (
        0 < len(own) <= len(words) <= _NAME_WORDS
        and any(_LETTERS.search(word) for word in own)
        and not any(word.islower() for word in own)
    )


def _is_comments(text: str, above: int) -> bool:
    """Return whether the last paragraph is comments on the paper and not part of the abstract.

    Args:
        text: the paragraph in one line.
        above: how many characters the abstract above it has.
    """
    if len(text) > _COMMENTS_LENGTH:
        return False
    is_sentence = text.endswith((".", "?", "!", ":", ";", ","))
    is_short = len(text) <= _REMARK_LENGTH and _REMARK_SHARE * len(text) <= above
    if is_short and not is_sentence:
        return True
    return bool(_COMMENTS_BEGIN.match(text) or _COMMENTS_HOLD.search(text))
