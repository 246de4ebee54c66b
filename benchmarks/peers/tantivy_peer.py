"""tantivy, the Rust library, through its Python package, with queries of three ways."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import weakref
from enum import Enum
from importlib.metadata import version
from pathlib import Path

from benchmarks.peers.papers import Record, read

try:
    import tantivy
    from tantivy import Filter, Occur, Query, Tokenizer
except ImportError:
    tantivy = None

_FIELDS = {"title": 3.0, "authors": 3.0, "abstract": 1.0, "year": 1.0}
"""The fields searched, and how much a match in each counts.

These and the three below were the best of some dozen settings on known-item queries.
"""
_FIELDS_IF_ANY_WORD = {"title": 1.5, "authors": 1.5, "abstract": 1.0, "year": 1.0}
_BEGINNING = 3.0
"""What a word that a token begins counts: a constant, where whole words have their BM25."""
_SLIP = 1.0
"""The same for a word that is similar to a token."""
_OTHER_FIELDS = 0.1
"""What the matches of a token in further fields add to its best one."""
_HEAP = 256_000_000
"""Bytes a thread: fewer segments are written, and fewer are searched."""
_MOST_THREADS = 8
"""tantivy takes no more by itself."""


class Way(Enum):
    """A way to ask, and how the tables call it."""

    ALL_WORDS = ""
    """Papers with all words; the last word may be unfinished."""
    TYPOS = ", with typos"
    """The same; an answer that is too short is completed with papers that have similar words: one
    typo in words of 4 to 8 letters, two in longer words."""
    ANY_WORD = ", any word"
    """Papers with any of the words, by their stems (Snowball's for English)."""


class TantivyPeer:
    """Search in an index on disk, of the fields that paperview indexes too."""

    def __init__(self, path: Path, way: Way) -> None:
        started = time.perf_counter()
        self.name = f"tantivy {version('tantivy')}{way.value}"
        self.reading_seconds = 0.0
        self._way = way
        self._fields = _FIELDS_IF_ANY_WORD if way is Way.ANY_WORD else _FIELDS
        self._analyzer = _analyzer(stems=way is Way.ANY_WORD)
        self._schema = _schema()
        folder = tempfile.mkdtemp(prefix="tantivy-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        index = tantivy.Index(self._schema, path=folder)
        index.register_tokenizer("folded", self._analyzer)
        index.register_tokenizer("whole", _whole())
        writer = index.writer(_HEAP * min(os.cpu_count() or 1, _MOST_THREADS))
        for paper in read(path):
            writer.add_document(tantivy.Document.from_dict(_document(paper)))
        writer.commit()
        index.reload()
        self._searcher = index.searcher()
        self.build_seconds = time.perf_counter() - started
        # Searching works already; the merge in the background makes it faster, the index smaller.
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()
        self.index_bytes = sum(file.stat().st_size for file in Path(folder).iterdir())

    def search(self, query: str, limit: int = 10) -> list[str]:
        """Return the ids of the best papers."""
        tokens = self._analyzer.analyze(query)
        ids = self._answer(tokens, limit, typos=False)
        if self._way is Way.TYPOS and len(ids) < limit:
            ids = list(dict.fromkeys(ids + self._answer(tokens, limit, typos=True)))
        return ids[:limit]

    def _answer(self, tokens: list[str], limit: int, *, typos: bool) -> list[str]:
        any_word = self._way is Way.ANY_WORD
        last = -1 if any_word else len(tokens) - 1
        occur = Occur.Should if any_word else Occur.Must
        clauses = [
            (occur, self._token(token, unfinished=index == last, typos=typos))
            for index, token in enumerate(tokens)
        ]
        # Without a count, tantivy may skip papers that can't be among the best.
        found = self._searcher.search(Query.boolean_query(clauses), limit, count=False)
        return [str(self._searcher.doc(address)["id"][0]) for _, address in found.hits]

    def _token(self, token: str, *, unfinished: bool, typos: bool) -> Query:
        """Return a query for a token in any field: exact, as a prefix, and fuzzy."""
        ways = []
        for field, weight in self._fields.items():
            ways.append(_weighed(Query.term_query(self._schema, field, token), weight))
            if unfinished:
                begun = Query.fuzzy_term_query(self._schema, field, token, 0, prefix=True)
                ways.append(_weighed(begun, weight * _BEGINNING))
            if typos and (distance := _distance(token)):
                like = Query.fuzzy_term_query(
                    self._schema,
                    field,
                    token,
                    distance,
                    transposition_cost_one=True,
                    prefix=unfinished,
                )
                ways.append(_weighed(like, weight * _SLIP))
        return Query.disjunction_max_query(ways, _OTHER_FIELDS)


def _weighed(query: Query, weight: float) -> Query:
    return Query.boost_query(query, weight)


def _distance(token: str) -> int:
    if token.isdigit():
        return 0
    return 0 if len(token) < 4 else 1 if len(token) < 9 else 2


def _document(paper: Record) -> dict[str, str | list[str]]:
    return {
        "id": paper.id,
        "title": paper.title,
        "authors": paper.authors,
        "abstract": paper.abstract,
        "comments": paper.comments,
        "doi": paper.doi,
        "categories": paper.categories.split(),
        "year": paper.date[:4],
    }


def _analyzer(*, stems: bool) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(Tokenizer.simple())
    for each in (Filter.remove_long(40), Filter.lowercase(), Filter.ascii_fold()):
        builder = builder.filter(each)
    return (builder.filter(Filter.stemmer("english")) if stems else builder).build()


def _whole() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.lowercase()).build()


def _schema() -> tantivy.Schema:
    """Return the texts with positions, the default, which phrase queries need.

    Only the id is stored: the papers stay in their file, as for paperview.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="whole", index_option="basic")
    for field in ("title", "authors", "abstract", "comments"):
        builder.add_text_field(field, tokenizer_name="folded", index_option="position")
    for field in ("doi", "categories", "year"):
        builder.add_text_field(field, tokenizer_name="whole", index_option="basic")
    return builder.build()


def build(path: Path, *, way: Way = Way.ALL_WORDS) -> TantivyPeer | None:
    """Index the papers of a file, with tantivy's default number of threads."""
    return TantivyPeer(path, way) if tantivy else None
