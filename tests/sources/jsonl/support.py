"""Records of the snapshot, right ones and broken ones."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from hypothesis import strategies as st

from paperview.model.paper import Paper
from paperview.sources.formats.snapshot import RecordError, paper

RECORD: dict[str, Any] = {
    "id": "0704.0001",
    "submitter": "Ann One",
    "authors": "A. One, B. Two",
    "title": "Calculation of prompt production at\n  higher  energies",
    "comments": "37 pages,\n  15 figures",
    "journal-ref": "J.Test D76:013009,2007",
    "doi": "10.1103/PhysRevD.76.013009",
    "report-no": "TEST-07-12",
    "categories": "hep-ph hep-ex",
    "license": None,
    "abstract": "  We calculate\nall of it.\n",
    "versions": [
        {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
        {"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"},
    ],
    "update_date": "2008-11-26",
    "authors_parsed": [["One", "Ann", ""], ["Two", "Bob", "Jr."]],
}


NOBODY: dict[str, Any] = {"authors": None, "authors_parsed": None}
"""What takes the authors from a record."""


def line(**fields: object) -> bytes:
    """Return a record with some fields replaced; `journal_ref` and `report_no` have a hyphen."""
    replaced = {
        name.replace("l_ref", "l-ref").replace("t_no", "t-no"): fields[name] for name in fields
    }
    return json.dumps({**RECORD, **replaced}).encode()


def read(**fields: object) -> Paper:
    """Read a record with some fields replaced and nothing wrong."""
    found, reasons = paper(line(**fields))
    assert reasons == ()
    return found


def refusal(data: bytes) -> str | None:
    """Return why a line gives no paper; None if it gives one."""
    try:
        paper(data)
    except RecordError as error:
        return error.reason
    return None


@cache
def lines() -> st.SearchStrategy[bytes]:
    """Make records of every kind: right, with fields of wrong types, and cut or changed bytes."""
    return st.one_of(_records(), _damaged(), st.binary(max_size=60))


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)
_dates = st.sampled_from(("Mon, 2 Apr 2007 19:18:42 GMT", "2007-04-02", "2 Foo 2007", "", "\0"))
_ids = st.sampled_from(("0704.0001", "math.GT/0309136", "arXiv:2304.10190v2", "0704.0000", "x", ""))
_versions = st.lists(
    st.sampled_from(("v1", "vx"))
    | st.fixed_dictionaries({}, optional={"version": st.just("v3"), "created": _dates}),
    max_size=3,
)
_names = st.lists(st.lists(st.text(max_size=5), max_size=4), max_size=3)


@cache
def _records() -> st.SearchStrategy[bytes]:
    good: dict[str, st.SearchStrategy[Any]] = {
        "id": _ids,
        "arxiv_id": _ids,
        "doi": st.sampled_from(("10.1145/1", "10.1145/1, 10.1145/2", "10.1/x", "")),
        "versions": _versions,
        "created": _dates,
        "update_date": _dates,
        "authors_parsed": _names,
        "authors": st.text(alphabet="AZaz ,.():é\n", max_size=20),
        "title": st.text(max_size=10),
        "abstract": st.text(alphabet="ab \n\t\r\x1b\ud800", max_size=15),
        "journal-ref": st.text(max_size=5),
        "other": _json,
    }
    fields = {name: values | _json for name, values in good.items()}
    return st.builds(
        lambda record, as_ascii: json.dumps(record, ensure_ascii=as_ascii).encode(
            errors="surrogatepass"
        ),
        st.fixed_dictionaries({}, optional=fields) | _json,
        st.booleans(),
    )


@st.composite
def _damaged(draw: st.DrawFn) -> bytes:
    whole = draw(_records())
    start = draw(st.integers(0, len(whole)))
    end = draw(st.integers(start, min(len(whole), start + 3)))
    return whole[:start] + draw(st.binary(max_size=2)) + whole[end:]
