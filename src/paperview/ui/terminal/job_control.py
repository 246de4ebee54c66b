"""Stopping, as ctrl+z does, where a shell waits to continue what was stopped."""

from __future__ import annotations

import os
import signal

_SHELL = "/bin/sh"
_TRY = "kill -TSTP $$"


def can_stop() -> bool:
    """Whether the system would stop this process at SIGTSTP.

    It does not where nobody could continue it: where no process of its group has a parent in
    another group of the session, as a shell is. Only the system itself knows that everywhere, so a
    process of the same group tries it.
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


def stop(*, group: bool = False) -> None:
    """Stop until someone continues the process, if the system lets it.

    Args:
        group: whether all that was started together stops, as if by the terminal's key.
    """
    handler = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    os.kill(0 if group else os.getpid(), signal.SIGTSTP)
    signal.signal(signal.SIGTSTP, handler)
