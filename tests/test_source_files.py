"""The store is made anew when the code that fills it changes, so that code is found through its imports."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from builds import write_build
from paperkg.source_files import source_files
from places import ROOT
from records import tiny_records
from test_architecture import imports, path_of

KEY = """
import sys
from pathlib import Path
from paperkg.sparql.store import store_key
print(store_key(Path(sys.argv[1])))
"""
SOURCES = ROOT / "src" / "paperkg"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and the ontology, to be changed."""
    copy = tmp_path_factory.mktemp("copy") / "paperkg"
    shutil.copytree(SOURCES, copy, ignore=shutil.ignore_patterns("*.npz", "*.json", "web", "__pycache__"))
    shutil.copytree(ROOT / "ontology", copy / "ontology")
    return copy


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("keyed") / "build", tiny_records())


def run(package: Path, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def key(package: Path, build: Path) -> str:
    """The key of the build's store, as that copy of the package makes it."""
    found = run(package, KEY, str(build))
    assert found.returncode == 0, found.stderr
    return found.stdout.strip()


def test_a_module_comes_with_all_that_it_imports() -> None:
    found = source_files("paperkg.rdf.mapping")
    names = {path.relative_to(SOURCES).as_posix() for path in found}
    assert {f"rdf/{name}.py" for name in ("mapping", "terms", "iris", "bibliography", "vocabulary")} <= names
    assert not any(name.startswith(("server/", "explorer/", "extraction/", "sparql/")) for name in names)
    needed: set[str] = set()
    waiting = ["paperkg.rdf.mapping"]
    while waiting:
        module = waiting.pop()
        if module not in needed:
            needed.add(module)
            waiting += imports(module)
    assert set(found) == {path_of(module) for module in needed}


@pytest.mark.parametrize("changed", ["rdf/mapping.py", "rdf/terms.py", "graph/rows.py", "ontology/paperkg.ttl"])
def test_the_key_changes_with_the_content_of_a_file(package: Path, build: Path, changed: str) -> None:
    before = key(package, build)
    assert key(package, build) == before
    path = package / changed
    content = path.read_text(encoding="utf-8")
    path.write_text(content + "\n# changed\n", encoding="utf-8")
    assert key(package, build) != before
    path.write_text(content, encoding="utf-8")
    assert key(package, build) == before


def test_the_key_stays_when_other_code_changes(package: Path, build: Path) -> None:
    before = key(package, build)
    for other in ("server/app.py", "sparql/ask.py"):
        with (package / other).open("a", encoding="utf-8") as file:
            file.write("\n# changed\n")
    assert key(package, build) == before


def test_a_missing_file_is_an_error(package: Path, tmp_path: Path) -> None:
    copy = tmp_path / "paperkg"
    shutil.copytree(package, copy)
    (copy / "rdf" / "bibliography.py").unlink()
    code = "from paperkg.source_files import source_files; source_files('paperkg.rdf.mapping')"
    found = run(copy, code)
    assert "FileNotFoundError: paperkg.rdf.bibliography: no source file" in found.stderr
    with pytest.raises(FileNotFoundError, match=r"paperkg\.rdf\.nothing: no source file"):
        source_files("paperkg.rdf.nothing")
