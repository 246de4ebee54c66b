"""Reading a reference: ids, years, and its words with the punctuation between them.

The styles differ in what comes first and what stands between the parts, so that no title can be cut
out for sure. What is read here is where a title may begin and end; whether it is the title of a
paper is decided with the paper at hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from itertools import chain
from typing import NamedTuple

from paperview.lazy import lazy_pattern
from paperview.model.analysis import WORD, fold, words
from paperview.model.paper import Doi, arxiv_ids_in
from paperview.tex import has_commands, to_text
from paperview.text.combining import is_of_word

_MOST_WORDS = 800
"""Words of a reference that are read; what is longer is no reference."""
_DOI = lazy_pattern(r"(?:https?://\S{0,30})?(?:doi:\s*)?\b10\.[0-9]{4,9}/\S+", 0)
_DOI_NAME = lazy_pattern(r"10\.[0-9]{4,9}/\S+")
_URL = lazy_pattern(r"(?:https?://|www\.)\S+")
_YEAR = lazy_pattern(r"(?<![0-9])(?:18|19|20)[0-9]{2}(?![0-9])")
_YEAR_TOKEN = lazy_pattern(r"(?:18|19|20)[0-9]{2}[a-z]?")
_OTHERS = lazy_pattern(r"\b(?:et\.?\s?al|and others|u\.\s?a\.)|\.\s?\.\s?\.|…", 0)
_SHORT_NAME = r"(?:[^\W\d_]\.\s?){0,3}[^\W\d_][^\d,.&()\[\]]{0,40}?"
_SHORT = lazy_pattern(
    rf"[(\[]?\s*(?P<first>{_SHORT_NAME})"
    r"(?P<others>,?\s+(?:et\.?\s+al\.?|and\s+others|and\s+colleagues))?"
    rf"(?:,?\s*(?:&|and|und|et)\s+(?P<second>{_SHORT_NAME}))?"
    r"[,\s]*[(\[]?\s*(?P<year>(?:19|20)[0-9]{2})[a-z]?\s*[)\]]*\s*[.;,]?"
)
_QUOTES = frozenset('"“”„«»‹›`')
_APOSTROPHES = frozenset("'‘’")
_STRONG_SIGNS = frozenset("?!;[]") | _QUOTES
_WEAK_SIGNS = frozenset(",:()–—/|")
_MOST_INITIALS = 3
_SHORTEST_WORD = 3
"""Letters of a word behind which a full stop ends a sentence and no abbreviation, usually."""


class Gap(IntEnum):
    """The punctuation between two words."""

    NONE = 0
    WEAK = 1
    """A comma, a colon, a bracket, a dash, or the full stop of an abbreviation."""
    STRONG = 2
    """A full stop, a quote, a question mark, a year, or the beginning or the end."""


class Short(NamedTuple):
    """A reference such as "Smith et al., 2019"."""

    first: str
    """The first author's surname, folded, without blanks."""
    second: str
    """The same of the second author; empty for none."""
    has_others: bool
    year: int


class Reading(NamedTuple):
    """A reference as it was read."""

    arxiv_ids: tuple[str, ...]
    """Without versions."""
    dois: tuple[str, ...]
    """In small letters."""
    tokens: tuple[str, ...]
    """The folded words, those of ids left out."""
    typed: tuple[str, ...]
    """The same as they were typed."""
    gaps: tuple[Gap, ...]
    """Before each word, and behind the last."""
    signs: tuple[str, ...]
    """The same gaps in letters."""
    years: tuple[int, ...]
    has_others: bool
    """Whether it says "et al."."""
    short: Short | None

    def is_initials(self, index: int) -> bool:
        """Return whether a word is the initials of a name, such as `J` or `JC`."""
        typed = self.typed[index]
        return len(typed) <= _MOST_INITIALS and typed.isalpha() and typed.isupper()


