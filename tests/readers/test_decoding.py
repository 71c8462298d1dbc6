"""Bytes become text in whatever encoding they come."""

import io

import pytest

from paperkg.model import Paper
from paperkg.readers import read
from paperkg.readers.source import Line, Source

GOOD = b'{"title": "A title", "abstract": "We propose FooNet."}\n'
GERMAN = "Über die Größe: Müller prüft Maße für Bücher.\n"
RUSSIAN = "Мы предлагаем новый метод обучения языковых моделей, который работает быстрее прежних.\n"
POLISH = "Łukasz Żółkiewski, Gdańsk: metody uczenia sieci z użyciem pamięci\n"
ENGLISH = "We propose a method for language models that improves accuracy by a wide margin.\n"
JAPANESE = "本論文では、言語モデルの新しい学習方法を提案する。実験により有効性を示した。\n"


def text_of(data: bytes) -> str:
    return Source("x.txt", io.BytesIO(data)).text().read()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1252"]
)
def test_western_text(encoding: str) -> None:
    text = "title\n" + GERMAN
    assert text_of(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (POLISH, "windows-1250"),
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
    ],
)
@pytest.mark.parametrize("others", [0, 10])
def test_text_in_other_letters(text: str, encoding: str, others: int) -> None:
    mixed = (text + ENGLISH * others) * 5
    assert text_of(mixed.encode(encoding)) == mixed


def test_parts_of_a_file_in_two_encodings() -> None:
    """As people join the libraries of several programs."""
    for size in (1, 5000):  # the second beyond the head
        data = GERMAN.encode() * size + GERMAN.encode("windows-1252")
        assert text_of(data) == GERMAN * (size + 1)


def test_a_byte_that_no_encoding_explains_is_told_with_its_line() -> None:
    data = GERMAN.encode() + b"na\x81ve\n" + b"plain\n"
    lines = list(Source("x.txt", io.BytesIO(data)).lines)
    assert [line.number for line in lines] == [1, 2, 3]
    assert [line.problem for line in lines] == [None, "not UTF-8: byte 0x81 at character 3", None]


def test_a_character_cut_by_the_end_of_the_head_is_no_other_encoding() -> None:
    data = b"x" * ((1 << 16) - 1) + GERMAN.encode()
    assert text_of(data).endswith(GERMAN)


def test_line_ends_of_all_kinds_in_one_file() -> None:
    source = Source("x.txt", io.BytesIO(b"one\r\ntwo\rthree\nfour"))
    expected = (Line(1, "one"), Line(2, "two"), Line(3, "three"), Line(4, "four"))
    assert source.head == expected
    assert tuple(source.lines) == expected


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00", b"+/v8"])
def test_a_mark_that_begins_a_line_is_none_of_the_text(mark: bytes) -> None:
    found = list(read(["-"], stdin=io.BytesIO(b"\n" + mark + b"\n" + GOOD)))
    assert sum(isinstance(record, Paper) for record in found) == 1
