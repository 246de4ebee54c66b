r"""arXiv's daily mails, its monthly listings, and the `.abs` files of single papers.

A record is a line `\\`; the id, the dates and the fields; a line `\\`; the abstract; and a line
`\\`, where mails add the address. A record without an abstract lacks one of these lines. Lines of
dashes and percent signs separate records. `\\` may be a line of an abstract.

Source: files of arXiv, because no page of its help describes the format.
"""

from __future__ import annotations

import binascii
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from paperview.model.paper import ArxivId, Paper
from paperview.sources.draft import RawRecord
from paperview.sources.parsing import people
from paperview.sources.problem import Problem

_FIRST_LINES = rb"\\\\[ \t]*\n(?:arXiv|Paper)(?: \(\*cross-listing\*\))?:[ \t]*[\w.-]"
_START = re.compile(rb"^" + _FIRST_LINES, re.MULTILINE)
_BOUNDARY = re.compile(
    rb"^(?:(?P<record>" + _FIRST_LINES + rb")|[-%]{60,200}[ \t]*$)", re.MULTILINE
)
_SEPARATOR = re.compile(r"^\\\\(?P<rest>[ \t].*)?$", re.MULTILINE)
_TITLE_LINE = re.compile(rb"^Title: ", re.MULTILINE)
_SEPARATOR_LINE = re.compile(rb"^\\\\(?:[ \t].*)?$", re.MULTILINE)
_ADDRESS = re.compile(r"arxiv\.org/abs/(?P<id>[^\s,)]+)")
_ID_LINE = re.compile(r"(?:arXiv|Paper)(?: \(\*cross-listing\*\))?:\s*(?P<id>\S+)")
_FIELD = re.compile(
    r"(?P<name>From|Date(?: \(revised(?: v(?P<version>[0-9]{1,4}))?\))?|Title|Authors?|Categories"
    r"|Subj-class|Comments|Report-no|Journal-ref|DOI|MSC-class|ACM-class|License|Proxy):\s?",
    re.IGNORECASE,
)
_REPLACED = "replaced with revised version "


