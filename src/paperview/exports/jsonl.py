"""JSON lines: one object a paper, with all that is known of it, the texts as in the source."""

from __future__ import annotations

import json

from paperview.model.paper import Paper


def dumps(paper: Paper, *, ascii_only: bool = False) -> str:
    """Write a paper as one line; what it lacks is null, or an empty list.

    The arXiv id is the canonical one, without class and version; that is a field of its own. The
    further pairs are a list, for there may be several of one name.

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
            "version": paper.arxiv_id.version if paper.arxiv_id else None,
            "name": paper.name,
            "categories": list(paper.categories),
            "journal_ref": paper.journal_ref,
            "updated": str(paper.updated) if paper.updated else None,
            "extra": [list(pair) for pair in paper.extra],
        },
        ensure_ascii=ascii_only,
    )
