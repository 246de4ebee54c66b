"""Names of authors, from a line, or from a list of texts, of parts or of objects.

Lines have names in reading order, as arXiv does (`Ann One, Bob Two and Cy Three`), or last names
first: `One, Ann; Two, Bob`, `One, Ann and Two, Bob`, `One, A., Two, B.`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from paperview.lazy import lazy_pattern
from paperview.model.names import SUFFIX, is_suffix
from paperview.sources.parsing.field_values import one_line, without_others
from paperview.text.markup import plain

_LETTER = lazy_pattern(r"\w")
_BRACKET = lazy_pattern(r"[()]")
_WITHIN_BRACKETS = lazy_pattern(r"\([^()]*\)")
_BETWEEN_NAMES = lazy_pattern(r" ?(?:[;,] ?(?:and|&)(?= )|;(?= )|(?<= )&(?= )) ?")
_AND = lazy_pattern(r"^(?:and|&) ")
_TO_ROUND = str.maketrans("[]", "()")
_PERSON = lazy_pattern(r"[A-Z][^ ()]*(?: [^ ()]+){1,4}")
_NO_PERSON = lazy_pattern(
    r"collaborat|consorti|universit|institut|\b(?:the|team|of|for)\b", re.IGNORECASE
)
_SEMICOLON = lazy_pattern(r" ?; ?(?:(?:and|&) )?")
_BETWEEN_TURNED = lazy_pattern(r",? (?:and|&) ")
_COMMA = lazy_pattern(r" ?, ?(?:(?:and|&) )?| (?:and|&) ")
_INITIALS = lazy_pattern(r"(?:[A-Z]\.?[ -]?){1,4}")
_INITIAL = lazy_pattern(r"(?:^|[\s.-])[^\W\d_](?:\.|$|\s)")
_INITIAL_LAST = lazy_pattern(r"[\s.-][A-Z]\.?$")
_NO_NAME = lazy_pattern(r"[\d():]")
_SUFFIX = lazy_pattern(rf", ?{SUFFIX}(?=$|,)")
_WHOLE = ("name", "full_name", "fullName", "display_name", "displayName", "literal")
_GIVEN = ("given", "first", "first_name", "firstName", "forename", "forenames", "givenName")
_FAMILY = ("family", "last", "last_name", "lastName", "keyname", "surname", "familyName")

_NAME_SUFFIX = lazy_pattern(rf"(?:{SUFFIX}|[1-9](?:st|nd|rd|th)|[JS]unior)\.?", re.IGNORECASE)
_ORGANIZATION = lazy_pattern(
    r"\b(?:academ\w+|agenc\w+|associat\w+|center|centre|collaborat\w+|college|commission|committee"
    r"|compan\w+|consorti\w+|corporation|council|department|dept|federation|foundation|group|inc"
    r"|institut\w+|laborator\w+|ltd|ministry|network|observator\w+|organi[sz]ation|office|project"
    r"|school|societ\w+|team|united|universi\w+|working)\b",
    re.IGNORECASE,
)
"""Words that mark an organization; a comma in its name separates no first name."""
_INITIALS_LAST = lazy_pattern(r"(?P<last>[^.,]{2,60}) (?P<initials>(?:[A-Z]\.[- ]?){1,5})")

_NAME_COMMA = lazy_pattern(
    r",(?![^()]{0,200}\))"
)  # none within parentheses, where affiliations stand


def names_in(text: str) -> tuple[str, ...]:
    """Split a text of authors into names, without affiliations in parentheses.

    In "X Collaboration: A, B" the collaboration is the first name.
    """
    line = one_line(plain(text)) or ""
    if "(" in line or ")" in line or "[" in line or "]" in line:
        line = _without_brackets(line.translate(_TO_ROUND))
    if "," in line and (turned := _turned(line)):
        return clean_names(map(in_reading_order, turned))
    line = line.replace(": ", ", ")
    if ";" in line or "&" in line or " and " in line:
        line = _AND.sub("", _BETWEEN_NAMES.sub(", ", line).strip())
    names = split_names(line)
    if " and " in line:
        names = tuple(one for name in names for one in _persons(name))
    return clean_names(names)


def parsed_names(rows: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Return names given as (last name, first name, suffix, affiliations ...)."""
    return clean_names(" ".join((*row[1:2], *row[:1], *row[2:3])) for row in rows)


def given_names(value: object) -> tuple[str, ...] | None:
    """Return the names in a JSON value; None if a value of its type holds none."""
    if isinstance(value, str):
        return names_in(value)
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list):
        return None
    found = [_given_name(one) for one in value if one is not None]
    return None if None in found else clean_names(name for name in found if name)


def _given_name(value: object) -> str | None:
    if isinstance(value, str):
        name = plain(value)
        return in_reading_order(name) if _is_turned(name) else name
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return " ".join((*value[1:2], *value[:1], *value[2:3]))
    if not isinstance(value, dict):
        return None
    given, family, whole = (_first(value, keys) for keys in (_GIVEN, _FAMILY, _WHOLE))
    if family:
        return f"{given} {family}".strip()
    if whole:
        return in_reading_order(whole)
    author = value.get("author")
    return given or (_given_name(author) if isinstance(author, (str, dict)) else None)


