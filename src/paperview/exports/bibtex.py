"""BibTeX entries."""

from __future__ import annotations

import re

from paperview.paper import Paper
from paperview.search.fold import WORD, fold
from paperview.tex import to_text

_SMALL_WORDS = frozenset("a an the on of in for to and with from by at is are towards".split())
_BARE_SPECIAL = re.compile(r"(?<!\\)([%&#])")


def dumps(paper: Paper) -> str:
    """Write a paper as an entry: an article where a journal is known, else misc.

    Titles and names keep the TeX of their source; what would break the entry is escaped.
    """
    kind = "article" if paper.journal_ref else "misc"
    fields = {
        "title": f"{{{paper.title}}}" if paper.title else None,
        "author": " and ".join(paper.authors),
        "journal": paper.journal_ref,
        "year": str(paper.created.year) if paper.created else None,
        "eprint": paper.arxiv_id.base if paper.arxiv_id else None,
        "archivePrefix": "arXiv" if paper.arxiv_id else None,
        "primaryClass": paper.categories[0] if paper.categories else None,
        "doi": paper.doi.name if paper.doi else None,
    }
    lines = [f"  {name} = {{{_safe(value)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key(paper)},", *lines, "}"])


def key(paper: Paper) -> str:
    """Return a citation key: surname, year and title word, as in `dubey2024llama`; or the id."""
    surname = _letters(paper.authors[0].split()[-1]) if paper.authors else ""
    words = WORD.findall(fold(to_text(paper.title))) if paper.title else []
    word = next((_letters(word) for word in words if word not in _SMALL_WORDS), "")
    if surname and paper.created and word:
        return f"{surname}{paper.created.year}{word}"
    return re.sub(r"[^A-Za-z0-9]+", "_", paper.identity)


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(to_text(text)))


def _safe(value: str) -> str:
    """Escape what TeX would trip over, and drop braces that have no partner."""
    value = _BARE_SPECIAL.sub(r"\\\1", value)
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", value):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            break
    return value if depth == 0 else re.sub(r"(?<!\\)[{}]", "", value)
