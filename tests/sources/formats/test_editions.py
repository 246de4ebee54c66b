"""Volumes and editions of a book are kept apart in each format that has them."""

from __future__ import annotations

import json

from paperview.model.paper import Paper
from paperview.sources.formats import bibtex, csl, ris, zotero
from tests.cases import for_each
from tests.support import stored

TITLE = "A course of bees"


def in_bibtex(volume: str, edition: str, pages: str) -> list[object]:
    entry = (
        f"@book{{k, author={{Lund, Ann}}, title={{{TITLE}}}, publisher={{Hive}}, year={{2001}}, "
        f"volume={{{volume}}}, edition={{{edition}}}, pages={{{pages}}}}}"
    )
    return list(bibtex.read(entry.encode(), "x"))


def in_ris(volume: str, edition: str, pages: str) -> list[object]:
    record = (
        f"TY  - BOOK\nAU  - Lund, Ann\nTI  - {TITLE}\nPY  - 2001\n"
        f"VL  - {volume}\nET  - {edition}\nSP  - {pages}\nER  - \n"
    )
    return list(ris.read(record.encode(), "x"))


def in_csl(volume: str, edition: str, pages: str) -> list[object]:
    item = {
        "id": "k",
        "type": "book",
        "title": TITLE,
        "author": [{"family": "Lund", "given": "Ann"}],
        "issued": {"date-parts": [[2001]]},
        "volume": volume,
        "edition": edition,
        "number-of-pages": pages,
    }
    return list(csl.read(json.dumps([item]).encode(), "x"))


def in_zotero(volume: str, edition: str, pages: str) -> list[object]:
    item = {
        "key": "K",
        "itemType": "book",
        "title": TITLE,
        "creators": [{"creatorType": "author", "firstName": "Ann", "lastName": "Lund"}],
        "date": "2001",
        "volume": volume,
        "edition": edition,
        "numPages": pages,
    }
    return list(zotero.read(json.dumps([item]).encode(), "x"))


@for_each("written", [in_bibtex, in_ris, in_csl, in_zotero])
def test_a_book_keeps_volume_edition_and_number_of_pages(written: object) -> None:
    assert callable(written)
    (paper,) = written("2", "3", "509")
    assert {("volume", "2"), ("edition", "3"), ("number-of-pages", "509")} <= set(paper.extra)
    others = [written("1", "3", "509"), written("2", "4", "509"), written("2", "3", "626")]
    for (other,) in others:
        assert len(stored(paper, other)) == 2
    assert len(stored(paper, *written("II", "3rd", "509 p."))) == 1


@for_each("field", ["pagetotal", "numpages", "pages"])
def test_fields_of_bibtex_that_count_the_pages_of_a_book(field: str) -> None:
    entry = f"@book{{k, author={{Lund, Ann}}, title={{{TITLE}}}, year=2001, {field}={{%s}}}}"
    read = [one for pages in (300, 500) for one in bibtex.read((entry % pages).encode(), "x")]
    assert len(stored(*(one for one in read if isinstance(one, Paper)))) == 2


@for_each("second", [in_bibtex, in_ris, in_csl, in_zotero])
def test_volumes_are_compared_whatever_their_formats(second: object) -> None:
    assert callable(second)
    papers = [one for one in in_bibtex("1", "1", "509") if isinstance(one, Paper)]
    assert len(stored(*papers, *second("1", "1", "509"))) == 1
    assert len(stored(*papers, *second("2", "1", "509"))) == 2


def test_the_volume_of_an_article_stands_with_its_journal_alone() -> None:
    entry = b"@article{k, title={Bees}, journal={J. Bees}, volume={2}, pages={3--20}, edition={1}}"
    (paper,) = bibtex.read(entry, "x")
    assert isinstance(paper, Paper)
    assert (paper.journal_ref, paper.extra) == ("J. Bees 2, 3-20", ())
