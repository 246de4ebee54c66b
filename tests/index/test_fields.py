"""The schema, and everything that is fed by it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from paperview.index import fields, scoring
from paperview.index.fields import (
    ALIASES,
    ANYWHERE,
    EVERY_FIELD,
    FIELDS,
    FILTERS,
    SCHEMA,
    Field,
    FieldEntry,
)
from paperview.index.highlight import highlight
from paperview.index.query.completion import completions, fragment
from paperview.index.query.parser import parse
from paperview.index.query.tree import Has, Word, describe
from paperview.index.storage.index import build
from paperview.index.storage.postings import FIELD_SET
from paperview.index.storage.token_stream import MOST_FIELDS
from paperview.keys.table import READER
from paperview.library.cache.entry import FORMAT
from paperview.model.analysis import split
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.ui.help import sections
from tests.cases import for_each
from tests.index.support import found, search

PAPERS = [
    Paper(),
    Paper(
        arxiv_id=ArxivId("2304.10190"),
        doi=Doi("10.1234/zebra"),
        title="Zebra",
        authors=("Ann Zebra",),
        abstract="A zebra.",
        comments="zebra",
        categories=("zebra.ZE",),
        journal_ref="Zebra 1",
    ),
]
"""One without any field, and one with all."""
each_field = pytest.mark.parametrize("entry", SCHEMA, ids=lambda entry: entry.name)


def _a_word_of(entry: FieldEntry) -> str:
    text = entry.texts(PAPERS[1])[0]
    return (split(text) if isinstance(text, str) else text)[0]


def test_each_bit_has_its_row() -> None:
    assert [entry.field for entry in SCHEMA] == list(Field)
    assert SCHEMA[0].field is Field.TITLE, "a paper's words begin with its title"
    assert list(EVERY_FIELD) == list(Field)
    assert len(SCHEMA) <= MOST_FIELDS
    assert FIELD_SET.type(int(EVERY_FIELD)) == EVERY_FIELD


def test_no_name_means_two_things() -> None:
    names = [name for entry in SCHEMA for name in (entry.name, *entry.aliases)]
    names += [name for entry in FILTERS.values() for name in (entry.name, *entry.aliases)]
    assert len(names) == len(set(names))
    assert not {*names} & fields.UNSEARCHED
    assert {*FIELDS, *FILTERS, *ALIASES} >= {*names}


@each_field
def test_a_field_is_searched_by_each_of_its_names(entry: FieldEntry) -> None:
    for name in (entry.name, *entry.aliases):
        assert found(PAPERS, f"{name}:{_a_word_of(entry)}") == {1}
        assert found(PAPERS, f"has:{name}") == {1}


@each_field
def test_words_without_a_field_are_looked_for_in_those_of_anywhere(entry: FieldEntry) -> None:
    papers = [replace(Paper(), **{entry.attribute: getattr(PAPERS[1], entry.attribute)})]
    assert found(papers, _a_word_of(entry)) == ({0} if entry.field & ANYWHERE else set())


@each_field
def test_a_field_that_is_missing_has_no_text(entry: FieldEntry) -> None:
    assert entry.texts(Paper()) == []
    assert (entry.shown(Paper()) or "") in ("", "no id")


@each_field
def test_a_field_is_indexed_with_its_weight(entry: FieldEntry) -> None:
    index = build(PAPERS)
    assert index.present.tolist() == [0, int(EVERY_FIELD)]
    assert scoring.FIELD_WEIGHTS[fields.code_of(entry.field)] == entry.weight > 0
    assert scoring.TYPICAL_LENGTHS[fields.code_of(entry.field)] == entry.typical_length


@each_field
def test_a_field_is_highlighted_where_it_is_shown(entry: FieldEntry) -> None:
    text = entry.shown(PAPERS[1])
    assert text
    tokens = search(PAPERS, f"{entry.name}:{_a_word_of(entry)}").tokens
    assert highlight(text, tokens, entry.field).spans
    assert fields.field_of(entry.attribute) == entry.field
    assert hasattr(PAPERS[1], entry.attribute)


@each_field
def test_a_field_is_described_by_its_name(entry: FieldEntry) -> None:
    assert describe(Has(entry.field)) == f"has:{entry.name}"
    assert describe(Word("deep", entry.field)) == f"{entry.name}:deep"


@each_field
def test_a_field_is_completed(entry: FieldEntry) -> None:
    named = completions(entry.name[:3], lambda *_: (), lambda: ())
    assert f"{entry.name}:" in named or len(entry.name) <= 3
    assert f"has:{entry.name} " in completions("has:", lambda *_: (), lambda: ())
    is_completed = fragment(f"{entry.name}:zebra") is not None
    assert is_completed == (entry.completed_from is not None)


@for_each("name", FILTERS)
def test_a_filter_says_what_it_needs(name: str) -> None:
    value = "-" if name in ("tag", "note") else "zebra"
    assert parse(f"{name}:{value}").mistakes == (f"{name}: needs {FILTERS[name].needs}",)


def test_the_help_names_each_field() -> None:
    names = " ".join(f"{entry.name}:" for entry in SCHEMA)
    assert names in {text for _, rows in sections(READER) for _, text in rows}


def test_another_schema_is_another_format_of_the_cache() -> None:
    assert str(fields.SCHEMA_NUMBER) in FORMAT
