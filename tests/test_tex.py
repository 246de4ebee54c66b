from __future__ import annotations

import gzip
import json
import re
import string
import sys
import unicodedata
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]  # has no type hints

from paperview.tex import Emphasis, render, to_text

if TYPE_CHECKING:
    from pathlib import Path

SNIPPETS = [
    # The whole of a formula is kept, its structure with parentheses where Unicode has no form.
    (r"$O(n^2\log n)$", "O(n² log n)"),
    (r"$\frac{a+b}{c}$", "(a+b)/c"),
    (r"$\frac{1}{2\pi}$", "1/(2π)"),
    (r"$x\frac{1}{2}$ and $\frac12x$", "x(1/2) and (1/2)x"),
    (r"$\log\frac{n}{k}$", "log (n/k)"),
    (r"$k={p\over q}-N$ is $7\frac12$ or $x_{7 \frac12}$", "k=p/q-N is 7 1/2 or x_(7 1/2)"),
    (r"${n \choose k}$ is $\binom{n}{k}$", "(n choose k) is (n choose k)"),
    (r"${a \atop b}$", "(a; b)"),
    (r"$\sqrt{x+1}$, $\sqrt2$, $\sqrt[3]{x}$, $\sqrt[n]{2}$", "√(x+1), √2, ∛x, ⁿ√2"),
    (r"$x^{a+b}$, $x_{min}$, $x_{\rm max}$", "x^(a+b), x_(min), x_(max)"),
    (r"$x_{ij}^{n+1}$, $10^{-3}$, $a_q$, $L^\infty$", "xᵢⱼⁿ⁺¹, 10⁻³, a_q, L^∞"),
    (r"$x^{n_k}$, $x_{i,j}$, $f^{(\alpha)}$, $n^{O(1)}$", "x^(nₖ), x_(i,j), f^(α), n^(O(1))"),
    (r"$C^*$-algebra, but $a^*b$", "C*-algebra, but a^*b"),
    (r"30$^\circ$C, H$_2$O, $^{13}$C, $f'(x)$", "30°C, H₂O, ¹³C, f′(x)"),
    (r"$\sum_{i=1}^n x_i$, $\int_0^1 f(x)\,dx$", "∑ᵢ₌₁ⁿ xᵢ, ∫₀¹ f(x) dx"),
    (r"$2\pi r$, $\partial x$, $\lim_{n\to\infty}a_n$", "2π r, ∂x, lim_(n→∞) aₙ"),
    (r"\alpha\to\beta, $O(\log^*n)$, $G\times G$", "α → β, O(log* n), G × G"),
    (r"$x\in\mathbb{R}^n$, $a\to b$, $z\sim10$, $\sim$10", "x ∈ ℝⁿ, a → b, z ∼ 10, ∼10"),
    (r"$\mathcal{N}=4$, ${\cal O}(n)$, $\mathfrak{sl}_2$", "𝒩=4, 𝒪(n), 𝔰𝔩₂"),
    (r"$\bar x$, $\hat{f}$, $\tilde{\chi}^0_1$, $\widehat{AB}$", "x̄, f̂, χ̃⁰₁, hat(AB)"),
    (r"$\not=$, $x\not\in A$, $\stackrel{<}{\sim}$", "≠, x ∉ A, ≲"),
    (r"$\left( a, b \right]$ and $\left. f \right|_0$", "(a, b] and f|₀"),
    (r"$\begin{pmatrix} a & b \\ c & d \end{pmatrix}$", "(a, b; c, d)"),
    (r"so \begin{align*} x &= 1 \\ y &= 2 \end{align*} and", "so x = 1; y = 2 and"),
    (r"$$x \mbox{ if $n$ is odd}$$ or \[y\]or \(z\)", "x if n is odd or y or z"),
    (r"$x \text{ if $n$ is odd}$ and $y$", "x if n is odd and y"),
    (r"$\{0,1\}^n$ and $|\ket{0}|$", "{0,1}ⁿ and ||0⟩|"),
    # What is not known, or has no partner, is shown as it was written.
    (r"over \C and \IK, \foo{bar}{$x^2$}", r"over \C and \IK, \foo{bar}{x²}"),
    (
        r"$\R^n$ and $\hat{\G}$, $\mathcal{\A}$ and $\foo$bar",
        r"\Rⁿ and \hat{\G}, \mathcal{\A} and \foo bar",
    ),
    (r"\frac{a}, \sqrt, $x^$ and \hat", r"\frac{a}, \sqrt, x^ and \hat"),
    (r"$\sqrt[\over]$ and $\sqrt[\bar]{x}$", r"√([)/(]) and √[\bar](x)"),
    ("an odd $ sign, a brace } or {", "an odd $ sign, a brace } or {"),
    (r"$x and y_1 is not closed", "$x and y_1 is not closed"),
    (r"\begin{Thm} x \end{Thm}, \( y", r"\begin{Thm} x \end{Thm}, \( y"),
    ("B\\{0} and S \\ {0}", "B\\{0} and S \\ {0}"),
    # Money, sets and addresses are not TeX.
    ("It costs $5 million and $10 million.", "It costs $5 million and $10 million."),
    ("from US$5 to US$10, or $5-$10", "from US$5 to US$10, or $5-$10"),
    ("in CTL$) we state what CTL$ formulas say", "in CTL$) we state what CTL$ formulas say"),
    (r"$ x $ and $ \mu ^+\to e^+ $ for \$5", "x and μ⁺ → e⁺ for $5"),
    (
        "the sets {0, 1} and {x : y > 0}, {B}ayesian {GPU}s",
        "the sets {0, 1} and {x : y > 0}, Bayesian GPUs",
    ),
    ("http://a.b/~joe/x_y--z and ~/x", "http://a.b/~joe/x_y--z and ~/x"),
    (
        r"\url{http://a.b/c\_d/~e} \href{https://x.org/code}{code}",
        "http://a.b/c_d/~e code (https://x.org/code)",
    ),
    ("file_name, 10^5 and 2^{10}", "file_name, 10^5 and 2¹⁰"),
    # Running text.
    (
        r"(\ie central and local DP), \eg, \etal. and \ie{} or \etc.",
        "(i.e. central and local DP), e.g., et al. and i.e. or etc.",
    ),
    (
        r"Poincar\'e, Erd\H{o}s, na\"{\i}ve, \c{C}elik, {\L}ukasz",
        "Poincaré, Erdős, naïve, Çelik, Łukasz",
    ),
    (r"\'e \'{e} {\'e} \c c \v s Stra\ss e {\aa} \o", "é é é ç š Straße å ø"),
    (r"S\~ao Gar\c con Ha\v sek \'\i{} \`A \.Z \=o M\" uller", "São Garçon Hašek í À Ż ō Müller"),
    (r"the field \k and \H{ello}, $\v{x}$", r"the field \k and \H{ello}, \v{x}"),
    (r"\b{eta}-decay, St$\o$rmer, $\P^1$, \O(n)", r"β-decay, Størmer, \P¹, \O(n)"),
    ("pages 5--10 --- see ``this'' and ''that''", "pages 5–10 — see “this” and “that”"),
    ("a --> b, b <-- a, ---- and f''(x) at 5''", "a --> b, b <-- a, ---- and f''(x) at 5''"),
    ("```, ````x, a ----- b and f'''", "```, ````x, a ----- b and f'”"),
    ("ftp://a.b/~c--d and https://x.y/z--w", "ftp://a.b/~c--d and https://x.y/z--w"),
    ("Theorem~3", "Theorem 3"),
    ("pages 5--10", "pages 5–10"),
    ("a ''word", "a “word"),
    (r"Fig.~3, ~5, z~0.1, 3~5, \~10", "Fig. 3, ~5, z~0.1, 3~5, ~10"),
    (r"50\% \& 5% of a\_b \#1 \{x\}\\ next", "50% & 5% of a_b #1 {x} next"),
    (
        r"see \cite[p. 5]{abc}, \cite{a,b} and Sec.~\ref{s:1}",
        "see [abc, p. 5], [a,b] and Sec. [s:1]",
    ),
    (
        r"\begin{itemize} \item one \item[(b)] two\footnote{see $x$}",
        r"\begin{itemize} • one (b) two (see x)",
    ),
    ("A\\ B\\,C\\quad D\\-E\\/F", "A B C DEF"),
]


