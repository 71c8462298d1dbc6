"""Inputs of every kind: found, named, recognized, read, or rejected with one clear line."""

import gzip
import hashlib
import io
import json
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.errors import OptionError, ReadError, UnknownFormatError
from paperkg.model import Paper, Rejected
from paperkg.readers import READERS, Reader, formats, joining, merge, merge_stored, read, record, source, write_jsonl
from paperkg.readers.abstracts import read_abstract
from paperkg.readers.digests import InputDigest
from paperkg.readers.identity import Abstract, are_near, contradict, numbers, share_first_author
from paperkg.readers.inputs import find_files
from paperkg.readers.jsonl import to_row
from paperkg.stored_papers import StoredPapers
from paperkg.text.cleaning import one_line
from paperkg.text.keys import paper_id, title_key
from places import PAGES

ROW = {"id": "x1", "title": "A title", "abstract": "An abstract."}


def line(**fields: object) -> str:
    return json.dumps(ROW | fields) + "\n"


def only(path: Path | str, **options: int) -> Paper:
    [paper] = read([path], **options)  # type: ignore[arg-type]
    assert isinstance(paper, Paper)
    return paper


def rejects(*paths: Path | str) -> list[Rejected]:
    """The rejected records of inputs of which none may be readable."""
    found: list[Rejected] = []
    try:
        found.extend(record for record in read(paths) if isinstance(record, Rejected))
    except ReadError:
        return found
    return found


