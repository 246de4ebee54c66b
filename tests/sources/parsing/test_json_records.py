"""The scanner and the fields of JSON documents, whole and broken."""

from __future__ import annotations

import json
import time
from pathlib import PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.model.paper import Paper
from paperview.sources.draft import RawRecord
from paperview.sources.parsing.json_records import Fields, records
from paperview.sources.parsing.json_scan import (
    CUT,
    EARLY_END,
    NO_OBJECT,
    UNCLOSED,
    JsonError,
    beginning,
    decoded,
    items,
)
from paperview.sources.problem import Problem
from paperview.sources.registry import detect
from tests.cases import for_each
from tests.sources.formats.jsonsupport import encoded, mutated, odd_values

PATHS = (("items",), ("hits", "hits"))
THREE = [{"n": 1, "s": '} ] \\ " {'}, {"n": 2, "in": [{"x": [{}]}]}, {"n": 3}]


def found(data: bytes) -> list[tuple[int, str, str]]:
    return [(item.line, item.text.decode(), item.fault) for item in items(data, *PATHS)]


def values(data: bytes) -> list[object]:
    return [decoded(item.text) for item in items(data, *PATHS) if not item.fault]


# Where the objects are


@for_each("indent", [None, 0, 1, 4])
@for_each(
    "document",
    [
        THREE,
        {"items": THREE},
        {"config": {"items": [{"no": 1}], "s": "{"}, "items": THREE, "rest": [{"no": 2}]},
        {"took": 3, "hits": {"total": 3, "hits": THREE, "max": [{}]}, "links": {"a": "b"}},
    ],
)
def test_objects_are_found_wherever_their_array_is(document: object, indent: int | None) -> None:
    data = encoded(document, indent)
    assert values(data) == THREE
    assert values(b"\n" + data + b"\n\n") == THREE


def test_an_object_without_such_an_array_is_an_object_itself() -> None:
    assert values(encoded({"n": 1, "other": THREE})) == [{"n": 1, "other": THREE}]
    assert values(encoded({"items": {"hits": THREE}})) == [{"items": {"hits": THREE}}]


def test_several_documents_follow_one_another() -> None:
    lines = b"\n".join(map(encoded, THREE))
    assert values(lines) == THREE
    assert values(encoded(THREE) + encoded({"items": THREE}) + b"\n" + lines) == THREE * 3


@for_each("data", [b"", b" \n ", b"[]", b"[ \n]", b'{"items": []}', b"[][]"])
def test_where_there_is_no_object_there_is_nothing(data: bytes) -> None:
    assert found(data) == []


def test_objects_tell_the_line_they_begin_at() -> None:
    data = b'{"items":\n[\n{"a": "x\\n",\n"b": 2}, {"c": 3},\n\n  {"d": 4}]}'
    assert [item.line for item in items(data, *PATHS)] == [3, 4, 6]


def test_the_first_objects_come_before_the_file_is_read() -> None:
    many = b"[" + b'{"title": "x"},' * 200_000
    start = time.process_time()
    first = [item for item, _ in zip(items(many), range(100), strict=False)]
    assert len(first) == 100
    assert time.process_time() - start < 0.2


@settings(max_examples=30)
@given(st.lists(st.dictionaries(st.text(max_size=4), odd_values(), max_size=3)), st.booleans())
def test_what_the_scanner_gives_is_what_the_document_holds(
    given_items: list[dict[str, object]], is_wrapped: bool
) -> None:
    document = {"a": [1], "items": given_items} if is_wrapped else given_items
    for indent in (None, 1):
        text = json.dumps(document, indent=indent)
        scanned = [json.loads(item.text) for item in items(text.encode(), ("items",))]
        assert json.dumps(scanned) == json.dumps(given_items)


# What is broken


