"""The rules of matching, written down as plainly as they can be, without any index.

A query is made here of its parts, and written as text only to ask the searcher. The papers that it
may be asked about hold nothing but plain small words and the terms of `SIGNED`. What it asks of a
paper or a word again and again is cached.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, combinations, pairwise
from typing import TypeAlias, TypeGuard

from rapidfuzz.distance import OSA

from paperview.index.matching.forms import has_forms, keys
from paperview.index.matching.rules import may_be_split, other_spellings
from paperview.index.query.stop_words import STOP_WORDS
from paperview.model.paper import ArxivId, Paper

SIGNED = {"c++": ("c",), "i/o": ("i", "o")}
"""Terms with signs, and the words that they are made of."""
NAMES = ("id", "doi", "cat")
"""Fields in which no typo is allowed when they are named."""


@dataclass(frozen=True)
class Token:
    """A word of the query."""

    text: str
    field: str = ""
    exact: bool = False
    first: bool = False
    negative: bool = False
    """Whether it is within what is negated, where no more than the whole word is meant."""

    @property
    def apostrophe(self) -> bool:
        """Whether just this word is asked for."""
        return self.exact and not self.negative

    def __str__(self) -> str:
        how = "'" if self.apostrophe else "^" if self.first else ""
        return f"{self.field and self.field + ':'}{how}{self.text}"


@dataclass(frozen=True)
class Phrase:
    """Words that must follow each other."""

    words: tuple[str, ...]
    field: str = ""
    first: bool = False

    def __str__(self) -> str:
        return f'{self.field and self.field + ":"}{"^" * self.first}"{" ".join(self.words)}"'


@dataclass(frozen=True)
class Negated:
    """What must not be there."""

    part: Part
    sign: str = "-"

    def __str__(self) -> str:
        return f"{self.sign}{self.part}"


@dataclass(frozen=True)
class Either:
    """Parts one of which is enough."""

    parts: tuple[Part, ...]
    sign: str = "|"

    def __str__(self) -> str:
        return f" {self.sign} ".join(map(str, self.parts))


@dataclass(frozen=True)
class Group:
    """Parts that must all match, in parentheses; perhaps in one field."""

    parts: tuple[Part, ...]
    field: str = ""
    sign: str = ""
    """What stands between the parts."""

    def __str__(self) -> str:
        between = f" {self.sign} " if self.sign else " "
        return f"{self.field and self.field + ':'}({between.join(map(str, self.parts))})"


@dataclass(frozen=True)
class Compound:
    """Words with hyphens between them."""

    words: tuple[str, ...]
    field: str = ""

    def __str__(self) -> str:
        return f"{self.field and self.field + ':'}{'-'.join(self.words)}"


@dataclass(frozen=True)
class Initials:
    """Words of an author's name, those of one letter as initials."""

    words: tuple[str, ...]


Part: TypeAlias = Token | Phrase | Negated | Either | Group | Compound | Initials


def edits_allowed(token: Token) -> int:
    """Return how many edits are allowed in a token by its length."""
    if not _is_forgiving(token):
        return 0
    return (len(token.text) >= 5) + (len(token.text) >= 9)


def with_one_more(token: Token) -> int:
    """Return how many edits are allowed as the last resort."""
    return edits_allowed(token) + (_is_forgiving(token) and len(token.text) >= 4)


def _is_forgiving(token: Token) -> bool:
    if token.exact or token.field in NAMES or token.text in SIGNED:
        return False
    return any(map(str.isalpha, token.text))


def edits_between(token: str, word: str) -> int:
    """Return how far a token is from the nearest prefix of a word."""
    return min(OSA.distance(token, word[:end]) for end in range(1, len(word) + 1))


@lru_cache(4096)
def texts(paper: Paper, field: str = "") -> list[list[str]]:
    """Return the words of the texts of a field, or of all fields: each author is one text.

    The terms with signs are a text beside that of their words.
    """
    all_texts = {
        "title": _both(paper.title or ""),
        "author": [_words(name) for name in paper.authors],
        "abstract": _both(paper.abstract or ""),
        "comments": _both(paper.comments or ""),
        "id": [[paper.arxiv_id.base]] if paper.arxiv_id else [],
        "doi": [[paper.doi.key]] if paper.doi else [],
        "cat": [[name.lower()] for name in paper.categories],
    }
    if field == "journal":
        return _both(paper.journal_ref or "")
    return all_texts[field] if field else [text for some in all_texts.values() for text in some]


