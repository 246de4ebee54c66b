"""What a text of JSON is: in a format that can be read whole, or refused by name."""

from __future__ import annotations

from itertools import islice
from pathlib import PurePath
from typing import Final

from paperview.sources.parsing.json_scan import items, members
from paperview.sources.parsing.json_schemas import schema
from paperview.sources.problem import NoPapersError
from paperview.sources.registry import (
    FORMATS,
    JSON_FORMATS,
    JSON_LINES,
    JSON_RECORDS,
    Format,
    detect,
)

_UNNAMED: Final = PurePath("unnamed")
_FIRST: Final = 20
"""Objects that may be of no known format before one that is."""


def told(text: bytes, name: str, path: PurePath) -> Format | None:
    """Return the format of a text, as far as it is told by its content or its name.

    Raises:
        NoPapersError: if it is JSON of a kind that is not read; it may have a title here and there,
            and would be read in part.
    """
    if owner := schema(text):
        export = "export it as BibTeX, RIS or CSL-JSON"
        raise NoPapersError(name, f"is JSON of {owner}, which paperview can't read; {export}")
    form = detect(text, path)
    if form is not None and form.reader().looks_like(text):
        return form
    objects = [item.text for item in islice(items(text), _FIRST) if not item.fault]
    for one in objects:
        found = detect(one, _UNNAMED)
        if found in JSON_FORMATS:
            return JSON_RECORDS if found is JSON_LINES and text.startswith(b"[") else found
    if any(map(members, objects)):
        known = ", ".join(one.name for one in FORMATS)
        reason = f"is JSON whose fields are not known; if they are: --from NAME ({known})"
        raise NoPapersError(name, reason)
    return form
