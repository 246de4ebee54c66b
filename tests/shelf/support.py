"""Papers and shelves for the tests of the shelf."""

from __future__ import annotations

from paperview.model.paper import ArxivId, Doi, Paper


def paper(number: int, *, arxiv: bool = True, doi: bool = False, title: str | None = None) -> Paper:
    """Return a paper of its own for each number, known by some of its ids."""
    words = title or f"On the theory of {'abcdefghij'[number % 10]}{number} and its uses"
    return Paper(
        arxiv_id=ArxivId.parse(f"2304.{number + 1:05}") if arxiv else None,
        doi=Doi.parse(f"10.1000/x{number}") if doi else None,
        title=words,
        authors=(f"Ann Name{number}", "Bo Two"),
    )