def _words(text: str) -> list[str]:
    return [word for some in text.split() for word in SIGNED.get(some, (some,))]


def _both(text: str) -> list[list[str]]:
    return [_words(text), [word for word in text.split() if word in SIGNED]]


def means(token: Token, word: str, edits: int) -> bool:
    """Say whether a token matches a word when so many edits are allowed."""
    if token.exact:
        return word == token.text
    if token.text in SIGNED:
        return word.startswith(token.text)
    is_part = len(token.text) >= 3 and not token.first and token.text in word
    is_form = _is_forgiving(token) and _is_form(token.text, word)
    return (
        word.startswith(token.text)
        or is_part
        or is_form
        or (edits > 0 and not _is_name(word) and edits_between(token.text, word) <= edits)
    )


@lru_cache(65_536)
def _is_form(token: str, word: str) -> bool:
    """Say whether a word has the stem of a token, or is another spelling of it."""
    same = has_forms(token) and keys([token]) == keys([word])
    return same or word in other_spellings(token)


def _is_name(word: str) -> bool:
    """Say whether a word is an id, a DOI or has another sign: no typo is allowed in it."""
    return any(sign in word for sign in "./+")


def words_meant(token: Token, paper: Paper, edits: int) -> Iterator[str]:
    """Return the words of a paper that a token matches."""
    for text in texts(paper, "title" if token.first else token.field):
        for word in text[:1] if token.first else text:
            if means(token, word, edits):
                yield word


_in_a_row: dict[tuple[int, Token, bool], tuple[Sequence[Paper], set[int]]] = {}
"""By papers, token and whether it may have a slip: the papers that have words in a row for it."""


def _are_meant(papers: Sequence[Paper], token: Token, paper: Paper, edits: int) -> bool:
    """Say whether a paper has words in a row that mean a token."""
    if not _is_forgiving(token) or token.first:
        return False
    key = id(papers), token, min(edits, edits_allowed(token)) > 0
    if key not in _in_a_row:
        if len(_in_a_row) > 1000:
            _in_a_row.clear()
        ways = _ways_meant(papers, token, may_slip=key[2])
        found = {id(one) for one in papers if any(_is_any(way, one) for way in ways)}
        _in_a_row[key] = papers, found  # the papers too, so that no others get their id
    return id(paper) in _in_a_row[key][1]


def _ways_meant(
    papers: Sequence[Paper], token: Token, *, may_slip: bool
) -> Sequence[Sequence[Phrase]]:
    """Return the words in a row that mean a token."""
    ways = _two_words(papers, token)
    if sum(_is_any(way, one) for way in ways for one in papers) < 10:
        ways += _in_more(papers, token)
    as_typed = (way for way in ways if "".join(way[0].words) == token.text)
    if may_slip and not any(_is_any(way, one) for way in as_typed for one in papers):
        ways += _slips(papers, token)
    return ways


def _is_any(way: Sequence[Phrase], paper: Paper) -> bool:
    return any(_stand_together(phrase, paper) for phrase in way)


def _two_words(papers: Sequence[Paper], token: Token) -> list[list[Phrase]]:
    """Return the two words that a token is made of: as they are, and with forms of the second."""
    ways = []
    for i in range(1, len(token.text)):
        first, rest = token.text[:i], token.text[i:]
        seconds = _second_words(papers, token, first, rest)
        ways.append([Phrase((first, second), token.field) for second in seconds & {rest}])
        ways.append([Phrase((first, second), token.field) for second in seconds - {rest}])
    return [way for way in ways if way]


def _in_more(papers: Sequence[Paper], token: Token) -> list[list[Phrase]]:
    """Return the three words or four that a token is made of."""
    known = Counter(term for paper in papers for term in terms(paper))
    if sum(known[term] for term in known if term.startswith(token.text)) >= 10:
        return []
    size = len(token.text)
    ways = []
    for cuts in chain(combinations(range(1, size), 2), combinations(range(1, size), 3)):
        words = tuple(token.text[low:high] for low, high in pairwise((0, *cuts, size)))
        if (
            all(word in known and _is_part(word) for word in words)
            and not any(one[-1].isdigit() and two[0].isdigit() for one, two in pairwise(words))
            and not STOP_WORDS.issuperset(words)
        ):
            ways.append([Phrase(words, token.field)])
    return ways


