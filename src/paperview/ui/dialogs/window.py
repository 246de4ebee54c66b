"""The base of all windows over the main screen."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultType


class Window(ModalScreen[ScreenResultType]):
    """A window that closes once, however often it is told to."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close this window and hand its result on.

        Textual closes whichever screen is on top. A second key or click that arrives before the
        window is gone would close the screen below, or fail where there is none. And a window
        closed before it has its widgets would fail when it looks for them.
        """
        if self.is_current and not self.is_mounted:
            self.call_later(self.dismiss, result)
        elif self.is_current:
            return super().dismiss(result)
        return AwaitComplete()
