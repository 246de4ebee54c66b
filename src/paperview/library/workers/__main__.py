"""The program that a worker is, led through its pipes; see `worker`."""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import sys
import traceback
from threading import Thread
from typing import BinaryIO

from paperview.library.workers.pool import Ended
from paperview.library.workers.tasks import TASKS

_NICE = 10
"""How far workers stand back when the screen has something to do."""


def main() -> None:
    """Do the tasks that come in, until there is nobody any more who would send one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Hundreds of thousands of words are looked through again and again, and nothing is found.
    gc.disable()
    os.nice(_NICE)
    Thread(target=_end_with_reader, name="end with reader", daemon=True).start()
    tasks, told = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    while True:
        try:
            task, arguments = pickle.load(tasks)  # noqa: S301 - written by the reader
        except EOFError:
            return
        ended = Ended()
        try:
            for message in TASKS[task](*arguments):
                _tell(told, message)
        except BrokenPipeError:
            return
        except OSError as error:
            ended = Ended(error=error)
        except Exception:
            ended = Ended(fault=traceback.format_exc())
        _tell(told, ended)


def _end_with_reader() -> None:
    """End in the middle of whatever is done when there is nobody any more who wants it."""
    poll = select.poll()
    poll.register(sys.stdin.fileno(), 0)  # a pipe that is closed is told in any case
    poll.poll()
    os._exit(0)


def _tell(told: BinaryIO, message: object) -> None:
    pickle.dump(message, told, pickle.HIGHEST_PROTOCOL)
    told.flush()
