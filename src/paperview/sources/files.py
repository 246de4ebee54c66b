"""Opening files: everything that can be wrong with a file as a whole is found here, at once."""

from __future__ import annotations

import codecs
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from paperview.paper import Paper
from paperview.sources.detect import PLAIN, Format, detect
from paperview.sources.problem import Problem, SourceError
from paperview.sources.unpacking import Damaged, open_unpacked
from paperview.text import clean

_PACKAGE = Path(__file__).parents[1]
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_BINARY_SHARE = 0.1  # of control characters in the first bytes, from which a file is no text
_BINARY_SHARE_UNDECODED = 0.01  # the same where it is no UTF-8 either
_JSON_NAMES = frozenset((".json", ".jsonl", ".ndjson"))
_SAMPLE = 4096  # bytes
_PIECE = 1 << 18  # bytes


@dataclass(frozen=True, slots=True)
class Source:
    """A file of papers."""

    name: str
    """The path as the user gave it, cleaned."""
    data: bytes = field(repr=False)
    """The content: valid UTF-8 with line feeds between lines."""
    format: Format = PLAIN

    def records(self) -> Iterator[Paper | Problem]:
        """Read the file's records in order."""
        return self.format.reader().read(self.data, self.name)


@dataclass(frozen=True, slots=True)
class FiledSource:
    """A file of JSON lines, compressed or not, whose papers stay there; see `filed`."""

    name: str
    """The path as the user gave it, cleaned."""
    path: Path


AnySource: TypeAlias = Source | FiledSource


def seeds() -> list[Path]:
    """Return the files of `seeds/`: inside the installed package, or at the top of a checkout."""
    packaged = _PACKAGE / "seeds"
    folder = packaged if packaged.is_dir() else _PACKAGE.parents[1] / "seeds"
    found = (path for path in folder.glob("*") if not path.name.startswith("."))
    return sorted(path for path in found if path.is_file())


def open_source(path: Path, *, needs_paper: bool = True) -> AnySource:
    """Open a file and make sure that it is text and holds a paper.

    Args:
        path: the file, or a pipe, which is read to its end.
        needs_paper: whether a file of text without any paper is an error too.

    Raises:
        SourceError: if it can't be read, is not text in UTF-8, or holds no paper.
    """
    name = clean(str(path))
    source: Source | FiledSource
    if _holds_json_lines(path, name):
        source = FiledSource(name, path)
    else:
        data = _text_bytes(_content(path, name), name)
        source = Source(name, data, detect(data, path) or PLAIN)
    if needs_paper:
        _check_for_paper(source)
    return source


def open_sources(
    paths: Sequence[Path], *, need_papers: bool = True
) -> tuple[list[AnySource], list[SourceError]]:
    """Open files; return those that are right, and what is wrong with the others."""
    sources: list[AnySource] = []
    errors: list[SourceError] = []
    for path in paths:
        try:
            sources.append(open_source(path, needs_paper=need_papers))
        except SourceError as error:
            errors.append(error)
    return sources, errors


def _check_for_paper(source: AnySource) -> None:
    problems: list[Problem] = []
    if isinstance(source, FiledSource):
        from paperview.sources.filed import begin  # noqa: PLC0415 - small piles need it not

        begun = begin(source)
        begun.papers.close()
        if len(begun.papers):
            return
        problems = begun.problems
        hint = 'each line needs an object with an "id"'
    else:
        for record in source.records():
            if isinstance(record, Paper):
                return
            problems.append(record)
        hint = "each record needs a line like 'arXiv:2304.10190'"
    if len(problems) > 1:
        reason = f"none of its {len(problems)} records can be read; try: paperview check"
        raise SourceError(source.name, reason)
    raise SourceError(source.name, f"no papers in it; {hint}")


def _holds_json_lines(path: Path, name: str) -> bool:
    """Whether a file, compressed or not, is one whose papers can stay in it."""
    with _explained(name):
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise SourceError(name, "is a folder; name the files in it")
        if stat.S_ISFIFO(mode):
            return False
        if not stat.S_ISREG(mode):
            raise SourceError(name, "is a device or socket; name a file of papers")
        with open_unpacked(path) as file:
            head = file.read(_SAMPLE)
    lines = head.removeprefix(_UTF8_MARK).lstrip().split(b"\n")
    objects = [place for place, line in enumerate(lines) if line.startswith(b"{")]
    if not objects:
        return False
    if objects[0] == 0 and _JSON_NAMES.intersection(path.suffixes):
        return True
    from paperview.sources.formats.snapshot import looks_like  # noqa: PLC0415 - brings msgspec

    # The first line may be the one that is bad.
    return any(looks_like(b"\n".join(lines[place:])) for place in objects)


def _content(path: Path, name: str) -> bytes:
    """Return the bytes of a file, unpacked, or of a pipe, to its end."""
    with _explained(name), open_unpacked(path) as file:
        pieces = []
        while piece := file.read(_PIECE):
            pieces.append(piece)
        return b"".join(pieces)


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Say in one line what keeps a file from being read."""
    try:
        yield
    except FileNotFoundError:
        raise SourceError(name, "no such file; check the name") from None
    except PermissionError:
        raise SourceError(name, "no permission to read it; try: chmod u+r") from None
    except Damaged as damage:
        raise SourceError(name, f"{damage.reason}; get it anew") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(name, f"can't be read ({clean(reason)}); check the name") from None


def _text_bytes(data: bytes, name: str) -> bytes:
    text = data.removeprefix(_UTF8_MARK)
    if not text or text.isspace():
        raise SourceError(name, "is empty; put records into it, or name another file")
    if data.startswith(_UTF16_MARKS):
        raise SourceError(name, "is UTF-16 text; convert it: iconv -f UTF-16 -t UTF-8")
    return _unix_lines(_decodable(data, name))


def _unix_lines(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data


def _decodable(data: bytes, name: str) -> bytes:
    """Return data that is UTF-8; a last character that was cut off is replaced by U+FFFD."""
    binary = SourceError(name, "is a binary file; convert it to plain text (UTF-8)")
    if _looks_binary(data[:_SAMPLE], _BINARY_SHARE):
        raise binary
    if _is_utf8(data):
        return data
    try:
        data.decode()
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            return data[: error.start] + "\ufffd".encode()
        if _looks_binary(data[:_SAMPLE], _BINARY_SHARE_UNDECODED):
            raise binary from None
        line = _unix_lines(data[: error.start]).count(b"\n") + 1
        reason = f"byte 0x{data[error.start]:02x} is not UTF-8; convert the file, perhaps with: "
        raise SourceError(name, f"{reason}iconv -f LATIN1 -t UTF-8", line) from None
    return data


def _is_utf8(data: bytes) -> bool:
    """Whether data is UTF-8, piece by piece: a large file decoded whole takes thrice as long."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    try:
        for start in range(0, len(data), _PIECE):
            decoder.decode(view[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _looks_binary(sample: bytes, share: float) -> bool:
    controls = sum(byte < 0x20 and byte not in b"\t\n\r\f\x1b" for byte in sample)
    return controls > share * len(sample)
