r"""Making BibTeX entries that the parser refuses readable, each guess told as a slip.

These are tried in turn: a comma behind the key; what BibTeX itself does and the parser does not,
which is to count `\{` and `\}` as braces, and quotes within braces as no end of a text in quotes;
remarks and empty fields taken out; and a brace or a quote put in where a field lacks it, or a brace
too many taken out. The end of a field is where the next one begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from paperview.sources.draft import Repair
from paperview.sources.formats.bibtex.blocks import BRACE, Piece, closing, key_at_start, paired

MARK = "\ufdd0"
"""Put where the parser shall not see what it would look for there; no character of any text."""
_QUOTE = "\ufdd1"
"""Stands for a quote that the parser shall not see."""

_NAME = r"(?P<name>[A-Za-z][\w:.+-]{0,80})"
_NO_COMMA = re.compile(rf'\s*+(?P<key>[^\s,={{}}"]{{0,200}}?)\s*+(?={_NAME}\s*+=)')
_BARE = r"(?:[0-9]++|[A-Za-z]{3,20}+)\s*+[,}]"
"""A number or an abbreviation, such as `year=2019,` and `month=jan}` have."""
_FIELD = re.compile(rf'^[ \t,]*+{_NAME}[ \t]*=[ \t]*(?=["{{]|{_BARE})', re.MULTILINE)
_FIELD_IN_LINE = re.compile(rf'(?:^|,)\s*+{_NAME}\s*=\s*(?=["{{]|{_BARE})')
_IN_BRACES = r"\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\}"
_IN_QUOTES = re.compile(rf'(?<=[=#])\s*+"(?:[^"{{}}]++|{_IN_BRACES})*+"(?=\s*+[,#}})])')
_REMARK = re.compile(rf"(?<=,)(?:\s*+%[^\n]*+)++(?=\n\s*+(?:{_NAME}\s*+=|[}})]))")
_EMPTY = re.compile(rf"(?<![,\s])\s*+,(?:\s*+,)++(?=\s*+(?:{_NAME}\s*+=|[}})]))")
_BEHIND_VALUES = " \t\n,"
PUT_IN = "read as if it were there"
_TAKEN_OUT = "read without it"
_CUT = "shown as far as it goes"
_NAMES = frozenset(("author", "bookauthor", "editor"))
_FEW = 2  # fields at the beginnings of lines: the entry is written in one line


def attempts(piece: Piece) -> Iterator[tuple[str, list[Repair]]]:
    """Give the body of an entry for the parser, first as it is, then mended, with its slips."""
    body = piece.body
    if key := key_at_start(body):
        # The parser wants no braces in it.
        body = f"key,{body[key.end() :]}"
    body = without_heads(body)
    if not is_open(piece):
        yield body, []
    no_comma = _NO_COMMA.match(body)
    if no_comma:
        body = f"{no_comma['key']},{body[no_comma.end() :]}"
        yield body, []
    if "\\{" in body or "\\}" in body:
        yield re.sub(r"\\(?=[{}])", rf"\\{MARK}", body), []
    for sign, wrong, right in (
        ('"', _IN_QUOTES, _without_quotes),
        ("%", _REMARK, ""),
        (",", _EMPTY, ","),
    ):
        mended = wrong.sub(right, body) if sign in body else body
        if mended != body:
            body = mended
            yield body, []
    body, slips = closed(body, piece.opening)
    if slips:
        yield body, slips


def is_open(piece: Piece) -> bool:
    """Return whether the parser can't but refuse an entry, as nothing closes it."""
    body = piece.body
    if piece.opening == "(":
        return ")" not in body
    # A brace in quotes may be none for the parser.
    return "}" not in body or ('"' not in body and closing(body, 0, len(body), 1) is None)


def without_heads(body: str) -> str:
    """Return a body in which the parser finds no other entries."""
    return body.replace("@", f"@{MARK}")


