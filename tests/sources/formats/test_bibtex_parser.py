"""Broken BibTeX: a typo costs one entry at most and is reported, and regular fields."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperview.model.paper import Paper
from paperview.sources.formats.bibtex import blocks, parser
from paperview.sources.problem import Problem
from tests.cases import for_each
from tests.sources.formats.bibsupport import faults, names_and_lines, papers, read

ENTRIES = [
    f"""@article{{key{number},
  title = {{On {{NMR}} and number {number}}},
  author = "Doe, Ann and {{NASA}}",
  year = 2000 # "",
  abstract = {{We show
@ it and \\{{more\\}}.}}
}}
"""
    for number in range(4)
]


NOTHING = "the record has no title, no abstract and no id"

# Repairs


@for_each(
    ("text", "reason"),
    [
        (
            "@misc{k,\n title = {T},\n author = {Doe, Ann,\n note = {N}\n}",
            "the closing brace of the field 'author' is missing; read as if it were there",
        ),
        (
            "@misc{k,\n title = {T}},\n author = {Doe, Ann},\n note = {N}\n}",
            "there is a closing brace too many after the field 'title'; read without it",
        ),
        (
            "@misc{k,\n title = {T},\n author = {Doe}, Ann},\n note = {N}\n}",
            "there is a closing brace too many in the field 'author'; read without it",
        ),
        (
            "@misc{k, title = {T}, author = {Doe}, Ann}, note = {N}}",
            "there is a closing brace too many in the field 'author'; read without it",
        ),
        (
            '@misc{k,\n title = "T,\n author = "Doe, Ann",\n note = {N}\n}',
            "the closing quote of the field 'title' is missing; read as if it were there",
        ),
        (
            "@misc{k,\n title = {T},\n author = {Doe, Ann},\n note = {N}\n",
            "the end of the entry is missing; shown as far as it goes",
        ),
        (
            "@misc{k,\n title = {T},\n author = {Doe, Ann},\n note = {N",
            "the end of the field 'note' is missing; shown as far as it goes",
        ),
        (
            "@misc{k, title = {T}, author = {Doe, Ann}, note = {N",
            "the end of the field 'note' is missing; shown as far as it goes",
        ),
        (
            "@misc{k, title = {T}, author = {Doe, Ann, note = {N}}",
            "the closing brace of the field 'author' is missing; read as if it were there",
        ),
        (
            "@misc(k, title = {T}, author = {Doe, Ann}, note = {N}",
            "the end of the entry is missing; shown as far as it goes",
        ),
        (
            "@misc{k,\n title = {T}\n author = {Doe, Ann},\n note = {N}\n}",
            "the comma after the field 'title' is missing; read as if it were there",
        ),
    ],
)
def test_a_missing_sign_is_added_and_reported(text: str, reason: str) -> None:
    found, reasons = faults(text)
    assert (found.title, found.authors, found.comments) == ("T", ("Ann Doe",), "N")
    assert reasons == [reason]


@for_each(
    "fields",
    [
        "title = {T}, % a remark\n year = 2019",
        "title = {T}, % a remark, with commas\n year = 2019,\n% and another, at the end\n",
        "title = {T},\n % title = {Old},\n % note = {Old}\n year = 2019",
        "title = {T},, year = 2019",
        "title = {T}, year = 2019, ,",
    ],
)
def test_remarks_and_empty_fields_are_passed_over(fields: str) -> None:
    (found,) = papers(f"@misc{{k, {fields}}}")
    assert (found.title, str(found.created), found.comments) == ("T", "2019", None)


@for_each(
    ("fields", "reason"),
    [
        (
            "title = {T}; year = 2019",
            "the comma after the field 'title' is missing; read as if it were there",
        ),
        (
            "title = {T}, published in year = 2019",
            "there are words before the field 'year'; shown without them",
        ),
    ],
)
def test_other_signs_and_words_between_fields_are_reported(fields: str, reason: str) -> None:
    found, reasons = faults(f"@misc{{k, {fields}}}")
    assert (found.title, str(found.created), reasons) == ("T", "2019", [reason])


@for_each("end", ["", ", year = 2019", ",\n  year = 2019,\n"])
def test_a_quote_within_braces_does_not_end_a_text_in_quotes(end: str) -> None:
    for title in ('a {b " c} d', 'a {b " {"}, c} d', 'a {b " c}'):
        (found,) = papers(f'@misc{{k, note = "x" # "y", title = "{title}"{end}}}')
        assert (found.title, found.comments) == (title, "xy")
        assert bool(found.created) == bool(end)


@for_each("text", ["@misc{k\n title = {T}}", "@misc{k title = {T}, }"])
def test_a_key_needs_no_comma(text: str) -> None:
    (found,) = papers(text)
    assert (found.name, found.title) == ("k", "T")


def test_a_brace_behind_a_backslash_counts_where_the_entry_makes_no_sense_else() -> None:
    first, second = papers("@misc{a, title = {C:\\\\}, year = 2000}\n@misc{b, title = {{A}\\{}}")
    assert (first.title, second.title) == ("C:\\\\", "{A}\\{")
    assert str(first.created) == "2000"


def test_a_key_may_hold_tex_and_a_text_in_quotes_a_lone_brace() -> None:
    first, second = papers('@misc{a{\\`a}17, title={T}}\n@misc{b c, title = "A {b", note = {N}}')
    assert (first.name, first.title) == ("a{\\`a}17", "T")
    assert (second.name, second.title, second.comments) == ("b c", "A {b", "N")


def test_the_first_of_two_equal_fields_is_shown_and_the_other_reported() -> None:
    found, reasons = faults(
        '@misc{a, title={}, title={One}, Title={Two}, TITLE={ One}, note={x}, note="y"}'
    )
    assert (found.title, found.comments) == ("One", "x")
    assert reasons == [
        "there is a second title, 'Two'; the first one is shown",
        "there is a second note, 'y'; the first one is shown",
    ]


def test_only_the_first_of_many_repairs_are_reported() -> None:
    missing = " # ".join(f"x{number}" for number in range(100))
    fields = "".join(f"{name} = {{N}} " for name in "abcdefghijklmn")
    _, reasons = faults(f"@misc{{a, title={missing}, title={missing}, {fields}, note={missing}}}")
    assert len(reasons) == 11
    assert reasons[-1].endswith(
        "more things are wrong with the entry; shown as far as it can be read"
    )
    _, reasons = faults(f"@misc{{a, title={missing}}}")
    assert len(reasons) == 3


@pytest.fixture
def short_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse what is longer than a hundredth of what is refused otherwise, to read less here."""
    for module in (blocks, parser):
        monkeypatch.setattr(module, "RECORD_LIMIT", 100_000)


