"""What the tests of the formats in JSON share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath
from typing import Any

from hypothesis import strategies as st

from paperview.model.paper import Paper
from paperview.sources.problem import Problem
from paperview.sources.registry import HEAD, detect

Read = Callable[[bytes, str], Iterator[Paper | Problem]]


def encoded(value: object, indent: int | None = None) -> bytes:
    return json.dumps(value, indent=indent, ensure_ascii=False).encode()


def paper_of(read: Read, item: object) -> Paper:
    """Read one item, which gives a paper and no problem."""
    (found,) = read(encoded([item]), "mine.json")
    assert isinstance(found, Paper), found
    return found


def faults_of(read: Read, item: object) -> tuple[Paper, list[str]]:
    """Read one item that gives a paper; return it and what had to be left out of it."""
    paper, *problems = read(encoded([item]), "mine.json")
    assert isinstance(paper, Paper)
    assert all(isinstance(one, Problem) and not one.lost for one in problems)
    return paper, [one.reason for one in problems if isinstance(one, Problem)]


def papers_in(found: list[Paper | Problem]) -> list[Paper]:
    return [one for one in found if isinstance(one, Paper)]


def lost_in(found: list[Paper | Problem]) -> list[Problem]:
    return [one for one in found if isinstance(one, Problem) and one.lost]


def seen(found: list[Paper | Problem]) -> int:
    return len(papers_in(found)) + len(lost_in(found))


def is_well_ordered(found: list[Paper | Problem]) -> bool:
    """Whether each problem with a part of a record comes behind a paper."""
    after_paper = False
    for one in found:
        if isinstance(one, Problem) and not one.lost and not after_paper:
            return False
        after_paper = isinstance(one, Paper) or (after_paper and not one.lost)
    return True


def sample_format(path: Path) -> str | None:
    """Return what format of JSON a sample is in, by its folder and name."""
    if path.suffix != ".json":
        return None
    names = {"zotero-bbt-json": "zotero", "inspire": "inspire", "ads": "ads"}
    return "csl" if path.name.endswith(".csl.json") else names.get(path.parent.name)


def sample_files(samples: Path) -> list[Path]:
    paths = sorted((samples / "fixtures").rglob("*"))
    return [path for path in paths if path.is_file() and path.name != "SOURCES.md"]


def own_samples(samples: Path, name: str) -> list[Path]:
    """Return the samples of a format."""
    return [path for path in sample_files(samples) if sample_format(path) == name]


def told_apart(looks_like: Callable[[bytes], bool], name: str, samples: Path) -> int:
    """Check that of all samples those of a format are told from the others; return how many."""
    count = 0
    for path in sample_files(samples):
        head = path.read_bytes()[:HEAD]
        is_own = sample_format(path) == name
        assert looks_like(head) == is_own, path
        if is_own:
            count += 1
            for other in ("noname", "x.json", "x.jsonl", "x.txt"):
                found = detect(head, PurePath(other))
                assert found is not None
                assert found.name == name, (path, other)
    return count


# Values that no field expects, and objects with some of a format's fields


def odd_values() -> st.SearchStrategy[Any]:
    scalars = (
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text(max_size=20)
        | st.sampled_from(["10.1/x", "arXiv:1706.03762", "2019-02-30", "<i>x", "https://x.org/a"])
    )
    return st.recursive(
        scalars,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["value", "title", "family", "name", "date-parts", "full_name", "tag"]
                ),
                inner,
                max_size=3,
            )
        ),
        max_leaves=6,
    )


def odd_objects(*names: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(names), odd_values(), max_size=8)


@st.composite
def mutated(draw: st.DrawFn, valid: bytes) -> bytes:
    """A document with some bytes left out, put in or doubled, perhaps cut."""
    data = valid
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 30)))
        piece = draw(
            st.sampled_from([b"", b'"', b"{", b"}", b"[", b"]", b",", b"\\", b"\n", b"\0"])
        )
        data = data[:start] + piece + data[draw(st.sampled_from([start, end])) :]
    return data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data
