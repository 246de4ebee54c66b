"""Every key, and the filter's language."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

_SECTIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "While typing in the filter",
        (
            ("↑ ↓  ^p ^n  ^k ^j", "move the list; page keys too"),
            ("enter", "to the list"),
            ("esc", "clear, then to the list"),
            ("tab", "go round filter, list and detail"),
            ("^y", "copy the arXiv id"),
        ),
    ),
    (
        "In the list and the detail",
        (
            ("/", "back to the filter"),
            ("j k  g G  ^d ^u", "move, or scroll the detail"),
            ("enter", "read: to the detail; there, follow the link chosen"),
            ("n N", "next and previous paper, while reading too"),
            ("esc", "out of the detail; unmark; clear the filter"),
            ("y", "copy the arXiv id"),
            ("Y", "copy something else: addresses, DOI, citation, BibTeX"),
            ("o p", "open the abs page, the PDF"),
            ("space", "mark (list): copying and opening take all marked"),
            ("s", "next order: best, newest, oldest, title, author"),
            ("l h", "choose a link (detail); b goes back after following it"),
            ("r", "the source text, TeX and all"),
            ("a", "all authors"),
            ("z", "the detail over the whole width"),
            ("!", "what could not be read"),
            ("^p  f1 ?", "palette, this help"),
            ("q  ^q ^c", "quit; ^q and ^c also while typing"),
        ),
    ),
    (
        "The filter",
        (
            ("fedrated lern", "all words, in any field; slips are forgiven"),
            ('"digital twin"', "next to each other"),
            ("'net", "just this word"),
            ("-survey", "without this word; also !survey"),
            ("gnn | graph", "either"),
            ("^deep", "at the start of the title"),
            ("author:perino", "title: author: abstract: comments: id: doi: cat:"),
            ("year:2019..2023", "also after:2023-05, before:2024"),
            ("has:doi", "or title, authors, abstract, comments, cat"),
            ("2304.10190", "an id, a DOI or an arXiv address: that paper"),
        ),
    ),
)
_KEY_WIDTH = 19


class HelpScreen(ModalScreen[None]):
    """Shows every key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1,enter", "dismiss", "Close"),
        Binding("j", "scroll('down')", "Down", show=False),
        Binding("k", "scroll('up')", "Up", show=False),
    ]

    def compose(self) -> ComposeResult:
        """Create the window."""
        with VerticalScroll(classes="window", id="help-window") as window:
            window.border_title = "help"
            window.border_subtitle = "esc closes"
            yield Static(_content(), markup=False)

    def action_scroll(self, how: str) -> None:
        """Scroll the window."""
        getattr(self.query_one(VerticalScroll), f"action_scroll_{how}")()


def _content() -> Content:
    parts: list[Content | str] = []
    for heading, keys in _SECTIONS:
        parts += ["\n" if parts else "", Content.styled(heading, "bold $primary"), "\n"]
        for key, meaning in keys:
            parts += [Content.styled(f"{key:<{_KEY_WIDTH}}", "$accent"), meaning, "\n"]
    return Content.assemble(*parts).rstrip()
