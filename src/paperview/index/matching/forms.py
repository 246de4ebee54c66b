"""Forms of a word: what has its stem, how others spell it, and its irregular plurals.

`networks` finds a network, `learned` learning, `colour` color, `matrices` a matrix. Words are forms
of each other if they have the same key: the stem (Snowball's for English) of the word in American
spelling and, where its plural is irregular, in the singular.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from Stemmer import Stemmer

from paperview.index.storage.packing import BLANK, TRIGRAMS, trigrams_of
from paperview.lazy import lazy_pattern

FORMS_FROM = 4
"""Letters from which a word has other forms."""
_LONGEST_ENDING = 9
"""Letters that follow a stem in its words, at most: those of -ationally."""
_SHORTEST_STEM = 3
_LOST = ("e", "i", "y", "bl")
"""Ends of a stem which not all of its words have: `studi` is of study, `probabl` of probability."""


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in text.split())


_SINGULARS = _pairs(
    "matrices:matrix vertices:vertex vortices:vortex indices:index appendices:appendix"
    " simplices:simplex helices:helix cortices:cortex spectra:spectrum quanta:quantum"
    " strata:stratum momenta:momentum maxima:maximum minima:minimum optima:optimum"
    " extrema:extremum continua:continuum equilibria:equilibrium bacteria:bacterium"
    " criteria:criterion phenomena:phenomenon automata:automaton hedra:hedron genera:genus"
    " corpora:corpus nuclei:nucleus radii:radius stimuli:stimulus fungi:fungus annuli:annulus"
    " theses:thesis crises:crisis emphases:emphasis tableaux:tableau plateaux:plateau"
    " schemata:schema curricula:curriculum children:child women:woman"
)
"""Irregular plurals of words, and of words that end with them: `submatrices`."""
_WHOLE_SINGULARS = _pairs(
    "axes:axis bases:basis loci:locus foci:focus tori:torus taxa:taxon data:datum media:medium"
    " moduli:modulus calculi:calculus lemmata:lemma phyla:phylum fora:forum sera:serum"
    " oases:oasis men:man mice:mouse feet:foot teeth:tooth halves:half leaves:leaf"
    " shelves:shelf wolves:wolf lives:life"
)
"""Irregular plurals that other words end with by chance."""
_PLURALS = {singular: plural for plural, singular in _SINGULARS.items()}
_WHOLE_PLURALS = {singular: plural for plural, singular in _WHOLE_SINGULARS.items()}

_AMERICAN = _pairs(
    "sulph:sulf aluminium:aluminum artefact:artifact ageing:aging judgement:judgment"
    " defence:defense offence:offense licence:license practis:practic mould:mold plough:plow"
    " sceptic:skeptic palaeo:paleo archaeo:archeo haemo:hemo aemia:emia paediatr:pediatr"
    " caesium:cesium anaesth:anesth oestrogen:estrogen oedema:edema foetal:fetal foetus:fetus"
    " manoeuvre:maneuver focuss:focus grey:gray gramme:gram disc:disk"
    " centre:center fibre:fiber metre:meter litre:liter theatre:theater calibre:caliber"
)
"""British letters for part of a word, and the American ones."""
_ENDS = frozenset(("gramme", "disc", "centre", "fibre", "metre", "litre", "theatre", "calibre"))
"""Those that stand at the end of a word, or before a plural's s."""
_BRITISH = {american: british for british, american in _AMERICAN.items()}
_REGULAR = (
    # -our, -ise, -yse, -logue, -tred; and -ysis, whose plural looks like a verb: analyses.
    ("our", lazy_pattern(r"(?<=[a-z]{2})our"), "or"),
    ("is", lazy_pattern(r"(?<=[^aeiouvcw\s])is(?=(?:e[drs]?|ers|ing|able)\b)|is(?=ation)"), "iz"),
    ("ys", lazy_pattern(r"ys(?=(?:e[drs]?|ers|ing|able)\b)"), "yz"),
    ("ysis", lazy_pattern(r"ysis\b"), "yze"),
    ("logu", lazy_pattern(r"logu(?=(?:e[ds]?|ing)\b)"), "log"),
    ("centr", lazy_pattern(r"(?<=cent)r(?=(?:ed|ing)\b)"), "er"),
    ("ae", lazy_pattern(r"(?<=[a-z]{3})ae\b"), "a"),
)
"""Letters, what they are part of, and what others write instead."""
_TRIGRAMS = (
    "ae |aem|aeo|alv|amm|ata|atr|aux|axa|axe|bas|cae|cen|cep|cri|cte|ctr|dii|eav|edr|elv|ene|fee"
    "|fen|foc|foe|fun|gei|hes|ibr|ice|icu|imu|isa|isc|ise|isi|lcu|ldr|liv|med|men|mph|nim|niu|nnu"
    "|nua|oas|oci|odu|oed|oes|oeu|ogu|opt|ora|ori|our|pra|qua|rey|ser|sth|tee|tef|tre|ucl|ugh|uld"
    "|ulp|wol|xim|yla|ysa|yse|ysi"
)
"""Each plural above, and each text that the patterns change, has one of these: rare ones."""
_REVERSE = (
    (lazy_pattern(r"(?<=[a-z]{2})or(?=$|s$|ed$|ing|al|ful|hood|able|ite|less)"), "our"),
    (lazy_pattern(r"iz(?=e|ing|ation|able)"), "is"),
    (lazy_pattern(r"yz(?=e|ing|able)"), "ys"),
    (lazy_pattern(r"yze$"), "ysis"),
)
_ALL_SINGULARS = _SINGULARS | _WHOLE_SINGULARS
_IRREGULAR = lazy_pattern(rf"\b(?:{'|'.join(_WHOLE_SINGULARS)})\b|(?:{'|'.join(_SINGULARS)})\b")
_SPELT = lazy_pattern(
    rf"(?:{'|'.join(_ENDS)})(?=s?\b)|{'|'.join(part for part in _AMERICAN if part not in _ENDS)}"
)


