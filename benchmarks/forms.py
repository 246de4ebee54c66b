"""Other forms of an English word: its number, the forms of its verb, and British spellings.

The rules are coarse, so each form must be known: enough papers contain it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

_ENDINGS = ("", "e", "s", "es", "ed", "ing")
"""Endings of a verb, on the stem that they share."""
_SHORTEST_STEM = 4
"""Letters of a stem: `during` is no form of a verb."""
_SHORTEST_BEFORE_ION = 5
"""The same before -ion: `station` is no form of `state`."""
_NUMBERS = (
    ("ysis", "yses"),
    ("esis", "eses"),
    ("trix", "trices"),
    ("rtex", "rtices"),
    ("index", "indices"),
    ("ss", "sses"),
    ("ch", "ches"),
    ("sh", "shes"),
    ("x", "xes"),
    ("y", "ies"),
    ("", "s"),
)
"""Ends of a word in singular and plural; the first that fits counts."""
_SPELLINGS = (
    *(("iza", "isa"), ("izi", "isi"), ("ize", "ise"), ("yze", "yse"), ("yzi", "ysi")),
    *(("avior", "aviour"), ("olor", "olour"), ("ighbor", "ighbour"), ("abor", "abour")),
    *(("avor", "avour"), ("umor", "umour"), ("apor", "apour"), ("enter", "entre")),
    *(("fiber", "fibre"), ("eling", "elling"), ("eled", "elled"), ("naling", "nalling")),
    *(("efense", "efence"), ("gray", "grey"), ("alog", "alogue"), ("uminum", "uminium")),
    *(("sulf", "sulph"), ("artif", "artef"), ("rogram", "rogramme")),
)
"""American and British letters for the same part of a word."""


class Forms:
    """Finder of other forms of a word."""

    def __init__(self, is_known: Callable[[str], bool]) -> None:
        self._is_known = is_known

    def numbers(self, word: str) -> list[str]:
        """Return the plural of a singular, the singular of a plural."""
        return self._known(word, _numbers(word))

    def verbs(self, word: str) -> list[str]:
        """Return forms of the same verb, and the noun on -ion: `distributed`, `distribution`."""
        return self._known(word, (form for stem in _stems(word) for form in self._verb(stem)))

    def spellings(self, word: str) -> list[str]:
        """Return the British spelling of an American one, and the reverse."""
        return self._known(
            word,
            (
                word.replace(old, new)
                for pair in _SPELLINGS
                for old, new in (pair, pair[::-1])
                if old in word
            ),
        )

    def _known(self, word: str, forms: Iterator[str]) -> list[str]:
        return [
            form
            for form in dict.fromkeys(forms)
            if form != word and len(form) >= _SHORTEST_STEM and self._is_known(form)
        ]

    def _verb(self, stem: str) -> Iterator[str]:
        doubled = stem + stem[-1]
        for past in (stem, doubled):
            # Nouns have one of the two at most: a graph is not graphed.
            if self._is_known(past + "ed") and self._is_known(past + "ing"):
                base = stem + "e" if past == stem and self._is_known(stem + "e") else stem
                yield from (past + "ed", past + "ing", base, base + "s", base + "es")
                if past[-1] in "ts" and len(past) >= _SHORTEST_BEFORE_ION:
                    yield from (past + "ion", past + "ions")


def _numbers(word: str) -> Iterator[str]:
    for singular, plural in _NUMBERS:
        if word.endswith(plural):
            yield word.removesuffix(plural) + singular
            return
        if word.endswith(singular):
            yield word.removesuffix(singular) + plural
            return


def _stems(word: str) -> Iterator[str]:
    """Yield what may be the stem of a word, if it is a form of a verb."""
    for ending in (*_ENDINGS, "ion", "ions"):
        stem = word.removesuffix(ending)
        if ending and stem == word:
            continue
        shortest = _SHORTEST_BEFORE_ION if ending.startswith("ion") else _SHORTEST_STEM
        if len(stem) >= shortest:
            yield stem
            if stem[-1] == stem[-2] and len(stem) > shortest:
                yield stem[:-1]
