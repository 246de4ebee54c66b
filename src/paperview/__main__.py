"""The program: `paperview`, or `python -m paperview`."""

from __future__ import annotations

import signal

# Until the program can answer it, ctrl+c ends it at once, and not with a traceback.
_will_answer = signal.getsignal(signal.SIGINT) is signal.default_int_handler
if _will_answer:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import gc  # noqa: E402
import sys  # noqa: E402
from typing import Never  # noqa: E402

# Starting makes many objects and hardly any garbage: without the collector the first screen is
# there a tenth sooner. The reader's app switches it on again, and so do the other commands.
gc.disable()

from paperview.cli import run  # noqa: E402
from paperview.system.leaving import leave  # noqa: E402

if _will_answer:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def main() -> Never:
    """Run with the arguments of the command line and leave with the exit code."""
    leave(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
