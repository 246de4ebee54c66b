"""Lazy imports and lazy regular expressions, so that the first screen comes first."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import AnyStr, cast


def lazy_names(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """Return a `__getattr__` for a package (PEP 562).

    The first screen must not wait for numpy, for the readers of formats it does not show, or for
    windows that are not open. Such a package is imported whole (`from paperview import index`), and
    its names are used as its attributes (`index.Searcher`).

    Args:
        package: the package's `__name__`.
        homes: by name, the module within the package that defines it, or is it.
    """

    def get(name: str) -> object:
        home = homes.get(name)
        if home is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = import_module(f"{package}.{home}")
        value = module if home == name else getattr(module, name)
        setattr(sys.modules[package], name, value)
        return value

    return get


_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


class _LazyPattern:
    """A regular expression that is compiled when it is first used."""

    def __init__(self, pattern: str | bytes, make: Callable[[], object]) -> None:
        self.pattern = pattern
        self._make = make

    def __getattr__(self, name: str) -> object:
        compiled = self._make()
        for method in _METHODS:  # from now on those of the compiled pattern are called
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def lazy_pattern(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a regular expression that is compiled when it is first used.

    The modules of the first screen have a hundred of them, and use a few.
    """
    return cast("re.Pattern[AnyStr]", _LazyPattern(pattern, lambda: re.compile(pattern, flags)))
