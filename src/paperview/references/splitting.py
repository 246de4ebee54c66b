"""Splitting a text into the references that it lists, each with its line.

Lists are numbered, have bullets, blank lines or hanging indents between their references, or none
of these: then a reference ends with a line that is shorter than the others. Lines are unwrapped,
words that were hyphenated at the end of a line are joined, and page numbers and running heads are
left out. An entry that names several papers by their ids is as many references.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from paperview.lazy import lazy_pattern
from paperview.model.paper import ArxivId, Doi, arxiv_ids_in
from paperview.text.sanitize import in_one_line


class Reference(NamedTuple):
    """A reference as a text has it."""

    line: int
    """The line at which it begins, from 1."""
    text: str
    """In one line, clean, without its number in the list."""


class _Line(NamedTuple):
    number: int
    indent: int
    text: str
    """Clean, without blanks at its ends; empty for a blank line."""


_HEADING = lazy_pattern(
    r"(?:§\s*)?(?:[0-9IVX]{1,4}[.)]?\s+)?"
    r"(?:references?(?: and notes)?|references? cited|bibliography|literature(?: cited)?"
    r"|works cited|literatur(?:verzeichnis)?|bibliographie|r\s?eferences)\s*:?",
    re.IGNORECASE,
)
_BEHIND = lazy_pattern(
    r"(?:[0-9A-Z]{1,3}[.)]?\s+)?"
    r"(?:appendix|appendices|supplement(?:ary|al) (?:materials?|information)|acknowledge?ments?"
    r"|author contributions|checklist)\b.{0,40}",
    re.IGNORECASE,
)
"""A heading behind the references."""
_PAGE = lazy_pattern(
    r"(?:page\s*|[-–—]\s*)?[0-9]{1,4}(?:\s*(?:/|of)\s*[0-9]{1,4}|\s*[-–—])?", re.IGNORECASE
)
"""A line that has a page number alone."""
_DIGITS = lazy_pattern(r"[0-9]+")
_EDGE = 2
"""Lines at the top and the bottom of a page among which running heads are looked for."""
_FORM_FEED = "\f"

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)

_LABEL = lazy_pattern(r"\[(?:(?P<number>[0-9]{1,4})|(?P<key>[^\W\d_][^\s\[\]]{0,30}))\][.:]?\s*")
_NUMBER = lazy_pattern(r"\(?(?P<number>[0-9]{1,4})(?:[.)]|\.\))\s+")
_BARE_NUMBER = lazy_pattern(r"(?P<number>[0-9]{1,4})\s+(?=[^\W\d_])")
_BULLET = lazy_pattern(r"(?:[•·‣▪◦●○■*–—]|-(?=\s))\s*")
_MOST_SKIPPED = 3
"""Numbers that may be missing in a row, because their lines could not be read."""

_MOST_BEFORE = 8
"""Lines before the first mark that may be the rest of a reference."""

_LONGEST_WRAPPED = 130
"""Characters of the lines of wrapped text, at most; a list of longer ones has one a line."""
_SHORTEST_WRAPPED = 40
"""The same at least."""
_USUAL = 10
"""One line in so many begins in a style, at least, if the references of a list do."""
_NEAR = 4
"""Lines within which a reference names its year."""
_YEAR = lazy_pattern(r"(?<![0-9])(?:18|19|20)[0-9]{2}(?![0-9])")
_FULL = 0.9
"""The share of the longest line that a line takes together with the word that follows it."""
_FEW_INDENTED = 0.9
"""The share of lines up to which an indent marks them."""
_NAME = r"(?:[^\W\d_]|['’`´-])+"
_GIVEN = rf"(?:[A-ZÀ-Ž]\.(?:-?[A-ZÀ-Ž]\.)*|[A-ZÀ-Ž]{_NAME})"
_STARTS = tuple(
    lazy_pattern(pattern)
    for pattern in (
        rf"(?:[a-z]{{1,3}}\s){{0,2}}{_NAME}(?:\s{_NAME})?,\s*(?:[^\W\d_]\.|[^\W\d_]+)",  # Ba, J.
        rf"(?:[^\W\d_]\.[\s-]?){{1,4}}\s?{_NAME}",  # J. Ba
        rf"{_NAME}\s[A-Z]{{1,3}}[,.\s]",  # Ba J,
        rf"(?:{_GIVEN}\s){{1,3}}{_NAME},\s(?:and\s)?{_GIVEN}\s",  # Jimmy Ba, Geoffrey Hinton
        rf"(?:{_GIVEN}\s){{1,3}}{_NAME}\sand\s{_GIVEN}\s",  # Jimmy Ba and Geoffrey Hinton
        rf"(?:{_GIVEN}\s){{1,3}}{_NAME}\.\s",  # Jimmy Ba.
    )
)
"""How references begin: with names, in one of several styles."""
_GOES_ON = lazy_pattern(
    r"(?:[,;:&(–—-]|\b(?:and|of|the|for|in|on|with|a|an|to|from|by|und|et|de|pp\.|vol\.|no\.|eds?\."
    r"|[A-Z]\.))$"
)
"""The end of a line with which no reference ends."""
_BELONGS = lazy_pattern(r"\[?(?i:online|available|accessed|retrieved|url|doi|pmid)\b|In\b")
"""The beginning of a line that goes on with a reference."""
_PARTICLE = lazy_pattern(r"(?:al|da|de|del|della|den|der|di|dos|du|el|la|le|ter|van|von)\s")
"""The beginning of a surname in small letters."""
_ADDRESS = lazy_pattern(r"(?:https?://|www\.|doi:?|10\.\d{4,9}/)\S*$", re.IGNORECASE)
_LONGEST_ADDRESS = 200
_SOFT_HYPHEN = "\xad"
_BETWEEN_IDS = lazy_pattern(r"(?:[,;]|\s|\band\b)+")
_BEHIND_ID = lazy_pattern(r"\]?(?:\s?[\[(][^\[\]()]{0,30}[\])])?")
"""What belongs to the id before it, such as `[hep-th]`."""


def split(text: str) -> list[Reference]:
    """Return the references of a text in order.

    If it has a heading such as "References", they are looked for behind it alone.
    """
    entries = _entries(_section(_without_heads(_lines(text))))
    return [reference for entry in entries for reference in _apart(entry)]


def _entries(lines: list[_Line]) -> Iterator[Reference]:
    for starts in (_numbered(lines, _LABEL), _numbered(lines, _NUMBER), _bulleted(lines)):
        if starts:
            return _from_starts(lines, starts)
    starts = _numbered(lines, _BARE_NUMBER)
    return _from_starts(lines, starts) if len(starts) > 1 else _unmarked(lines)


def _lines(text: str) -> Iterator[tuple[int, _Line]]:
    """Give the lines of a text, each with the number of its page."""
    page = 0
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, raw in enumerate(text.split("\n"), start=1):
        *before, line = raw.split(_FORM_FEED)
        page += len(before)
        line = " ".join((*before, line)).expandtabs() if before else line.expandtabs()
        soft = _SOFT_HYPHEN if line.rstrip().endswith(_SOFT_HYPHEN) else ""
        shown = in_one_line(line).translate(_LIGATURES) + soft
        yield page, _Line(number, len(line) - len(line.lstrip()), shown)


def _without_heads(paged: Iterable[tuple[int, _Line]]) -> list[_Line]:
    """Leave out page numbers, and lines that stand at the edge of several pages.

    The lines around the end of a page go on without a blank line between them.
    """
    pages = [[line for _, line in some] for _, some in groupby(paged, key=lambda each: each[0])]
    if len(pages) == 1:
        return pages[0]
    edges = [_edge(page) for page in pages]
    seen = Counter(key for edge in edges for key in {_head(line) for line in edge})
    kept: list[_Line] = []
    for page, edge in zip(pages, edges, strict=True):
        heads = {line for line in edge if seen[_head(line)] > 1 or _PAGE.fullmatch(line.text)}
        lines = [line for line in page if line not in heads]
        while lines and not lines[-1].text:
            lines.pop()
        while kept and lines and not lines[0].text:
            lines.pop(0)
        kept += lines
    return kept


def _edge(page: Sequence[_Line]) -> list[_Line]:
    filled = [line for line in page if line.text]
    return list(dict.fromkeys([*filled[:_EDGE], *filled[-_EDGE:]]))


def _head(line: _Line) -> str:
    return _DIGITS.sub("#", line.text)


def _section(lines: list[_Line]) -> list[_Line]:
    """Return the lines behind the heading of the references, or all if there is none."""
    headings = [i for i, line in enumerate(lines) if _is_heading(line.text)]
    if headings:
        # The heading may be a running head, too.
        behind = [line for line in lines[headings[0] + 1 :] if not _is_heading(line.text)]
        end = next((i for i, line in enumerate(behind) if i and _ends_section(line.text)), None)
        if any(line.text for line in behind[:end]):
            lines = behind[:end]
    return lines


def _is_heading(text: str) -> bool:
    return len(text) < 40 and _HEADING.fullmatch(text) is not None


def _ends_section(text: str) -> bool:
    return len(text) < 60 and not text.endswith((".", ",")) and _BEHIND.fullmatch(text) is not None


# --- lists with marks


def _numbered(lines: Sequence[_Line], pattern: re.Pattern[str]) -> dict[int, int]:
    """Return the indexes of the lines that begin references with numbers or keys, and their marks.

    Numbers must go up: other lines may begin with a number, too. If lines without a mark come
    first, they are the end of a reference whose beginning was not copied.
    """
    starts: dict[int, int] = {}
    last: int | None = None
    for i, line in enumerate(lines):
        match = pattern.match(line.text)
        if match is None or (match.end() == len(line.text) and i + 1 == len(lines)):
            continue
        number = int(match["number"]) if match["number"] else None
        if last is None or number is None or 0 < number - last <= 1 + _MOST_SKIPPED:
            if number is not None or last is None:
                starts[i] = match.end()
            last = number if number is not None else last
    first = next((i for i, line in enumerate(lines) if line.text), 0)
    if first in starts or not starts:
        return starts
    is_list = pattern is _LABEL and last is not None and len(starts) > 1
    is_list = is_list and min(starts) - first <= _MOST_BEFORE
    return {first: 0} | starts if is_list else {}


def _bulleted(lines: Sequence[_Line]) -> dict[int, int]:
    starts: dict[int, int] = {}
    mark = ""
    for i, line in enumerate(lines):
        match = _BULLET.match(line.text)
        if match and (not mark or line.text[0] == mark):
            mark = line.text[0]
            starts[i] = match.end()
        elif line.text and not starts:
            return {}
    return starts


def _from_starts(lines: Sequence[_Line], starts: dict[int, int]) -> Iterator[Reference]:
    indexes = [*starts, len(lines)]
    for first, end in pairwise(indexes):
        begin = lines[first]._replace(text=lines[first].text[starts[first] :])
        yield from _joined([begin, *lines[first + 1 : end]])


# --- lists without marks


def _unmarked(lines: Sequence[_Line]) -> Iterator[Reference]:
    longest = max((len(line.text) for line in lines), default=0)
    for is_blank, some in groupby(lines, key=lambda line: not line.text):
        if not is_blank:
            yield from _block(list(some), longest)


def _block(lines: Sequence[_Line], longest: int) -> Iterator[Reference]:
    """Split lines without a blank line among them."""
    starts = _by_indent(lines) or _by_length(lines, longest)
    bounds = [i for i in range(len(lines)) if starts(i)] or [0]
    for first, end in pairwise([*bounds, len(lines)]):
        yield from _joined(lines[first:end])


def _by_indent(lines: Sequence[_Line]) -> Callable[[int], bool] | None:
    """Return which lines begin references by their indents; None if these don't tell."""
    least, most = min(line.indent for line in lines), max(line.indent for line in lines)
    if least == most:
        return None
    if lines[0].indent == least:  # hanging
        return lambda i: lines[i].indent == least
    is_first = [line.indent > least for line in lines]
    if sum(is_first) > _FEW_INDENTED * len(lines):
        return None
    return is_first.__getitem__


