"""XML is read record by record, even if it is broken."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.sources.parsing.xml_records import XmlRecord, records, root, text
from paperview.sources.problem import Problem
from tests.cases import for_each
from tests.sources.formats.xmlsupport import HOSTILE, damaged


def read(data: bytes | str) -> list[str]:
    """Return what the records of a file say, and what is wrong with others, with their lines."""
    data = data.encode() if isinstance(data, str) else data
    return [
        f"{one.line}: {text(one.element)}"
        if isinstance(one, XmlRecord)
        else f"{one.line}! {one.reason}"
        for one in records(data, ("record",), "file.xml")
    ]


def test_records_come_with_the_lines_they_begin_at() -> None:
    assert read("<a>\n<record>one</record> <b/>\n\n<record>two\n</record><record/></a>") == [
        "2: one",
        "4: two\n",
        "5: ",
    ]


@for_each(
    "data",
    [
        "<record>1</record>\n<record>2</record>",
        "<?xml version='1.0'?><a><b><record>1</record></b></a>\n<a><record>2</record></a>",
        "<?xml version='1.0'?>\n<a><record>1</record></a><?xml version='1.0'?><a>"
        "<record>2</record></a>",
        "\n\n<?xml version='1.0'?><a><record>1</record><record>2</record></a>",
        "<dump><a><record>1</record></a><a><record>2</record></a></dump>",
        "<!-- <record>0</record> --><a><?php x ?><record>1</record><c/><record>2</record></a>",
        "<x:a xmlns:x='y'><x:record>1</x:record><x:record>2</x:record></x:a>",
        "<a><undeclared:record>1</undeclared:record><record>2</record></a>",
        "<a><record>1</record><![CDATA[<record>0</record>]]><record>2</record></a>",
        "<!DOCTYPE a><a><record>1</record><record>2</record></a>",
    ],
)
def test_documents_one_after_the_other_and_records_without_one_are_read(data: str) -> None:
    assert [said.partition(" ")[2] for said in read(data)] == ["1", "2"]


@for_each("name", ["utf-16", "iso-8859-1", "unheard-of"])
def test_the_bytes_are_utf8_whatever_the_file_says_of_itself(name: str) -> None:
    assert read(f"<?xml version='1.0' encoding='{name}'?><a><record>Çelebi</record></a>") == [
        "1: Çelebi"
    ]


# Broken records


@for_each(
    ("content", "shown"),
    [
        ("R&D", "R&D"),
        ("a < b, b <= c", "a < b, b <= c"),
        ("caf&eacute; &nosuch;", "café &nosuch;"),
        ("bad &#0;&#x1F; signs", "bad � signs"),
        ("a ]]> b", "a ]]> b"),
        ("a &amp; b & c &#233;", "a & b & c é"),
    ],
)
def test_what_was_not_escaped_is_read_as_it_was_meant(content: str, shown: str) -> None:
    said = read(f"<a><record>{content}</record><record>2</record></a>")
    assert said[0].replace("\x1f", "") == f"1: {shown}"
    assert said[1:] == ["1: 2"]


@for_each("char", ["\x00", "\x01", "\x0b", "\x1b", "\ufffe", "\uffff"])
def test_characters_that_xml_forbids_cost_nothing_but_themselves(char: str) -> None:
    (said,) = read(f"<a><record>one{char}two</record></a>")
    assert said.startswith("1: one")
    assert said.endswith("two")


def test_bytes_that_are_no_utf8_cost_nothing_but_themselves() -> None:
    data = b"<a><record>on\xffe \xe2\x82</record><record>\xc3\xa9</record></a>"
    assert read(data) == ["1: on?e ??", "1: é"]


@for_each(
    ("middle", "reason"),
    [
        ("<record><b></record>", "the record is no well-formed XML (mismatched tag in line 2)"),
        ("<record b=1>2</record>", "the record is no well-formed XML (invalid token in line 2)"),
        ("<record>\n<b a='1' a='2'/></record>",
         "the record is no well-formed XML (duplicate attribute in line 3)"),
        ("<record>2", "the record is not closed before the next one begins"),
        ("<record>2 <!-- ", "the record is not closed before the next one begins"),
        ("<record>2 <b", "the record is not closed before the next one begins"),
    ],
)  # fmt: skip
def test_a_broken_record_is_reported_and_the_next_ones_are_read(middle: str, reason: str) -> None:
    begin, end = "<a><b>\n", "\n<record>3</record></b><b><record>4</record></b></a>"
    assert read(begin + "<record>1</record>" + middle + end)[:2] == ["2: 1", f"2! {reason}"]
    said = read(begin + middle + end)
    assert said[0] == f"2! {reason}"
    assert [one.partition(" ")[2] for one in said[1:]] == ["3", "4"]


def test_a_problem_shows_the_beginning_of_the_record() -> None:
    found = list(records(b"<a>\n<record><b>\n one\n</a>", ("record",), "file.xml"))
    assert found == [
        Problem("file.xml", 2, "the file ends within the record", "<record><b> one </a>")
    ]


@for_each(
    ("data", "told"),
    [
        ("<a><record>1</record><record>2 and", "the file ends within the record"),
        ("<a><record>1</record><reco", "the file is cut off: <a> is not closed"),
        ("<a><record>1</record>", "the file is cut off: <a> is not closed"),
        ("<a><record>1</record></a", "the file is cut off: <a> is not closed"),
        ("<a><record>1</record></a>\n\njunk", "this is no well-formed XML (junk after document"),
        ("<a><record>1</record>a & b</a>", "this is no well-formed XML (invalid token"),
    ],
)
def test_a_file_that_is_cut_or_has_something_else_in_it_says_so(data: str, told: str) -> None:
    first, second = read(data)
    assert first == "1: 1"
    assert told in second


def test_a_cut_off_file_says_so_behind_a_broken_record_too() -> None:
    assert read("<a><b><record><c></record><record>2</record></b>") == [
        "1! the record is no well-formed XML (mismatched tag in line 1)",
        "1: 2",
        "1! the file is cut off: <a> is not closed",
    ]


@for_each("declaration", ["", "<?xml version='1.0'?>"])
def test_of_several_documents_each_may_be_cut_off(declaration: str) -> None:
    data = f"{declaration}<a><record>1</record></a>\n{declaration}<b><record>2</record>"
    assert read(data) == ["1: 1", "2: 2", "2! the file is cut off: <b> is not closed"]


def test_a_section_between_records_that_never_ends_costs_none() -> None:
    said = read("<a><record>1</record>\n<![CDATA[\n<record>2</record><record>3</record></a>")
    assert [one.partition(" ")[0] for one in said] == ["1:", "3!", "3:", "3:"]


@for_each("before", range(4))
def test_a_character_may_stand_anywhere_in_a_large_file(before: int) -> None:
    content = "x" * before + "é€𝛼" * 30_000
    assert read(f"<a><record>{content}</record></a>") == [f"1: {content}"]


def test_what_is_no_xml_at_all_is_one_problem() -> None:
    assert read("broken xml") == ["1! this is no well-formed XML (syntax error in line 1)"]


@for_each("data", ["", "  \n ", "<a/>", "<a>\n<b/></a>", "<a/>\x00\x00\x00"])
def test_a_file_without_records_is_no_problem(data: str) -> None:
    assert read(data) == []


LAUGHS = "".join(
    f"<!ENTITY l{number} '{f'&l{number - 1};' * 10 if number else 'ha'}'>" for number in range(20)
)


@for_each(
    "definition",
    [
        f"<!DOCTYPE a [{LAUGHS}]>",
        "<!DOCTYPE a [<!ENTITY l19 SYSTEM 'file:///etc/passwd'>]>",
        f"<!DOCTYPE a [<!ENTITY l19 '{'A' * 100_000}'>]>",
        "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/x.dtd'>",
        "<!DOCTYPE a [<!ATTLIST record b CDATA 'c'>]>",
        "<!DOCTYPE a PUBLIC '-//X//Y' 'x.dtd' [<!ENTITY % x SYSTEM 'http://127.0.0.1:9/'> %x;]>",
    ],
)
def test_a_file_that_defines_things_is_not_believed(definition: str) -> None:
    content = f"\n<a><record>1 {'&l19;' * 1000}</record><record>2</record></a>"
    problem, first, second = read(definition + content)
    assert problem == "1! a document type definition is not read: it could be made to do harm"
    assert (first, second) == ("2: 1 " + "&l19;" * 1000, "2: 2")


@for_each("above", [3, 2000])
def test_a_record_within_many_elements_is_found(above: int) -> None:
    assert read("<a>" * above + "<record>1</record>" + "</a>" * above) == ["1: 1"]


def test_metadata_that_are_a_record_themselves_belong_to_theirs() -> None:
    data = "<a><record><metadata>\n<record>1</record></metadata></record><record>2</record></a>"
    assert [one.partition(" ")[2].strip() for one in read(data)] == ["1", "2"]


# Promises


def documents(count: int) -> Iterator[bytes]:
    for number in range(count):
        yield (
            b"<record><header><identifier>%d</identifier></header><metadata><dc>"
            b"<title>A \xce\xb1 &amp; <sub>2</sub></title></dc></metadata></record>\n" % number
        )


WHOLE = b"<?xml version='1.0'?>\n<OAI-PMH><ListRecords>" + b"".join(documents(6))
WHOLE += b"</ListRecords></OAI-PMH>"


@settings(max_examples=100)
@given(damaged(WHOLE) | st.binary(max_size=200) | st.lists(st.sampled_from(HOSTILE)).map(b"".join))
def test_nothing_raises_and_all_lines_are_lines_of_the_file(data: bytes) -> None:
    for one in records(data, ("record", "error"), "x"):
        assert 1 <= one.line <= data.count(b"\n") + 1
        if isinstance(one, XmlRecord):
            text(one.element)


@settings(max_examples=80)
@given(st.integers(0, 5), st.data())
def test_damage_within_one_record_costs_no_other(number: int, data: st.DataObject) -> None:
    parts = list(documents(6))
    harmless = [piece for piece in HOSTILE if b"record>" not in piece and b"error" not in piece]
    begin = len(b"<record>")
    place = data.draw(st.integers(begin, len(parts[number])))
    end = data.draw(st.integers(place, len(parts[number])))
    piece = data.draw(st.sampled_from((b"", *harmless)))
    parts[number] = parts[number][:place] + piece + parts[number][end:]
    whole = b"<OAI-PMH><ListRecords>" + b"".join(parts) + b"</ListRecords></OAI-PMH>"
    found = list(records(whole, ("record",), "x"))
    ids = [
        one.element.findtext("header/identifier") if isinstance(one, XmlRecord) else None
        for one in found
    ]
    others = [str(other) for other in range(6) if other != number]
    assert [one for one in ids if one in others] == others
    if not piece.startswith(b"</"):
        assert len(found) >= 6


def test_the_first_record_is_there_before_the_last_is_read() -> None:
    found = records(WHOLE.replace(b"</OAI-PMH>", b"") * 20_000, ("record",), "x")
    begin = time.process_time()
    next(found)
    assert time.process_time() - begin < 0.5


@pytest.mark.parametrize(
    "data",
    [
        b"<record>" * 3_750,
        b"<record><!-- " * 1_250,
        b"<record><![CDATA[" * 2_500,
        b"<record a='" * 6_250,
        b"<record>&x</b></record>" * 2_500,
        b"<record>" + b"&" * 125_000 + b"</record>",
        b"<a " + b"b='c' " * 12_500,
        b"<a><!--" + b"x" * 500_000,
        b"<a b='" + b"x" * 500_000,
        b"<a>" * 37_500,
        b"<record>" + b"<a>" * 37_500,
        b"<?xml version='1.0'?>" * 6_250,
        b"<" * 125_000,
        b"</record>" * 12_500,
        b"\x00" * 500_000,
        b"\xff" * 500_000,
    ],
    ids=lambda data: data[:20].decode(errors="replace"),
)
def test_a_hostile_file_takes_no_longer_than_its_size_wants(data: bytes) -> None:
    begin = time.process_time()
    for one in records(data, ("record",), "x"):
        assert one.line == 1
    assert time.process_time() - begin < 3


@for_each(
    ("head", "name"),
    [
        (b"<a>", "a"),
        (b"<?xml version='1.0'?>\n<!-- <b> -->\n<x:feed xmlns:x='y'>", "feed"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "a"),
        (b"<!DOCTYPE a SYSTEM 'b'>\n<a b='c'", "a"),
        (b"<?xml version='1.0'", ""),
        (b"<!-- <a>", ""),
        (b"< a>", ""),
        (b"text <a>", ""),
        (b"{}", ""),
        (b"", ""),
        (b"<cut", ""),
    ],
)
def test_a_file_is_detected_by_its_first_element(head: bytes, name: str) -> None:
    assert root(head) == name


@given(st.binary(max_size=100) | st.lists(st.sampled_from(HOSTILE)).map(b"".join))
def test_any_bytes_have_a_first_element_or_none(data: bytes) -> None:
    root(data)
