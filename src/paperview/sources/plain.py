"""The plain text format of the seeds, written and kept by hand.

Records follow each other; their paragraphs are set apart by blank lines: optionally two lines,
title and authors; the abstract, in one or more paragraphs, wrapped or not; optionally a paragraph
of comments; and last the identity lines, which begin in the first column:

    arXiv:2304.10190 - doi: 10.1145/3530190.3534809
    Created: 2023-04-20

The identity may be a DOI alone (`doi: ...`), and further `Key: value` lines may follow. Those named
in `_KNOWN_KEYS` give their field, the rest is kept as it is. A key line decides over what the
paragraphs look like: after `Title:` the first paragraph is no heading, after `Comments:` the last
one no comments, be their values empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from paperview.paper import ArxivId, Doi, Paper
from paperview.sources.problem import Problem

_T = TypeVar("_T")

_ARXIV_LINE = re.compile(r"arxiv:\s*(?P<id>\S+?)(?:\s+-\s+doi:\s*(?P<doi>.*?))?\s*", re.IGNORECASE)
_OTHER_IDENTITY = re.compile(r"(?:doi:\s*10\.|created:\s*\d{4}\b)", re.IGNORECASE)
_KEY_LINE = re.compile(r"(?P<key>[A-Za-z][\w-]{0,30}):(?:\s+(?P<value>.*))?")
_KNOWN_KEYS = frozenset(
    "arxiv doi created updated title author authors comments categories journal-ref".split()
)
_PROBLEM_TEXT = 500  # characters of a lost record that a problem keeps

_COMMENTS = re.compile(
    r"""\s*(?:\d+\s*(?:\+\s*\d+\s*)?(?:pages?|pp|pgs?|figures?|figs?|tables?|slides)\b
    |(?:accepted|to\ appear|appear(?:s|ed|ing)|published|submitted|presented|withdrawn
       |this\ paper\ has\ been\ withdrawn|camera[- ]ready|extended\ version|short\ version
       |preprint|in\ proceedings|proc\.|code\ (?:is\ )?(?:available\ )?at|project\ page
       |supplementary)\b
    |.*\barxiv\ admin\ note\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_COMMENTS_LENGTH = 400  # characters; an abstract's last paragraph tends to be longer
_NAME_WORDS = 7  # words in a name; prose between two commas is often longer
_NAME_STOP = re.compile(r"(?:\b(?:[A-Z]|[JS]r|al|PhD|M\.?D)\.)$")


@dataclass(slots=True)
class _Block:
    """A paragraph, or the identity lines at the end of a record."""

    line: int
    lines: list[str]
    is_identity: bool = False


@dataclass(slots=True)
class _Record:
    """A record while its lines come in."""

    body: list[_Block] = field(default_factory=list)
    identity: list[_Block] = field(default_factory=list)

    @property
    def line(self) -> int:
        return (self.body or self.identity)[0].line


def read(lines: Iterable[str], source: str) -> Iterator[Paper | Problem]:
    """Read papers from clean lines without their ends; what can't be read comes as problems.

    A problem with a part of a record comes right after the record's paper.
    """
    record = _Record()
    for block in _blocks(lines):
        if record.identity and not _continues(record, block):
            yield from _papers(record, source)
            record = _Record()
        (record.identity if block.is_identity else record.body).append(block)
    if record.identity:
        yield from _papers(record, source)
    elif record.body:
        reason = "the file ends inside a record: no arXiv id follows"
        yield _lost(record, source, reason)


def _continues(record: _Record, block: _Block) -> bool:
    """Whether identity lines follow those before them after a blank line, as in `Created:`."""
    keys = {key for part in record.identity for key, _ in _pairs(part.lines)}
    return block.is_identity and keys.isdisjoint(key for key, _ in _pairs(block.lines))


def _blocks(lines: Iterable[str]) -> Iterator[_Block]:
    block = _Block(0, [])
    number = 0
    for number, line in enumerate(lines, 1):
        text = line.rstrip()
        if text.strip():
            if not block.lines:
                block.line = number
            block.lines.append(text)
        elif block.lines:
            yield from _split(block)
            block = _Block(0, [])
    if block.lines:
        yield from _split(block)


def _split(block: _Block) -> Iterator[_Block]:
    """Part text and identity lines that no blank line keeps apart."""
    start = _identity_start(block.lines)
    if start is None:
        yield block
        return
    end = start + 1
    while end < len(block.lines) and _is_key_line(block.lines[end]):
        end += 1
    if start:
        yield _Block(block.line, block.lines[:start])
    yield _Block(block.line + start, block.lines[start:end], is_identity=True)
    if end < len(block.lines):
        yield from _split(_Block(block.line + end, block.lines[end:]))


def _identity_start(lines: list[str]) -> int | None:
    first = lines[0]
    if _ARXIV_LINE.fullmatch(first) or (_OTHER_IDENTITY.match(first) and _is_key_line(first)):
        return 0
    # Within a paragraph an id alone may be a wrapped mention; with a date below it is not.
    for number, (line, below) in enumerate(zip(lines[1:], lines[2:], strict=False), 1):
        if _ARXIV_LINE.fullmatch(line) and below.lower().startswith("created:"):
            return number
    return None


def _is_key_line(line: str) -> bool:
    match = _KEY_LINE.fullmatch(line)
    return match is not None and match["key"].lower() != "arxiv"


def _pairs(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Return the (key, value) pairs of identity lines, known keys in small letters."""
    for line in lines:
        match = _ARXIV_LINE.fullmatch(line)
        if match:
            yield "arxiv", match["id"]
            if match["doi"] is not None:
                yield "doi", match["doi"]
        elif match := _KEY_LINE.fullmatch(line):
            key = match["key"].lower()
            yield key if key in _KNOWN_KEYS else match["key"], (match["value"] or "").strip()


def _papers(record: _Record, source: str) -> Iterator[Paper | Problem]:
    pairs = [pair for block in record.identity for pair in _pairs(block.lines)]
    values = dict(reversed(pairs))
    problems: list[str] = []
    arxiv_id = _parsed(ArxivId.parse, values.get("arxiv"), "an arXiv id", problems)
    doi = _parsed(Doi.parse, values.get("doi"), "a DOI", problems)
    if arxiv_id is None and doi is None:
        yield _lost(record, source, "; ".join(problems) or "the record has no arXiv id and no DOI")
        return
    created = _parsed(_date, values.get("created"), "a date (YYYY-MM-DD)", problems)
    updated = _parsed(_date, values.get("updated"), "a date (YYYY-MM-DD)", problems)
    title, authors, abstract, comments = _texts(record.body, values)
    names = tuple(value for key, value in pairs if key == "author" and value)
    yield Paper(
        arxiv_id=arxiv_id,
        doi=doi,
        title=values.get("title") or title,
        authors=names or _names(values.get("authors", "")) or authors,
        abstract=abstract,
        comments=values.get("comments") or comments,
        categories=tuple(values.get("categories", "").replace(",", " ").split()),
        journal_ref=values.get("journal-ref") or None,
        created=created,
        updated=updated,
        extra=tuple((key, value) for key, value in pairs if key not in _KNOWN_KEYS),
    )
    line = record.identity[0].line
    text = "\n".join(line for block in record.identity for line in block.lines)
    for problem in problems:
        yield Problem(source, line, f"{problem}; shown without it", text, lost=False)


def _parsed(
    parse: Callable[[str], _T | None], value: str | None, what: str, problems: list[str]
) -> _T | None:
    parsed = parse(value) if value else None
    if value and parsed is None:
        problems.append(f"'{value[:80]}' is not {what}")
    return parsed


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _texts(
    body: list[_Block], values: dict[str, str]
) -> tuple[str | None, tuple[str, ...], str | None, str | None]:
    """Tell title, authors, abstract and comments from a record's paragraphs by their looks."""
    title: str | None = None
    authors: tuple[str, ...] = ()
    comments: str | None = None
    paragraphs = [[line.strip() for line in block.lines] for block in body]
    if paragraphs and "title" not in values and _is_heading(paragraphs[0]):
        title, author_line = paragraphs.pop(0)
        authors = _names(author_line)
    if (
        "comments" not in values
        and len(paragraphs) + bool(title) > 1
        and _is_comments(" ".join(paragraphs[-1]))
    ):
        comments = " ".join(paragraphs.pop())
    abstract = "\n\n".join(" ".join(lines) for lines in paragraphs)
    return title, authors, abstract or None, comments


def _is_heading(lines: list[str]) -> bool:
    """Whether a paragraph is a title with a line of authors below it."""
    return len(lines) == 2 and is_author_line(lines[1])


def is_author_line(line: str) -> bool:
    """Whether a line is a list of names rather than the second line of a wrapped abstract."""
    if line.endswith(".") and not _NAME_STOP.search(line):
        return False
    names = _names(line)
    return bool(names) and all(
        len(name.split()) <= _NAME_WORDS and any(_begins_name(word) for word in name.split())
        for name in names
    )


def _begins_name(word: str) -> bool:
    letter = next((char for char in word if char.isalpha()), "")
    return letter != "" and not letter.islower()


def _is_comments(text: str) -> bool:
    return len(text) <= _COMMENTS_LENGTH and _COMMENTS.match(text) is not None


def _names(line: str) -> tuple[str, ...]:
    parts = [part.strip() for part in line.split(",")]
    if len(parts) > 1:
        parts[-1] = parts[-1].removeprefix("and ")
    before, conjunction, last = parts[-1].partition(" and ")
    parts[-1:] = [before, last] if conjunction else [before]
    return tuple(part.strip() for part in parts if part.strip())


def _lost(record: _Record, source: str, reason: str) -> Problem:
    blocks = record.body + record.identity
    text = "\n".join(line for block in blocks for line in block.lines)
    return Problem(source, record.line, reason, text[:_PROBLEM_TEXT], lost=True)
