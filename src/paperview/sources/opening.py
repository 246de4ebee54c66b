"""Opening files: everything that can be wrong with a file as a whole is found here, at once."""

from __future__ import annotations

import stat
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePath

import paperview
from paperview.sources.decompression import Damaged, Unpacked, open_unpacked
from paperview.sources.problem import NoPapersError, Problem, SourceError
from paperview.sources.registry import HEAD
from paperview.sources.source import (
    AnySource,
    JsonlSource,
    Opened,
    PipedSource,
    Source,
    checked,
    text_source,
)
from paperview.sources.text_kind import (
    AS_USUAL,
    Budget,
    Manner,
    can_be_filed,
    explained,
    kind_of,
    stopped,
)
from paperview.text.sanitize import clean

__all__ = [
    "AnySource",
    "JsonlSource",
    "Manner",
    "Opened",
    "PipedSource",
    "Source",
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


def open_source(path: Path, manner: Manner = AS_USUAL) -> AnySource:
    """Open a file, compressed or not, and make sure that it is text and holds a paper.

    Args:
        path: the file; no folder, zip file or pipe.
        manner: how.

    Raises:
        NoPapersError: if it is no text, or holds no paper.
        SourceError: if it can't be read.
    """
    name = clean(str(path))
    with explained(name):
        if not stat.S_ISREG(path.stat().st_mode):
            raise SourceError(name, "is a device or socket; name a file of papers")
        with open_unpacked(path) as stream:
            return open_stream(stream, JsonlSource(name, path), manner, Budget(name))


def open_pipe(file: int, name: str, manner: Manner) -> Source | PipedSource:
    """Open what comes through a pipe, when its beginning is there.

    Args:
        file: the descriptor; it is closed when it is not needed any more.
        name: what the text is called.
        manner: how to open it.

    Raises:
        NoPapersError: if it is no text, or holds no paper as far as is known.
        SourceError: if it can't be read.
    """
    from paperview.sources.pipe import Pipe  # noqa: PLC0415 - few sources are pipes

    def is_known(head: bytes) -> bool:
        with suppress(NoPapersError):
            kind_of(head, name, PurePath(name), manner)
            return True
        return False

    pipe = Pipe(file)
    try:
        head = pipe.head(is_known)
        if pipe.is_over and not head and pipe.fault:
            raise SourceError(name, pipe.fault)
        source = PipedSource(name, pipe, *kind_of(head, name, PurePath(name), manner))
        if not pipe.is_over:
            return source
        whole = source.read()
        if manner.needs_paper:
            whole = checked(whole, source.format)
    except BaseException:
        pipe.stop()
        raise
    return whole


def open_stream(
    stream: Unpacked, place: JsonlSource, manner: Manner, budget: Budget
) -> Source | JsonlSource:
    """Open a text.

    Args:
        stream: its unpacked bytes, from the beginning.
        place: where it is, if it is one whose papers stay there.
        manner: how to open it.
        budget: the memory it may take.

    Raises:
        NoPapersError, SourceError: as `open_source` does.
        Damaged: if nothing of it can be unpacked.
        OSError: if it can't be read.
    """
    head = stream.read(HEAD)
    try:
        form, encoding = kind_of(head, place.name, PurePath(place.member or place.path), manner)
    except NoPapersError:
        stream.read(1)  # which raises where the beginning is all that could be unpacked
        raise
    stays_filed = can_be_filed(form, encoding)
    if stays_filed and place.member:
        head += stream.read(_SMALL)
        stays_filed = len(head) >= _SMALL
    source: Source | JsonlSource = place
    if not stays_filed:
        data, fault = _text(stream, head, budget)
        source = text_source(place.name, data, form, encoding)
        if fault:
            problem = Problem(place.name, source.data.count(b"\n") + 1, fault, is_cut=True)
            source = replace(source, problems=(*source.problems, problem))
    return checked(source, form) if manner.needs_paper else source


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
