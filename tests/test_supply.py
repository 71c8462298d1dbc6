"""What the package never does with data: run it."""

import ast
from pathlib import Path

import pytest

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
