"""HTML and JATS go, and what only looks like them stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.text.cleaning import clean


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        (
            "<jats:title>Abstract</jats:title><jats:p>We reach 91.2&#37; (p &lt; 0.01).</jats:p>",
            "We reach 91.2% (p < 0.01).",
        ),
        (
            "<jats:p>One.</jats:p><jats:sec><jats:title>Results</jats:title><jats:p>Two.</jats:p></jats:sec>",
            "One. Results: Two.",
        ),
        (
            "<p>We propose <b>ZipNet</b>, 91&#x25; on <i>CIFAR-10</i>.<br/>It beats VGG-16.</p>",
            "We propose ZipNet, 91% on CIFAR-10. It beats VGG-16.",
        ),
        (
            "CO<sub>2</sub> in 10<sup>3</sup> and 10<jats:sup>-3</jats:sup>, BERT<sub>base</sub>",
            "CO₂ in 10³ and 10⁻³, BERTbase",
        ),
        ("image&nbsp;classification with ResNet&#8209;50 &amp; VGG", "image classification with ResNet‑50 & VGG"),
        ("&amp;lt;i&amp;gt;E. coli&amp;lt;/i&amp;gt;", "E. coli"),
        ('See <a href="http://x.org/">the link</a> by M&uuml;ller', "See the link by Müller"),
        ("<!-- hidden -->a <![CDATA[b]]>", "a b"),
        ("First.<p>Second", "First. Second"),
    ],
)
def test_markup_is_read_over(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "p < 0.01 and q > 3",
        "List<int>, Map<String, List<i>> and a<b>c",
        "a<b and c>d, $1<p<\\infty$",
        "the tokens <mask>, <s> </s>, <title> and <b> stay",
        "AT&T, R&D; &foo; & more",
        "Breaking </script><script>alert('x')</script>",
    ],
)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert clean(text) == text


TAGS = ["<b>", "</b>", "<i>", "<p>", "</p>", "<br/>", "<sub>", "2", "</sub>", "<jats:title>", "</jats:title>"]
PIECES = [*TAGS, "&lt;", "&gt;", "&amp;", "lt;", "b", "<", ">", "&", ";", " ", "\u200b"]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_cleaning_markup_twice_is_cleaning_it_once(raw: str) -> None:
    assert clean(clean(raw)) == clean(raw)
