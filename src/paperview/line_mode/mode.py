"""The line mode itself: it reads a line, does what it asks for, and prints the outcome."""

from __future__ import annotations

import gc
import sys
import termios
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from paperview.commands.exit_codes import FOUND, MISTAKE
from paperview.commands.run_settings import is_ascii
from paperview.library import remarks
from paperview.library.history import History
from paperview.library.watcher import Changes, Watcher
from paperview.line_mode import language, telling
from paperview.line_mode.acting import Acting
from paperview.line_mode.completing import completions
from paperview.line_mode.duplicates import Duplicates
from paperview.line_mode.language import Command, Mistake, Nothing, Search
from paperview.line_mode.lines import Lines
from paperview.line_mode.output import say, say_all
from paperview.line_mode.papers import DamagedError, OpenPapers
from paperview.line_mode.reading import Reading
from paperview.line_mode.shelf import ShelfAtHand
from paperview.settings.table import EDITOR, NOTES, WATCH
from paperview.shelf import shelf_file
from paperview.system import streams
from paperview.text.ascii import use_ascii

if TYPE_CHECKING:
    from paperview.library.memory import Memory
    from paperview.sources.request import Request
    from paperview.sources.source import Opened
    from paperview.system.watchdog import Watchdog

_T = TypeVar("_T")

_RECORDS = ("{", "@", "<", "[{")
"""How JSON, BibTeX and XML begin, and no command and hardly a query does."""
_NO_COMMANDS = "standard input holds papers, and not commands; to read them: paperview --plain -"


def run(request: Request, opened: Opened, memory: Memory, watchdog: Watchdog) -> int:
    """Run the line mode until the end of its input, and return the exit code.

    Args:
        request: what was asked for, to be opened again.
        opened: what came of it.
        memory: what is remembered from run to run.
        watchdog: ends the program when its terminal is gone.
    """
    gc.enable()  # see __main__
    mode = LineMode(request, opened, memory)
    watchdog.end_in_order = lambda _: _tell(mode.shelf.close())
    watchdog.restore = _restorer()
    watchdog.take_signals(with_interrupts=False)
    try:
        mode.run()
    finally:
        farewell = mode.close()
        _tell(farewell)
    is_done = mode.has_read_all and not mode.is_mistaken and farewell is None
    return FOUND if is_done else MISTAKE


def _tell(farewell: str | None) -> None:
    if farewell is not None:
        streams.tell(farewell)


def _restorer() -> Callable[[], object]:
    """Return what leaves the terminal as it is now."""
    try:
        settings = termios.tcgetattr(sys.stdin.fileno())
    except (OSError, ValueError, termios.error):  # no terminal
        return lambda: None

    def restore() -> None:
        with suppress(OSError, termios.error):
            termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, settings)

    return restore


