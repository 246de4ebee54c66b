"""Values of BibTeX fields: braces protect capitals there, and each sign may be a command."""

from __future__ import annotations

from paperview.tex import to_text
from tests.cases import for_each


@for_each(
    ("source", "expected"),
    [
        ("{GPU} and {B}ayesian {N}ets, {{Liquid}}+liquid", "GPU and Bayesian Nets, Liquid+liquid"),
        ("{Obituary: In Memoriam Professor Zhang}", "Obituary: In Memoriam Professor Zhang"),
        ("{GNU: a guide}", "GNU: a guide"),
        (
            "{GUTenberg'90, 15--17 May 1990, Toulouse}",
            "GUTenberg'90, 15–17 May 1990, Toulouse",
        ),
        ("{2001}: {V2:} a {Gnu: A Guide}, {Bell, II}", "2001: V2: a Gnu: A Guide, Bell, II"),
        ("6{,}000 of 0{$<$}x{$\\leq$}1", "6,000 of 0<x≤1"),
        (r"M{\"u}ller, M{\"{u}}ller, {M\"uller}", "Müller, Müller, Müller"),
        (r"Stra{\ss}e, {\O}rsted, Mar{\'\i}a, Mar{\'{\i}}a", "Straße, Ørsted, María, María"),
        (r"the 19\textsuperscript{th}, Cu\textsubscript{2}O", "the 19ᵗʰ, Cu₂O"),
        (r"{$\alpha$}-helix, {Cu$_2$O}, {\textbraceleft}1{\textbraceright}", "α-helix, Cu₂O, {1}"),
        (r"12{\textendash}15, don{\textquotesingle}t, {\textquotedblleft}x", "12–15, don't, “x"),
        (r"AT{\&}T and R\&D, {\LaTeX}'s {\TeX}, {\LaTeXe}", "AT&T and R&D, LaTeX's TeX, LaTeX2e"),
        (r"\mkbibemph{Natrix}, {{\tt TeX-NL} (Dutch)}", "Natrix, TeX-NL (Dutch)"),
        # But the braces of a set are part of the text.
        (
            "the sets {0, 1} and {x : y > 0}, {B}ayesian",
            "the sets {0, 1} and {x : y > 0}, Bayesian",
        ),
        ("span{I,T,T*}, max{|k|,|l|}, {X_n}, {*}", "span{I,T,T*}, max{|k|,|l|}, {X_n}, {*}"),
        ("from {Favor, Against, Neither}", "from {Favor, Against, Neither}"),
        ('{"pages": 12, "figures": 4}', '{"pages": 12, "figures": 4}'),
    ],
)
def test_field_is_read_exactly(source: str, expected: str) -> None:
    assert to_text(source) == expected
