"""Readable text from the TeX of titles, abstracts and author names."""

from __future__ import annotations

from collections.abc import Callable

from paperview.tex.output import Emphasis, Output, Rendered
from paperview.text.markup import one_line, plain

__all__ = ["Emphasis", "Rendered", "render", "to_text"]


def render(source: str) -> Rendered:
    """Convert HTML and then the TeX in ``source`` to Unicode text.

    It never fails and takes linear time. Other TeX is kept as it was written: a command
    of the author's own, a brace or dollar without a partner, a group nested too deep. Text without
    TeX and markup is returned as it is, as the same object.

    Args:
        source: A title, an abstract or a list of authors, with TeX or without.
    """
    source = plain(source)
    if not _has_tex(source):
        return Rendered(source, ())
    out = _read(source, plain)
    text = _same_if_equal(str(out), source)
    return Rendered(text, out.emphasis(text))


def to_text(source: str) -> str:
    """Convert HTML and then TeX to Unicode text, with blanks where markup breaks lines."""
    if "<" in source or "&" in source:
        source = one_line(source)
    return _same_if_equal(str(_read(source, one_line)), source) if _has_tex(source) else source


def has_commands(source: str) -> bool:
    """Return whether ``source`` has TeX or markup that may change its words.

    Dashes, quotes and ties part words only, as they do in a source.
    """
    # Faster than any expression, as most texts have none of these.
    return (
        "\\" in source
        or "$" in source
        or "{" in source
        or "}" in source
        or "<" in source
        or "&" in source
    )


def _has_tex(source: str) -> bool:
    return (
        has_commands(source)
        or "~" in source
        or "`" in source
        or ("'" in source and "''" in source)
        or ("-" in source and "--" in source)
    )


def _read(source: str, without_markup: Callable[[str], str]) -> Output:
    # Many texts have no TeX. The reader is imported for the first one that has.
    from paperview.tex.rendering import read  # noqa: PLC0415

    return read(source, without_markup)


def _same_if_equal(text: str, source: str) -> str:
    """Return ``source`` if the text is equal, so that only one of them is held."""
    return source if text == source else text
