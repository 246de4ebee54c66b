"""Accents over any letter, stacked ones too, in every spelling; the letters of MathSciNet."""

from __future__ import annotations

from paperview.tex import to_text
from tests.cases import for_each

DOTLESS = {
    "'": "í", "`": "ì", '"': "ï", "^": "î", "~": "ĩ", "=": "ī",
    "u": "ĭ", "v": "ǐ", "H": "i̋", "c": "i̧", "k": "į", "r": "i̊", "d": "ị", "b": "i̱",
}  # fmt: skip
SPELLINGS = [
    *(r"Sina\@\i, Ya.", r"Sina{\@\i}, Ya.", r"Sina{\@{\i}}, Ya.", r"Sina\@{\i}, Ya."),
    *(r"Sina\@{i}, Ya.", r"Sina\@{{\i}}, Ya.", r"Sina\@ \i , Ya.", r"Sina\@{\i }, Ya."),
    *(r"Sina{\@ \i}, Ya.", r"Sina{\@ i}, Ya.", r"Sina\@\i{}, Ya.", r"Sina\@ {i}, Ya."),
]


@for_each("accent", DOTLESS)
def test_every_accent_over_an_i_in_every_spelling(accent: str) -> None:
    for spelling in SPELLINGS:
        assert to_text(spelling.replace("@", accent)) == f"Sina{DOTLESS[accent]}, Ya.", spelling


@for_each(
    ("written", "shown"),
    [
        (r"\'\AA\ \'{\AA} {\'{\aa}} \'\aa", "Ǻ Ǻ ǻ ǻ"),
        (r"\'\ae \'{\ae} \=\AE\ \'{\o} \'\O", "ǽǽ Ǣ ǿ Ǿ"),
        (r"\v\j\ \^{\j} na\"\i ve", "ǰ ĵ naïve"),
        (r"{\" O}zg{\" u}r, {\' E}tienne, {\v C}ech", "Özgür, Étienne, Čech"),
        (r"\'{\^e}, \'\^e, {\'{\^{e}}}, {\'\^e}, \'{\^ e}", "ế, ế, ế, ế, ế"),
        (r"\"{\=u}, \'{\u{a}}, \d{\^{e}}, \^{\d e}, \~{\^o}, \.{\d{s}}", "ṻ, ắ, ệ, ệ, ỗ, ṩ"),
        (r"Th\h{a}o, \OHORN\ and \uhorn", "Thảo, Ơ and ư"),
        (r"{\t ia}, \t{ia}, \t{\i a}", "i͡a, i͡a, i͡a"),
    ],
)
def test_other_letters_and_stacked_accents(written: str, shown: str) -> None:
    assert to_text(written) == shown


@for_each(
    "text",
    [
        *(r"over \k and \c, \d foo", r"$\u\i$ and $\v\x$", r"\h{x} and \h", r"\t{abc} \t x"),
        *(r"\'\'\'", r"\'\foo", r"\v{Cech}", r"\polhk, and \soft{}", r"said \' and \= then"),
    ],
)
def test_what_is_no_accent_is_shown_as_written(text: str) -> None:
    assert to_text(text).replace("ı", r"\i") == text.replace("$", "")


@for_each(
    ("written", "shown"),
    [
        (r"Solov{\cprime}ev, Ol\cprime ga\u\i, B{\cdprime}ko", "Solov'ev, Ol'gaĭ, B''ko"),
        (r"Ch\polhk ecinska, S{\polhk{e}}p, S\polhk{\i}", "Chęcinska, Sęp, Sį"),
        (r"{\Dbar}{\u{o}}, \dbar ung, {\Dj}or{\dj}e", "Đŏ, đung, Đorđe"),
        (r"{\udot{H}}, J{\ocirc{u}}, \soft{d}, \soft L, \lfhook s, \dudot{u}", "Ḥ, Jů, ď, Ľ, ș, ṳ"),
        (r"Nguy{\cftil{e}}n, \cfac e, \cfudot{o}, \uarc{h}, \utilde{e}", "Nguyễn, ế, ộ, ḫ, ḛ"),
        (r"al-{\lasp}Al{\=\i}, {\rasp}Arab{\={\i}}", "al-ʿAlī, ʾArabī"),
        (r"Ul{\cydot}yan, $\germ g$, $\scr H$, {$\bold R$}, $\Bbb Z$, $\ssf T$, 1\ndash2",
         "Ul·yan, 𝔤, ℋ, R, ℤ, T, 1–2"),
    ],
)  # fmt: skip
def test_the_letters_of_mathscinet(written: str, shown: str) -> None:
    assert to_text(written) == shown
