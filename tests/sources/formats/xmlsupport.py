"""What the tests of the formats in XML share."""

from __future__ import annotations

from pathlib import Path, PurePath

from hypothesis import strategies as st

from paperview.model.paper import Paper
from paperview.sources.problem import Problem
from paperview.sources.registry import Format, detect

HOSTILE = (
    b"<", b">", b"&", b"&amp;", b"&nbsp;", b"&#0;", b"&#xD800;", b"]]>", b"<![CDATA[", b"<!--",
    b"-->", b"<?xml version='1.0'?>", b"<?", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"\x00", b"\xff",
    b"\xef\xbf\xbe", b"\xc3", b"\n", b'"', b"<record>", b"</record>", b"<entry>", b"</entry>",
    b"<item>", b"<error code='x'>", b"</", b"/>", b"<metadata>", b"<sub>", b"</OAI-PMH>", b"<feed>",
)  # fmt: skip
"""What may stand anywhere in a broken file."""


def papers_in(found: list[Paper | Problem]) -> list[Paper]:
    return [one for one in found if isinstance(one, Paper)]


def problems_in(found: list[Paper | Problem]) -> list[Problem]:
    return [one for one in found if isinstance(one, Problem)]


def seen(found: list[Paper | Problem]) -> int:
    """Return how many records were seen: papers, and problems of records that gave none."""
    return sum(isinstance(one, Paper) or one.lost for one in found)


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """Return a file with a few bytes left out, put in or repeated."""
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(data)))
        end = min(len(data), place + draw(st.sampled_from((0, 0, 1, 3, 50, 5000))))
        data = data[:place] + draw(st.sampled_from((b"", *HOSTILE))) + data[end:]
    return data


def normalized(path: Path) -> bytes:
    """Return the bytes of a real file as readers are given them."""
    return path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")


def real_files(samples: Path, folder: str) -> list[Path]:
    return sorted((samples / "fixtures" / folder).glob("*.xml"))


def check_detection(samples: Path, own: Format, folder: str, strays: tuple[str, ...] = ()) -> None:
    """Assert that a format sees its files among all real ones, without their names and cut off."""
    mine = [path for path in real_files(samples, folder) if path.name not in strays]
    assert mine
    for path in sorted((samples / "fixtures").glob("*/*")):
        data = normalized(path)
        for length in (700, 4000, 1 << 16):
            assert own.reader().looks_like(data[:length]) == (path in mine), (path, length)
        if path in mine:
            assert detect(data[: 1 << 16], PurePath("unnamed")) is own
