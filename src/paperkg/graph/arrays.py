"""Columns of Arrow and arrays of numpy from one another, without pandas.

Where that is installed, `pa.array`, `pa.scalar` and `to_numpy` load it, which takes longer than most questions do.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def to_strings(values: Iterable[str]) -> pa.StringArray:
    """A column of strings."""
    encoded = [value.encode() for value in values]
    offsets = np.concatenate(([0], np.cumsum([len(value) for value in encoded], dtype=np.int64))).astype(np.int32)
    return pa.StringArray.from_buffers(len(encoded), pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded)))


def to_numbers(column: pa.Array | pa.ChunkedArray, dtype: type[np.generic]) -> NDArray[Any]:
    """The numbers of a column without nulls, whose Arrow type is that of `dtype`; not to be written to."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if not len(array):
        return np.empty(0, dtype)
    return np.frombuffer(array.buffers()[1], dtype, len(array), array.offset * np.dtype(dtype).itemsize)
