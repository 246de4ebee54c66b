"""Textual's driver for the terminal, which ends with it and survives any input."""

from __future__ import annotations

import os
import selectors
import signal
import termios
import threading
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from textual import events
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

from paperview import system
from paperview.system import streams
from paperview.system.watchdog import Watchdog
from paperview.ui.terminal.keyboard import Keyboard
from paperview.ui.terminal.output import Output

if TYPE_CHECKING:
    from textual.message import Message

    from paperview.ui.terminal.inline import Inline

_LOOK = 0.1
"""Seconds after which the input thread looks whether it should end."""
_LOOK_WAITING = 0.02
"""The same while a key may be complete, or may be the beginning of a sequence."""
_QUIET = 0.06
"""Seconds after which a terminal's size is taken to be the last one, while a window is dragged."""
_MOST_READ = 4096
_PATIENCE = 0.3
"""Seconds that the terminal has to take the last output."""

_LEAVE: Final = (
    "\x18"  # ends a sequence that was cut off
    "\x1b[?2026l"  # output is shown at once
    "\x1b[<u"  # keys as usual
    "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"  # no mouse
    "\x1b[?2004l\x1b[?1004l\x1b[?2048l\x1b[?7h\x1b[0m"
    "\x1b[?1049l\x1b[?25h"  # the screen as before, and a cursor
)
"""Leaves the terminal as Textual does, in whatever state it is."""


