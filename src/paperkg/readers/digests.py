"""Digests of inputs, taken of the bytes while they are read: a file may have changed or gone a moment later."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class InputDigest:
    """An input by the name that papers cite: its SHA-256 in hexadecimal and its size in bytes."""

    name: str
    sha256: str
    bytes: int


class DigestedStream:
    """A stream that keeps count of what is read of it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()
        self._size = 0

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""
        data = self._stream.read(size)
        self._hash.update(data)
        self._size += len(data)
        return data

    def digest(self, name: str) -> InputDigest:
        """The digest of the whole stream: what a reader left is read first, as far as it can be."""
        with suppress(OSError):  # whoever read the stream has told of it
            while self.read(_CHUNK_BYTES):
                pass
        return InputDigest(name=name, sha256=self._hash.hexdigest(), bytes=self._size)
