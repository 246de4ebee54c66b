"""What a person asked to be opened: named once, opened as often as it changes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from paperview.sources.files import AnySource, open_sources, seeds
from paperview.sources.problem import SourceError

Stamp: TypeAlias = tuple[int, int, int]
"""Of a file: when it was changed (nanoseconds), its size in bytes, and its number on the disk."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Sources that are right, and what is wrong with the others."""

    sources: list[AnySource]
    errors: list[SourceError]


@dataclass(frozen=True, slots=True)
class Request:
    """Files as they were named; none stands for the seeds."""

    names: Sequence[str] = ()

    @property
    def is_seeds(self) -> bool:
        """Whether nothing was named."""
        return not self.names

    def open(self, *, need_papers: bool = True) -> Opened:
        """Open them as they are now."""
        return Opened(*open_sources(self._paths(), need_papers=need_papers))

    def stamps(self) -> dict[str, Stamp]:
        """Return by path what changes when one of the files does; one that is gone has none."""
        stamps = {}
        for path in self._paths():
            with suppress(OSError):
                status = path.stat()
                stamps[str(path)] = (status.st_mtime_ns, status.st_size, status.st_ino)
        return stamps

    def _paths(self) -> list[Path]:
        return [Path(name) for name in self.names] or seeds()
