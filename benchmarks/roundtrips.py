"""Losses of exported papers, read back by this program and by other libraries.

    python -m benchmarks.roundtrips PAPERS [--count 1000] [--examples 1]

PAPERS is a file of JSON lines, or a folder of bibliographies (.bib and the like, .ris, .json). Each
export is read back, and the fields that differ are counted, with examples. Texts are compared as
they are shown. A field that an export does not have by its nature, such as an abstract in the
BibTeX of an arXiv paper, counts as different.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import rispy  # type: ignore[import-untyped]
from bibtexparser.entrypoint import parse_string

from paperview.exports import BY_FLAG
from paperview.exports.entries import Entry
from paperview.exports.people import listed
from paperview.model.analysis import words
from paperview.model.paper import Paper
from paperview.sources import decoding
from paperview.sources.formats import bibtex, csl, plain, ris, snapshot, zotero
from paperview.tex import to_text

Fields = dict[str, str]
"""The fields of a paper as texts, without those that it lacks."""

ENTRY_FIELDS = (
    *("volume", "number", "publisher", "series", "isbn", "edition", "location"),
    *("institution", "booktitle", "journaltitle"),
)


def of_paper(paper: Paper) -> Fields:
    """Return the fields of a paper."""
    entry = Entry(paper)
    date = entry.date()
    found = {
        "title": entry.title(),
        "authors": "; ".join(to_text(name) for name in paper.authors),
        "editors": "; ".join(str(one.as_text()[:4]) for one in entry.people("editor")),
        "year": str(date.year) if date else "",
        "arxiv_id": paper.arxiv_id.base if paper.arxiv_id else "",
        "doi": paper.doi.name if paper.doi else "",
        "abstract": to_text(paper.abstract or ""),
        "comments": to_text(paper.comments or ""),
        "categories": " ".join(paper.categories),
        "journal_ref": " ".join(sorted(words(paper.journal_ref or ""))),
        "pages": entry.pages(),
        "url": entry.raw("url"),
        "type": "misc" if entry.kind == "online" else entry.kind,
        **{name: entry.text(name) for name in ENTRY_FIELDS},
    }
    return {name: squeezed(text) for name, text in found.items() if text}


def squeezed(text: str) -> str:
    """Return a text with single blanks and straight apostrophes, which TeX prints as the others."""
    return " ".join(text.replace("’", "'").replace("‘", "'").replace("`", "'").split())


Read = Callable[[str], Iterable[Fields]]


def by_ours(read: Callable[[bytes, str], Iterable[object]]) -> Read:
    """Return a function that reads with a reader of this program."""

    def back(text: str) -> Iterator[Fields]:
        for one in read(text.encode(), "back"):
            if isinstance(one, Paper):
                yield of_paper(one)

    return back


def unquoted(value: str) -> str:
    """Return a value of bibtexparser without the braces or quotation marks around it."""
    return value[1:-1] if value[:1] in '{"' else value


def by_bibtexparser(text: str) -> Iterator[Fields]:
    """Read with bibtexparser; the fields have BibTeX's names and their TeX."""
    library = parse_string(text, parse_stack=[])
    for block in library.failed_blocks:
        print(f"  bibtexparser refuses: {block.error}")
    for entry in library.entries:
        found = {field.key.lower(): unquoted(str(field.value)) for field in entry.fields}
        texts = {name: squeezed(to_text(value)) for name, value in found.items()}
        renamed = {
            "title": texts.get("title", ""),
            "year": (texts.get("year") or texts.get("date", ""))[:4],
            "arxiv_id": texts.get("eprint", ""),
            "doi": texts.get("doi", ""),
            "authors": str(len(listed(found["author"])) - 1) if "author" in found else "",
        }
        yield {name: text for name, text in renamed.items() if text}


def by_rispy(text: str) -> Iterator[Fields]:
    """Read with rispy."""
    for record in rispy.loads(text):
        found: dict[str, Any] = {
            "title": record.get("title", ""),
            "year": record.get("year", ""),
            "doi": record.get("doi", ""),
            "abstract": record.get("abstract", ""),
            "authors": str(len(record["authors"]) - 1) if "authors" in record else "",
        }
        yield {name: squeezed(value) for name, value in found.items() if value}


