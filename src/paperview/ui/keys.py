"""Every key of the main screen, one row each.

The bindings, the key line, the help and the palette are made of these rows. To add a key, add a row
and the screen's action.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from textual.binding import Binding

from paperview.index.fields import SCHEMA
from paperview.ui.render.signs import NOTED, READ, STARRED, TAGGED
from paperview.ui.widgets.lines import Hint

_WRITTEN = {
    "asterisk": "*",
    "slash": "/",
    "exclamation_mark": "!",
    "question_mark": "?",
    "escape": "esc",
    "up": "↑",
    "down": "↓",
    "right": "→",
}


def written(key: str) -> str:
    """Return a Textual key name as the program writes it: `^y` for `ctrl+y`."""
    modifier, plus, name = key.rpartition("+")
    return (modifier + plus).replace("ctrl+", "^") + _WRITTEN.get(name, name)


class Key(NamedTuple):
    """A key, or several that do the same, and what the program says of it."""

    keys: str = ""
    """Textual's names; empty for a key that a widget or the app binds."""
    action: str = ""
    """The screen's action."""
    name: str = ""
    """The palette's name for it."""
    help: str = ""
    """A line of the help; empty if another row's line says it."""
    help_keys: str = ""
    """The keys as the help writes them, if it is not all of `keys` alone."""
    hint: str = ""
    """A word or two for the key line."""
    hint_key: str = ""
    """The key as the key line writes it, if it is not the first one that works there."""
    typing: int = 0
    """The position on the key line while typing, from 1; 0 for none."""
    completing: int = 0
    """The same while a completion is shown."""
    browsing: int = 0
    """The same in the list."""
    reading: int = 0
    """The same in the detail."""
    selecting: int = 0
    """The same, in front of the others, while a range is being marked."""
    reloading: int = 0
    """The same, in front of the others, while files can be reloaded."""

    @property
    def bound_as_written(self) -> list[str]:
        """The keys of the binding as the program writes them."""
        return [written(key) for key in self.keys.split(",") if key]


