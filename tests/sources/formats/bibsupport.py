"""Reading BibTeX in a test."""

from __future__ import annotations

from paperview.model.paper import Paper
from paperview.sources.formats import bibtex
from paperview.sources.problem import Problem

ARTICLE = """\
% Encoding: UTF-8

@Article{shannon48,
  author   = "Shannon, Claude E. and Weaver, Warren",
  TITLE    = {{A Mathematical Theory of {Communication}}},
  journal  = bstj,
  year     = 1948,
  month    = jul,
  volume   = {27},
  number   = 3,
  pages    = {379--423},
  doi      = {10.1002/j.1538-7305.1948.tb01338.x},
  abstract = {The recent development
    of various methods.

    A second paragraph.},
  note     = {Reprinted},
  keywords = {information, noise},
  url      = {https://example.org/shannon},
  issn     = {0005-8580},
}

@String{bstj = {Bell System } # "Technical Journal"}
@Comment{jabref-meta: databaseType:bibtex;}
"""


def read(text: str) -> list[Paper | Problem]:
    return list(bibtex.read(text.encode(), "mine.bib"))


def papers(text: str) -> list[Paper]:
    """Read a text in which nothing is wrong."""
    found = read(text)
    assert not [str(one) for one in found if isinstance(one, Problem)]
    return [one for one in found if isinstance(one, Paper)]


def paper(*fields: str, kind: str = "article", title: str = "title = {T}") -> Paper:
    """Read an entry of these fields, with a title."""
    (found,) = papers(f"@{kind}{{key,\n  " + ",\n  ".join([title, *fields]) + "\n}\n")
    return found


def faults(text: str) -> tuple[Paper, list[str]]:
    """Read an entry that gives a paper; return it and what it had to do without."""
    paper, *problems = read(text)
    assert isinstance(paper, Paper)
    assert all(isinstance(one, Problem) and not one.lost for one in problems)
    return paper, [one.reason for one in problems if isinstance(one, Problem)]


def names_and_lines(text: str) -> list[tuple[str | None, int]]:
    """Return per record its name, and the line of a problem or else 0."""
    return [(one.name, 0) if isinstance(one, Paper) else (None, one.line) for one in read(text)]
