"""The search: an inverted index, the query language, matching, scoring and results.

The names below bring numpy and the index, and are imported when they are first used.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.index.facets import values_of, years_of
    from paperview.index.matching.titles import Titles
    from paperview.index.query.completion import completions, fragment
    from paperview.index.query.on_shelf import may_be_tag, uses_shelf
    from paperview.index.query.parser import parse
    from paperview.index.searcher import Searcher
    from paperview.index.selection import invert, members, select, toggle
    from paperview.index.sorting import Ranking, Sorter, many_newest_first
    from paperview.index.storage.index import Index, build_shards, load_shard

__all__ = [
    "Index",
    "Ranking",
    "Searcher",
    "Sorter",
    "Titles",
    "build_shards",
    "completions",
    "fragment",
    "invert",
    "load_shard",
    "many_newest_first",
    "may_be_tag",
    "members",
    "parse",
    "select",
    "toggle",
    "uses_shelf",
    "values_of",
    "years_of",
]

__getattr__ = lazy_names(
    __name__,
    {
        "values_of": "facets",
        "years_of": "facets",
        "Titles": "matching.titles",
        "fragment": "query.completion",
        "completions": "query.completion",
        "may_be_tag": "query.on_shelf",
        "uses_shelf": "query.on_shelf",
        "parse": "query.parser",
        "Searcher": "searcher",
        "invert": "selection",
        "members": "selection",
        "select": "selection",
        "toggle": "selection",
        "Ranking": "sorting",
        "Sorter": "sorting",
        "many_newest_first": "sorting",
        "Index": "storage.index",
        "build_shards": "storage.index",
        "load_shard": "storage.index",
    },
)
