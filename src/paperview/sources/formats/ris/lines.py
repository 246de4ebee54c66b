"""The lines of RIS: which of them begin with a tag, however its blanks are written.

`TY  - JOUR` is the standard's form. Programs and people also write one blank or a tab behind the
tag, none at all (`TY-  JOUR`), small letters, or a dash for the hyphen. A line that does so may be
prose as well (`ER - positive tumours`, `T1-weighted`), so such a tag has to be one that is known,
and within a title, an abstract or a note of a record that is written as usual it is prose, unless
most of the tags are written so.
"""

from __future__ import annotations

import re
from typing import Final

_WANTED_TAGS = (
    "TY A1 A2 A3 A4 AB AN AU BT C1 C3 C7 CT DA DI DO ED ET EP ID IS J1 J2 JA JF JO KW L1 L2 L3 L4"
    " LK M1 M3 N1 N2 PB PY SP ST T1 T2 T3 TI TT UR VL Y1"
)
_FURTHER_TAGS = (
    "A5 AD AV C2 C4 C5 C6 C8 CA CN CP CY DB DP DS ER LA LB M2 NV OA OP OR PA PP RD RI RN RP SE SF"
    " SL SN SO SR SU TA U1 U2 U3 U4 U5 VO WP WT WV Y2 YR"
)
TAGS: Final = frozenset(_WANTED_TAGS.split())
"""The tags that say something about a paper."""
_PROSE = frozenset(("AB", "BT", "N1", "N2", "T1", "T2", "TI"))
"""Tags whose values may have several lines of prose."""

KNOWN: Final = f"(?:{'|'.join(sorted((*TAGS, *_FURTHER_TAGS.split())))})"
# No sets of letters, for these are matched in bytes, too.
BLANK: Final = "(?: |\\t|\xa0)"
DASH: Final = "(?:-|–|—)"
WIDE: Final = "[A-Z][A-Z0-9]  -"
"""A tag as the standard has it."""
_TABBED = rf"{KNOWN}(?: |\xa0)*\t{BLANK}*{DASH}"
LOOSE: Final = rf"(?!..  -)(?:{_TABBED}|{KNOWN}{BLANK}*{DASH}(?={BLANK}|$))"
"""A known tag with at least one other blank."""
TIGHT: Final = rf"{KNOWN}{BLANK}*{DASH}"
"""A known tag with any blanks or none."""
_WIDE_TAG = re.compile(WIDE)
_TABBED_TAG = re.compile(_TABBED)
_LOOSE_TAG = re.compile(LOOSE)
_TIGHT_TAG = re.compile(TIGHT)
_SMALL_TAG = re.compile(TIGHT, re.IGNORECASE)
_WIDE_LINE = re.compile(f"^{WIDE}", re.MULTILINE)
_LOOSE_LINE = re.compile(f"^(?:{LOOSE})", re.MULTILINE)
_TYPE_LINE = re.compile(
    rf"^(?P<tag>TY)(?P<gap>{BLANK}*){DASH}(?P<blank>{BLANK}?)", re.MULTILINE | re.IGNORECASE
)
_REGULAR_FIELD = re.compile(
    rf"^(?P<tag>[A-Z][A-Z0-9])  -(?P<value>.*+(?:\n(?!{WIDE}).*+)*+)", re.MULTILINE
)
"""A tag, and its value with the lines that go on with it."""


def fields(record: str) -> list[tuple[str, str]]:
    """Return tags and values of a record in order, but for those that say nothing.

    A value of several lines has line feeds in it.
    """
    kind = _TYPE_LINE.search(record)
    is_usual = kind is None or kind[0].startswith("TY  -")
    if is_usual and not _LOOSE_LINE.search(record):
        found = _REGULAR_FIELD.findall(record)
    else:
        is_loose = len(_LOOSE_LINE.findall(record)) > len(_WIDE_LINE.findall(record))
        prose = _PROSE if is_usual and not is_loose else frozenset()
        found = _fields_by_line(record, _other_tags(kind), prose)
    return [(tag, text) for tag, value in found if tag in TAGS and (text := _stripped(value))]


def _other_tags(kind: re.Match[str] | None) -> re.Pattern[str]:
    """Return what a tag may look like in a record, by the line that tells its type."""
    if kind is not None and not kind["tag"].isupper():
        return _SMALL_TAG
    is_tight = kind is not None and "\t" not in kind["gap"] and kind["gap"] != "  "
    return _TIGHT_TAG if is_tight and kind is not None and not kind["blank"] else _LOOSE_TAG


def _fields_by_line(
    record: str, other_tags: re.Pattern[str], prose: frozenset[str]
) -> list[tuple[str, str]]:
    """Return tags and values where tags may be written in two ways.

    Args:
        record: the record.
        other_tags: the way that is not the standard's.
        prose: the tags behind which only the standard's counts, and the one with a tab.
    """
    found: list[tuple[str, list[str]]] = []
    for line in record.split("\n"):
        tag = _WIDE_TAG.match(line)
        if tag is None:
            is_in_prose = found and found[-1][0] in prose
            tag = (_TABBED_TAG if is_in_prose else other_tags).match(line)
        if tag is not None:
            found.append((line[:2].upper(), [line[tag.end() :]]))
        elif found:
            found[-1][1].append(line)
    return [(tag, "\n".join(lines)) for tag, lines in found]


def _stripped(value: str) -> str:
    text = value.strip()
    return "\n".join(map(str.strip, text.split("\n"))) if "\n" in text else text
