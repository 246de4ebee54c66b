r"""Entities: `&eacute;`, `&#233;`, `&#xE9;`, also with TeX's escapes, `\&eacute;` or `{\&}\#233;`.

Source of the rules: the HTML standard, "Character reference state" and its table of names. As in
browsers, a letter with an accent needs no semicolon: `M&uumlller`.
"""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5

from paperview.text.sanitize import clean

_SIGNS = ("amp", "lt", "gt", "quot", "nbsp")
"""Entities that are read without a semicolon if no letter follows: `&amp Sons`."""
_LETTER = re.compile("[A-Za-z]{1,2}(?:acute|cedil|circ|grave|lig|ring|slash|tilde|uml)")
_BARE = "|".join(sorted(name for name in html5 if _LETTER.fullmatch(name)))
_REFERENCE = re.compile(
    rf"""(?:\{{\\&\}}|\\&(?:\{{\}})?|&)
    (?: (?:\{{\\\#\}}|\\?\#)(?: (?P<number>[0-9]{{1,7}}+)(?:;|(?<=[0-9]{{2}})(?![0-9]))
        | [xX](?P<hex>[0-9A-Fa-f]{{1,6}}+)(?:;|(?<=[0-9A-Fa-f]{{2}})(?![0-9A-Fa-f])) )
      | (?P<name>[A-Za-z][A-Za-z0-9]{{1,31}});
      | (?P<bare>(?:{_BARE})(?![=;])|(?:{"|".join(_SIGNS)})(?![A-Za-z0-9=;]))
    )""",
    re.VERBOSE,
)
_BLANKS = str.maketrans({**dict.fromkeys("\xa0\t\n\r\f", " "), "\xad": None})
_PRIVATE = re.compile("[\ue000-\uf8ff]")
"""Characters of a font of the author's own, which nobody else has."""
_SHORTEST = 3  # letters of a name that is known in other letters than the table's


def resolved(text: str) -> str:
    """Return a text with the characters that its entities stand for; what is none stays."""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(reference: re.Match[str]) -> str:
    number, digits, name, bare = reference.groups()
    if name or bare:
        found = _named(name or bare)
        return clean(found.translate(_BLANKS)) if found else reference.group()
    found = unescape(f"&#{number};" if number else f"&#x{digits};")
    return reference.group() if _PRIVATE.search(found) else clean(found.translate(_BLANKS))


def _named(name: str) -> str:
    """Return what a name stands for; it may have the letters of a title: `&Amp;`, `&UUML;`."""
    found = html5.get(f"{name};")
    if found is None and len(name) >= _SHORTEST:
        if name.isupper():
            found = html5.get(f"{name.capitalize()};", "").upper()
        found = found or html5.get(f"{name.lower()};")
    return found or ""
