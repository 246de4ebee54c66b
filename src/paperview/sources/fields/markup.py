"""Markup within a text, as web pages, publishers' JATS and MathML have it, turned into plain text.

Only what is markup beyond doubt goes: `a < b` stays, and so do the means <p> and <T> of physics.
Indices and exponents stay what they are, for 10<sup>6</sup> is not 106: they become Unicode's own
(H₂O, 10⁶) or else TeX (`T_{eff}`).
"""

from __future__ import annotations

import re
from html import unescape

from paperview.sources.fields import formulas
from paperview.sources.fields.formulas import Piece

_TAG = re.compile(
    r"""<(?P<end>/?)(?P<prefix>(?:jats|mml|m|ce|x?html|ns[0-9]):)?
    (?P<name>[A-Za-z][A-Za-z0-9-]{0,30})
    (?P<rest>(?:\s+[A-Za-z][\w:.-]*\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'=<>]+))*\s*/?)>""",
    re.VERBOSE,
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLANKS = re.compile(r"\s+")
_FOR_BLANKS = str.maketrans({"\xa0": " ", "\xad": None})

_BLOCK_NAMES = (
    "abstract blockquote dd disp-formula div dl dt h1 h2 h3 h4 h5 h6 li list list-item ol p pre "
    "sec section table title tr ul"
)
_PHRASE_NAMES = (
    "a abbr alternatives altjournal astrobj b big bold center cite code del em ext-link font i inf "
    "inline-formula ins italic kbd label mark monospace named-content overline q roman s "
    "sans-serif sc small span strike strong styled-content sub sup td tex-math th tt u underline "
    "var xref"
)
_LINE_ENDS = frozenset({"br", "hr", "break"})
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_PHRASES = frozenset(_PHRASE_NAMES.split())
_KNOWN = _LINE_ENDS | _BLOCKS | _PHRASES | formulas.ELEMENTS
_ALONE = _LINE_ENDS | {"sub", "sup", "inf"}
"""What is markup even if it is opened and never closed."""
_KEPT_TOGETHER = formulas.ELEMENTS | {"sub", "sup", "inf", "alternatives", "tex-math", "title"}
"""Elements whose content is wanted as a whole before it can be said what it becomes."""
_DEEPEST = 40  # elements within each other; of those further within only the content counts
_NO_HEADINGS = frozenset({"abstract", "summary"})


def plain(text: str) -> str:
    """Return a text without markup: its tags are gone, their content and its sense are there.

    References to characters (`&eacute;`, `&#8211;`) become these characters, and what was escaped
    twice is plain in the end, too. Paragraphs are parted by empty lines. A text without markup is
    returned as it is. Takes linear time and never fails.
    """
    if "<" not in text and "&" not in text:
        return text
    once = _plain(text)
    return _plain(once) if "&" in text and once != text else once


def _plain(text: str) -> str:
    tags = [tag for tag in _TAG.finditer(text) if tag["prefix"] or tag["name"].lower() in _KNOWN]
    names = [tag["name"].lower() for tag in tags]
    opened = {name for tag, name in zip(tags, names, strict=True) if not tag["end"]}
    closed = {name for tag, name in zip(tags, names, strict=True) if tag["end"]}
    sure = (opened & closed) | _ALONE
    found = [
        (tag, name)
        for tag, name in zip(tags, names, strict=True)
        if name in sure or tag["prefix"] or _is_markup_alone(tag)
    ]
    if not found:
        return _characters(text)
    # Within blocks lines end anywhere, and their ends say nothing.
    has_blocks = any(name in _BLOCKS for _, name in found)
    writer = _Writer()
    place = 0
    for tag, name in found:
        writer.write(_piece(text[place : tag.start()], has_blocks))
        writer.turn(name, is_end=bool(tag["end"]), is_empty=tag["rest"].endswith("/"))
        place = tag.end()
    writer.write(_piece(text[place:], has_blocks))
    return _BLANKS.sub(_blank, writer.whole()) if has_blocks else writer.whole()


def _blank(run: re.Match[str]) -> str:
    ends = run.group().count("\n")
    return ("\n\n" if ends > 1 else "\n") if ends else " "


def _is_markup_alone(tag: re.Match[str]) -> bool:
    """Whether a tag without a partner looks like one: attributes, `<p/>`, a text after `<p>`."""
    rest = tag["rest"]
    if "=" in rest or rest.endswith("/"):
        return True
    is_first = not tag.string[: min(tag.start(), 100)].strip()
    begins_text = tag.string[tag.end() : tag.end() + 1].strip() != ""
    return tag["name"].lower() == "p" and not tag["end"] and is_first and begins_text


def _piece(text: str, has_blocks: bool) -> str:
    return _characters(_BLANKS.sub(" ", text) if has_blocks else text)


def _characters(text: str) -> str:
    """Put in the characters that are referred to."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(reference: re.Match[str]) -> str:
    return unescape(reference.group()).translate(_FOR_BLANKS)


class _Writer:
    """The plain text as it grows, and the elements that are open and wanted as a whole."""

    def __init__(self) -> None:
        self._open: list[tuple[str, list[Piece]]] = [("", [])]

    def write(self, text: str, name: str = "") -> None:
        if text:
            self._open[-1][1].append((name, text))

    def turn(self, name: str, *, is_end: bool, is_empty: bool) -> None:
        """Do what a tag says."""
        if name in _LINE_ENDS:
            self.write("\n")
        elif name in ("td", "th"):
            self.write(" ")
        elif name not in _KEPT_TOGETHER:
            self.write("\n\n" if name in _BLOCKS else "")
        elif is_end:
            self._close(name)
        elif not is_empty and len(self._open) < _DEEPEST:
            self._open.append((name, []))

    def whole(self) -> str:
        """Return the text; what is still open ends with it."""
        while len(self._open) > 1:
            self._close_last()
        return "".join([text for _, text in self._open[0][1]]).strip()

    def _close(self, name: str) -> None:
        if any(name == one for one, _ in self._open):
            while self._close_last() != name:
                pass

    def _close_last(self) -> str:
        name, pieces = self._open.pop()
        self.write(_meant(name, pieces), name)
        return name


def _meant(name: str, pieces: list[Piece]) -> str:
    """Return what an element with some content is in plain text."""
    if name == "alternatives":
        formula = [text for one, text in pieces if one == "tex-math"]
        pieces = [("", formula[0])] if formula else pieces
    text = "".join([text for _, text in pieces])
    if name in ("sub", "inf"):
        return formulas.index(text)
    if name == "sup":
        return formulas.exponent(text)
    if name == "title":
        # Before an abstract it says nothing.
        return "" if text.strip(" .:\n").lower() in _NO_HEADINGS else f"\n\n{text}\n\n"
    if name == "tex-math":
        return _formula_of_document(text)
    return formulas.meant(name, pieces) if name in formulas.ELEMENTS else text


def _formula_of_document(text: str) -> str:
    """Return a formula without the TeX document that some publishers wrap each of them in."""
    _, begin, body = text.partition(r"\begin{document}")
    return body.partition(r"\end{document}")[0].strip() if begin else text
