"""Whether a word on the command line names a file, or was meant as the name of one."""

from __future__ import annotations

import os
import re
from pathlib import Path

from paperview.lazy import lazy_pattern
from paperview.text.sanitize import clean

_SUFFIX = lazy_pattern(r"\.[a-z][a-z0-9]{0,9}", re.IGNORECASE)
"""The suffix of a file name, unlike `2.0` or `2019..2023`."""
_MAGIC = frozenset("*?[")
"""Signs of a pattern."""
_ID = lazy_pattern(r"(?:doi:)?10\.\d{4,}/|[a-z-]+(?:\.[A-Z]{2})?/\d{7}")
"""The beginning of a DOI, and of an old arXiv id."""


def is_missing(name: str) -> bool:
    """Return whether a word names nothing: no file, no pattern and no standard input."""
    return bool(name) and name != "-" and _MAGIC.isdisjoint(name) and not _is_there(name)


def names_something(word: str) -> bool:
    """Return whether a word names a file or folder that is there, some by a pattern, or `-`."""
    if word == "-" or _is_there(word):
        return bool(word)
    if _MAGIC.isdisjoint(word):
        return False
    path = Path(os.path.expanduser(word))  # noqa: PTH111 - of any text
    try:
        found = Path(path.anchor).glob(str(path.relative_to(path.anchor)))
        return next(found, None) is not None
    except (OSError, ValueError):  # no name of a file
        return False


def looks_like_file(name: str) -> bool:
    """Return whether something was meant as the name of a file, whether or not it is there."""
    if "://" in name or _ID.match(name):
        return False
    first, separator, _ = name.partition(os.sep)
    return (bool(separator) and ":" not in first) or (
        ":" not in name and _SUFFIX.fullmatch(name[name.rfind(".") :]) is not None
    )


def as_told(name: str) -> str:
    """Return the name of a file as a message has it: harmless, and to be seen even if empty."""
    return clean(name) or "''"


def kind_of(name: str) -> str:
    """Return what a word names: "folder", or else "file"."""
    return "folder" if os.path.isdir(os.path.expanduser(name)) else "file"  # noqa: PTH111, PTH112 - of any text


def _is_there(name: str) -> bool:
    try:
        return os.path.lexists(name) or os.path.lexists(os.path.expanduser(name))  # noqa: PTH111 - of any text
    except ValueError:  # no name of a file
        return False
