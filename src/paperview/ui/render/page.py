"""How a paper reads in the detail: the page, its highlighted letters and its links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content, Span
from textual.style import Style

from paperview.index.fields import Field, field_of
from paperview.index.highlight import highlight
from paperview.keys.table import written as written_key
from paperview.model.links import LinkTarget, links_in
from paperview.model.paper import ALSO, Paper
from paperview.model.written_dates import written
from paperview.tex import Rendered, render
from paperview.text.ascii import own
from paperview.text.sanitize import counted
from paperview.ui.render.cells import MOST_OF_TEXT, file_name, shown
from paperview.ui.render.look import Look
from paperview.ui.render.signs import NOTED, summary
from paperview.ui.render.styles import MATCH, MATCH_IN_BOLD, QUIET

if TYPE_CHECKING:
    from paperview.index.results import MatchedToken
    from paperview.shelf.entries import State

_SHORT_NOTE = 200
"""Characters of a note that is shown above the abstract; a longer one is below."""
_MOST_OF_NOTE = 20_000
"""Characters of a note that are shown."""
_LINK = "underline $link"
_EMPHASIS = {"italic": "italic", "bold": "bold", "code": "$accent"}


class Link(NamedTuple):
    """A stretch of the page's text that leads somewhere."""

    start: int
    end: int
    target: LinkTarget


class Page(NamedTuple):
    """A paper as it is shown."""

    name: str = ""
    content: Content = Content()
    links: tuple[Link, ...] = ()


class View(NamedTuple):
    """How the reader wants to see papers."""

    raw: bool = False
    """Whether texts are shown as in the source, TeX and all."""
    all_authors: bool = False
    look: Look = Look()
    """How the user has set papers to look."""


EMPTY_PAGE = Page("no paper")


class _Writer:
    """Puts a page together."""

    def __init__(self, tokens: tuple[MatchedToken, ...], view: View) -> None:
        self.tokens = tokens
        self.view = view
        self.text = ""
        self.spans: list[Span] = []
        self.links: list[Link] = []

    def write(self, text: str, style: str = "") -> None:
        """Add a text in a style."""
        if style and text:
            self.spans.append(Span(len(self.text), len(self.text) + len(text), style))
        self.text += text

    def source(self, source: str, part: Field, style: str = "") -> None:
        """Add a text of the paper: TeX read, matches highlighted, links alive."""
        left = len(source) - MOST_OF_TEXT
        source = source[:MOST_OF_TEXT]
        source = "\n\n".join(shown(paragraph) for paragraph in source.split("\n\n"))
        rendered = Rendered(source, ()) if self.view.raw else render(source)
        start, text = len(self.text), rendered.text
        self.write(text, style)
        for span in rendered.emphasis:
            self.spans.append(Span(start + span.start, start + span.end, _EMPHASIS[span.style]))
        for begin, end, target in links_in(text):
            self._link(start + begin, start + end, target)
        self.highlight(start, text, part)
        if left > 0:
            more = counted(left, "more character")
            self.write(own(f" … {more}; paperview show prints all"), QUIET)

    def name(self, text: str, target: LinkTarget, part: Field) -> None:
        """Add an id that is a link as a whole."""
        start = len(self.text)
        self.write(text)
        self._link(start, len(self.text), target)
        self.highlight(start, text, part)

    def highlight(self, start: int, text: str, part: Field) -> None:
        """Highlight what matched in a text already written."""
        style = MATCH_IN_BOLD if part is Field.TITLE else MATCH
        for begin, end in highlight(text, self.tokens, part).spans:
            self.spans.append(Span(start + begin, start + end, style))

    def _link(self, start: int, end: int, target: LinkTarget) -> None:
        self.spans.append(Span(start, end, _LINK))
        self.spans.append(Span(start, end, Style.from_meta({"link": len(self.links)})))
        self.links.append(Link(start, end, target))


