"""The part of a text that a row shows because the query matches there."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from paperview.index.fields import Field
from paperview.index.highlight import NO_HIGHLIGHT, Highlight, highlight, snippet
from tests.index.support import paper, search

_TEXT = (
    "Internet access is a special resource of which needs has become universal across the public "
    "whereas the service is operated in the private sector. Mobile network operators put efforts "
    "for management, planning and optimization of a network."
)


def _snippet(query: str, width: int = 40) -> tuple[str, list[str]]:
    terms = search([paper(None, _TEXT)], query).tokens
    part, spans = snippet(_TEXT, highlight(_TEXT, terms, Field.ABSTRACT), width)
    return part, [part[start:end] for start, end in spans]


def test_a_match_at_the_beginning_shows_the_beginning() -> None:
    part, marked = _snippet("internet")
    assert part.startswith("Internet access")
    assert marked == ["Internet"]


def test_a_match_further_on_is_shown_with_a_few_words_before_it() -> None:
    part, marked = _snippet("universal")
    assert part.startswith("…")
    assert 0 < part.index("universal") < 40
    assert marked[0] == "universal"
    assert f" {part[1:].split()[0]} " in _TEXT  # not in the middle of a word


def test_the_part_with_most_matches_is_shown() -> None:
    part, marked = _snippet("internet | mobile | network | 'operators")
    assert part.startswith("…")
    assert marked[:3] == ["Mobile", "network", "operators"]


def test_a_text_without_a_match_is_shown_from_its_beginning() -> None:
    part, spans = snippet(_TEXT, NO_HIGHLIGHT, 40)
    assert _TEXT.startswith(part)
    assert len(part) >= 40
    assert spans == ()


def test_an_empty_text_has_no_snippet() -> None:
    assert snippet("", NO_HIGHLIGHT, 40) == ("", ())


@given(st.data(), st.integers(24, 60))
def test_a_snippet_holds_a_match_and_says_if_it_begins_later(
    data: st.DataObject, width: int
) -> None:
    words = st.lists(st.sampled_from(("a", "net", "internet", "文字", "é" * 30)), min_size=1)
    text = data.draw(words.map(" ".join))
    cuts = data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=8).map(sorted))
    found = Highlight(tuple(zip(cuts[::2], cuts[1::2], strict=False)), frozenset("x"))
    part, spans = snippet(text, found, width)
    body = part.removeprefix("…")
    assert text.startswith(part) or (part.startswith("…") and body in text)
    assert spans
    assert all(0 <= start < end <= len(part) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    marked = {text[start:end] for start, end in found.spans}
    assert all(any(whole.startswith(part[a:b]) for whole in marked) for a, b in spans)
