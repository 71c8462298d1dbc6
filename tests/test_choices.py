"""What arguments may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.choices import at_least, chosen, chosen_format
from paperkg.errors import OptionError, UnknownFormatError, UnknownValueError
from paperkg.kinds import EntityType, entity_types


@pytest.mark.parametrize("name", ["model", "MODEL", "Model", EntityType.MODEL])
def test_a_bare_string_is_one_type_in_any_case(name: str) -> None:
    assert entity_types(name) == entity_types([name]) == {EntityType.MODEL}


def test_several_types_and_none() -> None:
    assert entity_types(("method", "Task")) == {EntityType.METHOD, EntityType.TASK}
    assert entity_types(()) == frozenset()


def test_an_unknown_type_lists_the_types_in_their_order() -> None:
    with pytest.raises(UnknownValueError, match=r"^Foo: not an entity type \(available: Method, Model, Benchmark, "):
        entity_types(["Method", "Foo"])


def test_an_unknown_format_lists_the_formats_sorted() -> None:
    with pytest.raises(UnknownFormatError, match=r"^FOO: not a known format \(available: csv, dot\)$"):
        chosen_format("FOO", ["dot", "csv"])


@given(st.sampled_from(["month", "year"]), st.data())
def test_a_name_is_chosen_in_any_case(name: str, data: st.DataObject) -> None:
    mixed = "".join(data.draw(st.sampled_from([letter, letter.upper()])) for letter in name)
    assert chosen(mixed, ("month", "year"), "a period") == name


def test_a_value_of_another_type_is_refused() -> None:
    with pytest.raises(UnknownValueError, match="3: not a period"):
        chosen(3, ("month", "year"), "a period")


def test_numbers_have_a_least() -> None:
    at_least(0, limit=0, jobs=3)
    with pytest.raises(OptionError, match=r"^jobs: at least 1, not 0$"):
        at_least(1, jobs=0)
    with pytest.raises(OptionError, match="not nan"):
        at_least(0, limit=float("nan"))
