"""Tokens with signs or punctuation in them, such as `C++`, `I/O`, `k-means` or `10.1051/forest`.

Such a token means the term with its signs, or its words next to each other or in one (`Wi-Fi`,
`WiFi`), or an id, DOI or category that begins so. Only where no paper has any of these does it mean
all of its words, wherever they stand: `self-supervsed`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from paperview.index.fields import NAMES, Field
from paperview.index.matching.rules import PART_FROM
from paperview.index.query.tree import Compound, Phrase, Word
from paperview.model.analysis import fold, terms
from paperview.tex import to_text

_PARTED = re.compile(r"[^\W_]+(?:[-\u2010\u2011_^][^\W_]+)+")
"""Words that others write in one."""


def phrase(text: str, fields: Field, *, first: bool = False) -> Phrase | None:
    """Return what stands in a text as a phrase, None where it has no words.

    Args:
        text: the text.
        fields: where it must stand.
        first: whether the title must begin with it.
    """
    words, signed = terms(text)
    if not words:
        return None
    if _is_one(words, signed) and not first:
        return Phrase((signed[0],), fields)
    return Phrase(tuple(words), fields, first, tuple(signed))


def whole(token: str, fields: Field, name: str, *, first: bool) -> Compound | None:
    """Return what a token with signs or punctuation means that must stand there as it is.

    Args:
        token: the token.
        fields: where it must stand.
        name: the token as an id, DOI or category; empty where it is none.
        first: whether the title must begin with it.
    """
    together = phrase(token, fields, first=first)
    if together is None:
        return None
    return Compound(
        _shown(token),
        (together, Word(name, NAMES, exact=True, named=True)) if name else (together,),
    )


def compound(token: str, fields: Field, name: str, *, is_open: bool) -> Compound | None:
    """Return what a token with signs or punctuation means, None where it has no words.

    Args:
        token: the token.
        fields: where its words must stand.
        name: the token as the beginning of an id, DOI or category; empty where it is none.
        is_open: whether it may still be being typed.
    """
    words, signed = terms(token)
    if not words:
        return None
    is_typed = is_open and token[-1].isalnum()
    is_cut = token.endswith("*")
    apart = _apart(words, fields, is_open=is_typed, is_cut=is_cut)
    if _is_one(words, signed):
        together = Phrase((signed[0],), fields, open=is_open)
        if len(words[-1]) <= PART_FROM and not is_cut:
            apart = ()
    else:
        goes_on = is_typed or len(words[-1]) >= PART_FROM
        together = Phrase(tuple(words), fields, signed=tuple(signed), open=goes_on)
    ways: list[Word | Phrase] = [together]
    if joined := _joined(token):
        ways.append(Word(joined, fields, exact=not together.open, begins=True))
    if name:
        ways.append(Word(name, NAMES, named=True, begins=True))
    return Compound(
        _shown(token),
        tuple(ways),
        apart,
        Word(name, NAMES, named=True) if name else None,
    )


def _is_one(words: Sequence[str], signed: Sequence[str]) -> bool:
    """Whether one signed term is all there is."""
    if len(signed) != 1 or len(words) > 2:
        return False
    return len(words) == 1 or (
        len(signed[0]) == len(words[0]) + 1 + len(words[1]) and signed[0].endswith(words[1])
    )


def _shown(token: str) -> str:
    """Return a token as a hint shows it, without the punctuation behind it."""
    return token.rstrip(",:;")


def _joined(token: str) -> str:
    """Return the words of a token in one, empty where nobody writes them so, as two numbers."""
    text = fold(to_text(token)).strip("()[]{},.;:!?'\"")
    if not _PARTED.fullmatch(text):
        return ""
    words = re.findall(r"[^\W_]+", text)
    if any(before[-1].isdigit() and behind[0].isdigit() for before, behind in pairwise(words)):
        return ""
    return "".join(words)


def _apart(words: Sequence[str], fields: Field, *, is_open: bool, is_cut: bool) -> tuple[Word, ...]:
    """Return words to be looked for one by one, the short ones whole.

    Args:
        words: the words.
        fields: where they must stand.
        is_open: whether the last of them may still be being typed.
        is_cut: whether a `*` says that it goes on.
    """
    if max(map(len, words)) < PART_FROM and not is_cut:
        return ()
    *before, last = (Word(word, fields, exact=len(word) < PART_FROM) for word in words)
    return (*before, replace(last, exact=last.exact and not (is_open or is_cut), open=is_open))
