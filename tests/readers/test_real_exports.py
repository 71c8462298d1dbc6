"""Real exports, as programs and services write them: nothing is lost, and every field is where it belongs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from paperkg.errors import ReadError
from paperkg.model import Paper, Rejected
from paperkg.readers import read
from places import SHARED

pytestmark = pytest.mark.shared

SAMPLES = SHARED / "samples"

# file, how often its records begin, and how many of them have an abstract
FILES = [
    ("bibtex/acml23.bib", "\n@", 114),
    ("ris/_baseline.ris", "TY  - ", 98),
    ("ris/_baseline_citavi.ris", "TY  - ", 98),
    ("ris/_baseline_mendeley.ris", "TY  - ", 8),
    ("ris/_baseline_webofscience.ris", "TY  - ", 7),
    ("ris/_baseline_zotero.ris", "TY  - ", 8),
    ("nbib/bibliography.nbib", "PMID- ", 2),
    ("nbib/pubmed_result.txt", "PMID- ", 4),
    ("wos_tagged/wos_sample.txt", "\nPT ", 7),
    ("openalex_json/work_W4411462628_transcribed.json", '"id":"https://openalex.org/W', 1),
    ("openalex_json/work_W2741809807.json", '"id": "https://openalex.org/W', 0),
    ("semantic_scholar/test_get_papers_return_not_found.body0.json", '"paperId": ', 3),
    ("semantic_scholar/test_get_recommended_papers.body0.json", '"paperId": ', 0),
    ("semantic_scholar/test_search_paper_venue.body0.json", '"paperId": ', 0),
    ("crossref_json/test_random_dois.body0.json", '"is-referenced-by-count":', 3),
    ("crossref_json/test_works_field_queries.body0.json", '"is-referenced-by-count":', 15),
    ("csl_json/zotero_csl_17.json", "\n\t{\n", 12),
    ("hf_daily_papers_json/daily_papers_one_item.json", '"paper":', 1),
    ("hf_daily_papers_json/mirror_index_first2.json", '"title":', 2),
    ("arxiv_kaggle_jsonl/arxiv-metadata-oai-snapshot.json", '{"id":', 200),
]


def records_of(path: Path) -> list[Paper | Rejected]:
    found: list[Paper | Rejected] = []
    try:
        found.extend(read([path]))
    except ReadError:  # not one paper
        assert not any(isinstance(record, Paper) for record in found)
    return found


@pytest.mark.parametrize(("name", "beginning", "papers"), FILES)
def test_every_record_is_a_paper_or_rejected(name: str, beginning: str, papers: int) -> None:
    path = SAMPLES / name
    records = ("\n" + path.read_text(encoding="utf-8-sig")).count(beginning)
    found = records_of(path)
    assert len(found) == records
    assert sum(isinstance(record, Paper) for record in found) == papers


@pytest.mark.parametrize(
    ("name", "has"),
    [
        ("ris/_baseline.ris", lambda paper: paper.authors and paper.date and paper.doi and paper.venue),
        ("ris/_baseline_webofscience.ris", lambda paper: paper.authors and paper.date and paper.doi),
        ("nbib/bibliography.nbib", lambda paper: paper.authors and len(paper.date or "") == 10 and paper.pubmed_id),
        ("wos_tagged/wos_sample.txt", lambda paper: paper.authors and paper.date and paper.doi and paper.venue),
        ("arxiv_kaggle_jsonl/arxiv-metadata-oai-snapshot.json", lambda paper: paper.authors and paper.arxiv_id),
        ("csl_json/zotero_csl_17.json", lambda paper: paper.authors and paper.date),
        ("crossref_json/test_works_field_queries.body0.json", lambda paper: paper.authors and paper.date and paper.doi),
    ],
)
def test_every_paper_has_what_its_record_has(name: str, has: Callable[[Paper], bool]) -> None:
    papers = [record for record in records_of(SAMPLES / name) if isinstance(record, Paper)]
    assert [paper.title for paper in papers if not has(paper)] == []
