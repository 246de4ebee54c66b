"""Letters, accents, quotes, dashes and blanks of running text, as print has them."""

from __future__ import annotations

import unicodedata

from pylatexenc.latex2text import (  # type: ignore[import-untyped]  # has no type hints
    LatexNodes2Text,
    get_default_latex_context_db,
)

from paperview.model.analysis import words
from paperview.tex import render, to_text
from paperview.tex.symbols import BINARIES, PREFIXES, RELATIONS, SYMBOLS, TEXT_SIGNS, commands
from tests.cases import for_each

SNIPPETS = [
    # Letters.
    (
        r"Poincar\'e, Erd\H{o}s, na\"{\i}ve, \c{C}elik, {\L}ukasz",
        "Poincaré, Erdős, naïve, Çelik, Łukasz",
    ),
    (r"\'e \'{e} {\'e} \c c \v s Stra\ss e {\aa} \o", "é é é ç š Straße å ø"),
    (r"\'{Ecole}, \c{hi}2, \"{} and \^{}", 'École, χ2, " and ^'),
    (r"{\k a} {\r a} {\d s} St{\k e}pie{\'n} \t{oo} {\ij}", "ą å ṣ Stępień o͡o ĳ"),
    (r"S\~ao Gar\c con Ha\v sek \'\i{} \`A \.Z \=o M\" uller", "São Garçon Hašek í À Ż ō Müller"),
    (r"\AA ngstr\"om, \AA sa Hirvonen, 5 \AA at, eV\AA", "Ångström, Åsa Hirvonen, 5 Å at, eVÅ"),
    (r"(11\=20) GaN and $k\=5$", "(112̄0) GaN and k\\=5"),
    (
        r"the field \k and \H{ello}, $\v{x}$, \bar was",
        r"the field \k and \H{ello}, \v{x}, \bar was",
    ),
    (r"\b{eta}-decay, St$\o$rmer, $\P^1$, \O(n)", r"β-decay, Størmer, \P¹, \O(n)"),
    # Abbreviations.
    (
        r"(\ie central and local DP), \eg, \etal. and \ie{} or \etc.",
        "(i.e. central and local DP), e.g., et al. and i.e. or etc.",
    ),
    # Quotes.
    ("pages 5--10 --- see ``this'' and ''that''", "pages 5–10 — see “this” and “that”"),
    (
        "`one' of `Hardy's two', but O`Brien and f `x",
        "‘one’ of ‘Hardy's two’, but O`Brien and f `x",
    ),
    ("``on `{S}ome {LGBTQ} books' '' and `$x$-ray'", "“on ‘Some LGBTQ books’ ” and ‘x-ray’"),
    ("use `code` and ```, ````x, f'''", "use `code` and ```, ````x, f'”"),
    ("a ''word", "a “word"),
    # Dashes.
    ("a --> b, b <-- a, ---- and f''(x) at 5''", "a --> b, b <-- a, ---- and f''(x) at 5''"),
    ("ftp://a.b/~c--d and https://x.y/z--w", "ftp://a.b/~c--d and https://x.y/z--w"),
    (r"a\textendash b, GPU\slash CPU, 5\textdegree C", "a–b, GPU/CPU, 5°C"),
    # Ties and blanks.
    (r"Theorem~3, Fig.~3, ~5, z~0.1, 3~5, \~10", "Theorem 3, Fig. 3, ~5, z~0.1, 3~5, ~10"),
    ("A\\ B\\,C\\quad D\\-E\\/F, 0.6+\\-0.1", "A B C DEF, 0.6+-0.1"),
    ("B\\{0} and S \\ {0}, paper.\\ \\ We", "B\\{0} and S \\ {0}, paper. We"),
    # Signs.
    (r"50\% \& 5% of a\_b \#1 \{x\}\\ next", "50% & 5% of a_b #1 {x} next"),
    (r"AT\&amp;T, \&lt;x\&gt; {\&}amp; \&c;", "AT&T, <x> & &c;"),
    ("file_name, 10^5 and 2^{10}", "file_name, 10^5 and 2¹⁰"),
    (r"text$\unicode{x2013}$even 5$\unicode{x2030}$", "text–even 5‰"),
    # Money, dollars and braces without a partner.
    ("It costs $5 million and $10 million.", "It costs $5 million and $10 million."),
    ("from US$5 to US$10, or $5-$10", "from US$5 to US$10, or $5-$10"),
    ("in CTL$) we state what CTL$ formulas say", "in CTL$) we state what CTL$ formulas say"),
    ("an odd $ sign, a brace } or {", "an odd $ sign, a brace } or {"),
    (r"$x and y_1 is not closed", "$x and y_1 is not closed"),
]


