"""Encodings that a text names itself, in a remark of the program that wrote it.

These are JabRef's `% Encoding: Cp1252`, BibDesk's `%% Saved with string encoding Western (ISO Latin
1)`, KBibTeX's `@comment{x-kbibtex-encoding=latin2}`, TeXShop's `% !TEX encoding = IsoLatin`, and
the lines of the editors: `-*- coding: latin-2 -*-` and the local variables of Emacs, and the
modeline of Vim.

Source of the rules: the GNU Emacs Manual, "Specifying File Variables"; Vim's help on modelines; the
programs' own files.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_BEGINNING: Final = 4096
"""Bytes in which remarks at the beginning stand."""
_END: Final = 3000
"""Bytes in which Emacs looks for local variables."""
_EMACS_LINES: Final = 2
_VIM_LINES: Final = 5
_NAME = r"(?P<name>[\w.:-]{1,40})"

_REMARKS = (
    re.compile(rf"^[%\t ]*+Encoding[\t ]*[:=][\t ]*{_NAME}[\t ]*$", re.MULTILINE | re.IGNORECASE),
    re.compile(
        r"^%++[\t ]*Saved with string encoding[\t ]+(?P<name>.{1,80}?)[\t ]*$", re.MULTILINE
    ),
    re.compile(rf"^\s*@comment\s*[{{(]\s*[\w-]*encoding\s*[:=]\s*{_NAME}", re.MULTILINE | re.I),
    re.compile(
        r"^%++[\t ]*!TEX[\t ]+encoding[\t ]*=[\t ]*(?P<name>.{1,40}?)[\t ]*$",
        re.MULTILINE | re.IGNORECASE,
    ),
)
_EMACS = re.compile(rf"-\*-.{{0,200}}?\bcoding\s*[:=]\s*{_NAME}")
_LOCAL_VARIABLES = re.compile(
    rf"Local Variables:.*?^[^\w\n]*coding\s*:\s*{_NAME}", re.DOTALL | re.MULTILINE
)
_VIM = re.compile(rf"\b(?:vim?|ex):.{{0,200}}?\b(?:fileencoding|fenc)={_NAME}")

_NAMED_LATIN = re.compile(r"(?:iso-?)?latin-?(\d{0,2})(?:-.*)?")
_LINE_END = re.compile(r"-(?:unix|dos|mac)$")
_IN_BRACKETS = re.compile(r"(?P<script>.*?)\s*\((?P<name>[^()]+)\)")
_OTHER_NAMES: Final = {
    "cyrillic-koi8": "koi8-r",
    "euc-japan": "euc_jp",
    "eucjis": "euc_jp",
    "gb-18030": "gb18030",
    "big-5": "cp950",
    "chinese-gbk": "gb18030",
    "chinese-iso-8bit": "gb18030",
    "japanese-shift-jis": "cp932",
    "koi8": "koi8-r",
    "mac-os-roman": "mac-roman",
    "macosroman": "mac-roman",
    "ms932": "cp932",
    "mule-utf-8": "utf-8",
    "prefer-utf-8": "utf-8",
    "utf-8-unicode": "utf-8",
    "windows-31j": "cp932",
    "windows-latin-1": "cp1252",
    "windows-latin-2": "cp1250",
    "windows-latin-5": "cp1254",
    "x-macroman": "mac-roman",
}
_BY_SCRIPT: Final = {
    ("arabic", "windows"): "cp1256",
    ("baltic", "windows"): "cp1257",
    ("central european", "mac os"): "mac-latin2",
    ("cyrillic", "mac os"): "mac-cyrillic",
    ("cyrillic", "windows"): "cp1251",
    ("greek", "mac os"): "mac-greek",
    ("greek", "windows"): "cp1253",
    ("hebrew", "windows"): "cp1255",
    ("japanese", "euc"): "euc_jp",
    ("korean", "euc"): "euc_kr",
    ("korean", "windows, dos"): "cp949",
    ("simplified chinese", "euc"): "gb18030",
    ("turkish", "mac os"): "mac-turkish",
}
"""What names mean that say no more than a maker or a scheme, by their script, as in BibDesk."""
_BROADER: Final = {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "big5": "cp950"}
"""Encodings that hold all of another one, and more that programs write under its name."""
_TEXT = re.compile(
    r"utf-8|iso8859-\d+|cp(?:12\d\d|4\d\d|7\d\d|8\d\d|9\d\d|1006)|koi8-[rtu]|mac-\w+|kz1048|ptcp154"
    r"|tis-620|gb18030|gbk|gb2312|hz|big5(?:hkscs)?|shift_jis\w*|euc_\w+|iso2022_\w+|johab"
)
"""Python's names for encodings of texts that begin as ASCII does. It knows others."""


class Named(NamedTuple):
    """An encoding that a text names."""

    text: str
    """As it is written there."""
    encoding: str | None
    """As Python calls it; None for one that is not known, or can't be that of this text."""


def named(data: bytes) -> Named | None:
    """Return the encoding that a text names; None where it names none, or none in particular."""
    if data[:1] in b"{[":
        return None  # JSON has no remarks
    for name in _names(data):
        text = name.strip()
        if text.lower() not in _NOTHING:
            return Named(text, python_name(text))
    return None


_NOTHING: Final = frozenset(
    ("ascii", "binary", "default", "latex", "no-conversion", "raw-text", "undecided", "us-ascii")
)
"""Names that leave it open what the letters are that are not ASCII."""


def _names(data: bytes) -> Iterator[str]:
    # Names are ASCII, whatever else stands there.
    begin = _lines_of(data[:_BEGINNING])
    end = _lines_of(data[-_END:])
    lines = begin.split("\n")
    for line in lines[:_EMACS_LINES]:
        if found := _EMACS.search(line):
            yield found["name"]
    for remark in _REMARKS:
        if found := remark.search(begin):
            yield found["name"]
    if found := _LOCAL_VARIABLES.search(end):
        yield found["name"]
    for line in (*lines[:_VIM_LINES], *end.rstrip().split("\n")[-_VIM_LINES:]):
        if found := _VIM.search(line):
            yield found["name"]
    if found := _REMARKS[2].search(end):
        yield found["name"]


def _lines_of(data: bytes) -> str:
    return data.decode("latin-1").replace("\r\n", "\n").replace("\r", "\n")


def python_name(text: str) -> str | None:
    """Return how Python calls an encoding of text; None for none that is known."""
    name = text.lower()
    if within := _IN_BRACKETS.fullmatch(name):
        name = within["name"]
        if known := _BY_SCRIPT.get((within["script"], name)):
            return known
    name = _LINE_END.sub("", re.sub(r"[\s_]+", "-", name.strip()))
    if latin := _NAMED_LATIN.fullmatch(name):
        name = f"latin{latin[1] or 1}"
    name = _OTHER_NAMES.get(name, name)
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    found = _BROADER.get(found, found)
    return found if _TEXT.fullmatch(found) else None
