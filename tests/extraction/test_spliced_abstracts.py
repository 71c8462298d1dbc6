"""Abstracts with odd pieces spliced in: extraction raises nothing, and what it finds holds together."""

import random
from dataclasses import replace

import pytest

from fuzz_extraction import failure, problem_of, spliced
from paperkg.extraction import read_word_lists
from paperkg.extraction.extractor import extractor_of
from paperkg.model import Extraction, Paper, Span
from paperkg.readers import read
from places import PAGES


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    return [record for record in read([PAGES]) if isinstance(record, Paper)]


def test_extraction_of_spliced_abstracts_holds_together(papers: list[Paper]) -> None:
    extractor = extractor_of((), read_word_lists(None))
    for seed in range(40):
        rng = random.Random(seed)
        paper = rng.choice(papers)
        assert failure(extractor, spliced(paper.title, rng), spliced(paper.abstract, rng)) is None, seed


def test_the_check_can_fail() -> None:
    paper = Paper(id="p", title="FooNet beats BERT", abstract="FooNet reaches 91.2% accuracy on SQuAD, BERT 88.1%.")
    found = extractor_of((), read_word_lists(None)).extract(paper)
    assert problem_of(found) is None
    entity, *others = found.entities

    def changed(**attributes: object) -> Extraction:
        return replace(found, **attributes)  # type: ignore[arg-type]

    last = len(paper.text)
    assert problem_of(changed(entities=(replace(entity, mentions=(Span(last, last + 1),)), *others))) == (
        "a mention outside the text"
    )
    assert problem_of(changed(entities=(*found.entities, replace(entity, name="x")))) == "mentions that overlap"
    assert problem_of(changed(entities=(replace(entity, aliases=("x",)), *others))) == (
        f"{entity.name}: aliases that are not its mentions"
    )
    result = found.results[0]
    assert problem_of(changed(results=(replace(result, value="x"),))) == "x: not where it is said to be"
    assert problem_of(changed(results=(replace(result, subject="x"),))) == "x: no entity of the paper"