def looks_like(head: bytes) -> bool:
    """Return whether the first bytes of a file hold the first lines of a record."""
    return any(_START.search(text.body) for text in texts(head))


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read papers from UTF-8 with line feeds; skip text around records."""
    for text in texts(data):
        line, offset = text.line, 0
        for begin, end, has_start in _records(text.body):
            if text.is_as_in_file:
                line += text.body.count(b"\n", offset, begin)
                offset = begin
            record = text.body[begin:end].decode(errors="replace")
            yield from _raw_record(record, line, has_start).records(source)


def _records(body: bytes) -> Iterator[tuple[int, int, bool]]:
    """Yield (begin, end, whether its first lines are there) of each record."""
    begin = 0
    has_start = False
    for boundary in _BOUNDARY.finditer(body):
        if has_start or _is_rest(body, begin, boundary.start()):
            yield begin, boundary.start(), has_start
        has_start = boundary["record"] is not None
        begin = boundary.start() if has_start else boundary.end() + 1
    if has_start or _is_rest(body, begin, len(body)):
        yield begin, len(body), has_start


def _is_rest(body: bytes, begin: int, end: int) -> bool:
    """Return whether a text without a first line is the rest of a record."""
    has_title = _TITLE_LINE.search(body, begin, end) is not None
    return has_title and _SEPARATOR_LINE.search(body, begin, end) is not None


def _raw_record(text: str, line: int, has_start: bool) -> RawRecord:
    raw = RawRecord(line=line, text=text)
    separators = list(_SEPARATOR.finditer(text))
    # The rest of a record may begin with its first line.
    if has_start or (separators and "Title: " not in text[: separators[0].start()]):
        text = text[separators[0].end() :]
        separators = list(_SEPARATOR.finditer(text))
    _read_head(text[: separators[0].start()] if separators else text, raw)
    if not separators:
        raw.faults.append("the end of the record is missing")
        return raw
    address = _ADDRESS.search(separators[-1]["rest"] or "")
    if not raw.arxiv_id and address:
        raw.arxiv_id = address["id"]
    elif not raw.arxiv_id:
        raw.faults.append("the line with the arXiv id is missing or damaged")
    if len(separators) > 1:
        raw.abstract = text[separators[0].end() : separators[-1].start()]
    elif separators[0]["rest"] is None:
        raw.abstract = text[separators[0].end() :]
        if raw.abstract.strip():
            raw.faults.append("the end of the abstract is missing")
    return raw


def _read_head(head: str, raw: RawRecord) -> None:
    """Read the id, the dates and the fields; any other line continues the field above it."""
    fields: dict[str, list[str]] = {}
    lines: list[str] = []
    version = 0
    for number, line in enumerate(head.strip("\n").split("\n")):
        if number == 0 and (id_line := _ID_LINE.match(line)):
            raw.arxiv_id = id_line["id"]
        elif line.startswith(_REPLACED):
            raw.updated = _day(line.removeprefix(_REPLACED))
        elif field := _FIELD.match(line):
            name = field["name"].lower()
            if name.startswith("date (") or (name == "date" and "date" in fields):
                version = int(field["version"] or version)
                raw.updated = _day(line[field.end() :])
            lines = fields.setdefault(name, [])
            lines.append(line[field.end() :])
        else:
            lines.append(line)
    texts = {name: "\n".join(lines).strip() for name, lines in fields.items()}
    arxiv_id = ArxivId.parse(raw.arxiv_id)
    if version and arxiv_id and arxiv_id.version is None:
        raw.arxiv_id += f"v{version}"
    raw.title = texts.get("title", "")
    raw.authors = list(people.names_in(texts.get("authors", "") or texts.get("author", "")))
    raw.categories = [texts.get("categories", "")]
    raw.comments = texts.get("comments", "")
    raw.journal_ref = texts.get("journal-ref", "")
    raw.doi = texts.get("doi", "")
    raw.created = _day(texts.get("date", ""))
    raw.extra = [("submitter", _without_address(texts.get("from", "")))]
    raw.extra += [
        (name, texts.get(name, "")) for name in ("report-no", "msc-class", "acm-class", "license")
    ]
    if not raw.categories[0]:
        raw.extra.append(("subj-class", texts.get("subj-class", "")))


def _day(text: str) -> str:
    """Return a date without the size of the paper, which follows in parentheses."""
    return text.partition("(")[0].strip()


def _without_address(sender: str) -> str:
    return " ".join([word for word in sender.split() if "@" not in word])


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
_PART_BOUNDARY = re.compile(rb"\bboundary\s?=\s?\"?(?P<name>[^\"\s;]{1,80})", re.IGNORECASE)
_PART_LINE = re.compile(rb"^--(?P<name>[^\s][^\n]{0,80}?)(?:--)?[ \t]*$", re.MULTILINE)
_TYPE = re.compile(rb"^Content-Type:\s{0,9}(?P<name>[\w.+/-]{1,80})", re.MULTILINE | re.IGNORECASE)
_CHARSET = re.compile(
    rb"\bcharset\s?=\s?\"?(?P<name>utf-?8|us-ascii|iso-8859-[0-9]{1,2}|windows-125[0-9]|koi8-[ru]"
    rb"|gb2312|gbk|gb18030|big5|euc-(?:jp|kr)|iso-2022-jp|shift_jis)\b",
    re.IGNORECASE,
)
_HEAD_LENGTH = 8192  # bytes of a part's head that are searched around one of its lines
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


@dataclass(frozen=True, slots=True)
class Text:
    """A text in a file: a whole file, or part of a mail."""

    body: bytes
    """In UTF-8, with line feeds between lines."""
    line: int
    """The line of the file where it begins, counted from 1."""
    is_as_in_file: bool = True
    """Whether its lines are lines of the file; if not, it was encoded."""


def texts(data: bytes) -> Iterator[Text]:
    """Yield the texts of the mails in a file with their heads, or a file without mails as a whole.

    Encoded parts of a mail are decoded if they are plain text, and skipped if not.
    """
    if _POSTMARK.match(data) is None:
        yield from _texts_of_mail(data, 1)
        return
    line = 1
    offset = 0
    for begin, end in _mails(data):
        line += data.count(b"\n", offset, begin)
        offset = begin
        yield from _texts_of_mail(_QUOTED_FROM.sub(b"", data[begin:end]), line)


def _mails(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the start, with the postmark, and the end of each mail in a mailbox."""
    begin = 0
    for mark in _POSTMARK.finditer(data, 1):
        yield begin, mark.start()
        begin = mark.start()
    yield begin, len(data)


def _texts_of_mail(mail: bytes, line: int) -> Iterator[Text]:
    offset = 0
    for begin, end, text in _encoded(mail):
        yield Text(mail[offset:begin], line)
        line += mail.count(b"\n", offset, begin)
        if text is not None:
            yield Text(text, line, is_as_in_file=False)
        line += mail.count(b"\n", begin, end)
        offset = end
    yield Text(mail[offset:] if offset else mail, line)


def _encoded(mail: bytes) -> Iterator[tuple[int, int, bytes | None]]:
    """Yield start and end of the body of each encoded part, and its text if it is plain text."""
    if _HEADER_LINE.match(mail) is None and _POSTMARK.match(mail) is None:
        return
    boundaries = {found["name"] for found in _PART_BOUNDARY.finditer(mail)}
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


def _head(mail: bytes, offset: int, end: int) -> bytes:
    """Return the head of the part that has a line at the offset."""
    first = max(0, offset - _HEAD_LENGTH)
    begin = max(mail.rfind(b"\n\n", first, offset), mail.rfind(b"\n--", first, offset), first)
    return mail[begin:end]


def _decoded(body: bytes, encoding: bytes, head: bytes) -> bytes:
    """Decode a body to UTF-8; characters that are not base64 are skipped."""
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
