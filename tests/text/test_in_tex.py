"""Tags that reference managers have written in TeX are tags; inequalities are not."""

from __future__ import annotations

from paperview.tex import to_text
from tests.cases import for_each

WATER = [
    r"CO{\textless}sub{\textgreater}2{\textless}/sub{\textgreater} in ponds",
    r"CO\textless{}sub\textgreater{}2\textless{}/sub\textgreater{} in ponds",
    r"CO\textless sub\textgreater 2\textless /sub\textgreater\ in ponds",
    r"CO\textless sub\textgreater2\textless/sub\textgreater{} in ponds",
    r"CO$<$sub$>$2$<$/sub$>$ in ponds",
    r"CO{$<$}sub{$>$}2{$<$}/sub{$>$} in ponds",
    r"CO$\less$sub$\greater$2$\less$/sub$\greater$ in ponds",
    r"CO{\textless}SUB{\textgreater}2{\textless}/SUB{\textgreater} in ponds",
    r"CO{\textless}{inf}{\textgreater}2{\textless}/inf{\textgreater} in ponds",
    r"CO\&lt;sub\&gt;2\&lt;/sub\&gt; in ponds",
    r"CO{\&}lt;sub{\&}gt;2{\&}lt;/sub{\&}gt; in ponds",
    "CO&amp;lt;sub&amp;gt;2&amp;lt;/sub&amp;gt; in ponds",
]


@for_each("written", WATER)
def test_an_index_is_one_in_all_its_spellings(written: str) -> None:
    assert to_text(written) == "CO₂ in ponds"


@for_each(
    ("written", "shown"),
    [
        (r"{\textless}i{\textgreater}Pinus{\textless}/i{\textgreater} bark", "Pinus bark"),
        (
            r"{\textless}span class={"
            r'"}nocase{"}{\textgreater}DNA{\textless}/span{\textgreater} repair',
            "DNA repair",
        ),
        (r'{{$<$}span style="color:red"{$>$}a{$<$}/span{$>$}}', "a"),
        (r"$<$scp$>$DNA$<$/scp$>$ and one$<$br/$>$two", "DNA and one two"),
        (r"{\textless}jats:p{\textgreater}One.{\textless}/jats:p{\textgreater}", "One."),
    ],
)
def test_other_tags_leave_their_content(written: str, shown: str) -> None:
    assert to_text(written) == shown


@for_each(
    ("written", "shown"),
    [
        (r"p\textless 0.05 and q\textgreater 3", "p<0.05 and q>3"),
        (r"the mean $<$k$>$ of {\textless}T{\textgreater}", "the mean <k> of <T>"),
        (r"we need $a<b$ and $c>d$, $i<$j$>k$", "we need a<b and c>d, i<j>k"),
        (r"$<b>$ and $<$b$>$ alone", "<b> and <b> alone"),
        (r"List\textless{}T\textgreater{} and Map<Code>", "List<T> and Map<Code>"),
    ],
)
def test_inequalities_and_means_stay(written: str, shown: str) -> None:
    assert to_text(written) == shown
