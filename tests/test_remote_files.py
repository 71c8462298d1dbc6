"""Inputs in an object store, read without Spark. A small server answers as S3 does; so does moto's, tried by hand."""

import json
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from starlette.applications import Starlette
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import paperkg
from paperkg.errors import OptionError, ReadError
from paperkg.model import Paper
from paperkg.readers import read
from paperkg.remote_files import fetched
from serving import served


def store(folder: Path) -> Starlette:
    """The files of a folder as objects: their heads, their bytes, and lists of them."""

    async def answer(request: Request) -> Response:
        bucket, _, key = request.path_params["path"].partition("/")
        if "list-type" in request.query_params:
            return _listed(folder / bucket, request.query_params)
        path = folder / bucket / key
        if not path.is_file():
            return Response(status_code=404 if key else 200)
        content = path.read_bytes()
        start, _, end = request.headers.get("range", "bytes=0-").removeprefix("bytes=").partition("-")
        part = content[int(start) : int(end) + 1 if end else None]
        headers = {"content-length": str(len(part)), "last-modified": "Thu, 05 Mar 2026 12:00:00 GMT"}
        body = b"" if request.method == "HEAD" else part
        return Response(body, 206 if "range" in request.headers else 200, headers)

    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "HEAD"])])


def _listed(bucket: Path, asked: QueryParams) -> Response:
    prefix = asked.get("prefix", "")
    files = (path for path in sorted(bucket.rglob("*")) if path.is_file())
    found = {path.relative_to(bucket).as_posix(): path.stat().st_size for path in files}
    keys = "".join(
        f"<Contents><Key>{escape(key)}</Key><Size>{size}</Size></Contents>"
        for key, size in found.items()
        if key.startswith(prefix)
    )
    return Response(
        f"<ListBucketResult><IsTruncated>false</IsTruncated>{keys}</ListBucketResult>", media_type="application/xml"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bucket with papers in several files."""
    for number, place in enumerate(("2024/a.jsonl", "2025/b.jsonl", "2025/deep/c.jsonl", "2025/.d.jsonl")):
        path = tmp_path / "bucket" / "papers" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        row = {"title": f"Serving with FooServe {number}", "abstract": f"We propose FooServe, which is {number}."}
        path.write_text(json.dumps(row), encoding="utf-8")
    (tmp_path / "bucket" / "papers" / "_SUCCESS").touch()
    return tmp_path / "bucket"


@pytest.fixture(autouse=True)
def _s3(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with served(store(folder.parent)) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "test")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        yield


@pytest.mark.parametrize("scheme", ["s3", "s3a"])
@pytest.mark.parametrize(
    "end", ["", "/", "/2024/a.jsonl", "/*/*.jsonl", "/2025", "/**/*.jsonl", "/202?/b*", "/202[45]/[!b]*"]
)
def test_addresses_are_read_as_the_files_that_they_name(folder: Path, scheme: str, end: str) -> None:
    with fetched([f"{scheme}://bucket/papers{end}", "here.jsonl"], None) as (copy, other):
        assert other == "here.jsonl"
        got = [record for record in read([copy]) if isinstance(record, Paper)]
    assert got == [record for record in read([f"{folder}/papers{end}"]) if isinstance(record, Paper)]
    assert got
    assert not Path(copy).exists()


def test_a_build_from_an_address_is_the_same_byte_for_byte(folder: Path, tmp_path: Path) -> None:
    paperkg.build(folder / "papers", tmp_path / "own", formats="nt")
    paperkg.build("s3://bucket/papers", tmp_path / "remote", formats="nt", cache=tmp_path / "own/.cache/extractions")
    for name in ("graph.nt", "manifest.json"):
        assert (tmp_path / "remote" / name).read_bytes() == (tmp_path / "own" / name).read_bytes()


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("s3://bucket/none", "no files there"),
        ("s3://bucket/papers/*.ris", "no files there"),
        ("s3://", ""),
    ],
)
def test_what_is_not_there_is_told_in_one_line(address: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError) as told:
        paperkg.build(address, tmp_path / "out")
    assert str(told.value).startswith(f"{address}: {reason}")
    assert "\n" not in str(told.value)


def test_other_addresses_need_spark(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r"^hdfs://host/papers: only Spark reads such addresses, so give --engine"):
        paperkg.build("hdfs://host/papers", tmp_path / "out")
