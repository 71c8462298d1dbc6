"""Papers as they are meant to be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperkg.extraction.vocabulary.word_lists import shipped_word_lists
from paperkg.extraction.words.plain_text import PlainText
from paperkg.extraction.words.readable import read_plain
from paperkg.model import Span

LANGUAGES = shipped_word_lists().languages
KNOWN = {"accuracy": 0.9, "ImageNet": 0.9, "self-supervised": 0.5, "large-scale": 0.8, "largescale": 0.1, "BERT": 1.0}
KNOWN |= {"image": 1.0, "using": 1.0, "for": 1.0, "classification": 1.0, "large": 1.0, "self": 0.5}


def plain(abstract: str, title: str = "T") -> PlainText:
    return read_plain(f"{title}\n{abstract}", LANGUAGES, lambda word: KNOWN.get(word, 0.0))


def read(abstract: str) -> str:
    return plain(abstract).text.removeprefix("T\n")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (r"We propose \textbf{hyperagents}.", "We propose hyperagents."),
        (r"\textbf{a \textit{b}} and {\em c}", "a b and c"),
        (r"\textbf{A}daptive {GPT}-2, {CoNLL}-2003, {F}lip{N}et", "Adaptive GPT-2, CoNLL-2003, FlipNet"),
        (
            r"\CFE{}, \Ours{} and state\-of\-the\-art meta\-/learning",
            r"CFE, \Ours{} and state-of-the-art meta-learning",
        ),
        (r"T5-{small,base} in {x | x > 0}", "T5-{small,base} in {x | x > 0}"),
        ("GPT~4 and Llama~3.1~8B cost 10~20% or ~3x", "GPT 4 and Llama 3.1 8B cost 10~20% or ~3x"),
        (r"On COCO~\cite{lin14}, see Sec.~\ref{x}", "On COCO, see Sec."),
        (r"na\"ive na\"{\i}ve R\'enyi Erd\H{o}s K\"ahler \c{c}a \o{}", "naïve naïve Rényi Erdős Kähler ça ø"),
        (r"A$^3$C, $\beta$-VAE, $k$-NN, CO$_2$, $\pi_0$", "A³C, β-VAE, k-NN, CO₂, π₀"),
        (
            r"BERT$_\text{base}$ with $\sim\!97\%$, $3.2\times$ and $72.4_{\pm 0.3}$",
            "BERT_base with ~97%, 3.2× and 72.4 ± 0.3",
        ),
        (r"256$\times$256, $5 per run, $7-$9 and \$3", "256×256, $5 per run, $7-$9 and $3"),
        (r"$O(n\log n)$ and mathcal{O}(n) stay", r"$O(n\log n)$ and mathcal{O}(n) stay"),
        (r"\url{https://x.org} \& \href{u}{this} 50\%", "https://x.org & this 50%"),
    ],
)
def test_tex_is_read_as_it_is_set(raw: str, text: str) -> None:
    assert read(raw) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (
            "**ZipNet** is a *model* for [image classification](https://x.org/y).",
            "ZipNet is a model for image classification.",
        ),
        ("`Zip-L` reaches **91.2**% with __LoRA__, _not_ ~~GPT-3~~", "Zip-L reaches 91.2% with LoRA, not GPT-3"),
        (
            "A* search, W2*A8, 2**3 and 4**5, snake_case_name, pass^1",
            "A* search, W2*A8, 2**3 and 4**5, snake_case_name, pass^1",
        ),
        ("`foo' and ``bar''", "`foo' and ``bar''"),
    ],
)
def test_markdown_is_read_as_it_is_shown(raw: str, text: str) -> None:
    assert read(raw) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("We extend Swin (Liu et al., 2021) and ConvNeXt [12, 14].", "We extend Swin and ConvNeXt."),
        ("As (Li and Wu, 2020; Kim, 2021) say, Zhou et al. [2021] won.", "As say, Zhou et al. won."),
        ("In [0, 1] at (CVPR, 2021) and (ZipConf 2024)", "In [0, 1] at (CVPR, 2021) and (ZipConf 2024)"),
        (
            "Abstract: We run. Keywords: ResNet-50, CIFAR-10. © 2024 ACM. arXiv:2401.01234v2 [cs.CV] 3 Jan 2024",
            "We run.",
        ),
        ("We run. Index Terms—BERT, Qwen2.5", "We run."),
        ("We run. (c) 2023 IEEE. All rights reserved.", "We run."),
        ("Keywords: only these", "Keywords: only these"),
        ("We run. This work has been submitted to the IEEE for possible publication.", "We run."),
        ("We run. Accepted at NeurIPS 2023. Code is open.", "We run. \tCode is open."),
        ("We run. 12 pages, 5 figures. To appear in ICML 2024.", "We run."),
        ("We count papers accepted at ACL 2020.", "We count papers accepted at ACL 2020."),
    ],
)
def test_citations_and_front_matter_are_read_over(raw: str, text: str) -> None:
    assert read(raw).strip() == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Accu- racy on Image- Net", "Accuracy on ImageNet"),
        ("self- supervised, large- scale", "self-supervised, large-scale"),
        ("Zip- LLaMA and GPT- 4", "Zip-LLaMA and GPT-4"),
        ("pre- and post-training", "pre- and post-training"),
    ],
)
def test_words_broken_at_the_end_of_a_line_are_whole(raw: str, text: str) -> None:
    assert read(raw) == text


def test_pictures_are_gaps() -> None:
    assert read("🦙Zip-LLaMA🚀 wins") == "\tZip-LLaMA\t wins"


def test_a_title_in_capitals_is_read_as_the_abstract_writes_it() -> None:
    text = plain("ZipNet beats BERT.", "USING ZIPNET AND BERT FOR IMAGE CLASSIFICATION WITH GPT-4").text
    assert text.startswith("Using ZipNet AND BERT for image classification WITH GPT-4\n")


@pytest.mark.parametrize(
    ("title", "foreign"),
    [
        ("用于图像分类的小模型", True),
        ("Étude de la classification des images", True),
        ("De Novo Protein Design", False),
        ("τ-bench", False),
    ],
)
def test_a_title_in_another_language_is_set_aside(title: str, foreign: bool) -> None:
    assert (plain("We propose ZipNet.", title).text == "…\nWe propose ZipNet.") is foreign


PIECES = [*"*`{}$~ aA.\\^_🦙[%", "**", "__", "\\textbf{", "\\'e", "[1]", "GPT", "-2", "\\beta", "](http://x)", "- "]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
@settings(max_examples=300)
def test_offsets_stay_in_order_whatever_the_markup(abstract: str) -> None:
    found = plain(abstract)
    if found.starts:
        assert len(found.text) == len(found.starts) == len(found.ends)
        assert list(found.starts) == sorted(found.starts)
        assert list(found.ends) == sorted(found.ends)


@given(st.text(st.sampled_from("abcXYZ 019.,;:()'-\u00e9"), max_size=60))
def test_a_plain_abstract_stays_itself(abstract: str) -> None:
    found = plain(abstract.replace("- ", "-"), "A plain title")
    assert found.text == found.stored


def test_british_words_are_read_as_americans_spell_them() -> None:
    text = plain(
        "The behaviour of dialogue optimisers for Greyhound; HumourDB is otherwise precise.", "Colour Modelling"
    )
    expected = "Color Modeling\nThe behavior of dialogue optimizers for Greyhound; HumourDB is otherwise precise."
    assert text.text == expected
    start = text.text.index("optimizers")
    place = text.place(Span(start, start + len("optimizers")))
    assert text.stored[place.start : place.end] == "optimisers"
