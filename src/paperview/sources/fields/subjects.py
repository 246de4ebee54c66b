"""Telling arXiv classes from those of mathematics (MSC) and of computing (ACM), and from words."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ARCHIVES = (
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas "
    "cond-mat cs dg-ga econ eess funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th "
    "nlin nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio q-fin quant-ph solv-int stat "
    "supr-con"
)
_CLASS = re.compile(rf"(?:{'|'.join(_ARCHIVES.split())})(?:\.[A-Za-z]{{2,6}}(?:-[a-z]{{2,5}})?)?")
_BEHIND = re.compile(r"\(([a-z]+(?:-[a-z]+)?(?:\.[A-Za-z-]{2,})?)\)$")
_MSC = re.compile(r"(?:MSC.{0,12}?)?[0-9]{2}(?:[A-Z][0-9x]{2}|-[0-9X]{2}|[A-Z]xx).*")
_ACM = re.compile(r"[A-K]\.(?:[0-9m]|$).*")


def class_behind(subject: str) -> str:
    """Return the class of arXiv in a subject as DataCite has it: `Machine Learning (cs.LG)`."""
    found = _BEHIND.search(subject)
    return found[1] if found else ""


def sorted_out(terms: Iterable[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Return arXiv's classes among the subjects of a paper, and the others as named pairs.

    Each class is there once, in the order of the first time that it is named.
    """
    classes: dict[str, None] = {}
    others: dict[str, list[str]] = {}
    for term in map(str.strip, terms):
        if _CLASS.fullmatch(term):
            classes[term] = None
        elif term:
            name = "msc-class" if _MSC.fullmatch(term) else "subjects"
            name = "acm-class" if _ACM.fullmatch(term) else name
            others.setdefault(name, []).append(term)
    return list(classes), [(name, "; ".join(texts)) for name, texts in others.items()]
