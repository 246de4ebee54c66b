"""Nothing is deleted: every letter and digit of the source is there, in its order."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings

from paperview.tex import to_text
from tests.tex.strategies import tex
from tests.tex.support import first_lost

if TYPE_CHECKING:
    from pathlib import Path

REORDERING = ("\\cite[", "\\overset", "\\stackrel", "\\buildrel", "\\xrightarrow[", "\\href")
HIDING = ("\\begin", "\\label{", "\\verb", "\\ion", "\\newcommand", "\\def", "\\unicode", "\\&")


@settings(max_examples=200)
@given(tex)
def test_no_letter_of_any_tex_is_lost(source: str) -> None:
    assume(not any(command in source for command in (*REORDERING, *HIDING)))
    assert first_lost(source) == ""


def test_no_letter_of_real_records_is_lost(samples: Path) -> None:
    checked = 0
    with gzip.open(samples / "data" / "arxiv-100k.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % 20 or not ("$" in line or "\\" in line):
                continue
            record = json.loads(line)
            for field in ("title", "abstract", "authors"):
                source = record[field] or ""
                if to_text(source) is not source:
                    checked += 1
                    assert first_lost(source) == "", record["id"]
    assert checked > 1_500


@pytest.mark.parametrize(
    ("source", "reading"),
    [
        (r"$\frac{ab}{cd}$", "ab/c"),
        ("Erd\\H{o}s", "Erds"),
        ("$x_{ij}^{2}$", "xᵢⱼ"),
        ("{\\em one} two", "two"),
        ("$ab$", "ba"),
    ],
)
def test_the_check_would_notice(source: str, reading: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.tex.support.to_text", lambda _: reading)
    assert first_lost(source) != ""
