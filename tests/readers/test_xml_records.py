"""XML files are read record by record, however long, damaged or hostile they are."""

import io
import re
import tracemalloc
from collections.abc import Iterator
from itertools import chain, repeat
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.readers import xml_records
from paperkg.readers.source import Source
from paperkg.readers.xml_fields import earliest, first_text, text_of
from paperkg.readers.xml_records import XmlRecord, fields_of, looks_like_xml, parse, split_records


def split(text: str, *tags: str, around: tuple[str, ...] = ()) -> list[XmlRecord]:
    return list(split_records(Source("x.xml", io.BytesIO(text.encode())), tags or ("paper",), around))


def element(text: str) -> Element:
    parsed = parse(XmlRecord(1, "x", text))
    assert isinstance(parsed, Element)
    return parsed


class TestSplitting:
    def test_records_are_found_wherever_they_stand(self) -> None:
        text = '<a><paper id="1">x</paper><b><p:paper>y</p:paper ></b><paper/><papers>z</papers><paper id="2" /></a>'
        assert [record.text for record in split(text)] == [
            '<paper id="1">x</paper>',
            "<p:paper>y</p:paper >",
            "<paper/>",
            '<paper id="2" />',
        ]
        assert [record.number for record in split(text)] == [1, 2, 3, 4]

    def test_an_element_of_another_namespace_inside_a_record_is_none(self) -> None:
        text = "<a><paper><m:paper>x</m:paper></paper><paper>y</paper></a>"
        assert [(record.text, record.problem) for record in split(text)] == [
            ("<paper><m:paper>x</m:paper></paper>", None),
            ("<paper>y</paper>", None),
        ]

    def test_what_stands_around_records_is_given_uncounted(self) -> None:
        text = "<v><meta>1</meta><paper>a</paper><meta>2</meta><paper>b</paper></v>"
        assert [(r.tag, r.number) for r in split(text, around=("meta",))] == [
            ("meta", 0),
            ("paper", 1),
            ("meta", 1),
            ("paper", 2),
        ]

    def test_one_that_does_not_end_leaves_the_next_alone(self) -> None:
        first, second = split("<a><paper>one<paper>two</paper></a>")
        assert (first.text, first.problem) == ("<paper>one", "the element paper does not end before <paper")
        assert (second.text, second.problem) == ("<paper>two</paper>", None)

    def test_a_file_that_was_cut_off(self) -> None:
        first, second = split("<a><paper>one</paper><paper>tw")
        assert (first.text, first.problem) == ("<paper>one</paper>", None)
        assert (second.number, second.problem) == (2, "the element paper is cut off")

    def test_one_whose_start_is_damaged_is_told(self) -> None:
        first, second = split("<a><pa per>one</paper><paper>two</paper></a>")
        assert (first.problem, second.problem) == ("the element paper has no start", None)
        assert (first.number, second.number) == (1, 2)

    def test_a_file_that_ends_between_records(self) -> None:
        _, rest = split("<?xml version='1.0'?><!DOCTYPE a><a><paper>one</paper>")
        assert (rest.tag, rest.problem) == ("", "the file is cut off: a does not end")
        assert len(split("<paper>one</paper><paper>two</paper>")) == 2

    def test_records_across_pieces_of_the_file(self, monkeypatch: pytest.MonkeyPatch) -> None:
        text = "".join(f"<paper id='{n}'>{'x' * n}</paper>\n" for n in range(60)) + "<paper/>"
        whole = [record.text for record in split(text)]
        assert len(whole) == 61
        for size in (1, 7, 64):
            monkeypatch.setattr(xml_records, "_CHUNK", size)
            assert [record.text for record in split(text)] == whole

    def test_a_record_of_any_length_needs_bounded_memory(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(xml_records, "MOST_CHARACTERS", 10_000)
        monkeypatch.setattr(xml_records, "_CHUNK", 1000)
        first, second = split("<paper>" + "x" * 50_000 + "</paper><paper>y</paper>")
        assert (first.problem, len(first.text)) == ("the element paper is too long", 400)
        assert second.text == "<paper>y</paper>"

    @given(st.lists(st.sampled_from(["<paper>", "</paper>", "<paper/>", "x", "<", ">", "&", "<p", "aper>"])))
    def test_no_start_tag_is_passed_over(self, pieces: list[str]) -> None:
        text = "".join(pieces)
        records = [record for record in split(text) if record.tag]
        assert len(records) >= len(re.findall(r"<paper(?=[\s>/])", text))
        assert [record.number for record in records] == list(range(1, len(records) + 1))


class TestParsing:
    @pytest.mark.parametrize(
        ("text", "plain"),
        [
            ("<t>Caf&eacute; &amp; bar &lt; 3</t>", "Café & bar < 3"),
            ("<t>A&nbsp;B &unknown; C &#x263A; &#0; &#xFFFF; D & E</t>", "A B &unknown; C ☺ D & E"),
            ("<t>p < 0.05 and a<3</t>", "p < 0.05 and a<3"),
            ("<t>bell\x07 and \x0bmore</t>", "bell and more"),
            ("<t><![CDATA[x < y]]></t>", "x < y"),
            ("<n:t xmlns:n='u'><m:i>x</m:i></n:t>", "x"),
        ],
    )
    def test_what_exports_have_although_xml_forbids_it(self, text: str, plain: str) -> None:
        assert text_of(element(text)) == plain

    def test_names_lose_their_namespaces(self) -> None:
        record = element("<oai:dc xmlns:oai='u' xmlns='v'><dc:title>T</dc:title><plain xml:lang='en'/></oai:dc>")
        assert [child.tag for child in record.iter()] == ["dc", "title", "plain"]

    def test_a_record_that_is_not_well_formed_says_so(self) -> None:
        assert parse(XmlRecord(1, "t", "<t><i>x</t>")) == "not well-formed XML: mismatched tag"
        assert parse(XmlRecord(1, "t", "<t>x</t>", "the element t is cut off")) == "the element t is cut off"

    @pytest.mark.parametrize(
        "text",
        [
            "<![CDATA[" * 20_000,
            "<![CDATA[x]]>" * 20_000,
            "&" * 100_000,
            "<" * 100_000,
            "a:" * 100_000,
            "<i>" * 20_000,
            "<i>" * 20_000 + "</i>" * 20_000,
            "<tex-math>" + "\\begin{document}$$" * 20_000 + "</tex-math>",
        ],
        ids=["cdata open", "cdata", "&", "<", "a:", "unclosed", "nested", "tex"],
    )
    def test_hostile_records_end_in_a_paper_or_a_reason(self, text: str) -> None:
        """Each would take minutes if time grew with the square of its length."""
        parsed = parse(XmlRecord(1, "t", f"<t>{text}</t>"))
        told = parsed if isinstance(parsed, str) else fields_of(parsed, lambda element: {"title": text_of(element)})
        assert told

    def test_hostile_beginnings(self) -> None:
        for start in ("<!>" * 20_000, "<?" * 30_000, "<!a[" * 16_000, "<" * 60_000):
            assert split(f"{start}<a><paper>x</paper></a>")

    def test_no_entity_is_expanded(self) -> None:
        """Neither the laughs nor the file: a document type is outside of records, and one inside is an error."""
        text = (
            '<!DOCTYPE a [<!ENTITY lol "lol"><!ENTITY many "&lol;&lol;&lol;"><!ENTITY file SYSTEM "file:///etc/passwd">]>'
            '<a><paper title="&many;">&many; &file;</paper></a>'
        )
        [record] = split(text)
        parsed = element(record.text)
        assert text_of(parsed) == "&many; &file;"
        assert parsed.get("title") == "&many;"
        inside = '<paper><!DOCTYPE a [<!ENTITY x "y">]>&x;</paper>'
        assert parse(XmlRecord(1, "paper", inside)) == "not well-formed XML: not well-formed (invalid token)"


class TestText:
    @pytest.mark.parametrize(
        ("text", "plain"),
        [
            ("<t>CO<sub>2</sub> and 10<sup>3</sup></t>", "CO₂ and 10³"),
            ("<t>CO<style face='subscript'>2</style> <style face='italic'>in</style> vivo</t>", "CO₂ in vivo"),
            ("<t><fixed-case>E</fixed-case>nglish</t>", "English"),
            ("<t>\n  <p>One.</p>\n  <p>Two.</p>\n</t>", "One. Two."),
            ("<t><p>One.</p><p>Two.</p></t>", "One. Two."),
            ("<t>A title<xref ref-type='fn'>*</xref><fn><p>note</p></fn></t>", "A title"),
            ("<t>known<sup><xref ref-type='bibr'>1</xref></sup>.</t>", "known."),
            ("<t>as in <xref ref-type='bibr'>Lovelace (1843)</xref></t>", "as in Lovelace (1843)"),
            (
                "<t>for <inline-formula><alternatives><tex-math>\\documentclass{x}\\begin{document}$$x^2$$"
                "\\end{document}</tex-math><mml:math><mml:mi>x</mml:mi></mml:math></alternatives></inline-formula>.</t>",
                "for $x^2$.",
            ),
            ("<t><alternatives><inline-graphic/><mml:math><mml:mi>x</mml:mi></mml:math></alternatives></t>", "x"),
            ("<t><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup></t>", "x²"),
            ("<t><mml:mfrac><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:mfrac></t>", "x/2"),
            ("<t><tex-math>\\alpha</tex-math></t>", "$\\alpha$"),
            ("<t>before<!-- a comment -->after</t>", "beforeafter"),
        ],
    )
    def test_tags_vanish_and_words_stay_as_they_are(self, text: str, plain: str) -> None:
        assert text_of(element(text)) == plain

    def test_paths_lead_to_elements_and_attributes(self) -> None:
        record = element("<r><a k='1'> </a><a k='2'>two</a><b href='u'/></r>")
        assert first_text(record, "a") == "two"
        assert first_text(record, "c", "a[@k='2']") == "two"
        assert first_text(record, "b/@href") == "u"
        assert first_text(record, "c") is None


class TestDates:
    @pytest.mark.parametrize(
        ("dates", "first"),
        [
            ([{"year": "2020"}, {"year": "2019", "month": "12"}], {"year": "2019", "month": "12"}),
            ([{"year": "2020"}, {"year": "2020", "month": "6"}], {"year": "2020", "month": "6"}),
            ([{"year": "2020", "month": "Jul"}, {"year": "2020", "month": "6"}], {"year": "2020", "month": "6"}),
            ([{"year": "2020", "month": "Summer"}], {"year": "2020", "month": "Summer"}),
            ([{"month": "6"}, {"year": "n.d."}], {}),
        ],
    )
    def test_the_earliest(self, dates: list[dict[str, str]], first: dict[str, str]) -> None:
        assert earliest(dates) == first


def test_xml_is_known_by_its_first_tag() -> None:
    def looks(data: bytes) -> bool:
        return looks_like_xml(Source("x", io.BytesIO(data)), re.compile("<paper"))

    assert looks(b"\xef\xbb\xbf\n <x><paper/></x>")
    assert not looks(b"a text about <paper>")
    assert not looks(b"")


def test_a_long_file_is_read_in_the_memory_of_one_record() -> None:
    record = f"<paper><title>A title</title><abstract>{'word ' * 400}</abstract></paper>\n".encode()
    tracemalloc.start()
    try:
        source = Source("x.xml", Repeated(b"<papers>", record, 5000, b"</papers>"))
        assert sum(isinstance(parse(record), Element) for record in split_records(source, ("paper",))) == 5000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert 5000 * len(record) > 10_000_000
    assert peak < 4_000_000


class Repeated(io.RawIOBase):
    """A long file that is never in memory."""

    def __init__(self, start: bytes, body: bytes, times: int, end: bytes) -> None:
        self._pieces = chain([start], repeat(body, times), [end])
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size and (piece := next(self._pieces, b"")):
            self._rest += piece
        data, self._rest = self._rest[:size], self._rest[size:]
        return data


def test_a_stream_is_read_no_further_than_needed() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            return (b"<paper>x</paper>" * (size // 16 + 1))[: size // 16 * 16 or 16]

    records: Iterator[XmlRecord] = split_records(Source("x", Endless()), ("paper",))
    assert next(records).text == "<paper>x</paper>"
