"""What can be copied of a paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from paperview.exports import bibtex, citation
from paperview.model.paper import ArxivId, Paper
from paperview.text.markup import one_line


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to copy."""

    key: str
    """The key that chooses it."""
    name: str
    write: Callable[[Paper], str | None]
    """Gives the text, or None where the paper lacks it."""

    def texts(self, papers: Sequence[Paper]) -> list[str]:
        """Return the texts of those papers that have one."""
        return [text for text in map(self.write, papers) if text]


def _from_id(part: Callable[[ArxivId], str]) -> Callable[[Paper], str | None]:
    return lambda paper: part(paper.arxiv_id) if paper.arxiv_id else None


ID = Piece("i", "arXiv id", _from_id(lambda arxiv_id: arxiv_id.base))
ABS = Piece("a", "abs address", _from_id(lambda arxiv_id: arxiv_id.abs_url))
PDF = Piece("p", "PDF address", _from_id(lambda arxiv_id: arxiv_id.pdf_url))
PIECES = (
    ID,
    ABS,
    PDF,
    Piece("d", "DOI", lambda paper: paper.doi.name if paper.doi else None),
    Piece("t", "title", lambda paper: one_line(paper.title) if paper.title else None),
    Piece("c", "citation", citation.dumps),
    Piece("b", "BibTeX", bibtex.dumps),
    Piece("n", "name", lambda paper: paper.name),
)