@pytest.mark.parametrize(("source", "expected"), SNIPPETS, ids=range(len(SNIPPETS)))
def test_snippet_is_rendered_exactly(source: str, expected: str) -> None:
    assert to_text(source) == expected
    assert render(source).text == expected


@pytest.mark.parametrize(
    ("source", "emphasised"),
    [
        (r"a {\em hierarchical FL (HFL)} b", [("hierarchical FL (HFL)", "italic")]),
        (r"\emph{ a} \textit{b} {\it c} {\sl  d }", [(letter, "italic") for letter in "abcd"]),
        (r"\textbf{x y} and {\bf z}", [("x y", "bold"), ("z", "bold")]),
        (r"\texttt{a--b} {\tt c} \verb|d_e|", [("a--b", "code"), ("c", "code"), ("d_e", "code")]),
        (r"{\em a {\bf b} c}", [("a b c", "italic"), ("b", "bold")]),
        (r"\emph{the $x^2$ of \'Ecole}", [("the x² of École", "italic")]),
        (r"$\mathbf{v}$ in ${\bf P}^n$", [("v", "bold"), ("P", "bold")]),
        (r"{\it a \rm b} \emph{} {\rm c}", [("a", "italic")]),
        (r"``a'' --- \emph{b}", [("b", "italic")]),
    ],
)
def test_emphasis_lies_exactly_over_the_words(
    source: str, emphasised: list[tuple[str, str]]
) -> None:
    rendered = render(source)
    spans = [(rendered.text[span.start : span.end], span.style) for span in rendered.emphasis]
    assert spans == emphasised