@for_each(("source", "expected"), SNIPPETS)
def test_words_are_read_exactly(source: str, expected: str) -> None:
    assert to_text(source) == expected
    assert render(source).text == expected


@for_each(
    ("source", "word"),
    [
        (r"Schr\"odinger", "schrodinger"),
        (r"Schr{\"{o}}dinger", "schrodinger"),
        (r"$\alpha$", "alpha"),
        (r"$\Lambda$CDM", "lambdacdm"),
        (r"H$_2$O", "h2o"),
        (r"\ce{CO2}", "co2"),
        ("CO<sub>2</sub>", "co2"),
        (r"{\lasp}Al{\=\i}", "ali"),
        (r"\t{oo}lite", "oolite"),
        (r"F\underline{ed}Avg", "fedavg"),
        (r"$\mathcal{N}$", "n"),
        (r"don{\textquoteright}t", "don"),
    ],
)
def test_what_is_shown_is_found_as_it_is_typed(source: str, word: str) -> None:
    assert words(source)[0] == word


LETTERS = ("aa", "AA", "ae", "AE", "oe", "OE", "o", "O", "l", "L", "ss", "dh", "DH", "th", "TH")
ACCENTED = [
    *(rf"\{sign}{{{letter}}}" for sign in "'`\"^~=." for letter in "aeiounscAEOUZ"),
    *(rf"\{sign}{letter}" for sign in "'`\"^~=." for letter in "aeounCSZ"),
    *(rf"\{name}{{{letter}}}" for name in "cvHkrud" for letter in "aceinorstuzCSZO"),
    *(rf"\{sign}{{\i}}" for sign in "'`\"^~="),
    *(rf"{{\{name}}}" for name in LETTERS),
]


def test_accents_agree_with_pylatexenc() -> None:
    assert len(ACCENTED) > 250
    for source in ACCENTED:
        expected = unicodedata.normalize("NFC", LatexNodes2Text().latex_to_text(source))
        assert to_text(f"x{source}y") == f"x{expected}y", source


# Where pylatexenc has a smaller sign, one that few fonts have, an ASCII one, or a slip.
OTHER_SIGNS = set(
    commands("""
        barwedge bigoplus bigotimes blacksquare blacktriangle blacktriangledown
        blacktriangleleft blacktriangleright bullet diamond dotsb dotsi dotsm eth geqslant
        hbar leqslant preceq prime succeq textasciicircum textasteriskcentered textcelsius
        textmu textperiodcentered texttildelow triangledown triangleleft triangleright
        vartriangle
    """)
)


def test_signs_agree_with_pylatexenc() -> None:
    database = get_default_latex_context_db()
    theirs = {f"\\{macro.macroname}": macro.simplify_repl for macro in database.iter_macro_specs()}
    ours = SYMBOLS | PREFIXES | RELATIONS | BINARIES | TEXT_SIGNS
    both = {command for command in ours if isinstance(theirs.get(command), str)}
    assert len(both) > 350
    different = {
        command
        for command in both
        if ours[command] != unicodedata.normalize("NFC", theirs[command])
    }
    assert different == OTHER_SIGNS
