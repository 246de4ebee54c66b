"""HTML is read in every format; the list, the search and the exports agree about it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from paperview.exports import bibtex, lines
from paperview.library.store.store import Store
from paperview.model.analysis import words
from paperview.model.paper import Paper
from paperview.sources.formats.snapshot import paper as snapshot_paper
from paperview.tex import to_text
from tests.support import open_text, read_all

TITLE = "Uptake of CO<sub>2</sub> by &lt;i&gt;Pinus&lt;/i&gt; &amp; <scp>DNA</scp>"
RECORDS = {
    "a.bib": f"@article{{a, title={{{TITLE}}}, author={{M&uuml;ller, Hans and O&#8217;Neil, Pat}},"
    " journal={J &amp;amp; K}, year=2021}",
    "tex.bib": r"@article{a, title={Uptake of CO{\textless}sub{\textgreater}2{\textless}/sub{"
    r"\textgreater} by $<$i$>$Pinus$<$/i$>$ \&amp; {\textless}scp{\textgreater}DNA{\textless}/scp"
    r"{\textgreater}}, author={M{\&}uuml;ller, Hans and O\&\#8217;Neil, Pat},"
    r" journal={J {\&}amp; K}, year=2021}",
    "a.ris": f"TY  - JOUR\nAU  - M&uuml;ller, Hans\nAU  - O&#8217;Neil, Pat\nTI  - {TITLE}\n"
    "T2  - J &amp; K\nPY  - 2021\nER  - \n",
    "a.jsonl": json.dumps(
        {
            "id": "2101.00001",
            "title": TITLE,
            "authors": ["Hans M&uuml;ller", "Pat O&#8217;Neil"],
            "journal-ref": "J &amp; K (2021)",
            "abstract": "We.",
            "versions": [{"version": "v1", "created": "Fri, 1 Jan 2021 00:00:00 GMT"}],
        }
    ),
    "a.txt": f"Title: {TITLE}\nAuthors: Hans M&uuml;ller, Pat O&#8217;Neil\n"
    "Journal-ref: J &amp; K (2021)\nAbstract: We.\nCreated: 2021-01-01\narXiv:2101.00001\n",
    "a.nbib": f"PMID- 1\nTI  - {TITLE}\nFAU - M&uuml;ller, Hans\nFAU - O&#8217;Neil, Pat\n"
    "JT  - J &amp; K\nDP  - 2021\n",
}


@pytest.fixture(params=RECORDS, scope="module")
def paper(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Paper:
    record = RECORDS[request.param]
    if request.param.endswith(".jsonl"):
        found, problems = snapshot_paper(record.encode())
        assert problems == ()
        return found
    path: Path = tmp_path_factory.mktemp("markup") / request.param
    path.write_text(record, encoding="utf-8")
    store = Store()
    assert read_all([open_text(path)], store) == []
    assert len(store) == 1
    return store[0]


def test_title_names_and_journal_are_shown_without_it(paper: Paper) -> None:
    assert to_text(paper.title or "") == "Uptake of CO₂ by Pinus & DNA"
    assert [to_text(name) for name in paper.authors] == ["Hans Müller", "Pat O’Neil"]
    assert to_text(paper.journal_ref or "").startswith("J & K")


def test_a_paper_is_found_by_what_is_shown(paper: Paper) -> None:
    assert words(paper.title or "") == ["uptake", "of", "co2", "by", "pinus", "dna"]
    assert words(paper.authors[0]) == ["hans", "muller"]


def test_what_is_copied_has_none_of_it(paper: Paper) -> None:
    entry = bibtex.dumps(paper, "key")
    assert "<" not in entry
    assert "amp;" not in entry
    assert r"J \& K" in entry.replace("{\\&}", "\\&")
    assert r"M{\"{u}}ller" in entry
    assert "O'Neil" in entry
    assert "“Uptake of CO₂ by Pinus & DNA”, J & K" in lines.citation(paper)
    assert "<" not in lines.title(paper)
