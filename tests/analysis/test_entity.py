"""What is said of one entity, and what looking it up loads."""

import subprocess
import sys
from pathlib import Path

import pytest

from builds import write_build
from paperkg.analysis.entity import view_entity
from paperkg.graph.tables import Tables
from paperkg.model import Role
from records import tiny_records, toy_records

SHOW = """
import sys
from paperkg.cli.main import app
app(["show", *sys.argv[1:]], standalone_mode=False)
print(*sys.modules, sep="\\n", file=sys.stderr)
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return Tables.open(write_build(tmp_path_factory.mktemp("tiny"), tiny_records()))


def test_an_entity_comes_with_all_that_names_it(graph: Tables) -> None:
    view = view_entity(graph, "fastkey")
    assert view.id == "method:fastkey"
    assert view.aliases == (("FastKey", 5),)
    assert [(statement.role, statement.paper_id) for statement in view.statements] == [
        (Role.INTRODUCES, "p0000000001"),
        (Role.USES, "p0000000002"),
    ]
    assert {statement.title for statement in view.statements} == {record["title"] for record in tiny_records()[:2]}
    assert all("FastKey" in sentence for statement in view.statements for sentence in statement.evidence)


def test_results_and_relations_name_entities_by_label(graph: Tables) -> None:
    view = view_entity(graph, "FastKey")
    assert [(row["subject"], row["value"], row["metric"], row["benchmark"]) for row in view.results] == [
        ("FastKey", "71.50%", "accuracy", "GSM8K"),
        ("FastKey", "3x", None, None),
        ("FastKey", "two-fold", None, "GSM8K"),
    ]
    assert {(row["head"], row["relation"], row["tail"]) for row in view.relations} == {
        ("FastKey", "outperforms", "SlowKey"),
        ("FastKey", "evaluated_on", "GSM8K"),
        ("FastKey", "solves", "question answering"),
        ("FastKey", "based_on", "Llama-7B"),
        ("FastKey", "part_of", "vLLM"),
    }
    assert "FastKey 71.50% accuracy on GSM8K (absolute)  [p0000000001]" in str(view)


def test_showing_an_entity_loads_neither_networkx_nor_the_map(graph: Tables) -> None:
    command = [sys.executable, "-c", SHOW, str(graph.directory), "FastKey"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert shown.stdout.startswith("FastKey  (Method, method:fastkey)\n")
    modules = set(shown.stderr.split())
    assert "pyarrow" in modules
    assert modules & {"networkx", "paperkg.maps", "paperkg.analysis.network", "spacy", "rdflib", "pyoxigraph"} == set()


def test_long_lists_are_cut_where_an_entity_is_printed(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build", toy_records(60))
    view = view_entity(Tables(build), "accuracy")
    (measured,) = {statement.role for statement in view.statements}
    rows = len(view.statements)
    assert f"{measured} ({rows})" in view.text(3)
    assert f"  … and {rows - 3} more" in view.text(3).splitlines()
    assert "… and" not in view.text(None)
    assert str(view) == view.text(20)