def _by_length(lines: Sequence[_Line], longest: int) -> Callable[[int], bool]:
    """Return which lines begin references because the line before is no full one.

    Behind a full one they do if they begin with a name, and the one before has come to an end.
    """

    def is_full(i: int) -> bool:
        """Return whether the next line would have begun in this one, had there been room."""
        room = len(lines[i].text) + 1 + len(lines[i + 1].text.split(" ", 1)[0])
        return room > _FULL * longest and longest >= _SHORTEST_WRAPPED

    after_short = (i for i in range(len(lines)) if not i or not is_full(i - 1))
    usual = Counter(style for i in after_short for style in _styles(lines[i].text))
    styles = {style for style, count in usual.items() if _USUAL * count >= sum(usual.values())}

    def starts(i: int) -> bool:
        if not i:
            return True
        before, line = lines[i - 1].text, lines[i].text
        if _is_id(line):
            return _is_id(before) or longest < _SHORTEST_WRAPPED
        if _BELONGS.match(line) or not any(map(str.isalpha, line)):
            return False
        if longest > _LONGEST_WRAPPED:
            return True
        goes_on = line[0].islower() and _PARTICLE.match(line) is None
        if goes_on or _GOES_ON.search(before) or before.endswith(_SOFT_HYPHEN):
            return False
        has_style = not styles.isdisjoint(_styles(line))
        has_year = any(_YEAR.search(some.text) for some in lines[i : i + _NEAR])
        return not is_full(i - 1) or (_may_end(before) and has_style and has_year)

    return starts


