"""Every key of the reader's screen, and how the key line and the help tell of it."""

from __future__ import annotations

from textual.binding import Binding

from paperview.index.fields import SCHEMA
from paperview.ui.widgets.lines import Hint

READER: tuple[Binding, ...] = (
    Binding("slash", "focus_filter", "Filter"),
    Binding("tab", "next_pane", "Next pane"),
    Binding("shift+tab", "next_pane(-1)", "Previous pane"),
    Binding("enter", "read", "Read the paper"),
    Binding("escape", "back_out", "Back: detail, marks, filter"),
    Binding("ctrl+r,ctrl+up", "recall(-1)", "Earlier query"),
    Binding("ctrl+s,ctrl+down", "recall(1)", "Later query"),
    Binding("y,ctrl+y", "copy_id", "Copy the arXiv id"),
    Binding("Y", "copy_menu", "Copy something else: addresses, DOI, citation, BibTeX"),
    Binding("o", "open_abs", "Open the abs page"),
    Binding("p", "open_pdf", "Open the PDF"),
    Binding("space", "toggle_mark", "Mark"),
    Binding("s", "sort", "Sort"),
    Binding("z", "zoom", "Zoom: the detail over the whole width"),
    Binding("n", "move(1)", "Next paper"),
    Binding("N", "move(-1)", "Previous paper"),
    Binding("b", "go_back", "Back to where a link was followed"),
    Binding("r", "toggle_raw", "Source text, TeX and all"),
    Binding("a", "toggle_authors", "All authors"),
    Binding("R,f5", "reload", "Reload the files"),
    Binding("exclamation_mark", "problems", "Problems"),
    Binding("question_mark,f1", "help", "Help"),
    Binding("ctrl+p,f2", "palette", "Palette"),
    Binding("q", "app.quit", "Quit"),
)
"""The keys that work in the list and the detail; those without a letter also while typing."""

TYPING: tuple[Hint, ...] = (
    ("↑↓", "move", "focus_list"),
    ("enter", "list", "focus_list"),
    ("esc", "clear", "clear_filter"),
    ("^y", "copy id", "copy_id"),
    ("tab", "next pane", "next_pane"),
    ("f1", "help", "help"),
    ("^q", "quit", "app.quit"),
)
COMPLETING: tuple[Hint, ...] = (
    ("tab", "complete", "focused.take_proposal"),
    ("^space", "other", "focused.next_proposal"),
    *(hint for hint in TYPING if hint[0] != "tab"),
)
RELOADING: tuple[Hint, ...] = (("f5", "reload", "reload"),)
BROWSING: tuple[Hint, ...] = (
    ("/", "filter", "focus_filter"),
    ("enter", "read", "read"),
    ("y", "copy id", "copy_id"),
    ("o", "open", "open_abs"),
    ("?", "help", "help"),
    ("q", "quit", "app.quit"),
    ("space", "mark", "toggle_mark"),
    ("s", "sort", "sort"),
    ("p", "pdf", "open_pdf"),
    ("Y", "copy…", "copy_menu"),
    ("z", "zoom", "zoom"),
    ("^p", "palette", "palette"),
)
READING: tuple[Hint, ...] = (
    ("esc", "list", "focus_list"),
    ("n", "next", "move(1)"),
    ("y", "copy id", "copy_id"),
    ("?", "help", "help"),
    ("N", "previous", "move(-1)"),
    ("l", "links", "choose_link"),
    ("r", "source", "toggle_raw"),
    ("a", "authors", "toggle_authors"),
    ("z", "zoom", "zoom"),
    ("o", "open", "open_abs"),
    ("p", "pdf", "open_pdf"),
)

HELP: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "While typing in the filter",
        (
            ("↑ ↓  ^p ^n  ^k ^j", "move the list; page keys too"),
            ("enter", "to the list"),
            ("esc", "clear, then to the list"),
            ("→ tab", "take what is proposed behind the cursor"),
            ("^space", "propose something else"),
            ("tab", "else go round filter, list and detail"),
            ("^r ^s  ^↑ ^↓", "earlier and later queries that begin so"),
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
            ("l h", "choose a link (detail)"),
            ("b", "back to where a link was followed"),
            ("r", "the source text, TeX and all"),
            ("a", "all authors"),
            ("z", "the detail over the whole width"),
            ("R f5", "reload files that have changed; f5 also while typing"),
            ("!", "what could not be read"),
            ("^p f2  ? f1", "palette, this help; f2 and f1 also while typing"),
            ("q  ^q ^c", "quit; ^q and ^c also while typing"),
            ("^z", "suspend; fg comes back"),
        ),
    ),
    (
        "The filter",
        (
            ("fedrated lern", "all words, in any field; typos are forgiven"),
            ('"digital twin"', "next to each other"),
            ("'net", "just this word"),
            ("-survey", "without this word; also !survey, NOT survey"),
            ("gnn | graph", "either; also gnn OR graph"),
            ("(a b) | -(c | d)", "groups, in each other too; also AND"),
            ("^deep", "at the start of the title"),
            ("author:perino", " ".join(f"{entry.name}:" for entry in SCHEMA)),
            ("author:(ba | lecun)", "each of them in the field"),
            ('author:"LeCun, Y"', "one author, in any order, with initials"),
            ("year:2019..2023", "also year>=2019, after:2023-05, before:2024"),
            ("federated 2022", "a year alone: the word, or a paper of that year"),
            ("has:doi", "papers with a DOI; also has:abstract and so on"),
            ("2304.10190", "an id, a DOI or an arXiv address: that paper"),
        ),
    ),
)
