"""An app of Textual's in a terminal: its keys, its errors, and the frames that it draws."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar, TextIO

from rich.console import RenderableType
from textual import events, on
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.errors import NoWidget
from textual.filter import LineFilter
from textual.message_pump import MessagePump
from textual.screen import Screen

from paperview import system
from paperview.system import crash
from paperview.system.watchdog import Watchdog
from paperview.ui import terminal
from paperview.ui.render.cells import HarmlessText, measure_as_terminals_do
from paperview.ui.terminal import background
from paperview.ui.terminal.driver import TerminalDriver

if TYPE_CHECKING:
    from paperview.ui.terminal.inline import Inline

_KEY_LIMIT = 0.1
"""Seconds that a key may take until the next one is looked at."""
_WINDOW_LIMIT = 2.0
"""Seconds that a key waits for a window that was just opened."""
_LOOKS_AT_START = 400
"""How often a key looks for the first screen, at most. A limit in seconds would be too short on a
busy machine."""
_PAUSE = 0.005


class TerminalApp(App[None]):
    """An app that completes the work of each key before it handles the next one.

    Textual sends a key to the widget that has the focus when the key arrives, and runs its binding
    later. When keys arrive together, as over a slow connection, those after a change of focus would
    go to the wrong widget: `/q` would quit. And keys typed before the first screen would be lost.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", "Copy the selection, or quit", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", "Suspend", show=False, priority=True),
    ]
    _is_started = False
    inline: Inline | None = None
    """The lines of the terminal that the screen has, if not all."""
    may_stop = True
    """Whether it can be suspended: not where another program waits for what it prints."""
    watchdog: Watchdog | None = None
    """It ends the program from outside."""

    def __init__(self, errors: TextIO | None = None) -> None:
        """Take the file for messages of libraries; None where that would be the screen."""
        measure_as_terminals_do()
        if not os.environ.get("NO_COLOR"):  # Textual takes an empty one for a set one
            os.environ.pop("NO_COLOR", None)
        super().__init__()
        self._errors = errors

    @property
    def error(self) -> Exception | None:
        """The unexpected error that ended the app."""
        return self._exception

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Remove control characters from everything that is drawn, and colours if asked to.

        Where `NO_COLOR` is set Textual draws in shades of grey, which are colours too.
        """
        filters = [terminal.Colourless()] if self.no_color else super().get_line_filters()
        return [*filters, HarmlessText()]

    def _handle_exception(self, error: Exception) -> None:
        """End with the first unexpected error.

        Textual would fill the terminal with the code around it. Errors after the screen is closed,
        as of a window that was just opening, don't matter.
        """
        if self._exit or self._exception is not None:
            return
        self._return_code = crash.CRASHED
        self._exception = error
        self._exception_event.set()
        self._close_messages_no_wait()

    def on_mount(self) -> None:
        """Hear what libraries write to the standard errors, where these are not the screen."""
        if self._errors is not None:
            self.begin_capture_print(self, stdout=False)

    def on_print(self, event: events.Print) -> None:
        """Pass on what libraries write to the standard errors."""
        if self._errors is not None:
            with suppress(OSError):
                self._errors.write(event.text)
                self._errors.flush()

    def on_ready(self) -> None:
        """Ask the terminal for its background, if nothing else says whether it is light."""
        if isinstance(self._driver, TerminalDriver) and "COLORFGBG" not in os.environ:
            self._driver.write(background.ASK)

    def action_interrupt(self) -> None:
        """Copy what is selected; without a selection, quit."""
        typed = getattr(self.focused, "selected_text", "")
        selected = typed or self.screen.get_selected_text()
        self.screen.clear_selection()
        if selected:
            self.copy_to_clipboard(selected)
        else:
            self.exit()

    @on(Driver.SignalResume)
    def _draw_anew(self) -> None:
        """Draw everything after a suspension: the terminal has shown something else since."""
        self.refresh(layout=True)

    def get_driver_class(self) -> type[Driver]:
        """Use our own driver in a terminal."""
        return TerminalDriver

    def action_suspend_process(self) -> None:
        """Suspend the whole process group, as the terminal would.

        Textual stops only its own process, so that `make`, for example, would wait for it and hold
        the terminal. If no process could continue the group, nothing happens. Where a text is
        written, the key undoes, as elsewhere.
        """
        if undo := getattr(self.focused, "action_undo", None):
            undo()
            return
        if not isinstance(self._driver, TerminalDriver):
            return
        if self.may_stop and self._driver.can_stop:
            with self.suspend():
                system.suspend(group=True)
        else:
            self.notify("no shell waits here for ctrl+z", severity="warning", markup=False)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Draw a frame, unless the terminal is still busy with those before.

        This is a private method of Textual's; all frames pass here alone.
        """
        if isinstance(self._driver, TerminalDriver) and self._driver.is_behind:
            self._driver.skip_frame()
        else:
            super()._display(screen, renderable)

    def push_screen(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - Textual's overloads
        """Open a window, unless the app is ending.

        Textual gives no widgets to a window that opens then, and waits for it without end.
        """
        return AwaitComplete() if self._exit else super().push_screen(*args, **options)

    async def on_event(self, event: events.Event) -> None:
        """Handle each key completely before the next one, and none behind the one that quits."""
        if self._exit and isinstance(event, events.InputEvent):
            return
        if isinstance(event, events.MouseEvent) and self._hits_removed_widget(event):
            return
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        await self._focus_is_somewhere()
        taker = self.focused or self.screen
        press: Callable[[str], Awaitable[bool]] = self.press
        takers: Sequence[MessagePump] = [taker]
        if self.screen.is_modal:  # messages about the key go up through the widgets to the window
            press, takers = self.run_binding, taker.ancestors_with_self[:-1]
        is_text = taker.check_consume_key(event.key, event.character)
        if is_text or not await press(event.key):
            await super().on_event(event)
        for one in takers:
            await _has_taken(one)

    def _hits_removed_widget(self, event: events.MouseEvent) -> bool:
        """Return whether the mouse is where a widget is drawn that has just been removed.

        Textual fails when a selection begins there. A button that is released ends one anywhere.
        """
        if event.is_forwarded or isinstance(event, events.MouseUp):
            return False
        try:
            widget, _ = self.screen.get_widget_at(event.x, event.y)
        except NoWidget:
            return False
        return not widget.is_attached

    async def press(self, key: str) -> bool:
        """Do what a key of the main screen means, if that is anything."""
        return await self.run_binding(key)

    async def run_binding(self, key: str) -> bool:
        """Run the binding of a key, if it has one."""
        return await self._check_bindings(key, priority=True) or await self._check_bindings(key)

    async def _focus_is_somewhere(self) -> None:
        """Wait for the first screen, or for a window that was just opened.

        It polls for the first screen, because the app's own messages, such as that it is ready,
        wait behind the key.
        """
        for _ in range(_LOOKS_AT_START):
            if self.focused is not None or self._is_started:
                break
            await asyncio.sleep(_PAUSE)
        self._is_started = True
        if self.focused is None:
            await _has_taken(self.screen, _WINDOW_LIMIT)


async def _has_taken(taker: MessagePump, limit: float = _KEY_LIMIT) -> None:
    """Wait until a widget has done what was given to it so far."""
    taken = asyncio.Event()
    if taker.call_later(taken.set):
        with suppress(TimeoutError):
            await asyncio.wait_for(taken.wait(), limit)
