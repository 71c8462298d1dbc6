"""Word lists: read from files, replaced by a user's, and refused where they are malformed."""

import json
import pickle
import re
import subprocess
import sys
from dataclasses import fields
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.errors import LexiconError
from paperkg.extraction import extract_all, read_word_lists
from paperkg.extraction.vocabulary.word_lists import WordLists, any_of, shipped_word_lists
from paperkg.kinds import EntityType
from paperkg.model import Extraction, Paper, Rule
from paperkg.pipeline import build

SHIPPED = shipped_word_lists()
WHEAT = Paper(
    id="wheat",
    title="Wheat and rust",
    abstract="We breed WheatNet with LoRA. WheatNet, a cultivar for PyTorch, reaches an accuracy of 91% on GSM8K.",
)


def directory(folder: Path, **texts: str) -> Path:
    """A directory with these word lists."""
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def extract(folder: Path | None, jobs: int = 1) -> list[Extraction]:
    papers = [WHEAT, *(Paper(id=f"{i}", title="On wheat", abstract="We breed wheat.") for i in range(40))]
    return list(extract_all(papers, words=read_word_lists(folder), jobs=jobs))


def test_each_shipped_file_is_a_field() -> None:
    shipped = {path.name for path in Path(str(files("paperkg.extraction.vocabulary"))).glob("*.txt")}
    assert shipped == {f"{field.name}.txt" for field in fields(WordLists)}


def test_no_shipped_list_is_empty() -> None:
    for field in fields(WordLists):
        lists = getattr(SHIPPED, field.name)
        for one in [getattr(lists, part.name) for part in fields(lists)] if hasattr(lists, "__slots__") else [lists]:
            assert one
    assert set(SHIPPED.class_nouns.values()) == set(EntityType)


def test_a_file_replaces_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    lists = read_word_lists(directory(tmp_path, naming="# verbs\n[proposing]\nbre\n\n[not names]\nGPU CPU\nTPU"))
    assert lists.naming.proposing == {"bre"}
    assert lists.naming.not_names == {"GPU", "CPU", "TPU"}
    assert lists.naming.called == frozenset()
    assert lists.definitions is SHIPPED.definitions
    assert read_word_lists() is SHIPPED


def test_names_may_have_blanks(tmp_path: Path) -> None:
    lists = read_word_lists(directory(tmp_path, excluded="# crops\nstem rust\n  Winter-Wheats \n"))
    assert lists.excluded == {"stemrust", "winterwheat"}


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    assert read_word_lists(directory(tmp_path, function_words="a of")).function_words == {"a", "of"}
    assert read_word_lists(directory(tmp_path, function_words="the")).function_words == {"the"}


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ({"nouns": "x"}, "nouns.txt: not the name of a word list (available: class_nouns.txt, type_nouns.txt,"),
        ({"naming": "[calling]\nx"}, "naming.txt:1: [calling] is not a section (available: [proposing], [called],"),
        ({"naming": "[called\nx"}, "naming.txt:1: [called is not a section (available:"),
        (
            {"naming": "\ncalled named\n"},
            "naming.txt:2: 'called named' is in no section; begin one, such as [proposing]",
        ),
        ({"class_nouns": "[Gene]\ngene"}, "class_nouns.txt:1: [Gene] is not a section (available: [Method],"),
        ({"class_nouns": "[Task]\ntask\n[Model]\nmodel task"}, "class_nouns.txt:2: 'task' is in [Model] and in [Task]"),
        ({"function_words": "a, of"}, "function_words.txt:1: 'a,' ends in ','; separate words by blanks only"),
        ({}, "holds no word list (available: class_nouns.txt,"),
    ],
)
def test_a_malformed_list_is_refused(tmp_path: Path, texts: dict[str, str], message: str) -> None:
    with pytest.raises(LexiconError, match=re.escape(message)):
        read_word_lists(directory(tmp_path, **texts))


def test_what_is_no_text_or_no_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="missing: No such file or directory; word lists are given as a directory"):
        read_word_lists(tmp_path / "missing")
    (tmp_path / "naming.txt").write_bytes(b"\xff")
    with pytest.raises(LexiconError, match=r"naming\.txt: .*decode"):
        read_word_lists(tmp_path)
    with pytest.raises(LexiconError, match="Not a directory"):
        read_word_lists(tmp_path / "naming.txt")


@given(st.frozensets(st.text(min_size=1, max_size=4), max_size=5), st.text(max_size=4))
def test_a_pattern_of_words_matches_them_and_nothing_else(words: frozenset[str], other: str) -> None:
    pattern = re.compile(any_of(words))
    assert all(pattern.fullmatch(word) for word in words)
    assert bool(pattern.fullmatch(other)) is (other in words)


def test_word_lists_travel_to_other_processes() -> None:
    assert pickle.loads(pickle.dumps(SHIPPED)) == SHIPPED


BREEDING = {
    "naming": "[proposing]\nbre breed\n",
    "excluded": "accuracy\nGSM8K\n",
}


@pytest.mark.parametrize("jobs", [1, 2])
def test_extraction_goes_by_the_lists_that_it_is_given(tmp_path: Path, jobs: int) -> None:
    folder = directory(tmp_path, **BREEDING)
    ours, theirs = ({e.name: e.rules for e in found.entities} for found in (extract(None)[0], extract(folder, jobs)[0]))
    assert Rule.PROPOSED not in ours["WheatNet"]
    assert Rule.PROPOSED in theirs["WheatNet"]
    assert {"accuracy", "GSM8K"} <= ours.keys()
    assert theirs.keys() == ours.keys() - {"accuracy", "GSM8K"}


def test_the_number_of_processes_does_not_matter(tmp_path: Path) -> None:
    folder = directory(tmp_path, **BREEDING)
    assert extract(folder, 2) == extract(folder, 1)


def test_the_command_line_and_python_take_a_directory(tmp_path: Path) -> None:
    folder = tmp_path / "words"
    folder.mkdir()
    directory(folder, languages="[english]\n\n[other]\nwheat breed we\n")
    papers = tmp_path / "papers.jsonl"
    text = f"{WHEAT.abstract} We breed wheat."
    papers.write_text(json.dumps({"title": WHEAT.title, "abstract": text}) + "\n", encoding="utf-8")
    assert build(papers, tmp_path / "ours").counts["not_english"] == 0
    assert build(papers, tmp_path / "theirs", words=folder).counts["not_english"] == 1
    command = [sys.executable, "-m", "paperkg", "extract", str(papers), "--words", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["entities"] == []
    assert "not in English" in done.stderr


def test_claims_are_read_by_the_lists_too(tmp_path: Path) -> None:
    abstract = "Pruning is hard. We propose FooNet. FooNet uses LoRA. FooNet improves accuracy on GSM8K by 4.2 points."
    paper = Paper(id="x", title="Reading faster", abstract=abstract)
    folder = directory(tmp_path, claims="[proposing]\nmarks\n[authors]\nthey\n")
    shipped, own = (
        {(r.head, r.tail): r.confidence for r in next(extract_all([paper], words=words)).relations}
        for words in (None, read_word_lists(folder))
    )
    assert ("FooNet", "GSM8K") in shipped.keys() & own.keys()
    assert shipped["FooNet", "GSM8K"] != own["FooNet", "GSM8K"]
