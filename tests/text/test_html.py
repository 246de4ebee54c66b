"""Markup in titles and abstracts becomes plain text, and nothing else does."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.text.markup import plain
from tests.cases import for_each


@for_each(
    "text",
    [
        "Plain text without any of it",
        "a < b and c > d",
        "we need a<b, c>d and $x<y>z$",
        "the mean <p> and the ratio <p_T>/<T>",
        "<p> is the mean momentum",
        "a state <i> of the basis <j>",
        "see <http://example.org/a> and <mailto:me@example.org>",
        "R&D at AT&T; A&B; M & M;",
        r"\begin{tabular} a & b; c & d \end{tabular}",
        "the vector <vector> of C++",
        "games with s'<s and Gromov's hyperbolicity; in the case s'=1, s>0",
        r"in the case $0<p \leq 1$ we show $p=2$ for $q>0$",
        "<- and -> and <-> and <=>",
    ],
)
def test_what_is_no_markup_stays(text: str) -> None:
    assert plain(text) == text


@for_each(
    ("text", "shown"),
    [
        ("H<sub>2</sub>O", "H₂O"),
        ("10<SUP>-6</SUP> m", "10⁻⁶ m"),
        ("<sup>14</sup>C", "¹⁴C"),
        ("T<SUB>eff</SUB> of 5800 K", "T_{eff} of 5800 K"),
        ("x<sup>ab</sup>", "x^{ab}"),
        ("the 1<sup>st</sup> and 2<sup>nd</sup>", "the 1st and 2nd"),
        ("A. Smith<sup>*</sup>", "A. Smith*"),
        ("10<inf>4</inf>", "10₄"),
        ("cut off: 10<sup>6", "cut off: 10⁶"),
    ],
)
def test_indices_and_exponents_do_not_become_digits_of_the_number(text: str, shown: str) -> None:
    assert plain(text) == shown


@for_each(
    ("text", "shown"),
    [
        ("<i>E. coli</i> and <b>more</b>", "E. coli and more"),
        ('<a href="https://x.org">the site</a>', "the site (https://x.org)"),
        ('<a href="https://x.org/">x.org</a>', "x.org"),
        ("at <A HREF=http://x.org/a.ps>ps file", "at ps file (http://x.org/a.ps)"),
        ('<a href="#b1">1</a>', "1"),
        ('<span class="nocase">DNA</span> in vivo', "DNA in vivo"),
        ("On <scp>SMALL</scp>", "On SMALL"),
        ("<jats:italic>in vitro</jats:italic>", "in vitro"),
        ("a <i>b < c</i>", "a b < c"),
        ("<tt>a</tt> <EM>b</EM>", "a b"),
    ],
)
def test_emphasis_and_links_leave_their_content(text: str, shown: str) -> None:
    assert plain(text) == shown


@for_each(
    ("text", "shown"),
    [
        ("caf&eacute; &#8211; &#x3b1;", "café – α"),
        ("a &lt; b &amp; c", "a < b & c"),
        ("Smith &amp;amp; Jones", "Smith & Jones"),
        ("&lt;i&gt;E. coli&lt;/i&gt; and p &lt; 0.05", "E. coli and p < 0.05"),
        ("a&nbsp;b", "a b"),
        ("&nosuchentity; &#99999999;", "&nosuchentity; &#99999999;"),
    ],
)
def test_references_become_the_characters(text: str, shown: str) -> None:
    assert plain(text) == shown


@for_each(
    ("text", "shown"),
    [
        ("<p>One.</p>\n<p>Two.</p>", "One.\n\nTwo."),
        ("One.<P />Two.<BR />Three", "One.\n\nTwo.\nThree"),
        ("<p>Cut off where the paragraph", "Cut off where the paragraph"),
        ("<jats:p>One\n     sentence.</jats:p>", "One sentence."),
        ("<jats:title>Abstract</jats:title><jats:p>We show.</jats:p>", "We show."),
        ("<title>Aims</title><p>We aim.</p><title>Results</title><p>R.</p>",
         "Aims\n\nWe aim.\n\nResults\n\nR."),
        ("<ul><li>one</li><li>two</li></ul>", "one\n\ntwo"),
        ("  First\nline <i>a</i>.\n  Second", "First\nline a.\n  Second"),
    ],
)  # fmt: skip
def test_paragraphs_stay_apart(text: str, shown: str) -> None:
    assert plain(text) == shown


def math(*content: str) -> str:
    return f"<mml:math>{''.join(content)}</mml:math>"


def row(*content: str) -> str:
    return f"<mml:mrow>{''.join(content)}</mml:mrow>"


A, B, N = "<mml:mi>a</mml:mi>", "<mml:mi>b</mml:mi>", "<mml:mn>2</mml:mn>"
PLUS, LESS = "<mml:mo>+</mml:mo>", "<mml:mo>&lt;</mml:mo>"


@for_each(
    ("formula", "shown"),
    [
        (math(A, LESS, "\n   ", B), "a < b"),
        (math(f"<mml:msup>{A}{N}</mml:msup>"), "a²"),
        (math(f"<mml:msub>{A}\n{B}</mml:msub>"), "a_{b}"),
        (math(f"<mml:msubsup>{A}{N}{N}</mml:msubsup>"), "a₂²"),
        (math(f"<mml:mfrac>{row(A, PLUS, B)}{N}</mml:mfrac>"), "(a+b)/2"),
        (math(f"<mml:msqrt>{A}{PLUS}{B}</mml:msqrt>"), "√(a+b)"),
        (math("<mml:mover><mml:mi>x</mml:mi><mml:mo>¯</mml:mo></mml:mover>"), "x\u0304"),
        (math("<mml:mi>log</mml:mi>", A), "log a"),
        (math(f"<mml:mfenced>{A}{B}</mml:mfenced>"), "(a, b)"),
        (math(f"<mml:semantics>{row(A)}<mml:annotation>a</mml:annotation></mml:semantics>"), "a"),
        ('<math altimg="x.gif"><mi>p</mi><mi>T</mi></math>', "pT"),
        (math("<mml:msup>", A, "</mml:msup>"), "a"),
    ],
)
def test_formulas_keep_their_meaning(formula: str, shown: str) -> None:
    assert plain(f"Let {formula} be") == f"Let {shown} be"


def test_of_a_formula_given_twice_one_is_kept() -> None:
    tex = r"\documentclass{minimal}\usepackage{x}\begin{document}$$x_1$$\end{document}"
    text = (
        f"<jats:inline-formula><jats:alternatives><jats:tex-math>{tex}</jats:tex-math>"
        f"{math(A)}</jats:alternatives></jats:inline-formula> holds"
    )
    assert plain(text) == "$$x_1$$ holds"


TOKENS = st.sampled_from(
    ["<i>", "</i>", "<p>", "</p>", "<sub>", "</sub>", "<mml:msup>", "</mml:msup>", "<mi>", "</mi>",
     "<title>", "&lt;", "&amp;", "&", "<", ">", "/", "a", "2", " ", "\n", "<br/>", "<alternatives>",
     "<tex-math>", "<mfrac>", "</mfrac>", "&#0;", "&#x110000;", "="]
)  # fmt: skip


@settings(max_examples=80)
@given(st.lists(TOKENS | st.text(max_size=3), max_size=40).map("".join))
def test_nothing_fails_and_no_word_is_lost(text: str) -> None:
    shown = plain(f"{text} Word")
    assert shown.endswith("Word") or "Word" in shown


@given(st.text(st.characters(exclude_characters="<&")))
def test_text_without_markup_is_returned_as_it_is(text: str) -> None:
    assert plain(text) is text


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a ",
        "<a b=c ",
        "<a b='",
        "<i >",
        "<i>",
        "</i>",
        "<sub>",
        "<sub>a",
        "<mml:mrow>",
        "&",
        "&lt",
        "&lt;",
        "&amp;",
        "<p>",
    ],
)
def test_a_long_hostile_text_takes_no_longer_than_its_length_wants(piece: str) -> None:
    begin = time.process_time()
    plain(piece * (300_000 // len(piece)))
    assert time.process_time() - begin < 1