def page(
    paper: Paper,
    tokens: tuple[MatchedToken, ...],
    view: View,
    *,
    with_sources: bool = False,
    state: State | None = None,
) -> Page:
    """Write a paper as a page.

    Args:
        paper: the paper.
        tokens: the tokens whose letters are highlighted.
        view: how the reader wants to see it.
        with_sources: whether to say which sources it is from.
        state: what is on the shelf; None if nothing is known of that.
    """
    writer = _Writer(tokens, view)
    if paper.title:
        writer.source(paper.title, Field.TITLE, "bold")
    else:
        writer.write("no title in this source", f"italic {QUIET}")
    if paper.authors:
        writer.write("\n\n")
        _authors(writer, paper)
    writer.write("\n\n")
    _facts(writer, paper)
    if state is not None:
        _shelf(writer, state)
    if paper.abstract:
        writer.write("\n\n")
        writer.source(paper.abstract, Field.ABSTRACT)
    else:
        writer.write("\n\nno abstract in this source", f"italic {QUIET}")
    if state is not None and len(state.note) > _SHORT_NOTE:
        writer.write(f"\n\n{own(NOTED)} note\n", "$accent")
        writer.write(_note(state.note, writer.view.look))
    for key, value in paper.extra:
        writer.write(f"\n\n{shown(key)}: ", QUIET)
        writer.source(value, Field.ID if key == ALSO else Field(0))
    if with_sources and paper.sources:
        writer.write(f"\n\nfrom {', '.join(map(file_name, paper.sources))}", QUIET)
    return Page(paper.identity, Content(writer.text, writer.spans), tuple(writer.links))


def _shelf(writer: _Writer, state: State) -> None:
    """Write what is on the shelf: star, read mark and tags in a line, and the note's beginning."""
    if line := summary(state):
        writer.write(f"\n\n{line}", "$accent")
    if state.note:
        writer.write(f"{chr(10) if line else chr(10) * 2}{own(NOTED)} ", "$accent")
        start = state.note.strip().split("\n", 1)[0]
        is_whole = len(state.note) <= _SHORT_NOTE
        whole = _note(state.note, writer.view.look)
        writer.write(whole if is_whole else f"{shown(start)[:_SHORT_NOTE]} {own('…')}")


def _note(note: str, look: Look) -> str:
    """Return the text of a note, or as much of it as is shown."""
    lines = note[:_MOST_OF_NOTE].strip().split("\n")
    more = own(f" …{_key(look.note_keys, ' shows all of it')}") if len(note) > _MOST_OF_NOTE else ""
    return "\n".join(map(shown, lines)) + more


def _key(keys: Sequence[str], does: str = "") -> str:
    """Say which key does something, if there is one."""
    return f" ({written_key(keys[0])}{does})" if keys else ""


def _authors(writer: _Writer, paper: Paper) -> None:
    """Write the first authors and those that matched, or all."""
    names, few_shown = paper.authors, writer.view.look.page_authors
    if writer.view.all_authors or len(names) <= few_shown + 1:
        _names(writer, names)
        return
    few = names[:few_shown]
    _names(writer, few)
    matched = [
        name for name in names[few_shown:] if highlight(name, writer.tokens, Field.AUTHORS).spans
    ][:few_shown]
    if matched:
        writer.write(own(", … "), QUIET)
        _names(writer, matched)
    key = _key(writer.view.look.authors_keys)
    left = len(names) - len(few) - len(matched)
    writer.write(own(f"  … {left} more of {len(names)}{key}"), QUIET)


def _names(writer: _Writer, names: Sequence[str]) -> None:
    """Write names, each by itself: the TeX of one does not reach into the next."""
    for index, name in enumerate(names):
        writer.write(", " if index else "", "$secondary")
        writer.source(name, Field.AUTHORS, "$secondary")


def _facts(writer: _Writer, paper: Paper) -> None:
    """Write date, comments, journal, ids and categories."""
    facts = 0

    def part() -> None:
        nonlocal facts
        if facts:
            writer.write(own(" · "), QUIET)
        facts += 1

    if paper.date:
        part()
        writer.write(written(paper.date, writer.view.look.dates))
    if paper.comments:
        part()
        writer.source(paper.comments, Field.COMMENTS)
    if paper.journal_ref:
        part()
        writer.source(paper.journal_ref, field_of("journal_ref"))
    if paper.categories:
        part()
        start = len(writer.text)
        writer.write(shown(" ".join(paper.categories)))
        writer.highlight(start, writer.text[start:], Field.CATEGORIES)
    if facts:
        writer.write("\n")
    if paper.arxiv_id:
        writer.name(f"arXiv:{paper.arxiv_id}", paper.arxiv_id.abs_url, Field.ID)
    if paper.doi:
        writer.write("   doi:" if paper.arxiv_id else "doi:", QUIET)
        writer.name(paper.doi.name, paper.doi.url, Field.DOI)
    if paper.name:
        writer.write("   " if paper.has_id else "", QUIET)
        start = len(writer.text)
        writer.write(shown(paper.name), QUIET if paper.has_id else "")
        writer.highlight(start, writer.text[start:], Field.ID)
    if not paper.has_id and not paper.name:
        writer.write("no id in this source", f"italic {QUIET}")
