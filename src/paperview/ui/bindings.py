"""The keys of the table as Textual's bindings."""

from __future__ import annotations

from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from paperview.keys.table import KEYS, PICKER_KEYS, Changes, Where

PICKER_BINDINGS = tuple(
    Binding(key.keys, key.action, key.name, id=key.id, priority=True) for key in PICKER_KEYS
)
"""Where papers are picked, they come before all others."""
_UNBOUND = "unbound"
"""A key that nobody has."""
_ON_WIDGETS = frozenset(key.id for key in KEYS if key.where is not Where.PANES)


def bindings(*where: Where) -> list[BindingType]:
    """Return the bindings of the reader's keys that work somewhere."""
    return [
        Binding(key.keys, key.action, key.name, id=key.id)
        for key in KEYS
        if key.keys and key.where in where
    ]


def keymap(changes: Changes) -> dict[str, str]:
    """Return the changes to the keys of widgets, those in windows too, for `App.set_keymap`."""
    return {
        name: ",".join(keys) or _UNBOUND for name, keys in changes.items() if name in _ON_WIDGETS
    }


def rebind(screen: DOMNode, changes: Changes) -> None:
    """Change the keys of a screen.

    Textual's own way is no good here: while a text is typed it forgets a key that is a letter by
    default, and if one binding of a key has changed it forgets the others, too.
    """
    bound = screen._bindings.key_to_bindings
    moved: dict[str | None, Binding] = {}
    for key, found in list(bound.items()):
        moved |= {one.id: one for one in found if one.id in changes and one.id not in _ON_WIDGETS}
        bound[key] = [one for one in found if one.id not in moved]
        if not bound[key]:
            del bound[key]
    for name, binding in moved.items():
        for key in changes[str(name)]:
            bound.setdefault(key, []).append(binding.with_key(key))