class LineMode:
    """A run of the line mode."""

    def __init__(self, request: Request, opened: Opened, memory: Memory) -> None:
        """Take what was opened, and begin to read it.

        Args:
            request: what was asked for, to be opened again.
            opened: what came of it.
            memory: what is remembered from run to run.
        """
        self.is_mistaken = False
        """Whether what was sent are no commands."""
        settings = memory.settings
        use_ascii(is_ascii(settings))
        for problem in settings.problems:
            say(str(problem))
        self._is_seeds = request.is_seeds
        history = memory.history or History()
        self._lines = Lines(history.queries, self._complete)
        self.shelf = ShelfAtHand((memory.shelf or shelf_file)(), settings[NOTES], say)
        self._papers = OpenPapers(
            request, opened, self.shelf.shelf, say, waits=not self._lines.is_typed
        )
        self._reading = Reading(self._papers, self.shelf, history, settings)
        acting = Acting(self._papers, self.shelf, self._reading, self._lines, settings[EDITOR])
        self._watch = settings[WATCH]
        self._watcher = Watcher(
            request.stamps, opened.stamps, notify=lambda: None, failed=self._papers.failed
        )
        self._changes = Changes()
        """The changes of the files that were told."""
        self._commands: dict[str, Callable[[Command], None]] = {
            **self._reading.commands,
            **acting.commands,
            **Duplicates(self._papers, self.shelf, self._reading).commands,
            "R": lambda _: self._reload(),
            "!": self._problems,
            "=": self._where,
            "?": lambda _: say_all(telling.help_lines()),
        }

    @property
    def has_read_all(self) -> bool:
        """Whether every source could be read to its end, as far as that is known."""
        results = self._papers.session.results
        return not self._papers.opened.errors and not any(one.is_cut for one in results)

    @property
    def _name(self) -> str:
        """The name of what is open."""
        names = [source.name for source in self._papers.opened.sources]
        return remarks.session(names, is_seeds=self._is_seeds)

    def close(self) -> str | None:
        """End what goes on; return what can't be saved on the shelf, if anything."""
        self._watcher.stop()
        self._papers.close()
        return self.shelf.close()

    def run(self) -> None:
        """Read lines until the end.

        Raises:
            KeyboardInterrupt: at ctrl+c, unless somebody types.
        """
        self._guarded(self._papers.wait_for_all)
        if self._lines.is_typed:
            say_all(telling.greeting(self._name, self._papers))
            self._watcher.start()
        is_on = is_first = True
        while is_on:
            try:
                line = self._lines.next()
                if is_first and line is not None and self._is_of_papers(line):
                    streams.tell(_NO_COMMANDS)
                    self.is_mistaken = True
                    return
                is_first = False
                is_on = line is not None and self._does(line)
            except KeyboardInterrupt:
                if not self._lines.is_typed:
                    raise

    def _is_of_papers(self, line: str) -> bool:
        """Return whether somebody sends papers to be read, and not commands."""
        is_sent = self._is_seeds and not self._lines.is_typed
        return is_sent and line.lstrip().startswith(_RECORDS)

    def _does(self, line: str) -> bool:
        """Do what a line asks for; return False if that is to end."""
        self._reading.time_reading()
        asked = language.parse(line)
        self._guarded(self._tell_news)
        return self._guarded(lambda: self._do(asked))

    def _guarded(self, work: Callable[[], _T]) -> _T:
        """Do something, and do it again if the cached index turns out to be damaged."""
        try:
            return work()
        except streams.OutputError:
            raise
        except Exception as error:  # a damaged index leads to errors of many kinds
            if not isinstance(error, DamagedError) and not self._papers.is_damage(error):
                raise
            say("the index in the cache is damaged; the files are read again")
            self._reload()
            return work()

    def _tell_news(self) -> None:
        """Take over what has happened since the last line."""
        if self._papers.take_news() and self._reading.is_partial:
            say(telling.all_is_read(self._papers))
        self.shelf.refresh()
        changes = self._watcher.changes
        if changes is not self._changes:
            self._changes = changes
            if self._watch and changes.can_be_reloaded:
                self._reload()
            elif changes.paths:
                say(telling.changes(changes))

    def _do(self, asked: language.Asked) -> bool:
        match asked:
            case Mistake(said):
                say(said)
            case Search(text, remark):
                if remark:
                    say(remark)
                self._reading.search(text)
            case Command(letter="q"):
                return False
            case Command(letter):
                self._commands[letter](asked)
            case Nothing():
                pass
        return True

    def _reload(self) -> None:
        if self._reading.reload():
            self._watcher.opened(self._papers.opened.stamps)

    def _complete(self, line: str) -> Sequence[str]:
        return completions(line, self._papers.session.index, self.shelf.shelf.tags)

    def _problems(self, command: Command) -> None:
        say_all(telling.problems(self._papers, int(command.text or 1)))

    def _where(self, _: Command) -> None:
        marked = len(self._reading.marks)
        say_all(telling.where(self._name, self._papers, self._reading.listing, marked))
