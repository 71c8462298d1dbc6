"""Records of JSON of any shape and size, whole or broken."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.readers.json_values import JsonRecord, read_records

A, B, C = ({"title": title, "abstract": "x"} for title in "ABC")


def read(text: str) -> list[JsonRecord]:
    return list(read_records(io.StringIO(text)))


def titles(value: Any) -> list[Any]:
    """The titles of the records; of those that are none what is wrong, as far as it goes before a colon."""
    text = value if isinstance(value, str) else json.dumps(value)
    return [
        record.row.get("title") if record.problem is None else record.problem.partition(":")[0] for record in read(text)
    ]


@pytest.mark.parametrize(
    "value",
    [
        [A, B],
        [[A], [None, B]],
        [A, None, B],
        {"results": [A, B]},
        {"meta": {"count": 2}, "results": [A, B], "group_by": []},
        {"status": "ok", "message": {"facets": {}, "items": [A, B]}},
        {"data": [{"citingPaper": A, "contexts": []}, {"citingPaper": None}, {"citedPaper": B}]},
        {"recommendedPapers": [A, B]},
        {"hits": {"total": 2, "hits": [{"_source": A}, {"_source": B}]}},
        {"resultList": {"result": [A, B]}},
        {"search-results": {"entry": [A, B]}},
        {"2301.00001": A, "2301.00002": B},
        [{"data": A}, {"attributes": B}],
    ],
)
def test_lists_and_envelopes(value: Any) -> None:
    assert titles(value) == ["A", "B"]
    assert titles(json.dumps(value, indent=2)) == ["A", "B"]


@pytest.mark.parametrize("text", ["", "[]", "null", "[null]", "{}x"[:0], '"text"', "\ufeff\n"])
def test_nothing_is_no_record(text: str) -> None:
    assert read(text) == []


def test_an_object_by_itself_is_one_record() -> None:
    assert titles(A | {"references": [{"title": "no record of its own"}]}) == ["A"]
    assert titles({"message": A}) == ["A"]


def test_values_may_follow_each_other() -> None:
    assert titles(json.dumps(A) + "\n" + json.dumps(B)) == ["A", "B"]
    assert titles(json.dumps(A, indent=1) + json.dumps(B, indent=1)) == ["A", "B"]
    assert titles("\x1e" + json.dumps(A) + "\n\x1e" + json.dumps(B)) == ["A", "B"]


def test_json_inside_a_script() -> None:
    assert titles(f"var papers = {json.dumps([A, B])};") == ["A", "B"]
    assert titles(f"callback({json.dumps({'results': [A]})});") == ["A"]
    assert titles(f"const answer = '''{json.dumps(A, indent=1)}''';") == ["A"]


@pytest.mark.parametrize("kept", range(1, 12))
def test_what_is_cut_off_costs_the_last_record_only(kept: int) -> None:
    text = json.dumps({"meta": {"count": 3}, "results": [A, B, C]})
    end = text.index('"C"') + kept
    assert titles(text[:end]) == ["A", "B", "cut off"]


@pytest.mark.parametrize(
    "broken",
    [
        '{"title": "B" "x": 1}',
        '{"title": "B", "x": [1,]}',
        '{"title": "B", "x": unquoted}',
        '{"title": "say "B" now", "x": {"y": 1}}',
        '{"title": "B", "x": "\\q"}',
    ],
)
@pytest.mark.parametrize(
    "form", ["[%s,\n%s,\n%s]", '{"results": [%s, %s, %s]}', "%s\n%s\n%s\n", "[\n  %s,\n  %s,\n  %s\n]"]
)
def test_a_broken_record_costs_itself_only(form: str, broken: str) -> None:
    assert titles(form % (json.dumps(A), broken, json.dumps(C))) == ["A", "not JSON", "C"]


@pytest.mark.parametrize("broken", ['{"total: 3, "data": [%s, %s]}', '{"total": 3, "data":} [%s, %s]}'])
def test_an_envelope_that_is_broken_gives_what_its_list_holds(broken: str) -> None:
    assert titles(broken % (json.dumps(A), json.dumps(B))) == ["not JSON", "A", "B"]


@pytest.mark.parametrize(
    "broken",
    [
        '{"title": "B", "year 1937}',  # quotation marks are out of step from here on
        '{"title": "B", "year": 1937""}',
        '{"title": "B{"title": "B"}',
        '{""title": "B"}',
    ],
)
def test_quotation_marks_out_of_step_cost_one_record_of_many(broken: str) -> None:
    rows = [json.dumps({"title": f"Paper {number}", "abstract": "x" * 30}) for number in range(9)]
    text = json.dumps({"total": 9, "data": "here"}).replace('"here"', f"[{', '.join([*rows[:4], broken, *rows[5:]])}]")
    found = titles(text)
    assert found == [*(f"Paper {number}" for number in range(4)), "not JSON", *(f"Paper {n}" for n in range(5, 9))]


def test_records_that_begin_with_numbers_are_found_by_what_is_before() -> None:
    rows = [{"at": {"date-parts": [[2026, 6, day]]}, "title": f"Paper {day}"} for day in range(1, 3)]
    rows += [{"at": {"date-parts": [[2025, 1, day]]}, "title": f"Paper {day}", "abstract": "x"} for day in range(3, 6)]
    text = json.dumps(rows).replace('"Paper 3", "abstract": "x"', '"Paper 3" and "more')
    assert titles(text) == ["Paper 1", "Paper 2", "not JSON", "Paper 4", "Paper 5"]


@pytest.mark.parametrize("broken", ['{"via": "x", "id": [{"a": 1, ]', '{ ] "via": "x", "id": 1}'])
def test_a_first_record_that_is_broken_costs_itself_only(broken: str) -> None:
    rows = [json.dumps({"via": "x", "id": number, "title": f"Paper {number}"}) for number in range(1, 6)]
    assert titles('{"items": [' + ", ".join([broken + "}", *rows]) + "]}") == [
        "not JSON",
        *(f"Paper {number}" for number in range(1, 6)),
    ]


def test_records_of_several_kinds_are_found_by_what_each_kind_begins_with() -> None:
    rows = [{"indexed": {"at": number}, "title": f"Paper {number}", "abstract": "x" * 30} for number in range(9)]
    rows[2] = {"institution": "I", "title": "Paper 2", "abstract": "x"}
    text = json.dumps(rows).replace('"Paper 4", "abstract', '"Paper 4", "abstract#')
    text = text.replace('abstract#": "x', 'abstract#: "x')
    assert titles(text) == [f"Paper {number}" if number != 4 else "not JSON" for number in range(9)]


@pytest.mark.parametrize("form", ["[%s, %s]", '{"items": [%s, %s]}', "%s\n%s\n"])
def test_a_record_with_lists_before_its_title_is_no_envelope(form: str) -> None:
    long = {"notes": [{"note": "x" * 300_000}], "references": [{"title": "Another"}], "title": "A"}
    assert titles(form % (json.dumps(long), json.dumps(B))) == ["A", "B"]


def test_a_record_that_is_no_object_is_told() -> None:
    assert [record.problem for record in read("[1, {}]")] == ["a JSON int, no object", None]
    assert titles("[" * 100_000) == ["not usable JSON"]


def test_each_record_has_the_line_on_which_it_begins() -> None:
    assert [record.line for record in read("\n[\n" + json.dumps(A) + ",\n\n" + json.dumps(B, indent=1) + "]")] == [3, 5]
    assert [record.line for record in read((json.dumps(A) + "\n") * 3)] == [1, 2, 3]


class Slowly(io.StringIO):
    """A stream that gives little at a time, and counts what it gave."""

    given = 0

    def read(self, size: int | None = -1, /) -> str:
        text = super().read(min(size or 0, 1000))
        self.given += len(text)
        return text


@pytest.mark.parametrize(
    "form", [lambda rows: json.dumps({"meta": 1, "results": rows}), lambda rows: "\n".join(map(json.dumps, rows))]
)
def test_a_long_file_is_read_as_it_comes(form: Any) -> None:
    rows = [{"title": f"Paper {number}", "abstract": "y" * number} for number in range(500)]
    stream = Slowly(form(rows))
    records = read_records(stream)
    first = next(records)
    assert stream.given < 3000
    assert [first.row, *(record.row for record in records)] == rows


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(
    st.lists(st.fixed_dictionaries({"title": st.text(min_size=1, max_size=5), "x": VALUES}), max_size=4),
    st.sampled_from([None, 1]),
)
def test_any_rows_in_a_list_are_its_records(rows: list[dict[str, Any]], indent: int | None) -> None:
    assert [record.row for record in read(json.dumps(rows, indent=indent))] == rows


@given(st.text(max_size=60))
def test_any_text_is_read_to_its_end(text: str) -> None:
    for lead in ("", "[", "{", '{"results": [', '[{"title": "A"},'):
        assert isinstance(read(lead + text), list)
