"""arXiv's mails, listings and .abs files."""

from __future__ import annotations

import re
from email.message import EmailMessage
from pathlib import Path, PurePath

from hypothesis import given, settings
from hypothesis import strategies as st

from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.formats import listing
from paperview.sources.problem import Problem
from paperview.sources.registry import BY_NAME, detect
from tests.cases import for_each

DASHES = "-" * 78
PERCENTS = "%%--" * 19 + "%%"

NEW = r"""\\
arXiv:2306.04713
Date: Wed, 7 Jun 2023 18:23:40 GMT   (14kb)

Title: On sofic approximations of non amenable
  groups
Authors: Ben One (1 and 2), Sriva Two (2) and
  Cy Three ((1) X, (2) Y, Z)
Categories: math.GR math.DS
Comments: 7 pages, no figures; for
  arXiv:1512.03385
MSC-class: 20F65
Journal-ref: J. Tests 1 (2023) 2
DOI: 10.1000/182
\\
  In this paper we exhibit
two approximations.
  A second paragraph.
\\ ( https://arxiv.org/abs/2306.04713 ,  14kb)
"""
CROSS = NEW.replace("2306.04713\n", "2306.05000 (*cross-listing*)\n").replace(
    "abs/2306.04713", "abs/2306.05000"
)
REPLACED = r"""\\
arXiv:2204.01445
replaced with revised version Thu, 8 Jun 2023 08:03:26 GMT   (25kb,D)

Title: Shifted Substitution
Authors: Kurusch One
Categories: math.PR math.OA
\\ ( https://arxiv.org/abs/2204.01445 ,  25kb)
"""
OLD = r"""\\
Paper (*cross-listing*): hep-th/9901001
From: David One  <david@example.org>
Date: Fri, 1 Jan 1999 09:12:03 GMT   (24kb)
Date (revised v2): Thu, 6 May 1999 01:44:41 GMT   (430kb)
Date (revised v3): Sat, 5 Feb 2000 01:14:25 GMT   (456kb)

Title: Median Statistics
Authors: Gang Chen & Bharat Two
Categories: hep-th
Report-no: MPG 1
\\
"""
MAIL = f"""\
Date: Fri,  9 Jun 23 00:44:20 GMT
Subject: math.OA daily Subj-class mailing

{DASHES}
To unsubscribe, e-mail To: math@arxiv.org, Subject: cancel
 received from  Wed  7 Jun 23 18:00:00 GMT  to  Thu  8 Jun 23 18:00:00 GMT
{DASHES}
{NEW}%-%-{"%-" * 37}
{DASHES}
{CROSS}{PERCENTS}
{DASHES}
{REPLACED}%%%---{"%%%---" * 12}
For general information, see http://arxiv.org/new/math.html
"""


def read(text: str) -> list[Paper | Problem]:
    return list(listing.read(text.encode(), "mine.txt"))


def ids(text: str) -> list[str]:
    return [str(one.arxiv_id) for one in read(text) if isinstance(one, Paper)]


def test_every_field_of_a_new_paper_is_read() -> None:
    assert read(NEW) == [
        Paper(
            arxiv_id=ArxivId("2306.04713"),
            doi=Doi("10.1000/182"),
            title="On sofic approximations of non amenable groups",
            authors=("Ben One", "Sriva Two", "Cy Three"),
            abstract="In this paper we exhibit two approximations.\n\nA second paragraph.",
            comments="7 pages, no figures; for arXiv:1512.03385",
            categories=("math.GR", "math.DS"),
            journal_ref="J. Tests 1 (2023) 2",
            created=PartialDate(2023, 6, 7),
            extra=(("msc-class", "20F65"),),
            sources=("mine.txt",),
        )
    ]


def test_a_mail_gives_new_papers_crosses_and_replacements_and_nothing_else() -> None:
    assert listing.looks_like(MAIL.encode())
    assert ids(MAIL) == ["2306.04713", "2306.05000", "2204.01445"]
    replaced = read(MAIL)[-1]
    assert isinstance(replaced, Paper)
    assert replaced.title == "Shifted Substitution"
    assert replaced.abstract is None
    assert (replaced.created, replaced.updated) == (None, PartialDate(2023, 6, 8))


def test_a_monthly_listing_tells_versions_and_has_no_abstracts() -> None:
    second = OLD.replace("9901001", "9901002")
    first, _ = read(f"{DASHES}\nPapers received\n{DASHES}\n{OLD}{DASHES}\n{second}{DASHES}\n")
    assert first == Paper(
        arxiv_id=ArxivId("hep-th/9901001", 3),
        title="Median Statistics",
        authors=("Gang Chen", "Bharat Two"),
        categories=("hep-th",),
        created=PartialDate(1999, 1, 1),
        updated=PartialDate(2000, 2, 5),
        extra=(("submitter", "David One"), ("report-no", "MPG 1")),
    )


