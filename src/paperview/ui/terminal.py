"""Getting along with terminals: keys that arrive together, and ends that come from outside."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from threading import Timer
from time import monotonic

from textual import events, on
from textual.app import App
from textual.driver import Driver
from textual.message_pump import MessagePump

_KEY_LIMIT = 0.1
"""Seconds that a key may take until the next one is looked at."""
_START_LIMIT = 2.0
"""Seconds that a key waits for the first screen."""
_PAUSE = 0.005
_END_LIMIT = 1.0
"""Seconds that leaving may take after a signal."""


class KeyByKeyApp(App[None]):
    """An app in which each key does its work before the next one is looked at.

    Textual gives a key to what has the focus when it arrives, and runs its binding later. Of keys
    that arrive together, as they do over a slow line, those behind a change of focus would go to
    the pane before: `/q` would quit. And keys typed before the first screen would go to nothing.
    """

    _is_started = False

    @on(Driver.SignalResume)
    def _draw_anew(self) -> None:
        """Draw everything after a suspension: the terminal has shown something else since."""
        self.refresh(layout=True)

    def action_suspend_process(self) -> None:
        """Suspend, as the terminal would, all that was started together.

        Textual stops its own process alone: `make`, say, would wait for it and hold the terminal.
        """
        if self._driver is not None and self._driver.can_suspend:
            with self.suspend():
                os.kill(0, signal.SIGTSTP)

    async def on_event(self, event: events.Event) -> None:
        """Let each key of the main screen do its work; windows see to theirs as Textual does."""
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


def end_on_signals(app: App[None]) -> None:
    """Leave in order when the program is told to end or its terminal is closed.

    A terminal that was closed takes nothing any more, and Textual would wait until it does: then
    the program ends by force. Nothing is lost by that.
    """

    def end(number: int) -> None:
        app.exit(return_code=128 + number)
        force = Timer(_END_LIMIT, os._exit, [128 + number])
        force.daemon = True
        force.start()

    for number in (signal.SIGTERM, signal.SIGHUP):
        with suppress(RuntimeError):  # tests may run an app outside the main thread
            asyncio.get_running_loop().add_signal_handler(number, end, number)