def _is_part(word: str) -> bool:
    is_stop_word = len(word) > 1 and word in STOP_WORDS
    return is_stop_word or len(word) > 2 or any(map(str.isdigit, word))


def _slips(papers: Sequence[Paper], token: Token) -> list[list[Phrase]]:
    """Return the two words that a token is made of but for an edit."""
    known = Counter(term for paper in papers for term in terms(paper))
    if any(term.startswith(token.text) for term in known):
        return []
    near = [term for term in known if _is_near(token.text, term) and not means(token, term, 0)]
    if near:
        best = sorted(near, key=lambda term: (-known[term], term))[:3]
        return [way for term in best for way in _two_words(papers, replace(token, text=term))]
    pairs = [
        pair
        for i in range(3, len(token.text) - 2)
        for first, rest in [(token.text[:i], token.text[i:])]
        for pair in (
            *((first, term) for term in known if len(rest) > 3 and _is_near(rest, term)),
            *((term, rest) for term in known if len(first) > 3 and _is_near(first, term)),
        )
    ]
    return [
        [Phrase(pair, token.field)]
        for pair in pairs
        if known.keys() >= set(pair) and may_be_split(*pair)
    ]


def _is_near(text: str, term: str) -> bool:
    """Say whether a term is a word of three letters or more one edit away."""
    is_word = text.isalpha() and len(term) > 2 and not _is_name(term)
    return is_word and not term.startswith(text) and OSA.distance(text, term) == 1


def _second_words(papers: Sequence[Paper], token: Token, first: str, rest: str) -> set[str]:
    """Return the words that mean the rest of a token behind its first part."""
    first_in, rest_in = (sum(part in terms(one) for one in papers) for part in (first, rest))
    if not (first_in and rest_in) or (first[-1].isdigit() and rest[0].isdigit()):
        return set()
    if any(len(part) > 1 and part in STOP_WORDS for part in (first, rest)):
        return set()
    if len(token.text) < 4 and not (first[-1].isdigit() or rest[0].isdigit()):
        return set()
    if min(len(first), len(rest)) < 3 and first[-1].isdigit() == rest[0].isdigit():
        pair = Phrase((first, rest), token.field)
        together = sum(_stand_together(pair, one) for one in papers)
        in_one = sum(term.startswith(token.text) for one in papers for term in terms(one))
        if not together or (together < in_one and 2 * together < min(first_in, rest_in)):
            return set()
    if len(rest) < 3 or not rest.isalpha():
        return {rest}
    return {rest, *(term for one in papers for term in terms(one) if keys([term]) == keys([rest]))}


@lru_cache(4096)
def terms(paper: Paper) -> set[str]:
    """Return all terms of a paper."""
    return {term for text in [*texts(paper), *texts(paper, "journal")] for term in text}


def holds_token(papers: Sequence[Paper], token: Token, paper: Paper, edits: int) -> bool:
    """Say whether a paper holds a token when so many edits are allowed."""
    is_year = _is_year(token.text) and not (token.field or token.first or token.apostrophe)
    if is_year and paper.date is not None:
        years_off = abs(paper.date.year - int(token.text))
        if years_off <= (0 if token.negative else 1):
            return True
    return any(True for _ in words_meant(token, paper, edits)) or _are_meant(
        papers, token, paper, edits
    )


def _is_year(text: str) -> bool:
    return text.isdigit() and len(text) == 4 and 1800 <= int(text) < 2100


def _is_named(author: Sequence[str], typed: Sequence[str]) -> bool:
    """Say whether each word typed is a word of an author's, one the initial of the other maybe.

    Only where the author's last word that is no initial is typed in full may others be initials.
    """

    def places(word: str, *, with_initials: bool) -> set[int]:
        if len(word) == 1:
            return {i for i, other in enumerate(author) if other[0] == word}
        meant = (word, word[0]) if with_initials else (word,)
        return {i for i, other in enumerate(author) if other in meant}

    each = [places(word, with_initials=True) for word in typed]
    if not all(each) or len(set[int]().union(*each)) < len(typed):
        return False
    whole = [places(word, with_initials=False) for word in typed]
    last = max((i for i, word in enumerate(author) if len(word) > 1), default=-1)
    return all(whole) or any(
        last in some for some, word in zip(whole, typed, strict=True) if len(word) > 1
    )


