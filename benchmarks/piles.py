"""Piles of papers to measure on: real arXiv records, read as they are or in the seeds' format."""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from paperview.exports import plain
from paperview.loading import read_all
from paperview.paper import ArxivId, Doi, Paper
from paperview.sources.files import open_source
from paperview.store import Store
from paperview.text import clean


def load(path: Path) -> Store:
    """Read a pile: the arXiv snapshot's JSON lines (.jsonl, .jsonl.gz) or the seeds' format."""
    store = Store()
    if _is_snapshot(path):
        for paper in snapshot_papers(path):
            store.add(paper)
    else:
        read_all([open_source(path)], store)
    return store


def _is_snapshot(path: Path) -> bool:
    return not {".json", ".jsonl"}.isdisjoint(path.suffixes)


def snapshot_papers(path: Path) -> Iterator[Paper]:
    """Read papers from JSON lines in the schema of the arXiv snapshot, plain or gzipped."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        for line in lines:
            record = json.loads(line)
            yield Paper(
                arxiv_id=ArxivId.parse(record["id"]),
                doi=Doi.parse(record.get("doi") or ""),
                title=_line(record["title"]),
                authors=tuple(filter(None, map(_line, record["authors"].split(", ")))),
                abstract=_line(record["abstract"]),
                comments=_line(record.get("comments")),
                categories=tuple(record["categories"].split()),
                created=date.fromisoformat(record["created"]) if record.get("created") else None,
            )


def _line(text: str | None) -> str | None:
    return clean(" ".join(text.split())) if text else None


def make(pile: Path, count: int, out: Path) -> None:
    """Write the first papers of a pile that have an id into one file in the seeds' format."""
    papers = snapshot_papers(pile) if _is_snapshot(pile) else load(pile)
    with out.open("w") as file:
        file.writelines(
            plain.dumps(paper)
            for paper in islice((paper for paper in papers if paper.arxiv_id), count)
        )


def main() -> None:
    """Make a pile in the seeds' format from another one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.piles", description=main.__doc__)
    parser.add_argument("pile", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    make(arguments.pile, arguments.count, arguments.out)


if __name__ == "__main__":
    main()
