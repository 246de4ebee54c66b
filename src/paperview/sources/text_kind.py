"""What a text is, told by its first bytes, and how it may be opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from paperview.sources import decoding
from paperview.sources.decompression import MEMORY_LIMIT, Damaged
from paperview.sources.problem import NoPapersError, SourceError
from paperview.sources.registry import FORMATS, HEAD, JSON_LINES, Format, detect
from paperview.text.sanitize import clean, sized

EMPTY = "is empty; put records into it, or name another file"
_BLANK = f"begins with {HEAD >> 10} KiB of blanks; take them out, or name its format: --from"
_PACKED: Final = (".gz", ".bz2", ".xz", ".zst")
"""How the names of compressed files end."""
_BAD_FIRST: Final = 20
"""Lines that may be bad before one that shows that a file is of JSON lines."""


@dataclass(frozen=True, slots=True)
class OpenOptions:
    """How files are opened."""

    format: Format | None = None
    """The format they are in, whatever they look like."""
    needs_paper: bool = True
    """Whether a file of text without any paper is an error too."""
    is_named: bool = True
    """Whether they were asked for; else a file has to look like papers, and not only be called so.
    """


DEFAULTS = OpenOptions()


class TooLargeError(SourceError):
    """A text for which there is no memory left."""


class Budget:
    """The memory that one source may take."""

    def __init__(self, name: str) -> None:
        """Take the name of what it is for."""
        self._name = name
        self._left = MEMORY_LIMIT

    def take(self, count: int) -> None:
        """Take so many bytes of it.

        Raises:
            TooLargeError: if there are not so many left.
        """
        self._left -= count
        if self._left < 0:
            reason = f"holds more than {sized(MEMORY_LIMIT)} of text; split it into several files"
            raise TooLargeError(self._name, reason)


def bare(path: PurePath) -> PurePath:
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
    form = JSON_LINES if _is_snapshot(text) else _told(text, name, path)
    if form is None or not form.matches(text):  # but for its name
        if _is_json_lines_further_down(text):
            form = JSON_LINES
        elif not options.is_named:
            raise NoPapersError(name, "looks like no papers")
        elif form is None:
            names = ", ".join(one.name for one in FORMATS)
            raise NoPapersError(name, f"is in no known format; if it is: --from NAME ({names})")
    return form, encoding


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Say in one line what keeps a file from being read."""
    try:
        yield
    except FileNotFoundError:
        raise SourceError(name, "no such file; check the name") from None
    except PermissionError:
        raise SourceError(name, "no permission to read it; try: chmod u+r") from None
    except Damaged as damage:
        raise SourceError(name, advised(damage)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(name, f"can't be read ({clean(reason)}); check the name") from None


def advised(damage: Damaged) -> str:
    """Say what is wrong with an archive, and what to do."""
    return damage.reason if ";" in damage.reason else f"{damage.reason}; get it anew"


def stopped(error: Damaged | OSError, count: int) -> str:
    """Say what kept a text from being read on.

    Args:
        error: what was raised.
        count: how many of its bytes were read before.
    """
    if isinstance(error, Damaged):
        return advised(error)
    reason = clean(error.strerror or str(error))
    return f"is read up to byte {count:,} only ({reason})"


def can_be_lazy(form: Format, encoding: str | None) -> bool:
    """Return whether the records of such a text can be read from its file one by one."""
    return form is JSON_LINES and encoding in (None, "utf-8")


def _told(text: bytes, name: str, path: PurePath) -> Format | None:
    """Return the format of a text, as far as it is told by its content or its name."""
    if not text.lstrip().startswith((b"{", b"[")):
        return detect(text, bare(path))
    from paperview.sources import json_kind  # noqa: PLC0415 - msgspec

    return json_kind.told(text, name, bare(path))


def _is_snapshot(text: bytes) -> bool:
    """Whether it is surely arXiv's snapshot: to ask the other formats first would take time."""
    return text.startswith(b'{"id":') and b',"authors_parsed":' in text.partition(b"\n")[0]


def _is_json_lines_further_down(text: bytes) -> bool:
    """Whether only the first lines are bad."""
    lines = text.lstrip().split(b"\n")
    objects = [place for place, line in enumerate(lines) if line.startswith(b"{")]
    return any(JSON_LINES.matches(b"\n".join(lines[place:])) for place in objects[:_BAD_FIRST])