class TestInputs:
    def test_a_folder_is_read_recursively_and_names_are_relative_to_it(self, tmp_path: Path) -> None:
        (tmp_path / "b" / "c").mkdir(parents=True)
        (tmp_path / "b" / "c" / "z.jsonl").write_text(line())
        (tmp_path / "a.jsonl").write_text("\n" + line(title="Another"))
        (tmp_path / ".hidden.jsonl").write_text(line())
        (tmp_path / "README.md").write_text("no papers here")
        papers = [paper for paper in read([tmp_path]) if isinstance(paper, Paper)]
        assert [paper.sources for paper in papers] == [("a.jsonl:2",), ("b/c/z.jsonl:1",)]

    def test_files_with_names_like_those_of_a_build_are_read_where_there_is_none(self, tmp_path: Path) -> None:
        for name in ("manifest.json", "rejected.jsonl"):
            (tmp_path / name).write_text(line())
        assert len(list(read([tmp_path]))) == 2

    def test_globs(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "in" / "deep").mkdir(parents=True)
        (tmp_path / "in" / "one.jsonl").write_text(line())
        (tmp_path / "in" / "deep" / "two.jsonl").write_text(line())
        monkeypatch.chdir(tmp_path)
        assert [p.sources for p in read(["in/*.jsonl"]) if isinstance(p, Paper)] == [("one.jsonl:1",)]
        deep = [p.sources for p in read([tmp_path / "in" / "**" / "*.jsonl"]) if isinstance(p, Paper)]
        assert deep == [("deep/two.jsonl:1",), ("one.jsonl:1",)]
        [reject] = rejects("in/*.csv")
        assert (reject.source, reject.reason) == ("in/*.csv", "no file matches")

    def test_a_file_with_a_name_like_a_glob_is_a_file(self, tmp_path: Path) -> None:
        path = tmp_path / "what[1].jsonl"
        path.write_text(line())
        assert only(path).sources == ("what[1].jsonl:1",)

    def test_a_file_named_twice_is_read_once(self, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        path = tmp_path / "in" / "one.jsonl"
        path.write_text(line())
        for inputs in ([path, tmp_path], [tmp_path, path], [path, path, tmp_path / "in"]):
            assert [p.sources for p in read(inputs) if isinstance(p, Paper)] == [("one.jsonl:1",)]

    def test_files_of_one_name_are_told_apart_by_their_folders(self, tmp_path: Path) -> None:
        for folder in ("a/x", "b/x", "c"):
            (tmp_path / folder).mkdir(parents=True)
            (tmp_path / folder / "page.jsonl").write_text(line())
        found, _ = find_files(sorted(tmp_path.rglob("page.jsonl")))
        assert [file.name for file in found] == ["a/x/page.jsonl", "b/x/page.jsonl", "c/page.jsonl"]

    def test_order_of_inputs_does_not_matter(self) -> None:
        pages = sorted(PAGES.glob("*.txt"))
        assert list(read(pages[::-1])) == list(read(pages)) == list(read([PAGES]))

    def test_standard_input(self) -> None:
        stream = io.BytesIO(line().encode())
        [paper] = read(["-"], stdin=stream)
        assert isinstance(paper, Paper)
        assert paper.sources == ("stdin:1",)
        assert not stream.closed

    def test_standard_input_may_be_packed_and_comes_last(self, tmp_path: Path) -> None:
        (tmp_path / "z.jsonl").write_text(line(title="First"))
        packed = io.BytesIO(gzip.compress(line().encode()))
        papers = [p for p in read(["-", tmp_path], stdin=packed) if isinstance(p, Paper)]
        assert [paper.title for paper in papers] == ["First", "A title"]

    @pytest.mark.skipif(not Path("/dev/fd").exists(), reason="pipes have no names here")
    def test_a_pipe_with_a_name(self) -> None:
        """What `paperkg build <(command)` gives."""
        reading, writing = os.pipe()
        os.write(writing, line().encode())
        os.close(writing)
        try:
            assert only(f"/dev/fd/{reading}").title == "A title"
        finally:
            os.close(reading)

    def test_missing_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "pages").mkdir()
        (tmp_path / "pages" / "one.txt").touch()
        assert rejects("nowhere.txt")[0].reason == "no such file or folder"
        [reject] = rejects("pages\\one.txt")
        assert reject.reason == "no such file or folder; did you mean pages/one.txt?"
        assert rejects("no\0name")[0].reason == "no such file or folder"
        assert rejects("x" * 5000)[0].reason == "no such file or folder"

    def test_empty_folder(self, tmp_path: Path) -> None:
        [reject] = rejects(tmp_path)
        assert reject.source == tmp_path.as_posix()
        assert reject.reason == "no files in this folder"

    def test_a_file_that_may_not_be_opened(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "closed.jsonl"
        path.touch()

        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
        assert rejects(path)[0].reason == "cannot be read: Permission denied"


class TestDigests:
    """The digest of an input is that of the bytes that were read, all of them."""

    def digests(self, *inputs: Path | str, stdin: bytes = b"") -> dict[str, tuple[str, int]]:
        told: list[InputDigest | None] = []
        list(read(inputs, stdin=io.BytesIO(stdin), digested=told.append))
        return {digest.name: (digest.sha256, digest.bytes) for digest in told if digest is not None}

    def of(self, data: bytes) -> tuple[str, int]:
        return hashlib.sha256(data).hexdigest(), len(data)

    def test_of_files_and_standard_input(self, tmp_path: Path) -> None:
        rows = "".join(line(title=f"Title {n}") for n in range(3000)).encode()
        packed = gzip.compress(rows, mtime=0) + b"\0" * 20_000  # padding that no reader looks at
        (tmp_path / "many.jsonl.gz").write_bytes(packed)
        (tmp_path / "cut.jsonl.gz").write_bytes(packed[:5000])
        binary = b"\0" * 3_000_000  # rejected by its first bytes
        (tmp_path / "odd.txt").write_bytes(binary)
        (tmp_path / "empty.txt").touch()
        assert self.digests(*tmp_path.iterdir(), "-", stdin=rows) == {
            "cut.jsonl.gz": self.of(packed[:5000]),
            "empty.txt": self.of(b""),
            "many.jsonl.gz": self.of(packed),
            "odd.txt": self.of(binary),
            "stdin": self.of(rows),
        }

    def test_of_a_file_that_goes_or_changes_once_it_is_read(self, tmp_path: Path) -> None:
        for name in "abc":
            (tmp_path / f"{name}.jsonl").write_text(line(title=name))
        told: list[InputDigest | None] = []
        records = read([tmp_path], digested=told.append)
        next(records)
        (tmp_path / "a.jsonl").write_text("another")
        (tmp_path / "b.jsonl").unlink()
        rest = list(records)
        assert [record.source for record in rest if isinstance(record, Rejected)] == ["b.jsonl"]
        assert [d and (d.name, d.sha256) for d in told] == [
            ("a.jsonl", self.of(line(title="a").encode())[0]),
            None,
            ("c.jsonl", self.of(line(title="c").encode())[0]),
        ]

    def test_an_input_that_fails_midway_is_digested_so_far(self) -> None:
        class Failing(io.BytesIO):
            def read(self, size: int | None = -1) -> bytes:
                if data := super().read(size):
                    return data
                raise OSError(5, "Input/output error")

        told: list[InputDigest | None] = []
        list(read(["-"], stdin=Failing(line().encode()), digested=told.append))
        assert [d and (d.sha256, d.bytes) for d in told] == [self.of(line().encode())]


class TestFormats:
    def test_unknown_format_name(self) -> None:
        with pytest.raises(UnknownFormatError, match=r"docx: not a known format \(available: .*daily_papers, "):
            read(["x"], format="docx")

    def test_unknown_content(self, tmp_path: Path) -> None:
        path = tmp_path / "letter.txt"
        path.write_text("Dear reader,\n\nall is well.\n")
        [reject] = rejects(path)
        assert reject.source == "letter.txt"
        assert reject.reason.startswith("not in a known format; it begins with 'Dear reader,' (`paperkg formats`")
        assert reject.reason.endswith("; choose one with --format)")

    def test_other_json_is_no_json_lines(self, tmp_path: Path) -> None:
        path = tmp_path / "answer.json"
        for content in ('{"status": "ok"}', '{\n  "title": "x",\n  "years": [\n{}\n]\n}', "[]"):
            path.write_text(content)
            assert rejects(path)[0].reason.startswith("not in a known format")

    def test_a_wrong_format_is_told_with_what_was_seen(self, tmp_path: Path) -> None:
        path = tmp_path / "list.xml"
        path.write_text("<?xml version='1.0'?>\n<feed><entry/></feed>")
        with pytest.raises(ReadError) as caught:
            list(read([path], format="acl_xml"))
        reason = "no records in this acl_xml file; it begins with '<feed><entry/></feed>'"
        assert str(caught.value) == f"list.xml: {reason}"

    def test_what_no_format_explains_is_passed_over_in_a_folder_only(self, tmp_path: Path) -> None:
        (tmp_path / "letter.txt").write_text("Dear reader")
        (tmp_path / "p.jsonl").write_text(line())
        [letter] = (record for record in read([tmp_path]) if isinstance(record, Rejected))
        assert (letter.source, letter.records, letter.passed_over) == ("letter.txt", 0, True)
        named = [tmp_path / "letter.txt", tmp_path / "p.jsonl"]
        [letter] = (record for record in read(named) if isinstance(record, Rejected))
        assert not letter.passed_over

    def test_titles_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "p.jsonl"
        path.write_text(line(abstract="") + line())
        assert [type(record) for record in read([path])] == [Rejected, Paper]
        first, _ = read([path], title_only=True)
        assert isinstance(first, Paper)
        assert (first.title, first.abstract) == ("A title", "")

    def test_a_format_can_be_forced(self, tmp_path: Path) -> None:
        path = tmp_path / "note.md"
        path.write_text("A title\n\n" + "An abstract. " * 9)
        [paper] = read([path], format="daily_papers")
        assert isinstance(paper, Paper)
        assert paper.title == "A title"

    def test_entry_points_overlay_the_registry(self, monkeypatch: pytest.MonkeyPatch) -> None:
        mine = Reader(lambda *_: iter(()), lambda _: False, (".mine",))

        class Entry:
            name = "mine"

            def load(self) -> Reader:
                return mine

        monkeypatch.setattr("paperkg.readers.entry_points", lambda **_: [Entry()])
        formats.cache_clear()
        try:
            assert dict(formats()) == READERS | {"mine": mine}
        finally:
            formats.cache_clear()

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "empty file"),
            (b" \r\n\n", "empty file"),
            (b"\xef\xbb\xbf", "empty file"),
            (b"\xff\xfe\x20\x00", "empty file"),
            (b"\x7fELF\x00\x00\xff", "binary data of no known format"),
            (b"%PDF-1.7\n%\xe2\xe3", "a PDF, not text"),
            (b"{\\rtf1\\ansi A title}", "an RTF document, not plain text"),
            (b"7z\xbc\xaf\x27\x1c\0\4", "a 7-Zip archive; unpack it first"),
            (
                b"PK\x03\x04\x14\x00",
                "damaged zip archive: cut off before its table of contents",
            ),
            (gzip.compress(b"", mtime=0), "empty file"),
            (
                gzip.compress(b"{}", mtime=0)[:9],
                "damaged gzip file: Compressed file ended before the end-of-stream marker was reached",
            ),
        ],
    )
    def test_no_text(self, tmp_path: Path, data: bytes, reason: str) -> None:
        path = tmp_path / "odd.txt"
        path.write_bytes(data)
        assert rejects(path) == [Rejected(source="odd.txt", place=None, reason=reason, records=0)]


