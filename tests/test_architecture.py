"""The walls of the design: who may import whom, what is public, and what stays light."""

import ast
import importlib
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "paperkg"
# From the ground up. A part of the package imports parts of lower layers only, never one beside or above it, and
# `TYPE_CHECKING` is no exception.
LAYERS = (
    ("_version", "agreement", "batching", "errors", "processes"),
    ("choices", "optional"),
    ("kinds",),
    ("model",),
    ("files", "source_files"),
    ("text",),
    ("arrow", "database", "stored_papers"),
    ("readers", "extraction", "linking"),
    ("fetching", "remote_files"),
    ("graph",),
    ("maps",),
    ("analysis",),
    ("rdf",),
    ("sparql",),
    ("explorer",),
    ("exporters",),
    ("server",),
    ("evaluation",),
    ("extracting", "origin", "spark"),
    ("extraction_files",),
    ("making",),
    ("pipeline",),
    ("knowledge_graph",),
    ("training",),
    ("cli",),
    ("paperkg", "__main__"),
)
# A paper passes through extraction in this order.
EXTRACTION = (
    ("trained", "vocabulary"),
    ("words",),
    ("layers", "rules"),
    ("mentions",),
    ("entity_finder",),
    ("claims",),
    ("placement", "sections"),
    ("extractor",),
    ("batches",),
    ("fingerprint", "parallel", "preloaded"),
    ("kept",),
    ("corpus",),
    ("spacy_component",),
)
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
    """The modules of the package that a module imports, wherever in it; relative ones made absolute."""
    tree = ast.parse(path_of(module).read_text(encoding="utf-8"))
    package = module if path_of(module).name == "__init__.py" else module.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package.rsplit(".", node.level - 1)[0] if node.level else ""
            home = ".".join(filter(None, (base, node.module)))
            inside = {f"{home}.{alias.name}" for alias in node.names} & ALL
            found |= inside or {home}
    return found & ALL


ALL = frozenset(modules())


def part(module: str, depth: int = 1) -> str:
    """The part of the package that a module lies in: "paperkg.text.keys" lies in "text"."""
    pieces = module.split(".")
    return pieces[depth] if len(pieces) > depth else pieces[-1]


def ranks(layers: tuple[tuple[str, ...], ...]) -> dict[str, int]:
    return {name: rank for rank, names in enumerate(layers) for name in names}


@pytest.mark.parametrize("module", sorted(ALL))
def test_a_module_imports_lower_layers_only(module: str) -> None:
    rank = ranks(LAYERS)
    own = part(module)
    upward = {name for name in imports(module) if part(name) != own and rank[part(name)] >= rank[own]}
    assert module == "paperkg" or upward == set()


@pytest.mark.parametrize("module", sorted(name for name in ALL if name.startswith("paperkg.extraction.")))
def test_extraction_passes_a_paper_one_way(module: str) -> None:
    rank = ranks(EXTRACTION)
    own = part(module, 2)
    inside = {name for name in imports(module) if name.startswith("paperkg.extraction.")}
    assert {name for name in inside if part(name, 2) != own and rank[part(name, 2)] > rank[own]} == set()


def test_no_two_modules_import_each_other() -> None:
    waiting = {module: imports(module) - {module} for module in ALL}
    while free := {module for module, needed in waiting.items() if not needed & waiting.keys()}:
        for module in free:
            del waiting[module]
    assert waiting == {}


def test_no_two_files_share_a_name() -> None:
    stems = Counter(name.rpartition(".")[2] for name in ALL if path_of(name).name != "__init__.py")
    assert [stem for stem, count in stems.items() if count > 1] == []


@pytest.mark.parametrize("module", [name for name in modules() if "__all__" in path_of(name).read_text("utf-8")])
def test_all_names_exist_once(module: str) -> None:
    loaded = importlib.import_module(module)
    names: list[str] = loaded.__all__
    assert len(names) == len(set(names))
    assert [name for name in names if not hasattr(loaded, name)] == []


@pytest.mark.parametrize("module", ["paperkg", "paperkg.cli.main", "paperkg.extraction", "paperkg.readers"])
def test_importing_is_light(module: str) -> None:
    code = f"import sys, {module}; print(*sorted(set({HEAVY}) & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []


def test_modules_stay_short() -> None:
    lengths = {name: len(path_of(name).read_text(encoding="utf-8").splitlines()) for name in modules()}
    assert {name: length for name, length in lengths.items() if length > 320} == {}
