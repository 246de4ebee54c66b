"""The settings of a run: loaded, and in force where no parameter leads."""

from __future__ import annotations

from collections.abc import Sequence

from paperview import library, settings
from paperview.settings import Given, Settings
from paperview.settings.table import CACHE_LIMIT


def load(options: Sequence[Given] = ()) -> Settings:
    """Load the settings of this run, and limit the cache."""
    chosen = settings.load(options)
    if chosen.is_set(CACHE_LIMIT):  # otherwise nobody needs the cache yet
        library.cache.limit_to(chosen[CACHE_LIMIT])
    return chosen