@pytest.mark.parametrize(
    "source", ["", "Plain words, 10^5 of file_name.", "Schrödinger & 50% {", "a \n  b", "x < $5"]
)
def test_text_without_tex_is_the_same_object(source: str) -> None:
    assert to_text(source) is source
    assert render(source).text is source
    assert render(source).emphasis == ()


def test_emphasis_counts_characters_of_the_text() -> None:
    assert render(r"Erd\H{o}s \emph{et al.}").emphasis == (Emphasis(6, 12, "italic"),)


ACCENTED = [
    *(rf"\{sign}{{{letter}}}" for sign in "'`\"^~=." for letter in "aeiounscAEOUZ"),
    *(rf"\{sign}{letter}" for sign in "'`\"^~=." for letter in "aeounCSZ"),
    *(rf"\{name}{{{letter}}}" for name in "cvHkrud" for letter in "aceinorstuzCSZO"),
    *(rf"\{sign}{{\i}}" for sign in "'`\"^~="),
    *(rf"{{\{name}}}" for name in ("aa", "AA", "ae", "AE", "oe", "o", "O", "l", "L", "ss")),
]


@pytest.mark.parametrize("source", ACCENTED)
def test_accents_agree_with_pylatexenc(source: str) -> None:
    expected = unicodedata.normalize("NFC", LatexNodes2Text().latex_to_text(source))
    assert to_text(f"x{source}y") == f"x{expected}y"


PIECES = [
    *"{}$^_~%&#[]()|<>=,.'`\"- \n",
    *("\\" + sign for sign in "{}$%&#_'\"`^~=.,;!\\()[]| -/1@"),
    *("\\frac", "\\sqrt", "\\sqrt[", "\\over", "\\choose", "\\not", "\\hat", "\\bar ", "\\mathbb"),
    *(
        "\\log",
        "\\alpha ",
        "\\in",
        "\\times",
        "\\partial",
        "\\left",
        "\\right.",
        "\\text{",
        "\\mbox",
    ),
    *("\\em ", "\\emph{", "\\bf", "\\rm", "\\cal ", "\\c ", "\\v", "\\o", "\\i", "\\ie", "\\foo"),
    *("\\cite[", "\\cite{", "\\item", "\\item[", "\\footnote{", "\\verb|", "\\overset", "\\ket{"),
    *("\\begin{align}", "\\end{align}", "\\begin{pmatrix}", "\\end{pmatrix}", "\\begin{x}"),
    *("--", "---", "``", "''", "$$", "{{", "}}", "http://a.b/", "x", "ab", "Zorn", "5", "é", "𝒪"),
]
tex = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=80)


