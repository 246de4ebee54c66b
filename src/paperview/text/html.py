"""Tags within a text, as web pages, publishers' JATS and MathML have them, turned into plain text.

Only what is markup beyond doubt goes: `a < b` stays, and so do the means <p> and <T> of physics.
Indices and exponents stay what they are, for 10<sup>6</sup> is not 106: they become Unicode's own
(H₂O, 10⁶) or else TeX (`T_{eff}`).
"""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5
from typing import NamedTuple, TypeAlias

from paperview.text.sanitize import clean

_ENTITY_SIGNS = ("amp", "lt", "gt", "quot", "nbsp")
"""Entities that are read without a semicolon if no letter follows: `&amp Sons`."""
_LETTER = re.compile("[A-Za-z]{1,2}(?:acute|cedil|circ|grave|lig|ring|slash|tilde|uml)")
_UNCLOSED = "|".join(sorted(name for name in html5 if _LETTER.fullmatch(name)))
_REFERENCE = re.compile(
    rf"""(?:\{{\\&\}}|\\&(?:\{{\}})?|&)
    (?: (?:\{{\\\#\}}|\\?\#)(?: (?P<number>[0-9]{{1,7}}+)(?:;|(?<=[0-9]{{2}})(?![0-9]))
        | [xX](?P<hex>[0-9A-Fa-f]{{1,6}}+)(?:;|(?<=[0-9A-Fa-f]{{2}})(?![0-9A-Fa-f])) )
      | (?P<name>[A-Za-z][A-Za-z0-9]{{1,31}});
      | (?P<unclosed>(?:{_UNCLOSED})(?![=;])|(?:{"|".join(_ENTITY_SIGNS)})(?![A-Za-z0-9=;]))
    )""",
    re.VERBOSE,
)
_ENTITY_BLANKS = str.maketrans({**dict.fromkeys("\xa0\t\n\r\f", " "), "\xad": None})
_PRIVATE = re.compile("[\ue000-\uf8ff]")
"""Characters of a font of the author's own, which nobody else has."""
_SHORTEST = 3  # letters of a name that is known in other letters than the table's


def resolved(text: str) -> str:
    """Return a text with the characters that its entities stand for; what is none stays."""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(reference: re.Match[str]) -> str:
    number, digits, name, unclosed = reference.groups()
    if name or unclosed:
        found = _named(name or unclosed)
        return clean(found.translate(_ENTITY_BLANKS)) if found else reference.group()
    found = unescape(f"&#{number};" if number else f"&#x{digits};")
    return reference.group() if _PRIVATE.search(found) else clean(found.translate(_ENTITY_BLANKS))


def _named(name: str) -> str:
    """Return what a name stands for; it may have the letters of a title: `&Amp;`, `&UUML;`."""
    found = html5.get(f"{name};")
    if found is None and len(name) >= _SHORTEST:
        if name.isupper():
            found = html5.get(f"{name.capitalize()};", "").upper()
        found = found or html5.get(f"{name.lower()};")
    return found or ""


Part: TypeAlias = tuple[str, str]
"""A part of an element's content: the name of its element, empty for plain text; and its text."""

_SIGNS = frozenset({"mi", "mn", "mo", "ms", "mtext"})
_ROWS = frozenset({"math", "mrow", "mstyle", "mpadded", "mtd", "merror", "menclose"})
_NOTES = frozenset({"annotation", "annotation-xml"})
_STRUCTURE_NAMES = (
    "maction mfenced mfrac mmultiscripts mover mphantom mroot mspace msqrt msub msubsup msup "
    "mtable mtr munder munderover semantics"
)
_STRUCTURES = frozenset(_STRUCTURE_NAMES.split())
_SCRIPTED = frozenset({"msub", "msup", "msubsup", "munder", "mover", "munderover"})
ELEMENTS = _SIGNS | _ROWS | _NOTES | _STRUCTURES
"""The names of MathML's elements that are understood."""

_INDICES = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_EXPONENTS = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_HAVE_INDICES = re.compile(r"[0-9+\-−=()]+")
_HAVE_EXPONENTS = re.compile(r"[0-9+\-−=()n]+")
_RAISED_ANYWAY = re.compile(r"[*†‡§′″°®™,;]+|st|nd|rd|th|TM|(?:er|ère|e)")
"""Superscripts that are clear without being raised: footnote marks and ends of ordinals."""
_OVER = {"¯": "\u0304", "‾": "\u0304", "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303"}
_OVER |= {"→": "\u20d7", "˙": "\u0307", ".": "\u0307", "¨": "\u0308", "ˇ": "\u030c"}
_RELATIONS = frozenset("=<>≤≥≲≳≈∼≃≅≡≠≪≫→⟶∝∈±×")
_SEPARATORS = {"mfenced": ", ", "mtr": ", ", "mtable": "; "}
_SIMPLE = re.compile(r"[\w.′^_{}₀-₉⁰-⁹²³¹]*|\([^()]*\)")


def index(text: str) -> str:
    """Return what stands below the line, for writing it behind what it belongs to."""
    text = text.strip()
    if _HAVE_INDICES.fullmatch(text):
        return text.translate(_INDICES)
    return f"_{{{text}}}" if text else ""


def exponent(text: str) -> str:
    """Return what stands above the line, for writing it behind what it belongs to."""
    text = text.strip()
    if _HAVE_EXPONENTS.fullmatch(text):
        return text.translate(_EXPONENTS)
    return text if not text or _RAISED_ANYWAY.fullmatch(text) else f"^{{{text}}}"


