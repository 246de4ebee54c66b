"""The commands of the line mode: how a line is read.

A line is a command only if it looks like nothing else: a letter alone, or behind the numbers of
papers. Text follows a letter only where numbers stand before it, or where it can be nothing but
what the command takes. Everything else is a query, and a query that looks like a command is one
behind a slash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from paperview.exports import BY_FLAG, EXPORTS, FILES, Export
from paperview.index.results import ORDERS, Order
from paperview.lazy import lazy_pattern
from paperview.text.sanitize import in_one_line

READ = ""
"""The letter of the command that reads papers: none."""
ALL_AUTHORS = "a"
"""The letter of the command that reads papers with all their authors."""
FOLLOW = "["
"""The letter of the command that follows a link: `[2]`."""


class Row(NamedTuple):
    """What the help says of a command."""

    call: str
    help: str


class Letter(NamedTuple):
    """A letter that is a command."""

    letter: str
    rows: tuple[Row, ...]
    takes_papers: bool = False
    """Whether numbers of papers may stand before it."""


LETTERS = (
    Letter(
        READ,
        (
            Row("3", "read paper 3"),
            Row("1-3,7", "papers 1 to 3, and 7; 5- are those from 5 on"),
            Row(".", "the marked papers, or else the one read last; for .t and .e"),
        ),
        takes_papers=True,
    ),
    Letter(
        "+",
        (Row("+  -", "read the next paper, the one before"), Row("3+", "mark, or unmark")),
        takes_papers=True,
    ),
    Letter("-", ()),
    Letter("r", (Row("3r", "read the source text, TeX and all"),), takes_papers=True),
    Letter(
        ALL_AUTHORS,
        (Row(f"3{ALL_AUTHORS}", "read it with all authors"),),
        takes_papers=True,
    ),
    Letter(FOLLOW, (Row("[2]", "follow link 2 of the paper read last"),)),
    Letter("y", (Row("3y", "copy the arXiv id"),), takes_papers=True),
    Letter(
        "Y",
        (Row("3Y bibtex", "copy something else; Y alone lists what"),),
        takes_papers=True,
    ),
    Letter("o", (Row("3o  3p", "open the page, the PDF"),), takes_papers=True),
    Letter("p", (), takes_papers=True),
    Letter("*", (Row("3*  *3", "star, or take the star away"),), takes_papers=True),
    Letter("m", (Row("3m", "read or unread"),), takes_papers=True),
    Letter("T", (Row("T", "go through unread papers: mark the one read last, read the next"),)),
    Letter(
        "t",
        (Row('3t ml "to do" -old', "add tags, take one away; 3t alone lists them"),),
        takes_papers=True,
    ),
    Letter(
        "e",
        (Row("3e words", "add a line to the note; 3e alone edits it with $EDITOR"),),
        takes_papers=True,
    ),
    Letter("n", (Row("n  N", "list the next ten, the ten before (also b)"),)),
    Letter("N", ()),
    Letter("b", ()),
    Letter("l", (Row("l  l 41", "list again, with what is new; list from 41 on"),)),
    Letter("s", (Row("s  s newest", "sort: best, newest, oldest, title, author"),)),
    Letter("w", (Row("w", "list papers that lack a word too, where few match, or not"),)),
    Letter("A", (Row("A  I  X", "mark all results, the other ones, none"),)),
    Letter("I", ()),
    Letter("X", ()),
    Letter("M", (Row("M", "mark all results read"),)),
    Letter(
        "E",
        (
            Row("E refs.bib", "export the marked papers, or else all results"),
            Row("E+ refs.bib", "add to a bibliography; E! writes over a file"),
            Row("3E ris refs.txt", "these papers, in a form that the name does not say"),
        ),
        takes_papers=True,
    ),
    Letter(
        "D",
        (
            Row("D  D 2", "possible duplicates: list ten pairs; read both papers of one"),
            Row("D+ 2  D- 2", "merge them on the shelf; keep them apart"),
        ),
    ),
    Letter("S", (Row("S  S 2  S+ name", "saved filters: list, use, save the query as one"),)),
    Letter("u", (Row("u  U", "undo and redo: star, read, tags, note, duplicates"),)),
    Letter("U", ()),
    Letter("!", (Row("!", "problems: what could not be read"),)),
    Letter("R", (Row("R", "reload the files"),)),
    Letter("=", (Row("=", "where you are: files, query, order, marks"),)),
    Letter("?", (Row("?", "this help"),)),
    Letter("q", (Row("q", "quit; also ctrl+d"),)),
)
BY_LETTER = {one.letter: one for one in LETTERS}
SEARCHING = (
    Row("digital twin", "anything else searches, as in the filter of the reader"),
    Row("/2019", "always searches: for a number, or for a letter"),
    Row("/", "all papers"),
)
"""What the help says of queries."""
_WORDS = {"quit": "q", "exit": "q", "bye": "q", "help": "?", "next": "n", "more": "n"}
"""Commands of other programs, which are searched for here."""


class Papers(NamedTuple):
    """Which papers a command is about."""

    ranges: tuple[tuple[int, int | None], ...] = ()
    """First and last number of each range, None for the last paper; none: the marked, or else the
    present one."""

    def rows(self, count: int) -> Iterator[int]:
        """Give the rows of the papers, from 0, each once, among so many."""
        seen: set[int] = set()
        for first, last in self.ranges:
            for row in range(first - 1, count if last is None else min(last, count)):
                if row not in seen:
                    seen.add(row)
                    yield row

    @property
    def last(self) -> int:
        """The highest number that is named."""
        return max((last or first for first, last in self.ranges), default=0)


class Command(NamedTuple):
    """A command."""

    letter: str
    papers: Papers = Papers()
    text: str = ""


class Search(NamedTuple):
    """A query."""

    text: str
    remark: str = ""
    """What the user may have meant instead."""


class Mistake(NamedTuple):
    """A line that is neither."""

    said: str


class Nothing(NamedTuple):
    """An empty line."""


Asked: TypeAlias = Command | Search | Mistake | Nothing

_RANGE = r"[0-9]{1,9}(?:-(?:[0-9]{1,9})?)?"
_PAPERS = rf"(?P<papers>{_RANGE}(?:, ?{_RANGE})*|\.)"
_BARE = lazy_pattern(
    rf"{_PAPERS}(?: ?(?P<letter>[a-zA-Z*+]))?|\*(?P<starred>{_RANGE}(?:, ?{_RANGE})*)"
)
_WITH_TEXT = lazy_pattern(rf"{_PAPERS}(?P<letter>[YteE])(?P<how>[+!]?) +(?P<text>.+)")
_COUNTED = lazy_pattern(r"(?P<letter>[lS!]|D[+-]?) (?P<number>[0-9]{1,9})")
_LINK = lazy_pattern(r"\[(?P<number>[0-9]{1,9})\]")
_LETTER_AND_TEXT = lazy_pattern(r"(?P<letter>[sY?]|E[+!]?|S\+) +(?P<text>.+)")
_WITH_SIGN = ("E+", "E!", "S+", "D+", "D-")
"""Letters with a sign, which are commands also where what they take is missing."""
_TAG = lazy_pattern(r'(?P<minus>-?)(?:"(?P<quoted>[^"]*)"|(?P<plain>\S+))')


def parse(line: str) -> Asked:
    """Read a line. Nothing of it is dropped: a command that can't be read is a query, or told."""
    line = in_one_line(line)
    if not line:
        return Nothing()
    if line.startswith("/"):
        return Search(line[1:].strip())
    return _papers_command(line) or _other_command(line) or Search(line, _remark(line))


