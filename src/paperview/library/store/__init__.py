"""The session's papers by number, merged; in memory or read lazily from their file.

The names below bring numpy, for the comparison of millions; they are imported when first used.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.library.store.candidates import CandidateKeys, connect
    from paperview.library.store.carried import carried_over

__all__ = [
    "CandidateKeys",
    "carried_over",
    "connect",
]

__getattr__ = lazy_names(
    __name__,
    {
        "CandidateKeys": "candidates",
        "carried_over": "carried",
        "connect": "candidates",
    },
)
