"""Whatever the text is, reading it succeeds, and takes linear time."""

from __future__ import annotations

import string
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.tex import render, to_text
from tests.cases import for_each
from tests.tex.strategies import tex
from tests.tex.support import COMMAND, letters


@settings(max_examples=200)
@given(tex)
def test_any_text_is_rendered_with_valid_emphasis(source: str) -> None:
    rendered = render(source)
    assert to_text(source) == rendered.text
    spans = [(span.start, span.end) for span in rendered.emphasis]
    assert spans == sorted(spans)
    for start, end in spans:
        assert 0 <= start < end <= len(rendered.text)
        assert rendered.text[start:end] == rendered.text[start:end].strip()


@given(st.text(string.ascii_letters + string.digits + " .,;:()[]/%&#_^+=<>é\n", max_size=200))
def test_text_free_of_tex_stays_as_it_is(source: str) -> None:
    assert to_text(source) is source


@for_each(
    "source", ["", "Plain words, 10^5 of file_name.", "Schrödinger & 50% {", "a \n  b", "x < $5"]
)
def test_what_needs_no_reading_is_the_same_object(source: str) -> None:
    assert to_text(source) is source
    assert render(source).text is source
    assert render(source).emphasis == ()


NESTED = [
    ("{", "}"),
    ("$x_{", "}"),
    ("$\\frac{", "}{x}"),
    ("{a\\over ", "}"),
    ("\\foo{", "}"),
    ("$\\text{", "}$"),
    ("\\begin{array}{c}", "\\end{array}"),
    ("\\substack{a\\\\", "}"),
    ("``", "''"),
]


@for_each(("opening", "closing"), NESTED)
def test_deep_nesting_costs_no_stack_and_no_letter(opening: str, closing: str) -> None:
    source = opening * 8_000 + "deep" + closing * 8_000
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(frames_in_use() + 300)
    try:
        text = to_text(source)
    finally:
        sys.setrecursionlimit(limit)
    assert len(letters(text)) >= len(letters(COMMAND.sub("", source)))


REPEATED = [
    *("{", "}", "$", "\\", "^", "_", "~", "`", "'", "$$", "``", "{$}", "$x^{^", "$ ", "`a ", "\\'"),
    *("\\frac", "\\frac{", "\\sqrt[", "{a\\over ", "$\\text{", "\\hat\\bar", "\\emph{", "\\text{$"),
    *("\\begin{align}", "\\end{align}", "\\cite[", "\\item[a", "\\left\\{", "\\log{}", "\\sum_"),
    *(
        "\\newcommand{\\a}{",
        "\\newcommand{\\a}{\\a\\a}\\a",
        "\\def\\a{}",
        "$\\def\\a{}$",
        "\\textsc{",
    ),
    *("http://~", "\\buildrel < ", "\\kern-", "\\unicode{x", "{\\sc ", "\\&amp;", "\\SI{1}{", "{,"),
]


@pytest.mark.parametrize("fragment", REPEATED, ids=lambda fragment: fragment[:20])
def test_a_fragment_repeated_takes_linear_time(fragment: str) -> None:
    def seconds(size: int) -> float:
        source = fragment * (size // len(fragment))
        start = time.process_time()
        to_text(source)
        return time.process_time() - start

    # Ten times the text takes ten times as long; quadratic time would be a hundred times.
    assert seconds(50_000) < 40 * (seconds(5_000) + 0.001)


def test_closing_marks_that_fit_nothing_open_take_linear_time() -> None:
    source = "{" * 40_000 + "\\end{align}" * 10_000
    start = time.process_time()
    assert to_text(source) == source
    assert time.process_time() - start < 5


def test_definitions_cannot_make_a_text_grow_beyond_bounds() -> None:
    source = r"\newcommand{\a}{" + "much " * 50 + "}" + r"\a " * 1_000
    assert len(to_text(source)) < 10 * len(source)


def frames_in_use() -> int:
    depth, frame = 0, sys._getframe()
    while frame.f_back is not None:
        depth, frame = depth + 1, frame.f_back
    return depth
