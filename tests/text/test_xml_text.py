"""Text in XML."""

from xml.sax.saxutils import escape, quoteattr

from hypothesis import given
from hypothesis import strategies as st

from paperkg.text.xml_text import xml_attribute, xml_text

_TEXT = st.text(st.sampled_from("a<>&\"'\n\r\té"))


@given(_TEXT)
def test_it_is_that_of_the_standard_library(text: str) -> None:
    assert xml_text(text) == escape(text)
    assert xml_attribute(text) == quoteattr(text)
