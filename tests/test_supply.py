"""What the package is made of, and what it never does with data: run it."""

import ast
import json
import runpy
from pathlib import Path

import pytest

from places import ROOT

PACKAGE = Path(__file__).parents[1] / "src" / "paperkg"
FILES = sorted(PACKAGE.rglob("*.py"))
RUNS_DATA = frozenset("pickle marshal shelve dill cloudpickle joblib".split())
RUNS_CODE = frozenset("eval exec compile __import__".split())
# Training keeps its steps in a folder of the user's own, for itself, and only if it is told to.
OWN_PICKLES = PACKAGE / "training" / "steps.py"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_data_is_run(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    if path != OWN_PICKLES:
        assert RUNS_DATA.isdisjoint(name.partition(".")[0] for name in imported)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
    assert RUNS_CODE.isdisjoint(named)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_arrays_are_loaded_without_pickles(path: Path) -> None:
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and ast.unparse(call.func) in {"np.load", "numpy.load"}:
            given = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
            assert given.get("allow_pickle") == "False"


def test_the_bill_of_materials_is_that_of_the_files() -> None:
    """`python docs/sbom.py` writes it anew."""
    bill = json.loads((ROOT / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert bill == runpy.run_path(str(ROOT / "docs" / "sbom.py"))["bill"]()


def test_everything_that_others_made_is_in_the_bill_of_materials() -> None:
    bill = json.loads((ROOT / "sbom.cdx.json").read_text(encoding="utf-8"))
    listed = {file["name"] for package in bill["components"] for file in package.get("components", ())}
    there = {path.relative_to(PACKAGE.parent).as_posix() for path in PACKAGE.rglob("*.min.*")}
    assert listed == there
    assert all(package["licenses"][0]["expression"] for package in bill["components"])
    for name, file in (("d3", "d3.min.js"), ("@observablehq/plot", "plot.umd.min.js")):
        told = next(package["version"] for package in bill["components"] if package["name"] == name)
        head = (PACKAGE / "explorer" / "web" / "vendor" / file).read_text(encoding="utf-8")[:200]
        assert f"v{told} " in head
