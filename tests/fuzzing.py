"""Coverage-guided fuzzing of one format's reader, starting from real and broken files.

    pip install -e '.[fuzz]'
    python -m tests.fuzzing bibtex --seconds 300 --corpus FOLDER_OF_REAL_FILES

It ends with the bytes of the first input that breaks a promise of `paperview.sources.formats`. Add
them to that format's tests.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path, PurePath

import atheris

_INSTRUMENTED = ["paperview", "defusedxml"]
with atheris.instrument_imports(include=_INSTRUMENTED):
    from paperview.model.dates import PartialDate
    from paperview.model.paper import ArxivId, Doi, Paper
    from paperview.sources import registry
    from paperview.sources.problem import Problem
    from paperview.text.sanitize import clean

_LARGEST = 1 << 14
"""Bytes of an input: more takes long and finds little."""
_SLOW = 20
"""Seconds after which an input counts as one that hangs the program."""


def texts(record: Paper | Problem) -> Iterator[str]:
    """Yield every text of a record that can reach the screen."""
    values: list[object] = list(astuple(record) if isinstance(record, Paper) else record)
    while values:
        value = values.pop()
        if isinstance(value, (tuple, list)):
            values += value
        elif isinstance(value, str):
            yield value


def check(data: bytes, one: registry.Format) -> None:
    """Check a reader's promises."""
    text = data.decode(errors="replace").removeprefix("\ufeff")
    data = text.replace("\r\n", "\n").replace("\r", "\n").encode()
    registry.detect(data, PurePath("unknown"))
    has_paper = False
    for record in one.reader().read(data, "fuzz"):
        for said in texts(record):
            assert all(clean(line) == line for line in said.split("\n")), said
        if isinstance(record, Paper):
            has_paper = True
            check_paper(record)
        else:
            assert record.reason, "a problem says what is wrong"
            assert 0 <= record.line <= data.count(b"\n") + 1, "a problem is on a line of the file"
            # A BibTeX definition belongs to all entries after it, and there may be none.
            assert record.lost or has_paper or one.name == "bibtex", "a part belongs to a paper"


def check_paper(paper: Paper) -> None:
    """Check the promises of a paper's fields."""
    assert paper.arxiv_id or paper.doi or paper.title or paper.abstract or paper.authors
    assert paper.sources == ("fuzz",)
    assert paper.arxiv_id is None or ArxivId.parse(str(paper.arxiv_id)) == paper.arxiv_id
    assert paper.doi is None or Doi.parse(paper.doi.name) == paper.doi
    for date in (paper.created, paper.updated):
        assert date is None or PartialDate.of(date.year, date.month, date.day) == date
    for line in (paper.title, paper.name, paper.comments, paper.journal_ref, *paper.authors):
        assert line is None or (line and line == line.strip() and "\n" not in line), line


def main() -> None:
    """Run the fuzzer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("format", choices=[one.name for one in registry.FORMATS])
    parser.add_argument("--corpus", metavar="FOLDER", type=Path, help="real files to begin with")
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    one = registry.BY_NAME.get(options.format)
    assert one is not None
    found = sorted(options.corpus.rglob("*")) if options.corpus else []
    real = [path.read_bytes()[:_LARGEST] for path in found if path.is_file()]
    with atheris.instrument_imports(include=_INSTRUMENTED):
        for data in (b"", *real[:9]):  # readers import libraries when they first read
            check(data, one)
    with tempfile.TemporaryDirectory() as corpus:
        for number, data in enumerate(real):
            Path(corpus, str(number)).write_bytes(data)
        flags = {
            "max_total_time": options.seconds,
            "timeout": _SLOW,
            "max_len": _LARGEST,
            "artifact_prefix": f"{tempfile.gettempdir()}/paperview-{one.name}-",
        }
        arguments = [sys.argv[0], *(f"-{name}={value}" for name, value in flags.items()), corpus]
        atheris.Setup(arguments, lambda data: check(data, one))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
