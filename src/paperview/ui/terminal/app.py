"""Getting along with terminals: keys that arrive together, frames they can't take, suspension."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import monotonic

from rich.console import RenderableType
from textual import events, on
from textual.app import App
from textual.driver import Driver
from textual.errors import NoWidget
from textual.message_pump import MessagePump
from textual.screen import Screen

from paperview.system.watchdog import Watchdog
from paperview.ui.terminal.driver import TerminalDriver
from paperview.ui.terminal.job_control import stop

_KEY_LIMIT = 0.1
"""Seconds that a key may take until the next one is looked at."""
_START_LIMIT = 2.0
"""Seconds that a key waits for the first screen."""
_PAUSE = 0.005


class KeyByKeyApp(App[None]):
    """An app in which each key does its work before the next one is looked at.

    Textual gives a key to what has the focus when it arrives, and runs its binding later. Of keys
    that arrive together, as they do over a slow line, those behind a change of focus would go to
    the pane before: `/q` would quit. And keys typed before the first screen would go to nothing.
    """

    watchdog: Watchdog | None = None
    """Ends the program from outside, where there is one."""
    _is_started = False

    @on(Driver.SignalResume)
    def _draw_anew(self) -> None:
        """Draw everything after a suspension: the terminal has shown something else since."""
        self.refresh(layout=True)

    def get_driver_class(self) -> type[Driver]:
        """Use our own driver in a terminal."""
        return TerminalDriver

    def action_suspend_process(self) -> None:
        """Suspend, as the terminal would, all that was started together.

        Textual stops its own process alone: `make`, say, would wait for it and hold the terminal.
        Where nobody could continue what was stopped, nothing happens.
        """
        if not isinstance(self._driver, TerminalDriver):
            return
        if self._driver.can_stop:
            with self.suspend():
                stop(group=True)
        else:
            self.notify("no shell waits here for ctrl+z", severity="warning", markup=False)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Draw a frame, unless the terminal is still busy with those before.

        This is a private method of Textual's; there is no other place where all frames pass.
        """
        if isinstance(self._driver, TerminalDriver) and self._driver.is_behind:
            self._driver.skip_frame()
        else:
            super()._display(screen, renderable)

    async def on_event(self, event: events.Event) -> None:
        """Let each key of the main screen do its work; windows see to theirs as Textual does."""
        if isinstance(event, events.MouseEvent) and self._hits_removed_widget(event):
            return
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        await self._focus_is_somewhere()
        taker = self.focused or self.screen
        is_text = taker.check_consume_key(event.key, event.character)
        may_be_bound = not is_text and not self.screen.is_modal
        if not (may_be_bound and await self._is_bound(event.key)):
            await super().on_event(event)
        await _has_taken(taker)

    def _hits_removed_widget(self, event: events.MouseEvent) -> bool:
        """Whether the mouse is where a widget is drawn that has just been removed.

        Textual fails when a selection begins there. A button that is released ends one anywhere.
        """
        if event.is_forwarded or isinstance(event, events.MouseUp):
            return False
        try:
            widget, _ = self.screen.get_widget_at(event.x, event.y)
        except NoWidget:
            return False
        return not widget.is_attached

    async def _is_bound(self, key: str) -> bool:
        """Run the binding of a key, if it has one."""
        return await self._check_bindings(key, priority=True) or await self._check_bindings(key)

    async def _focus_is_somewhere(self) -> None:
        """Wait for the first screen to be there.

        By looking again: the app's own messages, that it is ready among them, wait behind the key.
        """
        end = monotonic() + _START_LIMIT
        while self.focused is None and not self._is_started and monotonic() < end:
            await asyncio.sleep(_PAUSE)
        self._is_started = True


async def _has_taken(taker: MessagePump) -> None:
    """Wait until a widget has done what was given to it so far."""
    taken = asyncio.Event()
    taker.call_later(taken.set)
    with suppress(TimeoutError):
        await asyncio.wait_for(taken.wait(), _KEY_LIMIT)
