"""Files that change while they are open, and what is seen of that."""

from pathlib import Path
from threading import Event

from tests.ui.support import Reader

CHANGED = "refs.txt changed · f5 reloads"


def rewrite(path: Path, *texts: str) -> None:
    """Replace a file as editors do."""
    new = path.with_name("new")
    new.write_text("\n".join(texts))
    new.replace(path)


def rows_of(reader: Reader) -> list[str]:
    """Return the list's lines without the scrollbar."""
    return [line.rstrip("▁▂▃▄▅▆▇█ ") for line in reader.lines(reader.papers)]


async def noticed(reader: Reader, news: str = CHANGED) -> None:
    await reader.until(lambda: reader.title("news") == news)


def counted(reader: Reader) -> set[int]:
    """Return how many papers will have been listed whenever something was."""
    counts: set[int] = set()
    show = reader.papers.show

    def note_and_show(*args: object, **named: object) -> None:
        show(*args, **named)  # type: ignore[arg-type] # whatever it is given
        counts.add(len(reader.papers._numbers))

    reader.papers.show = note_and_show  # type: ignore[method-assign] # to look on
    return counts


async def reloaded(reader: Reader, count: int) -> None:
    await reader.until(lambda: f"{count:,} papers" in reader.title("session"))
    await reader.until(lambda: not reader.title("news"))
    await reader.loaded()


class Gate:
    """Holds the opening of files up."""

    def __init__(self) -> None:
        self.is_open = Event()
        self.is_reached = Event()

    def close(self) -> None:
        self.is_open.clear()
        self.is_reached.clear()
