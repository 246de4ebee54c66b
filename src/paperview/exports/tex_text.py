r"""Text for BibTeX files: TeX as it is, and other text with the signs escaped that mean something.

Texts of papers hold TeX or not, as their sources do. Commands, formulas and braces in pairs stay. A
lone `&`, `%`, `#`, `_`, `$`, `^` or backslash is escaped, a brace without a partner left out.
"""

from __future__ import annotations

import re
import unicodedata

from paperview.text.markup import one_line

_BRACE = re.compile(r"[{}]")
_TOKEN = re.compile(
    r"""
    (?P<kept>
        \$\$(?:\\.|[^$\\])+\$\$                                  # formulas
      | \$(?!\d[^$]*\s\$)(?:\\.|[^$\\])+\$
      | \\\((?:(?!\\\)).)*\\\) | \\\[(?:(?!\\\]).)*\\\]
      | \\(?:url|path|nolinkurl|href|ensuremath|cite[a-z]*|ref)\s*\{[^{}]*\}
      | \\(?:[A-Za-z]+|[^A-Za-z0-9\s]|\ (?=\S))                   # commands
    )
    | (?P<raised>[_^]\{[^{}$]*\})
    | (?P<sign>[&%\#$_^~\\])
    """,
    re.VERBOSE,
)
_ESCAPES = {
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
}
_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0327": "c",
    "\u0328": "k",
    "\u0331": "b",
}
_LETTERS = {
    "ß": r"{\ss}",
    "æ": r"{\ae}",
    "Æ": r"{\AE}",
    "œ": r"{\oe}",
    "Œ": r"{\OE}",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "å": r"{\aa}",
    "Å": r"{\AA}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "ı": r"{\i}",
    "ȷ": r"{\j}",
    "–": "--",
    "—": "---",
    "“": "``",
    "”": "''",
    "‘": "`",
    "’": "'",
    "…": r"{\ldots}",
    "\xa0": "~",
}
_WORD = re.compile(r"[^\W\d_]\w*")


def escaped(text: str, *, ascii_accents: bool = False) -> str:
    """Return a text in one line that is safe between braces, and reads the same in TeX.

    Args:
        text: of a paper, with TeX or without.
        ascii_accents: whether accented Latin letters, dashes and quotes are written in TeX, as
            classic BibTeX needs them to sort and to shorten names; other letters stay as they are.
    """
    text = " ".join(balanced(one_line(text)).split())  # a removed brace may leave two
    parts = []
    end = 0
    for token in _TOKEN.finditer(text):
        parts += [_plain(text[end : token.start()], ascii_accents), _written(text, token)]
        end = token.end()
    parts.append(_plain(text[end:], ascii_accents))
    return balanced("".join(parts))


def _written(text: str, token: re.Match[str]) -> str:
    if raised := token["raised"]:
        return f"${raised}$"
    sign = token["sign"]
    if not sign:
        return token[0]
    if sign == "~" and text[token.start() - 1 : token.start()].strip() and token.start():
        return sign  # a tie, behind a word
    return _ESCAPES.get(sign, f"\\{sign}")


def _plain(text: str, ascii_accents: bool) -> str:
    if not ascii_accents or text.isascii():
        return text
    return "".join(char if char.isascii() else _in_ascii(char) for char in text)


def _in_ascii(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    letters = unicodedata.normalize("NFD", char)
    base, marks = letters[0], letters[1:]
    if not marks or not base.isascii() or not all(mark in _ACCENTS for mark in marks):
        return char
    base = {"i": r"\i", "j": r"\j"}.get(base, base)
    for mark in marks:
        base = f"\\{_ACCENTS[mark]}{{{base}}}"
    return f"{{{base}}}"


def balanced(value: str) -> str:
    """Return a value whose braces are in pairs.

    BibTeX counts braces with a backslash before them too: where one has no partner, all are
    dropped. A backslash at the end would take the closing brace with it: a blank follows.
    """
    depth = 0
    for brace in _BRACE.findall(value):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            break
    if depth:
        value = re.sub(r"\\?[{}]", "", value)
    return f"{value} " if value.endswith("\\") else value


def with_capitals(text: str) -> str:
    """Return a title with braces around words that styles must not write in small letters: DNA.

    Only words outside of braces, commands and formulas get them.
    """
    parts = []
    depth = end = 0
    for token in re.finditer(rf"{_TOKEN.pattern}|(?P<brace>[{{}}])", text, re.VERBOSE):
        before = text[end : token.start()]
        parts.append(before if depth else _WORD.sub(_protected, before))
        depth += (token[0] == "{") - (token[0] == "}")
        parts.append(token[0])
        end = token.end()
    parts.append(text[end:] if depth else _WORD.sub(_protected, text[end:]))
    return "".join(parts)


def _protected(word: re.Match[str]) -> str:
    return f"{{{word[0]}}}" if any(char.isupper() for char in word[0][1:]) else word[0]
