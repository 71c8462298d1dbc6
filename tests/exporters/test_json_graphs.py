"""Both JSON formats against JSON Schemas of the forms that networkx and Cytoscape.js document."""

import json
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from builds import write_build
from paperkg.analysis.network import Projection
from paperkg.exporters import export
from paperkg.knowledge_graph import KnowledgeGraph
from places import DATA
from records import toy_records

SCHEMAS = {path.name: json.loads(path.read_text("utf-8")) for path in DATA.glob("schemas/*.json")}
FORMATS = {"json": "node_link.json", "cytoscape": "cytoscape.json"}
KINDS = {
    Projection.FULL: (True, {"entity", "paper"}, {"role", "relation"}),
    Projection.BIPARTITE: (True, {"entity", "paper"}, {"role"}),
    Projection.COOCCURRENCE: (False, {"entity"}, {"cooccurrence"}),
    Projection.PAPERS: (False, {"paper"}, {"similarity"}),
    Projection.RELATIONS: (True, {"entity"}, {"relation"}),
}
"""Whether a projection has directions, and the kinds of its nodes and edges."""


def _validator(name: str) -> Draft202012Validator:
    registry: Registry[Any] = Registry().with_resources(
        (file, Resource.from_contents(schema)) for file, schema in SCHEMAS.items()
    )
    return Draft202012Validator(SCHEMAS[FORMATS[name]], registry=registry)


def _errors(name: str, document: Any) -> list[str]:
    """Where the document breaks the schema of its format, and how; the first places only."""
    return [f"{e.json_path}: {e.message[:200]}" for e in islice(_validator(name).iter_errors(document), 5)]


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON")


def _exported(graph: KnowledgeGraph, name: str, projection: Projection, folder: Path) -> str:
    export(graph, name, folder / "out", projection=projection)
    return (folder / "out").read_text(encoding="utf-8")


def _parsed(text: str) -> Any:
    """Strict JSON, which has neither NaN nor Infinity."""
    return json.loads(text, parse_constant=_no_constant)


def _items(name: str, document: Any) -> tuple[list[Any], list[Any]]:
    """The attributes of nodes and of edges."""
    if name == "json":
        return document["nodes"], document["edges"]
    nodes, edges = ([item["data"] for item in document["elements"][part]] for part in ("nodes", "edges"))
    return nodes, edges


@pytest.fixture(scope="module")
def sample(sample_build: Path) -> KnowledgeGraph:
    return KnowledgeGraph.open(sample_build)


@pytest.fixture(scope="module")
def toys(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, Projection], str]:
    """Exports of a small build, one in each format and projection."""
    folder = tmp_path_factory.mktemp("toy")
    graph = KnowledgeGraph.open(write_build(folder, toy_records(8)))
    return {(name, shown): _exported(graph, name, shown, folder) for name in FORMATS for shown in Projection}


@pytest.mark.parametrize("file", sorted(SCHEMAS))
def test_schemas_are_schemas(file: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[file])
    assert SCHEMAS[file]["$id"] == file


@pytest.mark.parametrize("projection", list(Projection))
@pytest.mark.parametrize("name", FORMATS)
def test_the_sample_conforms(sample: KnowledgeGraph, name: str, projection: Projection, tmp_path: Path) -> None:
    document = _parsed(_exported(sample, name, projection, tmp_path))
    assert _errors(name, document) == []
    nodes, edges = _items(name, document)
    directed, of_nodes, of_edges = KINDS[projection]
    assert document["directed"] is directed
    assert {node["kind"] for node in nodes} == of_nodes
    assert {edge["kind"] for edge in edges} == of_edges
    # What no schema can say: ids are unique, among nodes and edges together in Cytoscape.js, and ends exist.
    ids = {node["id"] for node in nodes}
    own = {edge["id" if name == "cytoscape" else "key"] for edge in edges}
    assert len(ids | own) == len(nodes) + len(edges)
    assert {edge[end] for edge in edges for end in ("source", "target")} <= ids


