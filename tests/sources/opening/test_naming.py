"""Encodings that texts name themselves: used where they fit, told where they don't."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperview.model.paper import Paper
from paperview.sources.decoding import Decoded, decode, encoding_of, named, python_name
from paperview.sources.problem import Problem
from paperview.sources.request import Request
from paperview.sources.source import PipedSource, TextSource
from tests.cases import for_each

CZECH = "@article{a, author={Dvořák, Jiří}, title={Žluťoučký kůň}, year=2001}\n"
LINES = (
    "% Encoding: {}\n@",
    "Encoding: {}\n@",
    "% This file was created with JabRef 2.9.\n% Encoding: {}\n\n@",
    "%% Saved with string encoding {} \n@",
    "@comment{{x-kbibtex-encoding={}}}\n@",
    "@Comment{{jabref-encoding: {};}}\n@",
    "% -*- coding: {} -*-\n@",
    "% -*- mode: bibtex; coding: {}-unix; fill-column: 80 -*-\n@",
    "#!/bin/x\n% -*- coding:{} -*-\n@",
    "% vim: set fileencoding={} :\n@",
    "% vim:fenc={}\n@",
    "% !TEX encoding = {}\n@",
    "@% Local Variables:\n% mode: bibtex\n% coding: {}\n% End:\n",
    "@@comment{{\nLocal Variables:\ncoding: {}\nEnd: }}\n",
    "@@comment{{x-kbibtex-encoding={}}}\n",
    "@% vim: fileencoding={}\n",
)
"""Where an encoding is named in a text; `@` stands for the entry."""


def written(line: str, name: str, text: str = CZECH) -> str:
    before, _, behind = line.format(name).rpartition("@") if "@@" not in line else ("", "", "")
    if "@@" in line:
        return f"{text}@{line.format(name)[2:]}"
    return f"{before}{text}{behind}"


def read(data: bytes) -> Decoded:
    return decode(data, encoding_of(data))


@for_each("line", LINES)
def test_an_encoding_named_in_any_of_these_ways_is_used(line: str) -> None:
    text = written(line, "iso-8859-2")
    assert "Žluťoučký" in text
    for end in ("\n", "\r\n", "\r"):
        data = text.replace("\n", end).encode("iso-8859-2")
        assert read(data) == Decoded(text.encode()), end


def test_encodings_are_known_by_the_names_that_programs_give_them() -> None:
    names = {
        "Cp1252": "cp1252",
        "windows-1252": "cp1252",
        "ISO8859_2": "iso8859-2",
        "ISO-8859-2": "iso8859-2",
        "latin2": "iso8859-2",
        "latin-2": "iso8859-2",
        "iso-latin-2": "iso8859-2",
        "IsoLatin2": "iso8859-2",
        "IsoLatin": "iso8859-1",
        "Central European (ISO Latin 2)": "iso8859-2",
        "Western (ISO Latin 1)": "iso8859-1",
        "Westeuropäisch (ISO Latin 9)": "iso8859-15",
        "Western (Windows Latin 1)": "cp1252",
        "Western (Mac OS Roman)": "mac-roman",
        "Central European (Windows Latin 2)": "cp1250",
        "Cyrillic (Windows)": "cp1251",
        "Cyrillic (KOI8-R)": "koi8-r",
        "Greek (Mac OS)": "mac-greek",
        "Greek (ISO 8859-7)": "iso8859-7",
        "Japanese (Shift JIS)": "cp932",
        "Japanese (EUC)": "euc_jp",
        "Japanese (ISO 2022-JP)": "iso2022_jp",
        "Chinese (GB 18030)": "gb18030",
        "Traditional Chinese (Big 5)": "cp950",
        "Unicode (UTF-8)": "utf-8",
        "MacRoman": "mac-roman",
        "x-MacRoman": "mac-roman",
        "Cp1251": "cp1251",
        "koi8_r": "koi8-r",
        "gbk": "gb18030",
        "SJIS": "cp932",
        "japanese-shift-jis-dos": "cp932",
        "euc-japan-unix": "euc_jp",
        "utf-8-unix": "utf-8",
        "mule-utf-8": "utf-8",
        "UTF-8 Unicode": "utf-8",
        "utf-16": None,
        "utf-7": None,
        "rot13": None,
        "hex": None,
        "idna": None,
        "cp037": None,
        "aliases": None,
        "Foo-8": None,
        "../x": None,
        "": None,
    }
    assert {name: python_name(name) for name in names} == names


@for_each(
    ("encoding", "text"),
    [
        ("cp1251", "Пётр Иванов"),
        ("koi8-r", "Пётр Иванов"),
        ("cp1253", "Γιώργος"),
        ("gbk", "机器学习"),
        ("shift_jis", "機械学習"),
        ("euc-jp", "機械学習"),
        ("iso-2022-jp", "機械学習"),
        ("big5", "機器學習"),
        ("euc-kr", "기계 학습"),
        ("macroman", "Gödel"),
        ("latin1", "Gödel"),
        ("cp1252", "“Gödel”"),
    ],
)
def test_texts_of_many_encodings_are_read(encoding: str, text: str) -> None:
    whole = f"% Encoding: {encoding}\n@misc{{a, title={{{text}}}}}\n"
    assert read(whole.encode(encoding)) == Decoded(whole.encode())


def test_latin_1_is_windows_1252_here_too() -> None:
    text = "% Encoding: ISO-8859-1\n“Gödel”\n"
    assert read(text.encode("cp1252")) == Decoded(text.encode())


@for_each("name", ["latin2", "Cp1252", "gbk", "utf-8", "us-ascii", "Foo-8"])
def test_what_is_utf8_is_that_whatever_it_names(name: str) -> None:
    text = f"% Encoding: {name}\n{CZECH}"
    assert read(text.encode()) == Decoded(text.encode())


def test_a_name_that_is_not_known_is_told_with_the_line() -> None:
    found = read(b"% Encoding: Foo-8\ncaf\xe9\n")
    assert found == Decoded(
        "% Encoding: Foo-8\ncafé\n".encode(),
        2,
        "byte 0xe9 is not UTF-8, and 'Foo-8', which it names, is not known; "
        "the line is read as Windows-1252",
        "café",
    )


@for_each("name", ["gbk", "euc-kr"])
def test_a_name_that_does_not_fit_is_told_and_not_used(name: str) -> None:
    found = read(f"% Encoding: {name}\ncaf\xe9 {{na\xefve}} \xfcber\xff\n".encode("latin-1"))
    assert "café {naïve} überÿ" in found.data.decode()
    assert found.line == 2
    assert ", as it says; the line is read as Windows-1252" in found.reason


def test_one_letter_that_does_not_fit_costs_no_other_one() -> None:
    text = f"% Encoding: euc-jp\n{'機械学習' * 10}"
    found = read(text.encode("euc-jp") + b" \xff\n")
    assert found.data.decode().startswith(text)
    assert found.reason == "is not EUC_JP; the rest is read as well as can be"


@for_each("name", ["utf-8", "us-ascii", "latex", "raw-text", "undecided"])
def test_a_name_that_says_nothing_of_the_letters_is_as_none(name: str) -> None:
    found = read(f"% Encoding: {name}\ncaf\xe9\n".encode("latin-1"))
    assert found.reason == "byte 0xe9 is not UTF-8; the line is read as Windows-1252"


@for_each(
    "text",
    [
        '{"title": "caf\xe9 -*- coding: latin-2 -*-"}\n',
        "caf\xe9\n" + "-" * 5000 + "\n% Encoding: latin2\n" + "-" * 5000,
        "We speak of Encoding: latin2 here, caf\xe9\n",
        "x\ny\n% -*- coding: latin-2 -*-\ncaf\xe9\n",
    ],
)
def test_what_only_looks_like_a_name_is_none(text: str) -> None:
    data = text.encode("latin-1")
    assert named(data) is None
    assert "Windows-1252" in read(data).reason


def test_a_name_at_the_end_of_a_long_text_is_seen() -> None:
    text = CZECH * 2000 + "% Local Variables:\n% coding: latin-2\n% End:\n"
    assert read(text.encode("latin2")) == Decoded(text.encode())
    data = text.encode("latin2")
    assert decode(data, encoding_of(data[:65536])).data.decode() == text


RIS = "TY  - JOUR\nTI  - Žluťoučký kůň\nAU  - Dvořák, Jiří\nPY  - 2001\nER  - \n"


def papers(path: Path) -> list[Paper]:
    """Read a file in which nothing is wrong."""
    opened = Request([str(path)]).open(waits=True)
    assert opened.errors == []
    (source,) = opened.sources
    assert isinstance(source, TextSource | PipedSource)
    found = list((source.read() if isinstance(source, PipedSource) else source).records())
    assert not [str(one) for one in found if isinstance(one, Problem)]
    return [one for one in found if isinstance(one, Paper)]


@pytest.mark.parametrize(
    "text", [f"% Encoding: ISO-8859-2\n{CZECH}", f"-*- coding: latin-2 -*-\n{RIS}"]
)
@pytest.mark.parametrize("packed", ["", "gz", "zip"])
def test_it_is_used_whatever_the_file_is(tmp_path: Path, text: str, packed: str) -> None:
    name = "refs.bib" if "@" in text else "refs.ris"
    data = text.encode("iso-8859-2")
    path = tmp_path / f"{name}.{packed}".rstrip(".")
    if packed == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, data)
    else:
        path.write_bytes(gzip.compress(data) if packed else data)
    (found,) = papers(path)
    assert (found.title, found.authors) == ("Žluťoučký kůň", ("Jiří Dvořák",))


@given(
    st.binary(max_size=300), st.sampled_from(["gbk", "cp1252", "iso-2022-jp", "hz", "euc-jp", "x"])
)
def test_any_bytes_become_text_whatever_they_name(data: bytes, name: str) -> None:
    found = decode(f"% Encoding: {name}\n".encode() + data, None)
    assert "\0" not in found.data.decode()
    assert bool(found.line) == bool(found.reason)
    assert decode(found.data, None).data == found.data