def by_csl(text: str) -> Iterator[Fields]:
    """Read as JSON, with the variables of CSL."""
    for item in json.loads(text):
        found = {
            "title": item.get("title", ""),
            "year": str(item["issued"]["date-parts"][0][0]) if "issued" in item else "",
            "doi": item.get("DOI", ""),
            "abstract": item.get("abstract", ""),
            "authors": str(len(item["author"]) - 1) if "author" in item else "",
        }
        yield {name: squeezed(value) for name, value in found.items() if value}


def by_csv(text: str) -> Iterator[Fields]:
    """Read with the standard library."""
    for row in csv.DictReader(io.StringIO(text)):
        yield {
            name: squeezed(row[name])
            for name in ("title", "authors", "year", "arxiv_id", "doi", "abstract", "comments")
            if row[name]
        }


def by_json(text: str) -> Iterator[Fields]:
    """Read with the snapshot's reader."""
    for line in text.splitlines():
        yield of_paper(snapshot.paper(line.encode())[0])


def by_plain(text: str) -> Iterator[Fields]:
    """Read with the reader of the seeds' format."""
    for one in plain.read_lines(text.split("\n"), "back"):
        if isinstance(one, Paper):
            yield of_paper(one)


READERS: Sequence[tuple[str, str, Read]] = (
    ("bibtex", "paperview", by_ours(bibtex.read)),
    ("bibtex", "bibtexparser", by_bibtexparser),
    ("biblatex", "paperview", by_ours(bibtex.read)),
    ("biblatex", "bibtexparser", by_bibtexparser),
    ("ris", "paperview", by_ours(ris.read)),
    ("ris", "rispy", by_rispy),
    ("csl", "paperview", by_ours(csl.read)),
    ("csl", "json", by_csl),
    ("csv", "csv", by_csv),
    ("jsonl", "paperview", by_json),
    ("text", "paperview", by_plain),
)


def expected(paper: Paper, reader: str) -> Fields:
    """Return the fields of a paper as a reader gives them."""
    known = of_paper(paper)
    if reader == "paperview":
        return known
    if reader != "csv" and Entry(paper).people():
        known["authors"] = str(len(Entry(paper).people()) - 1)
    shown = {
        "bibtexparser": ("title", "year", "arxiv_id", "doi", "authors"),
        "csv": ("title", "authors", "year", "arxiv_id", "doi", "abstract", "comments"),
    }.get(reader, ("title", "year", "doi", "abstract", "authors"))
    return {name: known[name] for name in shown if name in known}


def papers_in(path: Path, count: int) -> Iterator[Paper]:
    """Give the papers of a file of JSON lines, or of the bibliographies in a folder."""
    if path.is_dir():
        readers = {".ris": ris.read, ".json": zotero.read}
        for file in sorted(path.rglob("*.*")):
            read = readers.get(file.suffix, bibtex.read if "bib" in file.suffix else None)
            if read is None:
                continue
            data = file.read_bytes()
            text = decoding.decode(data, decoding.encoding_of(data)).data
            yield from (one for one in read(text, "x") if isinstance(one, Paper))
        return
    with path.open("rb") as lines:
        for line in islice(lines, count):
            yield snapshot.paper(line)[0]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("papers", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--examples", type=int, default=1)
    options = parser.parse_args()
    papers = list(papers_in(options.papers, options.count))
    print(f"{len(papers):,} papers")
    for flag, reader, read in READERS:
        text, written = BY_FLAG[flag].document(papers)
        back = list(read(text + "\n"))
        different: Counter[str] = Counter()
        examples: dict[str, list[tuple[str, str]]] = {}
        print(f"\n{flag} by {reader}: {written:,} written, {len(back):,} read")
        if len(back) != len(papers):
            continue
        for paper, found in zip(papers, back, strict=True):
            known = expected(paper, reader)
            for name in known.keys() | found.keys():
                if known.get(name, "") != found.get(name, ""):
                    different[name] += 1
                    pair = known.get(name, "")[:150], found.get(name, "")[:150]
                    examples.setdefault(name, []).append(pair)
        for name, number in different.most_common():
            print(f"  {name}: {number:,} differ")
            for was, now in examples[name][: options.examples]:
                print(f"    was {was!r}\n    now {now!r}")


if __name__ == "__main__":
    main()
