"""Citation keys: short names for papers, no two of them the same in one file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from zlib import crc32

from paperview.exports.people import person
from paperview.model.analysis import words
from paperview.model.paper import Paper

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


def key(paper: Paper) -> str:
    """Return a citation key: the paper's name in its source, which is often a key.

    Without one it is surname, year and title word, as in `dubey2024llama`; or the id.
    """
    if paper.name and (own := _NO_KEY.sub("_", paper.name).strip("_")):
        return own
    surname = person(paper.authors[0]).as_text().family if paper.authors else ""
    name = _letters(surname.split()[-1]) if surname.strip() else ""
    title = words(paper.title) if paper.title else []
    word = next((_letters(word) for word in title if word not in _SMALL_WORDS), "")
    if name and paper.created and word:
        return f"{name}{paper.created.year}{word}"
    own = paper.identity if paper.has_id else f"{name}_{word}"
    return re.sub(r"[^A-Za-z0-9]+", "_", own).strip("_") or "paper"


def _telling(paper: Paper) -> str:
    """Return what distinguishes a paper: its arXiv id, or a number made of its DOI or title."""
    if paper.arxiv_id:
        return paper.arxiv_id.base.replace("/", "_")
    text = paper.doi.key if paper.doi else f"{paper.title}\n{paper.authors}\n{paper.created}"
    return f"{crc32(text.encode()):08x}"


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", "".join(words(text)))
