"""Decoding texts: whatever the encoding, the result is UTF-8 with line feeds between lines.

The encoding follows from a byte order mark, from the zero bytes of UTF-16, or from an XML
declaration. All else is UTF-8, whatever it says itself, for nothing else looks like it. A text that
is not UTF-8 has the encoding that a remark in it names; or else its lines that can't be UTF-8 are
Windows-1252, which has the letters of Latin-1 and is what older programs wrote.

Source of the marks: The Unicode Standard, section 23.8; of the declaration: XML 1.0, section 2.8.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from paperview.lazy import lazy_pattern
from paperview.text.sanitize import clean, counted

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # which begins with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MIXED: Final = "UTF-8 and Windows-1252"
"""The encoding of a text that is UTF-8 but for some lines."""
_FALLBACK: Final = "windows-1252"
_REPLACEMENT: Final = "\ufffd".encode()

_SAMPLE: Final = 4096  # bytes
_ZEROS: Final = 0.3
"""Share of zeros among every second byte that makes a text UTF-16: English has 1, Greek 0.2."""
_STRAY_ZEROS: Final = 0.05
"""Largest share of zeros among the other bytes."""
_CONTROLS: Final = 0.1
"""Share of control characters in the first bytes that makes a file no text."""
_CONTROLS_UNDECODED: Final = 0.01
"""The same where it is no UTF-8 either."""
_NO_TEXT: Final = bytes(byte for byte in range(0x20) if byte not in b"\t\n\r\f\x1b")
_CHUNK: Final = 1 << 18  # bytes
_BAD_LINES: Final = 100_000
"""Lines that are looked at one by one; behind them the whole rest is taken to be like them."""
_SHOWN: Final = 300  # bytes of a line
_MISFITS: Final = 0.1
"""Share of non-ASCII letters that may misfit before a named encoding is not believed."""
_BY_ESCAPES: Final = (b"\x1b$", b"\x1b(")
"""Escape sequences of encodings that are ASCII in between, such as ISO-2022."""

_DECLARATION = lazy_pattern(
    rb"""(\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["'])([A-Za-z][\w.:-]{0,40})(?=["'])"""
)
_KNOWN = lazy_pattern(
    r"(?:iso-?8859-?\d{1,2}|latin-?\d|(?:windows-?|cp-?)12\d\d|us-ascii|ascii|utf-?8|koi8-[ru]"
    r"|gb2312|gbk|gb18030|big5|shift[-_]jis|euc-(?:jp|kr)|iso-2022-jp|macintosh|ibm\d{3})"
)
"""Encodings in which papers are declared to be. Python knows more, of which some take quadratic
time, and some are no encodings of text."""

_KINDS: Final = (
    (b"%PDF-", "is a PDF; paperview reads lists of papers (BibTeX, RIS, ...), not the papers"),
    (b"\x89PNG\r\n\x1a\n", "is a picture (PNG)"),
    (b"\xff\xd8\xff", "is a picture (JPEG)"),
    (b"GIF8", "is a picture (GIF)"),
    (b"%!PS", "is a PostScript document; paperview reads lists of papers, not the papers"),
    (b"SQLite format 3\0", "is an SQLite database; export a list from the program it belongs to"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive; unpack it first"),
    (b"Rar!\x1a\x07", "is a RAR archive; unpack it first"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an Office document; export it as text"),
)
_TAR: Final = slice(257, 262), b"ustar"


class NoTextError(Exception):
    """A file that is no text. As a string: what it is and what to do."""


class Decoded(NamedTuple):
    """A text in UTF-8 without a mark, with line feeds alone between lines and no zeros."""

    data: bytes
    line: int = 0
    """The number of the first line that was not in the encoding it should be in; 0 for none."""
    reason: str = ""
    """The fault of that line, and how it was read."""
    text: str = ""
    """The beginning of that line as it was read."""


def encoding_of(head: bytes) -> str | None:
    """Return the encoding that the first bytes of a text name or show; None for none.

    Raises:
        NoTextError: if it is no text.
    """
    for mark, marked in _MARKS:
        if head.startswith(mark):
            return marked
    for mark, reason in _KINDS:
        if head.startswith(mark):
            raise NoTextError(reason)
    if head[_TAR[0]] == _TAR[1]:
        raise NoTextError("is a tar archive; unpack it first: tar -xf")
    sample = head[:_SAMPLE]
    if 0 in sample and (encoding := _by_zeros(sample)):
        return encoding
    if _looks_binary(sample):
        raise NoTextError("is a binary file; convert it to plain text (UTF-8)")
    declared = _DECLARATION.match(head)
    return _declared(declared[2]) if declared else None


def decode(data: bytes, encoding: str | None) -> Decoded:
    """Return a text as UTF-8; what is not in its encoding is read as well as can be.

    A last character that was cut off is replaced by U+FFFD.

    Args:
        data: the text, with or without a mark.
        encoding: what `encoding_of` gave, or `MIXED`.
    """
    if encoding in (None, "utf-8", MIXED):
        found = _from_utf8(data.removeprefix(codecs.BOM_UTF8))
    else:
        found = _from_other(data, encoding)
    text = found.data
    declared = _DECLARATION.match(text)
    if declared is not None and declared[2].lower() != b"utf-8":
        # The declaration now names UTF-8, so that no parser decodes the text again.
        text = declared[1] + b"UTF-8" + text[declared.end() :]
    text = _unix_lines(text)
    if b"\0" in text:
        text = text.replace(b"\0", clean("\0").encode())
    return found._replace(data=text)


def _by_zeros(sample: bytes) -> str | None:
    """Return which UTF-16 it is, by the halves of characters that are zero."""
    half = len(sample) // 2
    if not half:
        return None
    first, second = sample[::2].count(0) / half, sample[1::2].count(0) / half
    if second > _ZEROS and first < _STRAY_ZEROS:
        return "utf-16-le"
    return "utf-16-be" if first > _ZEROS and second < _STRAY_ZEROS else None


def _looks_binary(sample: bytes) -> bool:
    controls = len(sample) - len(sample.translate(None, _NO_TEXT))
    if controls > _CONTROLS * len(sample):
        return True
    return controls > _CONTROLS_UNDECODED * len(sample) and _cut_off(sample) is None


def _declared(name: bytes) -> str | None:
    known = _KNOWN.fullmatch(name.decode().lower())
    if known is None:
        return None
    # Texts declared as Latin-1 or ASCII often contain letters that only Windows-1252 has.
    found = codecs.lookup(known[0]).name
    return _FALLBACK if found in ("iso8859-1", "ascii") else found


def _cut_off(data: bytes) -> int | None:
    """Return how many bytes of a cut character are at the end of UTF-8; None if it is not UTF-8.

    It decodes chunk by chunk, which takes a third of the time for a large file.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(data):
            decoder.decode(chunk)
    except UnicodeDecodeError:
        return None
    return len(decoder.getstate()[0])


def _chunks(data: bytes) -> Iterator[memoryview]:
    view = memoryview(data)
    for start in range(0, len(data), _CHUNK):
        yield view[start : start + _CHUNK]


def _from_utf8(data: bytes) -> Decoded:
    cut = _cut_off(data)
    if cut is None:
        return _from_named(data)
    if all(escape in data for escape in _BY_ESCAPES):
        name = named(data)
        if name and name.encoding and not (found := _from_other(data, name.encoding)).reason:
            return found
    return Decoded(data[:-cut] + _REPLACEMENT if cut else data)


def _from_named(data: bytes) -> Decoded:
    """Decode a text that is not UTF-8 with the encoding that it names, if that is possible."""
    name = named(data)
    if name is None or name.encoding == "utf-8":
        return _from_lines(data)
    if name.encoding is None:
        return _from_lines(data, f", and '{clean(name.text)}', which it names, is not known")
    # As a browser does: texts that say Latin-1 hold the letters of Windows-1252.
    found = _from_other(data, _FALLBACK if name.encoding == "iso8859-1" else name.encoding)
    if found.reason and _misfits(found.data) > _MISFITS:
        return _from_lines(data, f", nor is the text {name.encoding.upper()}, as it says")
    return found


def _misfits(data: bytes) -> float:
    """Return the fraction of a text's non-ASCII letters that could not be read."""
    text = data.decode()
    others = len(text) - len(text.encode("ascii", "ignore"))
    return text.count("\ufffd") / max(others, 1)


def _from_lines(data: bytes, why: str = "") -> Decoded:
    """Read each line that is no UTF-8 as Windows-1252: several writers may have had a file.

    Args:
        data: the text.
        why: what else is wrong with it, for the reason.
    """
    lines = []
    bad = offset = fault = 0
    text = b""
    file = io.BytesIO(data)
    for line in file:
        try:
            line.decode()
            lines.append(line)
        except UnicodeDecodeError as error:
            lines.append(_from_fallback(line))
            if not bad:
                fault, text = offset + error.start, lines[-1]
            bad += 1
            if bad == _BAD_LINES:
                lines.append(_from_fallback(file.read()))
        offset += len(line)
    others = {1: "", _BAD_LINES: ", like very many others,"}.get(
        bad, f", like {counted(bad - 1, 'other')},"
    )
    wrong = f"byte 0x{data[fault]:02x} is not UTF-8{why}"
    reason = f"{wrong}; the line{others} is read as Windows-1252"
    number = _unix_lines(data[:fault]).count(b"\n") + 1
    return Decoded(b"".join(lines), number, reason, _shown(text))


def _from_fallback(data: bytes) -> bytes:
    return data.decode(_FALLBACK, "replace").encode()


def _from_other(data: bytes, encoding: str) -> Decoded:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        chunks = [decoder.decode(chunk).encode() for chunk in _chunks(data)]
    except UnicodeError:
        text = data.decode(encoding, "replace").encode()
        before = text[: text.find(_REPLACEMENT)]
        number = _unix_lines(before).count(b"\n") + 1
        line = text[before.rfind(b"\n") + 1 :][:_SHOWN]
        reason = f"is not {encoding.upper()}; the rest is read as well as can be"
        return Decoded(text, number, reason, _shown(line))
    if decoder.getstate()[0]:
        chunks.append(_REPLACEMENT)
    return Decoded(b"".join(chunks))


def _shown(line: bytes) -> str:
    return clean(line.partition(b"\n")[0][:_SHOWN].decode(errors="ignore").strip())


def _unix_lines(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data


_BEGINNING: Final = 4096
"""Bytes in which remarks at the beginning stand."""
_END: Final = 3000
"""Bytes in which Emacs looks for local variables."""
_EMACS_LINES: Final = 2
_VIM_LINES: Final = 5
_NAME = r"(?P<name>[\w.:-]{1,40})"

_REMARKS = (
    lazy_pattern(rf"^[%\t ]*+Encoding[\t ]*[:=][\t ]*{_NAME}[\t ]*$", re.MULTILINE | re.IGNORECASE),
    lazy_pattern(
        r"^%++[\t ]*Saved with string encoding[\t ]+(?P<name>.{1,80}?)[\t ]*$", re.MULTILINE
    ),
    lazy_pattern(rf"^\s*@comment\s*[{{(]\s*[\w-]*encoding\s*[:=]\s*{_NAME}", re.MULTILINE | re.I),
    lazy_pattern(
        r"^%++[\t ]*!TEX[\t ]+encoding[\t ]*=[\t ]*(?P<name>.{1,40}?)[\t ]*$",
        re.MULTILINE | re.IGNORECASE,
    ),
)
_EMACS = lazy_pattern(rf"-\*-.{{0,200}}?\bcoding\s*[:=]\s*{_NAME}")
_LOCAL_VARIABLES = lazy_pattern(
    rf"Local Variables:.*?^[^\w\n]*coding\s*:\s*{_NAME}", re.DOTALL | re.MULTILINE
)
_VIM = lazy_pattern(rf"\b(?:vim?|ex):.{{0,200}}?\b(?:fileencoding|fenc)={_NAME}")

_NAMED_LATIN = lazy_pattern(r"(?:iso-?)?latin-?(\d{0,2})(?:-.*)?")
_LINE_END = lazy_pattern(r"-(?:unix|dos|mac)$")
_IN_BRACKETS = lazy_pattern(r"(?P<script>.*?)\s*\((?P<name>[^()]+)\)")
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
"""Encodings that BibDesk names by script and maker."""
_BROADER: Final = {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "big5": "cp950"}
"""Encodings that hold all of another one, and more that programs write under its name."""
_TEXT = lazy_pattern(
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
