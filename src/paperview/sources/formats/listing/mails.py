"""Texts that may be within mails: within a single one or within a mailbox (mbox).

Only what is encoded is decoded, part by part, wherever it stands: so everything takes linear time,
however mails are nested or torn.

Source of the forms: RFC 5322 (mails), RFC 2045 (encodings of bodies), RFC 2046 (parts), RFC 4155
(mbox).
"""

from __future__ import annotations

import binascii
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

_POSTMARK = re.compile(
    rb"^From [^\n]{0,200}?[0-9]{2}:[0-9]{2}[^\n]{0,40}?[0-9]{4}[^\n]{0,20}$", re.MULTILINE
)
"""The line before each mail of a mailbox: `From someone@example.org Fri Jun  9 00:44:20 2023`."""
_QUOTED_FROM = re.compile(rb"^>(?=>{0,20}From )", re.MULTILINE)
_HEADER_LINE = re.compile(rb"[!-9;-~]{1,60}:[ \t\n]")
_ENCODING = re.compile(
    rb"^Content-Transfer-Encoding:\s{0,9}(?P<name>quoted-printable|base64)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_BOUNDARY = re.compile(rb"\bboundary\s?=\s?\"?(?P<name>[^\"\s;]{1,80})", re.IGNORECASE)
_PART_LINE = re.compile(rb"^--(?P<name>[^\s][^\n]{0,80}?)(?:--)?[ \t]*$", re.MULTILINE)
_TYPE = re.compile(rb"^Content-Type:\s{0,9}(?P<name>[\w.+/-]{1,80})", re.MULTILINE | re.IGNORECASE)
_CHARSET = re.compile(
    rb"\bcharset\s?=\s?\"?(?P<name>utf-?8|us-ascii|iso-8859-[0-9]{1,2}|windows-125[0-9]|koi8-[ru]"
    rb"|gb2312|gbk|gb18030|big5|euc-(?:jp|kr)|iso-2022-jp|shift_jis)\b",
    re.IGNORECASE,
)
_HEAD_LENGTH = 8192  # bytes of the head of a part that are looked at before and behind a line of it
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a file."""

    body: bytes
    """In UTF-8, with line feeds between lines."""
    line: int
    """The line of the file where it begins, counted from 1."""
    is_as_in_file: bool = True
    """Whether its lines are lines of the file; else it was encoded."""


def texts(data: bytes) -> Iterator[Text]:
    """Return the texts of the mails of a file, heads and all; of a file that is no mail the whole.

    Of parts of mails that are encoded, plain texts alone are given. Never fails.
    """
    if _POSTMARK.match(data) is None:
        yield from _texts_of_mail(data, 1)
        return
    line = 1
    place = 0
    for begin, end in _mails(data):
        line += data.count(b"\n", place, begin)
        place = begin
        yield from _texts_of_mail(_QUOTED_FROM.sub(b"", data[begin:end]), line)


def _mails(data: bytes) -> Iterator[tuple[int, int]]:
    """Return where each mail of a mailbox begins, with its postmark, and where it ends."""
    begin = 0
    for mark in _POSTMARK.finditer(data, 1):
        yield begin, mark.start()
        begin = mark.start()
    yield begin, len(data)


def _texts_of_mail(mail: bytes, line: int) -> Iterator[Text]:
    place = 0
    for begin, end, text in _encoded(mail):
        yield Text(mail[place:begin], line)
        line += mail.count(b"\n", place, begin)
        if text is not None:
            yield Text(text, line, is_as_in_file=False)
        line += mail.count(b"\n", begin, end)
        place = end
    yield Text(mail[place:] if place else mail, line)


def _encoded(mail: bytes) -> Iterator[tuple[int, int, bytes | None]]:
    """Return where the body of each encoded part begins and ends, and its text if it is one."""
    if _HEADER_LINE.match(mail) is None and _POSTMARK.match(mail) is None:
        return
    boundaries = {found["name"] for found in _BOUNDARY.finditer(mail)}
    part_lines = [
        found.start() for found in _PART_LINE.finditer(mail) if found["name"] in boundaries
    ]
    end = 0
    for encoding in _ENCODING.finditer(mail):
        head_end = mail.find(b"\n\n", encoding.end(), encoding.end() + _HEAD_LENGTH)
        if encoding.start() < end or head_end < 0:
            continue
        begin = head_end + 2
        following = bisect_left(part_lines, begin)
        end = part_lines[following] if following < len(part_lines) else len(mail)
        head = _head(mail, encoding.start(), head_end)
        kind = _TYPE.search(head)
        is_text = kind is None or kind["name"].lower() == b"text/plain"
        yield begin, end, _decoded(mail[begin:end], encoding["name"], head) if is_text else None


def _head(mail: bytes, place: int, end: int) -> bytes:
    """Return the head of a part, some line of which begins at a place."""
    first = max(0, place - _HEAD_LENGTH)
    begin = max(mail.rfind(b"\n\n", first, place), mail.rfind(b"\n--", first, place), first)
    return mail[begin:end]


def _decoded(body: bytes, encoding: bytes, head: bytes) -> bytes:
    """Return a body in UTF-8; what is no base64 in it is passed over."""
    if encoding.lower() == b"base64":
        digits = _NOT_BASE64.sub(b"", body)
        digits = digits[: len(digits) - (len(digits) % 4 == 1)]
        payload = binascii.a2b_base64(digits + b"=" * (-len(digits) % 4))
    else:
        payload = binascii.a2b_qp(body)
    charset = _CHARSET.search(head)
    try:
        text = payload.decode(charset["name"].decode() if charset else "utf-8", errors="replace")
    except LookupError:  # ISO-8859-99
        text = payload.decode(errors="replace")
    return text.replace("\r\n", "\n").encode(errors="replace")
