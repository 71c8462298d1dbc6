"""Archives are read like folders, whatever lies in them."""

import gzip
import io
import json
import struct
import tarfile
import zipfile
from collections.abc import Mapping

import pytest

from paperkg import readers
from paperkg.errors import ReadError
from paperkg.model import Paper, Rejected
from paperkg.readers import archives, packing, read

ROW = json.dumps({"title": "A title", "abstract": "An abstract."}).encode() + b"\n"


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def tarred(files: Mapping[str, bytes], mode: str = "w") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return file.getvalue()


def found(data: bytes) -> list[tuple[str, str]]:
    """The sources of papers, and of what is rejected the source and the reason."""
    records: list[tuple[str, str]] = []
    try:
        for record in read(["-"], stdin=io.BytesIO(data)):
            if isinstance(record, Paper):
                records.append((record.sources[0], ""))
            else:
                records.append((record.source, record.reason))
    except ReadError:
        pass
    return records


FILES = {
    "a/papers.jsonl": ROW,
    "b/packed.jsonl.gz": gzip.compress(ROW),
    "__MACOSX/a/._papers.jsonl": b"\0\5\26\7",
    "a/.DS_Store": b"\0\0\0\1Bud1",
    "a/Thumbs.db": b"\xd0\xcf\x11\xe0",
    "letter.txt": b"Dear reader",
}


@pytest.mark.parametrize(
    "data",
    [zipped(FILES), tarred(FILES), tarred(FILES, "w:gz"), tarred(FILES, "w:bz2"), tarred(FILES, "w:xz")],
    ids=["zip", "tar", "tar.gz", "tar.bz2", "tar.xz"],
)
def test_folders_formats_and_junk(data: bytes) -> None:
    first, second, (name, reason) = found(data)
    assert (first, second) == (("stdin/a/papers.jsonl:1", ""), ("stdin/b/packed.jsonl.gz:1", ""))
    assert name == "stdin/letter.txt"
    assert reason.startswith("not in a known format; it begins with 'Dear reader'")


def test_an_archive_within_an_archive_but_no_deeper() -> None:
    inner = zipped({"p.jsonl": ROW})
    middle = tarred({"inner.zip": inner}, "w:gz")
    assert found(middle) == [("stdin/inner.zip/p.jsonl:1", "")]
    assert found(zipped({"middle.tgz": middle})) == [
        ("stdin/middle.tgz/inner.zip", "an archive within 2 others is not opened")
    ]


@pytest.mark.parametrize("path", ["/etc/p.jsonl", "../p.jsonl", "a/../../p.jsonl", "..\\p.jsonl"])
def test_no_path_leads_out_of_an_archive(path: str) -> None:
    reason = "its path leads out of the archive"
    assert [why for _, why in found(zipped({path: ROW, "p.jsonl": ROW}))] == [reason, ""]
    if "\\" not in path:
        assert [why for _, why in found(tarred({path: ROW, "p.jsonl": ROW}))] == [reason, ""]


def test_links_are_not_followed() -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
            member = tarfile.TarInfo(f"link{kind!r}")
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    assert [reason for _, reason in found(file.getvalue())] == ["a link, and not a file"] * 2
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zip_archive:
        zip_archive.writestr(link, "/etc/passwd")
    assert [reason for _, reason in found(file.getvalue())] == ["a link, and not a file"]


def test_a_document_that_is_a_zip_archive_is_one_file() -> None:
    [(name, reason)] = found(zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}))
    assert name == "stdin"
    assert reason == "an Office document or an e-book, not an archive of papers"


