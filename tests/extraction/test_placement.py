"""What is found in a plain text stands where the stored text has it."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperkg.extraction.extractor import Extractor
from paperkg.model import Extraction, Paper
from paperkg.text.cleaning import clean, one_line


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def names(found: Extraction) -> set[str]:
    return {entity.name for entity in found.entities}


def read(extractor: Extractor, title: str, abstract: str) -> Extraction:
    """What is found in a paper whose text is cleaned as readers clean it."""
    return extractor.extract(Paper(id="x", title=one_line(title), abstract=clean(abstract)))


def test_names_are_plain_and_surface_forms_are_as_stored(extractor: Extractor) -> None:
    found = read(
        extractor,
        "{F}lip{N}et: Parsing with {GPT}-2",
        r"FlipNet is a model for na\"ive parsing. It extends {GPT}-2 and is tested on {CoNLL}-2003; $\beta$-VAE is.",
    )
    aliases = {entity.name: set(entity.aliases) for entity in found.entities}
    assert aliases["FlipNet"] == {"{F}lip{N}et", "FlipNet"}
    assert aliases["GPT-2"] == {"{GPT}-2"}
    assert aliases["CoNLL-2003"] == {"{CoNLL}-2003"}
    assert aliases["β-VAE"] == {r"$\beta$-VAE"}


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Understanding Diffusion", "Models trained with noise generate images. We study them on ImageNet."),
        ("Efficient Prompt", "Tuning adapts frozen models; on SuperGLUE it reaches 89.1."),
        ("Learning Robust Policies with Proximal", "Policy optimization is popular in MuJoCo."),
        ("Rethinking Graph", "Neural networks on molecules overfit. We propose DropEdge2."),
        ("A Survey of Vision", "Language models see images. We review CLIP and LLaVA."),
    ],
)
def test_no_mention_crosses_the_end_of_the_title(extractor: Extractor, title: str, abstract: str) -> None:
    found = read(extractor, title, abstract)
    assert all("\n" not in alias for entity in found.entities for alias in entity.aliases)
    assert not names(found) & {
        "diffusion model",
        "prompt tuning",
        "PPO",
        "graph neural network",
        "vision-language model",
    }


def test_values_after_names_are_results(extractor: Extractor) -> None:
    found = read(
        extractor,
        "Token Pruning for Hierarchical Backbones",
        "We extend Swin (Liu et al., 2021) and ConvNeXt [12]. TP scores 88.4 J&F on DAVIS 2017 val, on MOSE 71.2, and "
        "wins.",
    )
    assert {"ConvNeXt", "MOSE"} <= names(found)
    assert [result.value for result in found.results] == ["88.4", "71.2"]


def test_pictures_are_no_letters_of_names(extractor: Extractor) -> None:
    found = read(
        extractor,
        "🦙 LLaMA Meets Adapters",
        "We release 🦙Zip-LLaMA🚀, a chat model trained with LoRA on Alpaca 🦙 data. Zip-LLaMA 🏆 wins 61%.",
    )
    assert "Zip-LLaMA" in names(found)
    assert not any(set("🦙🚀🏆") & set(alias) for entity in found.entities for alias in entity.aliases)


def test_stamps_and_keywords_name_nothing(extractor: Extractor) -> None:
    found = read(
        extractor,
        "ZipNet: A Preprint",
        "Abstract: We propose ZipNet, a model for image classification. Keywords: ResNet-50, CIFAR-10. © 2024 ACM. "
        "arXiv:2401.01234v2 [cs.CV] 3 Jan 2024",
    )
    assert names(found) == {"ZipNet", "image classification"}


def test_a_title_in_another_language_names_nothing(extractor: Extractor) -> None:
    found = read(
        extractor,
        "用于图像分类的小模型",
        "We propose ZipNet, a model for image classification that reaches 91% accuracy on CIFAR-10.",
    )
    assert all(mention.start > 10 for entity in found.entities for mention in entity.mentions)
    assert found.paper.text[found.sentences[0].start : found.sentences[0].end] == "用于图像分类的小模型"


def test_a_long_text_is_read_as_its_parts_are(extractor: Extractor) -> None:
    sentence = "We evaluate GPT-4 on GSM8K and report the accuracy of the model. "
    found = read(extractor, "A full text", sentence * 300)
    assert len({entity.name: entity for entity in found.entities}["GSM8K"].mentions) == 300


MARKUP = ["**", "`", "{GPT}-4 ", "{", "}", "$", "\\textbf{LoRA}", 'na\\"ive ', "~", "- ", "91.2\\% ", "$_{10}$"]
PIECES = [*MARKUP, "BERT", " on ", "GSM8K", "🦙", " [1]", ". We use ", "Image- Net ", "\n", "(", ")", "İ", "’s "]
PIECED = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


@given(PIECED, PIECED)
@example("{GPT}-4", "[1]{GPT}-4")
@settings(max_examples=150, deadline=None)
def test_everything_stands_in_the_stored_text(extractor: Extractor, title: str, abstract: str) -> None:
    found = read(extractor, title, abstract)
    text = found.paper.text
    mentions = sorted(mention for entity in found.entities for mention in entity.mentions)
    assert all(one.end <= two.start for one, two in pairwise(mentions))
    for entity in found.entities:
        assert {text[m.start : m.end] for m in entity.mentions} == set(entity.aliases)
        assert not set("🦙\n") & set("".join(entity.aliases))
    for mention in mentions:
        assert any(s.start <= mention.start and mention.end <= s.end for s in found.sentences)
    for result in found.results:
        assert text[result.span.start : result.span.end] == result.value
