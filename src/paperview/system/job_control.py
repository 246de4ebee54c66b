"""Job control: suspending the process, if another one can continue it."""

from __future__ import annotations

import os
import signal

_SHELL = "/bin/sh"
_TRY = "kill -TSTP $$"


def can_suspend() -> bool:
    """Return whether the system would stop this process at SIGTSTP.

    The system ignores SIGTSTP in an orphaned process group: one in which no process has a parent in
    another group of the session, such as a shell. Only the system knows this reliably, so a process
    of the same group tries it.
    """
    try:
        process = os.posix_spawn(_SHELL, [_SHELL, "-c", _TRY], os.environ)
        _, status = os.waitpid(process, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            return False
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    except OSError:
        return False
    return True


def suspend(*, group: bool = False) -> None:
    """Stop until another process continues this one, if the system allows it.

    Args:
        group: whether all that was started together stops, as if by the terminal's key.
    """
    handler = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    os.kill(0 if group else os.getpid(), signal.SIGTSTP)
    signal.signal(signal.SIGTSTP, handler)