def _papers_command(line: str) -> Asked | None:
    """Read a line that begins with numbers of papers, or with a star before them."""
    if match := _BARE.fullmatch(line):
        if match["starred"]:
            return _on(match["starred"], "*", "")
        letter = match["letter"] or READ
        known = BY_LETTER.get(letter)
        return _on(match["papers"], letter, "") if known and known.takes_papers else None
    if (match := _WITH_TEXT.fullmatch(line)) and (not match["how"] or match["letter"] == "E"):
        return _on(match["papers"], match["letter"] + match["how"], match["text"])
    return None


def _on(papers: str, letter: str, text: str) -> Asked:
    """Return a command on papers."""
    if papers == ".":
        return Command(letter, text=text)
    ranges: list[tuple[int, int | None]] = []
    for part in papers.split(","):
        first, is_range, last = part.strip().partition("-")
        numbers = [int(number) for number in (first, last) if number]
        if not all(numbers):
            return Mistake(f"papers are numbered from 1; /{papers} searches for it")
        ranges.append((min(numbers), None if is_range and not last else max(numbers)))
    return Command(letter, Papers(tuple(ranges)), text)


def _other_command(line: str) -> Asked | None:
    """Read a line that is a command without numbers."""
    if line in BY_LETTER or line in _WITH_SIGN:
        return Command(line)
    if len(line) == 1 and line.isascii() and line.isalpha():
        return Mistake(f"{line} is no command; ? lists them, /{line} searches for it")
    if match := _LINK.fullmatch(line):
        return Command(FOLLOW, text=match["number"])
    if match := _COUNTED.fullmatch(line):
        return Command(match["letter"], text=match["number"])
    match = _LETTER_AND_TEXT.fullmatch(line)
    if match and _may_follow(match["letter"], match["text"]):
        return Command(match["letter"], text=match["text"])
    return None


