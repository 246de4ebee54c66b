"""The program: `paperview`, or `python -m paperview`."""

from __future__ import annotations

import sys

from paperview.cli import run


def main() -> None:
    """Run with the arguments of the command line and leave with the exit code."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
