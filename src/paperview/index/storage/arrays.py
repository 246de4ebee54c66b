"""Arrays in a file that is mapped into memory.

A file begins with a mark and the length of a table, then the table as JSON: per array its name,
type, shape and offset; then the arrays, each at a multiple of 64 bytes.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]

_MARK = b"paperview arrays\n"
_LENGTH_BYTES = 8
_ALIGNED = 64
_HEAD = len(_MARK) + _LENGTH_BYTES


class StoredError(ValueError):
    """An error: the file is incomplete, or is not a file of arrays."""


def dump(arrays: Arrays, path: Path) -> None:
    """Write arrays into a file.

    Raises:
        OSError: if they can't be written.
    """
    table = {}
    offset = 0
    for name, array in arrays.items():
        offset += -offset % _ALIGNED
        table[name] = (array.dtype.str, array.shape, offset)
        offset += array.nbytes
    head = json.dumps(table).encode()
    head += b" " * (-(_HEAD + len(head)) % _ALIGNED)
    with path.open("wb") as file:
        file.write(_MARK + len(head).to_bytes(_LENGTH_BYTES, "little") + head)
        begin = file.tell()
        for name, array in arrays.items():
            file.seek(begin + table[name][2])
            np.ascontiguousarray(array).tofile(file)


def load(path: Path) -> dict[str, NDArray[Any]]:
    """Map a file and return its arrays; pages are read when they are first used.

    Raises:
        OSError: if the file can't be read.
        StoredError: if it is not such a file, or cut off.
    """
    with path.open("rb") as file:
        try:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:
            raise StoredError(f"{path} is empty") from None
    try:
        return _arrays(mapped)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoredError(f"{path}: {error}") from error


def _arrays(mapped: mmap.mmap) -> dict[str, NDArray[Any]]:
    if mapped[: len(_MARK)] != _MARK:
        raise ValueError("no arrays in it")
    length = int.from_bytes(mapped[len(_MARK) : _HEAD], "little")
    table = json.loads(mapped[_HEAD : _HEAD + length])
    begin = _HEAD + length
    arrays = {}
    for name, (dtype, shape, offset) in table.items():
        count = int(np.prod(shape))
        array = np.frombuffer(mapped, dtype, count, begin + offset) if count else np.empty(0, dtype)
        arrays[name] = array.reshape(shape)
    return arrays
