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
from dataclasses import dataclass, field

from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.draft import is_paper
from paperview.sources.formats.plain import keylines
from paperview.sources.formats.plain.keylines import Block, Pair, Values
from paperview.sources.parsing import paragraphs as looks
from paperview.sources.parsing.field_values import without_others
from paperview.sources.problem import Problem, shown_without
from paperview.text.sanitize import clean

_TIME = re.compile(r"(?<=-..-..)[T ][0-9]{2}:[0-9]{2}\S*$")
_IDENTITY = re.compile(
    rb"^[ \t]*(?:arxiv:\s*\S|doi:\s*10\.|(?-i:Name:))", re.IGNORECASE | re.MULTILINE
)
_PROBLEM_TEXT = 500  # characters of a record that a problem keeps


@dataclass(slots=True)
class _Record:
    """A record while its lines come in."""

    body: list[Block] = field(default_factory=list)
    identity: list[Block] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    """Those of the identity lines."""

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
        """Whether the record goes on with a block that a blank line parts from what is there."""
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
    """Whether the first bytes of a file hold an identity line."""
    return _IDENTITY.search(head) is not None


def is_further_key(name: str) -> bool:
    """Whether a key line of this name gives a further pair, and no field of a paper."""
    pair = keylines.key_value(f"{name}: x")
    return pair == (name, "x") and name.lower() not in keylines.KNOWN_KEYS


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read papers from UTF-8 with line feeds; what can't be read comes as problems.

    A problem with a part of a record comes right after the record's paper.
    """
    return read_lines((clean(line.decode().rstrip("\n")) for line in io.BytesIO(data)), source)


def read_lines(lines: Iterable[str], source: str) -> Iterator[Paper | Problem]:
    """Do the same with clean lines without their ends."""
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
    key_authors = (*values.texts("author"), *looks.names(", ".join(values.texts("authors"))))
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
    """Tell title, authors, abstract and comments from a record's paragraphs by their looks."""
    title: str | None = None
    authors: tuple[str, ...] = ()
    comments: str | None = None
    paragraphs = [[line.strip() for line in block.lines] for block in body]
    has_keys = any(key in values for key in keylines.HEADING_KEYS)
    heading = looks.heading(paragraphs[0]) if paragraphs and not has_keys else None
    if heading is not None:
        title, authors = heading
        del paragraphs[0]
    abstract = [" ".join(lines) for lines in paragraphs]
    has_more = len(abstract) > 1 or (abstract and title)
    above = sum(map(len, abstract[:-1]))
    if has_more and "comments" not in values and looks.is_comments(abstract[-1], above):
        comments = abstract.pop()
    return title, authors, abstract, comments


def _lost(record: _Record, source: str, reason: str) -> Problem:
    blocks = sorted(record.body + record.identity, key=lambda block: block.line)
    text = "\n".join(line for block in blocks for line in block.lines)
    return Problem(source, blocks[0].line, reason, text[:_PROBLEM_TEXT], lost=True)
