"""The settings of a run: loaded, and in force where no parameter leads."""

from __future__ import annotations

import os
from collections.abc import Sequence

from paperview import exports, library, settings
from paperview.settings import Given, Settings
from paperview.settings.table import ASCII, CACHE_LIMIT, CITATION_KEEP, CITATION_KEY
from paperview.system import streams
from paperview.text.ascii import use_ascii


def load(options: Sequence[Given] = ()) -> Settings:
    """Load the settings of this run, choose the signs, limit the cache, and form citation keys."""
    chosen = settings.load(options)
    use_ascii(is_ascii(chosen))
    if chosen.is_set(CACHE_LIMIT):  # otherwise nobody needs the cache yet
        library.cache.limit_to(chosen[CACHE_LIMIT])
    if chosen.is_set(CITATION_KEY) or chosen.is_set(CITATION_KEEP):
        exports.use_cite_keys(chosen[CITATION_KEY], keeps_own=chosen[CITATION_KEEP])
    return chosen


def is_ascii(chosen: Settings) -> bool:
    """Return whether signs and lines are to be ASCII: as is set, or else as the locale says."""
    return chosen[ASCII] if chosen.is_set(ASCII) else not streams.has_signs(os.environ)
