"""Rules of matching that need no index: edit distances, transcribed umlauts, authors' names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from paperview.index.query.stop_words import STOP_WORDS
from paperview.lazy import lazy_pattern
from paperview.text.combining import is_alphabetic

if TYPE_CHECKING:
    from paperview.index.query.tree import Word


SUBSTRING_FROM = 3
"""Letters from which a token may be a substring of a term."""
_UNSPACED = lazy_pattern(
    r"[\u3005\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff"  # Chinese and Japanese
    r"\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff]{2}"  # Thai and Lao, Burmese, Khmer
)
"""Two letters of a script without blanks between words, which are often a word."""
_SYLLABLE = lazy_pattern(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]")
"""A character of Chinese, Japanese or Korean, which is more than a letter."""
KEYWORD_PART_FROM = 6
"""Characters from which a token may be what follows the first slash of a DOI."""
EDITS_FROM = {5: 1, 9: 2}
"""How many edits are allowed in a token, by the letters from which they are."""
LAST_RESORT_FROM = 4
"""Letters from which a token is allowed one more edit where nothing is found otherwise."""
SPLIT_FROM = 4
"""Letters from which a word may be written as two, unless one of them is a number."""
SLIP_FROM = 4
"""Letters from which one of two words that are written as one may have an edit."""
UMLAUTS_FROM = 4
"""Letters from which an umlaut in a word may be transcribed."""
MOST_EDITS = 2
"""Edits allowed at most, unless the token matches nothing at all with fewer: looking for more among
millions of terms takes a tenth of a second, and is hardly ever right."""


def may_be_substring(token: str) -> bool:
    """Return whether a token is looked for within terms."""
    return len(token) >= SUBSTRING_FROM or _UNSPACED.fullmatch(token) is not None


def edits_allowed(word: Word, *, last_resort: bool = False, alone: bool = False) -> int:
    """Return how many edits are allowed in a token. In a number it is none.

    Args:
        word: the token.
        last_resort: whether the query finds nothing otherwise.
        alone: whether the token matches nothing otherwise.
    """
    length = len(word.text)
    if not word.forgiving or not any(char.isalpha() for char in word.text):
        return 0
    edits = max((most for shortest, most in EDITS_FROM.items() if length >= shortest), default=0)
    more = edits + (length >= LAST_RESORT_FROM)
    if alone:
        return more
    return min(more, MOST_EDITS) if last_resort else edits


def has_last_resort(word: Word) -> bool:
    """Return whether a token is allowed more edits where the query finds nothing otherwise."""
    return edits_allowed(word, last_resort=True) > edits_allowed(word)


def may_be_initial(word: str) -> bool:
    """Return whether a word may be the initial of a name."""
    return len(word) == 1 and not _SYLLABLE.match(word)


def may_be_split(first: str, rest: str) -> bool:
    """Return whether two words side by side may mean one; `in formation` is no information."""
    if any(len(part) > 1 and part in STOP_WORDS for part in (first, rest)):
        return False
    if first[-1].isdecimal() or rest[0].isdecimal():
        return first[-1].isdecimal() != rest[0].isdecimal()
    return len(first) + len(rest) >= SPLIT_FROM


def is_sure_split(first: str, rest: str) -> bool:
    """Return whether two words side by side mean one, however rarely they are so."""
    is_long = min(len(first), len(rest)) >= SUBSTRING_FROM
    return is_long or first[-1].isdecimal() != rest[0].isdecimal()


def may_be_part(part: str, rest: str) -> bool:
    """Return whether a word may be one of three or more that are written as one.

    It has three letters, or is a stop word or has a digit. A number is never taken apart.
    """
    if rest and part[-1].isdecimal() and rest[0].isdecimal():
        return False
    is_known = len(part) > 1 and part in STOP_WORDS
    return is_known or len(part) >= SUBSTRING_FROM or any(map(str.isdecimal, part))


def may_have_slip(word: str) -> bool:
    """Return whether one of two words that are written as one may have an edit."""
    return len(word) >= SLIP_FROM and is_alphabetic(word)


def is_whole(typed: str, word: str) -> bool:
    """Return whether a typed word matches a word of an author's name; initials match by prefix."""
    return word.startswith(typed) if len(typed) == 1 else word == typed


def stands_for(typed: str, word: str) -> bool:
    """Return whether a typed word of a name matches an author's word or its initial."""
    return is_whole(typed, word) or word == typed[0]


def is_named(author: Sequence[str], typed: Sequence[str]) -> bool:
    """Return whether an author has a name, its words in any order.

    Each typed word must match a different word of the author's name. If some match only an initial,
    the author's surname (the last word that is not an initial) must be typed in full: "John Ellis"
    is J. Ellis, but neither John E. Roberts nor E. Johnson.
    """
    held = [word for word in author if any(stands_for(some, word) for some in typed)]
    if len(held) < len(typed) or not all(
        any(stands_for(some, word) for word in held) for some in typed
    ):
        return False
    wholes = [word for word in held if any(is_whole(some, word) for some in typed)]
    surname = next((word for word in reversed(author) if len(word) > 1), "")
    return surname in typed or all(any(is_whole(some, word) for word in wholes) for some in typed)


_PARTICLES = frozenset(
    (
        *("d", "da", "de", "del", "della", "den", "der", "di", "du", "el", "la", "le", "mac"),
        *("mc", "o", "van", "von"),
    )
)
"""Beginnings of surnames that some write as a word and some do not."""


def other_names(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Give a name with a particle in one with the word behind it, or apart: `le cun`, `lecun`."""
    for i, word in enumerate(words):
        if word in _PARTICLES and i + 1 < len(words):
            yield (*words[:i], word + words[i + 1], *words[i + 2 :])
        for end in range(1, len(word) - SUBSTRING_FROM + 1):
            if word[:end] in _PARTICLES:
                yield (*words[:i], word[:end], word[end:], *words[i + 1 :])


_UMLAUT = lazy_pattern("[aou]")
_TRANSCRIBED = lazy_pattern("(?<=[aou])e")
_GREEK = ("alpha", "beta", "gamma", "delta", "theta", "kappa", "lambda", "sigma", "omega")
_CONSONANTS = lazy_pattern("[bcdfghjklmnpqrstvwxz]{2,4}")


def other_spellings(word: str) -> Iterator[str]:
    """Give other spellings of a folded word.

    They are those with umlauts, `Schroedinger` for Schrödinger, and those of acronyms with a Greek
    letter, which few can type: `LCDM` for ΛCDM.
    """
    if len(word) < UMLAUTS_FROM or not word.isalpha():
        return
    for letter in _GREEK:
        if letter[0] == word[0] and _CONSONANTS.fullmatch(word, 1):
            yield letter + word[1:]
        if word.startswith(letter) and _CONSONANTS.fullmatch(word, len(letter)):
            yield letter[0] + word.removeprefix(letter)
    if _TRANSCRIBED.search(word):
        yield _TRANSCRIBED.sub("", word)
    for match in _UMLAUT.finditer(word):
        yield f"{word[: match.end()]}e{word[match.end() :]}"
