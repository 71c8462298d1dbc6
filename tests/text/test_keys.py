"""Keys and ids."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.extraction.mentions.forms import form_key
from paperkg.text.keys import annotation_key, lookup_key, lowered, name_key, paper_id, slug, title_key, without_marks


@pytest.mark.parametrize(
    "same",
    [
        ("Chain-of-Thought", "chain of thought", "Chain-of-thoughts"),
        ("LLaMA 2", "llama-2", "LLaMA2"),
        ("MIAs", "MIA"),
        ("GPUs", "GPU"),
        ("Neural Ordinary Differential Equations", "neural ordinary differential equation"),
        ("policies of trust", "policies-of-trust"),
        ("memories", "memory"),
        ("key-value caches", "key-value cache", "KeyValueCache"),
        ("confusion matrices", "confusion matrix"),
        ("inductive biases", "inductive bias"),
        ("proximal policy optimisation", "Proximal Policy Optimization"),
        ("adversarial defence", "adversarial defenses"),
        ("sequence labelling", "sequence labeling"),
        ("behaviour-cloning", "behavior cloning"),
    ],
)
def test_names_that_are_one(same: tuple[str, ...]) -> None:
    assert len({name_key(name) for name in same}) == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("GPT-3", "GPT-4"),
        ("loss", "los"),
        ("C++", "C"),
        ("YOLOv5", "YOLOv5s"),
        ("Adam", "Adams-Bashforth"),
        ("GPS", "GP"),
        ("SOS", "SO"),
        ("noise", "noize"),
        ("FPS", "FP"),
        ("MARS", "MAR"),
    ],
)
def test_names_that_are_two(a: str, b: str) -> None:
    assert name_key(a) != name_key(b)


@pytest.mark.parametrize(
    ("name", "key"),
    [("Chain-of-Thoughts", "chainofthought"), ("Gauss", "gauss"), ("LLMs", "llms"), ("YOLOv5s", "yolov5")],
)
def test_names_as_annotators_compare_them(name: str, key: str) -> None:
    assert annotation_key(name) == key


@pytest.mark.parametrize(
    ("name", "key"), [("Größe", "grosse"), ("C++", "c++"), ("chain-of-thought_2", "chainofthought2"), ("π*", "π*")]
)
def test_names_as_people_look_them_up(name: str, key: str) -> None:
    assert lookup_key(name) == key


@given(st.lists(st.text(alphabet=st.characters() | st.sampled_from("s -‐“.’"), min_size=1)))
def test_words_of_a_phrase_are_folded_as_the_phrase_is(words: list[str]) -> None:
    assert form_key(words) == annotation_key(" ".join(words))


@given(st.text(alphabet=[chr(code) for code in range(128)]))
def test_plain_names_are_looked_up_like_others(name: str) -> None:
    assert lookup_key(name + "É") == lookup_key(name) + "e"


@given(st.text(alphabet=st.characters() | st.sampled_from("s -‐“.’")))
def test_marks_make_no_difference_between_names(name: str) -> None:
    assert annotation_key(without_marks(name)) == annotation_key(name)
    assert lookup_key(lookup_key(name)) == lookup_key(name)


@given(st.text())
def test_keys_are_stable_under_themselves(name: str) -> None:
    assert slug(slug(name)) == slug(name)
    assert title_key(title_key(name)) == title_key(name)


@given(st.text(alphabet=st.characters() | st.sampled_from("İßΣŉ")))
def test_lower_case_keeps_every_place(text: str) -> None:
    low = lowered(text)
    assert len(low) == len(text)
    assert all(c == d or c.lower() == d or c in "İΣ" for c, d in zip(text, low, strict=True))


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("φ-Decoding", "phi-decoding"),
        ("µP", "mup"),
        ("Ήλιος", "etalamdaiotaomicronsigma"),
        ("C++", "c++"),
        ("C#", "c-sharp"),
        ("#1 C# Bench", "1-c-sharp-bench"),
    ],
)
def test_greek_and_sharp_are_spelled(name: str, answer: str) -> None:
    assert slug(name) == answer


@given(st.text(min_size=1) | st.text(alphabet=st.characters(min_codepoint=0x370, max_codepoint=0x3FF), min_size=1))
def test_slugs_are_plain(name: str) -> None:
    assert slug(name)
    assert all(c.isascii() and (c.isalnum() or c in "+@*-") for c in slug(name))


def test_paper_ids_do_not_depend_on_the_process() -> None:
    code = "from paperkg.text.keys import paper_id; print(paper_id('A Title: with “marks”'))"
    ids = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert ids == {paper_id("a title with MARKS")}


@pytest.mark.parametrize(
    "same",
    [
        (
            r"R\'enyi Flow with $\alpha$-Divergence",
            "Rényi Flow with α-Divergence",
            r"R{\'e}nyi flow with \(\alpha\)-divergence",
        ),
        ("Schrödinger Nets", "Schrodinger nets", r"Schr\"{o}dinger Nets"),
        (r"\textbf{Big} \emph{Models}", "Big Models", r"{\bf Big} Models"),
        ("Search & Rescue", r"Search \& Rescue", "Search and Rescue"),
        ("μ-Net", "µ-Net", r"$\mu$-Net"),
        (r"\v{S}afa\v{r}", "Šafař", "Safar"),
        ("Bjørn of Łódź", "Bjorn of Lodz"),
        (r"$\varepsilon$-greedy", "ε-greedy"),
    ],
)
def test_titles_that_are_one(same: tuple[str, ...]) -> None:
    assert len({title_key(title) for title in same}) == 1


@pytest.mark.parametrize(
    ("a", "b"), [(r"$\alpha$ trees", r"$\beta$ trees"), (r"A $\times$ B", "A B"), ("C & D", "CD"), ("本", "語")]
)
def test_titles_that_are_two(a: str, b: str) -> None:
    assert title_key(a) != title_key(b)