_IN_PANES = (
    Key("slash", "focus_filter", "Filter", help="back to the filter", hint="filter", browsing=1),
    Key(help="move, or scroll the detail", help_keys="j k  g G  ^d ^u"),
    Key(
        "enter,ctrl+o",
        "read",
        "Read the paper",
        help="read: to the detail; there enter follows the link chosen",
        help_keys="enter ^o",
        hint="read",
        browsing=2,
    ),
    Key(
        "n",
        "move(1)",
        "Next paper",
        help="next and previous paper, while reading too",
        help_keys="n N",
        hint="next",
        reading=2,
    ),
    Key("N", "move(-1)", "Previous paper", hint="previous", reading=5),
    Key(
        "escape",
        "back_out",
        "Back: detail, marks, filter",
        help="out of the detail; unmark; clear the filter",
        hint="list",
        reading=1,
    ),
    Key(
        "y,ctrl+y",
        "copy_id",
        "Copy the arXiv id",
        help="copy the arXiv id",
        help_keys="y",
        hint="copy id",
        typing=4,
        browsing=3,
        reading=3,
    ),
    Key(
        "Y",
        "copy_menu",
        "Copy something else: addresses, DOI, citation, BibTeX",
        help="copy something else: addresses, DOI, citation, BibTeX",
        hint="copy…",
        browsing=14,
    ),
    Key(
        "E",
        "export",
        "Export: marked papers or all results, to the clipboard or a file",
        help="export: BibTeX, RIS … to the clipboard or a file",
        hint="export…",
        browsing=15,
    ),
    Key(
        "o",
        "open_abs",
        "Open the abs page",
        help="open the abs page, the PDF",
        help_keys="o p",
        hint="open",
        browsing=4,
        reading=14,
    ),
    Key("p", "open_pdf", "Open the PDF", hint="pdf", browsing=13, reading=15),
    Key(
        "space",
        "mark('one')",
        "Mark",
        help="mark (list): the other keys take all marked",
        hint="mark",
        browsing=7,
    ),
    Key(
        "V",
        "mark('range')",
        "Mark a range",
        help="mark a range: move, then V keeps it and esc doesn't",
        hint="keep",
        selecting=1,
    ),
    Key(
        "shift+down",
        "mark('down')",
        "Mark down",
        help="mark from here on; shift and a click mark up to there",
        help_keys="shift+↑ shift+↓",
    ),
    Key("shift+up", "mark('up')", "Mark up"),
    Key(
        "A",
        "mark('all')",
        "Mark all results",
        help="mark all results; the other ones; unmark all",
        help_keys="A I X",
    ),
    Key(
        "asterisk",
        "shelf('star')",
        "Star",
        help="star; read or unread; tags",
        help_keys="* m t",
        hint="star",
        browsing=8,
        reading=6,
    ),
    Key("m", "shelf('read')", "Read or unread", hint="read/unread", browsing=9, reading=9),
    Key("t", "shelf('tag')", "Tags", hint="tags", browsing=10, reading=7),
    Key(
        "e",
        "note('note')",
        "Note",
        help="note; note in $EDITOR",
        help_keys="e ^e",
        hint="note",
        browsing=11,
        reading=8,
    ),
    Key("ctrl+e", "note('note_outside')", "Note in $EDITOR"),
    Key(
        "T",
        "triage",
        "Triage: unread papers, one at a time",
        help="triage: the unread of these, one at a time",
        hint="triage",
        browsing=17,
    ),
    Key(
        "M",
        "mark_all_read",
        "Mark all results read",
        help="mark all read that match the filter",
    ),
    Key(
        "S,f3",
        "saved_filters",
        "Saved filters: choose, rename, order, delete",
        help="saved filters; f3 also while typing",
        help_keys="S f3",
    ),
    Key(
        "D",
        "duplicates",
        "Possible duplicates: papers to merge, or to keep apart",
        help="possible duplicates: merge them, or not",
    ),
    Key(
        "u", "shelf('undo')", "Undo", help="undo and redo: star, read, tags, note", help_keys="u U"
    ),
    Key("U", "shelf('redo')", "Redo"),
    Key("I", "mark('others')", "Mark the other results instead"),
    Key("X", "mark('none')", "Unmark all papers"),
    Key(
        "s",
        "sort",
        "Sort",
        help="next order: best, newest, oldest, title, author",
        hint="sort",
        browsing=12,
    ),
    Key(
        "w,f4",
        "toggle_nearly",
        "Nearly matching: list those that lack a word, or not",
        help="list what lacks a word too, where few match, or not",
        help_keys="w f4",
    ),
    Key(
        action="choose_link",
        help="choose a link (detail)",
        help_keys="l h",
        hint="links",
        reading=10,
    ),
    Key(
        "b",
        "go_back",
        "Back to where a link was followed",
        help="back to where a link was followed",
    ),
    Key(
        "r",
        "toggle_raw",
        "Source text, TeX and all",
        help="the source text, TeX and all",
        hint="source",
        reading=11,
    ),
    Key("a", "toggle_authors", "All authors", help="all authors", hint="authors", reading=12),
    Key(
        "z",
        "zoom",
        "Zoom: the detail over the whole width",
        help="the detail over the whole width",
        hint="zoom",
        browsing=16,
        reading=13,
    ),
    Key(
        "R,f5",
        "reload",
        "Reload the files",
        help="reload files that have changed; f5 also while typing",
        hint="reload",
        hint_key="f5",
        reloading=1,
    ),
    Key("exclamation_mark", "problems", "Problems", help="problems: what could not be read"),
    Key(
        "ctrl+p,f2",
        "palette",
        "Palette",
        help="palette, this help; f2 and f1 also while typing",
        help_keys="^p f2  ? f1",
        hint="palette",
        browsing=17,
    ),
    Key("question_mark,f1", "help", "Help", hint="help", typing=6, browsing=5, reading=4),
    Key(
        "q",
        "app.quit",
        "Quit",
        help="quit; ^q and ^c also while typing",
        help_keys="q  ^q ^c",
        hint="quit",
        typing=7,
        browsing=6,
    ),
    Key(help="suspend; fg resumes", help_keys="^z"),
)
_IN_FILTER = (
    Key(
        action="focus_list",
        help="move the list; page keys too",
        help_keys="↑ ↓  ^p ^n  ^k ^j",
        hint="move",
        hint_key="↑↓",
        typing=1,
    ),
    Key(action="focus_list", help="to the list", help_keys="enter", hint="list", typing=2),
    Key(
        action="clear_filter",
        help="clear, then to the list",
        help_keys="esc",
        hint="clear",
        typing=3,
    ),
    Key(
        action="focused.take_completion",
        help="accept the completion",
        help_keys="→ tab",
        hint="complete",
        hint_key="tab",
        completing=1,
    ),
    Key(
        action="focused.next_completion",
        help="show another completion",
        help_keys="^space",
        hint="other",
        completing=2,
    ),
    Key(
        "tab",
        "next_pane",
        "Next pane",
        help="otherwise go round filter, list and detail",
        hint="next pane",
        typing=5,
    ),
    Key("shift+tab", "next_pane(-1)", "Previous pane"),
    Key(
        "ctrl+r,ctrl+up",
        "recall(-1)",
        "Earlier query",
        help="earlier and later queries with this start",
        help_keys="^r  ^↑ ^↓",
    ),
    Key("ctrl+down", "recall(1)", "Later query"),
    Key("ctrl+s", "save_filter", "Save the filter", help="save the filter under a name"),
    Key(help="copy the arXiv id", help_keys="^y"),
)
KEYS = (*_IN_PANES, *_IN_FILTER)
_IN_PICKER = (
    Key(
        "enter",
        "pick",
        "Pick: the marked papers, or the one under the cursor",
        help="pick the marked papers, or the one under the cursor",
        hint="pick",
        typing=1,
        browsing=1,
        reading=1,
    ),
    Key(
        "tab",
        "mark_and_move(1)",
        "Mark, and go to the next paper",
        help="mark, and go to the next paper or the previous one",
        help_keys="tab shift+tab",
        hint="mark",
        typing=2,
        browsing=2,
    ),
    Key("shift+tab", "mark_and_move(-1)", "Mark, and go to the previous paper"),
    Key(
        "escape",
        "abort",
        "End without picking",
        help="end without picking; in the detail: back to the list",
        hint="cancel",
        typing=4,
        browsing=4,
    ),
)
PICKER_ACTIONS = frozenset(key.action.partition("(")[0] for key in _IN_PICKER)
_READ = Key(
    "ctrl+o", "read", "Read the paper", "read: to the detail", "^o", "read", typing=3, browsing=3
)
_TO_LIST = Key(action="back_out", hint="list", hint_key="esc", reading=2)

