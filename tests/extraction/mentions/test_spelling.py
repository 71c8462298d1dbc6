"""Ordinary words are no mentions of names that differ from them by case."""

import pytest

from paperkg.extraction.extractor import Extractor
from paperkg.model import Paper


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.mark.parametrize(
    ("abstract", "name", "aliases"),
    [
        ("We evaluate GPT-4 on MATH. Models good at math are good. Math teachers agreed.", "MATH", {"MATH"}),
        ("We extend ReAct. Users react to errors, and agents react too late. ReAct is good.", "ReAct", {"ReAct"}),
        ("We compare CLIP with DINOv2. Each clip lasts ten seconds. Clip by clip we go.", "CLIP", {"CLIP"}),
        ("On SWAG and HELM the model gains. With some swag, the captain at the helm tells jokes.", "HELM", {"HELM"}),
        ("We fine-tune Whisper. Speakers whisper in a room. Whisper reaches 8.1% WER.", "Whisper", {"Whisper"}),
        ("Captions are scored with METEOR on COCO. Images of meteor showers are hard.", "METEOR", {"METEOR"}),
        ("We use PyTorch on ImageNet. The pytorch code is public.", "PyTorch", {"PyTorch", "pytorch"}),
        ("We use PyTorch on ImageNet. Imagenet is large.", "ImageNet", {"ImageNet", "Imagenet"}),
        ("We train on CIFAR-10, and Cifar10 is small.", "CIFAR-10", {"CIFAR-10", "Cifar10"}),
    ],
)
def test_a_name_is_mentioned_where_it_is_written(
    extractor: Extractor, abstract: str, name: str, aliases: set[str]
) -> None:
    found = {e.name: e for e in extractor.extract(Paper(id="x", title="Notes", abstract=abstract)).entities}
    assert set(found[name].aliases) == aliases


def test_terms_are_mentioned_in_any_case(extractor: Extractor) -> None:
    text = "Knowledge distillation helps. We study knowledge distillation and Knowledge Distillation."
    (entity,) = extractor.extract(Paper(id="x", title="Notes", abstract=text)).entities
    assert len(entity.mentions) == 3
