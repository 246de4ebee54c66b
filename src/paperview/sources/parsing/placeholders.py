"""Texts that stand for something that is not there: `N/A`, `No abstract available`, `et al.`."""

from __future__ import annotations

import re

_VALUES = frozenset(("na", "n/a", "n.a", "nan", "nil", "null", "undefined"))
# These two are compiled when they are first needed, which is not before the first screen.
_ABSTRACT = (
    r"(?i:(?:there is )?(?:an? |the |no )?abstract(?: (?:is|was))?"
    r"(?: (?:not |un)?(?:available|provided|entered|supplied|included|given|found))?"
    r"(?: (?:for|in|from) (?:this|the) \w{3,12})?"
    r"|(?:not |un)available)"
)
_DASHES = " \t\n-–—"
_AROUND = " \t\n.,;:-–—_[]()*"
_LONGEST = 70  # characters of an abstract that may say that there is none
_ENDS = ("al", "al.", "alii", "others", "others.", "authors", "more", ")", "]", "}", ",", ";", " ")
"""How a name ends that may end with others."""
_OTHERS = (
    r"(?i:(?:^|[\s,;~]+|(?<=\}))[\[({]*"
    r"(?:\\(?:it|em|sl|textit|emph)\b[\s{]*)?"
    r"(?:et\W{0,3}al(?:ii)?|\\etal"
    r"|(?:(?:and|&|\\&|und|et|y|e)\s+)?(?:the\s+)?(?:many\s+|several\s+|\d{1,5}\s+)?"
    r"(?:others|other\s+authors|more\s+authors)"
    r"|(?:and|&|\+)\s*\d{1,5}\s+more)"
    r"[\s.})\],;]*$)"
)


def says_nothing(value: str) -> bool:
    """Whether a value stands for one that is not there, as pandas and databases write it."""
    return value.strip(_AROUND).lower() in _VALUES or not value.strip(_DASHES)


def is_no_abstract(text: str) -> bool:
    """Whether a text in the place of an abstract says that there is none."""
    if len(text) > _LONGEST:
        return False
    return says_nothing(text) or re.fullmatch(_ABSTRACT, text.strip(_AROUND)) is not None


def without_others(name: str) -> str:
    """Return a name, or a list of names, without the "et al." or "and others" that ends it.

    Nothing is left of a text that is nobody's name.
    """
    return re.sub(_OTHERS, "", name) if name.lower().endswith(_ENDS) else name
