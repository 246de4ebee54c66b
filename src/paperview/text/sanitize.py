"""Removing control characters from text, here and nowhere else; counts and errors in words."""

from __future__ import annotations

import re

from paperview.lazy import lazy_pattern

_BLANKS = "\t\x0b\x0c\u2028\u2029"
_UNSEEN = (
    "\u061c\u180e\u200e\u200f\ufeff"
    + "".join(map(chr, range(0x2060, 0x2065)))
    + "".join(map(chr, range(0x206A, 0x2070)))
)
_PICTURED = "\\x00-\\x1f\\x7f"
_SUBSTITUTED = (
    "\\x80-\\x9f"  # C1: some terminals obey them like ESC sequences
    "\\u202a-\\u202e"  # bidi embeddings and overrides
    "\\u2066-\\u2069"  # bidi isolates
    "\\ud800-\\udfff"  # lone surrogates: can't be encoded
    "\\ufff9-\\ufffb"  # interlinear annotation
    "\\U000e0000-\\U000e007f"  # tags: text that no one sees
)
_PRINTABLE = bytes(range(0x20, 0x7F))
_HARMFUL = lazy_pattern(f"[{_PICTURED}{_BLANKS}{_UNSEEN}{_SUBSTITUTED}]")


def clean(text: str) -> str:
    """Return one line of text without anything that controls a terminal.

    Control characters become their visible pictures (ESC is shown as U+241B), bidi overrides and
    the like U+FFFD, tabs, form feeds and line separators a blank; marks that show nothing are left
    out. Everything else stays as it is. A line feed counts as a control character: split lines
    first.
    """
    if text.isascii():  # which is known in a quarter of the time
        is_harmless = not text.encode().translate(None, _PRINTABLE)
    else:
        is_harmless = text.isprintable()
    if is_harmless:
        return text
    return _HARMFUL.sub(_harmless, text)


def _harmless(match: re.Match[str]) -> str:
    char = match.group()
    if char in _BLANKS:
        return " "
    if char in _UNSEEN:
        return ""
    if char == "\x7f":
        return "\u2421"
    return chr(0x2400 + ord(char)) if char < " " else "\ufffd"


_CONTROL = lazy_pattern(r"[\x00-\x1f\x7f-\x9f]")
_INVISIBLE = lazy_pattern(r"[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


def in_one_line(text: str) -> str:
    """Return a text that someone copied as one clean line, with single blanks between its words.

    Ends of lines, tabs, no-break spaces and control characters are blanks; marks that show nothing,
    such as soft hyphens and the bidi marks around a copied name, are left out.
    """
    return clean(" ".join(_CONTROL.sub(" ", _INVISIBLE.sub("", text)).split()))


def reason_of(error: Exception) -> str:
    """Return why something failed: in the words of the system, without a number and a path."""
    return clean(getattr(error, "strerror", None) or str(error))


def counted(count: int, thing: str) -> str:
    """Return "1 paper", "2,000 papers"."""
    return f"{count:,} {thing}{'s' * (count != 1)}"


def sized(count: int) -> str:
    """Return "812 bytes", "4.7 GB"; a kB is 1,000 bytes, as with disks."""
    if count < 1000:
        return counted(count, "byte")
    for unit, name in ((10**3, "kB"), (10**6, "MB")):
        if count < 999.95 * unit:
            return f"{count / unit:.1f} {name}"
    return f"{count / 10**9:,.1f} GB"
