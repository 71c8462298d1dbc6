"""Packed inputs are unpacked by their content; damage ends them, and bombs are refused."""

import bz2
import gzip
import io
import lzma
from collections.abc import Callable

import pyarrow
import pytest

from paperkg.readers import packing
from paperkg.readers.packing import unpack

TEXT = "".join(f"{number} papers\n" for number in range(30_000)).encode()


def zstd(data: bytes) -> bytes:
    return bytes(pyarrow.compress(data, codec="zstd", asbytes=True))


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd,
}


def read_all(data: bytes) -> tuple[bytes, str | None]:
    stream = unpack(io.BytesIO(data))
    return stream.readall(), stream.damage


@pytest.mark.parametrize("name", PACKERS)
def test_packed_once_and_with_several_members(name: str) -> None:
    pack = PACKERS[name]
    assert read_all(pack(TEXT)) == (TEXT, None)
    assert read_all(pack(TEXT) + pack(b"more\n")) == (TEXT + b"more\n", None)


def test_text_that_begins_like_bzip2_is_text() -> None:
    assert read_all(b"BZhang, A. Title") == (b"BZhang, A. Title", None)


def test_packed_twice_but_not_more_often() -> None:
    assert read_all(gzip.compress(bz2.compress(TEXT))) == (TEXT, None)
    data, damage = read_all(gzip.compress(gzip.compress(gzip.compress(TEXT))))
    assert (data, damage) == (b"", "packed more than 2 times, one within another")


@pytest.mark.parametrize("name", PACKERS)
def test_what_came_before_the_damage_is_kept(name: str) -> None:
    import random

    noise = random.Random(1).randbytes(2_000_000)
    data, damage = read_all(PACKERS[name](noise)[:-900_000])
    assert noise.startswith(data)
    assert len(data) > 100_000
    assert damage is not None
    assert damage.startswith(f"damaged {name} file: ")


@pytest.mark.parametrize("name", PACKERS)
def test_a_bomb_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "FREE_BYTES", 1 << 20)
    data, damage = read_all(PACKERS[name](bytes(1 << 24)))
    assert len(data) < 1 << 22
    assert damage == "unpacks to more than 200 times its size, as no export does"


def test_size_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MOST_BYTES", 1 << 16)
    _, damage = read_all(gzip.compress(TEXT))
    assert damage is not None
    assert damage.startswith("unpacks to more than ")


def test_an_error_of_the_disk_is_told_through_all_layers() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if data := super().read(size):
                return data
            raise OSError(5, "Input/output error")

    stream = unpack(Failing(gzip.compress(TEXT)[:-20]))
    assert TEXT.startswith(stream.readall())
    assert stream.damage == "cannot be read: Input/output error"