def _may_follow(letter: str, text: str) -> bool:
    """Return whether a text can be nothing but what a letter takes."""
    match letter:
        case "s":
            return order_named(text) is not None
        case "Y":
            return export_named(text) is not None
        case "E":
            return export_to(text) is not None
        case "?":
            return True
    return letter in _WITH_SIGN


def _remark(line: str) -> str:
    """Say what a query may have been meant as."""
    if letter := _WORDS.get(line.casefold()):
        return f"searching for {line}; the command is {letter}"
    if line.startswith("E ") and line.count(" ") == 1:
        return f"searching for it; to export, name a file such as {line[2:]}.bib"
    return ""


# --- what commands take


def order_named(word: str) -> Order | None:
    """Return the order that begins with a word: best, newest, oldest, title, author."""
    return next((order for name, order in ORDERS.items() if word and name.startswith(word)), None)


def export_named(name: str) -> Export | None:
    """Return the export that a name means: its key in the copy menu, its name, or their start."""
    if keyed := next((one for one in EXPORTS if one.key and one.key == name), None):
        return keyed
    name = name.casefold()
    names = {text.casefold(): one for one in EXPORTS for text in (one.flag, one.name) if text}
    if name in names:
        return names[name]
    return next(
        (one for text, one in names.items() if len(name) > 1 and text.startswith(name)), None
    )


def export_to(text: str) -> tuple[Export, str] | None:
    """Return the form and the name of the file that a text means: `refs.bib`, `ris refs.txt`.

    None where neither a form is named nor does the name of the file end like one of a form.
    """
    form, _, name = text.partition(" ")
    if form in BY_FLAG and name.strip():
        return BY_FLAG[form], name.strip()
    ending = re.search(r"\.[a-z]+$", text.casefold())
    export = next((one for one in FILES if ending and one.extension == ending[0]), None)
    return (export, text) if export else None


def tags_in(text: str) -> tuple[list[str], list[str]]:
    """Return the tags to add and those to remove: `ml "to do" -old`."""
    add: list[str] = []
    remove: list[str] = []
    for match in _TAG.finditer(text):
        tag = match["plain"] if match["quoted"] is None else match["quoted"]
        (remove if match["minus"] else add).append(tag)
    return list(filter(None, add)), list(filter(None, remove))
