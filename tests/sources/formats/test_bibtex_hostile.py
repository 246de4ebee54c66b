"""BibTeX that means harm: no text makes the reader fail, or take long."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperview.model.paper import Paper
from paperview.sources.formats import bibtex
from paperview.sources.problem import Problem
from tests.sources.formats.bibsupport import faults

_PARTS = [
    "@misc{a,",
    "@",
    "{",
    "}",
    '"',
    "title = ",
    "title={T}",
    ",",
    "=",
    "#",
    "\n",
    "\\",
    "%",
]
_PARTS += [
    "@string{a = ",
    "@comment{",
    "(",
    ")",
    "author={A and ",
    "crossref={a}",
    "\n@x(b, ",
    "a",
]


@settings(max_examples=100)
@given(st.text() | st.lists(st.sampled_from(_PARTS), max_size=40).map("".join))
@example("@misc{\ufdd0, title={\ufdd0}}")
@example("@misc{a, title=}")
@example("@misc{a, title=#}")
@example('@misc{a, title="{"}')
@example("@entry{@entry{")
def test_no_text_makes_it_fail(text: str) -> None:
    lines = text.count("\n") + 1
    bibtex.looks_like(text.encode(errors="replace"))
    for one in bibtex.read(text.encode(errors="replace"), "mine.bib"):
        assert isinstance(one, Paper) or 1 <= one.line <= lines


@settings(max_examples=50)
@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    assert bibtex.looks_like(data) in (True, False)
    assert list(bibtex.read(b"@misc{a, title={T}}\n" + data, "mine.bib"))


HOSTILE = {
    "braces": b"@misc{k, title={" + b"{" * 100_000,
    "heads": b"@misc{k,\n" * 3_000,
    "heads in one line": b"@misc{" * 3_000,
    "an endless key": b"@misc{" + b"k " * 150_000,
    "blanks": b"@misc" + b" " * 500_000 + b"\n" + b"\n" * 500_000,
    "commas": b"@misc{k, title={T}, author={" + b",A" * 20_000 + b"}}",
    "ands": b"@misc{k, title={T}, author={" + b"{A} and " * 10_000 + b"}}",
    "digits in a note": b"@misc{k, title={T}, note={doi: 10.1234/" + b"1" * 150_000 + b" x}}",
    "no DOI": b"@misc{k, title={T}, url={10. " + b"doi." * 20_000 + b"}}",
    "doubled": b'@string{a="xx"}' + b"@string{b=a#a}@string{a=b#b}" * 60 + b"@misc{k,title=a}",
    "abbreviations": b"".join(b"@string{a%d=a%d#a%d}" % (n, n + 1, n + 2) for n in range(3_000)),
    "one for all": b"@misc{k,title={T},crossref={k}}" + b"@misc{j,title={U},crossref={k}}" * 2_000,
    "joined": b"@misc{k, title={T}" + b" # {y}" * 20_000 + b"}",
    "at signs": b"@" * 1_000_000,
    "repeated": b"@misc{k, title={" + b"long " * 10_000 + b"}" + b", title={b}, title={}" * 10_000,
    "same again": b"@misc{k, title={a" + b" " * 200_000 + b"b}" + b", title={a b}" * 40_000 + b"}",
    "open entries": b"@misc{k, title={T\n" * 1_500,
    "open entries in parentheses": b"@misc(k, title={T\n" * 1_500,
    "open strings": b"@string{a = {b\n" * 3_000,
    "open quotes": b"@misc{k" + b', title="T' * 10_000,
    "lone braces in quotes": b"@misc{k" + b', title="{", note=2 x' * 10_000,
    "quotes in quotes": b'@misc{k, title="' + b'a "b" c, ' * 10_000,
    "braces in quotes": b"@misc{k" + b', title="{" b, note="c"' * 10_000,
    "both in turns": b"@misc{k" + b', title="{", note="c" d' * 10_000,
    "no equals signs": b"@misc{k" + b", title {T}" * 20_000,
    "brackets": b"@misc{k" + b", a=b}" * 20_000,
    "words": b"@misc{k, title=" + b"a " * 150_000,
    "remarks": b"@misc{k, title={T}," + b"% a\n" * 200_000,
    "zeros": b"@misc{k, title={\0}}" + b"\0" * 1_000_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_time_and_memory_grow_with_the_file_alone(name: str) -> None:
    start = time.process_time()
    bibtex.looks_like(HOSTILE[name])
    found = list(bibtex.read(HOSTILE[name], "mine.bib"))
    # The slowest takes a quarter of a second; what is quadratic takes far longer.
    assert time.process_time() - start < 2
    assert all(len(one.text) <= 500 for one in found if isinstance(one, Problem))


def test_braces_around_braces_without_end_stay() -> None:
    found, _ = faults(
        "@misc{k, title={" + "{" * 20 + "T" + "}" * 20 + "}, note={{{{N}}}}, year=2019"
    )
    assert (found.title, found.comments) == ("{" * 20 + "T" + "}" * 20, "N")