@pytest.mark.usefixtures("short_limit")
def test_an_entry_that_is_too_long_is_refused_and_what_follows_is_read() -> None:
    text = "@misc{a, title={A}}\n@misc{b, title={" + "{Long} " * 15_000 + "}}\n"
    first, problem, last = read(f"{text}@misc{{c, title={{C}}}}")
    assert isinstance(first, Paper)
    assert isinstance(last, Paper)
    assert (first.name, last.name) == ("a", "c")
    assert isinstance(problem, Problem)
    assert (problem.line, problem.lost) == (2, True)
    assert problem.reason == "is longer than 10,000,000 bytes"
    assert problem.text.startswith("@misc{b, title={{Long} {Long}")


@pytest.mark.usefixtures("short_limit")
def test_a_long_text_between_entries_makes_none_too_long() -> None:
    between = "Some {remark} here. " * 5_500
    found = papers(
        f"@misc{{a, title={{A}}}}{between}\n@comment{{{between}}}\n@misc{{b, title={{B}}}}"
    )
    assert [one.name for one in found] == ["a", "b"]


@pytest.mark.usefixtures("short_limit")
@for_each("text", ["Long ", "ж"])
def test_what_is_too_long_is_counted_in_bytes_up_to_where_the_entry_is_closed(text: str) -> None:
    long = text * (100_000 // len(text.encode()))
    entries = ("@misc{a, title={A}}", '@misc(a, title={(A)}, note="(B)", year={2019})')
    for entry in entries:
        first, second = papers(f"{entry} Remarks: {long}\n@misc{{b, title={{B}}}}")
        assert (first.name, second.name) == ("a", "b")
    problem, _ = read(f"@misc{{a, title={{A}}, note={{{long}}}}}\n@misc{{b, title={{B}}}}")
    assert isinstance(problem, Problem)
    assert problem.reason == "is longer than 10,000,000 bytes"
    (found,) = papers(f"@misc{{a, title={{A}}, note={{{long[:-1000]}}}}}")
    assert found.comments


def test_an_open_brace_between_entries_belongs_to_none() -> None:
    found = papers("@misc{a, title={A long title}} a lone { brace @misc{b, title={B}}")
    assert [one.name for one in found] == ["a", "b"]


@pytest.mark.usefixtures("short_limit")
def test_an_abbreviation_that_is_too_long_stands_for_nothing() -> None:
    text = '@string{x = "' + "Long " * 21_000 + '"}\n@misc{a, title={A}, note=x}'
    problem, paper, missing = read(text)
    assert isinstance(problem, Problem)
    assert isinstance(missing, Problem)
    assert str(problem) == (
        "mine.bib:1: @string: is longer than 10,000,000 bytes; shown without it"
    )
    assert isinstance(paper, Paper)
    assert paper.comments == "x"
    assert "'x', which is missing" in missing.reason


# Blocks that serve others


def test_a_problem_with_it_is_reported_once_where_it_is() -> None:
    found = read(
        """@misc{a, title={T}, xdata={x}, note=foo}
        @xdata{x, publisher=pub}
        @xdata{y, publisher=nobody_asks}
        @string{foo = {open}
        @string{bar {no equals sign}}
        @misc{b, title={T}, crossref={z}, note=foo}
        @book{z, title={Z}, publisher={P}"""
    )
    papers = [one for one in found if isinstance(one, Paper)]
    assert [one.comments for one in papers] == ["open", "open", None]
    assert [one.journal_ref for one in papers] == ["pub", "Z", "P"]
    assert [str(one) for one in found if isinstance(one, Problem) and not one.lost] == [
        "mine.bib:2: the field 'publisher' needs the @string 'pub', which is missing; "
        "shown as written",
        "mine.bib:4: the end of the @string 'foo' is missing; read as far as it goes",
        "mine.bib:5: @string: the entry is broken: expected '=' after its name, "
        "but found '{'; shown without it",
        "mine.bib:7: the end of the entry is missing; shown as far as it goes",
    ]


@pytest.mark.usefixtures("short_limit")
def test_one_that_is_too_long_is_reported_and_lost_to_the_others() -> None:
    problem, found = read(
        "@xdata{x, note={" + "Long " * 21_000 + "}}\n@misc{a, title={T}, xdata={x}}"
    )
    assert isinstance(problem, Problem)
    assert (problem.line, problem.lost) == (1, False)
    assert "@xdata: is longer than" in problem.reason
    assert isinstance(found, Paper)
    assert found.comments is None


@for_each(
    ("fields", "reason"),
    [
        (
            "title = {T},\n pages {1--2},\n year = 2019",
            "expected '=' after a field name, but found '{'",
        ),
        (
            'title = "T",\n pages "1--2",\n year = "2019"',
            "expected '=' after a field name, but found '\"'",
        ),
        (
            "title = {T},\n year = 2019,\n pages",
            "expected '=' after a field name, but found the end of the entry",
        ),
    ],
)
def test_a_part_that_makes_no_sense_costs_no_other_part(fields: str, reason: str) -> None:
    found, reasons = faults(f"@misc{{k,\n {fields}\n}}")
    assert (found.title, str(found.created)) == ("T", "2019")
    assert reasons == [f"the entry is broken: {reason}; shown without this part"]


@for_each("title", ['The "best" paper', 'He said "yes", and left', 'Let x="1", as {usual}'])
def test_quotes_within_quotes_are_text(title: str) -> None:
    (found,) = papers(f'@misc{{k,\n title = "{title}",\n year = "2019"\n}}')
    assert (found.title, str(found.created)) == (title.replace("{usual}", "{usual}"), "2019")


# Losses


@for_each(
    ("text", "reason"),
    [
        ("@misc{a", f"the end of the entry is missing; {NOTHING}"),
        ("@misc{a, title", "the entry is not closed"),
        ("@misc{a, = {T}}", NOTHING),
        ("@misc{a, {T}}", "the entry is broken: expected '=' after a field name, but found '{'"),
        ("@misc{a, author = {Doe, Ann}}", NOTHING),
        ("@misc{a}", NOTHING),
        ("@misc{}", NOTHING),
    ],
)
def test_an_entry_that_says_nothing_is_a_problem(text: str, reason: str) -> None:
    found = read(f"\n\n{text}\n@misc{{next, title={{Next}}}}\n")
    assert found[0] == Problem("mine.bib", 3, reason, text, lost=True)
    assert isinstance(found[1], Paper)
    assert found[1].name == "next"


# Starts and ends of entries


def test_a_line_with_an_at_sign_in_a_text_is_no_entry() -> None:
    first, second = papers(
        """@misc{first,
  abstract = {Write to
@me {or} not, or
@ (home) and
  @Override(value) public {
  } or
@article{quoted,
  title = {Quoted}
}
  and so on.},
  title = {First},
}
@misc(second, title = {Second}, note = {As
@article{quoted, title={Quoted}}
}, year = 2000)"""
    )
    assert (first.name, first.title, second.name) == ("first", "First", "second")
    assert (first.abstract or "").startswith("Write to @me {or} not, or @ (home) and @Override")
    assert (first.abstract or "").endswith("@article{quoted, title = {Quoted} } and so on.")
    assert second.comments == "As @article{quoted, title={Quoted}}"


def test_an_entry_that_is_not_closed_ends_where_the_next_one_begins() -> None:
    text = """@misc{a, title={A}, note={N
@misc{b, title={B}}
  @misc{c, title={C

@string{x = "X"}
@misc{d, title=x}
@comment{
@misc{e, title={E}}
@misc{f, title={F"""
    found = [one.name for one in read(text) if isinstance(one, Paper)]
    assert found == ["a", "b", "c", "d", "e", "f"]
    assert [one.line for one in read(text) if isinstance(one, Problem)] == [1, 3, 9]


def test_half_an_entry_costs_no_other_one() -> None:
    for cut in range(1, len(ENTRIES[1]) - 2):
        text = "".join([ENTRIES[0], f"{ENTRIES[1][:cut]}\n", *ENTRIES[2:]])
        found = names_and_lines(text)
        assert found[0] == ("key0", 0), cut
        assert found[-2:] == [("key2", 0), ("key3", 0)], cut
        assert all(one in (("key1", 0), (None, 8)) for one in found[1:-2]), cut


@settings(max_examples=60)
@given(
    st.integers(0, len(ENTRIES[1]) - 3),
    st.integers(0, 2),
    st.text(alphabet='{}()",=#\\ \nx', max_size=2),
)
def test_a_typo_costs_no_other_entry(index: int, left_out: int, put_in: str) -> None:
    entry = f"{ENTRIES[1][:index]}{put_in}{ENTRIES[1][index + left_out :].rstrip()}\n"
    found = names_and_lines("".join([ENTRIES[0], entry, *ENTRIES[2:]]))
    names = [name for name, _ in found if name]
    assert names[0] == "key0"
    assert names[-2:] == ["key2", "key3"]
    if index > len("@article{key1") and "@" not in ENTRIES[1][index : index + left_out]:
        # A record seen is a paper or a problem.
        lost = [one for one in found if one == (None, 8)]
        assert "key1" in names or lost


# Regular fields, which one expression reads as they are read sign by sign

REGULAR = r"""@article{key,
  title = {On {NMR} and {\"{O}}ther \{ things, as @ usual},
  author = "Doe, Ann and {\"u}ber, {Bo}",
  journal = x # " of " # {Y},
  year = 2000,
  note = {},
}
"""
_PARTS = [
    " ",
    ",",
    "}",
    "{",
    '"',
    "#",
    "\\",
    "\n",
    "=",
    "@",
    "{A}",
    '"B"',
    "note = ",
    "jan",
    "7",
]
_PARTS += ["title = {T}", "title = ", "year = 2000", "x", "{x {y} z}", '{"}', "\n@misc{b,"]


def both_ways(text: str) -> tuple[list[Paper | Problem], list[Paper | Problem]]:
    """Read a text as usual, and again without the expression for regular fields."""
    usual = read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parser, "_REGULAR", dict.fromkeys("{(", re.compile(r"(?!)")))
        return usual, read(text)


@settings(max_examples=150)
@given(st.lists(st.sampled_from(_PARTS), max_size=12).map("".join))
@example(' title = "{" # "}" } note = {x}')
@example('title = "A {"}quoted{"} word"')
@example('title = "{"}, note = {"}"}')
@example("title = {T}}, note = {x}}")
@example("title = {C:\\}, note = {x}")
@example("title = {{{{{{{{T}}}}}}}}")
def test_any_entry_is_read_the_same_sign_by_sign(fields: str) -> None:
    usual, parsed = both_ways(f"@misc{{a, {fields}}}\n@misc{{c, title={{C}}}}")
    assert usual == parsed


@settings(max_examples=150)
@given(
    st.integers(0, len(REGULAR)),
    st.integers(0, 3),
    st.text(alphabet='{}()",=#\\ \nx@', max_size=3),
)
def test_a_typo_is_read_the_same_sign_by_sign(index: int, left_out: int, put_in: str) -> None:
    usual, parsed = both_ways(f"{REGULAR[:index]}{put_in}{REGULAR[index + left_out :]}")
    assert usual == parsed
