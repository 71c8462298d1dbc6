"""The component in a spaCy pipeline of one's own."""

import pickle
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import DocBin

import paperkg
import paperkg.extraction.spacy_component as component
from paperkg.errors import LexiconError
from places import ROOT

TITLE, ABSTRACT = (
    "Serving with vLLM",
    "We propose FooServe, which is 2x faster than vLLM.\nIt is evaluated on GSM8K-like tasks.",
)
TEXT = f"{TITLE}\n{ABSTRACT}"
FRENCH = "Le chat\nLe chat est dans la maison et les chiens sont dans le jardin pour une nuit avec des amis."


@pytest.fixture(scope="module")
def nlp() -> Language:
    made = spacy.blank("en")
    made.add_pipe(component.NAME)
    return made


def test_a_document_gets_what_extract_finds(nlp: Language) -> None:
    doc = nlp(TEXT)
    found = doc._.paperkg
    assert found.entities == paperkg.extract(TITLE, ABSTRACT).entities
    assert found.paper.text == TEXT
    marked = [(span.text, span.label_, span.id_) for span in doc.spans["paperkg"]]
    assert marked[:3] == [
        ("vLLM", "Software", "vLLM"),
        ("FooServe", "Method", "FooServe"),
        ("vLLM", "Software", "vLLM"),
    ]


def test_documents_in_batches_and_processes_get_the_same(nlp: Language) -> None:
    expected = nlp(TEXT)._.paperkg
    texts = [TEXT, "", "a title alone", FRENCH, TEXT]
    for processes in (1, 2):
        docs = list(nlp.pipe(texts, n_process=processes, batch_size=2))
        assert [doc.text for doc in docs] == texts
        assert docs[0]._.paperkg == docs[-1]._.paperkg == expected
        assert [len(doc.spans["paperkg"]) for doc in docs[1:4]] == [0, 0, 0]
        assert not docs[3]._.paperkg.english


def test_a_document_keeps_it_on_disk(nlp: Language) -> None:
    doc = nlp(TEXT)
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (read,) = DocBin().from_bytes(stored).get_docs(nlp.vocab)
    assert read._.paperkg == doc._.paperkg
    assert [span.label_ for span in read.spans["paperkg"]] == [span.label_ for span in doc.spans["paperkg"]]


def test_spans_reach_to_the_ends_of_the_pipelines_own_tokens() -> None:
    german = spacy.blank("de")  # which does not cut at hyphens
    german.add_pipe(component.NAME)
    doc = german(TEXT)
    assert "GSM8K-like" in [span.text for span in doc.spans["paperkg"]]
    place = next(entity.mentions[0] for entity in doc._.paperkg.entities if entity.name == "GSM8K")
    assert doc.text[place.start : place.end] == "GSM8K"


def test_another_document_has_nothing() -> None:
    assert spacy.blank("en")(TEXT)._.paperkg is None


def test_a_lexicon_of_ones_own_is_kept_with_the_pipeline(tmp_path: Path) -> None:
    lexicon = tmp_path / "own.tsv"
    lexicon.write_text("name\ttype\tnamed\taliases\nFooServe\tSoftware\t1\t\n", encoding="utf-8")
    own = spacy.blank("en")
    own.add_pipe(component.NAME, config={"lexicon": [str(lexicon)]})
    own.to_disk(tmp_path / "model")
    for pipeline in (own, spacy.load(tmp_path / "model")):
        doc = pipeline(TEXT)
        assert ("FooServe", "Software") in [(span.text, span.label_) for span in doc.spans["paperkg"]]
    with pytest.raises(LexiconError, match=r"gone\.tsv"):
        spacy.blank("en").add_pipe(component.NAME, config={"lexicon": ["gone.tsv"]})


def test_word_lists_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "excluded.txt").write_text("vLLM\n", encoding="utf-8")
    assert {entity.name for entity in paperkg.extract(TITLE, ABSTRACT, words=tmp_path).entities} == {
        "FooServe",
        "GSM8K",
    }
    own = spacy.blank("en")
    own.add_pipe(component.NAME, config={"words": str(tmp_path)})
    doc = own(TEXT)
    assert {span.text for span in doc.spans["paperkg"]} == {"FooServe", "GSM8K"}


def test_the_component_passes_to_a_process_that_is_spawned(nlp: Language) -> None:
    made = nlp.get_pipe(component.NAME)
    assert pickle.loads(pickle.dumps(made)) == made


def test_spacy_finds_it_without_an_import(tmp_path: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [f"{name} = {target}" for name, target in project["entry-points"]["spacy_factories"].items()]
    installed = tmp_path / "paperkg-0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: paperkg\nVersion: 0\n", encoding="utf-8")
    (installed / "entry_points.txt").write_text("\n".join(("[spacy_factories]", *lines)) + "\n", encoding="utf-8")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import spacy; nlp = spacy.blank('en')\n"
        f"nlp.add_pipe('paperkg'); doc = nlp({TEXT!r}); print(doc.spans['paperkg'][0], doc._.paperkg.english)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "vLLM True\n"