def test_a_damaged_file_leaves_its_neighbors_alone() -> None:
    rows = b"".join(json.dumps({"title": f"Title {n}", "abstract": "x" * 50}).encode() + b"\n" for n in range(2000))
    whole = zipped({"a.jsonl": ROW, "b.jsonl": rows, "c.jsonl": ROW})
    at = whole.index(b"b.jsonl") + 400
    damaged = whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]
    records = found(damaged)
    names = {name.partition(":")[0] for name, reason in records if not reason}
    assert {"stdin/a.jsonl", "stdin/c.jsonl"} <= names
    assert any(name == "stdin/b.jsonl" and "damaged zip archive" in reason for name, reason in records)


def test_an_archive_that_was_cut_off() -> None:
    *records, (_, reason) = found(tarred({"a.jsonl": ROW, "b.jsonl": ROW * 1000})[:20_000])
    assert ("stdin/a.jsonl:1", "") in records
    assert len(records) > 200
    assert "damaged tar archive" in reason


def test_an_archive_in_a_packed_file_that_was_cut_off() -> None:
    cut = gzip.compress(zipped(FILES) + bytes(3000))[:-30]
    assert found(cut)[-1] == (
        "stdin",
        "damaged gzip file: Compressed file ended before the end-of-stream marker was reached",
    )
    assert ("stdin/a/papers.jsonl:1", "") in found(cut)
    rows = b"".join(json.dumps({"title": f"{n}", "abstract": "x" * (n % 97)}).encode() + b"\n" for n in range(5000))
    *papers, _, (name, reason) = found(gzip.compress(tarred({"a.jsonl": ROW, "b.jsonl": rows}))[:-3000])
    assert papers[0] == ("stdin/a.jsonl:1", "")
    assert len(papers) > 100
    assert (name, reason.partition(":")[0]) == ("stdin", "damaged gzip file")


def test_a_way_of_packing_that_is_not_known() -> None:
    data = bytearray(zipped({"p.jsonl": ROW, "q.jsonl": ROW}))
    data[8] = data[data.index(b"PK\x01\x02") + 10] = 97
    [(name, reason), other] = found(bytes(data))
    assert (name, reason.partition(":")[0]) == ("stdin/p.jsonl", "cannot be unpacked")
    assert other == ("stdin/q.jsonl:1", "")


