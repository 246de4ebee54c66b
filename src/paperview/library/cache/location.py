"""Where the cache is, and how large it may get."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Final

DEFAULT_LIMIT: Final = 20 * 10**9
"""Bytes that all entries may take together: the index of all of arXiv takes some 5 GB, and a few
such files should fit side by side without filling the disk of a laptop."""

LIMIT_VARIABLE: Final = "PAPERVIEW_CACHE_LIMIT"

_LIMIT: Final = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,3})?)([KMG]?)", re.IGNORECASE)
_UNITS: Final = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9}


def root() -> Path | None:
    """Return the folder of all entries, which need not be there; None without a home folder.

    It is `paperview` in $XDG_CACHE_HOME if that is an absolute path (the XDG Base Directory
    Specification says to ignore others), else in the system's folder for caches.
    """
    stated = os.environ.get("XDG_CACHE_HOME", "")
    if Path(stated).is_absolute():
        return Path(stated, "paperview")
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if not home.is_absolute():
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "paperview"


def limit() -> int:
    """Return how many bytes the cache may take, 0 for no cache; a mistake counts as unstated."""
    try:
        return stated_limit()
    except ValueError:
        return DEFAULT_LIMIT


def stated_limit() -> int:
    """Return how many bytes the cache may take, as $PAPERVIEW_CACHE_LIMIT says, or the default.

    Raises:
        ValueError: if it is not a number with K, M, G or nothing behind it.
    """
    stated = os.environ.get(LIMIT_VARIABLE, "").strip()
    if not stated:
        return DEFAULT_LIMIT
    match = _LIMIT.fullmatch(stated)
    if match is None:
        raise ValueError(
            f"{LIMIT_VARIABLE} is '{stated}', not a size; write it like 500M or 20G, or 0 for "
            "no cache"
        )
    number, unit = match.groups()
    return int(float(number) * _UNITS[unit.upper()])