def has_forms(word: str) -> bool:
    """Return whether a folded word may have other forms."""
    return len(word) >= FORMS_FROM and word.isalpha()


def keys(words: Sequence[str]) -> list[str]:
    """Return the keys of folded words: a word and its forms have the same."""
    found = stems(words)
    special = _special(words)
    if special:
        text = " ".join([words[i] for i in special])
        text = _IRREGULAR.sub(lambda match: _ALL_SINGULARS[match.group()], text)
        text = _SPELT.sub(lambda match: _AMERICAN[match.group()], text)
        for letters, pattern, american in _REGULAR:
            if letters in text:
                text = pattern.sub(american, text)
        for i, stem in zip(special, stems(text.split(" ")), strict=True):
            found[i] = stem
    return found


def _special(words: Sequence[str]) -> list[int]:
    """Return which words may be irregular plurals, or have British letters, and some others.

    A trigram tells in a fraction of the time that the patterns take.
    """
    codes = np.frombuffer(" ".join([*words, ""]).encode(errors="replace"), np.uint8)
    offsets = _special_trigrams()[trigrams_of(codes)].nonzero()[0]
    ends = (codes == BLANK).nonzero()[0]
    return list(map(int, np.unique(ends.searchsorted(offsets))))


@cache
def _special_trigrams() -> NDArray[np.bool_]:
    """Return per trigram whether it is one of those in `_TRIGRAMS`."""
    are_special = np.zeros(TRIGRAMS, np.bool_)
    for trigram in _TRIGRAMS.split("|"):
        are_special[trigrams_of(np.frombuffer(trigram.encode(), np.uint8))] = True
    return are_special


def longest_ending(prefix: str) -> int:
    """Return how many letters may follow a prefix: short ones begin too many other words."""
    return min(_LONGEST_ENDING, 2 * len(prefix) - _SHORTEST_STEM)


def prefixes(word: str) -> set[str]:
    """Return how the forms of a folded word begin: each with one of these."""
    found = set()
    for stem in stems([word, *_spellings(word)]):
        is_lost = len(stem) > _SHORTEST_STEM and stem.endswith(_LOST)
        if len(stem) >= _SHORTEST_STEM:
            found.add(stem[:-1] if is_lost else stem)
    return {stem for stem in found if not any(map(stem.startswith, found - {stem}))}


def _spellings(word: str) -> Iterator[str]:
    """Give other spellings of a word, its singular and its plural where they are irregular."""
    if plural := _WHOLE_PLURALS.get(word):
        yield plural
    for singular, plural in _PLURALS.items():
        if word.endswith(singular):
            yield word.removesuffix(singular) + plural
    american = _IRREGULAR.sub(lambda match: _ALL_SINGULARS[match.group()], word)
    american = _SPELT.sub(lambda match: _AMERICAN[match.group()], american)
    for _, pattern, letters in _REGULAR:
        american = pattern.sub(letters, american)
    yield american
    for part, british in _BRITISH.items():
        if part in american:
            yield american.replace(part, british)
    for pattern, letters in _REVERSE:
        if pattern.search(american):
            yield pattern.sub(letters, american)


def stems(words: Sequence[str]) -> list[str]:
    """Return the stems of folded words."""
    if not all(map(str.isascii, words)):  # the stemmer refuses half a surrogate pair
        words = [word.encode(errors="replace").decode() for word in words]
    found: list[str] = _stemmer().stemWords(words)
    return found


@cache
def _stemmer() -> Stemmer:
    return Stemmer("english", 0)
