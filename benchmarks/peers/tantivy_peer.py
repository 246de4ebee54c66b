"""tantivy, the Rust library, through its Python package, with or without typos forgiven."""

from __future__ import annotations

import os
import time
from importlib.metadata import version
from pathlib import Path

from benchmarks.peers.papers import read

try:
    import tantivy
    from tantivy import Filter, Occur, Query
except ImportError:
    tantivy = None

_FIELDS = {"title": 3.0, "authors": 3.0, "abstract": 1.0}
"""The fields searched, and how much a match in each counts.

These and the two below were the best of some dozen settings on known-item queries.
"""
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


class TantivyPeer:
    """Search for papers with all words; the last word may be unfinished.

    With typos, an answer that is too short is completed with papers that have similar words: one
    typo in words of 4 to 8 letters, two in longer words.
    """

    reading_seconds = 0.0

    def __init__(self, path: Path, *, typos: bool) -> None:
        started = time.perf_counter()
        self.name = f"tantivy {version('tantivy')}{', with typos' if typos else ''}"
        self._typos = typos
        self._analyzer = _analyzer()
        self._schema = _schema()
        index = tantivy.Index(self._schema)
        index.register_tokenizer("folded", self._analyzer)
        writer = index.writer(_HEAP * min(os.cpu_count() or 1, _MOST_THREADS))
        for paper in read(path):
            texts = {name: getattr(paper, name) for name in ("id", *_FIELDS)}
            writer.add_document(tantivy.Document.from_dict(texts))
        writer.commit()
        index.reload()
        self._searcher = index.searcher()
        self.build_seconds = time.perf_counter() - started
        # Searching works already; the merge in the background makes it faster.
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def search(self, query: str, limit: int = 10) -> list[str]:
        """Return the ids of the best papers."""
        tokens = self._analyzer.analyze(query)
        ids = self._answer(tokens, limit, typos=False)
        if self._typos and len(ids) < limit:
            ids = list(dict.fromkeys(ids + self._answer(tokens, limit, typos=True)))
        return ids[:limit]

    def _answer(self, tokens: list[str], limit: int, *, typos: bool) -> list[str]:
        last = len(tokens) - 1
        required = [
            (Occur.Must, self._token(token, unfinished=index == last, typos=typos))
            for index, token in enumerate(tokens)
        ]
        # Without a count, tantivy may skip papers that can't be among the best.
        found = self._searcher.search(Query.boolean_query(required), limit, count=False)
        return [str(self._searcher.doc(address)["id"][0]) for _, address in found.hits]

    def _token(self, token: str, *, unfinished: bool, typos: bool) -> Query:
        """Return a query for a token in any field: exact, as a prefix, and fuzzy."""
        ways = []
        for field, weight in _FIELDS.items():
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
    return 0 if len(token) < 4 else 1 if len(token) < 9 else 2


def _analyzer() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for each in (Filter.remove_long(40), Filter.lowercase(), Filter.ascii_fold()):
        builder = builder.filter(each)
    return builder.build()


def _schema() -> tantivy.Schema:
    """Return the fields with positions, the default, which phrase queries need."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for field in _FIELDS:
        builder.add_text_field(field, tokenizer_name="folded", index_option="position")
    return builder.build()


def build(path: Path, *, typos: bool = False) -> TantivyPeer | None:
    """Index the papers of a file in memory, with tantivy's default number of threads."""
    return TantivyPeer(path, typos=typos) if tantivy else None
