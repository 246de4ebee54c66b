"""JSON lines: one object a paper with all its fields, and texts as in the source."""

from __future__ import annotations

import json

from paperview.model.paper import Paper


def dumps(paper: Paper) -> str:
    """Write a paper as one line; what it lacks is null, or an empty list.

    The arXiv id is the canonical one, without class and version; that is a field of its own. The
    further pairs are a list, for there may be several of one name. A paper from a bibliography also
    has the fields of its entry there.
    """
    return json.dumps(_fields(paper), ensure_ascii=False)


def dumps_ascii(paper: Paper) -> str:
    """Write the same with JSON's own escapes for characters that are not ASCII."""
    return json.dumps(_fields(paper))


def _fields(paper: Paper) -> dict[str, object]:
    return {
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
        **({"entry": paper.entry_fields} if paper.entry else {}),
    }
