"""The program's own themes, the one to start with, and what it shows beside colours."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from textual.color import Color
from textual.message import Message
from textual.theme import Theme

from paperview import commands
from paperview.settings import Settings, remembered
from paperview.settings.table import AUTO, THEME
from paperview.text.sanitize import clean

_TEXTUALS: Final = "TEXTUAL_THEME"
"""The variable that names the theme of all programs that use Textual."""

DARK = Theme(
    name="paperview",
    primary="#7aa2c9",
    secondary="#a3b8c9",
    accent="#e0a458",
    warning="#e0a458",
    error="#d9705f",
    success="#8fb573",
    foreground="#d8dce2",
    background="#15181d",
    surface="#15181d",
    panel="#20252c",
    boost="#262c35",
    dark=True,
    variables={
        "match": "#f0b866",
        "link": "#8ab4dc",
        "rule": "#39424e",
        "cursor": "#26374a",
        "cursor-still": "#232a33",
        "hover": "#1c2128",
        "quiet": "#8791a0",
        "label": "#a9b3bf",
    },
)
LIGHT = Theme(
    name="paperview-light",
    primary="#2f6690",
    secondary="#4a6274",
    accent="#a65d00",
    warning="#a65d00",
    error="#b3392b",
    success="#4b7a2f",
    foreground="#22262b",
    background="#faf8f4",
    surface="#faf8f4",
    panel="#efebe3",
    boost="#e7e2d8",
    dark=False,
    variables={
        "match": "#a34a00",
        "link": "#1f5f99",
        "rule": "#cfc8ba",
        "cursor": "#d9e6f2",
        "cursor-still": "#e9e6df",
        "hover": "#f2efe8",
        "quiet": "#6b6f76",
        "label": "#4f555d",
    },
)
TERMINAL = Theme(
    name="paperview-terminal",
    # Legible on black and on white alike; letters are red and magenta alone.
    primary="ansi_cyan",
    secondary="ansi_default",
    accent="ansi_magenta",
    warning="ansi_magenta",
    error="ansi_red",
    success="ansi_cyan",
    foreground="ansi_default",
    background="ansi_default",
    ansi=True,
    variables={
        "match": "ansi_red",
        "link": "ansi_default",
        "rule": "ansi_bright_black",
        "cursor": "ansi_default",
        "cursor-still": "ansi_default",
        "hover": "ansi_default",
        "quiet": "ansi_default",
        "label": "ansi_default",
        "ansi-background": "ansi_default",
    },
)
"""The sixteen colours of the terminal itself."""
OWN: Final = (DARK, LIGHT, TERMINAL)


@dataclass
class ThemeChosen(Message):
    """The user has chosen a theme."""

    name: str
    """Its name, or `auto`."""


class Start(NamedTuple):
    """The theme that the program starts with."""

    name: str
    is_guess: bool = False
    """Whether nobody has chosen it, so that the terminal may still say that it is light."""
    unknown: str = ""
    """What `TEXTUAL_THEME` says where no theme is called that."""


def start(settings: Settings, environment: Mapping[str, str], names: Container[str]) -> Start:
    """Return the theme that the user has set, or else the one that is likely to suit.

    Args:
        settings: what the user has set, or has chosen in the program before.
        environment: the environment's variables.
        names: the names of all themes.
    """
    if environment.get("NO_COLOR"):  # what other themes tell by colours, this one also shows
        return Start(TERMINAL.name)
    own = settings[THEME] if settings[THEME] in names else AUTO
    if own != AUTO and not settings.is_remembered(THEME):
        return Start(own)
    asked = environment.get(_TEXTUALS, "")
    chosen = next((name for name in map(str.strip, asked.split(",")) if name in names), None)
    if chosen is not None:
        return Start(chosen)
    if own != AUTO:
        return Start(own, unknown=asked.strip())
    return Start(likely(environment).name, is_guess=True, unknown=asked.strip())


def unknown(name: str, names: Iterable[str]) -> str:
    """Say that the environment asks for a theme that is not among those that there are."""
    hint = commands.suggestions.choice_meant(name, names)
    return f"{_TEXTUALS}: there is no theme '{clean(name)}'{hint}"


def remember(settings: Settings, name: str, environment: Mapping[str, str]) -> str | None:
    """Remember a theme that was chosen; otherwise return why the next run won't start with it."""
    if why := remembered.remember(settings, THEME, name):
        return why
    return f"{_TEXTUALS} sets it" if environment.get(_TEXTUALS) else None


_LIGHT_ANSI = frozenset(("7", "15"))
"""Numbers of the light greys among the colours of a terminal."""


def likely(environment: Mapping[str, str]) -> Theme:
    """Return the theme that is likely to suit the terminal: dark, unless it is said to be light.

    rxvt, Konsole and others say in `COLORFGBG` what colours they have: `0;15`, or `0;default;15`.
    """
    _, has_background, background = environment.get("COLORFGBG", "").rpartition(";")
    return LIGHT if has_background and background in _LIGHT_ANSI else DARK


def own_variables(theme: Theme, *, has_colours: bool, is_ascii: bool) -> dict[str, str]:
    """Return the program's own variables with what they mean in a theme.

    Args:
        theme: the theme; where it has values of its own, these count.
        has_colours: whether colours are shown.
        is_ascii: whether lines are drawn in ASCII.
    """
    if not has_colours:
        styles, colours = _SHAPES, TERMINAL.variables
    elif theme.ansi:
        styles, colours = _ANSI_STYLES, TERMINAL.variables
    else:
        styles, colours = _STYLES, _own_colours(theme)
    lines = dict.fromkeys(("frame", "frame-focus", "bar"), "ascii") if is_ascii else {}
    if is_ascii and not has_colours:  # there is one frame for all
        lines["title-focus"] = "bold reverse"
    return styles | colours | lines


_STYLES: Final = {
    "quiet-style": "not dim",
    "match-style": "bold",
    "cursor-style": "not reverse",
    "selection-style": "not reverse",
    "frame": "round",
    "frame-focus": "round",
    "bar": "outer",
    "title-focus": "bold",
}
"""What text and frames look like beside their colours."""
_ANSI_STYLES: Final = _STYLES | {"quiet-style": "dim", "cursor-style": "reverse"}
"""The same where the colours behind text are not known, so that none of them is sure to suit."""
_SHAPES: Final = _ANSI_STYLES | {
    "match-style": "bold underline",
    "selection-style": "reverse",
    "frame-focus": "heavy",
}
"""The same where there are no colours."""


def _own_colours(theme: Theme) -> dict[str, str]:
    """Return the program's own names of colours with what they mean in a theme without them."""
    if theme.variables.keys() >= DARK.variables.keys():
        return {}
    colours = theme.to_color_system().generate()
    ground, letters = (Color.parse(colours[name]) for name in ("background", "foreground"))
    # The list draws no transparent colours, as many of Textual's are.
    mixed = {name: ground.blend(letters, share).hex for name, share in _SHARES.items()}
    return mixed | {
        "match": colours["accent"],
        "link": colours["primary"],
        "cursor": colours["primary-muted"],
        "cursor-still": colours["panel"],
    }


_SHARES: Final = {"rule": 0.2, "hover": 0.06, "quiet": 0.75, "label": 0.9}
"""The part that the colour of letters has in others; the rest is that of the background."""