BREAKS: list[tuple[str, Projection, str, str, Any]] = [
    ("no id", Projection.FULL, "entity", "id", None),
    ("an id that is a number", Projection.FULL, "paper", "id", 7),
    ("an id of another form", Projection.FULL, "entity", "id", "GSM8K"),
    ("no kind", Projection.PAPERS, "paper", "kind", None),
    ("a kind of edge on a node", Projection.FULL, "paper", "kind", "role"),
    ("an unknown type", Projection.FULL, "entity", "type", "Gadget"),
    ("an entity's type on a paper", Projection.PAPERS, "paper", "type", "Method"),
    ("an empty label", Projection.COOCCURRENCE, "entity", "label", ""),
    ("a number as text", Projection.FULL, "entity", "papers", "3"),
    ("a fraction of a paper", Projection.FULL, "entity", "weight", 1.5),
    ("a truth value", Projection.FULL, "entity", "named", "yes"),
    ("more than certain", Projection.FULL, "entity", "confidence", 1.01),
    ("half a place", Projection.FULL, "entity", "y", None),
    ("authors as a list", Projection.FULL, "paper", "authors", ["A. Author"]),
    ("a thirteenth month", Projection.FULL, "paper", "month", 13),
    ("an attribute of entities on a paper", Projection.FULL, "paper", "aliases", "RPC"),
    ("an edge from nowhere", Projection.FULL, "role", "source", None),
    ("an end that is a number", Projection.RELATIONS, "relation", "target", 0),
    ("an unknown role", Projection.BIPARTITE, "role", "role", "invents"),
    ("an unknown relation", Projection.RELATIONS, "relation", "relation", "beats"),
    ("a relation without evidence", Projection.RELATIONS, "relation", "evidence", None),
    ("a weight as text", Projection.BIPARTITE, "role", "weight", "1.0"),
    ("an attribute of relations on a role", Projection.FULL, "role", "relation", "solves"),
    ("npmi out of range", Projection.COOCCURRENCE, "cooccurrence", "npmi", -1.5),
    ("papers more than the same", Projection.PAPERS, "similarity", "weight", 1.2),
    ("nothing shared", Projection.PAPERS, "similarity", "shared", 0),
    ("an unknown attribute", Projection.PAPERS, "similarity", "colour", "red"),
]


@pytest.mark.parametrize(("projection", "kind", "key", "value"), [b[1:] for b in BREAKS], ids=[b[0] for b in BREAKS])
@pytest.mark.parametrize("name", FORMATS)
def test_one_broken_item_fails(
    toys: dict[tuple[str, Projection], str], name: str, projection: Projection, kind: str, key: str, value: Any
) -> None:
    document = _parsed(toys[name, projection])
    assert _errors(name, document) == []
    item = next(item for part in _items(name, document) for item in part if item["kind"] == kind)
    if value is None:
        del item[key]
    else:
        item[key] = value
    assert any(key in error for error in _errors(name, document))
    item[key] = None  # null is right for nothing: what is not known is left out
    assert any(key in error for error in _errors(name, document))


def _without(*path: str) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        del document[path[-1]]

    return change


def _with(value: Any, *path: Any) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        document[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("json", _without("nodes")),
        ("json", _without("edges")),
        ("json", _without("directed")),
        ("json", _without("graph", "projection")),
        ("json", _with("half", "graph", "projection")),
        ("json", _with("yes", "directed")),
        ("json", _with(False, "multigraph")),  # parallel edges would be lost
        ("json", _with([], "links")),  # the name that older networkx gave to edges
        ("json", _with({"a": {}}, "nodes")),
        ("json", _with("0", "edges", 0, "key")),
        ("cytoscape", _without("elements")),
        ("cytoscape", _without("elements", "edges")),
        ("cytoscape", _with([], "elements")),
        ("cytoscape", _with({}, "data")),
        ("cytoscape", _with([["projection", "half"]], "data")),
        ("cytoscape", _with({"id": "a"}, "elements", "nodes", 0)),  # the attributes belong inside `data`
        ("cytoscape", _with({"x": 1, "y": 2}, "elements", "nodes", 0, "position")),
        ("cytoscape", _with("blue", "elements", "nodes", 0, "data", "color")),
        ("cytoscape", _with(0, "elements", "edges", 0, "data", "id")),
    ],
)
def test_a_broken_frame_fails(
    toys: dict[tuple[str, Projection], str], name: str, change: Callable[[Any], None]
) -> None:
    document = _parsed(toys[name, Projection.FULL])
    change(document)
    assert _errors(name, document)


@pytest.mark.parametrize("projection", list(Projection))
@pytest.mark.parametrize("name", FORMATS)
def test_each_format_conforms_to_its_own_schema_only(
    toys: dict[tuple[str, Projection], str], name: str, projection: Projection
) -> None:
    document = _parsed(toys[name, projection])
    assert [format for format in FORMATS if not _errors(format, document)] == [name]
