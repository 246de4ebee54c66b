"""BibTeX and BibLaTeX of real files: journals, ADS, JabRef, Mendeley, Zotero and others."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path, PurePath

import pytest
from bibtexparser.entrypoint import parse_string

from paperview.model.paper import Paper
from paperview.sources.decoding import NoTextError, decode, encoding_of
from paperview.sources.formats import bibtex
from paperview.sources.problem import Problem
from paperview.sources.registry import BY_NAME, HEAD, detect

RealFile = tuple[Path, str, list[Paper | Problem]]
"""A file, its text, and what is read from it."""
SUFFIXES = (".bib", ".bibtex", ".biblatex")
ENTRY = re.compile(
    r"^[ \t]*@[ \t]*(?!(?:comment|preamble|string)\b)\w+\s*[{(]", re.MULTILINE | re.IGNORECASE
)


def text_of(path: Path) -> bytes:
    data = path.read_bytes()
    return decode(data, encoding_of(data[:HEAD])).data


@pytest.fixture(scope="module")
def real(samples: Path) -> list[RealFile]:
    """Read all real files once."""
    paths = sorted(path for path in (samples / "fixtures").glob("*/*") if path.suffix in SUFFIXES)
    texts = [(path, text_of(path)) for path in paths]
    return [(path, text.decode(), [*bibtex.read(text, path.name)]) for path, text in texts]


def test_real_files_are_known_by_their_content_and_no_others(samples: Path) -> None:
    known = 0
    for path in sorted((samples / "fixtures").rglob("*.*")):
        try:
            head = text_of(path)[:HEAD]
        except NoTextError:
            continue
        # Some exports hold nothing.
        is_bibtex = path.suffix in SUFFIXES and bool(head.strip())
        assert bibtex.looks_like(head) == is_bibtex or path.name == "SOURCES.md", path.name
        if is_bibtex:
            known += 1
            for name in ("unnamed", "name.txt", "name.json"):
                assert detect(head, PurePath(name)) is BY_NAME["bibtex"], path.name
    assert known > 390


def test_every_entry_of_real_files_is_seen(real: list[RealFile]) -> None:
    lost: Counter[str] = Counter()
    for path, text, found in real:
        seen = sum(isinstance(one, Paper) or one.lost for one in found)
        assert seen == len(ENTRY.findall(text)), path.name
        lost.update(one.reason for one in found if not isinstance(one, Paper) and one.lost)
    assert set(lost) == {"the record has no title, no abstract and no id"}
    assert lost.total() < 190


def test_real_papers_have_the_titles_that_the_parser_finds(real: list[RealFile]) -> None:
    compared = 0
    for _, text, found in real:
        titles = {one.name: one.title for one in reversed(found) if isinstance(one, Paper)}
        for entry in parse_string(text).entries:
            fields = {field.key.lower(): field.value for field in entry.fields}
            title, mine = fields.get("title"), titles.get(entry.key)
            if mine and title and "subtitle" not in fields and not re.search(r"[<&]|\\mk", title):
                assert letters(mine) == letters(title), entry.key
                compared += 1
    assert compared > 5000


def letters(text: str) -> str:
    return "".join(char for char in text if char not in "{}" and char.isprintable()).replace(
        " ", ""
    )


def test_what_is_cut_off_in_real_files_is_shown_as_far_as_it_goes(samples: Path) -> None:
    path = samples / "fixtures/bibtex/paperlists_broken_75.bib"
    found = list(bibtex.read(text_of(path), path.name))
    papers = [one for one in found if isinstance(one, Paper)]
    assert len(papers) == 75
    assert all(one.title and one.authors and one.created for one in papers)
    assert {one.reason for one in found if not isinstance(one, Paper)} == {
        "the end of the field 'abstract' is missing; shown as far as it goes"
    }


def test_names_and_places_of_real_papers_have_no_marks_of_the_format(real: list[RealFile]) -> None:
    for _, _, found in real:
        for one in found:
            if isinstance(one, Paper):
                assert not any(re.match(r"and |family ?=|others$", name) for name in one.authors)
                assert not re.search(r"[0-9]--[0-9]+ \(", one.journal_ref or "")
