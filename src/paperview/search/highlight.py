"""Which letters of a text a query matched, worked out for the papers on the screen alone."""

from __future__ import annotations

from dataclasses import dataclass

from paperview.search.fold import WORD, fold
from paperview.search.query import NAMES, Field
from paperview.search.results import Term
from paperview.search.rules import PART_FROM

Span = tuple[int, int]

_LEAD = 20
"""Characters shown before the first match of a snippet, cut to whole words."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The matched letters of a text."""

    spans: tuple[Span, ...]
    """Ascending and apart from each other."""
    terms: frozenset[str]
    """The tokens that match somewhere in the text."""


NO_MARKS = Marks((), frozenset())


def marks(text: str, terms: tuple[Term, ...], field: Field) -> Marks:
    """Find the letters that some tokens match in a text as shown, which is one field's."""
    wanted = [term for term in terms if term.fields & field]
    if not wanted or not text:
        return NO_MARKS
    spans: list[Span] = []
    seen: set[str] = set()
    if field & NAMES:
        folded = fold(text)
        for term in wanted:
            start = folded.find(term.text)
            if start >= 0:
                spans.append((start, start + len(term.text)))
                seen.add(term.text)
        return Marks(_joined(spans), frozenset(seen))
    known: dict[str, tuple[Span, str] | None] = {}
    for match in WORD.finditer(text):
        written = match.group()
        if written not in known:
            known[written] = _within(fold(written), wanted)
        found = known[written]
        if found is not None:
            (start, end), token = found
            # Where folding changed the length, letters can't be told apart: mark the whole word.
            same = len(fold(written)) == len(written)
            begin = match.start()
            spans.append((begin + start, begin + end) if same else match.span())
            seen.add(token)
    return Marks(_joined(spans), frozenset(seen))


def _within(word: str, terms: list[Term]) -> tuple[Span, str] | None:
    """Return the letters of a folded word that the best matching token means, and the token."""
    best: tuple[int, Span, str] | None = None
    for term in terms:
        found = _match(word, term)
        if found and (best is None or found[0] > best[0]):
            best = (found[0], found[1], term.text)
    return best and (best[1], best[2])


def _match(word: str, term: Term) -> tuple[int, Span] | None:
    """Return how well a token matches a word, the higher the better, and the letters meant."""
    token = term.text
    if word == token:
        return 3, (0, len(word))
    if term.exact:
        return None
    if word.startswith(token):
        return 2, (0, len(token))
    if len(token) >= PART_FROM and token in word:
        start = word.find(token)
        return 1, (start, start + len(token))
    end = term.forgiven.get(word)
    return None if end is None else (0, (0, end))


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def snippet(text: str, found: Marks, width: int) -> tuple[str, tuple[Span, ...]]:
    """Cut from a text the part that holds most matches, about `width` characters long.

    Returns:
        The part, with "…" in front if it begins later, and the spans within it.
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
    prefix = "…" if begin else ""
    shift = len(prefix) - begin
    part = prefix + text[begin : begin + 2 * width]
    spans = tuple(
        (start + shift, min(end + shift, len(part)))
        for start, end in found.spans
        if start >= begin and start + shift < len(part)
    )
    return part, spans
