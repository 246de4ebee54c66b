"""Bibliographies in six styles, as they are copied from a PDF: wrapped, hyphenated, with slips."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

from benchmarks.references import year_of
from paperview.model.names import given_first, is_group, is_suffix
from paperview.model.paper import Paper
from paperview.tex import to_text

_VENUES = (
    ("Advances in Neural Information Processing Systems", "Adv. Neural Inf. Process. Syst."),
    ("Proceedings of the IEEE Conference on Computer Vision", "Proc. IEEE Conf. Comput. Vis."),
    ("Journal of High Energy Physics", "J. High Energy Phys."),
    ("Communications in Mathematical Physics", "Comm. Math. Phys."),
    ("Monthly Notices of the Royal Astronomical Society", "Mon. Not. R. Astron. Soc."),
    ("Physical Review Letters", "Phys. Rev. Lett."),
    ("Transactions of the American Mathematical Society", "Trans. Amer. Math. Soc."),
    ("IEEE Transactions on Information Theory", "IEEE Trans. Inf. Theory"),
    ("Nature Communications", "Nat. Commun."),
    ("International Conference on Machine Learning", "Int. Conf. Mach. Learn."),
)
_WORD = re.compile(r"[^\W\d_]{5,}")
_LIGATURES = (("ffi", "ﬃ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ"))
_VOWELS = re.compile("(?<=[aeiouy])(?=[bcdfghklmnprstvz][aeiouy])")


class Name(NamedTuple):
    """A person's name in its parts."""

    family: str
    given: str
    initials: str
    """With full stops: `J.-P. M.`"""


class Entry(NamedTuple):
    """What a reference says of a paper."""

    names: tuple[Name, ...]
    title: str
    year: str
    journal: str
    """The journal with volume and page as the paper has it; empty for none."""
    venue: str
    """Another venue, if it has no journal."""
    volume: int
    page: int
    arxiv: str
    """The arXiv id, if the reference has it."""

    @property
    def where(self) -> str:
        """Where it was published, without the year."""
        if self.journal:
            return self.journal
        return f"{self.venue} {self.volume}" if self.venue else ""


def entry_of(paper: Paper, random: Random) -> Entry | None:
    """Return what a reference says of a paper, None if that is too little."""
    year = year_of(paper)
    names = [_name(name) for name in paper.authors if not is_group(name)]
    if not (year and paper.title and names) or not all(name.family for name in names):
        return None
    journal = to_text(paper.journal_ref).rstrip(".") if paper.journal_ref else ""
    full, short = random.choice(_VENUES)
    venue = "" if journal or random.random() < 0.3 else random.choice((full, short))
    if venue:
        year = str(int(year) + random.choice((0, 0, 1, 1, 2)))
    title = to_text(paper.title)
    if ": " in title and random.random() < 0.1:
        title = title.partition(": ")[0]
    has_id = paper.arxiv_id is not None and random.random() < 0.25
    return Entry(
        names=tuple(names),
        title=title,
        year=year,
        journal=journal,
        venue=venue,
        volume=random.randint(2, 400),
        page=random.randint(1, 9000),
        arxiv=paper.arxiv_id.base if paper.arxiv_id and has_id else "",
    )


def _name(name: str) -> Name:
    parts = [part for part in given_first(to_text(name)).split() if not is_suffix(part.strip(","))]
    first = len(parts) - 1
    while first > 1 and parts[first - 1].islower():
        first -= 1
    given = " ".join(parts[: max(0, first)])
    halves = (part.split("-") for part in given.replace(".-", "-").replace(".", " ").split())
    initials = " ".join("-".join(f"{half[0]}." for half in some if half) for some in halves)
    return Name(" ".join(parts[max(0, first) :]), given, initials)


# --- styles


def apa(entry: Entry, random: Random) -> str:
    """Format as APA does: surnames first, the year behind the authors."""
    del random
    names = [f"{name.family}, {name.initials}".rstrip(", ") for name in entry.names]
    if len(names) > 20:
        names = [*names[:19], f"... {names[-1]}"]
    elif len(names) > 1:
        names[-1] = f"& {names[-1]}"
    end = "" if entry.title.endswith(("?", "!")) else "."
    where = entry.where and f" {entry.where}, {entry.page}."
    arxiv = f" arXiv:{entry.arxiv}." if entry.arxiv else ""
    return f"{', '.join(names)} ({entry.year}). {entry.title}{end}{where}{arxiv}"


def ieee(entry: Entry, random: Random) -> str:
    """Format as IEEE does: initials first, the title in quotes."""
    names = [f"{name.initials} {name.family}".strip() for name in entry.names]
    who = f"{names[0]} et al." if len(names) > 6 else _listed(names, ", and ")
    left, right = random.choice([('"', '"'), ("“", "”")])
    where = f"in {entry.where}" if entry.venue and random.random() < 0.5 else entry.where
    arxiv = f"arXiv:{entry.arxiv}, " if entry.arxiv else ""
    at = f"{where}, pp. {entry.page}–{entry.page + 9}, " if where else ""
    return f"{who}, {left}{entry.title},{right} {at}{arxiv}{entry.year}."


