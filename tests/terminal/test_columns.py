"""Whatever writing a paper or a person uses, the frames stay straight."""

from collections.abc import Callable
from pathlib import Path
from unicodedata import category, east_asian_width

from tests.terminal.support import PROGRAM, tmux

TITLES = {
    "Devanagari": "हिन्दी में शोध पत्र की सूची और विज्ञान",
    "Tamil": "தமிழில் ஆராய்ச்சி கட்டுரைகள் கோடுகள்",
    "Bengali": "বাংলা ভাষায় গবেষণা পত্রের তালিকা",
    "Khmer": "ខ្មែរ ការស្រាវជ្រាវ វិទ្យាសាស្ត្រ",
    "Hangul": "ㅤ한국어\u3164 논문 \u1112\u1161\u11ab \uffa0 목록",
    "Han": "論文の一覧、漢字とかな",
    "Arabic": "قائمة الأوراق العلمية",
    "combining": "n\u0303e\u0301 a\u0308\u0330 Z\u0335\u0321a\u0334",
    "emoji": "tests 👩‍🔬 🧑🏽‍🚀 🇫🇷 ❤️",
}


def test_the_frames_stay_straight(tmp_path: Path, require_tool: Callable[..., None]) -> None:
    require_tool("tmux")
    path = tmp_path / "papers.bib"
    path.write_text(
        "".join(
            f"@article{{{name}, title={{{title}}}, author={{{title}}}}}\n"
            for name, title in TITLES.items()
        )
    )
    with tmux(*PROGRAM, str(path), size=(100, 20)) as terminal:
        for name, title in TITLES.items():
            terminal.screen_with("9 papers", "❯ title")
            terminal.type(title[:17])
            is_straight(terminal.still_screen_with(r"❯ (?!title)", f"─ {name} "))
            terminal.press("C-u")


def is_straight(screen: str) -> None:
    """Check that the frames of the bar and of both panes stand in their columns."""
    framed = [columns_of("│", line) for line in screen.splitlines() if "│" in line]
    bar, *panes = framed
    assert bar == [0, 99]
    assert panes
    assert all(columns == panes[0] and len(columns) == 4 for columns in panes), screen


def columns_of(frame: str, line: str) -> list[int]:
    """Return the columns of a frame in a line of tmux's, which knows the width of all else."""
    columns, column = [], 0
    for character in line:
        if character == frame:
            columns.append(column)
        column += width(character)
    return columns


def width(character: str) -> int:
    is_joined_jamo = "\u1160" <= character <= "\u11ff"
    if is_joined_jamo or category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(character) in {"W", "F"} else 1