def _has_initials(typed: Sequence[str], paper: Paper) -> bool:
    """Say whether an author has the longer words of a name in full, and its initials."""
    return any(
        _is_named(author, typed) and all(word in author for word in typed if len(word) > 1)
        for author in texts(paper, "author")
    )


def holds_phrase(papers: Sequence[Paper], phrase: Phrase, paper: Paper) -> bool:
    """Say whether words follow each other in a paper, or make up the name of an author."""
    words = _words(" ".join(phrase.words))
    if phrase.field == "author" and len(words) > 1:
        return any(_is_named(author, words) for author in texts(paper, "author"))
    is_plain = not any(word in SIGNED for word in words)
    named = [word for word in words if word != "on"]
    if phrase.field == "journal" and len(named) > 1 and is_plain:
        return any(
            _abbreviate(named, text[start:])
            for text in ([w for w in some if w != "on"] for some in texts(paper, "journal"))
            for start in range(len(text))
        )
    return any(
        _stand_together(replace(phrase, words=tuple(way)), paper)
        for way, _ in _ways(papers, phrase)
    )


def _ways(papers: Sequence[Paper], phrase: Phrase) -> Iterator[tuple[Sequence[str], bool]]:
    """Give the words of a phrase, also with two of them in one, or with one in two.

    With each comes whether the last word may go on: it may not if it is a part of one.
    """
    words = phrase.words
    yield words, True
    if phrase.first or SIGNED.keys() & set(words):
        return
    for i in range(len(words) - 1):
        if not (words[i] + words[i + 1]).isdigit():
            yield (*words[:i], words[i] + words[i + 1], *words[i + 2 :]), True
    for i, word in enumerate(words):
        for way in _two_words(papers, Token(word, phrase.field)):
            parts = way[0].words
            if "".join(parts) == word and any(_is_any(way, one) for one in papers):
                yield (*words[:i], *parts, *words[i + 1 :]), i + 1 < len(words)


def _abbreviate(words: Sequence[str], text: Sequence[str]) -> bool:
    """Say whether each of some words begins the next of a text, or the other way round."""
    pairs = list(zip(words, text, strict=False))
    return len(pairs) == len(words) and all(
        word.startswith(typed) or (len(word) > 1 and typed.startswith(word))
        for typed, word in pairs
    )


def _stand_together(phrase: Phrase, paper: Paper, *, goes_on: bool = False) -> bool:
    """Say whether words follow each other in a paper; if it goes on, the last may begin a word."""
    words, signed = list(phrase.words), list[str]()
    if len(words) > 1 or phrase.first:
        words = _words(" ".join(phrase.words))
        signed = [word for word in phrase.words if word in SIGNED]
    some = texts(paper, "title" if phrase.first else phrase.field)
    return all(any(word in text for text in some) for word in signed) and any(
        _follow(words, text[start : start + len(words)], goes_on=goes_on)
        for text in some
        for start in range(1 if phrase.first else len(text))
    )


def _follow(words: Sequence[str], part: Sequence[str], *, goes_on: bool) -> bool:
    if len(part) < len(words) or part[:-1] != words[:-1]:
        return False
    return part[-1] == words[-1] or (goes_on and part[-1].startswith(words[-1]))


def _holds_compound(papers: Sequence[Paper], compound: Compound, paper: Paper) -> bool:
    """Say whether a paper has the words of a compound next to each other or in one."""
    goes_on = len(compound.words[-1]) >= 3
    joined = Token("".join(compound.words), compound.field, exact=True)
    phrase = Phrase(compound.words, compound.field)
    return any(
        _stand_together(replace(phrase, words=tuple(way)), paper, goes_on=goes_on and may_go_on)
        for way, may_go_on in _ways(papers, phrase)
    ) or any(
        word == joined.text or (goes_on and word.startswith(joined.text))
        for text in texts(paper, compound.field)
        for word in text
    )