def meant(name: str, parts: list[Part]) -> str:
    """Return what an element with some content is in plain text.

    Args:
        name: the name of the element, without a prefix; one of `ELEMENTS`.
        parts: its content in order.
    """
    if name in _SIGNS | _NOTES:
        return _sign(name, "".join([text for _, text in parts]))
    # Text between elements that have a meaning of their own is there for the eye of the programmer.
    children = [text for one, text in parts if text.strip() and one not in _NOTES]
    children = children or [text for _, text in parts if text.strip()]
    if len(children) > 1 and name in _SCRIPTED:
        return _scripted(name, children)
    if len(children) > 1 and name in ("mfrac", "mroot"):
        first, second = map(_grouped, children[:2])
        rest = _row(children[2:])
        return (f"{first}/{second}" if name == "mfrac" else f"{exponent(second)}√{first}") + rest
    if name in _SEPARATORS:
        joined = _SEPARATORS[name].join(children)
        return f"({joined})" if name == "mfenced" else joined
    return f"√{_grouped(_row(children))}" if name == "msqrt" else _row(children)


def _sign(name: str, text: str) -> str:
    if name == "mtext":
        return " ".join(["", *text.split(), ""]) if text != text.strip() else text
    text = text.strip()
    return f" {text} " if name == "mo" and text in _RELATIONS else text


def _row(children: list[str]) -> str:
    """Join what stands side by side; names of functions keep apart from their neighbours."""
    row: list[str] = []
    for child in children:
        word = len(child) > 1 and child.isalpha()
        before = row[-1] if row else ""
        if before[-1:].isalnum() and child[:1].isalnum() and (word or _is_word(before)):
            row.append(" ")
        row.append(child)
    return "".join(row)


def _is_word(text: str) -> bool:
    return len(text) > 1 and text.isalpha()


def _grouped(text: str) -> str:
    text = text.strip()
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def _scripted(name: str, children: list[str]) -> str:
    base, first, *others = children
    if name == "mover" and (mark := _OVER.get(first.strip())) and len(base) == 1:
        return base + mark + _row(others)
    if name in ("msup", "mover"):
        return base + exponent(first) + _row(others)
    second = exponent(others[0]) if others and name in ("msubsup", "munderover") else ""
    rest = others[1:] if second else others
    return base + index(first) + second + _row(rest)


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
_KNOWN = _LINE_ENDS | _BLOCKS | _PHRASES | ELEMENTS
_ALONE = _LINE_ENDS | {"sub", "sup", "inf"}
"""Elements that count as markup even if they are never closed."""
_KEPT_TOGETHER = ELEMENTS | {"sub", "sup", "inf", "alternatives", "tex-math", "title"}
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
    position = 0
    for tag, name in found:
        writer.write(_content(text[position : tag.start()], has_blocks))
        writer.turn(name, tag["rest"], is_end=bool(tag["end"]))
        position = tag.end()
    writer.write(_content(text[position:], has_blocks))
    return _BLANKS.sub(_blank, writer.whole()) if has_blocks else writer.whole()


def _blank(run: re.Match[str]) -> str:
    ends = run.group().count("\n")
    return ("\n\n" if ends > 1 else "\n") if ends else " "


def _is_markup_alone(tag: re.Match[str]) -> bool:
    """Return whether a tag without a partner looks like one: attributes, `<p/>`."""
    rest = tag["rest"]
    if "=" in rest or rest.endswith("/"):
        return True
    is_first = not tag.string[: min(tag.start(), 100)].strip()
    begins_text = tag.string[tag.end() : tag.end() + 1].strip() != ""
    return tag["name"].lower() == "p" and not tag["end"] and is_first and begins_text


def _content(text: str, has_blocks: bool) -> str:
    return resolved(_BLANKS.sub(" ", text) if has_blocks else text)


class _Element(NamedTuple):
    """An element that is open and wanted as a whole."""

    name: str
    parts: list[Part]
    address: str = ""
    """Where a link leads."""


class _Writer:
    """The plain text as it grows, and the elements that are open and wanted as a whole."""

    def __init__(self) -> None:
        self._open = [_Element("", [])]

    def write(self, text: str, name: str = "") -> None:
        if text:
            self._open[-1].parts.append((name, text))

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
        return "".join([text for _, text in self._open[0].parts]).strip()

    def _close(self, name: str) -> None:
        if any(name == one.name for one in self._open):
            while self._close_last() != name:
                pass

    def _close_last(self) -> str:
        name, parts, address = self._open.pop()
        text = _meant(name, parts)
        self.write(f"{text} ({address})" if address and not _says(text, address) else text, name)
        return name


def _says(text: str, address: str) -> bool:
    """Return whether the text of a link is its address, with or without its beginning."""
    text = text.strip().rstrip("/.").lower()
    return "." in text and text in address.lower()


def _meant(name: str, parts: list[Part]) -> str:
    """Return what an element with some content is in plain text."""
    if name == "alternatives":
        formula = [text for one, text in parts if one == "tex-math"]
        parts = [("", formula[0])] if formula else parts
    text = "".join([text for _, text in parts])
    if name in ("sub", "inf"):
        return index(text)
    if name == "sup":
        return exponent(text)
    if name == "title":
        # Before an abstract it says nothing.
        return "" if text.strip(" .:\n").lower() in _NO_HEADINGS else f"\n\n{text}\n\n"
    if name == "tex-math":
        return _formula_of_document(text)
    return meant(name, parts) if name in ELEMENTS else text


def _formula_of_document(text: str) -> str:
    """Return a formula without the TeX document that some publishers wrap each of them in."""
    _, begin, body = text.partition(r"\begin{document}")
    return body.partition(r"\end{document}")[0].strip() if begin else text
