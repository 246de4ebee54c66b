"""The page on TeX in the documents shows what paperview shows."""

from __future__ import annotations

import re
from pathlib import Path

from paperview.tex import to_text

PAGE = Path(__file__).parents[2] / "docs" / "tex.md"
ROW = re.compile(r"\| (`+)(?P<written>.+?)\1 \| (?P<shown>.+?) *\|")


def test_every_row_of_the_page_is_true() -> None:
    rows = ROW.finditer(PAGE.read_text(encoding="utf-8").replace("\\|", "\N{SYMBOL FOR NULL}"))
    pairs = [
        tuple(
            row[name].replace("\N{SYMBOL FOR NULL}", "|").strip() for name in ("written", "shown")
        )
        for row in rows
    ]
    assert len(pairs) > 30
    for written, shown in pairs:
        assert to_text(written).strip() == shown
