from pathlib import Path

import pytest

import paperkg


def names(title: str, abstract: str, lexicon: Path | None = None) -> dict[str, tuple[str, ...]]:
    found = paperkg.extract(title, abstract, lexicon=[lexicon] if lexicon else [])
    return {entity.name: entity.aliases for entity in found.entities}


PROGRAMS = "Probabilistic programming languages (PPLs) let users write models. We present a compiler for PPLs."


def test_a_definition_of_the_paper_outranks_the_lexicon() -> None:
    found = names("Compiling Probabilistic Programs", PROGRAMS)
    assert "perplexity" not in found
    assert any("PPLs" in forms for forms in found.values())


@pytest.mark.parametrize(
    ("abstract", "name"),
    [
        ("We train language models and report perplexity (PPL) on WikiText-103.", "perplexity"),
        ("We fine-tune with low-rank adapters (LoRA) and compare LoRA with full fine-tuning.", "LoRA"),
    ],
)
def test_a_definition_that_agrees_leaves_the_lexicons_name(abstract: str, name: str) -> None:
    assert name in names("A Study of Language Models", abstract)


def test_an_entry_of_the_users_own_outranks_the_definition(tmp_path: Path) -> None:
    lexicon = tmp_path / "own.tsv"
    lexicon.write_text("name\ttype\tnamed\taliases\nperplexity\tMetric\t0\tPPL|PPLs\n", encoding="utf-8")
    assert "perplexity" in names("Compiling Probabilistic Programs", PROGRAMS, lexicon)
