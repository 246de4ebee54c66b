"""Names of people in their parts, as bibliographies need them.

Names are in the order of reading, as papers have them, or in one of BibTeX's forms: `First von
Last`, `von Last, First`, `von Last, Jr, First`. Text in braces is one part. Source of the rules:
"Tame the BeaST", section 4.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from paperview.exports.tex_text import balanced
from paperview.model.names import OTHERS, is_group, is_suffix
from paperview.tex import to_text

_SEPARATOR = re.compile(r"[{}]|\s+and\s+|,", re.IGNORECASE)
_WORD = re.compile(r"(?:[^\s{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})+")
_SEVERAL = re.compile(r",|\band\b", re.IGNORECASE)

_EXTENDED = re.compile(r'(?:^|,)\s*"?(?:family|given|prefix)\s*=', re.IGNORECASE)
"""BibLaTeX's form of a name: `family=Doe, given=Ann`."""
_MOST_PARTS = 3
"""Parts of a name between commas, at most."""


def in_classic_forms(text: str) -> str:
    """Return a field of people without names in BibLaTeX's extended form."""
    if "=" not in text:
        return text
    names = (_read(name).reversed if _EXTENDED.search(name) else name for name in _names(text))
    return " and ".join(names)


class Person(NamedTuple):
    """A name in its parts, in TeX as in the source."""

    family: str
    """The family name, or the whole name of a group or of somebody with one name."""
    given: str = ""
    particle: str = ""
    """`van der`, `de`."""
    suffix: str = ""
    is_whole: bool = False
    """Whether the name must not be taken apart, as that of a group."""

    @property
    def reversed(self) -> str:
        """The name as "von Last, Jr, First", in braces if it is one whole."""
        if self.is_whole:
            return f"{{{self.family}}}"
        last = f"{self.particle} {self.family}".strip()
        return ", ".join(filter(None, (last, self.suffix, self.given)))

    @property
    def written(self) -> str:
        """The name as BibTeX reads it: in the order of reading, where that says enough."""
        if self.is_whole or self.suffix or " " in self.family:
            return self.reversed
        return " ".join(filter(None, (self.given, self.particle, self.family)))

    def as_text(self) -> Person:
        """Return the name with Unicode instead of TeX."""
        family, given, particle, suffix = map(to_text, self[:4])
        return Person(family, given, particle, suffix, self.is_whole)


def listed(text: str) -> list[Person]:
    """Return the people of a field of authors or editors, without "and others"."""
    found = map(_read, _names(text))
    return [person for person in found if person.family.lower() not in OTHERS]


def person(name: str) -> Person:
    """Return the parts of one name of a paper, in the order of reading or reversed."""
    name = balanced(name.strip())  # or else all braces would be dropped later, those added here too
    shown = to_text(name)
    first, comma, behind = shown.partition(",")
    if comma and is_suffix(behind.strip().rstrip(".")) and " and " not in first:
        return _read(name)
    has_and = " and " in f" {shown} ".lower() or shown.lower() in OTHERS
    if is_group(shown) or is_group(first) or _SEVERAL.search(behind) or has_and:
        return Person(name, is_whole=True)
    return _read(name)


def _read(name: str) -> Person:
    name = name.strip()
    if _EXTENDED.search(name):
        return _from_extended(name)
    if name.startswith("{") and name.endswith("}") and len(_WORD.findall(name)) == 1:
        return Person(name[1:-1].strip(), is_whole=" " in name)
    parts = _parts(name, ",")
    if not parts or len(parts) > _MOST_PARTS:
        return Person(name, is_whole=True)
    last, *more = parts
    if not more:
        return _in_reading_order(last)
    if len(more) == 1 and is_suffix(to_text(more[0]).rstrip(".")):
        return _in_reading_order(last)._replace(suffix=more[0])
    words = _WORD.findall(last)
    count = _particles(words[:-1])
    family = " ".join(words[count:])
    given = " ".join(more[1:]) if len(more) > 1 else more[0]
    suffix = more[0] if len(more) > 1 else ""
    return Person(_unbraced(family), given, " ".join(words[:count]), suffix)


def _from_extended(name: str) -> Person:
    """Return the parts of a name in BibLaTeX's extended form."""
    parts = (part.partition("=") for part in _parts(name, ","))
    found = {key.strip(' "').lower(): value.strip(' "') for key, _, value in parts}
    given = " ".join(filter(None, (found.get(key, "") for key in ("given", "middle"))))
    family, particle = found.get("family", ""), found.get("prefix", "")
    return Person(_unbraced(family), _unbraced(given), particle, found.get("suffix", ""))


def _in_reading_order(name: str) -> Person:
    words = _WORD.findall(name)
    suffix = ""
    if len(words) > 2 and is_suffix(to_text(words[-1]).rstrip(".,")):
        suffix = words.pop().rstrip(",")
        words[-1] = words[-1].rstrip(",")
    particles = [at for at, word in enumerate(words[:-1]) if _is_particle(word)]
    start, end = (particles[0], particles[-1] + 1) if particles else (len(words) - 1,) * 2
    given, particle, family = words[:start], words[start:end], words[end:]
    return Person(_unbraced(" ".join(family)), " ".join(given), " ".join(particle), suffix)


def _particles(words: list[str]) -> int:
    """Return how many words at the start of a last name are particles, such as "van der"."""
    return max((at + 1 for at, word in enumerate(words) if _is_particle(word)), default=0)


def _is_particle(word: str) -> bool:
    """Return whether a word begins with a small letter; text in braces never is one."""
    return not word.startswith("{") and to_text(word)[:1].islower()


def _unbraced(text: str) -> str:
    is_one = text.startswith("{") and text.endswith("}") and len(_WORD.findall(text)) == 1
    inner = text[1:-1]
    return inner if is_one and "{" not in inner and "\\" not in inner else text


def _names(text: str) -> list[str]:
    return _parts(f" {text} ", "and")


def _parts(text: str, separator: str) -> list[str]:
    """Split a text at commas or "and" outside of braces."""
    parts = []
    depth = start = 0
    for mark in _SEPARATOR.finditer(text):
        sign = mark[0].strip().lower()
        if sign in ("{", "}"):
            depth = depth + 1 if sign == "{" else max(depth - 1, 0)
        elif depth == 0 and sign == separator:
            parts.append(text[start : mark.start()])
            start = mark.end()
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]
