"""Highlighting: which letters of a text a query matched. Only papers on the screen need it."""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from paperview.index.fields import KEYWORDS, Field, initials
from paperview.index.matching.rules import is_named, may_be_substring, stands_for
from paperview.lazy import lazy_pattern
from paperview.model.analysis import WORD, fold, fold_name, signed
from paperview.text.combining import letters

if TYPE_CHECKING:
    from paperview.index.results import MatchedToken

Span = tuple[int, int]

_LEAD = 20
"""Characters shown before the first match of a snippet, cut to whole words."""


class Highlight(NamedTuple):
    """The matched letters of a text."""

    spans: tuple[Span, ...]
    """Ascending, and none touches another."""
    tokens: frozenset[str]
    """The tokens that match somewhere in the text."""


NO_HIGHLIGHT = Highlight((), frozenset())


def highlight(text: str, tokens: tuple[MatchedToken, ...], field: Field) -> Highlight:
    """Find the letters that tokens match in the text of a field, as it is shown."""
    wanted = [token for token in tokens if token.fields & field]
    if not wanted or not text:
        return NO_HIGHLIGHT
    words = _names(text, field) if field & KEYWORDS else _words(text)
    words_and_signed = words if field & KEYWORDS else [*words, *_signed(text)]
    spans: list[Span] = []
    seen: set[str] = set()
    for token in wanted:
        if token.is_name:
            found = _name_spans(text, words, token)
        elif " " in token.text:
            found = _phrase_spans(words, token)
        else:
            found = _word_spans(words_and_signed, token)
        if not found and field is Field.ID:
            found = _spaced_spans(words, token)
        if not found and field is Field.JOURNAL:
            found = _initials_span(words, token)
        if found:
            spans += found
            seen.add(token.text)
    return Highlight(_joined(spans), frozenset(seen))


class _Shown(NamedTuple):
    """A word, or a name such as an id, where it stands in the text."""

    folded: str
    start: int
    text: str
    """As it stands there."""

    @property
    def span(self) -> Span:
        """The span of the word in the text."""
        return self.start, self.start + len(self.text)

    def stretch(self, start: int, end: int) -> Span:
        """Return the span of some folded letters in the text, with the marks on them.

        That is the whole word where it is not clear which letters they are.
        """
        if self.text.isascii():
            return self.start + start, self.start + end
        parts = letters(self.text)
        folded = [fold_name(part) for part in parts]
        if "".join(folded) != self.folded:
            return self.span
        ends = list(accumulate(map(len, parts), initial=self.start))
        spans = [span for span, part in zip(pairwise(ends), folded, strict=True) for _ in part]
        return spans[start][0], spans[end - 1][1]


def _words(text: str) -> list[_Shown]:
    shown = [_Shown(fold(match[0]), match.start(), match[0]) for match in WORD.finditer(text)]
    return [word for word in shown if word.folded]


def _signed(text: str) -> list[_Shown]:
    return [_Shown(term.text, term.start, text[term.start : term.end]) for term in signed(text)]


_NAME = lazy_pattern(r"(?:(?:arxiv|doi):)?(?P<name>\S+)", re.IGNORECASE)
_VERSION = lazy_pattern(r"(?<=\d)v\d+$")


def _names(text: str, field: Field) -> list[_Shown]:
    """Return the names in a text; an id without its version, as it is in the index."""
    names = []
    for match in _NAME.finditer(text):
        name = _VERSION.sub("", match["name"]) if field is Field.ID else match["name"]
        names.append(_Shown(fold_name(name), match.start("name"), name))
    return names


def _word_spans(words: list[_Shown], token: MatchedToken) -> list[Span]:
    """Return the letters that a token means."""
    spans = []
    for word in words[:1] if token.first else words:
        found = _meant(word.folded, token)
        if found is not None:
            spans.append(word.stretch(*found))
    return spans


def _spaced_spans(names: list[_Shown], token: MatchedToken) -> list[Span]:
    """Return where a token matches the start of an id that is written with blanks: `PMID 7`.

    In the index such a name stands in one piece.
    """
    spans = []
    for i, first in enumerate(names):
        rest = token.text
        for name in names[i : i + len(rest)]:
            if name.folded == rest or (name.folded.startswith(rest) and not token.exact):
                spans.append((first.span[0], name.stretch(0, len(rest))[1]))
                break
            if not rest.startswith(name.folded):
                break
            rest = rest.removeprefix(name.folded)
    return spans


def _initials_span(words: list[_Shown], token: MatchedToken) -> list[Span]:
    """Return the words of a journal's name whose initials a token means."""
    chosen = [words[i] for i in initials([word.folded for word in words])]
    found = _meant("".join(word.folded[0] for word in chosen), token) if chosen else None
    return [(chosen[found[0]].span[0], chosen[found[1] - 1].span[1])] if found else []


def _meant(word: str, token: MatchedToken) -> Span | None:
    """Return the letters of a folded word that a token means, in the best way it matches."""
    text = token.text
    if word == text:
        return 0, len(word)
    if token.exact:
        return None
    if word.startswith(text):
        return 0, len(text)
    if may_be_substring(text) and not token.first and text in word:
        start = word.find(text)
        return start, start + len(text)
    end = token.others.get(word)
    return None if end is None else (0, end)


def _phrase_spans(words: list[_Shown], token: MatchedToken) -> list[Span]:
    """Return the spans of a phrase, from the start of its first word."""
    phrase = token.text.split()
    folded = [word.folded for word in words]
    last = len(phrase) - 1
    return [
        (words[i].span[0], words[i + last].stretch(0, len(phrase[-1]))[1])
        for i in range(1 if token.first else len(words) - last)
        if folded[i : i + last] == phrase[:last] and _ends(folded[i + last], phrase[-1], token)
    ]


def _ends(word: str, last: str, token: MatchedToken) -> bool:
    """Return whether a word may be the last one of a phrase."""
    return word == last or (token.open and word.startswith(last))


def _name_spans(text: str, words: list[_Shown], token: MatchedToken) -> list[Span]:
    """Return the words of those authors, set apart by commas, who have a name."""
    typed = token.text.split()
    authors: list[list[_Shown]] = [[]]
    end = 0
    for word in words:
        if "," in text[end : word.span[0]]:
            authors.append([])
        authors[-1].append(word)
        end = word.span[1]
    spans: list[Span] = []
    for author in authors:
        if is_named([word.folded for word in author], typed):
            spans += [
                word.span for word in author if any(stands_for(some, word.folded) for some in typed)
            ]
    return spans


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def snippet(
    text: str, found: Highlight, width: int, ellipsis: str = "…"
) -> tuple[str, tuple[Span, ...]]:
    """Cut out the part of a text with most matches, about `width` characters long.

    Returns:
        The part, with the ellipsis in front if it begins later, and the spans within it.
    """
    if not found.spans:
        return text[: 2 * width], ()
    starts = [start for start, _ in found.spans]
    # The earliest window with the most matches.
    best = max(starts, key=lambda start: sum(start <= other < start + width for other in starts))
    begin = max(0, best - _LEAD)
    if begin:
        space = text.find(" ", begin, best)
        begin = space + 1 if space >= 0 else best
    prefix = ellipsis if begin else ""
    shift = len(prefix) - begin
    part = prefix + text[begin : begin + 2 * width]
    spans = tuple(
        (start + shift, min(end + shift, len(part)))
        for start, end in found.spans
        if start >= begin and start + shift < len(part)
    )
    return part, spans
