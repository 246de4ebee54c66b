"""References to papers as they are pasted: APA, IEEE, or author and year."""

from __future__ import annotations

import re
from random import Random

from paperview.model.names import given_first, is_group, is_suffix
from paperview.model.paper import Paper
from paperview.tex import to_text

_MOST_IN_APA = 20
_MOST_IN_IEEE = 6
"""Authors named; behind more of them stands "et al."."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def reference(paper: Paper, random: Random) -> str:
    """Return a whole reference, or "" for a paper with too little to refer to."""
    year = year_of(paper)
    names = [_parts(name) for name in paper.authors]
    if not (year and paper.title and names) or not all(family for family, _ in names):
        return ""
    title = to_text(paper.title)
    venue = _venue(paper, random)
    if random.random() < 0.5:
        return _apa(names, title, year, venue)
    return _ieee(names, title, year, venue, quotes=random.choice([('"', '"'), ("“", "”")]))


def author_year(paper: Paper, random: Random) -> str:
    """Return a short reference such as `(Devlin et al., 2018)`; "" as above."""
    year = year_of(paper)
    families = [_parts(name)[0] for name in paper.authors]
    if not year or not families or not families[0]:
        return ""
    who = families[0]
    if len(families) == 2:
        who += random.choice([" & ", " and "]) + families[1]
    elif len(families) > 2:
        who += " et al."
    return random.choice([f"({who}, {year})", f"{who} ({year})", f"[{who}, {year}]"])


def year_of(paper: Paper) -> str:
    """Return the year that a paper is cited with: of its journal, or else of the paper."""
    if in_journal := _YEAR.findall(paper.journal_ref or ""):
        return str(in_journal[-1])
    return str(paper.created.year) if paper.created else ""


def _apa(names: list[tuple[str, str]], title: str, year: str, venue: str) -> str:
    written = [f"{family}, {initials}" if initials else family for family, initials in names]
    if len(written) > _MOST_IN_APA:
        written = [*written[: _MOST_IN_APA - 1], f"... {written[-1]}"]
    elif len(written) > 1:
        written[-1] = f"& {written[-1]}"
    end = "" if title.endswith(("?", "!")) else "."
    return f"{', '.join(written)} ({year}). {title}{end}{f' {venue}.' if venue else ''}"


def _ieee(
    names: list[tuple[str, str]], title: str, year: str, venue: str, quotes: tuple[str, str]
) -> str:
    written = [f"{initials} {family}".strip() for family, initials in names]
    if len(written) > _MOST_IN_IEEE:
        who = f"{written[0]} et al."
    elif len(written) > 2:
        who = f"{', '.join(written[:-1])}, and {written[-1]}"
    else:
        who = " and ".join(written)
    left, right = quotes
    return f"{who}, {left}{title},{right} {f'{venue}, ' if venue else ''}{year}."


def _venue(paper: Paper, random: Random) -> str:
    """Return where a paper was published; an arXiv id is left out every second time."""
    if paper.journal_ref:
        return to_text(paper.journal_ref).rstrip(".")
    return f"arXiv preprint arXiv:{paper.arxiv_id}" if random.random() < 0.5 else ""


def _parts(name: str) -> tuple[str, str]:
    """Return surname and initials, both empty for a group; "van" belongs to the surname."""
    if is_group(name):
        return "", ""
    parts = [part for part in given_first(to_text(name)).split() if not is_suffix(part.strip(","))]
    first = len(parts) - 1
    while first > 1 and parts[first - 1].islower():
        first -= 1
    given = " ".join(parts[:first]).replace(".-", "-").replace(".", " ").split()
    initials = ["-".join(f"{half[0]}." for half in part.split("-") if half) for part in given]
    return " ".join(parts[max(0, first) :]), " ".join(initials)
