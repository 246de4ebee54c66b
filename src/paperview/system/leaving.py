"""The end of the process."""

from __future__ import annotations

import atexit
import os
import signal
import sys
from contextlib import suppress
from typing import Never


def leave(code: int) -> Never:
    """End the process with an exit code, whatever its daemon threads are doing.

    `sys.exit` would have Python before 3.14 unwind such a thread as soon as it is back from
    compiled code. If that is C++ that catches every exception, as RapidFuzz does, the process is
    aborted instead (https://github.com/python/cpython/issues/87135).

    What is registered for the exit is done all the same: temporary files are removed.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # it would be a traceback from here on
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # none, nobody reads it, or closed
            stream.flush()
    os._exit(code)