def as_it_was(text: str) -> str:
    """Return a text of a body without what was put in it for the parser."""
    return text.replace(MARK, "").replace(_QUOTE, '"')


def _without_quotes(text: re.Match[str]) -> str:
    before, within = text.group()[:-1].split('"', 1)
    within = within.replace('"', _QUOTE)
    return f'{before}"{within}"'


def closed(body: str, opening: str) -> tuple[str, list[Repair]]:
    """Put in what is missing where the fields end; return what that was, too."""
    fields = list(_FIELD.finditer(body))
    if len(fields) < _FEW:
        fields = list(_FIELD_IN_LINE.finditer(body))
    starts = [field.start("name") for field in fields]
    *parts, last = [body[start:stop] for start, stop in pairwise([0, *starts, len(body)])]
    slips = []
    for number, field in enumerate(fields[:-1], start=1):
        parts[number], slip = _closed_field(parts[number], field["name"])
        slips += [slip] if slip else []
    missing = _open_braces(last) + (opening == "{")
    if missing == 1 and fields and opening == "{":
        # A brace too many that opens in the last field has taken the one that closes the entry.
        names = _of_names(last.rstrip().removesuffix("}"), fields[-1]["name"])
        if names:
            slips.append(_brace_missing(fields[-1]["name"]))
            return "".join([*parts, names, "}"]), slips
    if missing > 0:
        last = last.rstrip() + "}" * missing
    if opening == "(" and not last.rstrip().endswith(")"):
        last, missing = f"{last.rstrip()})", missing + 1
    if missing > 0:
        within = f"field '{fields[-1]['name']}'" if missing > 1 and fields else "entry"
        slips.append(Repair(f"the end of the {within} is missing", _CUT))
    return "".join([*parts, last]), slips


def _closed_field(part: str, name: str) -> tuple[str, Repair | None]:
    """Return a field that is closed, and what was wrong with it."""
    end = part.rstrip(_BEHIND_VALUES)
    missing = _open_braces(part)
    if missing > 0:
        names = _of_names(part, name) if missing == 1 else ""
        return names or f"{end}{'}' * missing},\n", _brace_missing(name)
    begin = part.index("=") + 1
    value = end[begin:].lstrip()
    if missing == -1 and value[:1] == "{" and value[-1:] == "}":
        is_behind = closing(value, 0, len(value), 0) == len(value) - 1
        place = "behind" if is_behind else "in"
        slip = Repair(f"a closing brace too many stands {place} the field '{name}'", _TAKEN_OUT)
        return f"{part[:begin]}{{{paired(value[1:-1])}}},\n", slip
    if missing == -1 and end.endswith("}"):
        slip = Repair(f"a closing brace too many stands behind the field '{name}'", _TAKEN_OUT)
        return f"{end[:-1]},\n", slip
    if value[:1] == '"' and (value == '"' or not value.endswith('"')):
        return f'{end}",\n', Repair(f"the closing quote of the field '{name}' is missing", PUT_IN)
    return part, None


def _brace_missing(name: str) -> Repair:
    return Repair(f"the closing brace of the field '{name}' is missing", PUT_IN)


def _of_names(part: str, name: str) -> str:
    """Return a field of names in which a brace is opened and not closed, without that brace.

    Closed at the end of the field it would make one name of all that follow. Empty where the field
    is no such one.
    """
    end = part.rstrip(_BEHIND_VALUES)
    begin = part.index("=") + 1
    value = end[begin:].lstrip()
    if name.lower() not in _NAMES or value[:1] != "{" or value[-1:] != "}":
        return ""
    within = value[1:-1]
    return f"{part[:begin]}{{{paired(within)}}},\n" if _open_braces(within) == 1 else ""


def _open_braces(text: str) -> int:
    """Return how many braces a text opens more than it closes."""
    return sum(1 if brace.group() == "{" else -1 for brace in BRACE.finditer(text))
