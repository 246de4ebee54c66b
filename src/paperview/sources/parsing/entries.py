"""Fields of entries, from formats that are not BibTeX: names of people, pages, dates."""

from __future__ import annotations

import re
from collections.abc import Iterable

from paperview.model.dates import PartialDate
from paperview.model.names import is_group
from paperview.sources.parsing.people import in_reading_order
from paperview.text.markup import plain

_RANGE = re.compile(r"\s*[-‐-―]+\s*")
_BRACES = str.maketrans("", "", "{}")
_PARTICLES = re.compile(r"(?:[a-zà-ÿ][\w'’.-]*\s+)+(?=\S)")
_SEVERAL = re.compile(r",|\band\b", re.IGNORECASE)


def name_of_parts(family: str, given: str = "", particle: str = "", suffix: str = "") -> str:
    """Return a name as BibTeX has it: `von Last, Jr, First`."""
    family, given, particle, suffix = (
        " ".join(plain(part).translate(_BRACES).split())
        for part in (family, given, particle, suffix)
    )
    if not given:
        return whole_name(f"{particle} {family}".strip())
    if _SEVERAL.search(family) or (not particle and family[:1].islower()):
        family = f"{{{family}}}"
    if _SEVERAL.search(given):
        given = f"{{{given}}}"
    return ", ".join(filter(None, (f"{particle} {family}".strip(), suffix, given)))


def without_particle(family: str) -> tuple[str, str]:
    """Return the particle of a last name, such as "van der", and the rest."""
    found = _PARTICLES.match(family.strip())
    return (found[0].strip(), family.strip()[found.end() :]) if found else ("", family)


def whole_name(name: str) -> str:
    """Return the name of a group, or of somebody with one name."""
    name = " ".join(plain(name).translate(_BRACES).split())
    return f"{{{name}}}" if " " in name else name


def written_name(name: str) -> str:
    """Return a name that was written as "Last, First, Jr", or that of a group, for BibTeX."""
    family, comma, behind = plain(name).partition(",")
    given, _, suffix = behind.partition(",")
    if comma and given.strip() and "," not in suffix:
        particle, family = without_particle(family)
        return name_of_parts(family, given, particle, suffix)
    text = in_reading_order(plain(name)).translate(_BRACES)
    return whole_name(text) if is_group(text) or _SEVERAL.search(text) else text


def publisher_field(kind: str) -> str:
    """Return the field that holds the publisher of an entry of some kind."""
    return "institution" if kind in ("report", "thesis") else "publisher"


def joined(names: Iterable[str]) -> str:
    """Return names as one field."""
    return " and ".join(filter(None, names))


def pages(text: str) -> str:
    """Return pages as BibTeX has them: `12--34`."""
    return _RANGE.sub("--", plain(text).strip())


def date(text: str) -> str:
    """Return a date that is one in ISO 8601; empty for any other text."""
    return str(PartialDate.parse(text) or "")
