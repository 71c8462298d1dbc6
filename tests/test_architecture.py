"""The walls of the design: who may import whom, what is public, and what stays light."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "paperkg"
STAGES = ("readers", "extract", "link", "export", "query", "serve")
# Modules beside `query.py` that are parts of it.
PARTS = {"cookbook": "query", "sparql": "query", "store": "query"}
# The web front asks `query`; both hand out what the exporters make of the tables.
ALLOWED = {"query": {"export"}, "serve": {"query", "export"}}
# `pipeline` joins the stages; the command line calls what needs no joining. Training, evaluation and analysis are
# no part of the flow: the first two run extraction on annotated papers, the third computes on the tables; so does
# conformance, on the triples made of them.
JOINERS = {
    "pipeline": set(STAGES),
    "cli": {"extract", "export", "query", "serve"},
    "cli_quality": {"extract"},
    "train": {"readers", "extract"},
    "evaluation": {"readers", "extract"},
    "analysis": {"export"},
    "conformance": {"export", "query"},
}
HEAVY = ("spacy", "rdflib", "pyarrow", "networkx", "pyoxigraph", "pyvis", "numpy", "thinc")


def modules() -> list[str]:
    """Every module of the package, by its dotted name."""
    paths = sorted(PACKAGE.rglob("*.py"))
    names = [".".join(("paperkg", *path.relative_to(PACKAGE).with_suffix("").parts)) for path in paths]
    return [name.removesuffix(".__init__") for name in names]


def path_of(module: str) -> Path:
    path = PACKAGE.joinpath(*module.split(".")[1:])
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def imports(module: str) -> set[str]:
    """The dotted names that a module imports, wherever in it; relative ones made absolute."""
    tree = ast.parse(path_of(module).read_text(encoding="utf-8"))
    package = module if path_of(module).name == "__init__.py" else module.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package.rsplit(".", node.level - 1)[0] if node.level else ""
            home = ".".join(filter(None, (base, node.module)))
            found |= {home} | {f"{home}.{alias.name}" for alias in node.names}
    return found


def stage(name: str) -> str:
    """The part of the package that a dotted name lies in: "paperkg.link.keys" lies in "link"; "" outside."""
    part = f"{name}..".split(".")[1] if name.startswith("paperkg.") else ""
    return PARTS.get(part, part)


@pytest.mark.parametrize("module", [name for name in modules() if stage(name) in STAGES])
def test_a_stage_never_imports_another_stage(module: str) -> None:
    own = stage(module)
    met = {stage(name) for name in imports(module)}
    assert not met & ({*STAGES, "pipeline", "cli"} - {own} - ALLOWED.get(own, set()))


@pytest.mark.parametrize("module", [name for name in modules() if stage(name) not in STAGES])
def test_only_pipeline_and_the_command_line_join_stages(module: str) -> None:
    met = {stage(name) for name in imports(module)} & set(STAGES)
    if module == "paperkg":
        return  # its names are those of the library, loaded when asked for
    assert met <= JOINERS.get(stage(module), set())


@pytest.mark.parametrize("module", [name for name in modules() if "__all__" in path_of(name).read_text("utf-8")])
def test_all_names_exist_once(module: str) -> None:
    loaded = importlib.import_module(module)
    names: list[str] = loaded.__all__
    assert len(names) == len(set(names))
    assert [name for name in names if not hasattr(loaded, name)] == []


@pytest.mark.parametrize("package", ["paperkg.readers", "paperkg.extract", "paperkg.link", "paperkg.export"])
def test_what_others_import_from_a_stage_is_exported(package: str) -> None:
    """Names come from `__all__` of the stage, or from a module of it that is named."""
    exported = set(importlib.import_module(package).__all__)
    inside = {name for name in modules() if name.startswith(f"{package}.")}
    others = [name for name in modules() if stage(name) != stage(f"{package}.")]
    used = {name for other in others for name in imports(other) if name.rpartition(".")[0] == package}
    assert {name.rpartition(".")[2] for name in used - inside} <= exported


@pytest.mark.parametrize("module", ["paperkg", "paperkg.cli", "paperkg.readers"])
def test_importing_is_light(module: str) -> None:
    code = f"import sys, {module}; print(*sorted(set({HEAVY}) & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []


def test_modules_stay_short() -> None:
    lengths = {name: len(path_of(name).read_text(encoding="utf-8").splitlines()) for name in modules()}
    assert {name: length for name, length in lengths.items() if length > 320} == {}
