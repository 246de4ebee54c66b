"""Opening files: everything that can be wrong with a file as a whole is found here, at once."""

from __future__ import annotations

import stat
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path, PurePath

import paperview
from paperview.model.paper import Paper
from paperview.sources.decompression import Damaged, Unpacked, open_unpacked
from paperview.sources.problem import NoPapersError, Problem, SourceError
from paperview.sources.registry import HEAD, Format
from paperview.sources.source import (
    JsonlSource,
    Opened,
    PipedSource,
    Source,
    TextSource,
    text_source,
)
from paperview.sources.text_kind import (
    DEFAULTS,
    Budget,
    OpenOptions,
    can_be_lazy,
    explained,
    kind_of,
    stopped,
)
from paperview.text.sanitize import clean

__all__ = [
    "JsonlSource",
    "OpenOptions",
    "Opened",
    "PipedSource",
    "Source",
    "TextSource",
    "open_pipe",
    "open_source",
    "open_stream",
    "seeds",
]

_PACKAGE = Path(paperview.__file__).parent
_PIECE = 1 << 18  # bytes
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
            return open_stream(stream, JsonlSource(name, path), options, Budget(name))


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
    from paperview.sources.pipe import Pipe  # noqa: PLC0415 - few sources are pipes

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
    stream: Unpacked, whole: JsonlSource, options: OpenOptions, budget: Budget
) -> TextSource | JsonlSource:
    """Open a text.

    Args:
        stream: its unpacked bytes, from the beginning.
        whole: the source, if its records are to stay in its file.
        options: how to open it.
        budget: the memory it may take.

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
        data, fault = _text(stream, head, budget)
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


def _text(stream: Unpacked, head: bytes, budget: Budget) -> tuple[bytes, str]:
    """Read a text as far as that goes; return it, and what kept it from being read to its end."""
    pieces: list[bytes] = []
    fault = ""
    piece = head
    try:
        while piece:
            budget.take(len(piece))
            pieces.append(piece)
            piece = stream.read(_PIECE)
    except (Damaged, OSError) as error:
        fault = stopped(error, sum(map(len, pieces)))
    return b"".join(pieces), fault
