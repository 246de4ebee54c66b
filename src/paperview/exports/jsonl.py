"""JSON lines: one object a paper, the fields as in the source."""

from __future__ import annotations

import json

from paperview.paper import Paper


def dumps(paper: Paper, *, ascii_only: bool = False) -> str:
    """Write a paper as one line; what it lacks is null, or for the authors an empty list.

    The arXiv id is the canonical one, without class and version.

    Args:
        paper: the paper.
        ascii_only: whether other characters are written as JSON's own escapes.
    """
    return json.dumps(
        {
            "arxiv_id": paper.arxiv_id.base if paper.arxiv_id else None,
            "doi": paper.doi.name if paper.doi else None,
            "title": paper.title,
            "authors": list(paper.authors),
            "abstract": paper.abstract,
            "comments": paper.comments,
            "created": str(paper.created) if paper.created else None,
        },
        ensure_ascii=ascii_only,
    )