def test_a_file_that_was_cut_gives_what_is_whole_and_says_so() -> None:
    data = encoded({"items": THREE}, indent=2)
    for size in range(len(data) - 1):
        got = found(data[:size])
        whole = [json.loads(text) for _, text, fault in got if not fault]
        faults = [fault for _, _, fault in got if fault]
        if size > data.index(b"["):
            assert whole == THREE[: len(whole)], size
        assert len(faults) == (1 if size else 0), size
        assert set(faults) <= {CUT, EARLY_END}


def test_what_is_no_object_is_reported_one_by_one() -> None:
    got = found(b'[1, "x, {", {"n": 1}, null, [{"in": 1}], {"n": 2}, true false]')
    assert [text for _, text, fault in got if fault == NO_OBJECT] == [
        "1",
        '"x, {"',
        "null",
        '[{"in": 1}]',
        "true",
        "false",
    ]
    assert [text for _, text, fault in got if not fault] == ['{"n": 1}', '{"n": 2}']


def test_what_stands_around_a_document_is_reported_once() -> None:
    got = found(b'var x = [{"n": 1}];\nbye, bye')
    assert [(text.strip(), fault) for _, text, fault in got] == [
        ("var x =", NO_OBJECT),
        ('{"n": 1}', ""),
        (";\nbye, bye", NO_OBJECT),
    ]


@for_each(
    "broken",
    [
        '{"n": 2,',
        '{"n": [2},',
        '{"n": {"m": [2},',
        '{"n": 2}}, ',
        '{"n": 2]]}, ',
        '{"n": "2},',
        '{"n": "a " b"},',
        '{"n" 2},',
        "{n: 2},",
        "{'n': 2},",
        '{"n": 2,},',
        "2,",
    ],
)
def test_what_is_wrong_with_one_object_in_lines_of_its_own_spares_the_others(broken: str) -> None:
    data = f'{{"items": [\n  {{"n": 1}},\n  {broken}\n  {{"n": 3}},\n  {{"n": 4}}\n]}}'.encode()
    got = list(records(data, "mine.json", _fill, *PATHS))
    assert {"1", "3", "4"} <= {one.title for one in got if isinstance(one, Paper)}
    assert any(isinstance(one, Problem) and one.line == 3 for one in got) or "}}" in broken


def test_a_missing_bracket_is_named() -> None:
    got = found(b'[\n {"n": 1},\n {"n": [2},\n {"n": 3}\n]')
    assert [(line, fault) for line, _, fault in got] == [(2, ""), (3, UNCLOSED), (4, "")]


def test_commas_may_be_missing_or_too_many() -> None:
    assert values(b'[,{"n": 1}\n{"n": 2},, {"n": 3},]') == [{"n": 1}, {"n": 2}, {"n": 3}]


def test_objects_without_indentation_are_not_taken_for_the_next_record() -> None:
    data = encoded([{"n": float("nan"), "in": [{"a": 1}, {"b": 2}]}, {"n": 2}], indent=0)
    assert values(data) == [{"n": None, "in": [{"a": "1"}, {"b": "2"}]}, {"n": 2}]


@settings(max_examples=80)
@given(st.binary(max_size=60) | mutated(encoded({"hits": {"hits": THREE}}, 1)))
def test_no_bytes_whatever_make_the_scanner_raise(data: bytes) -> None:
    lines = [item.line for item in items(data, *PATHS)]
    assert lines == sorted(lines)
    beginning(data, *PATHS)


