r"""BibTeX and BibLaTeX, as journals, reference managers, ADS, INSPIRE and DBLP export them.

Every entry is a record, whatever its type, but for `@string`, `@preamble` and `@comment`, and for
what configures styles or holds fields for others (`@control`, `@xdata`, `@set`). An `@` at the
start of a line between entries that begins none of these is a problem. Other text there is no
record, and nor is an entry after `%`. Abbreviations may be defined anywhere in the file. Fields
that an entry lacks are taken from those that its `crossref` and `xdata` name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperview.model.paper import Paper
from paperview.sources.problem import Problem
from paperview.sources.registry import OtherFiles

_TYPES = (
    r"article|book|booklet|collection|conference|dataset|in(?:book|collection|proceedings)|manual"
    r"|mastersthesis|misc|online|patent|periodical|phdthesis|proceedings|report|software"
    r"|techreport|thesis|unpublished"
)
_NAME = r"[A-Za-z][\w:.+-]*"
_KEY = r'[^\s,="@(){}](?:[^,="@\n]{0,200}[^\s,="@])?'
_BEHIND_KEY = rf"\s*+,\s*+(?:{_NAME}\s*=|{_NAME}\Z|\}}|\Z)"
_LOOKS = re.compile(
    rf"""^[ \t]*@[ \t]*(?:
        [a-z][\w-]*\s*\{{\s*+(?:{_KEY})?{_BEHIND_KEY}
        | (?:\[[^][{{}}@\n]{{0,200}}+\]|[^@{{}}(),=\n]{{0,80}}+)\s*+\{{\s*+
          {_KEY}\s*+,\s*+{_NAME}\s*=\s*+[{{"0-9]
        | (?:{_TYPES})\s*[{{(]\s*+(?:{_KEY}{_BEHIND_KEY}|{_NAME}\s*=)
        | string\s*[{{(]\s*{_NAME}\s*=\s*["{{]
        | preamble\s*[{{(]\s*["{{]
        | comment\s*\{{
    )""".encode(),
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)


_DEFINES = re.compile(rb"""^[ \t]*@[ \t]*string\s*[{(]\s*[^\s={}"@,(]+\s*=""", re.I | re.M)


def looks_like(head: bytes) -> bool:
    """Return whether the first bytes of a file begin an entry with a key or a known type."""
    return _LOOKS.search(head) is not None


def defines(data: bytes) -> bool:
    """Return whether a file defines something for others."""
    return _DEFINES.search(data) is not None


def read(data: bytes, source: str, others: OtherFiles | None = None) -> Iterator[Paper | Problem]:
    """Read papers from UTF-8 with line feeds; parts that can't be read are problems.

    A problem with a part of an entry comes right after its paper, one with a block that serves
    other entries where the block is.

    Args:
        data: the file.
        source: its name.
        others: the files opened with it, whose abbreviations it may use.
    """
    # The parser is for files of this format alone, `looks_like` for all.
    from paperview.sources.formats.bibtex.record import read  # noqa: PLC0415

    return read(data, source, others)
