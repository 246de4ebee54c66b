"""What can be copied of a paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from paperview.exports import bibtex, citation
from paperview.paper import Paper


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to copy."""

    key: str
    """The key that chooses it."""
    name: str
    write: Callable[[Paper], str | None]
    """Gives the text, or None where the paper lacks it."""

    def of(self, papers: Sequence[Paper]) -> str:
        """Return the texts of those papers that have one, one below the other."""
        texts = [text for text in map(self.write, papers) if text]
        return "\n".join(texts)


ID = Piece("i", "arXiv id", lambda paper: paper.arxiv_id and paper.arxiv_id.base)
ABS = Piece("a", "abs address", lambda paper: paper.arxiv_id and paper.arxiv_id.abs_url)
PDF = Piece("p", "PDF address", lambda paper: paper.arxiv_id and paper.arxiv_id.pdf_url)
PIECES = (
    ID,
    ABS,
    PDF,
    Piece("d", "DOI", lambda paper: paper.doi and paper.doi.name),
    Piece("t", "title", lambda paper: paper.title),
    Piece("c", "citation", citation.dumps),
    Piece("b", "BibTeX", bibtex.dumps),
)
