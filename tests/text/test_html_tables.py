"""Tables for notebooks."""

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from paperkg.text.html_tables import SHOWN_ROWS, html_table

_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]))


@given(st.lists(_TEXT, min_size=1), _TEXT, st.data())
def test_any_text_is_escaped(head: list[str], caption: str, data: st.DataObject) -> None:
    row = data.draw(st.lists(_TEXT, min_size=len(head), max_size=len(head)))
    table = ET.fromstring(html_table(head, [row], caption))
    assert [cell.text or "" for cell in table.iter("th")] == head
    assert [cell.text or "" for cell in table.iter("td")] == row
    assert (table.findtext("caption") or "") == caption


def test_nothing_is_an_empty_cell() -> None:
    assert "<td></td><td>0</td>" in html_table(("a", "b"), [(None, 0)])


def test_a_long_table_is_cut() -> None:
    rows = [(i,) for i in range(SHOWN_ROWS + 1)]
    assert html_table(("n",), rows).count("<tr>") == SHOWN_ROWS + 1
    assert "only the first" in html_table(("n",), rows)
    assert "only the first" not in html_table(("n",), rows[:-1])
