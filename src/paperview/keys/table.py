"""Every key of the main screen, one row each.

The bindings, the key line, the help and the palette are made of these rows. To add a key, add a row
and the action that it names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum, auto
from typing import NamedTuple, TypeAlias

from paperview.keys.names import SIGNS

Changes: TypeAlias = Mapping[str, Sequence[str]]
"""The keys that the user has changed: by their names in settings, those that take their place."""
Hint: TypeAlias = tuple[str, str, str]
"""A key as it is shown, what it does in a word or two, and the action's name."""

_WRITTEN = {name: sign for sign, name in SIGNS.items()} | {
    "escape": "esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def written(keys: str) -> str:
    """Return a Textual key name, or several typed in a row, as the program writes them.

    That is `^y` for `ctrl+y`, and `zz` for `z z`.
    """
    return "".join(map(_written, keys.split()))


def _written(key: str) -> str:
    modifier, plus, name = key.rpartition("+")
    return (modifier + plus).replace("ctrl+", "^") + _WRITTEN.get(name, name)


class Where(Enum):
    """What has the focus when a key works. What is nearer to the focus goes first."""

    PANES = auto()
    """The list or the detail; the filter too, for keys that are no text and not the filter's."""
    FILTER = auto()
    LIST = auto()
    """The list, and those of windows."""
    DETAIL = auto()
    """The detail, and the texts of windows."""
    SCROLLING = auto()
    """What `LIST` and `DETAIL` mean: each moves in its own way."""


class Key(NamedTuple):
    """A key, or several that do the same, and what the program says of it."""

    id: str = ""
    """Its name in settings; empty for a key that always is what it is."""
    keys: str = ""
    """Textual's names, separated by commas; a blank stands between keys that are typed in a row."""
    action: str = ""
    """The action: the screen's, or after `focused.` that of the widget with the focus."""
    name: str = ""
    """The palette's name for it; empty for what only a key can mean."""
    help: str = ""
    """A line of the help; empty if another row's line says it."""
    help_keys: str = ""
    """The keys as the help writes them, if it is not all of `keys` alone."""
    where: Where = Where.PANES
    takes_count: bool = False
    """Whether a number typed before it means something."""
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
    counting: int = 0
    """The same after a number."""

    @property
    def each(self) -> list[str]:
        """Its keys, as Textual names them."""
        return [key for key in self.keys.split(",") if key]

    @property
    def bound_as_written(self) -> list[str]:
        """The keys of the binding as the program writes them."""
        return [written(key) for key in self.each]


_IN_PANES = (
    Key(
        "filter",
        "slash",
        "focus_filter",
        "Filter",
        help="back to the filter",
        hint="filter",
        browsing=1,
    ),
    Key(
        "down",
        "j,down,ctrl+n,ctrl+j",
        "focused.move(1)",
        help="down and up; the detail scrolls",
        help_keys="j k",
        where=Where.SCROLLING,
        takes_count=True,
        hint="down",
        counting=1,
    ),
    Key(
        "up",
        "k,up,ctrl+k",
        "focused.move(-1)",
        where=Where.SCROLLING,
        takes_count=True,
        hint="up",
        counting=2,
    ),
    Key(
        "half_page_down",
        "ctrl+d",
        "focused.page(0.5)",
        help="half a page; a page",
        help_keys="^d ^u  ^f ^b",
        where=Where.SCROLLING,
        takes_count=True,
    ),
    Key(
        "half_page_up",
        "ctrl+u",
        "focused.page(-0.5)",
        where=Where.SCROLLING,
        takes_count=True,
    ),
    Key(
        "page_down",
        "ctrl+f,pagedown",
        "focused.page(1)",
        where=Where.SCROLLING,
        takes_count=True,
    ),
    Key(
        "page_up",
        "ctrl+b,pageup",
        "focused.page(-1)",
        where=Where.SCROLLING,
        takes_count=True,
    ),
    Key(
        "first",
        "g,home",
        "focused.first",
        help="first and last; after a number: the one of that number",
        help_keys="g G",
        where=Where.SCROLLING,
        takes_count=True,
    ),
    Key(
        "last",
        "G,end",
        "focused.last",
        where=Where.SCROLLING,
        takes_count=True,
        hint="to that one",
        counting=3,
    ),
    Key(
        "high",
        "H",
        "focused.in_sight('first')",
        help="first, middle and last of those in sight (list)",
        help_keys="H M L",
        where=Where.LIST,
        takes_count=True,
    ),
    Key("middle", "M", "focused.in_sight('middle')", where=Where.LIST),
    Key("low", "L", "focused.in_sight('last')", where=Where.LIST, takes_count=True),
    Key(
        "to_middle",
        "z z",
        "scroll_row('middle')",
        "Scroll the row to the middle",
        help="scroll the row to the middle, top, bottom (list)",
        help_keys="zz zt zb",
        takes_count=True,
        hint="middle",
    ),
    Key(
        "to_top",
        "z t",
        "scroll_row('top')",
        "Scroll the row to the top",
        takes_count=True,
        hint="top",
    ),
    Key(
        "to_bottom",
        "z b",
        "scroll_row('bottom')",
        "Scroll the row to the bottom",
        takes_count=True,
        hint="bottom",
    ),
    Key(help="a number before a key: 5j, 12G, 3n; esc drops it", help_keys="1-9"),
    Key(
        "read",
        "enter,ctrl+o",
        "read",
        "Read the paper",
        help="read: to the detail; there enter follows the link chosen",
        help_keys="enter ^o",
        hint="read",
        browsing=2,
    ),
    Key(
        "next_paper",
        "n",
        "move(1)",
        "Next paper",
        help="next and previous paper, while reading too",
        help_keys="n N",
        takes_count=True,
        hint="next",
        reading=2,
        counting=4,
    ),
    Key(
        "previous_paper",
        "N",
        "move(-1)",
        "Previous paper",
        takes_count=True,
        hint="previous",
        reading=5,
        counting=6,
    ),
    Key(
        "back_out",
        "escape",
        "back_out",
        "Back: detail, marks, filter",
        help="out of the detail; unmark; clear the filter",
        hint="list",
        reading=1,
    ),
    Key(
        "copy_id",
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
        "copy",
        "Y",
        "copy_menu",
        "Copy something else: addresses, DOI, citation, BibTeX",
        help="copy something else: addresses, DOI, citation, BibTeX",
        hint="copy…",
        browsing=14,
    ),
    Key(
        "export",
        "E",
        "export",
        "Export: marked papers or all results, to the clipboard or a file",
        help="export: BibTeX, RIS … to the clipboard or a file",
        hint="export…",
        browsing=15,
    ),
    Key(
        "open",
        "o",
        "open_abs",
        "Open the abs page",
        help="open the abs page, the PDF",
        help_keys="o p",
        hint="open",
        browsing=4,
        reading=14,
    ),
    Key("open_pdf", "p", "open_pdf", "Open the PDF", hint="pdf", browsing=13, reading=15),
    Key(
        "mark",
        "space",
        "mark('one')",
        "Mark",
        help="mark (list): the other keys take all marked",
        takes_count=True,
        hint="mark",
        browsing=7,
    ),
    Key("scroll", "space", "focused.page(1)", where=Where.DETAIL, takes_count=True),
    Key(
        "mark_range",
        "V",
        "mark('range')",
        "Mark a range",
        help="mark a range: move, then V keeps it and esc doesn't",
        hint="keep",
        selecting=1,
    ),
    Key(
        "mark_down",
        "shift+down",
        "mark('down')",
        "Mark down",
        help="mark from here on; shift and a click mark up to there",
        help_keys="shift+↑ shift+↓",
        takes_count=True,
    ),
    Key("mark_up", "shift+up", "mark('up')", "Mark up", takes_count=True),
    Key(
        "mark_all",
        "A",
        "mark('all')",
        "Mark all results",
        help="mark all results; the other ones; unmark all",
        help_keys="A I X",
    ),
    Key(
        "star",
        "asterisk",
        "shelf('star')",
        "Star",
        help="star; read or unread; tags",
        help_keys="* m t",
        hint="star",
        browsing=8,
        reading=6,
    ),
    Key(
        "read_mark",
        "m",
        "shelf('read')",
        "Read or unread",
        hint="read/unread",
        browsing=9,
        reading=9,
    ),
    Key("tags", "t", "shelf('tag')", "Tags", hint="tags", browsing=10, reading=7),
    Key(
        "note",
        "e",
        "note('note')",
        "Note",
        help="note; note in $EDITOR",
        help_keys="e ^e",
        hint="note",
        browsing=11,
        reading=8,
    ),
    Key("note_in_editor", "ctrl+e", "note('note_outside')", "Note in $EDITOR"),
    Key(
        "triage",
        "T",
        "triage",
        "Triage: unread papers, one at a time",
        help="triage: the unread of these, one at a time",
        hint="triage",
        browsing=17,
    ),
    Key(
        "catch_up",
        "C",
        "mark_all_read",
        "Catch up: mark all results read",
        help="catch up: mark all read that match the filter",
    ),
    Key(
        "saved_filters",
        "S,f3",
        "saved_filters",
        "Saved filters: choose, rename, order, delete",
        help="saved filters; f3 also while typing",
        help_keys="S f3",
    ),
    Key(
        "duplicates",
        "D",
        "duplicates",
        "Possible duplicates: papers to merge, or to keep apart",
        help="possible duplicates: merge them, or not",
    ),
    Key(
        "undo",
        "u",
        "revert('undo')",
        "Undo",
        help="undo and redo: star, read, tags, note",
        help_keys="u U",
        takes_count=True,
    ),
    Key("redo", "U", "revert('redo')", "Redo", takes_count=True),
    Key("mark_others", "I", "mark('others')", "Mark the other results instead"),
    Key("unmark_all", "X", "mark('none')", "Unmark all papers"),
    Key(
        "sort",
        "s",
        "sort",
        "Sort",
        help="next order: best, newest, oldest, title, author",
        hint="sort",
        browsing=12,
    ),
    Key(
        "nearly",
        "w,f4",
        "toggle_nearly",
        "Nearly matching: list those that lack a word, or not",
        help="list what lacks a word too, where few match, or not",
        help_keys="w f4",
    ),
    Key(
        "next_link",
        "l",
        "focused.choose_link(1)",
        help="choose a link (detail)",
        help_keys="l h",
        where=Where.DETAIL,
        takes_count=True,
        hint="links",
        reading=10,
    ),
    Key(
        "previous_link",
        "h",
        "focused.choose_link(-1)",
        where=Where.DETAIL,
        takes_count=True,
    ),
    Key("follow", "enter", "focused.follow", where=Where.DETAIL),
    Key(
        "go_back",
        "b",
        "go_back",
        "Back to where a link was followed",
        help="back to where a link was followed",
        takes_count=True,
    ),
    Key(
        "source_text",
        "r",
        "toggle_raw",
        "Source text, TeX and all",
        help="the source text, TeX and all",
        hint="source",
        reading=11,
    ),
    Key(
        "authors",
        "a",
        "toggle_authors",
        "All authors",
        help="all authors",
        hint="authors",
        reading=12,
    ),
    Key(
        "list_smaller",
        "less_than_sign",
        "grow_list(-1)",
        "Less room for the list",
        help="less or more room for the list; as usual",
        help_keys="< > =",
    ),
    Key("list_larger", "greater_than_sign", "grow_list(1)", "More room for the list"),
    Key("usual_sizes", "equals_sign", "usual_panes", "Usual sizes of list and detail"),
    Key(
        "turn_panes",
        "vertical_line",
        "turn_panes",
        "List and detail side by side, or stacked",
        help="list and detail side by side, or stacked",
    ),
    Key(
        "zoom",
        "Z",
        "zoom",
        "Zoom: the detail over the whole width",
        help="zoom: the detail over the whole width",
        hint="zoom",
        browsing=16,
        reading=13,
    ),
    Key(
        "reload",
        "R,f5",
        "reload",
        "Reload the files",
        help="reload files that have changed; f5 also while typing",
        hint="reload",
        hint_key="f5",
        reloading=1,
    ),
    Key(
        "problems",
        "exclamation_mark",
        "problems",
        "Problems",
        help="problems: what could not be read",
    ),
    Key(
        "palette",
        "ctrl+p,f2",
        "palette",
        "Palette",
        help="palette, this help; f2 and f1 also while typing",
        help_keys="^p f2  ? f1",
        hint="palette",
        browsing=17,
    ),
    Key("help", "question_mark,f1", "help", "Help", hint="help", typing=6, browsing=5, reading=4),
    Key(
        "quit",
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
        "list_down",
        "down,ctrl+n,ctrl+j",
        "screen.move(1)",
        help="move the list; page keys too",
        help_keys="↑ ↓  ^p ^n  ^k ^j",
        where=Where.FILTER,
        hint="move",
        hint_key="↑ ↓",
        typing=1,
    ),
    Key("list_up", "up,ctrl+p,ctrl+k", "screen.move(-1)", where=Where.FILTER),
    Key("list_page_down", "pagedown", "screen.page(1)", where=Where.FILTER),
    Key("list_page_up", "pageup", "screen.page(-1)", where=Where.FILTER),
    Key(
        "list",
        "enter",
        "screen.focus_list",
        help="to the list",
        where=Where.FILTER,
        hint="list",
        typing=2,
    ),
    Key(
        "clear",
        "escape",
        "focused.clear_or_leave",
        help="clear, then to the list",
        where=Where.FILTER,
        hint="clear",
        typing=3,
    ),
    Key(
        "complete",
        "tab",
        "focused.take_completion",
        help="accept the completion",
        help_keys="→ tab",
        where=Where.FILTER,
        hint="complete",
        hint_key="tab",
        completing=1,
    ),
    Key(
        "other_completion",
        "ctrl+space,ctrl+@",  # terminals send one or the other
        "focused.next_completion",
        help="show another completion",
        help_keys="^space",
        where=Where.FILTER,
        hint="other",
        completing=2,
    ),
    Key(
        "next_pane",
        "tab",
        "next_pane",
        "Next pane",
        help="otherwise go round filter, list and detail",
        hint="next pane",
        typing=5,
    ),
    Key("previous_pane", "shift+tab", "next_pane(-1)", "Previous pane"),
    Key(
        "earlier_query",
        "ctrl+r,ctrl+up",
        "recall(-1)",
        "Earlier query",
        help="earlier and later queries with this start",
        help_keys="^r  ^↑ ^↓",
    ),
    Key("later_query", "ctrl+down", "recall(1)", "Later query"),
    Key(
        "save_filter",
        "ctrl+s",
        "save_filter",
        "Save the filter",
        help="save the filter under a name",
    ),
    Key(help="copy the arXiv id", help_keys="^y"),
)
_IN_PICKER = (
    Key(
        "pick",
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
        "pick_mark",
        "tab",
        "mark_and_move(1)",
        "Mark, and go to the next paper",
        help="mark, and go to the next paper or the previous one",
        help_keys="tab shift+tab",
        takes_count=True,
        hint="mark",
        typing=2,
        browsing=2,
    ),
    Key(
        "pick_mark_back",
        "shift+tab",
        "mark_and_move(-1)",
        "Mark, and go to the previous paper",
        takes_count=True,
    ),
    Key(
        "pick_nothing",
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
    "read",
    "ctrl+o",
    "read",
    "Read the paper",
    help="read: to the detail",
    hint="read",
    typing=3,
    browsing=3,
)
_TO_LIST = Key(action="back_out", hint="list", hint_key="esc", reading=2)

KEYS = (*_IN_PANES, *_IN_FILTER)
PICKER_KEYS = _IN_PICKER


def _hints(where: str, keys: Iterable[Key]) -> tuple[Hint, ...]:
    """Return the hints of the key line for one of its situations, the most useful first."""
    found = [key for key in keys if getattr(key, where)]
    found.sort(key=lambda key: int(getattr(key, where)))
    hints = ((_hint_key(key, where), key.hint, key.action) for key in found)
    return tuple(hint for hint in hints if hint[0])


def _hint_key(key: Key, where: str) -> str:
    """Return the key that a hint names; empty if the user has taken it away."""
    if key.hint_key:
        return key.hint_key
    least = 2 if where == "typing" else 1  # a letter would be typed
    if key.id and not key.keys:
        return ""
    named = (*key.bound_as_written, *key.help_keys.split())
    return next((one for one in named if len(one) >= least), "")


_DROP: Hint = ("esc", "drop", "drop_keys")


_NO_CHANGES: Changes = {}


class KeyTable(NamedTuple):
    """The keys of the reader or of the picker, and what the key line says of them."""

    own: Sequence[Key]
    """Those that the picker alone has."""
    in_panes: Sequence[Key]
    in_filter: Sequence[Key]
    typing: tuple[Hint, ...]
    completing: tuple[Hint, ...]
    browsing: tuple[Hint, ...]
    reading: tuple[Hint, ...]
    selecting: tuple[Hint, ...]
    reloading: tuple[Hint, ...]
    counting: tuple[Hint, ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        """All of them."""
        return (*self.own, *self.in_panes, *self.in_filter)

    @property
    def first_keys(self) -> frozenset[str]:
        """The beginnings of keys that are typed in a row, without the last one."""
        return frozenset(each.rpartition(" ")[0] for key in self.keys for each in key.each) - {""}

    @property
    def counted(self) -> frozenset[str]:
        """The keys that a number before them means something to."""
        return frozenset(each for key in self.keys for each in key.each if key.takes_count)

    @property
    def typed_twice(self) -> frozenset[str]:
        """The keys that mean the same when they are typed twice: `12gg`."""
        return frozenset(each for key in self.keys for each in key.each if key.id == "first")

    def pending(self, digits: str, first: str) -> tuple[Hint, ...]:
        """Return the hints after a number, or after the first keys of some in a row."""
        following = self.counting
        if first:
            following = tuple(
                (written(each.removeprefix(first)), key.hint, key.action)
                for key in self.keys
                for each in key.each
                if each.startswith(f"{first} ")
            )
        return ((digits + written(first), "then", "drop_keys"), *following, _DROP)


def reader(changes: Changes = _NO_CHANGES) -> KeyTable:
    """Return the keys of the reader, with those that the user has changed."""
    in_panes, in_filter = _changed(_IN_PANES, changes), _changed(_IN_FILTER, changes, 2)
    return _table((), in_panes, in_filter)


def picker(*, several: bool, changes: Changes = _NO_CHANGES) -> KeyTable:
    """Return the keys where papers are picked: its own first, and the reader's without these.

    Args:
        several: whether several papers can be picked.
        changes: the keys that the user has changed.
    """
    own = [*_changed(_IN_PICKER, changes), *_changed([_READ], changes), _TO_LIST]
    own = [key for key in own if several or not _marks(key)]
    in_panes, in_filter = (
        [key for key in _without(_changed(keys, changes, least), own) if several or not _marks(key)]
        for keys, least in ((_IN_PANES, 1), (_IN_FILTER, 2))
    )
    return _table(own, in_panes, in_filter)


def _table(own: Sequence[Key], in_panes: Sequence[Key], in_filter: Sequence[Key]) -> KeyTable:
    others = [*in_panes, *in_filter]

    def hints(where: str, before: Sequence[Hint] = ()) -> tuple[Hint, ...]:
        return joined((*_hints(where, own), *before), _hints(where, others))

    return KeyTable(
        own,
        in_panes,
        in_filter,
        hints("typing"),
        hints("typing", _hints("completing", others)),
        hints("browsing"),
        hints("reading"),
        (*_hints("selecting", others), ("esc", "unmark", "back_out")),
        _hints("reloading", others),
        _hints("counting", others),
    )


def _changed(keys: Iterable[Key], changes: Changes, least: int = 1) -> list[Key]:
    """Return rows with the keys that the user has changed, in the help too.

    Args:
        keys: the rows.
        changes: the keys that the user has changed.
        least: letters of the names of keys that the help says; while typing, one is text.
    """
    rows = list(keys)
    if not changes:
        return rows
    owners = {said: one for one in (*KEYS, *reversed(rows)) for said in one.bound_as_written}
    return [
        row._replace(
            keys=",".join(changes.get(row.id, row.each)),
            help_keys=" ".join(dict.fromkeys(_said(row, owners, changes, least))),
            hint_key="" if row.id in changes else row.hint_key,
        )
        for row in rows
    ]


def _said(row: Key, owners: Mapping[str, Key], changes: Changes, least: int) -> Iterator[str]:
    """Yield the keys that the help names in a row; some are those of rows below it."""
    for said in row.help_keys.split():
        owner = row if said in row.bound_as_written else owners.get(said)
        if owner is not None and owner.id in changes:
            keys = map(written, changes[owner.id])
            yield from (key for key in keys if len(key) >= least)
        else:
            yield said


def joined(first: Sequence[Hint], others: Sequence[Hint]) -> tuple[Hint, ...]:
    """Put hints in front of others, without those of the same keys or the same words."""
    said = {word for key, label, _ in first for word in (key, label)}
    return (*first, *(one for one in others if said.isdisjoint(one[:2])))


def _marks(key: Key) -> bool:
    return key.action.startswith(("mark(", "mark_and_move("))


def _without(keys: Iterable[Key], others: Iterable[Key]) -> Iterator[Key]:
    """Give rows without the keys that others take; not those that have no key then."""
    taken = {name for other in others for name in other.each}
    written_taken = set(map(written, taken))
    for key in keys:
        names = [name for name in key.each if name not in taken]
        said = [name for name in key.help_keys.split() if name not in written_taken]
        is_left = names or said or not key.keys
        if is_left and bool(said) == bool(key.help_keys):
            hint_key = "" if key.hint_key in written_taken else key.hint_key
            yield key._replace(keys=",".join(names), help_keys=" ".join(said), hint_key=hint_key)


READER = reader()
