"""Numbers of things, as people write them."""

from paperkg.text.counts import counted, counts_line


def test_one_thing_is_singular() -> None:
    assert counted(1, "papers") == "1 paper"
    assert counted(1, "entities") == "1 entity"
    assert counted(0, "papers") == "0 papers"
    assert counted(2389, "entities") == "2,389 entities"


def test_a_line_names_what_is_counted() -> None:
    assert counts_line({"papers": 1, "sentences": 9, "entities": 2}) == "1 paper, 2 entities"
    assert counts_line({}) == ""
