"""Papers to make queries from, and files with a given number of them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from paperview.model.paper import Paper
from paperview.sources.decompression import open_unpacked
from paperview.sources.opening import open_source
from paperview.sources.source import JsonlSource, TextSource

_BLOCK = 1 << 20


def papers(path: Path) -> Iterator[Paper]:
    """Read the papers of a file: JSON lines, or the seeds' format."""
    source = open_source(path)
    if isinstance(source, JsonlSource):
        from paperview.sources.formats.snapshot import RecordError, paper  # noqa: PLC0415 - not for both

        for line in lines(path):
            try:
                yield paper(line)[0]
            except RecordError:
                continue
    elif isinstance(source, TextSource):
        yield from (record for record in source.records() if isinstance(record, Paper))


def lines(path: Path) -> Iterator[bytes]:
    """Read the lines of a file, compressed or not."""
    rest = b""
    with closing(open_unpacked(path)) as file:
        while block := file.read(_BLOCK):
            *whole, rest = (rest + block).split(b"\n")
            yield from whole
    if rest:
        yield rest


def make(source: Path, count: int, out: Path) -> None:
    """Write the first lines of a JSON-lines file into another file."""
    with out.open("wb") as file:
        file.writelines(line + b"\n" for line in islice(lines(source), count))


def main() -> None:
    """Make a smaller JSON-lines file from a larger one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpora", description=main.__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    make(arguments.source, arguments.count, arguments.out)


if __name__ == "__main__":
    main()
