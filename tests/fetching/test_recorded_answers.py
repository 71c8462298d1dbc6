"""Answers as the services really gave them, kept as they came."""

from pathlib import Path

import pytest
from starlette.responses import Response

from paperkg.fetching import download
from paperkg.fetching.downloads import plan_look_up, plan_search
from paperkg.fetching.spool import Step
from places import SHARED
from stand_in_services import World

pytestmark = pytest.mark.shared

SAMPLES = SHARED / "samples"
ANSWERS = [
    ("arxiv_atom/arxiv_response.xml", plan_look_up({"arxiv": ["1707.08567", "1707.08568"]}), 2, 0),
    ("hf_daily_papers_json/daily_papers_one_item.json", plan_search("huggingface", "2026-03-06"), 1, 0),
    ("openalex_json/work_W4411462628_transcribed.json", plan_search("openalex", "search:virus"), 1, 0),
    ("crossref_json/test_works_field_queries.body0.json", plan_search("crossref", "query:ecology"), 15, 5),
    (
        "semantic_scholar/test_get_papers_return_not_found.body0.json",
        plan_look_up({"semanticscholar": ["1", "2"]}),
        3,
        0,
    ),
    ("pubmed_xml/efetch_3.xml", plan_look_up({"pubmed": ["1", "2", "3"]}), 3, 0),
    ("acl_xml/2023.starsem.xml", plan_search("acl", "2023.starsem"), 45, 0),
    ("acl_xml/2023.starsem.xml", plan_search("acl", "2023.starsem-1"), 45, 0),
    ("acl_xml/2023.starsem.xml", plan_look_up({"acl": ["2023.starsem-1.7"]}), 1, 0),
]


@pytest.mark.parametrize(("name", "plan", "papers", "rejected"), ANSWERS)
def test_a_recorded_answer_is_read(
    name: str, plan: list[Step], papers: int, rejected: int, world: World, tmp_path: Path
) -> None:
    world.services.faults = [Response((SAMPLES / name).read_bytes())]
    found = download(plan, tmp_path / "papers.jsonl", manners=world.manners)
    assert (found.papers, found.rejected) == (papers, rejected)
