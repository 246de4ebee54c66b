r"""What arXiv's mailing lists send, its monthly listings, and the `.abs` files of single papers.

A record is: a line `\\`, the id, dates and fields, a line `\\`, the abstract, and a line `\\`, on
which mails give the address, too. Without an abstract one of these lines is missing. Lines of
dashes and percent signs stand between records. `\\` may be a line of an abstract, too.

Source of the form: what arXiv sends and keeps, for no page of its help describes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperview.model.paper import ArxivId, Paper
from paperview.sources.draft import RawRecord
from paperview.sources.formats.listing import mails
from paperview.sources.parsing import people
from paperview.sources.problem import Problem

_FIRST_LINES = rb"\\\\[ \t]*\n(?:arXiv|Paper)(?: \(\*cross-listing\*\))?:[ \t]*[\w.-]"
_START = re.compile(rb"^" + _FIRST_LINES, re.MULTILINE)
_BOUNDARY = re.compile(
    rb"^(?:(?P<record>" + _FIRST_LINES + rb")|[-%]{60,200}[ \t]*$)", re.MULTILINE
)
_PARTER = re.compile(r"^\\\\(?P<behind>[ \t].*)?$", re.MULTILINE)
_TITLE_LINE = re.compile(rb"^Title: ", re.MULTILINE)
_PARTER_LINE = re.compile(rb"^\\\\(?:[ \t].*)?$", re.MULTILINE)
_ADDRESS = re.compile(r"arxiv\.org/abs/(?P<id>[^\s,)]+)")
_ID_LINE = re.compile(r"(?:arXiv|Paper)(?: \(\*cross-listing\*\))?:\s*(?P<id>\S+)")
_FIELD = re.compile(
    r"(?P<name>From|Date(?: \(revised(?: v(?P<version>[0-9]{1,4}))?\))?|Title|Authors?|Categories"
    r"|Subj-class|Comments|Report-no|Journal-ref|DOI|MSC-class|ACM-class|License|Proxy):\s?",
    re.IGNORECASE,
)
_REPLACED = "replaced with revised version "
_SHOWN = 1000  # characters of a record that are kept for a problem with it


def looks_like(head: bytes) -> bool:
    """Whether the first bytes of a file hold the first lines of a record, in a mail or not."""
    return any(_START.search(text.body) for text in mails.texts(head))


def read(data: bytes, source: str) -> Iterator[Paper | Problem]:
    """Read papers from UTF-8 with line feeds; what can't be read comes as problems.

    Mails without a record and what stands around records are passed over.
    """
    for text in mails.texts(data):
        line, place = text.line, 0
        for begin, end, has_start in _records(text.body):
            if text.is_as_in_file:
                line += text.body.count(b"\n", place, begin)
                place = begin
            record = text.body[begin:end].decode(errors="replace")
            yield from _raw_record(record, line, has_start).records(source)


def _records(body: bytes) -> Iterator[tuple[int, int, bool]]:
    """Return (begin, end, whether its first lines are there) of each record."""
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
    """Whether a text without a first line is what is left of a record."""
    has_title = _TITLE_LINE.search(body, begin, end) is not None
    return has_title and _PARTER_LINE.search(body, begin, end) is not None


def _raw_record(text: str, line: int, has_start: bool) -> RawRecord:
    raw = RawRecord(line=line, text=text)
    parters = list(_PARTER.finditer(text))
    # What is left of a record may begin with its first line, too.
    if has_start or (parters and "Title: " not in text[: parters[0].start()]):
        text = text[parters[0].end() :]
        parters = list(_PARTER.finditer(text))
    _read_head(text[: parters[0].start()] if parters else text, raw)
    if not parters:
        raw.faults.append("the end of the record is missing")
        return raw
    address = _ADDRESS.search(parters[-1]["behind"] or "")
    if not raw.arxiv_id and address:
        raw.arxiv_id = address["id"]
    elif not raw.arxiv_id:
        raw.faults.append("the line with the arXiv id is missing or damaged")
    if len(parters) > 1:
        raw.abstract = text[parters[0].end() : parters[-1].start()]
    elif parters[0]["behind"] is None:
        raw.abstract = text[parters[0].end() :]
        if raw.abstract.strip():
            raw.faults.append("the end of the abstract is missing")
    return raw


def _read_head(head: str, raw: RawRecord) -> None:
    """Read the id, the dates and the fields; a line that is no field goes on with the one above."""
    fields: dict[str, list[str]] = {}
    pieces: list[str] = []
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
            pieces = fields.setdefault(name, [])
            pieces.append(line[field.end() :])
        else:
            pieces.append(line)
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
    """Return a date without the size of the paper, which stands behind it in parentheses."""
    return text.partition("(")[0].strip()


def _without_address(sender: str) -> str:
    return " ".join([word for word in sender.split() if "@" not in word])