def test_a_lone_paper_may_have_the_sign_of_its_parts_within_its_abstract() -> None:
    text = f"{OLD}  We prove\n\\\\\nthat x = y.\n\\\\\n"
    (paper,) = read(f"{DASHES}\n{text}")
    assert isinstance(paper, Paper)
    assert paper.abstract == "We prove \\\\ that x = y."


@for_each(
    ("text", "reason", "abstract"),
    [
        (NEW[: NEW.index("two appr")], "the end of the abstract", "In this paper we exhibit"),
        (NEW[: NEW.index("MSC")], "the end of the record", None),
    ],
)
def test_half_a_record_is_shown_and_reported(text: str, reason: str, abstract: str | None) -> None:
    _, paper, problem = read(f"{NEW}{DASHES}\n{text}")
    assert isinstance(paper, Paper)
    assert paper.title == "On sofic approximations of non amenable groups"
    assert paper.abstract == abstract
    assert isinstance(problem, Problem)
    assert (problem.line, problem.lost) == (21, False)
    assert reason in problem.reason


def test_a_record_whose_first_lines_are_damaged_is_not_lost() -> None:
    damaged = NEW.replace("arXiv:2306.04713\n", "arX#2306.04713\n")
    assert ids(f"{OLD}{DASHES}\n{damaged}{DASHES}\n") == ["hep-th/9901001v3", "2306.04713"]
    assert ids(damaged.removeprefix("\\\\\n")) == ["2306.04713"]
    (paper, problem) = read(f"{DASHES}\n{damaged.partition(' ( https')[0]}\n")
    assert isinstance(paper, Paper)
    assert str(problem).startswith("mine.txt:2: the line with the arXiv id is missing")


def test_bad_parts_are_reported_and_left_out() -> None:
    text = NEW.replace("10.1000/182", "21.1/2").replace("7 Jun 2023", "37 Jun 2023")
    paper, date, doi = read(text.replace("arXiv:2306.04713\n", "arXiv:2306.04713v2\n"))
    assert isinstance(paper, Paper)
    assert paper.arxiv_id == ArxivId("2306.04713", 2)
    assert "is not a DOI" in str(date) + str(doi)
    assert "is not a date" in str(date) + str(doi)


def test_a_record_without_anything_is_lost_and_reported() -> None:
    (problem,) = read("\\\\\narXiv:none\n\\\\\n")
    assert isinstance(problem, Problem)
    assert problem.lost


# Mails and mailboxes


def mail(encoding: str, text: str = MAIL, charset: str = "utf-8") -> str:
    """Return a mail with an attachment, whose text is encoded so."""
    message = EmailMessage()
    message["From"] = "no-reply@arXiv.org"
    message["Subject"] = "math.OA daily"
    message.set_content(text, cte=encoding, charset=charset)
    message.add_alternative(f"<pre>{text}</pre>", subtype="html", cte="quoted-printable")
    message.add_attachment(text.encode(), maintype="application", subtype="pdf")
    return message.as_bytes().decode()


@for_each("encoding", ["7bit", "quoted-printable", "base64"])
def test_encoded_mails_are_decoded_and_their_attachments_passed_over(encoding: str) -> None:
    text = mail(encoding)
    assert listing.looks_like(text.encode())
    assert ids(text) == ["2306.04713", "2306.05000", "2204.01445"]
    plain = read(MAIL)
    assert read(text) == plain


def test_letters_are_those_of_the_mail() -> None:
    text = mail("quoted-printable", NEW.replace("Ben One", "Bén Öne"), "iso-8859-1")
    (paper,) = read(text)
    assert isinstance(paper, Paper)
    assert paper.authors[0] == "Bén Öne"


def test_a_mailbox_gives_the_papers_of_its_listings_and_passes_over_other_mails() -> None:
    postmark = "From someone@example.org Fri Jun  9 00:44:20 2023\n"
    other = "From: Ann\nSubject: lunch\n\nTitle: of a letter\n\n>From here on\n\n"
    quoted = MAIL.replace("two approximations", ">From two approximations")
    box = f"{postmark}{other}{postmark}{quoted}\n{postmark}{mail('base64')}\n{postmark}{other}"
    assert ids(box) == ["2306.04713", "2306.05000", "2204.01445"] * 2
    paper = read(box)[0]
    assert isinstance(paper, Paper)
    assert "exhibit From two approximations" in str(paper.abstract)
    assert not listing.looks_like(f"{postmark}{other}".encode())
    assert detect(f"{postmark}{other}".encode(), PurePath("inbox.mbox")) is BY_NAME["listing"]
    assert read(f"{postmark}{other}" * 3) == []


def test_problems_in_mailboxes_tell_the_line_of_the_file() -> None:
    postmark = "From someone@example.org Fri Jun  9 00:44:20 2023\n"
    bad = NEW.replace("10.1000/182", "none")
    box = f"{postmark}From: Ann\n\nHello\n\n{postmark}Subject: daily\n\n{DASHES}\n{bad}"
    problem = read(box)[1]
    assert isinstance(problem, Problem)
    assert problem.line == box[: box.index("\\\\\n")].count("\n") + 1


