"""Subjects of papers: arXiv classes, MSC and ACM classes, and words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from paperview.sources.parsing.field_values import one_line

_ARCHIVES = (
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas "
    "cond-mat cs dg-ga econ eess funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th "
    "nlin nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio q-fin quant-ph solv-int stat "
    "supr-con"
)
_CLASS = re.compile(rf"(?:{'|'.join(_ARCHIVES.split())})(?:\.[A-Za-z]{{2,6}}(?:-[a-z]{{2,5}})?)?")
_BETWEEN_WORDS = re.compile(r"[\s,;=]+")
_AROUND = "[](){}'\".:"
_BETWEEN = re.compile(r"[,;|]")
_BEHIND = re.compile(r"\(([a-z]+(?:-[a-z]+)?(?:\.[A-Za-z-]{2,})?)\)$")
_MSC = re.compile(r"(?:MSC.{0,12}?)?[0-9]{2}(?:[A-Z][0-9x]{2}|-[0-9X]{2}|[A-Z]xx).*")
_ACM = re.compile(r"[A-K]\.(?:[0-9m]|$).*")


def classes_in(text: str) -> list[str]:
    """Return the arXiv classes in a text; next to other words, a bare archive is no class."""
    words = [word for part in _BETWEEN_WORDS.split(text) if (word := part.strip(_AROUND))]
    found = [word for word in words if _CLASS.fullmatch(word)]
    if len(found) < len(words):
        found = [word for word in found if "." in word or "-" in word]
    return list(dict.fromkeys(found))


def class_behind(subject: str) -> str:
    """Return the arXiv class at the end of a subject: `Machine Learning (cs.LG)`."""
    found = _BEHIND.search(subject)
    return found[1] if found else ""


def in_field(field: str | list[str] | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the categories of a field, and its subjects in words: `Machine Learning`.

    Categories stand in one text, with blanks or commas between them, or in several.
    """
    if not field:
        return (), ()
    if isinstance(field, str):
        return _in_text(field)
    found = list(map(_in_text, field))
    names = tuple(name for names, _ in found for name in names)
    return names, tuple(text for _, texts in found for text in texts)


@lru_cache(maxsize=1 << 14)
def _in_text(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    line = one_line(text) or ""
    codes = tuple(line.replace(",", " ").split())
    if len(codes) < 2 or all(map(_CLASS.fullmatch, codes)):
        return codes, ()
    names: list[str] = []
    texts: list[str] = []
    for part in filter(None, map(str.strip, _BETWEEN.split(line))):
        if all(map(_CLASS.fullmatch, part.split())):
            names += part.split()
        elif name := class_behind(part):
            names.append(name)
        else:
            texts.append(part)
    return tuple(dict.fromkeys(names)), tuple(texts)


def sorted_out(terms: Iterable[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the arXiv classes among a paper's subjects, and the other subjects as named pairs.

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
