"""Papers that have an id in common and are not the same: one of them may have a wrong one."""

from __future__ import annotations

from paperview.library.store.store import Store
from paperview.model.paper import Paper
from paperview.sources.problem import Problem
from paperview.tex import to_text
from paperview.text.sanitize import clean

_LENGTH = 70  # characters of a title


def conflicts(store: Store) -> dict[str, list[Problem]]:
    """Return a problem for each paper that has the id of an earlier one, by the source.

    Nothing is lost: both papers are shown.
    """
    problems: dict[str, dict[int, Problem]] = {}
    for first, *others in store.conflicts:
        earlier = store[first]
        for number in others:
            paper, record = store[number], store.record(number)
            source, line = next(iter(record.sources), ""), store.line(number)
            reason = (
                f"{_common_id(earlier, paper)} is {_said(paper)} here, and {_said(earlier)}"
                f" at {_where(store, first)}; both are shown"
            )
            told = Problem(source, line, clean(reason), _title(paper), lost=False, is_doubt=True)
            problems.setdefault(source, {}).setdefault(number, told)
    return {source: list(some.values()) for source, some in problems.items()}


def _common_id(first: Paper, second: Paper) -> str:
    if first.arxiv_id and second.arxiv_id and first.arxiv_id.base == second.arxiv_id.base:
        return f"arXiv:{first.arxiv_id.base}"
    doi = second.doi or first.doi
    return f"doi:{doi}" if doi else second.identity


def _said(paper: Paper) -> str:
    if paper.title:
        return f'"{_title(paper)}"'
    return f"a paper by {to_text(paper.authors[0])}" if paper.authors else "a paper without title"


def _title(paper: Paper) -> str:
    title = to_text(paper.title or "")
    return title if len(title) <= _LENGTH else f"{title[:_LENGTH].rstrip()}…"


def _where(store: Store, number: int) -> str:
    source, line = next(iter(store.record(number).sources), ""), store.line(number)
    return f"{source}:{line}" if line else source