def test_lines_are_counted_past_what_is_encoded() -> None:
    bad = NEW.replace("10.1000/182", "none")
    head = "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Transfer-Encoding: base64\n\n"
    text = f"{head}QUJD\nQUJD\n--x\n\n{bad}--x--\n"
    problem = read(text)[1]
    assert isinstance(problem, Problem)
    assert problem.line == text[: text.index("\\\n")].count("\n") + 1


def test_a_line_that_begins_with_from_is_no_mail() -> None:
    text = NEW.replace("two approximations", "From 1999 at 10:00 on, in 2003 and later")
    assert len(read(text)) == 1


@for_each(
    "head",
    [
        b"We show.\n\narXiv:2304.10190 - doi: 10.1145/1\nCreated: 2023-04-20\n",
        b"\\\\\nTitle: of something else\n\\\\\n",
        b"Date: Fri, 9 Jun 23\nSubject: arXiv:2306.04713\n\nHello\n",
        b"",
    ],
)
def test_other_formats_are_not_detected(head: bytes) -> None:
    assert not listing.looks_like(head)


_PIECES = st.sampled_from(
    [
        *("\\\\\narXiv:2306.04713", "\\\\", "\\\\ ( https://arxiv.org/abs/1 , 1kb)", DASHES),
        *("Paper: x", "Title: a", "  more", "Date: ", "Date (revised v2): x", PERCENTS),
        *("From a@b Fri Jun  9 00:44:20 2023", "Content-Transfer-Encoding: base64", "QUJD", ""),
        *("Content-Type: text/plain; charset=iso-8859-99", "boundary=x", "--x", "--x--"),
    ]
)


@given(st.lists(_PIECES | st.text(max_size=20), max_size=20))
@settings(max_examples=50)
def test_nothing_raises_and_no_record_is_lost_silently(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = read(text)
    assert listing.looks_like(text.encode()) in (True, False)
    if "Encoding" not in text:
        begun = len(re.findall(r"^\\\\\narXiv:2306.04713", text, re.MULTILINE))
        assert sum(isinstance(one, Paper) or one.lost for one in found) >= begun


@given(st.data())
@settings(max_examples=50)
def test_a_damaged_byte_raises_nothing(data: st.DataObject) -> None:
    whole = mail(data.draw(st.sampled_from(["7bit", "quoted-printable", "base64"]))).encode()
    place = data.draw(st.integers(0, len(whole)))
    damage = data.draw(st.binary(max_size=3))
    list(listing.read(whole[:place] + damage + whole[place + 1 :], "s"))


# Real files


def test_real_files_are_known_by_their_content_and_no_others(samples: Path) -> None:
    for path in sorted((samples / "fixtures").glob("*/*")):
        head = path.read_bytes()[: 1 << 16].replace(b"\r\n", b"\n")
        is_listing = path.parent.name in ("abs", "listing-mail") and path.suffix != ".md"
        # One of arXiv's own test files is empty.
        assert listing.looks_like(head) == (is_listing and bool(head)), path.name
        if is_listing and head:
            assert detect(head, PurePath("unnamed")) is BY_NAME["listing"]
            assert detect(head, PurePath("name.txt")) is BY_NAME["listing"]


def test_real_listings_give_every_paper_that_a_plain_count_finds(samples: Path) -> None:
    for path in sorted((samples / "fixtures/listing-mail").glob("*.txt")):
        data = path.read_bytes()
        found = list(listing.read(data, path.name))
        begun = re.findall(rb"^(?:arXiv|Paper)(?: \(\*cross-listing\*\))?: ?\S", data, re.MULTILINE)
        assert len(found) == len(begun), path.name
        assert all(isinstance(one, Paper) for one in found), path.name


def test_real_papers_have_what_their_records_have(samples: Path) -> None:
    folders = (
        (samples / "fixtures/listing-mail").glob("*.txt"),
        (samples / "fixtures/abs").iterdir(),
    )
    for path in (path for folder in folders for path in folder if path.suffix != ".md"):
        data = path.read_bytes()
        has_abstracts = b"\\\\ ( http" in data or path.suffix == ".abs"
        for one in listing.read(data, path.name):
            if isinstance(one, Problem):
                # A handle stands where a DOI should.
                assert "2009.01669" in one.text
                assert "is not a DOI" in one.reason
                continue
            assert one.arxiv_id
            assert one.title
            assert one.authors
            assert one.created or one.updated
            assert "kb" not in f"{one.created}{one.comments}"[-6:]
            assert not re.search(r"arxiv\.org/abs/.*kb\)|^\\\\", one.abstract or "")
            assert one.abstract or one.updated or not has_abstracts
