"""The settings of a run: loaded, and in force where no parameter leads."""

from __future__ import annotations

from collections.abc import Sequence

from paperview import exports, library, settings
from paperview.settings import Given, Settings
from paperview.settings.table import CACHE_LIMIT, CITATION_KEEP, CITATION_KEY


def load(options: Sequence[Given] = ()) -> Settings:
    """Load the settings of this run, limit the cache, and form citation keys."""
    chosen = settings.load(options)
    if chosen.is_set(CACHE_LIMIT):  # otherwise nobody needs the cache yet
        library.cache.limit_to(chosen[CACHE_LIMIT])
    if chosen.is_set(CITATION_KEY) or chosen.is_set(CITATION_KEEP):
        exports.use_cite_keys(chosen[CITATION_KEY], keeps_own=chosen[CITATION_KEEP])
    return chosen