HOSTILE = (
    *(b"[", b"]", b"{", b"[]", b"{}", b"[{", b"[[]{", b"{}\n", b"\n{", b" \n {"),
    *(b'"', b"\\", b'\\"', b'["', b'"\n', b"x ", b"1,", b'{"a":[\n', b'{"a":"\n'),
    *(b'{"items":', b'{"items":[]}\n', b'{"hits":{"hits":[{', b'{"hits":{"hits":[]\n'),
)


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("start", [b"", b"["])
def test_reading_takes_time_in_proportion(piece: bytes, start: bytes) -> None:
    def seconds(size: int) -> float:
        data = start + piece * (size // len(piece))
        begun = time.process_time()
        for _ in items(data, *PATHS):
            pass
        return time.process_time() - begun

    assert seconds(50_000) < 30 * seconds(5_000) + 0.2


# What they say


@for_each(
    ("text", "value"),
    [
        (b'{"a": NaN, "b": -Infinity}', {"a": None, "b": None}),
        (b'{"a": "\\ud835"}', {"a": "\ud835"}),
        (b'{"a": "one\ntwo\x00"}', {"a": "one\ntwo\x00"}),
        (b'{"a": ' + b"9" * 5000 + b"}", {"a": "9" * 5000}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
    ],
)
def test_what_careless_programs_write_is_read(text: bytes, value: object) -> None:
    assert decoded(text) == value


@for_each(
    ("text", "reason"),
    [
        (b"{", "is not JSON (unexpected end)"),
        (b'{"a" 1}', "is not JSON (expected ':', byte 5)"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "is not JSON (nested too deeply)"),
    ],
)
def test_what_is_no_json_is_reported(text: bytes, reason: str) -> None:
    with pytest.raises(JsonError) as error:
        decoded(text)
    assert error.value.reason == reason


def test_fields_of_another_kind_are_faults_and_not_errors() -> None:
    fields = Fields({"t": {"x": 1}, "l": [1, "a", None, ["b"]], "o": [1, {"n": 1}], "e": {}})
    assert fields.text("t") == ""
    assert fields.texts("l") == ["1", "a"]
    assert [one.values for one in fields.objects("o")] == [{"n": 1}]
    assert fields.text("e") == ""
    assert fields.faults == ["t is no text", "l is no list of texts", "o is no list of objects"]


def test_a_fault_is_reported_once() -> None:
    fields = Fields({"l": [True] * 100})
    assert fields.texts("l") == []
    assert fields.faults == ["l is no list of texts"]


def test_numbers_and_lists_count_as_texts_and_lone_values_as_lists() -> None:
    fields = Fields({"n": 12, "l": ["", "first", "second"], "t": "text", "o": {"n": 1}})
    assert (fields.text("none", "n"), fields.text("l")) == ("12", "first")
    assert fields.texts("t", "n") == ["text", "12"]
    assert fields.within("o").text("n") == "1"
    assert fields.within("none").text("n") == ""
    assert fields.faults == []


LINES = {
    "csl": {"id": "0704.0001", "type": "article", "title": "T", "DOI": "10.1234/x"},
    "zotero": {"key": "A", "id": 1, "itemType": "book", "title": "T"},
    "inspire": {"id": "1", "metadata": {"titles": [{"title": "T"}], "control_number": 1}},
    "ads": {"id": "12", "bibcode": "2016ApJ...818L..26F", "title": ["T"], "author": ["A, B"]},
    "jsonl": {"id": "0704.0001", "submitter": "A", "authors": "A. B", "title": "T", "doi": None},
}


@for_each("name", LINES)
@for_each("path", ["noname", "x.json", "x.jsonl", "x.ndjson", "x.txt"])
def test_json_lines_are_detected_by_what_their_objects_hold(name: str, path: str) -> None:
    line = encoded(LINES[name])
    for head in (line + b"\n" + line + b"\n", line):
        found = detect(head, PurePath(path))
        assert found
        assert found.name == name


def _fill(fields: Fields, record: RawRecord) -> bool:
    record.title = fields.text("n")
    return True


def test_a_problem_shows_the_beginning_of_the_object() -> None:
    data = b'[\n{"n": 1},\n{"n" ' + b"x" * 5000 + b"}]"
    paper, problem = records(data, "mine.json", _fill)
    assert isinstance(paper, Paper)
    assert paper.title == "1"
    assert isinstance(problem, Problem)
    assert (problem.source, problem.line, problem.lost) == ("mine.json", 3, True)
    assert problem.text.startswith('{"n" xxx')
    assert len(problem.text) == 500