def test_encrypted_files_are_told() -> None:
    data = bytearray(zipped({"p.jsonl": ROW}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert found(bytes(data)) == [("stdin/p.jsonl", "encrypted; unpack it first")]


def test_a_bomb_in_an_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "FREE_BYTES", 1 << 20)
    records = found(zipped({"bomb.jsonl": ROW + (b" " * 1000 + b"\n") * 30_000, "p.jsonl": ROW}))
    assert ("stdin/p.jsonl:1", "") in records
    assert any("unpacks to more than 200 times its size" in reason for _, reason in records)


def test_what_is_passed_over_is_no_record() -> None:
    unread = [r for r in read(["-"], stdin=io.BytesIO(zipped(FILES))) if isinstance(r, Rejected)]
    assert [(record.records, record.passed_over) for record in unread] == [(0, True)]


CUT_OFF = ("stdin", "damaged zip archive: cut off before its table of contents")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("streamed", [False, True])
def test_a_zip_archive_without_its_table_of_contents_is_read_by_its_headers(method: int, streamed: bool) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(_Pipe(file) if streamed else file, "w", method) as archive:
        archive.mkdir("folder")
        for name, data in {**FILES, "..": ROW, "z.jsonl": ROW * 1000}.items():
            archive.writestr(name, data)
    whole = file.getvalue()
    records = found(whole[: whole.index(b"PK\x01\x02")])
    assert records[-1] == CUT_OFF
    if streamed and method == zipfile.ZIP_STORED:
        assert ("stdin/z.jsonl", "cannot be unpacked without the table of contents of its archive") in records
        return
    assert {name for name, reason in records if not reason} == {
        "stdin/a/papers.jsonl:1", "stdin/b/packed.jsonl.gz:1", *(f"stdin/z.jsonl:{n}" for n in range(1, 1001)),
    }  # fmt: skip
    assert ("stdin/..", "its path leads out of the archive") in records
    cut = found(whole[: whole.index(b"z.jsonl") + 90])
    assert any(name.startswith("stdin/z.jsonl") and "damaged zip archive: cut off" in reason for name, reason in cut)
    assert cut[-1] == CUT_OFF
    assert found(whole[: whole.index(b"PK\x03\x04", 1) + 20])[-1] == CUT_OFF


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_headers_tell_of_bytes_that_have_changed(method: int) -> None:
    row = json.dumps({"title": "A title", "abstract": "We see one thing."}).encode() + b"\n"
    whole = zipped({"a.jsonl": row, "b.jsonl": row}, method)
    data = bytearray(whole[: whole.index(b"PK\x01\x02")])
    data[14] ^= 1  # of the checksum
    told = ("stdin/a.jsonl", "damaged zip archive: bytes that differ from those that were packed")
    records = found(bytes(data))
    assert told in records
    assert {"stdin/a.jsonl:1", "stdin/b.jsonl:1"} <= {name for name, reason in records if not reason}
    assert records[-1] == CUT_OFF


@pytest.mark.parametrize("length", [1, 150, 1_000_000])
def test_a_wrong_length_in_a_header_costs_no_other_file(length: int) -> None:
    whole = zipped({"a.jsonl": ROW, "b.jsonl": ROW, "c.jsonl": ROW})
    data = bytearray(whole[: whole.index(b"PK\x01\x02")])
    data[18:22] = length.to_bytes(4, "little")
    names = {name for name, reason in found(bytes(data)) if not reason}
    assert {"stdin/b.jsonl:1", "stdin/c.jsonl:1"} <= names


def test_a_cut_off_document_is_no_archive_of_papers() -> None:
    assert found(zipped({"[Content_Types].xml": b"<Types/>", "p.jsonl": ROW})[:-30]) == [CUT_OFF]


class _Pipe(io.RawIOBase):
    """A file that cannot be gone back in, so that lengths come behind what they are of."""

    def __init__(self, file: io.BytesIO) -> None:
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        return self._file.write(data)


def test_an_archive_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MOST_FRUITLESS", 3)
    files = {"0.bib": b"", "1.bib": b"", "2.jsonl": ROW, "3.bib": b"", "4": b"?", "5.bib": b"", "6.jsonl": ROW}
    for archive in (zipped(files), tarred(files, "w:gz")):
        records = found(archive)
        assert [name for name, reason in records if not reason] == ["stdin/2.jsonl:1"]
        assert records[-1] == ("stdin", "no paper in 3 files, one after the other; the rest is not read")
    records = found(zipped(dict(list(files.items())[:-1])))
    assert records[-1][0] == "stdin/5.bib"  # there is no rest


def test_a_table_of_contents_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped({str(number): b"" for number in range(10)})
    monkeypatch.setattr(archives, "_MOST_CONTENTS", 469)
    assert found(data) == [("stdin", "a zip archive whose table of contents has 470 bytes, more than 469")]
    monkeypatch.setattr(archives, "_MOST_CONTENTS", 470)
    assert len(found(data)) == 10


@pytest.mark.parametrize("told", [0, 470, 0xFFFFFFFF])
def test_a_table_of_contents_is_as_long_as_the_record_of_zip64_says(monkeypatch: pytest.MonkeyPatch, told: int) -> None:
    data = zipped({str(number): b"" for number in range(10)})
    at = data.index(b"PK\x05\x06")
    start = at - 470
    record = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 10, 10, 470, start)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, at, 1)
    end = data[at : at + 12] + struct.pack("<II", told, 0xFFFFFFFF) + data[at + 20 :]
    archive = data[:at] + record + locator + end
    assert len(found(archive)) == 10
    monkeypatch.setattr(archives, "_MOST_CONTENTS", 469)
    assert found(archive) == [("stdin", "a zip archive whose table of contents has 470 bytes, more than 469")]
