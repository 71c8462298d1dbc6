"""The table of types, and what it takes to add one."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from paperkg.kinds import LOOKS, EntityType

ROOT = Path(__file__).parents[1]
PARTS = ("src/paperkg", "ontology")
CLASS = """
pkg:Material a owl:Class ;
  rdfs:subClassOf pkg:Entity ;
  rdfs:label "material"@en ;
  rdfs:comment "A substance that things are made of."@en .
"""
PAPER = {
    "title": "Perovskite cells that last",
    "abstract": "We propose FooNet, a model of graphene on perovskites. FooNet reaches an accuracy of 95% on GSM8K.",
}


def replace_once(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project that has one type more, looking and counting as software does."""
    copy = tmp_path_factory.mktemp("project")
    for part in PARTS:
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    table = copy / "src/paperkg/kinds.py"
    [row] = re.findall(r'^    SOFTWARE = "Software",.*\n', table.read_text(encoding="utf-8"), re.MULTILINE)
    replace_once(table, row, row + row.replace("SOFTWARE", "MATERIAL").replace("Software", "Material"))
    ontology = copy / "ontology/paperkg.ttl"
    replace_once(ontology, "owl:disjointUnionOf ( pkg:Method", "owl:disjointUnionOf ( pkg:Material pkg:Method")
    ontology.write_text(ontology.read_text(encoding="utf-8") + CLASS, encoding="utf-8")
    return copy


def run(project: Path, *arguments: str) -> str:
    """What the copy's command line prints."""
    done = subprocess.run(
        [sys.executable, "-m", "paperkg", *arguments],
        env={**os.environ, "PYTHONPATH": str(project / "src")},
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def build(project: Path) -> Path:
    (project / "papers.jsonl").write_text(json.dumps(PAPER) + "\n", encoding="utf-8")
    lexicon = "name\ttype\tnamed\taliases\ngraphene\tMaterial\t0\t\nperovskite\tMaterial\t0\t\n"
    (project / "materials.tsv").write_text(lexicon, encoding="utf-8")
    run(project, "build", "papers.jsonl", "--lexicon", "materials.tsv", "-o", "graph")
    return project / "graph"


def test_a_new_type_takes_one_row_and_one_class(project: Path) -> None:
    files = [path for part in PARTS for path in sorted((ROOT / part).rglob("*")) if "__pycache__" not in path.parts]
    ours = [path.relative_to(ROOT) for path in files if path.is_file()]
    touched = [str(path.as_posix()) for path in ours if (ROOT / path).read_bytes() != (project / path).read_bytes()]
    assert touched == ["src/paperkg/kinds.py", "ontology/paperkg.ttl"]


def test_entities_of_a_new_type_are_in_the_tables(build: Path) -> None:
    rows = pq.ParquetFile(build / "tables/entities.parquet").read().to_pylist()
    types = {row["entity_id"]: (row["type"], row["named"]) for row in rows}
    assert types["material:graphene"] == types["material:perovskite"] == ("Material", False)
    assert {"Model", "Benchmark", "Metric"} <= {kind for kind, _ in types.values()}


def test_entities_of_a_new_type_are_in_every_export(build: Path) -> None:
    assert ">Material<" in (build / "graph.graphml").read_text(encoding="utf-8")
    page = (build / "graph.html").read_text(encoding="utf-8")
    assert '"material:graphene"' in page
    assert '{"name":"Material"' in page.replace('": "', '":"')
    assert "<https://w3id.org/paperkg/material/graphene>" in (build / "graph.nt").read_text(encoding="utf-8")


def test_a_graph_with_a_new_type_conforms(project: Path, build: Path) -> None:
    assert run(project, "validate", str(build)).startswith("conforms")


def test_a_new_type_can_be_asked_for(project: Path, build: Path) -> None:
    query = "SELECT (COUNT(?x) AS ?n) { ?x a pkg:Material }"
    assert run(project, "query", str(build), query, "--format", "csv").split() == ["n", "2"]
    assert "(Material" in run(project, "show", str(build), "graphene").splitlines()[0]
    run(project, "export", str(build), "--format", "gexf", "--type", "Material", "-o", "graph.gexf")


def test_every_type_has_a_look() -> None:
    assert [LOOKS[kind] for kind in EntityType] == [kind.kind.look for kind in EntityType]
    assert len({look.symbol for look in LOOKS.values()}) == len(LOOKS)
    assert all(re.fullmatch("#[0-9a-f]{6}", look.hex) for look in LOOKS.values())


def test_a_name_that_is_not_a_type_is_an_error() -> None:
    with pytest.raises(ValueError, match="Gene"):
        EntityType("Gene")
