"""TeX as it occurs in titles, abstracts and author names, made readable."""

from __future__ import annotations

import re
from typing import Final

from paperview.tex.output import Emphasis, Rendered
from paperview.text.markup import one_line, plain

__all__ = ["Emphasis", "Rendered", "render", "to_text"]

# Every alternative begins with a plain character: then the search looks for those alone, and takes
# a quarter of the time.
_TEX: Final = re.compile(r"\\|\$|\{|\}|~|`|''|--")
_TEX_OR_MARKUP: Final = re.compile(rf"{_TEX.pattern}|<|&")

# Most texts have no TeX: what reads it is imported for the first one that has.
# ruff: noqa: PLC0415


def render(source: str) -> Rendered:
    """Turn the TeX in ``source`` into Unicode; markup of web pages is read before.

    Never fails and takes linear time. What is not understood is kept as it was written: a command
    of the author's own, a brace or dollar without a partner, a group nested too deep. Text without
    TeX and markup is returned as it is, as the same object.

    Args:
        source: A title, an abstract or a list of authors, with TeX or without.
    """
    source = plain(source)
    if _TEX.search(source) is None:
        return Rendered(source, ())
    from paperview.tex.rendering import render_tex

    return render_tex(source)


def to_text(source: str) -> str:
    """Return ``render(source).text``, in one line if markup alone breaks it into several."""
    if _TEX_OR_MARKUP.search(source) is None:
        return source
    if "<" in source or "&" in source:
        source = one_line(source)
        if _TEX.search(source) is None:
            return source
    from paperview.tex.rendering import tex_to_text

    return tex_to_text(source)
