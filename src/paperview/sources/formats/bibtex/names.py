"""Turns names of authors from the order of bibliographies into that of reading.

`Last, First`, `Last, Jr, First` and `First Last` are BibTeX's forms, `family=Last, given=First` is
BibLaTeX's. The latter may hold options of a name or, instead of a name, of the whole list. `and`
separates names. Text in braces is one name, as it is. A brace without a partner is left out. If
`and` is missing, names are split at semicolons, or at commas if there are too many for one name.

Source of the rules: "Tame the BeaST", section 4; the manual of BibLaTeX, section 3.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperview.model.names import SUFFIX
from paperview.sources.formats.bibtex.parser import without_lone_braces
from paperview.sources.formats.bibtex.strings import without_braces
from paperview.text.markup import plain

_AND = re.compile(r" and (?:and )*", re.IGNORECASE)
_COMMA = re.compile(r" ?, ?")
_SEMICOLON = re.compile(r" ?; ?")
_TIE = re.compile(r"(?<!\\)~")
_AND_OTHERS = re.compile(r"(?:,? et\.? al\.?| and \{?others\}?)$", re.IGNORECASE)
_PART = re.compile(r'"?(?P<key>[a-z][a-z-]*)"? ?[=:] ?"?(?P<value>.*?)"?', re.IGNORECASE)
_NAME_PARTS = ("given", "middle", "patronymic", "prefix", "family", "suffix")
"""Parts of a name in the order of reading."""
_EXTENDED = re.compile(rf'(?:^|,) ?"?(?:{"|".join(_NAME_PARTS)})(?:-i)?"? ?[=:]', re.IGNORECASE)
"""Start of a part of a name, among options, too: `id=x1, family=Doe`."""
_OPTION_WORDS = """
    gender hash id juniorcomma labelalphanametemplatename labelnametemplatename
    namehashtemplatename nosortothers sortingnamekeytemplate sortingnamekeytemplatename
    uniquelist uniquename uniquenametemplatename useprefix
"""
_OPTION = re.compile(rf'"?(?:{"|".join(_OPTION_WORDS.split())})"? ?=[^,]*', re.IGNORECASE)
"""Option without a name: it is for the whole list."""
_SWAPPED = re.compile(r"(?<!\\)\\\{(?=['`^\"~=.][A-Za-z])")
_ESCAPED_BRACE = re.compile(r"(?<!\\)\\([{}])")
_SUFFIX = re.compile(rf"{SUFFIX}|M\.D\.|Ph\.?D\.?", re.IGNORECASE)
_INITIALS = re.compile(r"[A-Z]\.?(?:[ -]?[A-Z]\.?){0,3}")
_GROUP = re.compile(r" (?:collaborations?|consortium|group|team)$", re.IGNORECASE)
_JOINING = ("'", "’", "-")
_FORM_PARTS = 3  # of a name between commas, at most


def names(text: str) -> list[str]:
    """Return the names in a field of authors or editors, without "and others"."""
    text = _AND_OTHERS.sub("", " ".join(_TIE.sub(" ", plain(text)).split()))
    if "{" in text or "}" in text:
        text = _with_pairs(text)
    if "{" in text and (within := without_braces(text)) != text and _is_list(within):
        text = within
    found = [name.strip() for name in _split(f" {text} ", _AND)]
    if len(found) == 1 and not _EXTENDED.search(text):
        found = list(_without_and(found[0]))
    return [
        _in_order(name)
        for name in found
        if name and name.lower() != "others" and not _OPTION.fullmatch(name)
    ]


def _with_pairs(text: str) -> str:
    r"""Return names without the braces that have no partner, as in `Th{\'ebaux and Doe`.

    Braces after a backslash count, too, for no name has such a sign. Before an accent, brace and
    backslash were swapped.
    """
    if "\\{" in text or "\\}" in text:
        text = _ESCAPED_BRACE.sub(r"\1", _SWAPPED.sub(r"{\\", text))
    return without_lone_braces(text)


def _is_list(text: str) -> bool:
    """Return whether a text in braces is a list of names, and not the name of one group."""
    parts = _split(text, _AND)
    return len(parts) > 1 and all("," in part for part in parts)


def _without_and(text: str) -> Iterator[str]:
    """Give the names of a list without `and`."""
    parts = _split(text, _SEMICOLON)
    if len(parts) > 1:
        yield from parts
        return
    parts = _split(text, _COMMA)
    if len(parts) <= _FORM_PARTS and not all(map(_GROUP.search, parts)):
        yield text
    elif len(parts) % 2 == 0 and all(map(_INITIALS.fullmatch, parts[1::2])):
        yield from map(", ".join, zip(parts[::2], parts[1::2], strict=True))
    else:
        yield from parts


def _in_order(name: str) -> str:
    """Return one name in the order of reading."""
    if _EXTENDED.search(name):
        return _from_extended(name)
    last, *suffix = map(without_braces, _split(name, _COMMA))
    if not suffix:
        return last
    first = suffix.pop()
    if (" " in last or suffix) and _SUFFIX.fullmatch(first):
        # The suffix is last: "Last, First, Jr", or "First Last, Jr".
        suffix, first = [*suffix[1:], first], suffix[0] if suffix else ""
    return " ".join(filter(None, (first, last, *suffix)))


def _from_extended(name: str) -> str:
    parts = (_PART.fullmatch(part) for part in _split(name, _COMMA))
    found = {part["key"].lower(): without_braces(part["value"]) for part in parts if part}
    said = [found.get(part) or found.get(f"{part}-i") or "" for part in _NAME_PARTS]
    return "".join(
        one if one.endswith(_JOINING) and part == "prefix" else f"{one} "
        for part, one in zip(_NAME_PARTS, said, strict=True)
        if one
    ).rstrip()


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """Split a text at separators outside braces."""
    if "{" not in text:
        return separator.split(text)
    parts = []
    depth = start = 0
    for mark in re.finditer(rf"[{{}}]|{separator.pattern}", text, separator.flags):
        if mark.group() == "{":
            depth += 1
        elif mark.group() == "}":
            depth = max(depth - 1, 0)
        elif depth == 0:
            parts.append(text[start : mark.start()])
            start = mark.end()
    return [*parts, text[start:]]
