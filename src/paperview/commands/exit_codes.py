"""Exit codes of the program."""

FOUND, NOTHING, MISTAKE, INTERRUPTED = 0, 1, 2, 130
"""Results or no problems; no results or some problems; a mistake; ctrl+c."""