PICKER_BINDINGS = tuple(
    Binding(key.keys, key.action, key.name, priority=True) for key in _IN_PICKER
)
"""Where papers are picked, they come before all others."""
BINDINGS = tuple(Binding(key.keys, key.action, key.name) for key in KEYS if key.keys)
"""They work in the list and the detail; those without a letter also while typing."""


def _hints(where: str, keys: Iterable[Key] = KEYS) -> tuple[Hint, ...]:
    """Return the hints of the key line for one of its situations, the most useful first."""
    found = [key for key in keys if getattr(key, where)]
    found.sort(key=lambda key: int(getattr(key, where)))
    return tuple((_hint_key(key, where), key.hint, key.action) for key in found)


def _hint_key(key: Key, where: str) -> str:
    if key.hint_key:
        return key.hint_key
    least = 2 if where == "typing" else 1  # a letter would be typed
    return next(one for one in (*key.bound_as_written, *key.help_keys.split()) if len(one) >= least)


TYPING = _hints("typing")
COMPLETING = (*_hints("completing"), *(hint for hint in TYPING if hint[0] != "tab"))
BROWSING = _hints("browsing")
READING = _hints("reading")
RELOADING = _hints("reloading")
SELECTING = (*_hints("selecting"), ("esc", "unmark", "back_out"))


def _help(keys: Iterable[Key]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (key.help_keys or " ".join(key.bound_as_written), key.help) for key in keys if key.help
    )


