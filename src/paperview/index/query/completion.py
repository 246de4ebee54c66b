"""Completion: the fragment at the end of a query, and the completions for it.

Names of fields are completed, and the values of fields whose values are known: categories, the
words of authors' names and of journals, years, and what `has:` takes. Words of texts are not
completed, because their prefixes match anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from paperview.index.fields import DATES, FIELDS, FILTERS, SHELF_STATES, Field, is_list
from paperview.index.query import on_shelf
from paperview.index.query.lexer import Kind, Token, tokens
from paperview.index.query.parser import parse
from paperview.index.query.tree import LikelyName, OnShelf, Word
from paperview.model.analysis import fold

Values = Callable[[Field, str, int], Sequence[str]]
"""Gives terms of a field by their prefix, at most so many, the most frequent first."""
Years = Callable[[], Sequence[str]]
"""Gives the years that papers are from, the last first."""

_NAMES = (*FIELDS, *FILTERS)
_NAME_FROM = 3
"""Letters from which a plain word may be the prefix of a field's name: with fewer, completions
would flash up in every other word."""
_MOST = 20
"""Completions for one text, at most."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """The fragment that is being typed at the end of a query."""

    name: str
    """The field whose value it is, in small letters; empty while the name itself is typed."""
    typed: str
    start: int
    """Where in the query it starts."""

    @property
    def needs_index(self) -> bool:
        """Whether the completions depend on the papers."""
        return self.name in FIELDS or self.name in set(DATES).difference(on_shelf.FILTERS)


def fragment(text: str) -> Fragment | None:
    """Return the fragment at the end of a query, None where nothing can be completed."""
    token: Token | None = None
    groups = [""]
    for token in tokens(text):
        if token.kind is Kind.OPEN:
            groups.append(groups[-1] if token.field is None else token.field)
        elif token.kind is Kind.CLOSE:
            groups.pop()
        elif token.kind is Kind.TEXT and not token.quoted and '"' in token.text:
            return None  # within a phrase
    if token is None or token.kind is not Kind.TEXT or token.quoted or token.end < len(text):
        return None
    name = groups[-1] if token.field is None else token.field
    # The last of several values with commas between is being typed.
    typed = token.text.rpartition(",")[2] if is_list(name) else token.text
    if name:
        least = FIELDS[name].completed_from if name in FIELDS else 0 if name in FILTERS else None
        may_be = least is not None and token.mark != "^" and len(typed) >= least
    else:
        may_be = not token.mark and ":" not in typed and len(typed) >= _NAME_FROM
    return Fragment(name, typed, token.end - len(typed)) if may_be else None


def complete(part: Fragment, words: Sequence[str]) -> str | None:
    """Complete a fragment with the first of some words that begins with it.

    A value is followed by a blank, for the next token; a date is not, it may go on.

    Returns:
        None where no word begins so, where the first that does is typed already, or where no token
        would mean it.
    """
    typed = fold(part.typed)
    word = next((word for word in words if fold(word).startswith(typed)), None)
    if word is None or fold(word) == typed:
        return None
    entry = FIELDS.get(part.name)
    whole = word if entry and entry.spelled else part.typed + word[len(typed) :]
    if not part.name:
        return f"{whole}:"
    if entry and not _is_read_as(f"{part.name}:{whole} ", fold(word)):
        return None
    return whole if part.name in DATES else f"{whole} "


def _is_read_as(token: str, word: str) -> bool:
    """Return whether a token is parsed to just this word: one with a blank or a quote is not."""
    query = parse(token)
    match query.clauses:
        case (Word(text=text) | LikelyName(word=Word(text=text)),):
            return text == word and not query.mistakes
    return False


def completions(
    text: str, values: Values, years: Years, tags: Callable[[], Iterable[str]] = tuple
) -> tuple[str, ...]:
    """Return the completions of a query, the likeliest first.

    The query itself is among them where its end is a whole word already.
    """
    part = fragment(text)
    if part is None:
        return ()
    if part.name == "tag":
        return tuple(f"{text[: part.start]}{tag}" for tag in _tags(part.typed, tags()))
    typed = fold(part.typed)
    words = [word for word in _words(part, values, years) if fold(word).startswith(typed)]
    return tuple(text[: part.start] + (complete(part, [word]) or part.typed) for word in words)


def _words(part: Fragment, values: Values, years: Years) -> Sequence[str]:
    if not part.name:
        return _NAMES
    if part.name == "has":
        return tuple(FIELDS)
    if part.name == "is":
        return SHELF_STATES
    if part.name in on_shelf.FILTERS:
        return ()
    if part.name in DATES:
        return years()
    entry = FIELDS[part.name]
    words = values(entry.field, fold(part.typed), _MOST)
    return list(map(entry.spelled, words)) if entry.spelled else words


def _tags(typed: str, tags: Iterable[str]) -> Iterator[str]:
    """Give the first tags that begin with what is typed, as a query can have them."""
    found = 0
    for tag in tags:
        text = on_shelf.written_tag(tag, typed)
        if text is not None and _is_tag(text, tag):
            yield f"{text} "
            found += 1
            if found == _MOST:
                return


def _is_tag(text: str, tag: str) -> bool:
    """Return whether a text is read as a tag: one with a bracket in it is not."""
    match parse(f"tag:{text} ").clauses:
        case (OnShelf(what="tag", text=meant),):
            return meant == on_shelf.folded_tag(tag)
    return False
