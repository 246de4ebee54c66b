"""How large the window is that is drawn on."""

from __future__ import annotations

from textual.drivers.linux_driver import LinuxDriver

from paperview import streams


class WindowDriver(LinuxDriver):
    """Textual's driver, which follows the size of the window it draws on, whatever else is said.

    Textual's own asks standard output, which may be a file, and believes `COLUMNS` before that.
    """

    def _get_terminal_size(self) -> tuple[int, int]:
        return streams.size(self._file.fileno() if self._file else self.fileno)