class TestNothingRead:
    def test_one_problem(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match=r"gone\.txt: no such file or folder$"):
            list(read([tmp_path / "gone.txt"]))

    def test_several_problems(self, tmp_path: Path) -> None:
        path = tmp_path / "bad.jsonl"
        path.write_text('{"title": 3}\n{"title": 4}\n{"title": 5}\n')
        records = read([path])
        assert len([next(records) for _ in range(3)]) == 3
        with pytest.raises(ReadError) as caught:
            next(records)
        assert str(caught.value) == (
            "bad.jsonl:1: the title is not text but int (and more like it: no paper could be read)"
        )

    def test_no_inputs(self) -> None:
        with pytest.raises(ReadError, match="inputs: none given"):
            list(read([]))

    def test_a_page_of_furniture(self, tmp_path: Path) -> None:
        path = tmp_path / "page.txt"
        path.write_text("new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nMay 3\n")
        with pytest.raises(ReadError, match="no records in this daily_papers file"):
            list(read([path]))

    def test_one_bad_record_never_stops_a_corpus(self, tmp_path: Path) -> None:
        (tmp_path / "bad.txt").write_bytes(b"\0")
        (tmp_path / "good.jsonl").write_text("{oops\n" + line() + line(title="") + line(title="More"))
        records = list(read([tmp_path, tmp_path / "gone"]))
        assert [record.title for record in records if isinstance(record, Paper)] == ["A title", "More"]
        assert [(r.source, r.place) for r in records if isinstance(r, Rejected)] == [
            ((tmp_path / "gone").as_posix(), None),
            ("bad.txt", None),
            ("good.jsonl", 1),
            ("good.jsonl", 3),
        ]