def edits_in(papers: Sequence[Paper], token: Token, *, last_resort: bool) -> int:
    """Return how many edits a token is allowed.

    None where a paper holds it as it is, and one more where it would match no paper at all. As the
    last resort of a whole query it is one more, too, but no more than two.
    """
    as_it_is = Token(token.text, token.field, exact=True, first=token.first)
    if any(holds_token(papers, as_it_is, paper, 0) for paper in papers):
        return 0
    usual = edits_allowed(token)
    if last_resort:
        usual = min(with_one_more(token), 2)
    if any(holds_token(papers, token, paper, usual) for paper in papers):
        return usual
    return with_one_more(token)


def _within(  # noqa: PLR0911 - one for each kind of part
    part: Part, field: str, *, negative: bool
) -> Part:
    """Return a part as it is meant within groups: in their field, and whole words if negated."""
    match part:
        case Token(text, own, exact, first):
            own = own or field
            meant = Token(text, own, exact or negative, first and own in ("", "title"))
            return replace(meant, negative=negative and not exact)
        case Phrase(words, own, first):
            return Phrase(words, own or field, first and (own or field) in ("", "title"))
        case Compound(words, own):
            return Compound(words, own or field)
        case Negated(inner):
            return _negated(_within(inner, field, negative=not negative))
        case Either(parts):
            return Either(tuple(_within(some, field, negative=negative) for some in parts))
        case Group(parts, own, sign):
            own = own or field
            all_meant = tuple(_within(some, own, negative=negative) for some in parts)
            return all_meant[0] if len(all_meant) == 1 else Group(all_meant, sign=sign)
    return part


def _negated(part: Part) -> Part:
    return part.part if isinstance(part, Negated) else Negated(part)


def _matching(  # noqa: PLR0911 - one for each kind of part
    papers: Sequence[Paper], part: Part, *, last_resort: bool
) -> set[int]:
    everything = range(len(papers))
    match part:
        case Token():
            edits = edits_in(papers, part, last_resort=last_resort)
            return {i for i in everything if holds_token(papers, part, papers[i], edits)}
        case Phrase():
            return {i for i in everything if holds_phrase(papers, part, papers[i])}
        case Compound():
            together = {i for i in everything if _holds_compound(papers, part, papers[i])}
            if together or max(map(len, part.words)) < 3:
                return together
            apart = [Token(word, part.field, exact=len(word) < 3) for word in part.words]
            return set(everything).intersection(
                *(_matching(papers, word, last_resort=last_resort) for word in apart)
            )
        case Initials(words):
            return {i for i in everything if _has_initials(words, papers[i])}
        case Negated():
            return set(everything) - _matching(papers, part.part, last_resort=last_resort)
        case Either():
            each = (_matching(papers, some, last_resort=last_resort) for some in part.parts)
            return set[int]().union(*each)
        case Group(parts, _, sign):
            return _matching_all(papers, parts, sign, last_resort=last_resort)


def _matching_all(
    papers: Sequence[Paper], parts: Sequence[Part], sign: str, *, last_resort: bool
) -> set[int]:
    """Return which papers match all parts; of ids with nothing between them one is enough."""
    ids = [part for part in parts if _is_id(part)]
    required = list(parts)
    if not sign:
        required = [
            as_initials(parts, i)
            for i in range(len(parts))
            if not (joins_names(parts, i) or is_initial(parts, i))
        ]
        if len(ids) > 1:
            required = [part for part in required if part not in ids]
            required.append(Either(tuple(ids)))
    joined = _in_one_word(papers, parts)
    found = set(range(len(papers)))
    for part in required:
        found &= _matching(papers, part, last_resort=last_resort) | joined.get(id(part), set())
    return found


def _in_one_word(papers: Sequence[Paper], parts: Sequence[Part]) -> dict[int, set[int]]:
    """Return for some tokens the papers that have them and their neighbours in one word."""
    found: dict[int, set[int]] = {}
    for first, second in pairwise(parts):
        if not (isinstance(first, Token) and isinstance(second, Token)):
            continue
        if not all(_may_be_joined(token) for token in (first, second)):
            continue
        text = first.text + second.text
        if first.field != second.field or text.isdigit():
            continue
        some = {
            i
            for i, paper in enumerate(papers)
            for field in (
                [first.field] if first.field else ["title", "author", "abstract", "comments"]
            )
            for words in texts(paper, field)
            for word in words
            if word == text
            or (len(second.text) >= 3 and (word.startswith(text) or _is_form(text, word)))
        }
        for token in (first, second):
            found[id(token)] = found.get(id(token), set()) | some
    return found


