"""Making text from outside harmless: the one place where control characters are taken out."""

from __future__ import annotations

import re

_CONTROL_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
_UNSEEN = (0x061C, 0x200E, 0x200F, 0xFEFF)
_SUBSTITUTED = (
    *range(0x80, 0xA0),  # C1: some terminals obey them like ESC sequences
    *range(0x202A, 0x202F),  # bidi embeddings and overrides
    *range(0x2066, 0x206A),  # bidi isolates
    *range(0xD800, 0xE000),  # lone surrogates: can't be encoded
    *range(0xFFF9, 0xFFFC),  # interlinear annotation
    *range(0xE0000, 0xE0080),  # tags: text that no one sees
)
_HARMLESS: dict[int, str] = {
    **_CONTROL_PICTURES,
    **dict.fromkeys(_UNSEEN, ""),
    **dict.fromkeys(_SUBSTITUTED, "\ufffd"),
    0x09: " ",
    0x2028: " ",
    0x2029: " ",
}
_HARMFUL = re.compile("[" + "".join(re.escape(chr(code)) for code in _HARMLESS) + "]")


def clean(text: str) -> str:
    """Return one line of text with nothing in it that a terminal could obey.

    Control characters become their visible pictures (ESC is shown as U+241B), bidi overrides and
    the like U+FFFD, tabs and line separators a blank; marks that show nothing are left out.
    Everything else stays as it is. A line feed counts as a control character: split lines first.
    """
    if text.isascii() and text.isprintable():
        return text
    return _HARMFUL.sub(lambda match: _HARMLESS[ord(match.group())], text)