class TestJsonLines:
    def test_every_field(self, tmp_path: Path) -> None:
        path = tmp_path / "all.jsonl"
        path.write_text(
            line(
                authors=["Ada  Lovelace", {"name": "Alan Turing"}, 3],
                date="Jul 19, 2023",
                url="https://arxiv.org/abs/2307.01234v2",
                doi="https://doi.org/10.1000/xyz",
                venue="ICML",
                upvotes=4,
                affiliation="Somewhere",
                entities=[],
            )
        )
        assert only(path) == Paper(
            id="x1",
            title="A title",
            abstract="An abstract.",
            authors=("Ada Lovelace", "Alan Turing", "3"),
            date="2023-07-19",
            url="https://arxiv.org/abs/2307.01234v2",
            doi="10.1000/xyz",
            arxiv_id="2307.01234",
            venue="ICML",
            upvotes=4,
            affiliation="Somewhere",
            sources=("all.jsonl:1",),
        )

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            ("{", "not JSON: Expecting property name enclosed in double quotes at character 2"),
            ("[1]", "a JSON list, no object"),
            ("3", "a JSON int, no object"),
            ("[" * 100_000, "not usable JSON: "),
            ('{"id": ' + "9" * 5000 + "}", "not usable JSON: "),
            ('{"abstract": "x"}', "no title"),
            ('{"title": " ", "abstract": "x"}', "no title"),
            ('{"title": "x"}', "no abstract"),
            ('{"title": "x", "abstract": null}', "no abstract"),
            ('{"title": "x", "abstract": "\\u200b\\n"}', "no abstract"),
            ('{"title": {}, "abstract": "x"}', "the title is not text but dict"),
        ],
    )
    def test_rejected(self, tmp_path: Path, row: str, reason: str) -> None:
        path = tmp_path / "rows.jsonl"
        path.write_text(line() + row + "\n")
        [paper, reject] = read([path])
        assert isinstance(reject, Rejected)
        assert (reject.source, reject.place) == ("rows.jsonl", 2)
        assert reject.reason.startswith(reason)
        assert len(reject.excerpt) <= 80
        assert isinstance(paper, Paper)

    @pytest.mark.parametrize("value", [None, True, -1, 2**40, 1.5, "many", [], {}])
    def test_unusable_optional_fields_are_left_out(self, tmp_path: Path, value: object) -> None:
        path = tmp_path / "rows.jsonl"
        path.write_text(line(upvotes=value, author_count=value, authors={}, venue=[], doi="none", date=""))
        paper = only(path)
        assert (paper.upvotes, paper.author_count, paper.authors) == (None, None, ())
        assert (paper.venue, paper.doi, paper.date) == (None, None, None)

    @pytest.mark.parametrize(
        ("fields", "answer"),
        [
            ({"arxiv_id": "2307.01234"}, "2307.01234"),
            ({"arxiv_id": "2307.01234v2"}, "2307.01234"),
            ({"arxiv_id": "arXiv: 2307.01234v2"}, "2307.01234"),
            ({"arxiv_id": "https://arxiv.org/abs/2307.01234v2"}, "2307.01234"),
            ({"arxiv_id": "hep-th/9901001v3"}, "hep-th/9901001"),
            ({"arxiv_id": "unknown", "url": "http://arxiv.org/pdf/2307.01234v2.pdf"}, "2307.01234"),
            ({"arxiv_id": "unknown"}, None),
            ({"url": "https://arxiv.org/html/2307.01234v1"}, "2307.01234"),
            ({"doi": "10.48550/arXiv.2307.01234"}, "2307.01234"),
            ({"id": "arxiv:2307.01234"}, "2307.01234"),
        ],
    )
    def test_arxiv_ids(self, tmp_path: Path, fields: dict[str, str], answer: str | None) -> None:
        path = tmp_path / "rows.jsonl"
        path.write_text(line(**fields))
        assert only(path).arxiv_id == answer

    def test_ids_given_are_kept_and_others_made_from_the_title(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.jsonl"
        path.write_text(line(id=17) + line(id=None, title="Two"))
        assert [p.id for p in read([path]) if isinstance(p, Paper)] == ["17", paper_id("Two")]

    def test_carriage_returns_and_byte_order_mark(self, tmp_path: Path) -> None:
        path = tmp_path / "windows.jsonl"
        path.write_bytes(b"\xef\xbb\xbf" + line().replace("\n", "\r\n").encode() + b"\r\n" + line().encode())
        assert [p.sources for p in read([path]) if isinstance(p, Paper)] == [
            ("windows.jsonl:1",),
            ("windows.jsonl:3",),
        ]

    def test_broken_utf8_costs_one_record(self, tmp_path: Path) -> None:
        path = tmp_path / "latin.jsonl"
        path.write_bytes(b'{"title": "na\xc3\xafve", "abstract": "x"}\n' + b'{"title": "caf\x81\n' + line().encode())
        [first, broken, last] = read([path])
        assert isinstance(broken, Rejected)
        assert broken.place == 2
        assert broken.reason == "not UTF-8: byte 0x81 at character 15"
        broken.excerpt.encode()
        assert isinstance(first, Paper)
        assert isinstance(last, Paper)

    def test_lone_surrogates_do_not_survive(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.jsonl"
        path.write_text('{"id": "\\ud800i", "title": "a\\udc00 title", "abstract": "x\\ud83d\\ude00"}\n')
        paper = only(path)
        assert (paper.id, paper.title, paper.abstract) == ("i", "a title", "x😀")

    def test_an_input_that_fails_midway_keeps_what_came_before(self) -> None:
        class Failing(io.BytesIO):
            def read(self, size: int | None = -1) -> bytes:
                if data := super().read(size):
                    return data
                raise OSError(5, "Input/output error")

        [paper, last] = read(["-"], stdin=Failing(line().encode()))
        assert isinstance(paper, Paper)
        assert last == Rejected(source="stdin", place=None, reason="cannot be read: Input/output error", records=0)

    def test_authors_as_text(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.jsonl"
        path.write_text(line(authors="Lovelace, Ada; Turing, Alan;"))
        assert only(path).authors == ("Ada Lovelace", "Alan Turing")

    def test_truncated_gzip_keeps_what_came_before(self, tmp_path: Path) -> None:
        rows = "".join(line(title=f"Title {n} {random.Random(n).random()}") for n in range(5000))
        path = tmp_path / "cut.jsonl.gz"
        path.write_bytes(gzip.compress(rows.encode())[:-2000])
        *papers, cut, last = read([path])
        assert len(papers) > 1000
        assert isinstance(cut, Rejected)
        assert cut.place == len(papers) + 1
        assert cut.reason.startswith("cut off: damaged gzip file: ")
        assert isinstance(last, Rejected)
        assert (last.place, last.records) == (None, 0)
        assert last.reason.startswith("damaged gzip file: ")

    def test_gzip_by_content_not_by_name(self, tmp_path: Path) -> None:
        path = tmp_path / "packed.jsonl"
        path.write_bytes(gzip.compress(line().encode()))
        assert only(path).title == "A title"

    def test_a_huge_line_is_rejected_unread(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(source, "LINE_CHARACTERS", 1000)
        path = tmp_path / "huge.jsonl"
        path.write_text(line() + line(abstract="x" * 5000) + line(title="After"))
        [_, huge, after] = read([path])
        assert isinstance(huge, Rejected)
        assert huge.reason == "a line of more than 1,000 characters"
        assert isinstance(after, Paper)
        assert after.sources == ("huge.jsonl:3",)

    def test_reading_streams(self) -> None:
        """The first paper comes long before the end of an endless input."""

        class Endless(io.RawIOBase):
            rest = b""

            def read(self, size: int = -1) -> bytes:
                self.rest += line().encode() * (max(size, 1) // len(line()) + 1)
                data, self.rest = self.rest[:size], self.rest[size:]
                return data

        first = next(iter(read(["-"], stdin=Endless())))  # type: ignore[arg-type]
        assert isinstance(first, Paper)


PARSING = "Parsing is a task with a long history. We present a parser that is faster than all others."
ROBOTS = "Nine articles of this issue are about robots: how they walk, how they learn, and what they cost."
ABSTRACTS = (
    PARSING,
    PARSING[:50],
    PARSING.replace("We present a", "Here we propose a new"),
    ROBOTS,
    f"{ROBOTS} {PARSING}",
)
CLEAN = st.text(st.characters(), max_size=20).map(one_line).filter(bool)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    title = draw(st.sampled_from(["One", "one!", "Two", "two", "Three", "Straße"]))
    authors = tuple(draw(st.lists(st.sampled_from(["A. B", "C. D"]), max_size=2)))
    dates = st.sampled_from([None, "Mar 5", "2025", "2025-03", "2025-03-05", "2025-03-06"])
    return Paper(
        id=draw(st.sampled_from([paper_id(title), "a", "b", "c"])),
        title=title,
        abstract=draw(st.sampled_from(["Short.", "Much longer.", "Much LONGER.", *ABSTRACTS])),
        arxiv_id=draw(st.sampled_from([None, None, "2307.00001", "2307.00001v2", "2307.00002"])),
        doi=draw(st.sampled_from([None, None, "10.1000/A", "10.1000/a", "10.1000/b", "10.48550/arXiv.2307.00001"])),
        authors=authors,
        author_count=None if authors else draw(st.none() | st.integers(0, 9)),
        date=draw(dates),
        upvotes=draw(st.none() | st.integers(0, 9)),
        venue=draw(st.sampled_from([None, "ICML", "NeurIPS"])),
        sources=(f"{draw(st.sampled_from(['a', 'b']))}.txt:{draw(st.integers(1, 12))}",),
    )


class TestWriting:
    @given(
        rows=st.lists(
            st.builds(
                Paper,
                id=CLEAN,
                title=CLEAN.filter(lambda text: text[0] != "["),
                abstract=CLEAN.filter(lambda text: read_abstract(text) == text),
                authors=st.lists(
                    st.sampled_from(["Ada Lovelace", "J. Doe", "王伟", "CMS Collaboration"]), unique=True
                ).map(tuple),
                date=st.sampled_from([None, "2024-02", "Mar 5"]),
                url=st.none() | CLEAN,
                venue=st.none() | CLEAN,
                upvotes=st.none() | st.integers(0, 2**31 - 1),
                sources=st.lists(CLEAN, min_size=1, max_size=3).map(tuple),
            ),
            min_size=1,
            max_size=4,
        ),
        suffix=st.sampled_from([".jsonl", ".jsonl.gz"]),
    )
    def test_round_trip(self, tmp_path_factory: pytest.TempPathFactory, rows: list[Paper], suffix: str) -> None:
        path = tmp_path_factory.mktemp("rows") / f"rows{suffix}"
        write_jsonl(rows, path)
        assert list(read([path])) == rows

    def test_of_the_sample(self, tmp_path: Path) -> None:
        sample = merge(paper for paper in read([PAGES]) if isinstance(paper, Paper))
        write_jsonl(sample, tmp_path / "papers.jsonl.gz")
        assert merge(p for p in read([tmp_path]) if isinstance(p, Paper)) == sample

    def test_equal_papers_are_equal_bytes_and_failure_leaves_the_old_file(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.jsonl.gz"
        paper = Paper(id="1", title="T", abstract="A")
        write_jsonl([paper], path)
        before = path.read_bytes()
        assert gzip.decompress(before) == json.dumps(to_row(paper)).encode() + b"\n"

        def failing() -> Iterator[Paper]:
            yield paper
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            write_jsonl(failing(), path)
        assert path.read_bytes() == before
        assert [file.name for file in tmp_path.iterdir()] == ["rows.jsonl.gz"]


def reply(abstract: str, **fields: str) -> Paper:
    return replace(Paper(id=paper_id("Reply"), title="Reply", abstract=abstract), **fields)  # type: ignore[arg-type]


class TestIdentity:
    @pytest.mark.parametrize(
        ("one", "other", "answer"),
        [
            (PARSING, PARSING.upper().replace(" ", "\n"), False),
            (PARSING, PARSING[:50] + " ...", False),  # cut short
            (PARSING, PARSING.replace("We present a", "Here we propose a new"), False),
            (PARSING, f"{ROBOTS} {PARSING}", False),
            (PARSING, "No abstract available.", False),
            (PARSING, ROBOTS, True),
            (PARSING, "L'analyse syntaxique est une tâche ancienne. Nous présentons un analyseur rapide.", True),
            ("本文提出了一种新的句法分析方法，实验结果表明该方法优于所有现有的方法。", ROBOTS, True),
        ],
    )
    def test_abstracts_that_differ(self, one: str, other: str, answer: bool) -> None:
        assert Abstract(one).differs(Abstract(other)) is answer
        assert Abstract(other).differs(Abstract(one)) is answer


class TestMerge:
    @given(st.lists(papers(), max_size=12), st.randoms(use_true_random=False))
    def test_order_does_not_matter(self, records: list[Paper], shuffler: random.Random) -> None:
        merged = merge(records)
        shuffled = list(records)
        shuffler.shuffle(shuffled)
        assert merge(shuffled) == merged
        assert merge(merged) == merged
        assert merge(records + records) == merged

    @given(st.lists(papers(), max_size=12))
    def test_records_in_a_file_are_merged_as_those_in_memory(self, records: list[Paper]) -> None:
        merged = merge_stored(StoredPapers(records))
        assert list(merged) == merge(records)
        assert len(merged) == len(merge(records))
        assert merged[:2] == merge(records)[:2]

    @given(st.lists(papers(), max_size=30))
    def test_many_are_merged_as_few_are(self, records: list[Paper]) -> None:
        """The pass for large groups, which compares likely pairs alone, and the one that compares each with each."""
        parts = [joining._part([record]) for record in dict.fromkeys(records)]
        few = joining._taken_in(parts)
        assert [part.paper for part in joining._taken_in_by_likely_pairs(parts)] == [part.paper for part in few]

    def test_many_papers_of_one_title_take_steps_in_proportion(self, monkeypatch: pytest.MonkeyPatch) -> None:
        compared: list[None] = []
        whole = joining._Part.is_of_one_paper_with

        def counted(one: joining._Part, other: joining._Part) -> bool:
            compared.append(None)
            return whole(one, other)

        monkeypatch.setattr(joining._Part, "is_of_one_paper_with", counted)
        records = [
            reply(hashlib.sha256(bytes([i % 256, i // 256])).hexdigest() * 3, doi=f"10.1/{i}") for i in range(400)
        ]
        assert len(merge(records)) == 400
        assert len(compared) < 4_000  # each with each would be 159,600

    @given(st.lists(papers(), max_size=12))
    def test_ids_are_unique_and_no_source_is_lost(self, records: list[Paper]) -> None:
        merged = merge(records)
        assert [paper.id for paper in merged] == sorted({paper.id for paper in merged})
        sources = {source for paper in records for source in paper.sources}
        assert {source for paper in merged for source in paper.sources} == sources

    @given(st.lists(papers(), max_size=12))
    def test_papers_of_one_title_are_told_apart_by_something(self, records: list[Paper]) -> None:
        merged = merge(records)
        for a, b in combinations(merged, 2):
            if title_key(a.title) == title_key(b.title):
                people_or_years = share_first_author(a, b) is False or are_near(a, b) is False
                told_apart = contradict(numbers(a), numbers(b)) or Abstract(a.abstract).differs(Abstract(b.abstract))
                assert told_apart or people_or_years

    def test_a_record_of_its_own_stays_as_it_is(self) -> None:
        alone, twice = reply(ROBOTS, title="Robots", id="robots"), reply(PARSING)
        merged = merge([twice, alone, replace(twice, venue="ACL")])
        assert len(merged) == 2
        assert any(paper is alone for paper in merged)

    def test_papers_with_different_abstracts_stay_two(self) -> None:
        first, second = merge([reply(PARSING), reply(ROBOTS)])
        assert {first.abstract, second.abstract} == {PARSING, ROBOTS}
        assert first.id != second.id
        assert first.id.startswith(paper_id("Reply"))
        # Further records of both find the one that they are of.
        more = merge([reply(ROBOTS, title="Reply!"), reply(PARSING[:50]), reply(PARSING), reply(ROBOTS[:-30])])
        assert [(paper.id, paper.abstract) for paper in more] == [
            (first.id, first.abstract),
            (second.id, second.abstract),
        ]

    @pytest.mark.parametrize(
        ("kind", "one", "other"), [("doi", "10.1000/a", "10.1000/b"), ("arxiv_id", "2307.00001", "2307.00002")]
    )
    def test_papers_with_different_numbers_stay_two(self, kind: str, one: str, other: str) -> None:
        records = [reply(PARSING, **{kind: one}), reply(PARSING), reply(PARSING, **{kind: other})]
        merged = merge(records)
        assert sorted(getattr(paper, kind) for paper in merged) == [one, other]
        assert len({paper.id for paper in merged}) == 2
        assert merge([*merged, *records]) == merged

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ({"arxiv_id": "2307.00001v1"}, {"arxiv_id": "2307.00001v2"}),
            ({"doi": "10.1000/A"}, {"doi": "10.1000/a"}),
            ({"doi": "10.1000/a", "arxiv_id": "2307.00001"}, {"doi": "10.1000/b", "arxiv_id": "2307.00001"}),
            ({"id": "mine"}, {"id": "mine"}),
        ],
    )
    def test_a_shared_number_or_id_outweighs_the_abstracts(self, one: dict[str, str], other: dict[str, str]) -> None:
        assert len(merge([reply(PARSING, **one), reply(ROBOTS, **other)])) == 1

    def test_a_preprint_and_its_publication_are_one(self) -> None:
        preprint = reply(PARSING, doi="10.48550/arXiv.2307.00001", arxiv_id="2307.00001")
        [paper] = merge([preprint, reply(PARSING, doi="10.5555/12345678")])
        assert (paper.doi, paper.arxiv_id) == ("10.5555/12345678", "2307.00001")

    def test_a_preprint_of_any_server_and_its_publication_are_one(self) -> None:
        preprint = reply(PARSING, doi="10.1101/014852", date="2015-02-04")
        [paper] = merge([preprint, reply(PARSING, doi="10.1002/ece3.2314", date="2016-08-18")])
        assert (paper.doi, paper.date) == ("10.1002/ece3.2314", "2015-02-04")
        versions = [reply(PARSING, doi=f"10.21203/rs.3.rs-1/v{version}") for version in (1, 2)]
        assert len(merge(versions)) == 1
        assert len(merge([preprint, reply(PARSING, doi="10.1101/014853")])) == 2

    @pytest.mark.parametrize(
        ("one", "other", "count"),
        [
            ({"authors": ("Ann One",)}, {"authors": ("A. One",)}, 1),
            ({"authors": ("Ann One",)}, {"authors": ("Bea Two",)}, 2),
            ({"authors": ("One Ann",)}, {"authors": ("Ann One",)}, 1),
            ({"date": "2014"}, {"date": "2015-03"}, 1),
            ({"date": "2004"}, {"date": "2015"}, 2),
            ({}, {"authors": ("Bea Two",), "date": "2015"}, 1),
        ],
    )
    def test_titles_alone_are_told_apart_by_authors_and_years(
        self, one: dict[str, Any], other: dict[str, Any], count: int
    ) -> None:
        assert len(merge([reply("", **one), reply("", **other)])) == count

    def test_records_of_one_pubmed_id_are_one_paper(self) -> None:
        merged = merge([reply(PARSING, pubmed_id="389"), reply(PARSING, title="An answer", id="x", pubmed_id="389")])
        assert [paper.pubmed_id for paper in merged] == ["389"]
        assert len(merge([reply(PARSING, pubmed_id="389"), reply(PARSING, pubmed_id="390")])) == 2

    def test_the_first_date_is_kept(self) -> None:
        dated = [reply(PARSING, date=date) for date in ("2024-06-01", "2023", "2023-05", "to appear")]
        assert [paper.date for paper in merge(dated)] == ["2023-05"]

    def test_ids_that_are_given_stay_as_they_are(self) -> None:
        merged = merge([reply(PARSING, id="a"), reply(ROBOTS, id="b")])
        assert [(paper.id, paper.abstract) for paper in merged] == [("a", PARSING), ("b", ROBOTS)]

    def test_two_files_that_number_their_papers_from_one_lose_none(self) -> None:
        ada, alan = Paper(id="1", title="One", abstract=PARSING), Paper(id="1", title="Two", abstract=ROBOTS)
        first, second = merge([ada, alan])
        assert {first.abstract, second.abstract} == {PARSING, ROBOTS}
        assert first.id != second.id
        # One paper whose title and abstract were rewritten: its authors tell.
        assert len(merge([replace(ada, authors=("A. Lovelace",)), replace(alan, authors=("a. lovelace",))])) == 1

    def test_the_richest_metadata_is_kept(self) -> None:
        poor = Paper(id=paper_id("One"), title="One", abstract="Cut", date="Mar 5", sources=("b:10",))
        rich = Paper(
            id=paper_id("One"), title="ONE", abstract="Cut short.", author_count=3, upvotes=2, sources=("b:9",)
        )
        full = Paper(
            id="arxiv:1", title="One!", abstract="Cut", date="2025-03-05", url="https://x.org", sources=("a:1",)
        )
        assert merge([poor, rich, full]) == [
            Paper(
                id="arxiv:1",
                title="ONE",
                abstract="Cut short.",
                author_count=3,
                date="2025-03-05",
                url="https://x.org",
                upvotes=2,
                sources=("a:1", "b:9", "b:10"),
            )
        ]

    def test_a_chain_of_keys_is_one_paper(self) -> None:
        chain = [
            Paper(id="a", title="One", abstract="x"),
            Paper(id="b", title="Two", abstract="x"),
            Paper(id="a", title="Two", abstract="x"),
        ]
        assert [paper.id for paper in merge(chain)] == ["a"]

    def test_the_most_precise_date_wins(self) -> None:
        dates = ["2025 or later", "Mar 5", "2025", "2025-03", "2025-03-05"]
        for count in range(1, len(dates)):
            group = [Paper(id="a", title="One", abstract="x", date=date) for date in dates[: count + 1]]
            assert merge(group)[0].date == (dates[count] if count > 1 else "2025 or later")

    def test_sources_may_be_anything(self) -> None:
        paper = Paper(id="a", title="One", abstract="x", sources=("z", "a:x", "c:2"))
        assert merge([paper])[0].sources == ("a:x", "c:2", "z")


@pytest.mark.parametrize("stream", [None, io.StringIO(line())])
def test_standard_input_is_touched_only_where_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stream: io.StringIO | None
) -> None:
    monkeypatch.setattr("sys.stdin", stream)
    (tmp_path / "p.jsonl").write_text(line(), encoding="utf-8")
    assert only(tmp_path / "p.jsonl").id == "x1"
    with pytest.raises(ReadError, match="standard input: closed"):
        read(["-"])


@pytest.mark.parametrize("year", [-1, 0, 999, 9999])
def test_a_year_that_no_paper_has_is_refused(year: int) -> None:
    with pytest.raises(OptionError, match=f"year {year}: not a year of a paper"):
        read([], year=year)


ABSTRACT = (
    "We propose a small model for image classification with a careful study of noise in training, of the order of the "
    "data, and of width. It is better than larger models at the same cost."
)
OTHER_ABSTRACT = (
    "Herring catches in the northern seas have been counted for forty years. We relate them to the temperature of the "
    "water, to the nets in use, and to the number of boats that left each harbor."
)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ({"arxiv_id": "2401.01234v1"}, {"arxiv_id": "arXiv:2401.01234v3"}),
        ({"url": "https://arxiv.org/abs/2401.05678v2"}, {"url": "https://arxiv.org/pdf/2401.05678"}),
        ({"doi": "10.1000/ABC.12"}, {"doi": "https://doi.org/10.1000/abc.12."}),
        ({"id": "2401.09999v1"}, {"id": "2401.09999"}),
    ],
)
def test_one_number_is_one_paper_if_the_abstracts_agree(tmp_path: Path, a: dict[str, str], b: dict[str, str]) -> None:
    def count(one: str, two: str) -> int:
        rows = [{"title": "First", "abstract": one} | a, {"title": "Better title", "abstract": two} | b]
        (tmp_path / "p.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return len(merge(record for record in read([tmp_path / "p.jsonl"]) if isinstance(record, Paper)))

    assert count(ABSTRACT, ABSTRACT + " We add more.") == 1
    assert count(ABSTRACT, OTHER_ABSTRACT) == 2


def test_papers_in_a_volume_with_one_doi_stay_apart() -> None:
    papers = [
        Paper(id=str(number), title=title, abstract="No abstract available here.", doi="10.1000/volume")
        for number, title in enumerate(("On herring", "On nets"))
    ]
    assert len(merge(papers)) == 2


def test_a_record_of_endless_text_is_rejected_with_its_size(tmp_path: Path) -> None:
    file = tmp_path / "long.jsonl"
    texts = ("x" * 1_000_001, "x" * 100_000, "An ordinary abstract. " * 1000)
    file.write_text("".join(json.dumps({"title": "A title", "abstract": text}) + "\n" for text in texts), "utf-8")
    found = list(read([file]))
    assert [record.reason for record in found if isinstance(record, Rejected)] == [
        "the abstract has 1,000,001 characters, more than 1,000,000",
        "title and abstract have 100,008 characters, more than 100,000",
    ]
    assert len(found) == 3


def test_a_record_of_long_text_is_whole_and_says_how_much_of_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "long.jsonl"
    row = {"title": "A title", "abstract": "? " * 5_001, "date": "2023-02-30", "notes": ["A note."]}
    file.write_text(json.dumps(row), "utf-8")
    (paper,) = read([file])
    assert isinstance(paper, Paper)
    assert paper.abstract == ("? " * 5_001).strip()
    assert paper.notes == (
        "A note.",
        "date 2023-02-30 does not exist",
        "title and abstract have 5,003 words and marks, of which at most the first 5,000 are read",
    )


def test_one_character_that_no_text_has_costs_one_record(tmp_path: Path) -> None:
    rows = [json.dumps(ROW | {"title": f"Title {number}"}) + "\n" for number in range(200)]
    rows[100] = rows[100].replace("Title", "\0Title")
    (tmp_path / "p.jsonl").write_text("".join(rows), "utf-8")
    found = list(read([tmp_path / "p.jsonl"]))
    assert [record.place for record in found if isinstance(record, Rejected)] == [101]
    assert len(found) == 200


def test_an_unexpected_exception_costs_one_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(given: object) -> tuple[str, ...]:
        if given == ["Broken"]:
            raise ValueError("x" * 200)
        return ()

    monkeypatch.setattr(record, "read_authors", broken)
    rows = [ROW, ROW | {"title": "A bad one", "authors": ["Broken"]}, ROW | {"title": "Another"}]
    (tmp_path / "p.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    first, bad, last = read([tmp_path / "p.jsonl"])
    assert isinstance(first, Paper)
    assert isinstance(last, Paper)
    reason = f"internal error: ValueError: {'x' * 79}…; please report"
    assert bad == Rejected(source="p.jsonl", place=2, reason=reason, excerpt="A bad one")


def test_an_unexpected_exception_of_a_reader_costs_the_rest_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(given: source.Source, year: int | None) -> Iterator[Paper | Rejected]:
        yield from islice(READERS["jsonl"].read(given, year), 1)
        raise IndexError("list index out of range")

    reader = replace(READERS["jsonl"], read=broken)
    monkeypatch.setattr("paperkg.readers.formats", lambda: {**READERS, "jsonl": reader})
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text(json.dumps(ROW) + "\n", "utf-8")
    found = list(read([tmp_path]))
    assert sum(isinstance(record, Paper) for record in found) == 2
    reason = "the rest is not read; internal error: IndexError: list index out of range; please report"
    assert [(r.source, r.reason, r.records) for r in found if isinstance(r, Rejected)] == [
        ("a.jsonl", reason, 0),
        ("b.jsonl", reason, 0),
    ]


@pytest.mark.parametrize("place", ["paperkg.readers.record.read_authors", "paperkg.readers.jsonl.make_paper"])
def test_that_memory_does_not_suffice_is_no_fault_of_a_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def broken(*_given: object) -> None:
        raise MemoryError

    monkeypatch.setattr(place, broken)
    (tmp_path / "p.jsonl").write_text(json.dumps(ROW) + "\n", "utf-8")
    with pytest.raises(MemoryError):
        list(read([tmp_path / "p.jsonl"]))