def _may_end(line: str) -> bool:
    return line[-1] in ".])?!0123456789"


def _styles(line: str) -> set[int]:
    """Return in which styles a line begins with names."""
    return {style for style, pattern in enumerate(_STARTS) if pattern.match(line)}


def _is_id(text: str) -> bool:
    return ArxivId.parse(text) is not None or Doi.parse(text) is not None


# --- joining lines


def _joined(lines: Iterable[_Line]) -> Iterator[Reference]:
    """Give the reference that some lines are, if there is any text in them."""
    filled = [line for line in lines if line.text]
    parts: list[str] = []
    for before, line in pairwise([*filled, None]):
        if before is not None:
            parts.append(before.text if line is None else _before(before.text, line.text))
    text = "".join(parts).replace(_SOFT_HYPHEN, "")
    if any(map(str.isalnum, text)):
        yield Reference(filled[0].number, text)


def _before(text: str, following: str) -> str:
    """Return a line as it stands before another one: with a blank, unless a word goes on."""
    if text.endswith(_SOFT_HYPHEN):
        return text
    if _ADDRESS.search(text[-_LONGEST_ADDRESS:]) and (text[-1] in "/-_.=" or following[0] == "/"):
        return text
    if text.endswith("-") and text[-2:-1].isalpha():
        # Before a small letter the hyphen is the printer's, as far as one can tell.
        return text[:-1] if following[0].islower() else text
    return f"{text} "


# --- entries with several papers


def _apart(entry: Reference) -> Iterator[Reference]:
    """Give a reference for each paper that an entry names by its id.

    Beside other words only arXiv ids are counted: a paper has one of them, but may have two DOIs.
    """
    listed = [word for word in _BETWEEN_IDS.split(entry.text) if word]
    if len(listed) > 1 and all(map(_is_id, listed)):
        yield from (Reference(entry.line, text) for text in listed)
        return
    begin, before = 0, None
    for start, end, arxiv_id in arxiv_ids_in(entry.text):
        if before is not None and arxiv_id.base != before[1]:
            semicolon = entry.text.find(";", before[0], start)
            cut = before[0] if semicolon < 0 else semicolon
            yield Reference(entry.line, entry.text[begin:cut].strip())
            begin = cut
            while not entry.text[begin].isalnum():
                begin += 1
        behind = _BEHIND_ID.match(entry.text, end)
        before = (behind.end() if behind else end), arxiv_id.base
    yield entry._replace(text=entry.text[begin:])
