"""JSON lines: one object a paper with all its fields, and texts as in the source."""

from __future__ import annotations

import json

from paperview.exports.fields import FIELDS
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
    stored = {field.name: field.value(paper) for field in FIELDS if field.is_stored}
    return {**stored, **({"entry": paper.entry_fields} if paper.entry else {})}
