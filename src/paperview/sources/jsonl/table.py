"""A table of the records that stay in their file: where each is, and the little known of it."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO, Literal, Self

if TYPE_CHECKING:
    Column = array[int] | memoryview[int]

_HEADER = struct.Struct("=8sQQ")
_MAGIC = b"pvrecs3\n"
_Columns = dict[str, Literal["Q", "I", "i"]]
_COLUMNS: _Columns = {
    "offsets": "Q",
    "keys": "Q",
    "doi_keys": "Q",
    "lengths": "I",
    "title_marks": "I",
    "dates": "i",
}
_DUPLICATE_COLUMNS: _Columns = {
    "duplicate_offsets": "Q",
    "duplicate_numbers": "I",
    "duplicate_doi_keys": "Q",
    "duplicate_lengths": "I",
}


class RecordTable:
    """What is known of the papers of one file, in columns by the number of the paper.

    One that was loaded can't grow. Further records of papers that are there already are kept apart.
    """

    def __init__(self) -> None:
        self.offsets: Column = array("Q")
        """The bytes of the unpacked text before the record's line."""
        self.lengths: Column = array("I")
        """The bytes of the line, without the line feed."""
        self.keys: Column = array("Q")
        """The number of the arXiv id, or else of the DOI, or else of the title; see `key`."""
        self.doi_keys: Column = array("Q")
        """The number of the DOI; `NO_DOI` or `NO_ID` where there is none."""
        self.title_marks: Column = array("I")
        """A number of the title's letters; 0 for short titles, which tell little."""
        self.dates: Column = array("i")
        """When the paper was created, as YYYYMMDD; 0 where that is not known."""
        self.duplicate_numbers: Column = array("I")
        """Of each record that gives a paper that is there already: the number of that paper."""
        self.duplicate_offsets: Column = array("Q")
        self.duplicate_doi_keys: Column = array("Q")
        self.duplicate_lengths: Column = array("I")

    def __len__(self) -> int:
        return len(self.offsets)

    @property
    def duplicates(self) -> Iterator[tuple[int, int, int]]:
        """The further records of papers as (number of the paper, offset, length), in order."""
        # Another thread may be extending them, one by one: the shortest says how many there are.
        return zip(
            self.duplicate_numbers, self.duplicate_offsets, self.duplicate_lengths, strict=False
        )

    def extend(self, more: RecordTable) -> None:
        """Add the records of a batch, whose numbers go on where these end.

        Raises:
            TypeError: if these were loaded.
            BufferError: while something else looks at the memory of a column.
        """
        for name in (*_COLUMNS, *_DUPLICATE_COLUMNS):
            column = getattr(self, name)
            if not isinstance(column, array):
                raise TypeError("loaded records can't grow")
            column.extend(getattr(more, name))

    @classmethod
    def of(cls, values: Sequence[int], duplicates: Sequence[int]) -> Self:
        """Return records whose values are given record by record.

        Args:
            values: per paper: offset, key, key of the DOI, length, mark of the title, and date.
            duplicates: per further record: offset, number of the paper, key of the DOI, and length.
        """
        records = cls()
        for columns, given in ((_COLUMNS, values), (_DUPLICATE_COLUMNS, duplicates)):
            for index, (name, code) in enumerate(columns.items()):
                setattr(records, name, array(code, given[index :: len(columns)]))
        return records

    def dump(self, file: BinaryIO) -> None:
        """Write a header and all columns to a file, in this machine's order of bytes."""
        file.write(_HEADER.pack(_MAGIC, len(self), len(self.duplicate_offsets)))
        for name in (*_COLUMNS, *_DUPLICATE_COLUMNS):
            file.write(getattr(self, name))

    @classmethod
    def load(cls, data: memoryview) -> Self:
        """Return what `dump` wrote; the columns are parts of `data` and are not copied.

        Args:
            data: the bytes that were written and no others; of a mapped file, for instance.

        Raises:
            ValueError: if the data is not of this kind or size.
        """
        data = data.cast("B")
        if len(data) < _HEADER.size:
            raise ValueError("the records are cut off")
        magic, count, duplicates = _HEADER.unpack_from(data)
        if magic != _MAGIC:
            raise ValueError("these are no records")
        columns = [(name, code, count) for name, code in _COLUMNS.items()]
        columns += [(name, code, duplicates) for name, code in _DUPLICATE_COLUMNS.items()]
        size = sum(rows * struct.calcsize(code) for _, code, rows in columns)
        if len(data) != _HEADER.size + size:
            raise ValueError(f"{len(data) - _HEADER.size:,} bytes of records instead of {size:,}")
        records = cls()
        start = _HEADER.size
        for name, code, rows in columns:
            end = start + rows * struct.calcsize(code)
            setattr(records, name, data[start:end].cast(code))
            start = end
        return records
