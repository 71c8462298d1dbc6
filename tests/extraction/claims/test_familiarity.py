"""How familiar names are."""

from annotated_text import read
from paperkg.extraction.claims.familiarity import familiarity_features, papers_with
from paperkg.model import PaperEntity


def entity(marked: str) -> PaperEntity:
    return read(f"A title\n{marked} is used.")[2][0]


def test_a_new_name_is_in_no_paper() -> None:
    assert papers_with(entity("[Method QuickTrim]")) == 0
    assert familiarity_features(entity("[Method QuickTrim]"))[:3] == [
        "papers_bits=0",
        "in_lexicon=False",
        "papers_1_up,named=False True",
    ]


def test_a_name_is_known_whatever_its_spelling() -> None:
    assert papers_with(entity("[Benchmark ImageNet]")) > 200
    assert papers_with(entity("[Benchmark image-net]")) == papers_with(entity("[Benchmark ImageNet]"))
    assert "papers_200_up,named=True True" in familiarity_features(entity("[Benchmark ImageNet]"))