def read(text: str) -> Reading:
    """Read a reference."""
    if has_commands(text):
        text = to_text(text)
    arxiv_ids = tuple(dict.fromkeys(found.base for _, _, found in arxiv_ids_in(text)))
    dois = tuple(dict.fromkeys(_dois(text)))
    plain = _without_ids(text)
    tokens, typed, gaps, signs = _tokens(plain)
    return Reading(
        arxiv_ids=arxiv_ids,
        dois=dois,
        tokens=tokens,
        typed=typed,
        gaps=gaps,
        signs=signs,
        years=tuple(dict.fromkeys(int(year) for year in _YEAR.findall(plain))),
        has_others=_OTHERS.search(plain) is not None,
        short=_short(plain),
    )


def _dois(text: str) -> Iterator[str]:
    for match in _DOI_NAME.finditer(text):
        if (doi := Doi.parse(match[0])) and not doi.key.startswith("10.48550/arxiv."):
            yield doi.key


def _without_ids(text: str) -> str:
    """Replace ids and addresses by a sign that ends a title."""
    for start, end, _ in reversed(arxiv_ids_in(text)):
        text = f"{text[:start]} ; {text[end:]}"
    return _URL.sub(" ; ", _DOI.sub(" ; ", text))


def _short(text: str) -> Short | None:
    match = _SHORT.fullmatch(text.strip())
    if match is None:
        return None
    first, second = (_family(match[name] or "") for name in ("first", "second"))
    return Short(first, second, bool(match["others"]), int(match["year"])) if first else None


def _family(name: str) -> str:
    """Return the last word of a name, folded; empty for what is too long for a name."""
    parts = words(name)
    return parts[-1] if parts and len(parts) <= 4 and len(parts[-1]) > 1 else ""


def _tokens(
    text: str,
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Gap, ...], tuple[str, ...]]:
    tokens: list[str] = []
    typed: list[str] = []
    gaps = [Gap.STRONG]
    signs = [""]
    end, last = 0, ""
    for match in WORD.finditer(text):
        between = text[end : match.start()]
        word = match[0]
        if tokens:
            gaps.append(max(_gap(last, between, word), _around_year(last, word)))
            signs.append(between)
        folded = fold(word)
        tokens.append("".join(filter(is_of_word, folded)) or folded)
        typed.append(word)
        end, last = match.end(), word
        if len(tokens) == _MOST_WORDS:
            break
    gaps.append(Gap.STRONG)
    signs.append(text[end : end + 20])
    if not tokens:
        return (), (), (Gap.STRONG,), ("",)
    return tuple(tokens), tuple(typed), tuple(gaps), tuple(signs)


def _around_year(last: str, word: str) -> Gap:
    is_year = _YEAR_TOKEN.fullmatch(last) or _YEAR_TOKEN.fullmatch(word)
    return Gap.WEAK if is_year else Gap.NONE


def _gap(last: str, between: str, word: str) -> Gap:
    """Return what the signs between two words mean."""
    signs = set(between)
    if between in (" ", "-", "'", "’"):
        gap = Gap.NONE
    elif signs & _STRONG_SIGNS or signs & _APOSTROPHES:
        gap = Gap.STRONG
    elif "." in signs:
        gap = _at_full_stop(last, between, word)
    elif _YEAR_TOKEN.fullmatch(last) and ")" in signs:
        gap = Gap.STRONG
    elif signs & _WEAK_SIGNS or " -" in between or "- " in between:
        gap = Gap.WEAK
    else:
        gap = Gap.NONE
    return gap


def _at_full_stop(last: str, between: str, word: str) -> Gap:
    """Return whether a full stop ends a sentence, an abbreviation, or nothing."""
    if between == "." and (last.isdigit() or word.isdigit() or word[:1].islower()):
        return Gap.NONE  # 3.5, v1.0, arxiv.org
    is_abbreviation = len(last) < _SHORTEST_WORD and ")" not in between
    return Gap.WEAK if is_abbreviation or word[:1].islower() else Gap.STRONG


def outside(reading: Reading, start: int, end: int) -> Iterator[str]:
    """Give the words that are not in a part of the reference."""
    return chain(reading.tokens[:start], reading.tokens[end:])
