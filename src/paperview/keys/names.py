"""Names of keys, as people write them and as Textual has them."""

from __future__ import annotations

_SPECIAL = frozenset(
    (
        *("backspace", "delete", "down", "end", "enter", "escape", "home", "insert", "left"),
        *("pagedown", "pageup", "right", "space", "tab", "up"),
        *(f"f{number}" for number in range(1, 25)),
    )
)
_ALSO = {
    "del": "delete",
    "esc": "escape",
    "ins": "insert",
    "pgdn": "pagedown",
    "pgup": "pageup",
    "return": "enter",
}
SIGNS = {
    "!": "exclamation_mark",
    '"': "quotation_mark",
    "#": "number_sign",
    "$": "dollar_sign",
    "%": "percent_sign",
    "&": "ampersand",
    "'": "apostrophe",
    "(": "left_parenthesis",
    ")": "right_parenthesis",
    "*": "asterisk",
    "+": "plus",
    ",": "comma",
    "-": "minus",
    ".": "full_stop",
    "/": "slash",
    ":": "colon",
    ";": "semicolon",
    "<": "less_than_sign",
    "=": "equals_sign",
    ">": "greater_than_sign",
    "?": "question_mark",
    "@": "at",
    "[": "left_square_bracket",
    "\\": "backslash",
    "]": "right_square_bracket",
    "^": "circumflex_accent",
    "_": "underscore",
    "`": "grave_accent",
    "{": "left_curly_bracket",
    "|": "vertical_line",
    "}": "right_curly_bracket",
    "~": "tilde",
}
"""Signs by themselves, with Textual's names."""
NAMES = _SPECIAL | _ALSO.keys() | set(SIGNS.values())
_MODIFIERS = ("ctrl", "alt", "shift")


def key_named(text: str) -> str | None:
    """Return Textual's name of a key, or of several typed in a row; None if it is none.

    Args:
        text: `y`, `*`, `f5`, `ctrl+y` or `^y`, `shift+up`; `z z` for keys in a row, or `zz`.
    """
    words = text.split()
    if len(words) == 1 and len(text) == 2 and text.isalpha() and text.lower() not in NAMES:
        words = list(words[0])
    keys = [_one(word) for word in words]
    return " ".join(filter(None, keys)) if keys and all(keys) else None


def is_text(key: str) -> bool:
    """Return whether a key types a letter, a sign or a blank."""
    return len(key) == 1 or key == "space" or key in SIGNS.values()


def _one(word: str) -> str | None:
    if word.startswith("^") and len(word) > 1:
        word = f"ctrl+{word[1:]}"
    before, last = (word[:-2], "+") if word.endswith("++") else ("", word)
    if last != "+":
        before, _, last = word.rpartition("+")
    if word == "ctrl+@":  # Textual's only name with a sign in it
        return word
    modifiers = before.lower().split("+") if before else []
    if any(one not in _MODIFIERS for one in modifiers):
        return None
    if len(last) == 1:
        if not last.isprintable() or last.isspace():
            return None
        name = SIGNS.get(last, last.lower() if "ctrl" in modifiers else last)
        if modifiers == ["shift"]:  # terminals send the letter
            return name.upper() if name.isalpha() and len(name) == 1 else None
    else:
        name = last.lower()
        name = _ALSO.get(name, name)
        if name not in NAMES:
            return None
    return "+".join([*(one for one in _MODIFIERS if one in modifiers), name])
