"""What reading TeX gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Style = Literal["italic", "bold", "code"]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """A span of the rendered text that stands out.

    Attributes:
        start: Index of the first character.
        end: Index behind the last one.
        style: How the author set it.
    """

    start: int
    end: int
    style: Style


@dataclass(frozen=True, slots=True)
class Rendered:
    """Text for the screen.

    Attributes:
        text: The text without TeX.
        emphasis: Its emphasised spans, by start and end; they may lie within each other, are
            never empty and neither begin nor end with a blank.
    """

    text: str
    emphasis: tuple[Emphasis, ...]
