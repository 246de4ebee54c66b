"""Where the files of an index go: into the cache, or for this run only, or nowhere."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from paperview import cache


class Place:
    """A folder for the files of an index in the making."""

    def __init__(self, folder: Path, draft: cache.Draft | None) -> None:
        self.folder = folder
        self._draft = draft

    def finish(self, facts: Mapping[str, object]) -> None:
        """Keep the files for the next time if that is possible; else they are gone.

        What is mapped of them or open stays usable.
        """
        if self._draft is not None:
            self._draft.publish(facts)
        else:
            self.give_up()

    def give_up(self) -> None:
        """Remove the files."""
        if self._draft is not None:
            self._draft.discard()
        else:
            shutil.rmtree(self.folder, ignore_errors=True)


def places(path: Path, status: os.stat_result) -> Iterator[Place]:
    """Return places for the index of a file, the best first; there may be none.

    Args:
        path: the file.
        status: what it was when its papers were opened. If it is another by now, what is known of
            it so far is not kept.
    """
    draft = _draft(path, status)
    if draft is not None:
        yield Place(draft.folder, draft)
    try:
        folder = tempfile.mkdtemp(prefix="paperview-")
    except OSError:
        return
    yield Place(Path(folder), None)


def _draft(path: Path, status: os.stat_result) -> cache.Draft | None:
    try:
        identity = cache.Identity.of(path)
    except OSError:
        return None
    return cache.draft(identity) if identity.is_of(status) else None
