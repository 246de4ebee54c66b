"""Reading speed of each format, compared with a library that only parses it.

    python -m benchmarks.formats FOLDER [--records 10000]

The files of the folder are grouped by format. paperview and the library each read the files of a
format repeatedly until they have read the given number of records.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path, PurePath
from time import process_time

from paperview.model.paper import Paper
from paperview.sources import registry
from paperview.sources.formats import snapshot


def parse_bibtex(data: bytes) -> object:
    """Parse with bibtexparser, without the middleware that turns TeX into text."""
    from bibtexparser.entrypoint import parse_string  # noqa: PLC0415 - few need all libraries

    return parse_string(data.decode(), parse_stack=[])


def parse_ris(data: bytes) -> object:
    """Parse with rispy."""
    import rispy  # type: ignore[import-untyped] # noqa: PLC0415 - without types; as above

    return rispy.loads(data.decode(), skip_unknown_tags=True)


def parse_xml(data: bytes) -> object:
    """Parse with defusedxml."""
    from defusedxml import ElementTree  # noqa: PLC0415 - as above

    return ElementTree.fromstring(data)


def parse_json(data: bytes) -> object:
    """Parse with msgspec, into dictionaries."""
    import msgspec  # noqa: PLC0415 - as above

    return msgspec.json.decode(data)


def parse_json_lines(data: bytes) -> object:
    """Parse each line with msgspec, into dictionaries."""
    return [parse_json(line) for line in data.splitlines() if line]


LIBRARIES: dict[str, Callable[[bytes], object]] = {
    "jsonl": parse_json_lines,
    "bibtex": parse_bibtex,
    "ris": parse_ris,
    **dict.fromkeys(("atom", "oai", "rss"), parse_xml),
    **dict.fromkeys(("csl", "zotero", "inspire", "ads"), parse_json),
}
"""Per format that a library parses: how it is called."""


def read_json_lines(data: bytes) -> Iterator[object]:
    """Read every field of each line, as for the detail."""
    return (snapshot.paper(line) for line in data.splitlines() if line)


def documents(folder: Path) -> dict[registry.Format, list[bytes]]:
    """Return the contents of files in UTF-8 by format."""
    found: dict[registry.Format, list[bytes]] = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            continue
        data = text.encode()
        one = registry.detect(data, PurePath("unknown"))
        if one is not None:
            found.setdefault(one, []).append(data)
    return found


def is_parsed(parse: Callable[[bytes], object], data: bytes) -> bool:
    """Whether the library can read a file: it stops at some of the real, broken ones."""
    try:
        parse(data)
    except Exception:  # whatever a library says of a broken file
        return False
    return True


def seconds(work: Callable[[bytes], object], contents: Sequence[bytes]) -> float:
    """Return the CPU time of some work on each content."""
    started = process_time()
    for data in contents:
        work(data)
    return process_time() - started


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--records", type=int, default=10_000)
    options = parser.parse_args()
    logging.disable()  # bibtexparser tells there what is wrong with a file
    print("| format | records/s | the library alone | ratio of time |")
    print("| --- | ---: | ---: | ---: |")
    for one, contents in documents(options.folder).items():
        parse = LIBRARIES.get(one.name)
        whole = [data for data in contents if parse is None or is_parsed(parse, data)]
        if whole:
            print(row(one, parse, whole, options.records))


def row(
    one: registry.Format,
    parse: Callable[[bytes], object] | None,
    contents: Sequence[bytes],
    least: int,
) -> str:
    """Measure a format."""
    is_filed = one.name == registry.JSON_LINES.name
    reader = one.reader()

    def read(data: bytes) -> list[object]:
        return list(read_json_lines(data) if is_filed else reader.read(data, "benchmark"))

    counts = [max(1, sum(not is_part(record) for record in read(data))) for data in contents]
    times = max(1, least // sum(counts))
    contents_read = list(islice(cycle(contents), times * len(contents)))
    records = times * sum(counts)
    ours = seconds(read, contents_read)
    rate = f"| {one.title} | {records / ours:,.0f}"
    if parse is None:
        return f"{rate} | | |"
    theirs = seconds(parse, contents_read)
    return f"{rate} | {records / theirs:,.0f} | {ours / theirs:.2f} |"


def is_part(record: object) -> bool:
    """Whether this is a problem with a part of the record before it."""
    return not isinstance(record, (Paper, tuple)) and not getattr(record, "lost", True)


if __name__ == "__main__":
    main()