class TerminalDriver(LinuxDriver):
    """Textual's driver for Unix, with input and output of our own.

    When the terminal is closed, Textual's own input thread loops for ever. It ends the program at
    bytes that are not UTF-8 and at sequences that it can't parse. Its output thread dies with the
    terminal, and the main thread then waits for it for ever. The same happens with a terminal that
    accepts no output.
    """

    def __init__(
        self,
        app: App[None],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        """Take the app; see `LinuxDriver`."""
        self._ignores_stop = signal.getsignal(signal.SIGTSTP) == signal.SIG_IGN
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._output: Output | None = None
        """There is one while the terminal is ours."""
        self._own_settings: list[Any] | None = None
        self._inline: Inline | None = getattr(app, "inline", None)
        """The lines that the screen has, unless it has all."""
        self._resizes = 0
        """How often the terminal has got another size."""
        self._is_asked = False
        """Whether it was asked where the lines are."""
        self._waits_until = 0.0
        """When frames are drawn without an answer."""
        self._typed_ahead = b""
        self._is_suspended = False
        # To make a class of apps that have one would take Textual a millisecond of the start.
        self._watchdog: Watchdog | None = getattr(app, "watchdog", None)
        if self._watchdog is not None:
            self._watchdog.restore = self.restore
            self._watchdog.end_in_order = self._end_in_order

    @property
    def can_stop(self) -> bool:
        """Whether another process, such as a shell, can continue the program after a stop."""
        return not self._ignores_stop and system.can_suspend()

    def _get_terminal_size(self) -> tuple[int, int]:
        """Ask the terminal that is drawn on.

        Textual asks standard output, which may be a file, and believes `COLUMNS` before that.
        """
        if self._inline is None:
            return streams.size(self._terminal)
        if self._output is not None and self._inline.answers:
            self._look_for_lines()
        elif self._output is not None:
            self._inline.resize(streams.size(self._terminal), None)
        return self._inline.size

    @property
    def _terminal(self) -> int:
        """The terminal that is drawn on."""
        return self._file.fileno() if self._file is not None else self.fileno

    @property
    def _encoding(self) -> str:
        """The terminal's encoding, as far as the locale knows it."""
        return self._file.encoding if self._file is not None else "utf-8"

    @property
    def is_behind(self) -> bool:
        """Whether earlier output is still waiting for the terminal."""
        return self._output is not None and (self._output.is_behind or self._is_lost)

    @property
    def _is_lost(self) -> bool:
        """Whether it is not known where to draw, and soon will be."""
        return monotonic() < self._waits_until

    def skip_frame(self) -> None:
        """Have everything drawn again once the terminal has taken what was drawn before."""
        if self._output is not None and not self._is_lost:  # all is drawn anew when it is found
            self._output.skip()

    def write(self, data: str) -> None:
        """Queue output without waiting for it."""
        if self._output is None:
            self._output = Output(
                self._terminal,
                self._encoding,
                gone=self._hang_up,
                caught_up=self._draw_anew,
                failed=self._fail,
            )
        self._output.write(data if self._inline is None else self._inline.placed(data))

    def start_application_mode(self) -> None:
        """Take the terminal, unless there is none any more."""
        if self._inline is not None:
            size = streams.size(self._terminal)
            self._typed_ahead += self._inline.begin(self.fileno, self._terminal, size)
            self.cursor_origin = (0, self._inline.above)
            self._size = self._inline.size  # that of the first frame
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual has no types here
        if self._writer_thread is not None:  # it has nothing to write
            self._writer_thread.stop()
            self._writer_thread = None
        if self._key_thread is None or not self._key_thread.is_alive():
            self._hang_up()
            return
        with suppress(termios.error):
            self._own_settings = termios.tcgetattr(self.fileno)

    def stop_application_mode(self) -> None:
        """Say to the terminal that it is given back."""
        self._own_settings = None  # whoever continues the program must not take them again
        super().stop_application_mode()

    def close(self) -> None:
        """Give the terminal back, even if it takes nothing any more."""
        if self._output is not None and not self._output.close(_PATIENCE):
            self.restore()
        self._output = None

    def restore(self) -> None:
        """Leave the terminal as it was, in any thread and without waiting for it."""
        output = self._output
        if output is None:
            return
        if self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        output.write_last(_LEAVE if self._inline is None else self._inline.placed(_LEAVE))

    def process_message(self, message: Message) -> None:
        """Take the answer where the cursor is, after the terminal's size has changed."""
        if isinstance(message, events.CursorPosition):
            if self._inline is not None and self._is_asked:
                self._is_asked = False
                self._found_lines(self._inline, message.y + 1)
        else:
            super().process_message(message)

    def _look_for_lines(self) -> None:
        """Look where the lines are when the terminal's size has not changed for a moment.

        Until then nothing is drawn: it would be drawn where they were.
        """
        self._resizes += 1
        self._waits_until = monotonic() + _QUIET + _PATIENCE
        ask = partial(self._ask_for_lines, self._resizes)
        self._loop.call_soon_threadsafe(self._loop.call_later, _QUIET, ask)

    def _ask_for_lines(self, resizes: int) -> None:
        if self._inline is not None and self._output is not None and resizes == self._resizes:
            self._is_asked = True
            self.write(self._inline.ask())

    def _found_lines(self, inline: Inline, row: int) -> None:
        """Draw on the lines where the terminal has them now, given the row of its cursor."""
        before = inline.size
        inline.resize(streams.size(self._terminal), row)
        self.cursor_origin = (0, inline.above)
        self._waits_until = 0.0
        self.write(inline.MAKE_ROOM)
        if inline.size == before:
            self._draw_anew()
        else:
            size = Size(*inline.size)
            self.send_message(events.Resize(size, size))

    def _query_in_band_window_resize(self) -> None:
        """Ask for changes of the size, unless the screen has only a part of the terminal."""
        if self._inline is None:
            super()._query_in_band_window_resize()

    def send_message(self, message: Message) -> None:
        """Send a message to the app, while there is one."""
        if not self._loop.is_closed():
            super().send_message(message)

    def run_input_thread(self) -> None:
        """Read keys until the terminal is given back or gone."""
        try:
            self._read_keys()
        except Exception as error:
            self._fail(error)

    def _read_keys(self) -> None:
        keyboard = Keyboard(self._encoding)
        last_read = monotonic()
        typed_ahead, self._typed_ahead = self._typed_ahead, b""
        for message in keyboard.read(typed_ahead):
            self.process_message(message)
        main_thread = threading.main_thread()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set() and main_thread.is_alive():
                if selector.select(_LOOK_WAITING if keyboard.is_waiting else _LOOK):
                    data = self._read()
                    if not data:
                        self._hang_up()
                        return
                    last_read = monotonic()
                    keyboard.takes_sizes = self._in_band_window_resize
                    messages = keyboard.read(data)
                else:
                    messages = keyboard.expire(monotonic() - last_read)
                for message in messages:
                    self.process_message(message)

    def _read(self) -> bytes:
        """Return the typed bytes; none if the terminal is gone."""
        try:
            return os.read(self.fileno, _MOST_READ)
        except OSError:
            return b""

    def _hang_up(self) -> None:
        """End the program because its terminal is gone."""
        if self._watchdog is not None:
            self._watchdog.end(signal.SIGHUP)
        else:
            self._end_in_order(128 + signal.SIGHUP)

    def _end_in_order(self, code: int) -> None:
        self._loop.call_soon_threadsafe(self._app.exit, None, code)

    def _fail(self, error: Exception) -> None:
        """Fail as the app does, for a thread that can't go on."""
        self._app.call_later(_raise, error)

    def _draw_anew(self) -> None:
        self.send_message(self.SignalResume())

    def _sigtstp_application(self, *_: object) -> None:
        """Stop as a signal says, where someone can continue the program.

        Textual always stops with SIGSTOP. Here it is SIGTSTP, which the system ignores if no
        process could continue the program.
        """
        if not self.can_stop:
            return
        if self._auto_restart and self._output is not None:
            self.suspend_application_mode()
            self._is_suspended = self._must_signal_resume = True
        system.suspend()
        self._sigcont_application()

    def _sigcont_application(self, *_: object) -> None:
        """Take the terminal again, in whatever way it was lost."""
        if self._is_suspended:
            self._is_suspended = False
            self.resume_application_mode()
        elif self._output is not None and self._own_settings is not None:
            # SIGSTOP can't be caught, and a shell has used the terminal since.
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self._own_settings)
            self._draw_anew()


def _raise(error: Exception) -> None:
    raise error
