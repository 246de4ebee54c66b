"""The query language: what stands in the filter bar, parsed.

    federated lern        both words, typos allowed; also AND
    "digital twin"        these words next to each other
    'net                  just this word: no prefixes, substrings or typos
    -survey  !survey      without this word; also NOT survey
    +survey  +(a b)       with this word, even among papers that nearly match
    gnn | transformer     either; also gnn OR transformer
    (a b) | -(c | d)      groups, in each other as deep as you like
    ^deep  ^"deep learn"  at the start of the title
    author:perino         in one field; see `fields.SCHEMA`
    author:(a | b)        each of them in the field
    author:"LeCun, Y"     one author's name, in any order, with initials
    year:2019..2023       also year:2022, year:..2020, year>=2018; after:2023-05, before:2024
    is:starred            on the user's shelf; also is:unread, tag:x, note:word, opened:2026-11
    has:doi               papers that have one; also for every other field
    2304.10190            an arXiv id or DOI, also in an address, is that paper alone
    2022                  this word, or a paper of that year

AND binds closest, then OR, then a blank: `deep net | sea` is deep and one of the others.

Nothing is an error: what can't be parsed is read as plain words, and `Query.mistakes` reports it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from paperview.index.fields import (
    ALIASES,
    ANYWHERE,
    FIELDS,
    FILTERS,
    UNSEARCHED,
    Field,
    field_name,
    is_list,
)
from paperview.index.query import on_shelf
from paperview.index.query.clauses import How, quoted, unquoted, words_of
from paperview.index.query.idioms import together
from paperview.index.query.lexer import Kind, Token, tokens
from paperview.index.query.literals import (
    date_of,
    is_id,
    read_dates,
)
from paperview.index.query.optional import loosened
from paperview.index.query.tree import (
    And,
    Clause,
    Has,
    Identity,
    Journal,
    Name,
    Not,
    Or,
    Phrase,
    Required,
    Word,
    Year,
    combined,
)
from paperview.index.results import Query

_SIGN = re.compile(r"""[^\s\w|!'^":-]""")
"""A sign that means nothing in a query and begins nothing that does."""
_AFTER_PHRASE = re.compile(r"[~^][\d.]*")
"""How near the words of a phrase must be, or what it counts, as Lucene writes it."""
_NAME = re.compile("[A-Za-z]+")
_UNKNOWN_FIELD = re.compile(
    r"(?P<name>[A-Za-z_]{2,})(?:(?P<glued>:(?![/:\s]))|:\s+|\s*==?\s*)(?=\S)"
)
LONGEST = 10_000
"""Characters of a query that are read. Beyond them, only ids count."""
_MOST_COMBINED = 30
"""Words in groups and alternatives that are read; more would take longer than a blink."""
_MANY = 32
"""Clauses from which on each counts once."""
_LIKE, _MORE_LIKE = 0.75, 0.8
"""Similarity from which a word counts as a misspelt field name, with a colon and without one."""


@dataclass(slots=True)
class _Group:
    """A group that is being read, and what holds for everything in it."""

    name: str = ""
    """The field or filter; empty for none."""
    relation: str = ":"
    mark: str = ""
    closer: str = ")"
    is_negative: bool = False
    """Whether its papers are left out in the end, all enclosing negations counted."""
    is_negated: bool = False
    """Whether a negation stands right before it."""
    rows: list[list[list[Clause]]] = field(default_factory=list)
    """The parts between blanks: each has alternatives, which have clauses joined by AND."""
    join: Token | None = None
    """The AND or OR whose right side is still to come."""
    sign: Token | None = None
    """The NOT whose operand is still to come."""
    is_required: bool = False
    """Whether a + stands right before the next operand."""
    encloses_required: bool = False
    """Whether a + stands right before the group."""

    def add(self, clause: Clause) -> None:
        """Add a clause, joined to the one before by the operator between them."""
        if self.join is None or not self.rows:
            self.rows.append([[clause]])
        elif self.join.kind is Kind.OR:
            self.rows[-1].append([clause])
        else:
            self.rows[-1][-1].append(clause)
        self.join = None

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses read so far."""
        clauses = [combined(Or, [combined(And, part) for part in parts]) for parts in self.rows]
        return tuple(loosened(together(_ids_as_alternatives(clauses))))


def parse(text: str) -> Query:
    """Parse a query. It never fails: what is not understood is read as plain words."""
    return _Parser(text).parse()


class _Parser:
    """A parser of one query, with a stack of groups, so that nesting has no limit."""

    def __init__(self, text: str) -> None:
        self._whole = text
        start = text[:LONGEST]
        self._text = text if start == text else start.rpartition(" ")[0] or start
        self._mistakes: list[str] = []
        self._is_pending = False
        """Whether the value of a field is still to be typed."""
        self._combined = 0
        """How many words were read that are in groups, alternatives or negated."""
        self._groups = [_Group()]

    def parse(self) -> Query:
        """Parse the whole text."""
        for token in tokens(self._text):
            group = self._groups[-1]
            match token.kind:
                case Kind.TEXT:
                    self._add(self._leaf(token, group), group)
                case Kind.NOT:
                    group.sign = None if group.sign else token
                case Kind.MUST:
                    group.is_required = True
                case Kind.AND | Kind.OR:
                    self._join(token, group)
                case Kind.OPEN:
                    self._open(token, group)
                case Kind.CLOSE:
                    self._close()
                case Kind.STRAY:
                    pass
        while len(self._groups) > 1:
            self._mistakes.append(f"a closing {self._groups[-1].closer} is missing")
            self._close()
        return self._query()

    def _query(self) -> Query:
        """Return the query, now that all of it is read."""
        self._end(self._groups[0])
        # Hints leave out single clauses of an AND, as they do for clauses joined by a blank.
        clauses = tuple(
            part
            for clause in self._groups[0].clauses
            for part in (clause.clauses if isinstance(clause, And) else (clause,))
        )
        if len(clauses) > _MANY:
            clauses = tuple(_each_once(clauses))
        is_unopened = self._text.count(")") > self._text.count("(")
        if is_unopened and not (clauses and all(map(is_id, clauses))):
            self._mistakes.append("an opening ( is missing")
        if not (clauses or self._mistakes or self._is_pending) and _SIGN.search(self._text):
            self._mistakes.append("no letters or digits to look for")
        if self._text != self._whole:
            self._mistakes.append(f"only the first {LONGEST:,} characters are read")
        mistakes = tuple(dict.fromkeys(self._mistakes))
        return Query(self._whole, clauses, mistakes)

    def _add(self, clause: Clause | None, group: _Group) -> None:
        if clause is not None and self._is_too_much(clause, group):
            self._mistakes.append(f"only the first {_MOST_COMBINED} words with operators are read")
            group.join = None
        elif clause is not None:
            group.add(_negated(clause) if group.sign else _required(clause, group.is_required))
        group.sign = None
        group.is_required = False

    def _is_too_much(self, clause: Clause, group: _Group) -> bool:
        """Return whether a clause is beyond those that may be in groups and alternatives.

        Words that must all be there are no problem: few of them leave nothing to look for.
        """
        is_alternative = group.join is not None and group.join.kind is Kind.OR
        if not (is_alternative or group.sign or len(self._groups) > 1) or is_id(clause):
            return False
        self._combined += 2 if isinstance(clause, Phrase | Name | Journal) else 1
        return self._combined > _MOST_COMBINED

    def _join(self, token: Token, group: _Group) -> None:
        """Keep an operator until its right side comes."""
        self._end(group)
        if not group.rows:
            self._mistakes.append(f"nothing in front of {self._typed(token)}")
        else:
            group.join = token

    def _typed(self, token: Token) -> str:
        return self._text[token.start : token.end]

    def _end(self, group: _Group) -> None:
        """Report operators whose operand never came."""
        for token in (group.sign, group.join):
            # A bar at the end is no more than a pause in typing.
            if token is not None and (self._typed(token) != "|" or self._text[token.end :].strip()):
                self._mistakes.append(f"nothing behind {self._typed(token)}")
        group.sign = group.join = None

    def _open(self, token: Token, outer: _Group) -> None:
        name = self._name(token, outer)
        is_negative = outer.is_negative != (outer.sign is not None)
        mark = token.mark or outer.mark
        closer = "}" if self._typed(token).endswith("{") else ")"
        is_negated = outer.sign is not None
        group = _Group(name, token.relation, mark, closer, is_negative, is_negated)
        group.encloses_required = outer.is_required
        self._groups.append(group)
        outer.sign = None
        outer.is_required = False

    def _close(self) -> None:
        """End the innermost group."""
        group = self._groups.pop()
        self._end(group)
        if group.clauses:
            clause = combined(And, list(group.clauses))
            clause = (
                _negated(clause) if group.is_negated else _required(clause, group.encloses_required)
            )
            self._groups[-1].add(clause)

    def _name(self, token: Token, group: _Group) -> str:
        """Return the field or filter of a token, "" for none."""
        if token.field is None:
            return group.name
        if token.field in UNSEARCHED:
            self._mistakes.append(f"{token.field}: can't be searched")
            return ""
        return token.field

    def _leaf(self, token: Token, group: _Group) -> Clause | None:
        """Read a word or phrase; None where it holds nothing to search for."""
        name = self._name(token, group)
        if not token.text and not token.quoted:
            self._is_pending = not self._text[token.end :].strip()
            if not self._is_pending:
                self._mistakes.append(f"nothing behind {token.field}:")
            return None
        if _AFTER_PHRASE.fullmatch(token.text) and self._text[: token.start].endswith('"'):
            self._mistakes.append(f"{token.text} behind a phrase can't be read")
            return None
        if name in FILTERS:
            return self._filter(name, token, group)
        return self._content(name, token, group)

    def _how(self, token: Token, group: _Group) -> How:
        """Return how a token's words must match according to its marks."""
        is_negative = group.is_negative != (group.sign is not None)
        exact = is_negative or "'" in (token.mark, group.mark)
        return How(exact=exact, open=not exact and token.end == len(self._text))

    def _filter(self, name: str, token: Token, group: _Group) -> Clause | None:
        """Read the value of a filter; where it is none, read it as plain words."""
        relation = token.relation if token.field is not None else group.relation
        typed = self._typed(token)
        if token.field is None:
            typed = f"{name}{relation}{typed}"
        clauses: list[Clause] = []
        for value in _values(name, token.text):
            clause = self._filtered(name, relation, value, typed, token)
            if clause is None:
                as_typed = _NAME.match(typed)
                shown = as_typed.group().lower() if as_typed else name
                self._mistakes.append(f"{shown}: needs {FILTERS[name].needs}")
                return words_of(self._typed(token), self._how(token, group))
            clauses.append(clause)
        return combined(Or, clauses) if clauses else None

    def _filtered(
        self, name: str, relation: str, value: str, typed: str, token: Token
    ) -> Clause | None:
        if name == "has":
            return _has(value)
        if name in on_shelf.FILTERS:
            is_open = token.end == len(self._text)
            return on_shelf.read(name, relation, value, typed, is_open=is_open)
        return read_dates(name, relation, value, typed)

    def _content(self, name: str, token: Token, group: _Group) -> Clause | None:
        """Read a token to be found anywhere or in the field it names."""
        how = replace(
            self._how(token, group), fields=FIELDS[name].field if name in FIELDS else ANYWHERE
        )
        if "^" in (token.mark, group.mark):
            if how.fields & Field.TITLE:
                how = replace(how, fields=Field.TITLE, first=True)
            else:
                self._mistakes.append("^ is for the start of a title")
        if token.quoted:
            return quoted(name, token.text, how)
        if '"' in token.text.replace('\\"', ""):
            self._mistakes.append('a closing " is missing')
        if is_list(name):
            values = [unquoted(value, how) for value in _values(name, token.text)]
            clauses = [value for value in values if value is not None]
            return combined(Or, clauses) if clauses else None
        clause = unquoted(token.text, how)
        if token.field is None and clause is not None and not is_id(clause):
            value = self._of_unknown_field(token)
            if value != token.text:
                clause = unquoted(value, how)
        is_plain = how.fields == ANYWHERE and not (how.first or token.mark)
        dates = date_of(token.text) if is_plain and clause is not None else None
        if clause is None or dates is None:
            return clause
        return Year(clause, dates, how.exact)

    def _of_unknown_field(self, token: Token) -> str:
        """Report what looks like a field name but is none.

        Returns:
            The word, without a name that is clearly misspelt.
        """
        match = _UNKNOWN_FIELD.match(self._text, token.value_start)
        if match is None:
            return token.text
        name = match["name"].lower()
        # A title's "word: " is no field, nor are both sides of an equation.
        nearest = _nearest_name(name, _LIKE if match["glued"] else _MORE_LIKE)
        if nearest:
            self._mistakes.append(f"no field {name}: ({nearest}:?)")
            if _nearest_name(name, _MORE_LIKE):
                return token.text[match.end() - match.start() :]
        elif match["glued"]:
            self._mistakes.append(f"no field {name}:")
        return token.text


def _nearest_name(typed: str, likeness: float) -> str | None:
    """Return the field whose name looks most like a misspelt one, None where none does.

    Args:
        typed: what stands in the query.
        likeness: how like it must be, from 0 to 1.
    """
    names = [name for name in (*FIELDS, *FILTERS, *ALIASES) if len(name) > 2]
    near = get_close_matches(typed.lower(), names, 1, likeness)
    return near[0] if near else None


def _each_once(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """Give clauses without repeated ones; those of several parts are not compared."""
    given: set[Clause] = set()
    for clause in clauses:
        if isinstance(clause, And | Or | Not | Required):
            yield clause
        elif clause not in given:
            given.add(clause)
            yield clause


def _negated(clause: Clause) -> Clause:
    return clause.clause if isinstance(clause, Not) else Not(clause)


def _required(clause: Clause, is_required: bool) -> Clause:
    return Required(clause) if is_required else clause


def _ids_as_alternatives(clauses: list[Clause]) -> list[Clause]:
    """Make several ids alternatives: no paper has two arXiv ids, nor two DOIs."""
    for kind in (Identity, Word):
        ids = [clause for clause in clauses if isinstance(clause, kind) and is_id(clause)]
        if len(ids) > 1:
            index = clauses.index(ids[0])
            rest = [clause for clause in clauses if clause not in ids]
            clauses = [*rest[:index], Or(tuple(ids)), *rest[index:]]
    return clauses


def _values(name: str, text: str) -> list[str]:
    """Return the values given for a field."""
    if is_list(name):
        return [value for value in re.split("[,;]", text) if value]
    return [text] if text else []


def _has(value: str) -> Has | None:
    entry = FIELDS.get(field_name(value) or "")
    return Has(entry.field) if entry else None
