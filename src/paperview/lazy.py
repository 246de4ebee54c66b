"""Lazy boundaries: names of a package whose modules are imported when a name is first used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def lazy_names(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """Return a `__getattr__` for a package (PEP 562).

    The first screen must not wait for numpy, for the readers of formats it does not show, or for
    windows nobody has opened. Such a package is imported whole (`from paperview import index`),
    and its names are used as its attributes (`index.Searcher`).

    Args:
        package: the package's `__name__`.
        homes: by name, the module within the package that defines it.
    """

    def get(name: str) -> object:
        home = homes.get(name)
        if home is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{home}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return get
