"""The program's own colours, dark and light."""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import Theme

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


_LIGHT_ANSI = frozenset(("7", "15"))
"""Numbers of the light greys among the colours of a terminal."""


def likely(environment: Mapping[str, str]) -> Theme:
    """Return the theme that is likely to suit the terminal: dark, unless it is said to be light.

    rxvt, Konsole and others say in `COLORFGBG` what colours they have: `0;15`, or `0;default;15`.
    """
    _, has_background, background = environment.get("COLORFGBG", "").rpartition(";")
    return LIGHT if has_background and background in _LIGHT_ANSI else DARK


def own_colours(theme: Theme) -> dict[str, str]:
    """Return the program's own names of colours with what they mean in a theme without them."""
    if theme.variables.keys() >= DARK.variables.keys():
        return {}
    colours = theme.to_color_system().generate()
    return {
        "match": colours["accent"],
        "link": colours["primary"],
        "rule": colours["surface-lighten-2"],
        "cursor": colours["primary-muted"],
        "cursor-still": colours["panel"],
        "hover": colours["boost"],
        "quiet": colours["foreground-muted"],
        "label": colours["foreground-darken-1"],
    }