def vancouver(entry: Entry, random: Random) -> str:
    """Format as Nature or Vancouver do: surnames first, a full stop before the title."""
    if random.random() < 0.5:  # Nature
        names = [f"{name.family}, {name.initials}".rstrip(", ") for name in entry.names]
        who = f"{names[0]} et al." if len(names) > 5 else _listed(names, " & ")
        where = entry.where or f"Preprint at arXiv:{entry.arxiv}".removesuffix(" at arXiv:")
        return f"{who} {_sentence(entry.title)} {where}, {entry.page} ({entry.year})."
    names = [
        f"{name.family} {''.join(char for char in name.initials if char.isalpha())}".strip()
        for name in entry.names
    ]
    who = ", ".join([*names[:6], "et al"] if len(names) > 6 else names)
    where = entry.where or "arXiv"
    arxiv = f" arXiv:{entry.arxiv}." if entry.arxiv else ""
    return (
        f"{who}. {_sentence(entry.title)} {where}. "
        f"{entry.year};{entry.volume}:{entry.page}-{entry.page + 8}.{arxiv}"
    )


def ams(entry: Entry, random: Random) -> str:
    """Format as AMS or plain BibTeX do: commas, or full stops, without quotes."""
    is_plain = random.random() < 0.5
    short = random.random() < 0.5
    names = [
        f"{name.initials if short else name.given} {name.family}".strip() for name in entry.names
    ]
    who = _listed(names, ", and " if len(names) > 2 else " and ")
    sign = "." if is_plain else ","
    where = f"{'In ' if is_plain and entry.venue else ''}{entry.where or 'preprint'}"
    arxiv = f", arXiv:{entry.arxiv}" if entry.arxiv else ""
    if is_plain:
        return f"{who}. {_sentence(entry.title)} {where}, {entry.page}, {entry.year}{arxiv}."
    return (
        f"{who}{sign} {entry.title}, {where} ({entry.year}), {entry.page}–{entry.page + 20}{arxiv}."
    )


def acm(entry: Entry, random: Random) -> str:
    """Format as ACM does: full names, and the year in front of the title."""
    del random
    names = [f"{name.given} {name.family}".strip() for name in entry.names]
    who = _listed(names, ", and ")
    where = entry.where and f" {'In ' if entry.venue else ''}{entry.where}, {entry.page}."
    arxiv = f" arXiv:{entry.arxiv}" if entry.arxiv else ""
    return f"{who}. {entry.year}. {_sentence(entry.title)}{where}{arxiv}"


def physical_review(entry: Entry, random: Random) -> str:
    """Format as Physical Review does: without the title; "" if the journal is not known."""
    del random
    names = [f"{name.initials} {name.family}".strip() for name in entry.names]
    who = f"{names[0]} et al." if len(names) > 10 else _listed(names, ", and ")
    if not entry.journal:
        return ""
    year = "" if entry.year in entry.journal else f" ({entry.year})"
    arxiv = f", arXiv:{entry.arxiv}" if entry.arxiv else ""
    return f"{who}, {entry.journal}{year}{arxiv}."


STYLES: dict[str, Callable[[Entry, Random], str]] = {
    "APA": apa,
    "IEEE": ieee,
    "Vancouver": vancouver,
    "AMS": ams,
    "ACM": acm,
    "Physical Review": physical_review,
}


def _listed(names: Sequence[str], last: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])}{last}{names[-1]}"


def _sentence(title: str) -> str:
    return title if title.endswith(("?", "!")) else f"{title}."


# --- as it is copied


def with_slips(entry: Entry, random: Random) -> Entry:
    """Return a reference as careless people write it: one in ten has a slip or lacks a word."""
    chance = random.random()
    title = entry.title
    if chance < 0.07:
        long = list(_WORD.finditer(title))
        if long:
            match = random.choice(long)
            at = random.randrange(match.start() + 1, match.end() - 1)
            title = random.choice(
                (
                    title[:at] + title[at + 1 :],
                    title[:at] + title[at] + title[at:],
                    title[:at] + title[at + 1] + title[at] + title[at + 2 :],
                )
            )
    elif chance < 0.1:
        parts = title.split()
        if len(parts) > 4:
            del parts[random.randrange(1, len(parts) - 1)]
            title = " ".join(parts)
    return entry._replace(title=title)


def bibliography(references: Sequence[str], random: Random) -> tuple[str, list[int]]:
    """Return a list of references as it is copied from a PDF, and the lines at which they begin."""
    width = random.choice((50, 66, 80, 95))
    mark = random.choice(("[{}] ", "{}. ", "({}) ", "", "", "• "))
    indent = " " * random.choice((0, 2, 4))
    blank = random.choice(([], [""]))
    has_ligatures = random.random() < 0.3
    lines = ["References"]
    starts = []
    for number, text in enumerate(references, start=1):
        first, *others = wrapped(f"{mark.format(number)}{text}", width, random)
        starts.append(len(lines) + 1)
        lines += [first, *(indent + line for line in others), *blank]
    text = "\n".join(lines)
    for letters, ligature in _LIGATURES if has_ligatures else ():
        text = text.replace(letters, ligature)
    return text, starts


def wrapped(text: str, width: int, random: Random) -> list[str]:
    """Wrap a text; words are hyphenated at the ends of one line in four."""
    lines, line = [], ""
    for word in text.split():
        if len(line) + 1 + len(word) <= width or not line:
            line = f"{line} {word}" if line else word
            continue
        room = width - len(line) - 2
        cuts = [match.start() for match in _VOWELS.finditer(word) if 2 <= match.start() <= room]
        if cuts and word.isalpha() and word.islower() and random.random() < 0.25:
            lines.append(f"{line} {word[: cuts[-1]]}-")
            line = word[cuts[-1] :]
        else:
            lines.append(line)
            line = word
    return [*lines, line]
