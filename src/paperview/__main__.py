"""The program: `paperview`, or `python -m paperview`."""

from __future__ import annotations

import gc
import sys
from typing import Never

# Starting makes many objects and hardly any garbage: without the collector the first screen is
# there a tenth sooner. The reader's app switches it on again, and so do the other commands.
gc.disable()

from paperview.cli import run  # noqa: E402
from paperview.system.leaving import leave  # noqa: E402


def main() -> Never:
    """Run with the arguments of the command line and leave with the exit code."""
    leave(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
