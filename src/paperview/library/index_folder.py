"""Where the files of an index go: into the cache, or for this run only, or nowhere."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from paperview.library import cache
from paperview.sources.opening import JsonlSource


class IndexFolder:
    """A folder for the files of an index in the making."""

    def __init__(self, folder: Path, draft: cache.Draft | None, *, is_kept: bool = True) -> None:
        self.folder = folder
        self._draft = draft
        self._is_kept = is_kept

    def finish(self, facts: Mapping[str, object]) -> None:
        """Keep the files for the next time if that is possible; else they are gone.

        What is mapped of them or open stays usable.
        """
        if self._draft is not None and self._is_kept:
            self._draft.publish(facts)
        else:
            self.give_up()

    def give_up(self) -> None:
        """Remove the files."""
        if self._draft is not None:
            self._draft.discard()
        else:
            shutil.rmtree(self.folder, ignore_errors=True)


def places(source: JsonlSource, status: os.stat_result) -> Iterator[IndexFolder]:
    """Return places for the index of a file, the best first; there may be none.

    Args:
        source: the file.
        status: what it was when its papers were opened. If it is another by now, what is known of
            it so far is not kept.
    """
    draft = _passing_draft(source) if source.grows else _draft(source, status)
    if draft is not None:
        yield IndexFolder(draft.folder, draft, is_kept=not source.grows)
    try:
        folder = tempfile.mkdtemp(prefix="paperview-")
    except OSError:
        return
    yield IndexFolder(Path(folder), None)


def _passing_draft(source: JsonlSource) -> cache.Draft | None:
    """Return a draft that will be no entry: it is removed even if this program is killed."""
    return cache.draft(cache.FileIdentity(str(source.path), 0, 0, 0))


def _draft(source: JsonlSource, status: os.stat_result) -> cache.Draft | None:
    try:
        identity = cache.FileIdentity.of(source.path, source.member)
    except OSError:
        return None
    return cache.draft(identity) if identity.is_of(status) else None