@settings(max_examples=600, deadline=None)
@given(tex)
def test_any_text_is_rendered_with_valid_emphasis(source: str) -> None:
    rendered = render(source)
    assert to_text(source) == rendered.text
    spans = [(span.start, span.end) for span in rendered.emphasis]
    assert spans == sorted(spans)
    for start, end in spans:
        assert 0 <= start < end <= len(rendered.text)
        assert rendered.text[start:end] == rendered.text[start:end].strip()


LAYOUT = re.compile(
    r"\\(?:begin|end)\s*\{[^{}]*\}(?:\{[^{}]*\})?|\\(?:text)?color\s*\{[^{}]*\}"
    r"|\\[hv]space\*?\s*\{[^{}]*\}|\\(?:[hv]skip|kern)\s*-?[.\d]+\s*[a-z]{2}|\\\\\[[^]]*\]"
)
DAMAGED_GREEK = re.compile(r"\\([bcdkruv])\{([a-z]{2,})\}")
LINK = re.compile(r"\\href\s*(\{(?:[^{}]|\{[^{}]*\})*\})\s*\{(?:[^{}]|\{[^{}]*\})*\}")
COMMAND = re.compile(r"\\[A-Za-z]+")


def letters(text: str) -> Counter[str]:
    """Count letters and digits, those of other alphabets and sizes as the plain ones."""
    return Counter(filter(str.isalnum, unicodedata.normalize("NFKD", text)))


def lost_letters(source: str) -> Counter[str]:
    """Count what ``source`` has of them, outside the names of commands, and its text has not."""
    return letters(COMMAND.sub("", source)) - letters(to_text(source))


@settings(max_examples=600, deadline=None)
@given(tex.filter(lambda source: not ("\\begin" in source or "\\verb" in source or "ı" in source)))
def test_no_letter_is_lost(source: str) -> None:
    assert lost_letters(source) == Counter()


@settings(deadline=None)
@given(
    st.text(alphabet=string.ascii_letters + string.digits + " .,;:()[]/%&#_^+=<>é\n", max_size=200)
)
def test_text_free_of_tex_stays_as_it_is(source: str) -> None:
    assert to_text(source) is source


@pytest.mark.parametrize(
    "source",
    [
        "{" * 10_000 + "deep" + "}" * 10_000,
        "{" * 200_000,
        "$" * 200_000,
        "$" + "^" * 200_000 + "$",
        "$" + "x_{" * 70_000 + "}" * 70_000 + "$",
        r"\frac" * 40_000,
        "$" + r"\frac{" * 30_000 + "}{x}" * 30_000 + "$",
        r"\sqrt[" * 30_000,
        r"{a\over " * 20_000 + "}" * 20_000,
        r"$\text{" * 30_000,
        "{" * 60_000 + r"\end{align}" * 20_000,
        r"\hat\bar" * 25_000,
        r"\'" * 100_000,
        r"\foo{" * 30_000 + "}" * 30_000,
        "``" * 50_000 + "''" * 50_000,
        "http://~" * 30_000,
        "$" + " " * 200_000 + "x$",
    ],
    ids=lambda source: f"{source[:12]}...",
)
def test_hostile_text_costs_no_stack_and_little_time(source: str) -> None:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len_of_stack() + 250)
    try:
        text = to_text(source)
    finally:
        sys.setrecursionlimit(limit)
    assert letters(COMMAND.sub("", source)) - letters(text) == Counter()


def len_of_stack() -> int:
    """Return how many frames are in use."""
    depth, frame = 0, sys._getframe()
    while frame.f_back is not None:
        depth, frame = depth + 1, frame.f_back
    return depth


def test_no_letter_of_real_records_is_lost(samples: Path) -> None:
    with gzip.open(samples / "data" / "arxiv-100k.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in islice(lines, 6_000)]
    checked = 0
    for record in records:
        for field in ("title", "abstract", "authors"):
            source = LAYOUT.sub("", DAMAGED_GREEK.sub(r"\\\1\2", record[field]))
            source = LINK.sub(r"\\url\1", re.sub(r"\\sqrt\[[34]\]", r"\\sqrt", source))
            if to_text(source) is not source:
                checked += 1
                assert lost_letters(source) == Counter(), record["id"]
    assert checked > 1_000
