"""The model of a paper: its fields, its identity, and the merging of records.

`identity_hash` brings OpenSSL, and is imported when it is first used.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.model.hashing import identity_hash

__all__ = ["identity_hash"]

__getattr__ = lazy_names(__name__, {"identity_hash": "hashing"})
