"""Commands that a bibliography defines are put in, whatever their definitions look like."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperview.tex import to_text
from paperview.tex.preamble import Commands

PREAMBLE = r"""
\newcommand{\vanE}{van der} \newcommand*\gaia{\emph{Gaia}\xspace}
\providecommand{\field}[2]{#2} \renewcommand{\one}[1]{#1}
\DeclareRobustCommand{\VAN}[3]{#2} \newrobustcmd{\opt}[2][x]{#1-#2}
\def\swap#1#2{#2 #1} \long\gdef\al{\alpha} \let\bb=\mathbb \let\twin\one
\def\nothing#1{} \def\outer#1{\one{#1}!}
\def\cprime{$'$} \providecommand{\emph}[1]{!#1!}
\def\polhk#1{\setbox0=\hbox{#1}{\ooalign{\hidewidth\lower1.5ex\hbox{`}\hidewidth\crcr\unhbox0}}}
\def\built#1{{\accent"13 #1}} \newcommand{\bibcyr}[1]{---} \def\url#1{\texttt{#1}}
"""


@pytest.fixture(scope="module")
def commands() -> Commands:
    found = Commands()
    found.define(PREAMBLE)
    return found


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"\vanE{} Loo, \vanE\ Loo, {\vanE} Loo", "van der Loo, van der Loo, van der Loo"),
        (r"\gaia data, {\gaia}: \gaia", "Gaia data, Gaia: Gaia"),
        (r"\field{a}{b}, \one x, \one{y}, \one {\field{a}{z}}", "b, x, y, z"),
        (r"{\VAN{Gogh}{Van}{van}} Gogh", "Van Gogh"),
        (r"\opt{a}, \opt[b]{c}, \opt d", "x-a, b-c, x-d"),
        (r"\swap{a}{b}, \swap a{\em b}, \twin{c}", "b a, b a, c"),
        (r"\al x, $\bb R$, $\bb{Z}$", "α x, ℝ, ℤ"),
        (r"{\nothing{1973b}}1973, a\nothing bc", "1973, ac"),
        (r"\outer{\outer{x}}", "x!!"),
        # What is read anyway keeps its meaning where the definition says less.
        (r"Solov\cprime ev, \emph{x}, Ch\polhk ecinska", "Solov'ev, x, Chęcinska"),
        (r"\url{http://a.b/c_d}", "http://a.b/c_d"),
        # What can't be read, or isn't whole, is shown as it was written.
        (r"\built{x}, \vanEx, \swap{a}", r"\built{x}, \vanEx, \swap{a}"),
        (r"\bibcyr{words}", r"\bibcyr{words}"),
        (r"a\\one", "a one"),
    ],
)
def test_what_commands_stand_for(commands: Commands, written: str, shown: str) -> None:
    assert to_text(commands.applied(written)) == shown


@given(st.text(r"\{}[]#1abc $", max_size=60), st.text(r"\{}[]#1abc $", max_size=60))
def test_no_definition_and_no_text_fails(preamble: str, text: str) -> None:
    found = Commands()
    found.define(rf"\def\a#1{{{preamble}}}\newcommand{{\b}}[1][c]{{#1\a}}{preamble}")
    found.applied(text)


def test_text_without_defined_commands_is_the_same_object(commands: Commands) -> None:
    for text in ("plain", r"\other{x}"):
        assert commands.applied(text) is text or commands.applied(text) == text


def test_definitions_that_grow_or_go_round_end() -> None:
    found = Commands()
    found.define(r"\def\a{\a\a}\def\b{\c}\def\c{\b}\def\d#1{#1#1#1\d{#1}}")
    begin = time.process_time()
    for text in (r"\a" * 5000, r"\b", r"\d{x}" * 1000, "\\" * 20_000, r"\d{" * 5000):
        assert len(found.applied(text)) < 5 * len(text) + 10_000
    assert time.process_time() - begin < 5
