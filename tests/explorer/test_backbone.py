"""The backbone of a build agrees with the whole."""

import json
import re
from collections import Counter
from typing import Any

import pytest

from builds import write_build
from paperkg.explorer import backbone
from paperkg.explorer.page import to_html
from paperkg.graph.index import index_of
from paperkg.knowledge_graph import KnowledgeGraph
from records import toy_records


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    records = toy_records(60)
    records[3]["date"] = None
    return KnowledgeGraph.open(write_build(tmp_path_factory.mktemp("toy"), records))


@pytest.fixture
def payload(graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(backbone, "MAPPED", 20)
    monkeypatch.setattr(backbone, "LISTED", 50)
    text = to_html(graph, whole=False)
    found = re.search(r'id="payload">(.*?)</script>', text)
    assert found
    loaded: dict[str, Any] = json.loads(found[1])
    return loaded


def test_it_says_what_it_leaves_out(graph: KnowledgeGraph, payload: dict[str, Any]) -> None:
    assert payload["mode"] == "backbone"
    assert payload["totals"] == {name: graph.table(name).num_rows for name in ("papers", "entities", "statements")}
    assert payload["mapped"] == 20
    assert len(payload["entities"]) == 50
    assert all(row[2] is None for row in payload["papers"])


def test_numbers_count_all_papers(graph: KnowledgeGraph, payload: dict[str, Any]) -> None:
    rows = list(graph.rows("statements"))
    year = {row["paper_id"]: row["year"] or 0 for row in graph.rows("papers")}
    expected = Counter((row["entity_id"], row["role"], year[row["paper_id"]]) for row in rows)
    flat = payload["counts"]
    for k in range(0, len(flat), 4):
        entity, role, when, papers = flat[k : k + 4]
        assert expected[payload["entities"][entity][0], payload["roles"][role], when] == papers
    mapped = {row[0] for row in payload["entities"][:20]}
    assert sum(flat[3::4]) == sum(row["entity_id"] in mapped for row in rows)


def test_related_entities_share_the_papers_told(graph: KnowledgeGraph, payload: dict[str, Any]) -> None:
    index = index_of(graph)
    members = {row[0]: set(index.papers_of(index.entity_number[row[0]]).tolist()) for row in payload["entities"]}
    names = [row[0] for row in payload["entities"]]
    for entity, flat in enumerate(payload["related"]):
        for other, shared in zip(flat[::2], flat[1::2], strict=True):
            assert len(members[names[entity]] & members[names[other]]) == shared
    flat = payload["grid"]
    assert flat
    for k in range(0, len(flat), 3):
        assert len(members[names[flat[k]]] & members[names[flat[k + 1]]]) == flat[k + 2]


def test_pairs_on_the_map_are_those_of_the_table(graph: KnowledgeGraph) -> None:
    index = index_of(graph)
    order = backbone.informative(index)
    for mapped in (order[:0], order[:25], order):
        place = {index.entity_ids[e]: i for i, e in enumerate(mapped.tolist())}
        expected: list[Any] = []
        for row in graph.rows("cooccurrences"):
            a, b = place.get(row["entity_a"]), place.get(row["entity_b"])
            if a is not None and b is not None and row["papers"] >= 2:
                expected.append((min(a, b), max(a, b), row["papers"], pytest.approx(row["npmi"], abs=1e-3)))
        assert backbone.map_pairs(index, mapped) == sorted(expected, key=lambda pair: pair[:2])


def test_the_grid_counts_shared_papers(graph: KnowledgeGraph, payload: dict[str, Any]) -> None:
    shared = {(row["entity_a"], row["entity_b"]): row["papers"] for row in graph.rows("cooccurrences")}
    shared |= {(b, a): papers for (a, b), papers in shared.items()}
    ids = [row[0] for row in payload["entities"][: payload["mapped"]]]
    flat = payload["grid"]
    found = {(ids[flat[k]], ids[flat[k + 1]]): flat[k + 2] for k in range(0, len(flat), 3)}
    # Fewer than forty of a type are on this map, so all of them are in the grid.
    assert found == {(a, b): shared[a, b] for i, a in enumerate(ids) for b in ids[i + 1 :] if (a, b) in shared}


def test_evidence_of_the_chosen_papers_is_there(payload: dict[str, Any]) -> None:
    assert payload["statements"]
    for paper, entity, _, _, sentences in payload["statements"]:
        places = payload["mentions"][paper]
        forms = set()
        for number in sentences:
            of, start, end, text = payload["sentences"][number]
            assert of == paper
            for k in range(0, len(places), 3):
                if places[k] == entity and start <= places[k + 1] < end:
                    forms.add(text[places[k + 1] - start : places[k + 1] - start + places[k + 2]])
        assert payload["entities"][entity][1] in forms


def test_months_add_up(payload: dict[str, Any]) -> None:
    assert sum(papers for _, papers in payload["month_totals"]) == 59
    assert sum(papers for _, papers in payload["year_totals"]) == 59
    assert all(time // 12 in range(2022, 2025) for time in payload["months"][1::3])
