"""Combining marks: accents, which don't count, and the vowel signs of other scripts, which do."""

from __future__ import annotations

import unicodedata

UNCOUNTED = (
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"  # Latin, Greek and signs
    "\u0483-\u0489\u2de0-\u2dff\ua66f-\ua672\ua674-\ua67d\ua69e\ua69f"  # Cyrillic
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\ufb1e"  # Hebrew points
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0640\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff"  # Arabic vowel signs, and the tatweel
    "\u0711\u0730-\u074a"  # Syriac points
    "\u00ad\u200c\u200d\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
"""Characters within words that don't count, as a class of a regular expression has them.

They are marks that may be left out in writing, such as accents, and what is unseen: soft hyphens,
joiners and variation selectors.
"""
_MARKS = """
0300-036f 0483-0489 0591-05bd 05bf 05c1-05c2 05c4-05c5 05c7 0610-061a 064b-065f 0670 06d6-06dc
06df-06e8 06ea-06ed 0711-07f3 07fd 0816-082d 0859-085b 0898-08e1 08e3-0963 0981-09e3 09fe-0a75
0a81-0ae3 0afa-0b63 0b82-0bd7 0c00-0c63 0c81-0c83 0cbc-0d4d 0d57-0d63 0d81-0df3 0e31-0e3a
0e47-0e4e 0eb1-0ece 0f18-0f19 0f35 0f37 0f39 0f3e-0f84 0f86-0fbc 0fc6 102b-103e 1056-109d
135d-135f 1712-1734 1752-17d3 17dd 180b-180d 180f-193b 1a17-1a1b 1a55-1a7f 1ab0-1b44 1b6b-1b73
1b80-1bf3 1c24-1c37 1cd0-1cd2 1cd4-1dff 20d0-20f0 2cef-2cf1 2d7f-2dff 302a-302f 3099-309a
a66f-a672 a674-a67d a69e-a6f1 a802-a827 a82c a880-a8c5 a8e0-a8f1 a8ff-a92d a947-a953 a980-a9c0
a9e5-aa4d aa7b-aac1 aaeb-aaef aaf5-aaf6 abe3-abea abec-abed fb1e fe00-fe0f fe20-fe2f ff9e-ff9f
101fd-1037a 10a01-10a3f 10ae5-10ae6 10d24-10eac 10efd-10f50 10f82-10f85 11000-11046 11070-110ba
110c2 11100-11134 11145-11173 11180-111c0 111c9-111cc 111ce-111cf 1122c-11237 1123e-11241
112df-11446 1145e-114c3 115af-115c0 115dc-11640 116ab-116b7 1171d-1172b 1182c-1183a 11930-11943
119d1-119e0 119e4-11a3e 11a47-11a99 11c2f-11c3f 11c92-11ef6 11f00-11f42 13440-13455 16af0-16af4
16b30-16b36 16f4f-16f92 16fe4-16ff1 1bc9d-1bc9e 1cf00-1cf46 1d165-1d169 1d16d-1d172 1d17b-1d182
1d185-1d18b 1d1aa-1d1ad 1d242-1d244 1da00-1da36 1da3b-1da6c 1da75 1da84 1da9b-1e136 1e2ae-1e2ef
1e4ec-1e94a e0100-e01ef
"""
"""The code points of Unicode's combining marks, and of Japanese half-width ones; some are letters.

A regular expression knows no categories, and to look at all characters takes a quarter of a second.
"""
OF_WORD = UNCOUNTED + "".join(
    "-".join(rf"\U{int(code, 16):08x}" for code in codes.split("-")) for codes in _MARKS.split()
)
"""Characters that belong to the letter before them; some letters are among them."""
_PARTS = "\uff9e\uff9f" + "".join(map(chr, range(0x1160, 0x1200)))
"""Half-width sound marks, and the vowels and final consonants of decomposed Korean syllables."""


def is_of_word(char: str) -> bool:
    """Return whether a character is a letter, a digit or a combining mark."""
    return char.isalnum() or _is_mark(char)


def is_alphabetic(word: str) -> bool:
    """Return whether a word has nothing but letters, and the marks on them."""
    return word.isalpha() or (
        word[:1].isalpha() and all(char.isalpha() or _is_mark(char) for char in word)
    )


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


def letters(text: str) -> list[str]:
    """Return the letters of a text, each with the marks on it; a Korean syllable is a letter."""
    parts: list[str] = []
    for char in text:
        if parts and (char in _PARTS or _is_mark(char) or unicodedata.category(char) == "Cf"):
            parts[-1] += char
        else:
            parts.append(char)
    return parts
