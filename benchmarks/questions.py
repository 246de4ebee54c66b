"""Queries from JSON lines with `kind`, `query` and `id`, the arXiv id of the wanted paper."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median, quantiles

_DELETED = 4
"""Letters of each query that are deleted again when it is typed."""


@dataclass(frozen=True, slots=True)
class Question:
    """Query, its kind, and the id of the wanted paper."""

    kind: str
    query: str
    id: str


def read(path: Path) -> list[Question]:
    """Read queries in a random but fixed order."""
    questions = []
    for line in path.read_text().splitlines():
        fields = json.loads(line)
        questions.append(Question(fields.get("kind", ""), fields["query"], fields.get("id", "")))
    Random(1).shuffle(questions)  # noqa: S311 - the same order each time, no secret
    return questions


def typed(question: Question) -> Iterator[str]:
    """Yield the text in the bar after each keystroke: first typing, then deleting.

    A reference is pasted, in one keystroke.
    """
    query = question.query
    if question.kind == "reference":
        yield query
        return
    for length in range(1, len(query) + 1):
        yield query[:length]
    for length in range(len(query) - 1, max(0, len(query) - 1 - _DELETED), -1):
        yield query[:length]


def milliseconds(seconds: Sequence[float]) -> list[str]:
    """Return median, 95th percentile and maximum as cells of a table."""
    p95 = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    return [f"{1000 * took:>8.1f}" for took in (median(seconds), p95, max(seconds))]