def _may_be_joined(token: Token) -> bool:
    plain = not (token.exact or token.first or token.field in NAMES or token.text in SIGNED)
    return plain and not _is_year(token.text)


def joins_names(parts: Sequence[Part], i: int) -> bool:
    """Say whether a word need not be there: "and", or those of "et al.", behind something."""
    plain = [
        part.text if isinstance(part, Token) and not (part.exact or part.first) else ""
        for part in parts
    ]
    before, word, *after = ["", *plain, "al"][i : i + 3]
    joins = word == "and" or (word == "et" and after == ["al"]) or (word == "al" and before == "et")
    return i > 0 and joins and _goes_on(parts[i - 1], parts[i])


def is_initial(parts: Sequence[Part], i: int) -> bool:
    """Say whether a letter stands beside what may be a surname, and so need not be there."""
    run = [some for some in range(len(parts)) if len(_name(parts[some])) == 1]
    if i not in run or len(_name(parts[i])[0]) > 1:
        return False
    letters = [some for some in run if len(_name(parts[some])[0]) == 1]
    low, high = i, i
    while low - 1 in letters:
        low -= 1
    while high + 1 in letters:
        high += 1
    return any(map(_name, [*parts[max(low - 1, 0) : low], *parts[high + 1 : high + 2]]))


def as_initials(parts: Sequence[Part], i: int) -> Part:
    """Return a part, or for two letters beside a longer word, that or the name of an author."""
    typed = _name(parts[i])
    if len(typed) != 1 or len(typed[0]) != 2 or typed[0] in STOP_WORDS:
        return parts[i]
    beside = map(_name, [*parts[max(i - 1, 0) : i], *parts[i + 1 : i + 2]])
    names = [
        Initials((*words, *typed[0]))
        for words in beside
        if max(map(len, words), default=0) > 2 and not STOP_WORDS.issuperset(words)
    ]
    return Either((parts[i], *names))


def _name(part: Part) -> tuple[str, ...]:
    """Return the words of a part that may be a name or initials."""
    match part:
        case Token(text, field) if _is_forgiving(part) and not part.first:
            words = (text,)
        case Compound(words, field):
            pass
        case _:
            return ()
    return words if field in ("", "author") and all(map(str.isalpha, words)) else ()


def _goes_on(before: Part, word: Part) -> bool:
    """Say whether a word has no field, or that of the word before: `deep author:and` means it."""
    assert isinstance(word, Token)
    return not word.field or (isinstance(before, Token) and before.field == word.field)


def _is_id(part: Part) -> TypeGuard[Token]:
    return isinstance(part, Token) and ArxivId.parse(part.text) is not None


def _ids(part: Part) -> Iterator[Token]:
    """Give all ids in a part, in whatever field they were asked for."""
    match part:
        case Either(parts) | Group(parts):
            for some in parts:
                yield from _ids(some)
        case Token(text) if _is_id(Token(text)):
            yield Token(text)


def _has_negation(part: Part) -> bool:
    match part:
        case Either(parts) | Group(parts):
            return any(map(_has_negation, parts))
    return isinstance(part, Negated)


def find(papers: Sequence[Paper], parts: Sequence[Part]) -> tuple[set[int], bool]:
    """Return which papers every part of a query matches, and whether it took the last resort.

    Where nothing matches all, the papers whose ids are in the query do.
    """
    meant = [_within(part, "", negative=False) for part in parts]
    for last_resort in (False, True):
        found = _matching_all(papers, meant, "", last_resort=last_resort)
        if not found and not last_resort and not any(map(_has_negation, meant)):
            for token in _ids(Group(tuple(meant))):
                anywhere = Token(token.text, exact=True)  # in whatever field it was asked for
                found |= _matching(papers, anywhere, last_resort=False)
        if found:
            return found, last_resort
    return found, False


def holders(
    papers: Sequence[Paper], tokens: Sequence[Token], *, last_resort: bool
) -> list[set[int]]:
    """Return for each token the papers that hold it."""
    return [_matching(papers, token, last_resort=last_resort) for token in tokens]
