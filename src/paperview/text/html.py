"""Tags within a text, as web pages, publishers' JATS and MathML have them, turned into plain text.

Only what is markup beyond doubt goes: `a < b` stays, and so do the means <p> and <T> of physics.
Indices and exponents stay what they are, for 10<sup>6</sup> is not 106: they become Unicode's own
(H₂O, 10⁶) or else TeX (`T_{eff}`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from paperview.text import mathml
from paperview.text.entities import resolved
from paperview.text.mathml import Piece

_PASSES = 3
"""How often a text may be escaped: `&amp;lt;i&amp;gt;`."""


def _in_tex(sign: str, command: str, in_formula: str) -> str:
    """Return an expression for a sign as TeX writes it in running text.

    Args:
        sign: `<` or `>`, which stands in a formula then, or in braces.
        command: the name of its command.
        in_formula: the name of its command in formulas.
    """
    formula = rf"\$(?:{sign}|\\{in_formula})\$"
    end = r"(?:\{\}|[ \n]+|(?![A-Za-z]))"
    return (
        rf"\{{\\{command}\s*\}}|\\{command}{end}|\{{{formula}\}}|{formula}"
        rf"|\{{{sign}\}}|\\ensuremath\{{{sign}\}}"
    )


_TAG = re.compile(
    r"""<(?P<end>/?)(?P<prefix>(?:jats|mml|m|ce|x?html|ns[0-9]):)?
    (?P<name>[A-Za-z][A-Za-z0-9-]{0,30})
    (?P<rest>(?:\s+[A-Za-z][\w:.-]*\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'=<>]+))*\s*/?)>""",
    re.VERBOSE,
)
_LESS = _in_tex("<", "textless", "less")
_GREATER = _in_tex(">", "textgreater", "greater")
_QUOTED = r"""(?:"[^"<>]{0,300}"|'[^'<>]{0,300}'|\{"\}[^"<>]{0,300}\{"\}|[^\s"'=<>{}$\\]{1,300})"""
_IN_TEX = re.compile(
    rf"""(?:{_LESS})\s*(?P<end>/?)\{{?(?P<name>[A-Za-z][A-Za-z0-9:-]{{0,30}})\}}?
    (?P<attributes>(?:\s+[A-Za-z][\w:.-]*\s*=\s*{_QUOTED})*)\s*(?P<empty>/?)(?:{_GREATER})""",
    re.VERBOSE,
)
r"""A tag as reference managers export it: `{\textless}sub{\textgreater}` or `$<$sub$>$`."""
_HINTS = ("\\textless", "<$", "<}", "\\less$")
_REMARK = re.compile(r"<!--.{0,4000}?-->", re.DOTALL)
_BLANKS = re.compile(r"\s+")

_BLOCK_NAMES = (
    "abstract blockquote dd disp-formula div dl dt h1 h2 h3 h4 h5 h6 li list list-item ol p pre "
    "sec section table title tr ul"
)
_PHRASE_NAMES = (
    "a abbr alternatives altjournal astrobj b big bold center cite code del em ext-link font i inf "
    "inline-formula ins italic kbd label mark monospace named-content nobr overline q roman s "
    "sans-serif sc scp small smallcaps span strike strong styled-content sub sup td tex tex-math "
    "th tt u underline var xref"
)
_LINE_ENDS = frozenset({"br", "hr", "break"})
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_PHRASES = frozenset(_PHRASE_NAMES.split())
_KNOWN = _LINE_ENDS | _BLOCKS | _PHRASES | mathml.ELEMENTS
_ALONE = _LINE_ENDS | {"sub", "sup", "inf"}
"""What is markup even if it is opened and never closed."""
_KEPT_TOGETHER = mathml.ELEMENTS | {"sub", "sup", "inf", "alternatives", "tex-math", "title"}
"""Elements whose content is wanted as a whole before it can be said what it becomes."""
_LINKS = frozenset({"a", "ext-link"})
_ADDRESS = re.compile(r"""href\s*=\s*["']?\s*(?P<address>https?://[^\s"'<>]+)""", re.IGNORECASE)
_DEEPEST = 40  # elements within each other; of those further within only the content counts
_NO_HEADINGS = frozenset({"abstract", "summary"})


def read(text: str) -> str:
    """Return a text without markup; see `paperview.text.markup.plain`."""
    for _ in range(_PASSES):
        has_entities, before = "&" in text, text
        if any(sign in text for sign in _HINTS):
            text = _IN_TEX.sub(_as_tag, text)
        if "<!--" in text:
            text = _REMARK.sub("", text)
        text = _plain(text)
        if not has_entities or text == before:
            break
    return before if text == before else text


def _as_tag(written: re.Match[str]) -> str:
    """Return a tag that is written in TeX as HTML has it, if it is one that is known."""
    name = written["name"]
    if ":" not in name and name.lower() not in _KNOWN:
        return written.group()
    attributes = ' x=""' if written["attributes"] else ""
    return f"<{written['end']}{name}{attributes}{written['empty']}>"


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
        return resolved(text)
    # Within blocks lines end anywhere, and their ends say nothing.
    has_blocks = any(name in _BLOCKS for _, name in found)
    writer = _Writer()
    place = 0
    for tag, name in found:
        writer.write(_piece(text[place : tag.start()], has_blocks))
        writer.turn(name, tag["rest"], is_end=bool(tag["end"]))
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
    return resolved(_BLANKS.sub(" ", text) if has_blocks else text)


class _Element(NamedTuple):
    """An element that is open and wanted as a whole."""

    name: str
    pieces: list[Piece]
    address: str = ""
    """Where a link leads."""


class _Writer:
    """The plain text as it grows, and the elements that are open and wanted as a whole."""

    def __init__(self) -> None:
        self._open = [_Element("", [])]

    def write(self, text: str, name: str = "") -> None:
        if text:
            self._open[-1].pieces.append((name, text))

    def turn(self, name: str, attributes: str, *, is_end: bool) -> None:
        """Do what a tag says."""
        link = _ADDRESS.search(attributes) if name in _LINKS else None
        if name in _LINE_ENDS:
            self.write("\n")
        elif name in ("td", "th"):
            self.write(" ")
        elif name in _KEPT_TOGETHER or name in _LINKS:
            if is_end:
                self._close(name)
            elif not attributes.endswith("/") and len(self._open) < _DEEPEST:
                self._open.append(_Element(name, [], link["address"] if link else ""))
        else:
            self.write("\n\n" if name in _BLOCKS else "")

    def whole(self) -> str:
        """Return the text; what is still open ends with it."""
        while len(self._open) > 1:
            self._close_last()
        return "".join([text for _, text in self._open[0].pieces]).strip()

    def _close(self, name: str) -> None:
        if any(name == one.name for one in self._open):
            while self._close_last() != name:
                pass

    def _close_last(self) -> str:
        name, pieces, address = self._open.pop()
        text = _meant(name, pieces)
        self.write(f"{text} ({address})" if address and not _says(text, address) else text, name)
        return name


def _says(text: str, address: str) -> bool:
    """Whether the text of a link is its address, with or without its beginning."""
    text = text.strip().rstrip("/.").lower()
    return "." in text and text in address.lower()


def _meant(name: str, pieces: list[Piece]) -> str:
    """Return what an element with some content is in plain text."""
    if name == "alternatives":
        formula = [text for one, text in pieces if one == "tex-math"]
        pieces = [("", formula[0])] if formula else pieces
    text = "".join([text for _, text in pieces])
    if name in ("sub", "inf"):
        return mathml.index(text)
    if name == "sup":
        return mathml.exponent(text)
    if name == "title":
        # Before an abstract it says nothing.
        return "" if text.strip(" .:\n").lower() in _NO_HEADINGS else f"\n\n{text}\n\n"
    if name == "tex-math":
        return _formula_of_document(text)
    return mathml.meant(name, pieces) if name in mathml.ELEMENTS else text


def _formula_of_document(text: str) -> str:
    """Return a formula without the TeX document that some publishers wrap each of them in."""
    _, begin, body = text.partition(r"\begin{document}")
    return body.partition(r"\end{document}")[0].strip() if begin else text