_LANGUAGE = (
    ("fedrated lern", "all words; typos are forgiven"),
    ('"digital twin"', "next to each other"),
    ("'net", "just this word"),
    ("-survey", "without this word; also !survey, NOT survey"),
    ("+survey", "with this word, even where few papers match"),
    ("gnn | graph", "either; also gnn OR graph"),
    ("(a b) | -(c | d)", "groups, in each other too; also AND"),
    ("^deep", "at the start of the title"),
    ("author:perino", " ".join(f"{entry.name}:" for entry in SCHEMA)),
    ("author:(ba | lecun)", "each of them in the field"),
    ('author:"LeCun, Y"', "one author, in any order, with initials"),
    ("journal:prl", "a journal, by its words or its initials"),
    ("year:2019..2023", "also year>=2019, after:2023-05, before:2024"),
    ("federated 2022", "a year alone: the word, or a paper of that year"),
    ("has:doi", "papers with a DOI; also has:abstract and so on"),
    ("is:starred", "also is:read, is:unread, is:noted, is:tagged"),
    ("tag:to-read", "also note:word, opened:2026-11"),
    ("2304.10190", "an id, a DOI or an arXiv address: that paper"),
    ("[1] Smith, J. …", "pasted references, in a window: the paper that each means"),
)
_SIGNS = (
    ("+", "marked"),
    (f"{STARRED} {READ}", "starred; read"),
    (f"{NOTED} {TAGGED}", "has a note; has tags"),
)
Help = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""The sections of the help: a heading, and lines of keys or queries with their meaning."""
HELP: Help = (
    ("While typing in the filter", _help(_IN_FILTER)),
    ("In the list and the detail", _help(_IN_PANES)),
    ("Signs in the list", _SIGNS),
    ("The filter", _LANGUAGE),
)


class KeyTable(NamedTuple):
    """The keys of the reader or of the picker, and what the program says of them."""

    keys: Sequence[Key]
    typing: tuple[Hint, ...]
    completing: tuple[Hint, ...]
    browsing: tuple[Hint, ...]
    reading: tuple[Hint, ...]
    help: Help


READER = KeyTable(KEYS, TYPING, COMPLETING, BROWSING, READING, HELP)


def picker(*, several: bool) -> KeyTable:
    """Return the keys where papers are picked: its own first, and the reader's without these.

    Args:
        several: whether several papers can be picked.
    """
    own = [*_IN_PICKER, _READ, _TO_LIST]
    own = [key for key in own if several or not _marks(key)]
    in_panes, in_filter = (
        [key for key in _without(keys, own) if several or not _marks(key)]
        for keys in (_IN_PANES, _IN_FILTER)
    )
    others = [*in_panes, *in_filter]

    def hints(where: str, before: Sequence[Hint] = ()) -> tuple[Hint, ...]:
        return joined((*_hints(where, own), *before), _hints(where, others))

    return KeyTable(
        (*own, *others),
        hints("typing"),
        hints("typing", _hints("completing", others)),
        hints("browsing"),
        hints("reading"),
        (
            ("Where you pick papers", _help(own)),
            (HELP[0][0], _help(in_filter)),
            (HELP[1][0], _help(in_panes)),
            *HELP[2:],
        ),
    )


def joined(first: Sequence[Hint], others: Sequence[Hint]) -> tuple[Hint, ...]:
    """Put hints in front of others, without those of the same keys or the same words."""
    said = {word for key, label, _ in first for word in (key, label)}
    return (*first, *(one for one in others if said.isdisjoint(one[:2])))


def _marks(key: Key) -> bool:
    return key.action.startswith(("mark(", "mark_and_move("))


def _without(keys: Iterable[Key], others: Iterable[Key]) -> Iterator[Key]:
    """Give rows without the keys that others take; not those that have no key then."""
    taken = {name for other in others for name in other.keys.split(",")}
    written_taken = set(map(written, taken))
    for key in keys:
        names = [name for name in key.keys.split(",") if name not in taken]
        said = [name for name in key.help_keys.split() if name not in written_taken]
        if bool(names) == bool(key.keys) and bool(said) == bool(key.help_keys):
            hint_key = "" if key.hint_key in written_taken else key.hint_key
            yield key._replace(keys=",".join(names), help_keys=" ".join(said), hint_key=hint_key)
