"""Helpers that read plain text records in a test."""

from __future__ import annotations

from textwrap import dedent

from paperview.model.paper import Paper
from paperview.sources.formats.plain import read_lines
from paperview.sources.problem import Problem


def records(text: str) -> list[Paper | Problem]:
    return list(read_lines(dedent(text).split("\n"), "mine.txt"))


def papers(text: str) -> list[Paper]:
    """Read a text in which nothing is wrong."""
    found = records(text)
    assert not [str(record) for record in found if isinstance(record, Problem)]
    return [record for record in found if isinstance(record, Paper)]


def paper(text: str) -> Paper:
    (found,) = papers(text)
    return found
