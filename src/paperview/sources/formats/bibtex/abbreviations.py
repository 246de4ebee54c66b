"""Abbreviations: `prl` in `journal = prl # " Letters"`, and the `@string` that defines it.

One may stand before its definition, which BibTeX does not allow, if no style defines it; else the
last definition before it counts. One that the file does not define is looked for in the files that
were opened with it: in those named before it, whose definitions count as those of the file do, and
then in those named after it. Of a definition that leads back to itself the part that does so
says nothing. Sources of the rules: "BibTeXing", the program `bibtex`, and of what every style
defines: the style `plain`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, Protocol

from paperview.sources.draft import Repair
from paperview.sources.formats.bibtex.values import Part, parts
from paperview.sources.parsing.field_values import shown

AS_IT_STANDS = "shown as it stands"
"""How an abbreviation is shown that nothing defines."""

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

_LONGEST = 2000
"""Characters that the abbreviations in a value give, at most: a few letters may name one that is
made of others, these of others, and so on until the memory is full."""
_TOO_LONG = Repair(f"@strings of more than {_LONGEST:,} characters", "shown without what follows")
_FEW = 3  # slips of a value


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What an abbreviation stands for."""

    text: str
    slips: tuple[Repair, ...] = ()
    """What is wrong with those that it needs: "the @string 'prl', which is missing"."""


_OF_STYLES = {name: _Meaning(name) for name in _MONTHS.split()} | {
    name: _Meaning(text) for name, text in _JOURNALS.items()
}


class Defined(NamedTuple):
    """The abbreviations that a file defines, by name in small letters."""

    first: dict[str, str]
    """The value of the first definition of each."""
    last: dict[str, str]
    """The value of the last one."""


class Elsewhere(Protocol):
    """The abbreviations of other files, by name in small letters."""

    def before(self, name: str) -> str | None:
        """Return the value of one in the files named before this one."""
        ...

    def behind(self, name: str) -> str | None:
        """Return the value of one in the files named after this one."""
        ...


class Abbreviations:
    """What the abbreviations of a file stand for. Their names count in small letters."""

    def __init__(
        self, definitions: Iterable[tuple[str, str]] = (), elsewhere: Elsewhere | None = None
    ) -> None:
        """Begin with those that need no definition.

        Args:
            definitions: the names and values of all that the file defines, in its order.
            elsewhere: what other files define.
        """
        self._meanings = dict(_OF_STYLES)
        self._ahead: dict[str, str] = {}
        """The first definitions whose places were not reached yet."""
        for name, value in definitions:
            self._ahead.setdefault(name.lower(), value)
        self._elsewhere = elsewhere
        self._looked_for: set[str] = set()
        """Names that were looked for elsewhere."""
        self._under_way: set[str] = set()
        """What is being made out."""

    def define(self, name: str, value: str) -> None:
        """Take the definition that stands where the reader is."""
        name = name.lower()
        known = self._meanings.get(name)
        is_first = self._ahead.pop(name, None) is not None
        # A circle would be gone round once more, by now with what was made of it.
        if not (is_first and known and known.slips):
            self._make_out(name, value)

    def joined(self, pieces: Sequence[Part]) -> tuple[str, tuple[Repair, ...]]:
        """Return the text of a value's parts, and what is wrong with the abbreviations in it.

        One that nothing defines stands for itself.
        """
        for name in self._unknown(pieces):
            self._make_out(name, self._ahead[name])
        texts = []
        slips: list[Repair] = []
        room = _LONGEST
        for piece in pieces:
            text = piece.text
            if piece.is_name:
                meaning = self._meaning(text)
                text = meaning.text[:room]
                slips += meaning.slips
                room -= len(text)
                if len(text) < len(meaning.text):
                    texts += [text, "…"]
                    slips.append(_TOO_LONG)
                    break
            texts.append(text)
        return "".join(texts), tuple(islice(dict.fromkeys(slips), _FEW))

    def _meaning(self, word: str) -> _Meaning:
        """Return what a word stands for, once all that it needs is made out."""
        name = word.lower()
        if name in self._under_way:
            circle = f"the @string '{shown(word)}', which is made of itself"
            return _Meaning("", (Repair(circle, "shown without it"),))
        known = self._meanings.get(name)
        if known is None and not name[0].isalpha():
            # Only a definition shows that it is one: `\apj` is for TeX.
            return _Meaning(word)
        missing = f"the @string '{shown(word)}', which is missing"
        return known or _Meaning(word, (Repair(missing, AS_IT_STANDS),))

    def _unknown(self, pieces: Sequence[Part]) -> Iterator[str]:
        """Give the names in a value that are defined further down and not made out yet."""
        for piece in pieces:
            name = piece.text.lower() if piece.is_name else ""
            if name and self._elsewhere:
                self._look_elsewhere(name, self._elsewhere)
            if name in self._ahead and name not in self._meanings and name not in self._under_way:
                yield name

    def _look_elsewhere(self, name: str, elsewhere: Elsewhere) -> None:
        """Take what other files define for a name that this one does not."""
        if name in self._ahead or name in self._looked_for:
            return
        self._looked_for.add(name)
        known = self._meanings.get(name)
        if known is None:
            value = elsewhere.before(name)
            value = elsewhere.behind(name) if value is None else value
        elif name in _JOURNALS and known is _OF_STYLES[name]:
            value = elsewhere.before(name)
        else:
            value = None
        if value is not None:
            self._meanings.pop(name, None)
            self._ahead[name] = value

    def _make_out(self, name: str, value: str) -> None:
        """Make out what a name stands for, and before it all that it needs.

        They may need each other in a row as long as the file, so that nothing here calls itself.
        """
        row = [self._begun(name, value)]
        while row:
            name, pieces, needed = row[-1]
            following = next(needed, None)
            if following is not None:
                row.append(self._begun(following, self._ahead[following]))
                continue
            self._meanings[name] = _Meaning(*self.joined(pieces))
            self._under_way.remove(name)
            row.pop()

    def _begun(self, name: str, value: str) -> tuple[str, list[Part], Iterator[str]]:
        self._under_way.add(name)
        _, pieces = next(parts("", value))
        return name, pieces, self._unknown(pieces)
