"""Heads of BibTeX blocks: each `@` that begins a line is a paper, a directive or a problem."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperview.model.paper import Paper
from paperview.sources.formats import bibtex
from paperview.sources.problem import Problem
from tests.cases import for_each
from tests.sources.formats.bibsupport import papers, read

TYPES = (
    "['JournalArticle', 'Conference']",
    "['Review']",
    "[]",
    "None",
    "in-proceedings",
    "in proceedings",
    "article*",
    "misc/online",
    "Статья",
    "1book",
    '"article"',
    "'article'",
    "article:",
    "",
)
NO_BRACE = "no brace opens the entry after its type"


@for_each("kind", TYPES)
def test_a_type_may_be_no_plain_word(kind: str) -> None:
    for space in ("", " ", "\n"):
        text = f"@{kind}{space}{{k,\n  title = {{T}},\n  year = 2000\n}}\n"
        assert bibtex.looks_like(text.encode())
        found = papers(f"@misc{{a, title={{A}}}}\n{text}@misc{{b, title={{B}}}}")
        assert [(one.name, one.title) for one in found] == [("a", "A"), ("k", "T"), ("b", "B")]


@for_each("kind", TYPES)
def test_an_entry_that_is_not_closed_ends_before_one_of_an_odd_type(kind: str) -> None:
    found = read(f"@misc{{a, title={{A}}, note={{N\n@{kind}{{k, title={{T}}}}")
    assert [one.name for one in found if isinstance(one, Paper)] == ["a", "k"]


@for_each(
    ("kind", "said"),
    [
        ("['Book', 'Review']", "book"),
        ("['Review', 'Book']", "book"),
        ("phd-thesis", "PhD thesis"),
        ("PhD Thesis", "PhD thesis"),
    ],
)
def test_a_type_is_known_again_in_an_odd_one(kind: str, said: str) -> None:
    (found,) = papers(f"@{kind}{{k, title={{T}}}}")
    assert found.extra == (("type", said),)


@for_each(
    "head",
    [
        "@ article {",
        "@article (",
        "@\narticle{",
        "  \t@Article{",
        "\ufeff@article{",
        "\xa0@article{",
    ],
)
def test_blanks_and_marks_may_stand_around_a_type(head: str) -> None:
    end = ")" if head.endswith("(") else "}"
    (found,) = papers(f"{head}k, title={{T}}{end}")
    assert (found.name, found.title) == ("k", "T")


@for_each(
    "key",
    [
        "key with blanks",
        "Smith, 2010",
        "Smith, J., 2010",
        "Müller:2010",
        "ключ",
        "k@y",
        'k"y',
        "k'y",
        "k(y)",
        "k{y}",
        "10.1145/1.2",
        "k#y%z",
    ],
)
def test_a_key_may_hold_any_sign_but_a_line_end(key: str) -> None:
    found = papers(f"@article{{{key}, title={{T}}}}\n@misc{{ {key} ,\n title={{U}}}}")
    assert [(one.name, one.title) for one in found] == [(key, "T"), (key, "U")]


@for_each(
    ("line", "reason"),
    [
        ("@article key, title = {T}", NO_BRACE),
        ("@article", NO_BRACE),
        ("@", NO_BRACE),
        ("@article[k, title={T}]", NO_BRACE),
        ("@someone wrote this, and", NO_BRACE),
        ("@string foo = {x}", f"@string: {NO_BRACE}; shown without it"),
        ("@someone wrote {this}", "the record has no title, no abstract and no id"),
        ("@['Review']{}", "the record has no title, no abstract and no id"),
    ],
)
def test_an_at_sign_at_the_start_of_a_line_that_begins_no_paper_is_reported(
    line: str, reason: str
) -> None:
    found = read(f"@misc{{a, title={{A}}}}\n{line}\n@misc{{b, title={{B}}}}")
    assert [getattr(one, "name", None) for one in found] == ["a", None, "b"]
    (problem,) = [one for one in found if isinstance(one, Problem)]
    assert (problem.line, problem.reason) == (2, reason)
    assert problem.text.startswith(line[:20].strip())


@pytest.mark.parametrize(
    "text",
    [
        "@comment with words (some) {here}",
        "@Comment: words",
        "@comment",
        "@comment{jabref-meta: databaseType:bibtex;}",
        "@comment{\n@misc{k, title={T}}\n}",
        "Mail to me@example.org (home) or {me} @work",
        "% @['Review']{k, title={T}}",
        "%@article",
    ],
)
def test_comments_remarks_and_words_with_at_signs_are_no_problem(text: str) -> None:
    found = papers(f"@misc{{a, title={{A}}}}\n{text}\n@misc{{b, title={{B}}}}")
    assert [one.name for one in found] == ["a", "b"]


def test_a_comment_without_braces_hides_no_entry() -> None:
    (found,) = papers("@comment @misc{a, title={A}}")
    assert found.name == "a"


@pytest.mark.parametrize(
    "line",
    [
        "@example.org (home)",
        "@example.org, {home}",
        "@['x']{y}",
        "@comment{see below}",
        "@string (s)",
        "@someone",
        "@",
        "@ it and \\{more\\}",
    ],
)
def test_an_at_sign_at_the_start_of_a_line_within_a_text_is_text(line: str) -> None:
    text = f"@misc{{a, abstract={{Write to\n{line}\nor not.}}, title={{A}}}}"
    (found,) = papers(text)
    assert (found.title, found.abstract) == ("A", f"Write to {line} or not.")


@given(st.lists(st.sampled_from(["@", "a", "[", "]", "'", " ", "\n", "{", "}", "(", "\\"])))
def test_nothing_between_entries_hides_them(signs: list[str]) -> None:
    between = "".join(signs)
    found = read(f"@misc{{first, title={{A}}}}\n{between}\n@misc{{last, title={{B}}}}")
    names = [one.name for one in found if isinstance(one, Paper)]
    assert (names[0], names[-1]) == ("first", "last")
    begins = any(line.strip().startswith("@") for line in between.split("\n"))
    assert not begins or any(isinstance(one, Problem) for one in found) or len(names) > 2


HOSTILE = {
    "at signs in lines": b"\n@" * 50_000,
    "lists": b"\n@[" * 50_000,
    "one list": b"@[" + b"a," * 300_000,
    "no types": b"\n@{a," * 30_000,
    "in a text": b"@misc{k, title={T}, note={{" + b"\n@a {b} " * 50_000 + b"}}}",
    "keys": b"@misc{" + b"a," * 300_000 + b" title={T}}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_file_alone(name: str) -> None:
    start = time.process_time()
    bibtex.looks_like(HOSTILE[name])
    assert list(bibtex.read(HOSTILE[name], "mine.bib"))
    assert time.process_time() - start < 3
