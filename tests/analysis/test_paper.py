"""What is said of a paper, against the rows of a build made by hand."""

import pytest

import paperkg
from builds import write_build
from paperkg.errors import NotFoundError
from paperkg.knowledge_graph import KnowledgeGraph
from records import AWKWARD, tiny_records


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    return paperkg.open(write_build(tmp_path_factory.mktemp("paper") / "build", tiny_records()))


def test_a_paper_has_what_the_tables_say(graph: KnowledgeGraph) -> None:
    view = graph.paper("p0000000001")
    row = next(row for row in graph.rows("papers") if row["paper_id"] == view.paper.id)
    assert (view.paper.title, view.paper.authors) == (row["title"], tuple(row["authors"]))
    stated = [row for row in graph.rows("statements") if row["paper_id"] == view.paper.id]
    assert {(entity.entity_id, entity.role.value) for entity in view.entities} == {
        (row["entity_id"], row["role"]) for row in stated
    }
    assert view.entities[0].role == "introduces"
    assert view.entities[0].label in view.entities[0].evidence[0]
    assert {relation["head"] for relation in view.relations} == {"FastKey"}
    assert {result["benchmark"] for result in view.results} == {"GSM8K", None}


def test_a_paper_shows_itself(graph: KnowledgeGraph) -> None:
    view = graph.paper("https://w3id.org/paperkg/paper/p0000000001")
    lines = str(view).splitlines()
    assert repr(view) == str(view)
    assert "introduces (1)" in lines
    assert "  FastKey outperforms SlowKey" in lines
    assert any(line.startswith("  FastKey 71.50% accuracy on GSM8K") for line in lines)
    assert AWKWARD not in view._repr_html_()
    assert "&lt;b&gt;]]&gt;&lt;/b&gt;" in view._repr_html_()


def test_an_id_with_awkward_characters_comes_back_from_its_iri(graph: KnowledgeGraph) -> None:
    asked = [graph.paper(row["p"]).paper.id for row in graph.query("SELECT ?p { ?p dcterms:abstract ?a }")]
    assert sorted(asked) == [row["paper_id"] for row in graph.rows("papers")]


def test_an_unknown_paper_suggests_close_ids(graph: KnowledgeGraph) -> None:
    with pytest.raises(NotFoundError, match="p0000000003: not the id of a paper; did you mean p000000000"):
        graph.paper("p0000000003")
