"""Abbreviations: `prl` in `journal = prl # " Letters"`, and the `@string` that defines it.

One may stand before its definition, which BibTeX does not allow; else the last definition before it
counts. Of a definition that leads back to itself the part that does so says nothing. Sources of the
rules: "BibTeXing", the program `bibtex`, and of what every style defines: the style `plain`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from paperview.sources.fields.fieldvalues import shown
from paperview.sources.formats.bibtex.values import Part, parts

_MONTHS = (
    "jan feb mar apr may jun jul aug sep oct nov dec january february march april june july august "
    "sept september october november december"
)
"""Those that every style defines, whose full names would say nothing more; and what people write
in their place, which no style defines but everybody understands."""
_JOURNALS = {
    "acmcs": "ACM Computing Surveys",
    "acta": "Acta Informatica",
    "cacm": "Communications of the ACM",
    "ibmjrd": "IBM Journal of Research and Development",
    "ibmsj": "IBM Systems Journal",
    "ieeese": "IEEE Transactions on Software Engineering",
    "ieeetc": "IEEE Transactions on Computers",
    "ieeetcad": "IEEE Transactions on Computer-Aided Design of Integrated Circuits",
    "ipl": "Information Processing Letters",
    "jacm": "Journal of the ACM",
    "jcss": "Journal of Computer and System Sciences",
    "scp": "Science of Computer Programming",
    "sicomp": "SIAM Journal on Computing",
    "tcs": "Theoretical Computer Science",
    "tocs": "ACM Transactions on Computer Systems",
    "tods": "ACM Transactions on Database Systems",
    "tog": "ACM Transactions on Graphics",
    "toms": "ACM Transactions on Mathematical Software",
    "toois": "ACM Transactions on Office Information Systems",
    "toplas": "ACM Transactions on Programming Languages and Systems",
}
"""Those that BibTeX's own styles define."""

_LONGEST = 2000  # characters that an abbreviation stands for
_DEEPEST = 20  # definitions that need others behind them
_FEW = 3  # faults of an abbreviation


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What an abbreviation stands for."""

    text: str
    faults: tuple[str, ...] = ()
    """Abbreviations that it needs and that say nothing: "the @string 'prl', which is missing"."""


_OF_STYLES = {name: _Meaning(name) for name in _MONTHS.split()} | {
    name: _Meaning(text) for name, text in _JOURNALS.items()
}


class Abbreviations:
    """What the abbreviations of a file stand for. Their names count in small letters."""

    def __init__(self) -> None:
        """Begin with those that need no definition."""
        self._meanings = dict(_OF_STYLES)
        self._ahead: dict[str, str] = {}
        """The first definitions whose places were not reached yet."""
        self._under_way: list[str] = []
        """What is being made out, each needed by the one before."""

    def announce(self, name: str, value: str) -> None:
        """Take a definition that stands further down; of several the first."""
        name = name.lower()
        if name not in self._ahead:
            self._ahead[name] = value
            self._meanings.pop(name, None)

    def define(self, name: str, value: str) -> None:
        """Take the definition that stands where the reader is."""
        name = name.lower()
        known = self._meanings.get(name)
        is_first = self._ahead.pop(name, None) is not None
        # A circle would be gone round once more, by now with what was made of it.
        if not (is_first and known and known.faults):
            self._meanings[name] = self._made(name, value)

    def joined(self, pieces: Sequence[Part]) -> tuple[str, list[str]]:
        """Return the text of a value's parts, and what is wrong with the abbreviations in it.

        One that nothing defines stands for itself.
        """
        texts = []
        faults: list[str] = []
        for piece in pieces:
            if piece.is_name:
                meaning = self._meaning(piece.text)
                texts.append(meaning.text)
                faults += meaning.faults
            else:
                texts.append(piece.text)
        return "".join(texts), faults

    def _meaning(self, word: str) -> _Meaning:
        name = word.lower()
        if name in self._under_way:
            return _Meaning("", (f"the @string '{shown(word)}', which is made of itself",))
        known = self._meanings.get(name)
        if known is not None:
            return known
        value = self._ahead.get(name)
        if value is None:
            return _Meaning(word, (f"the @string '{shown(word)}', which is missing",))
        if len(self._under_way) == _DEEPEST:
            return _Meaning(word, (f"the @string '{shown(word)}', which needs too many others",))
        meaning = self._meanings[name] = self._made(name, value)
        return meaning

    def _made(self, name: str, value: str) -> _Meaning:
        self._under_way.append(name)
        _, pieces = next(parts("", value))
        text, faults = self.joined(pieces)
        self._under_way.pop()
        # It may be made of others, these of others, and so on until the memory is full.
        text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        return _Meaning(text, _few(faults))


def _few(faults: Iterable[str]) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(faults), _FEW))
