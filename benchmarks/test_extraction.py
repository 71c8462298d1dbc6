"""Speed of extraction: the whole pipeline, one core and two, beside a bare spaCy pipeline.

`pytest benchmarks/test_extraction.py` prints the figures that docs/model.md gives: abstracts a second,
words a second of a bare pipeline with the same recognizer, seconds to load, seconds to build and to ask.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import spacy

from paperkg.extraction import extract_all
from paperkg.extraction.extractor import Extractor
from paperkg.extraction.rules.paper_text import make_document
from paperkg.extraction.vocabulary.word_lists import shipped_word_lists
from paperkg.extraction.words.tokenizer import make_tokenizer
from paperkg.model import Paper
from paperkg.readers import merge, read

PAGES = Path(__file__).parents[1] / "tests" / "data" / "daily_papers"


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    """The 368 papers of the sample pages."""
    return merge(record for record in read([PAGES]) if isinstance(record, Paper))


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each process on one core, so that figures are per core."""
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")


def test_whole_pipeline_on_one_core(benchmark: Any, papers: list[Paper]) -> None:
    extractor = Extractor()
    list(extractor.stream(papers[:64]))
    benchmark.pedantic(lambda: list(extractor.stream(papers)), rounds=3)
    benchmark.extra_info["abstracts_per_second"] = round(len(papers) / benchmark.stats.stats.min, 1)
    print(f"\nwhole pipeline: {len(papers) / benchmark.stats.stats.min:.1f} abstracts/s")


def test_bare_pipeline_with_the_same_recognizer(benchmark: Any, papers: list[Paper]) -> None:
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    nlp.add_pipe("paperkg_sentences")
    nlp.add_pipe("paperkg_recognizer")

    def run() -> int:
        words = 0
        docs = [make_document(nlp, paper.text, shipped_word_lists()) for paper in papers]
        for doc in nlp.pipe(docs, batch_size=32):
            words += len(doc)
        return words

    run()
    words = benchmark.pedantic(run, rounds=3)
    seconds = benchmark.stats.stats.min
    print(f"\nbare pipeline: {len(papers) / seconds:.1f} abstracts/s, {words / seconds:,.0f} words/s")


@pytest.mark.parametrize("jobs", [1, 2])
def test_extraction_in_processes(benchmark: Any, papers: list[Paper], jobs: int) -> None:
    """Many papers, so that starting processes weighs little."""
    many = [
        Paper(id=f"{paper.id}-{i}", title=paper.title, abstract=paper.abstract) for i in range(8) for paper in papers
    ]
    found = benchmark.pedantic(lambda: sum(1 for _ in extract_all(many, jobs=jobs)), rounds=1)
    assert found == len(many)
    print(f"\n--jobs {jobs}: {len(many) / benchmark.stats.stats.min:.1f} abstracts/s")


def test_loading(benchmark: Any) -> None:
    code = "from paperkg.extraction.extractor import Extractor; Extractor()"
    benchmark.pedantic(lambda: subprocess.run([sys.executable, "-c", code], check=True), rounds=3)


def test_building_the_sample(benchmark: Any, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "paperkg", "build", str(PAGES), "-o", str(tmp_path / "built")]
    benchmark.pedantic(lambda: subprocess.run(command, check=True, capture_output=True), rounds=1)


def test_asking_the_sample(benchmark: Any, tmp_path: Path) -> None:
    build = tmp_path / "built"
    subprocess.run([sys.executable, "-m", "paperkg", "build", str(PAGES), "-o", str(build)], check=True)
    command = [sys.executable, "-m", "paperkg", "query", str(build), "--name", "leaderboard"]
    subprocess.run(command, check=True, capture_output=True, env=os.environ)
    benchmark.pedantic(lambda: subprocess.run(command, check=True, capture_output=True), rounds=5)
