"""Sets of very many papers, found again in other records by the keys of their ids."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from paperview.library.store.records import RecordRange


def carried_over(
    chosen: bytes, old: Sequence[RecordRange], new: Sequence[RecordRange]
) -> bytearray:
    """Return which papers of some records are chosen ones of others: per paper 1 if it is."""
    wanted = _keys(old)[np.flatnonzero(np.frombuffer(chosen, np.uint8))]
    found = np.isin(_keys(new), wanted[wanted != 0])
    return bytearray(found.astype(np.uint8).tobytes())


def _keys(ranges: Sequence[RecordRange]) -> NDArray[np.uint64]:
    columns = [np.asarray(some.records.comparison_keys().keys) for some in ranges]
    return np.concatenate([np.empty(0, np.uint64), *columns])
