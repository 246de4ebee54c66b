"""Compounds: tokens with signs in them.

A token with signs in it, such as `C++`, `I/O`, `k-means` or `10.1051/forest`, means the term with
its signs, or its words next to each other or in one (`Wi-Fi`, `WiFi`), or an id, DOI or category
that begins so. If no paper has any of these, it means all of its words, anywhere: `self-supervsed`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from paperview.index.fields import KEYWORDS, Field
from paperview.index.matching.rules import SUBSTRING_FROM
from paperview.index.query.tree import Compound, Phrase, Word
from paperview.lazy import lazy_pattern
from paperview.model.analysis import WORD, fold, terms
from paperview.tex import to_text
from paperview.text.combining import is_of_word

_PARTED = lazy_pattern(rf"{WORD.pattern}(?:[-\u2010\u2011_^'\u2019]{WORD.pattern})+")
"""Words with hyphens or apostrophes, which others may write as one."""


def phrase_of(text: str, fields: Field, *, first: bool = False) -> Phrase | None:
    """Return the phrase that a text is, None where it has no words.

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


def exact_compound(token: str, fields: Field, name: str, *, first: bool) -> Compound | None:
    """Return the clause for a token with signs that must match exactly.

    Args:
        token: the token.
        fields: where it must stand.
        name: the token as an id, DOI or category; empty where it is none.
        first: whether the title must begin with it.
    """
    together = phrase_of(token, fields, first=first)
    if together is None:
        return None
    return Compound(
        _shown(token),
        (together, Word(name, KEYWORDS, exact=True, keyword=True)) if name else (together,),
    )


def compound(token: str, fields: Field, name: str, *, is_open: bool) -> Compound | None:
    """Return the clause for a token with signs, None where it has no words.

    Args:
        token: the token.
        fields: where its words must stand.
        name: the token as the prefix of an id, DOI or category; empty where it is none.
        is_open: whether it may still be unfinished.
    """
    words, signed = terms(token)
    if not words:
        return None
    is_typed = is_open and is_of_word(token[-1])
    is_cut = token.endswith("*")
    separate = _separate(words, fields, is_open=is_typed, is_cut=is_cut)
    if _is_one(words, signed):
        together = Phrase((signed[0],), fields, open=is_open)
        if len(words[-1]) <= SUBSTRING_FROM and not is_cut:
            separate = ()
    else:
        goes_on = is_typed or len(words[-1]) >= SUBSTRING_FROM
        together = Phrase(tuple(words), fields, signed=tuple(signed), open=goes_on)
    alternatives: list[Word | Phrase] = [together]
    if joined := _joined(token):
        alternatives.append(Word(joined, fields, exact=not together.open, prefix=True))
    if name:
        alternatives.append(Word(name, KEYWORDS, keyword=True, prefix=True))
    return Compound(
        _shown(token),
        tuple(alternatives),
        separate,
        Word(name, KEYWORDS, keyword=True) if name else None,
    )


def _is_one(words: Sequence[str], signed: Sequence[str]) -> bool:
    """Return whether the token is one signed term and nothing else."""
    if len(signed) != 1 or len(words) > 2:
        return False
    return len(words) == 1 or (
        len(signed[0]) == len(words[0]) + 1 + len(words[1]) and signed[0].endswith(words[1])
    )


def _shown(token: str) -> str:
    """Return a token as hints show it, without trailing punctuation."""
    return token.rstrip(",:;")


def _joined(token: str) -> str:
    """Return the words of a token as one; empty for numbers, which are never written so."""
    text = fold(to_text(token)).strip("()[]{},.;:!?'\"")
    if not _PARTED.fullmatch(text):
        return ""
    words = WORD.findall(text)
    if any(before[-1].isdigit() and behind[0].isdigit() for before, behind in pairwise(words)):
        return ""
    return "".join(words)


def _separate(
    words: Sequence[str], fields: Field, *, is_open: bool, is_cut: bool
) -> tuple[Word, ...]:
    """Return words that are searched one by one; the short ones must match exactly.

    Args:
        words: the words.
        fields: where they must stand.
        is_open: whether the last of them may still be unfinished.
        is_cut: whether a `*` says that it goes on.
    """
    if max(map(len, words)) < SUBSTRING_FROM and not is_cut:
        return ()
    *before, last = (Word(word, fields, exact=len(word) < SUBSTRING_FROM) for word in words)
    return (*before, replace(last, exact=last.exact and not (is_open or is_cut), open=is_open))
