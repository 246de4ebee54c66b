"""Two texts of a paper each, and what is seen of what was opened."""

from __future__ import annotations

from paperview.sources.source import Opened

ONE = "We show one.\n\narXiv:2304.00001\n"
TWO = "We show two.\n\narXiv:2304.00002\n"


def names(opened: Opened) -> list[str]:
    return [source.name for source in opened.sources]


def errors(opened: Opened) -> list[str]:
    return [str(error) for error in opened.errors]
