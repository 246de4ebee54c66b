"""`paperview stats`: counts of papers, with bars."""

from __future__ import annotations

import json
from pathlib import Path

from tests.commands.conftest import Call

BIB = """
@article{a, title = {One}, author = {A, B}, year = 2019, journal = {J}}
@article{b, title = {Two}, author = {C, D}, year = 2021, journal = {J}}
@article{c, title = {Three}, author = {E, F}, year = 2021, eprint = {2103.00003},
  archivePrefix = {arXiv}, primaryClass = {cs.LG}}
"""


def test_papers_are_counted_with_bars_as_long_as_their_share(tmp_path: Path, call: Call) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(BIB)
    code, out, err = call("stats", path, "--set", "ascii=true")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "3 papers, 0 problems"
    assert f"  2019  1  {'#' * 15}" in lines
    assert "  2020  0" in lines
    assert f"  2021  2  {'#' * 30}" in lines
    assert f"  cs.LG  1  {'#' * 30}" in lines
    assert any(line.split()[:2] == ["abstract", "3"] for line in lines)
    assert lines[-1] == f"  {path}: BibTeX and BibLaTeX, 3 records: 3 papers"
    assert "█" in call("stats", path)[1]


def test_a_program_gets_json(tmp_path: Path, call: Call) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(f"{BIB} @article{{d, title = {{Four}}, year = {{soon}}}}")
    counts = json.loads(call("stats", path, "--format", "json")[1])
    assert counts["papers"] == 4
    assert counts["years"] == {"2019": 1, "2020": 0, "2021": 2}
    assert counts["categories"] == {"cs.LG": 1}
    assert counts["missing"]["date"] == 1
    assert counts["sources"][0]["papers"] == 4
    assert call("stats", tmp_path / "missing.bib")[0] == 2
