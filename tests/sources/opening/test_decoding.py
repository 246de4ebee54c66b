"""Texts in whatever encoding become UTF-8 with line feeds, and what was guessed is told."""

from __future__ import annotations

import codecs
import re
import time
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paperview.sources import decoding
from paperview.sources.decoding import MIXED, Decoded, NoTextError, decode, encoding_of
from paperview.text.sanitize import clean
from tests.cases import for_each

TEXT = "Über die spezifische Wärme\nEinstein, A.\n\nWe show: “zebras”.\n\narXiv:2304.10190\n"
XML = '<?xml version="1.0" encoding="{}"?>\n<a>Poincaré – Čech</a>\n'


def read(data: bytes) -> Decoded:
    return decode(data, encoding_of(data))


def kind_of(data: bytes) -> str:
    """Return what a file is that is no text."""
    with pytest.raises(NoTextError) as caught:
        encoding_of(data)
    return str(caught.value)


@for_each(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
@for_each("end", ["\n", "\r\n", "\r"])
def test_unicode_is_read_with_and_without_marks_and_with_all_line_ends(
    encoding: str, end: str
) -> None:
    assert read(TEXT.replace("\n", end).encode(encoding)) == Decoded(TEXT.encode())


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufeff")))
def test_utf8_stays_as_it_is(text: str) -> None:
    assert decode(text.encode(), None) == Decoded(text.encode())


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", MIXED, "utf-16-le", "gbk"]))
@example(b"\xff\xfe\0", None)
@example(codecs.BOM_UTF32_LE + b"abc", "utf-32")
@example(b"\xd8\x00\xd8\x00", "utf-16-be")
def test_whatever_it_is_becomes_text(data: bytes, encoding: str | None) -> None:
    found = decode(data, encoding)
    text = found.data.decode()
    assert "\0" not in text
    assert "\r" not in text
    assert found.text == clean(found.text)
    assert found.line <= found.data.count(b"\n") + 1
    assert bool(found.line) == bool(found.reason)


@given(st.binary(max_size=5000))
def test_any_bytes_have_an_encoding_or_are_no_text(data: bytes) -> None:
    with suppress(NoTextError):
        decode(data, encoding_of(data)).data.decode()


def test_lines_that_are_no_utf8_are_windows_1252_and_the_first_is_told() -> None:
    data = b"caf\xc3\xa9\r\nna\xefve \x93gnu\x94\r\nplain\rcaf\xe9 \x81\n"
    assert read(data) == Decoded(
        "café\nnaïve “gnu”\nplain\ncafé \ufffd\n".encode(),
        2,
        "byte 0xef is not UTF-8; the line, like 1 other, is read as Windows-1252",
        "naïve “gnu”",
    )


def test_of_very_many_bad_lines_the_rest_is_read_at_once() -> None:
    lines = decoding._BAD_LINES + 10
    found = decode("caf\xe9\n".encode("latin-1") * lines + "café".encode(), None)
    assert found.data == "café\n".encode() * lines + "cafÃ©".encode()
    assert "like very many others" in found.reason


def test_one_line_of_ten_million_bad_bytes_takes_no_time() -> None:
    started = time.process_time()
    found = decode(b"\xff" * 10_000_000, None)
    assert time.process_time() - started < 2
    assert len(found.data) == 20_000_000
    assert found.text == "ÿ" * len(found.text)


@for_each("text", ["é", "€", "😀", "xé", "éx€"])
def test_half_a_character_at_the_end_is_replaced_and_not_worth_a_word(text: str) -> None:
    for cut in range(1, len(text[-1].encode())):
        assert read(b"ab " + text.encode()[:-cut]) == Decoded(f"ab {text[:-1]}\ufffd".encode())
    half = b"\xff\xfe" + ("ab " + text).encode("utf-16-le")[:-1]
    whole = "ab " + text[:-1]
    assert read(half) == Decoded(f"{whole}\ufffd".encode())


def test_what_is_no_utf16_within_is_told_with_its_line() -> None:
    found = read("\ufeffone\n".encode("utf-16-le") + b"a\0\x00\xd8b\0\n\0c\0")
    assert found.data == "one\na\ufffdb\nc".encode()
    assert (found.line, found.text) == (2, "a\ufffdb")
    assert found.reason == "is not UTF-16; the rest is read as well as can be"


def test_zeros_are_shown() -> None:
    assert read(b"We\0 show " + b"x" * 100).data == "We␀ show ".encode() + b"x" * 100


@for_each(
    ("declared", "encoding"),
    [
        ("ISO-8859-2", "iso-8859-2"),
        ("windows-1250", "windows-1250"),
        ("UTF-8", "utf-8"),
        ("UTF-16", "utf-16"),
        ("gb18030", "gb18030"),
    ],
)
def test_what_an_xml_declaration_says_is_obeyed_and_brought_up_to_date(
    declared: str, encoding: str
) -> None:
    text = XML.format(declared).replace("–", "-" if encoding.startswith("iso") else "–")
    found = read(text.encode(encoding))
    assert found == Decoded(text.replace(declared, "UTF-8").encode())


def test_latin_1_is_read_as_windows_1252_is() -> None:
    data = XML.format("ISO-8859-1").replace("Č", "C").encode("windows-1252")
    assert b"\xe9" in data
    assert "Poincaré – Cech" in read(data).data.decode()


@for_each("name", ["utf-7", "idna", "punycode", "rot13", "zlib", "x" * 40, "hex"])
def test_a_declaration_of_something_odd_is_passed_over(name: str) -> None:
    found = read(XML.format(name).encode())
    assert found == Decoded(XML.format("UTF-8").encode())


@for_each(
    ("data", "said"),
    [
        (b"%PDF-1.5\n", "is a PDF; paperview reads lists of papers"),
        (b"\x89PNG\r\n\x1a\n....", "is a picture (PNG)"),
        (b"\xff\xd8\xff\xe0", "is a picture (JPEG)"),
        (b"SQLite format 3\0", "is an SQLite database"),
        (b"Rar!\x1a\x07\0", "is a RAR archive; unpack it first"),
        (bytes(range(256)) * 4, "is a binary file"),
        (bytes(5000), "is a binary file"),
        (b"\xe2\x28\x01\x02" + b"\xff" * 100, "is a binary file"),
    ],
)
def test_what_is_no_text_is_called_by_its_name(data: bytes, said: str) -> None:
    assert kind_of(data).startswith(said)


def test_a_few_control_characters_make_no_binary_file() -> None:
    assert encoding_of(b"A \x1b[31mtitle\x07 with some\x0c bells\n" * 3) is None


def test_greek_in_utf16_without_a_mark_is_told_by_its_blanks_and_line_ends() -> None:
    text = "Περί ζέβρας, και γνου. arXiv:2304.10190\n" * 20
    assert encoding_of(text.encode("utf-16-le")) == "utf-16-le"
    assert encoding_of(text.encode("utf-16-be")) == "utf-16-be"


def test_large_utf8_is_not_copied() -> None:
    data = b"x" * 1_000_000
    assert decode(data, None).data is data
    assert re.fullmatch(b"x*", decode(codecs.BOM_UTF8 + data, None).data)
