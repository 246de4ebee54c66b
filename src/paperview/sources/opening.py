"""Opening files: everything that can be wrong with a file as a whole is found here, at once."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Final

from paperview.model.paper import Paper
from paperview.sources import decoding
from paperview.sources.decompression import (
    MEMORY_LIMIT,
    Damaged,
    Unpacked,
    advised,
    open_unpacked,
    stopped,
)
from paperview.sources.pipe import Pipe
from paperview.sources.problem import NoPapersError, Problem, SourceError
from paperview.sources.registry import FORMATS, HEAD, JSON_LINES, Format, detect
from paperview.sources.source import (
    DEFAULTS,
    EMPTY,
    JsonlSource,
    OpenOptions,
    PipedSource,
    Source,
    TextSource,
    can_be_lazy,
    text_source,
)
from paperview.text.sanitize import clean, reason_of, sized

_BLANK = f"begins with {HEAD >> 10} KiB of blanks; take them out, or name its format: --from"
_PACKED: Final = (".gz", ".bz2", ".xz", ".zst")
"""Suffixes of compressed files."""
_BAD_FIRST: Final = 20
"""Lines that may be bad before one that shows that a file is of JSON lines."""
_PACKAGE = Path(__file__).parents[1]
_CHUNK = 1 << 18  # bytes
_SMALL = 8_000_000
"""Bytes up to which JSON lines in an archive are held in memory, like other texts."""


def seeds() -> list[Path]:
    """Return the files of `seeds/`: inside the installed package, or at the top of a checkout."""
    packaged = _PACKAGE / "seeds"
    folder = packaged if packaged.is_dir() else _PACKAGE.parents[1] / "seeds"
    found = (path for path in folder.glob("*") if not path.name.startswith("."))
    return sorted(path for path in found if path.is_file())


def open_source(path: Path, options: OpenOptions = DEFAULTS) -> Source:
    """Open a file, compressed or not, and make sure that it is text and holds a paper.

    Args:
        path: the file; no folder, zip file or pipe.
        options: how.

    Raises:
        NoPapersError: if it is no text, or holds no paper.
        SourceError: if it can't be read.
    """
    name = clean(str(path))
    with explained(name):
        if not stat.S_ISREG(path.stat().st_mode):
            raise SourceError(name, "is a device or socket; name a file of papers")
        with closing(open_unpacked(path)) as stream:
            return open_stream(stream, JsonlSource(name, path), options, MemoryLimit(name))


def open_pipe(file: int, name: str, options: OpenOptions) -> TextSource | PipedSource:
    """Open what comes through a pipe, when its beginning is there.

    Args:
        file: the descriptor; it is closed when it is not needed any more.
        name: what the text is called.
        options: how to open it.

    Raises:
        NoPapersError: if it is no text, or holds no paper as far as is known.
        SourceError: if it can't be read.
    """

    def is_known(head: bytes) -> bool:
        with suppress(NoPapersError):
            kind_of(head, name, PurePath(name), options)
            return True
        return False

    pipe = Pipe(file)
    try:
        head = pipe.head(is_known)
        if pipe.is_over and not head and pipe.fault:
            raise SourceError(name, pipe.fault)
        source = PipedSource(name, pipe, *kind_of(head, name, PurePath(name), options))
        if not pipe.is_over:
            return source
        whole = source.read()
        if options.needs_paper:
            whole = whole.checked()
    except BaseException:
        pipe.stop()
        raise
    return whole


def open_stream(
    stream: Unpacked, whole: JsonlSource, options: OpenOptions, memory: MemoryLimit
) -> TextSource | JsonlSource:
    """Open a text.

    Args:
        stream: its unpacked bytes, from the beginning.
        whole: the source, if its records are to stay in its file.
        options: how to open it.
        memory: the memory it may take.

    Raises:
        NoPapersError, SourceError: as `open_source` does.
        Damaged: if nothing of it can be unpacked.
        OSError: if it can't be read.
    """
    head = stream.read(HEAD)
    try:
        form, encoding = kind_of(head, whole.name, PurePath(whole.member or whole.path), options)
    except NoPapersError:
        stream.read(1)  # which raises where the beginning is all that could be unpacked
        raise
    is_lazy = can_be_lazy(form, encoding)
    if is_lazy and whole.member:
        head += stream.read(_SMALL)
        is_lazy = len(head) >= _SMALL
    source: TextSource | JsonlSource = whole
    if not is_lazy:
        data, fault = _text(stream, head, memory)
        source = text_source(whole.name, data, form, encoding)
        if fault:
            problem = Problem(whole.name, source.data.count(b"\n") + 1, fault, is_cut=True)
            source = replace(source, problems=(*source.problems, problem))
    elif _begins_with_paper(form, head):
        return source
    return source.checked() if options.needs_paper else source


def _begins_with_paper(form: Format, head: bytes) -> bool:
    """Return whether the complete lines of a beginning hold a paper."""
    records = form.reader().read(head[: head.rfind(b"\n") + 1], "")
    return any(isinstance(record, Paper) for record in records)


def _text(stream: Unpacked, head: bytes, memory: MemoryLimit) -> tuple[bytes, str]:
    """Read a text as far as possible; return it, and the reason if that is not its end."""
    chunks: list[bytes] = []
    fault = ""
    chunk = head
    try:
        while chunk:
            memory.take(len(chunk))
            chunks.append(chunk)
            chunk = stream.read(_CHUNK)
    except (Damaged, OSError) as error:
        fault = stopped(error, sum(map(len, chunks)))
    return b"".join(chunks), fault


class TooLargeError(SourceError):
    """An error: there is not enough memory for a text."""


class MemoryLimit:
    """The memory that one source may take."""

    def __init__(self, name: str) -> None:
        """Set the name of the source, for errors."""
        self._name = name
        self._left = MEMORY_LIMIT

    def take(self, count: int) -> None:
        """Take some bytes of it.

        Raises:
            TooLargeError: if there are not so many left.
        """
        self._left -= count
        if self._left < 0:
            reason = f"holds more than {sized(MEMORY_LIMIT)} of text; split it into several files"
            raise TooLargeError(self._name, reason)


def uncompressed_name(path: PurePath) -> PurePath:
    """Return a path without the ending of compressed files: `a.bib` for `a.bib.gz`."""
    return path.with_suffix("") if path.suffix.lower() in _PACKED else path


def kind_of(
    head: bytes, name: str, path: PurePath, options: OpenOptions
) -> tuple[Format, str | None]:
    """Return format and encoding of a text.

    Args:
        head: its first bytes.
        name: its name, for errors.
        path: its name, for how it ends.
        options: how it is opened.

    Raises:
        NoPapersError: if it is no text, or in no format that is known.
    """
    try:
        encoding = decoding.encoding_of(head)
    except decoding.NoTextError as error:
        raise NoPapersError(name, str(error)) from None
    decoded = decoding.decode(head, encoding)
    if decoded.line and encoding in (None, "utf-8"):
        encoding = decoding.MIXED
    if options.format is not None:
        return options.format, encoding
    text = decoded.data
    if not text or text.isspace():
        raise NoPapersError(name, EMPTY if len(head) < HEAD else _BLANK)
    form = JSON_LINES if _is_snapshot(text) else _detect(text, name, path)
    if form is None or not form.matches(text):  # but for its name
        if _is_json_lines_further_down(text):
            form = JSON_LINES
        elif not options.is_named:
            raise NoPapersError(name, "looks like no papers")
        elif form is None:
            names = ", ".join(one.name for one in FORMATS)
            known = f"if you know it: --from NAME ({names})"
            raise NoPapersError(name, f"is in no known format; {known}")
    return form, encoding


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Return in one line why a file can't be read."""
    try:
        yield
    except FileNotFoundError:
        raise SourceError(name, "no such file; check the name") from None
    except PermissionError:
        raise SourceError(name, "no permission to read it; try: chmod u+r") from None
    except Damaged as damage:
        raise SourceError(name, advised(damage)) from None
    except (OSError, ValueError) as error:
        raise SourceError(name, f"can't be read ({reason_of(error)}); check the name") from None


def _detect(text: bytes, name: str, path: PurePath) -> Format | None:
    """Return the format of a text, by its content or else by its name."""
    if not text.lstrip().startswith((b"{", b"[")):
        return detect(text, uncompressed_name(path))
    from paperview.sources import json_kind  # noqa: PLC0415 - msgspec

    return json_kind.detect_json(text, name, uncompressed_name(path))


def _is_snapshot(text: bytes) -> bool:
    """Return whether it is surely arXiv's snapshot, without asking the other formats first."""
    return text.startswith(b'{"id":') and b',"authors_parsed":' in text.partition(b"\n")[0]


def _is_json_lines_further_down(text: bytes) -> bool:
    """Return whether good lines follow the bad ones at the beginning."""
    lines = text.lstrip().split(b"\n")
    objects = [index for index, line in enumerate(lines) if line.startswith(b"{")]
    return any(JSON_LINES.matches(b"\n".join(lines[index:])) for index in objects[:_BAD_FIRST])
