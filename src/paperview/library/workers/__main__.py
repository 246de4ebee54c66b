"""The program of a worker; see `pool`."""

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

from paperview.library.workers.pool import TaskEnd
from paperview.library.workers.tasks import TASKS

_NICE = 10
"""Niceness: the screen comes first."""


def main() -> None:
    """Do the tasks that come in until the reader closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The collector would scan hundreds of thousands of words again and again, and find no garbage.
    gc.disable()
    os.nice(_NICE)
    Thread(target=_end_with_reader, name="end with reader", daemon=True).start()
    tasks, output = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    while True:
        try:
            task, arguments = pickle.load(tasks)  # noqa: S301 - written by the reader
        except EOFError:
            return
        end = TaskEnd()
        try:
            for message in TASKS[task](*arguments):
                _send(output, message)
        except BrokenPipeError:
            return
        except OSError as error:
            end = TaskEnd(error=error)
        except Exception:
            end = TaskEnd(fault=traceback.format_exc())
        _send(output, end)


def _end_with_reader() -> None:
    """End in the middle of a task when the reader is gone."""
    poll = select.poll()
    poll.register(sys.stdin.fileno(), 0)  # reports that the pipe is closed
    poll.poll()
    os._exit(0)


def _send(output: BinaryIO, message: object) -> None:
    pickle.dump(message, output, pickle.HIGHEST_PROTOCOL)
    output.flush()
