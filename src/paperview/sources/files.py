"""Opening files: everything that can be wrong with a file as a whole is found here, at once."""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from paperview.paper import Paper
from paperview.sources import plain
from paperview.sources.problem import Problem, SourceError
from paperview.text import clean

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_BINARY_SHARE = 0.1  # of control characters in the first bytes, from which a file is no text
_BINARY_SHARE_UNDECODED = 0.01  # the same where it is no UTF-8 either
_SAMPLE = 4096  # bytes


@dataclass(frozen=True, slots=True)
class Source:
    """A file that holds at least one paper."""

    name: str
    """The path as the user gave it, cleaned."""
    data: bytes = field(repr=False)
    """The content: valid UTF-8 with line feeds between lines."""

    def records(self) -> Iterator[Paper | Problem]:
        """Read the file's records in order."""
        lines = (clean(line.decode().rstrip("\n")) for line in io.BytesIO(self.data))
        return plain.read(lines, self.name)


def seeds() -> list[Path]:
    """Return the files of `seeds/`: inside the installed package, or at the top of a checkout."""
    packaged = Path(str(resources.files("paperview"))) / "seeds"
    folder = packaged if packaged.is_dir() else Path(__file__).parents[3] / "seeds"
    return sorted(path for path in folder.glob("*") if path.is_file())


def open_source(path: Path) -> Source:
    """Open a file and make sure that it is text and holds a paper.

    Raises:
        SourceError: if it can't be read, is not text in UTF-8, or holds no paper.
    """
    name = clean(str(path))
    source = Source(name, _text_bytes(_content(path, name), name))
    first_problem = None
    for record in source.records():
        if isinstance(record, Paper):
            return source
        first_problem = first_problem or record
    if first_problem is not None:
        reason = f"no paper in the file can be read; the first problem: {first_problem.reason}"
        raise SourceError(name, reason, first_problem.line)
    raise SourceError(name, "no papers in it; each record needs a line like 'arXiv:2304.10190'")


def open_sources(paths: Sequence[Path]) -> tuple[list[Source], list[SourceError]]:
    """Open files; return those that hold papers, and what is wrong with the others."""
    sources: list[Source] = []
    errors: list[SourceError] = []
    for path in paths:
        try:
            sources.append(open_source(path))
        except SourceError as error:  # noqa: PERF203 - the other files are still to be opened
            errors.append(error)
    return sources, errors


def _content(path: Path, name: str) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise SourceError(name, "is a folder; name the files in it")
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise SourceError(name, "is a device, not a file of papers")
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError(name, "no such file; check the name") from None
    except PermissionError:
        raise SourceError(name, "no permission to read it; try chmod u+r") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(name, f"can't be read: {clean(reason)}") from None


def _text_bytes(data: bytes, name: str) -> bytes:
    if not data.strip():
        raise SourceError(name, "is empty; there are no papers in it")
    if data.startswith(_UTF16_MARKS):
        raise SourceError(name, "is UTF-16 text; convert it: iconv -f UTF-16 -t UTF-8")
    binary = SourceError(name, "is a binary file; paperview reads plain text")
    if _looks_binary(data[:_SAMPLE], _BINARY_SHARE):
        raise binary
    try:
        data.isascii() or data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if _looks_binary(data[:_SAMPLE], _BINARY_SHARE_UNDECODED):
            raise binary from None
        reason = f"byte 0x{data[error.start]:02x} is not UTF-8; convert the file, perhaps with: "
        raise SourceError(name, f"{reason}iconv -f LATIN1 -t UTF-8", line) from None
    data = data.removeprefix(b"\xef\xbb\xbf")
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data


def _looks_binary(sample: bytes, share: float) -> bool:
    controls = sum(byte < 0x20 and byte not in b"\t\n\r\f\x1b" for byte in sample)
    return controls > share * len(sample)
