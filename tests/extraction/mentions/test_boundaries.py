"""Where mentions end."""

import pytest

from paperkg.extraction.mentions.boundaries import crosses, trimmed
from paperkg.kinds import EntityType
from paperkg.model import Span


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("ConvNeXt [12", "ConvNeXt"),
        ("T5-{small", "T5"),
        ("[image classification", "image classification"),
        ("12] ConvNeXt", "ConvNeXt"),
        ("Low-Rank Adaptation (LoRA", "Low-Rank Adaptation"),
        ("BERT (base)", "BERT (base)"),
        ("MOSE 71.2", "MOSE"),
        ("MOSE 71.2%", "MOSE"),
        ("NYUv2 0.052", "NYUv2"),
        ("PubMed®", "PubMed"),
        ("SQuAD 2.0", "SQuAD 2.0"),
        ("Claude 3.5", "Claude 3.5"),
        ("DAVIS 2017", "DAVIS 2017"),
        ("GSM8K's", "GSM8K"),
        ("GPT-4’s answers", "GPT-4"),
        ("Cohen's kappa", "Cohen's kappa"),
        ("OpenAI's o1", "OpenAI's o1"),
        ("ZipNet**", "ZipNet"),
        ("A*", "A*"),
        ("C++", "C++"),
        (".NET", ".NET"),
        (". Next", "Next"),
        ("Diffusion”—Models", "Diffusion"),
        ("(", ""),
    ],
)
def test_a_name_is_without_what_is_not_its_own(form: str, name: str) -> None:
    span = trimmed(f"x {form} y", Span(2, 2 + len(form)), EntityType.BENCHMARK)
    assert f"x {form} y"[span.start : span.end] == name


def test_software_has_versions_that_look_like_values() -> None:
    assert trimmed("CUDA 12.4", Span(0, 9), EntityType.SOFTWARE) == Span(0, 9)


def test_a_span_crosses_what_is_inside_it() -> None:
    assert crosses(Span(3, 9), (0, 5))
    assert not crosses(Span(3, 9), (3, 9))
    assert not crosses(Span(3, 9), ())