def _first(value: dict[str, object], keys: Iterable[str]) -> str:
    return next((text for key in keys if isinstance(text := value.get(key), str) and text), "")


def _turned(line: str) -> list[str]:
    """Return the names of a line with the last names first; none for any other line."""
    if ";" in line:
        parts = list(filter(None, _SEMICOLON.split(line)))
        are_turned = (
            _is_turned(part) or _ORGANIZATION.search(part) for part in parts if "," in part
        )
        return parts if all(are_turned) else []
    if " and " in line or " & " in line:
        parts = _BETWEEN_TURNED.split(line)
        are_names = (bool(_ORGANIZATION.search(part)) or _is_turned(part) for part in parts)
        if _is_turned(parts[0]) and all(are_names):
            return parts
    last, _, rest = line.partition(",")
    first, comma, _ = rest.strip().partition(",")
    if comma and _INITIALS.fullmatch(first):
        parts = list(filter(None, _COMMA.split(line)))
        if len(parts) % 2 == 0 and all(map(_INITIALS.fullmatch, parts[1::2])):
            pairs = zip(parts[::2], parts[1::2], strict=True)
            return [f"{last}, {first}" for last, first in pairs]
    # Two single words with a comma between them are hardly ever two persons.
    is_one = not comma and " " not in last and (" " not in first or _INITIAL_LAST.search(first))
    return [line] if is_one and _is_turned(line) else []


def _is_turned(name: str) -> bool:
    """Return whether a text is "Last, First" rather than two names."""
    last, comma, first = _SUFFIX.sub("", name).partition(",")
    words = [word for word in last.split() if not word.islower()]
    given = first.split()
    if not comma or not words or not given or "," in first:
        return False
    if _NO_NAME.search(name) or _INITIAL.search(last) or given[0] in ("and", "&"):
        return False
    is_short = len(words) == 1 or len(given) == 1 or _INITIALS.fullmatch(first.strip())
    return bool(is_short) and not _ORGANIZATION.search(name)


def _persons(name: str) -> list[str]:
    """Split "Ann One and Bob Two", which may occur anywhere in a line of authors."""
    if " and " not in name:
        return [name]
    found = [one.strip() for one in name.split(" and ")]
    are_persons = all(_PERSON.fullmatch(one) and not _NO_PERSON.search(one) for one in found)
    return found if are_persons else [name]


def _without_brackets(text: str) -> str:
    """Remove text in parentheses, nested or not."""
    outside: list[str] = []
    depth = offset = 0
    for bracket in _BRACKET.finditer(text):
        if depth == 0:
            outside.append(text[offset : bracket.start()])
        depth += 1 if bracket.group() == "(" else -1
        offset = bracket.end()
        if depth < 0:
            break
    if depth:
        # One is missing: some affiliations among the names are better than missing names.
        return _BRACKET.sub("", _WITHIN_BRACKETS.sub("", text))
    return "".join(outside) + text[offset:]


def in_reading_order(name: str) -> str:
    """Return "First Last" for "Last, First" and "Last F.", "First Last Jr" for "Last, Jr, First".

    The suffix may also come last, with or without a comma. A text that is not a person's name stays
    whole; an "et al." is left out.
    """
    name = without_others(name).strip()
    last, comma, rest = name.partition(",")
    first = rest.strip()
    if last.isalpha() and first.isalpha():
        return f"{first} {last}"  # half of all names
    if not comma and (match := _INITIALS_LAST.fullmatch(name)):
        return f"{match['initials'].strip()} {match['last']}"
    if not comma or _ORGANIZATION.search(name):
        return name.rstrip(",")
    if "," not in first:
        given, _, suffix = first.rpartition(" ")
        if not _NAME_SUFFIX.fullmatch(suffix) or not (given or " " in last.strip()):
            given, suffix = first, ""
        return " ".join(filter(None, (given, last.strip(), suffix)))
    second, _, third = (part.strip() for part in first.partition(","))
    if _NAME_SUFFIX.fullmatch(third):
        second, third = third, second
    return f"{third} {last.strip()} {second}" if _NAME_SUFFIX.fullmatch(second) else name


def clean_names(texts: Iterable[str]) -> tuple[str, ...]:
    """Return names in one line each, without markup, "et al." and stray punctuation."""
    return tuple(filter(None, map(_clean_name, texts)))


def _clean_name(text: str) -> str:
    name = without_others(one_line(plain(text)) or "")
    return name if name[:1].isalpha() or _LETTER.search(name) else ""


def split_names(line: str) -> tuple[str, ...]:
    """Split a line of authors at its commas and the last "and"s."""
    parts = _NAME_COMMA.split(line) if ")" in line else line.split(",")
    last = parts.pop().strip()
    parts += (last.removeprefix("and ") if parts else last).split(" and ")
    found: list[str] = []
    for part in map(str.strip, parts):
        if found and is_suffix(part):
            found[-1] = f"{found[-1]}, {part}"
        elif part:
            found.append(part)
    return tuple(found)
