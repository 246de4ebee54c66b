"""BibTeX entries."""

from __future__ import annotations

import re

from paperview.model.analysis import words
from paperview.model.names import is_group, surname
from paperview.model.paper import Paper
from paperview.tex import to_text
from paperview.text.markup import one_line

_SMALL_WORDS = frozenset(
    (
        "a",
        "an",
        "and",
        "are",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "of",
        "on",
        "the",
        "to",
        "with",
    )
)
_NO_KEY = re.compile(r"""[\s"#%'(),={}~\\]+""")
"""Characters that end a citation key or have another meaning in it."""
_UNESCAPED = re.compile(r"(?<!\\)([%&#])")
_SEVERAL_NAMES = re.compile(r",| and ", re.IGNORECASE)
"""Text that BibTeX would read as the end of a name, or of its first part."""


def dumps(paper: Paper) -> str:
    """Write a paper as an entry: an article where a journal is known, else misc.

    Titles and names keep the TeX of their source; what would break the entry is escaped.
    """
    kind = "article" if paper.journal_ref else "misc"
    fields = {
        "title": f"{{{_text(paper.title)}}}" if paper.title else None,
        "author": " and ".join(_author(name) for name in paper.authors),
        "journal": _text(paper.journal_ref) if paper.journal_ref else None,
        "year": str(paper.created.year) if paper.created else None,
        "eprint": paper.arxiv_id.base if paper.arxiv_id else None,
        "archivePrefix": "arXiv" if paper.arxiv_id else None,
        "primaryClass": _balanced(paper.categories[0]) if paper.categories else None,
        "doi": _balanced(paper.doi.name) if paper.doi else None,
        "url": _balanced(paper.url) if paper.url and not paper.has_id else None,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key(paper)},", *lines, "}"])


def key(paper: Paper) -> str:
    """Return a citation key: the paper's name in its source, which is often a key.

    Without one it is surname, year and title word, as in `dubey2024llama`; or the id.
    """
    if paper.name and (own := _NO_KEY.sub("_", paper.name).strip("_")):
        return own
    name = _letters(surname(paper.authors[0])) if paper.authors else ""
    title = words(paper.title) if paper.title else []
    word = next((_letters(word) for word in title if word not in _SMALL_WORDS), "")
    if name and paper.created and word:
        return f"{name}{paper.created.year}{word}"
    own = paper.identity if paper.has_id else f"{name}_{word}"
    return re.sub(r"[^A-Za-z0-9]+", "_", own).strip("_") or "paper"


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", "".join(words(text)))


def _author(name: str) -> str:
    shown = to_text(name)
    is_whole = _SEVERAL_NAMES.search(shown) or is_group(shown)
    return f"{{{_text(name)}}}" if is_whole else _text(name)


def _text(value: str) -> str:
    """Remove HTML, and escape the characters that are special in TeX."""
    return _balanced(_UNESCAPED.sub(r"\\\1", one_line(value)))


def _balanced(value: str) -> str:
    """Return a value that is safe between braces.

    BibTeX counts braces with a backslash before them too: where one has no partner, all are
    dropped. A backslash at the end would take the closing brace with it: a blank follows.
    """
    depth = 0
    for brace in re.findall(r"[{}]", value):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            break
    if depth:
        value = re.sub(r"\\?[{}]", "", value)
    return f"{value} " if value.endswith("\\") else value
