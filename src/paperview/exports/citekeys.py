"""Citation keys: short names for papers, no two of them the same in one file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from zlib import crc32

from paperview.exports.people import person
from paperview.model.analysis import words
from paperview.model.paper import Paper
from paperview.text.patterns import parts

_SMALL_WORDS = frozenset(
    (
        *("a", "an", "and", "are", "at", "by", "for", "from", "in", "is", "of", "on", "the", "to"),
        "with",
    )
)
_NO_KEY = re.compile(r"""[\s"#%'(),={}~\\]+""")
"""Characters that end a citation key or have another meaning in it."""


class CiteKeys:
    """The keys of one file."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        """Begin with the keys that are in the file; capitals don't count, as in BibTeX."""
        self._taken = {key.lower() for key in taken}

    def take(self, paper: Paper) -> str:
        """Return the key of a paper; if another paper has it, with the paper's id behind it.

        So the key does not depend on how many others have the same one.
        """
        found = key(paper)
        if found.lower() in self._taken:
            found = f"{found}_{_telling(paper)}"
        while found.lower() in self._taken:
            found += "_"
        self._taken.add(found.lower())
        return found


PATTERN = "{author}{year}{title}"
_form = [PATTERN, True]
"""The pattern of keys, and whether papers keep those of their sources."""


def use(pattern: str, *, keeps_own: bool) -> None:
    """Make keys by a pattern in this run.

    Args:
        pattern: names of `FIELDS` in braces. A field in capitals, or with a capital, is written so;
            a number behind a colon is that of the letters it may have.
        keeps_own: whether papers keep the keys that they have in their sources.
    """
    _form[:] = pattern, keeps_own


def key(paper: Paper) -> str:
    """Return a citation key: the paper's name in its source, which is often a key.

    Without one it is made by the pattern, as in `dubey2024llama`; or it is the id.
    """
    pattern, keeps_own = _form
    if keeps_own and paper.name and (own := _NO_KEY.sub("_", paper.name).strip("_")):
        return own
    made = _made(paper, str(pattern))
    if not made:
        own = paper.identity if paper.has_id else "_".join(_author(paper) + _title(paper))
        made = re.sub(r"[^A-Za-z0-9]+", "_", own).strip("_")
    return made or "paper"


def _made(paper: Paper, pattern: str) -> str:
    """Return the key that a pattern makes; empty if the paper lacks one of its fields."""
    made = ""
    for text, field, length in parts(pattern):
        made += text
        if not field:
            continue
        said = FIELDS[field.lower()](paper)
        if not any(said):
            return ""
        if field.isupper():
            said = [one.upper() for one in said]
        elif field[0].isupper():
            said = [one.capitalize() for one in said]
        made += "".join(said)[:length]
    return made


def _author(paper: Paper) -> list[str]:
    return _surnames(paper.authors[:1])


def _authors(paper: Paper) -> list[str]:
    names = _surnames(paper.authors[:_FEW])
    return [*names, "etal"] if len(paper.authors) > _FEW else names


def _surnames(authors: Sequence[str]) -> list[str]:
    families = (person(one).as_text().family.split() for one in authors)
    return [_letters(family[-1]) for family in families if family]


def _title(paper: Paper) -> list[str]:
    return _title_words(paper)[:1]


def _title_words(paper: Paper) -> list[str]:
    title = words(paper.title) if paper.title else []
    return [_letters(word) for word in title if word not in _SMALL_WORDS]


def _year(paper: Paper) -> list[str]:
    return [str(paper.date.year)] if paper.date else []


def _id(paper: Paper) -> list[str]:
    own = paper.arxiv_id.base if paper.arxiv_id else paper.doi.key if paper.doi else ""
    return [re.sub(r"[^A-Za-z0-9.-]+", "_", own)]


_FEW = 3
"""Authors and words of the title, at most."""
FIELDS: Mapping[str, Callable[[Paper], list[str]]] = {
    "author": _author,
    "authors": _authors,
    "year": _year,
    "yy": lambda paper: [one[-2:] for one in _year(paper)],
    "title": _title,
    "shorttitle": lambda paper: _title_words(paper)[:_FEW],
    "id": _id,
}
"""The fields of a pattern: the parts of each, in small letters."""


def _telling(paper: Paper) -> str:
    """Return what distinguishes a paper: its arXiv id, or a number made of its DOI or title."""
    if paper.arxiv_id:
        return paper.arxiv_id.base.replace("/", "_")
    text = paper.doi.key if paper.doi else f"{paper.title}\n{paper.authors}\n{paper.created}"
    return f"{crc32(text.encode()):08x}"


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", "".join(words(text)))
