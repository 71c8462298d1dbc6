"""What `import paperkg` offers: these names, at any time, and nothing heavy before one is used."""

import subprocess
import sys
from pathlib import Path
from typing import assert_type

import paperkg
from paperkg import errors

FUNCTIONS = {"build", "extract", "open", "query"}
VALUES = {"EntityType", "Extraction", "KnowledgeGraph", "Paper", "Relation", "Role"}


def test_the_public_names_are_these() -> None:
    raised = {
        name for name, value in vars(errors).items() if isinstance(value, type) and value.__module__ == errors.__name__
    }
    assert set(dir(paperkg)) == set(paperkg.__all__) == FUNCTIONS | VALUES | raised | {"__version__"}


def test_every_public_name_stays_what_it_is_after_every_module_is_imported() -> None:
    code = """
import importlib, pkgutil, paperkg
first = {name: getattr(paperkg, name) for name in paperkg.__all__}
for module in pkgutil.walk_packages(paperkg.__path__, "paperkg."):
    if not module.name.endswith("__main__"):
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as error:
            assert error.name in ("torch", "floret"), error
for name in paperkg.__all__ * 2:
    scope = {}
    exec(f"from paperkg import {name}", scope)
    assert scope[name] is getattr(paperkg, name) is first[name], name
print("same")
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "same\n"


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    assert not hasattr(paperkg, "nonsense")


def users_code(directory: Path) -> None:
    """A user's code as `mypy --strict` sees it, which CI runs; it is not called."""
    graph = paperkg.open(directory)
    assert_type(graph, paperkg.KnowledgeGraph)
    assert_type(len(graph["results"]), int)
    assert_type([found.label for found in graph.search("vLLM")], list[str])
    assert_type(graph.entity("vLLM").label, str)
    assert_type(graph.query("SELECT * { ?s ?p ?o }").columns, tuple[str, ...])
    assert_type([neighbor.strength for neighbor in graph.neighbors("vLLM", types="model")], list[float])
    found = paperkg.extract("Title", "Abstract")
    assert_type(found, paperkg.Extraction)
    assert_type(
        [(entity.type, entity.role) for entity in found.entities], list[tuple[paperkg.EntityType, paperkg.Role]]
    )
    assert_type([relation.relation for relation in found.relations], list[paperkg.Relation])
    for row in paperkg.query(directory, name="leaderboard"):
        print(row["label"])
    try:
        summary = paperkg.build(["pages/"], directory)
    except paperkg.PaperKGError as error:
        print(error)
    else:
        assert_type(summary.directory, Path)
