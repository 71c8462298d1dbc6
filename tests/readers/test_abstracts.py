"""Abstracts lose their heading, and remarks that there is none are none."""

import pytest

from paperkg.readers.abstracts import read_abstract


@pytest.mark.parametrize(
    "text",
    [
        "[No abstract available]", "[No abstract available].", "Not Available", "[Not Available].", "Without Abstract",
        "N/A", "n.a.", "NA", "None", "null", "nan", "-", "...", "Abstract", "No abstract.", "Abstract not available",
        "Abstract unavailable", "[ABSTRACT NOT AVAILABLE]", "There is no abstract for this article",
        "An abstract is not available for this content so a preview has been provided", "No abstract provided",
        "No abstract is available for this article.", "The abstract of this paper is not available.",
        "This article has no abstract.", "Kein Abstract verfügbar", "Pas de résumé", "无摘要", "<p>No abstract</p>",
    ],
)  # fmt: skip
def test_placeholders_are_no_abstract(text: str) -> None:
    assert read_abstract(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "No abstract meaning representation is available for this language.",
        "Unknown unknowns are hard.",
        "Summary statistics are not available.",
        "This article has been withdrawn.",
        "Invited talk",
        "Abstract Meaning Representation (AMR) is a graph.",
        "Abstractive summarization is hard.",
        "Abstract interpretation finds errors.",
    ],
)
def test_what_only_looks_like_a_placeholder_or_a_heading_stays(text: str) -> None:
    assert read_abstract(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Abstract: We see.", "ABSTRACT We see.", "Abstract We see.", "Abstract.We see.", "Abstract—We see.",
        "\nAbstract\n\nWe see.", "A B S T R A C T: We see.", "AbstractWe see.", "<h3>Abstract</h3><p>We see.</p>",
        "<title>Abstract</title> We see.", "Abstract  We see.",
    ],
)  # fmt: skip
def test_the_heading_goes(text: str) -> None:
    assert read_abstract(text) == "We see."


def test_the_heading_goes_before_any_sentence_but_not_from_a_term() -> None:
    assert read_abstract("Abstract Hemophilic arthropathy (HA) hurts.") == "Hemophilic arthropathy (HA) hurts."
    assert read_abstract("Abstract Visual reasoning is hard.") == "Abstract Visual reasoning is hard."


def test_parts() -> None:
    parts = [{"label": "BACKGROUND:", "text": "It rains."}, "We went out. ", {"label": None, "text": "Wet."}, None, {}]
    assert read_abstract(parts) == "BACKGROUND: It rains. We went out. Wet."
    assert read_abstract([]) == read_abstract(None) == read_abstract(3) == ""
