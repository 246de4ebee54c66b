"""Commands that biblatex and the styles of BibTeX know."""

from __future__ import annotations

from paperview.tex import to_text
from tests.cases import for_each


@for_each(
    ("written", "shown"),
    [
        (r"methodology\hyphen independent, a\nbhyphen{}b", "methodology-independent, a-b"),
        (r"\MakeUppercase{nasa}, \uppercase{esa}, \MakeLowercase{IN}", "NASA, ESA, in"),
        (r"\MakeCapital{der} \MakeSentenceCase*{The \emph{Ab}}", "Der The Ab"),
        (r"\MakeUppercase{a \foo}", r"a \foo"),
        (r"\bibstring{newseries}, \bibcpstring{page}, \bibstring{no}", "new series, Page, no"),
        (r"1990\textendash1995 \nopunct\addcolon\space a review", "1990–1995: a review"),
        (r"ed\adddot\addcomma\addspace 2\bibrangedash 3", "ed., 2–3"),
        (r"\mkbibparens{a} \mkbibbrackets{b} \parentext{c}", "(a) [b] (c)"),
        (r"\mkbibquote{a} \enquote*{b} \textquote{c}", "“a” “b” “c”"),
        (r"\mkbibacro{NASA} \autocap{s}mall \NoCaseChange{MRI} \textnormal{x}", "NASA small MRI x"),
        (r"\foreignlanguage{german}{Über}, \selectlanguage{english}x", "Über, x"),
        (r"\bibinfo{year}{1999}\natexlab{a}, \noopsort{1}B, \SortNoop{2}C", "1999a, B, C"),
        (r"x\mkbibsuperscript{2}", "x²"),
    ],
)  # fmt: skip
def test_what_they_show(written: str, shown: str) -> None:
    assert to_text(written) == shown


@for_each("command", ["MakeUppercase", "bibstring", "MakeCapital", "bibinfo"])
def test_without_an_argument_a_command_is_shown_as_written(command: str) -> None:
    assert to_text(f"the \\{command}, here") == f"the \\{command}, here"
