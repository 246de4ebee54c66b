"""Emphasis, links, citations, what is hidden, lists, packages, and commands nobody knows."""

from __future__ import annotations

from paperview.tex import Emphasis, render, to_text
from tests.cases import for_each

SNIPPETS = [
    # What is not known is shown as it was written.
    (r"over \C and \IK, \foo{bar}{$x^2$}", r"over \C and \IK, \foo{bar}{x²}"),
    (
        r"$\R^n$ and $\hat{\G}$, $\mathcal{\A}$, $\foo$bar and $\ep\dot x$",
        r"\Rⁿ and \hat{\G}, \mathcal{\A}, \foo bar and \ep ẋ",
    ),
    (r"\frac{a}, \sqrt, $x^$ and \hat", r"\frac{a}, \sqrt, x^ and \hat"),
    (r"$\sqrt[\over]$ and $\sqrt[\bar]{x}$", r"√([)/(]) and √[\bar](x)"),
    (r"every \ce degree, \SI and \ion", r"every \ce degree, \SI and \ion"),
    (r"\begin{Thm} x \end{Thm}, \( y", r"\begin{Thm} x \end{Thm}, \( y"),
    # Links and addresses.
    ("http://a.b/~joe/x_y--z and ~/x", "http://a.b/~joe/x_y--z and ~/x"),
    (
        r"\url{http://a.b/c\_d/~e} \href{https://x.org/code}{code}",
        "http://a.b/c_d/~e code (https://x.org/code)",
    ),
    (r"\href{https://x.org/a}{\underline{https://x.org/a.}} or", "https://x.org/a. or"),
    (r"\href{mailto:a@b.c}{a@b.c}, \nolinkurl{a_b}", "a@b.c, a_b"),
    # Citations and notes.
    (
        r"see \cite[p. 5]{abc}, \cite{a,b} and Sec.~\ref{s:1}",
        "see [abc, p. 5], [a,b] and Sec. [s:1]",
    ),
    (r"\citet[see][p.~5]{e}, \citep[see][]{f}, pen\cite{a}", "[see e, p. 5], [see f], pen [a]"),
    (r"word\footnote{see $x$}, name\footnotemark[1]", "word (see x), name[1]"),
    # What TeX does not show either.
    (r"\begin{equation}\label{eq:1} x=1\end{equation}", "x=1"),
    (r"\phantom{xx}a \raisebox{-1ex}{b} $\raise2pt\hbox{c}$\vfill", "a b c"),
    (r"W\kern-\nulldelimiterspace m \hskip 1cm x\kern-2pt y", "Wm xy"),
    (r"\underline{F}ast, \underline{Res}ult, \underline{as a whole}", "F̲ast, R̲e̲s̲ult, as a whole"),
    (r"\texorpdfstring{$\alpha$}{alpha}-helix", "α-helix"),
    # Lists.
    (
        r"\begin{itemize} \item one \item[(b)] two\footnote{see $x$}",
        r"\begin{itemize} • one (b) two (see x)",
    ),
    (r"\begin{enumerate}[(i)]\item a\item b\end{enumerate}", "• a • b"),
    # Packages.
    (r"\ce{SrTiO3}, \ce{SO4^2-}, \ce{D+ + H2 -> HD}", "SrTiO₃, SO₄²⁻, D⁺ + H₂ → HD"),
    (r"\SI{1700}{nm}, \SI{3}{\metre\per\second\squared}, \ang{5}", "1700 nm, 3 m/s², 5°"),
    (r"O{\sc iii}, H\,{\sc ii}, \ion{C}{4}", "OIII, H II, C IV"),
    (r"the editor \textsc{vi} and {\sc Gap}", "the editor vi and Gap"),
    # Definitions are applied.
    (r"$\newcommand{\NP}{\mathsf{NP}} $We show $\P\neq\NP$", r"We show \P ≠ NP"),
    (r"\def\norm#1{\|#1\|}\newcommand{\p}[2][o]{#1(#2)} $\norm{x}=\p{n}$", "‖x‖=o(n)"),
    (r"\newcommand{\x}{\y}\newcommand{\y}{\x}$\x$", r"\y"),
    (r"\newcommand{ \def\ \newcommand", r"\newcommand{ \def \newcommand"),
]


@for_each(("source", "expected"), SNIPPETS)
def test_markup_is_read_exactly(source: str, expected: str) -> None:
    assert to_text(source).strip() == expected
    assert render(source).text == to_text(source)


@for_each(
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


def test_emphasis_counts_characters_of_the_text() -> None:
    assert render(r"Erd\H{o}s \emph{et al.}").emphasis == (Emphasis(6, 12, "italic"),)
