"""Real files of the formats in XML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paperview.sources.formats import atom, oai, rss
from paperview.sources.registry import BY_NAME, Format
from tests.sources.formats.xmlsupport import (
    check_detection,
    normalized,
    papers_in,
    problems_in,
    real_files,
    seen,
)

BROKEN = "sickle_ListRecordsBroken.xml"
"""It says `broken xml` and nothing else."""


@pytest.mark.parametrize(
    ("form", "folder", "strays"),
    [
        (BY_NAME["atom"], "atom-api", ()),
        (BY_NAME["rss"], "rss", ()),
        (BY_NAME["oai"], "oai-pmh", (BROKEN,)),
    ],
    ids=["atom", "rss", "oai"],
)
def test_real_files_are_known_by_their_content_and_no_others(
    form: Format, folder: str, strays: tuple[str, ...], samples: Path
) -> None:
    check_detection(samples, form, folder, strays)


def test_real_files_of_atom_give_as_many_records_as_they_have_entries(samples: Path) -> None:
    for path in real_files(samples, "atom-api"):
        data = normalized(path)
        found = list(atom.read(data, path.name))
        errors = data.count(b"<title>Error</title>")
        assert seen(found) == data.count(b"<entry>"), path.name
        assert len(problems_in(found)) == errors, path.name


def test_real_papers_of_atom_have_what_their_entries_have(samples: Path) -> None:
    found = [
        one
        for path in real_files(samples, "atom-api")
        for one in papers_in(list(atom.read(normalized(path), path.name)))
    ]
    assert len(found) > 40
    for one in found:
        assert one.arxiv_id
        assert one.arxiv_id.version
        assert one.title
        assert one.authors
        assert one.abstract
        assert one.created
        assert one.updated
        assert one.created <= one.updated
        assert all(re.fullmatch(r"[a-z-]+(\.[A-Za-z-]+)?", name) for name in one.categories)
        assert not re.search(r"</|&[a-z]+;", f"{one.title}{one.abstract}{one.comments}")


def test_real_files_of_rss_give_a_paper_for_each_item(samples: Path) -> None:
    for path in real_files(samples, "rss"):
        data = normalized(path)
        found = list(rss.read(data, path.name))
        assert seen(found) == len(found) == data.count(b"<item>"), path.name
        for one in papers_in(found):
            assert one.arxiv_id
            assert one.arxiv_id.version
            assert one.created
            assert one.authors
            assert one.abstract
            assert "Announce Type" not in one.abstract
            assert one.categories[0] == "cs.AI"


def test_real_files_of_oai_give_as_many_records_as_they_have(samples: Path) -> None:
    for path in real_files(samples, "oai-pmh"):
        data = normalized(path)
        found = list(oai.read(data, path.name))
        lost = len(re.findall(rb'<header status="deleted"|<error code', data))
        lost -= data.count(b"ListIdentifiers>") // 2  # its header of a deleted record is no record
        expected = len(re.findall(rb"<record>|<error code", data)) + (path.name == BROKEN)
        assert seen(found) == expected, path.name
        assert len(problems_in(found)) == lost + (path.name == BROKEN), path.name


def test_real_papers_of_oai_have_what_their_records_have(samples: Path) -> None:
    found = [
        one
        for path in real_files(samples, "oai-pmh")
        for one in papers_in(list(oai.read(normalized(path), path.name)))
    ]
    assert len(found) == 15
    for one in found:
        assert one.arxiv_id or one.name
        assert one.title
        assert one.authors
        assert not any("," in name for name in one.authors)
        assert one.created
        assert one.updated is None or one.created <= one.updated
        assert not re.search(r"</|&[a-z]+;|Comments?:", f"{one.title}{one.abstract}{one.comments}")
