"""What is wrong with a record: a part of it, which is told, or so much that it gives no paper."""

from __future__ import annotations

from hypothesis import given, settings

from paperview.model.paper import Paper
from paperview.sources.formats.snapshot import paper
from paperview.sources.problem import shown_without
from paperview.text.sanitize import clean
from tests.cases import for_each
from tests.sources.jsonl.support import NOBODY, line, lines, read, refusal

# What is wrong with a part


@for_each(
    ("fields", "reason"),
    [
        ({"title": None}, "has no title"),
        ({"title": " \n "}, "has no title"),
        ({"title": 7}, "title is no text"),
        ({"abstract": ["We"]}, "abstract is no text"),
        ({"journal_ref": {}}, "journal-ref is no text"),
        ({"authors_parsed": "One, Ann"}, "authors_parsed is no list of names"),
        ({"authors_parsed": [["One", None]]}, "authors_parsed is no list of names"),
        ({"versions": {"version": "v1"}}, "versions is no list of versions"),
        ({"versions": [{"version": "last"}]}, "'last' is not a version"),
        ({"versions": [{"created": "31 Feb 2007"}]}, "'31 Feb 2007' is not a date"),
        ({"versions": [{"created": "2 Foo 2007"}]}, "'2 Foo 2007' is not a date"),
        ({"update_date": "2007-13-01"}, "'2007-13-01' is not a date"),
        ({"doi": "10.1/none"}, "'10.1/none' is not a DOI"),
        ({"doi": 10.1}, "doi is no text"),
        ({"id": 704.0001}, "id is no text"),
        ({"id": "7.x\n"}, "'7.x' is not an arXiv id"),
    ],
)
def test_a_field_that_is_wrong_is_left_out_and_told(fields: dict[str, object], reason: str) -> None:
    found, reasons = paper(line(**fields))
    assert reasons == (shown_without(reason),)
    whole = read()
    (name,) = (name.replace("authors_parsed", "authors") for name in fields)
    if name in ("title", "abstract", "journal_ref", "doi"):
        assert getattr(found, name) is None
    assert found.comments == whole.comments
    assert found.authors == (("A. One", "B. Two") if name == "authors" else whole.authors)


def test_several_wrong_fields_are_all_told() -> None:
    _, reasons = paper(line(title=1, comments=2, update_date="x"))
    told = {"title is no text", "comments is no text", "'x' is not a date"}
    assert set(reasons) == set(map(shown_without, told))


@for_each(
    ("data", "read_as", "reasons"),
    [
        (b'{"title": "T"}', Paper(title="T"), ()),
        (b'{"id": null, "abstract": "We."}', Paper(abstract="We."), ("has no title",)),
        (
            b'{"authors": ["Ann"], "journal_ref": "J"}',
            Paper(authors=("Ann",), journal_ref="J"),
            ("has no title",),
        ),
        (
            b'{"id": "7.x", "title": "T", "name": "one2020"}',
            Paper(title="T", name="one2020"),
            ("'7.x' is not an arXiv id",),
        ),
    ],
)
def test_a_title_or_an_abstract_is_enough_to_be_a_paper(
    data: bytes, read_as: Paper, reasons: tuple[str, ...]
) -> None:
    assert paper(data) == (read_as, tuple(map(shown_without, reasons)))


def test_what_other_files_have_under_paperviews_own_names_is_passed_over() -> None:
    others = b', "name": 7, "version": "1.0.2", "journal_ref": [], "updated": {}}'
    record = line(versions=None)
    assert paper(record.removesuffix(b"}") + others) == paper(record)
    for extra in ({"a": 1}, 7, [1, ["a"], ["a", 2], ["", "b"]]):
        assert read(extra=extra) == read()


def test_the_source_is_named() -> None:
    found, _ = paper(line(), "papers.jsonl")
    assert found.sources == ("papers.jsonl",)
    assert read().sources == ()


def test_bytes_that_are_no_utf8_are_read_as_windows_1252_and_told() -> None:
    data = line(title="Caf{} \u2013").replace(b"{}", b"\xe9").replace(b"\\u2013", b"\x96")
    found, reasons = paper(data)
    assert found.title == "Caf\xe9 \u2013"
    assert found.arxiv_id is not None
    assert reasons == ("byte 0xe9 is not UTF-8; it is read as Windows-1252",)
    assert paper(data.replace(b"\xe9", b"\x81"))[0].title == "Caf\ufffd \u2013"
    mixed = paper(data.replace(b"Caf", "Schr\xf6dinger's caf".encode()))[0]
    assert mixed.title == "Schr\xf6dinger's caf\xe9 \u2013"


# What gives no paper


@for_each(
    ("data", "reason"),
    [
        (b"", "is not JSON (unexpected end)"),
        (b'{"id": "0704.0001", "title": "T', "is not JSON (unexpected end)"),
        (b"We show that", "is not JSON (invalid character, byte 0)"),
        (b'{"id": "0704.0001"} {}', "is not JSON (trailing characters, byte 21)"),
        (b'{"id": "0704.0001", "abstract": "\0"}', "is not JSON (invalid character, byte 33)"),
        (b'{"id": "7.x", "comments": "\xff"}', "'7.x' is not an arXiv id"),
        (b'["0704.0001"]', "is no JSON object"),
        (b'{"id": ' + b"[" * 99_999, "is not JSON (nested too deeply)"),
        (b"{}", "has no title, no abstract and no id"),
        (b'{"id": null, "authors": "Ann"}', "has no title, no abstract and no id"),
        (b'{"created": "2020", "journal_ref": "J"}', "has no title, no abstract and no id"),
        (b'{"id": 704.0001, "title": " "}', "id is no text"),
        (b'{"id": "7.x", "comments": "T"}', "'7.x' is not an arXiv id"),
        (b'{"id": "7.x", "doi": "10"}', "'7.x' is not an arXiv id; '10' is not a DOI"),
        (b'{"id": "\\u001b[2J\\n7"}', "'␛[2J 7' is not an arXiv id"),
    ],
)
def test_what_is_no_record_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    assert refusal(data) == reason


def test_a_refusal_shows_the_beginning_of_a_long_id() -> None:
    reason = refusal(line(id="x" * 100_000, doi=None, title=None, abstract=None, **NOBODY))
    assert reason is not None
    assert len(reason) < 150


def test_texts_made_to_be_slow_are_not() -> None:
    commas, brackets = "," * 500_000, "(" * 500_000
    read(doi=f"10.1145/1{commas}", abstract="\n " * 500_000, comments="  \n" * 500_000)
    read(authors_parsed=None, authors=brackets)
    read(authors_parsed=None, authors="(" + ")(" * 250_000)


@given(lines())
@settings(max_examples=100)
def test_whatever_a_line_holds_nothing_but_a_refusal_is_raised(data: bytes) -> None:
    reason = refusal(data)
    if reason is not None:
        assert reason == clean(reason)
        return
    found, reasons = paper(data)
    assert found.has_id or found.title or found.abstract or found.authors
    texts = (found.title, found.comments, found.journal_ref, *found.authors, *found.categories)
    for text in (*filter(None, texts), *(found.abstract or "-").split("\n\n"), *reasons):
        assert text == clean(text).strip() != ""
