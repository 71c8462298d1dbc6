"""What the documents say is so: their code, its output, links, and the pages that are generated."""

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name
from types import ModuleType

import pytest

import paperkg
from paperkg import errors
from paperkg.analysis.network import Projection
from paperkg.exporters import EXPORTERS, Reads
from places import ROOT, SHARED
from test_architecture import LAYERS

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *PAGES,
    *sorted((ROOT / "outputs").glob("*.md")),
    *sorted((ROOT / "evaluation").rglob("*.md")),
]


@pytest.fixture(scope="session")
def scripts() -> Iterator[None]:
    """The scripts in docs/ can be imported."""
    sys.path.insert(0, str(DOCS))
    yield
    sys.path.remove(str(DOCS))


@pytest.fixture(scope="session")
def refresh(scripts: None) -> ModuleType:  # noqa: ARG001
    return importlib.import_module("refresh")


@pytest.fixture(scope="session")
def scratch(refresh: ModuleType) -> Iterator[Path]:
    with refresh.scratch() as folder:
        yield folder


def with_code() -> list[Path]:
    """The documents whose code runs."""
    texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *PAGES)}
    generated = {"command-line.md"}  # its commands are the examples of the help
    return [
        path
        for path, text in texts.items()
        if path.name not in generated and re.search(r"^```(python|console)", text, re.MULTILINE)
    ]


@pytest.mark.parametrize("page", with_code(), ids=lambda path: path.name)
def test_a_page_shows_what_its_code_prints(page: Path, refresh: ModuleType, scratch: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert refresh.refreshed(text, scratch) == text, "run: make pages"


@pytest.mark.parametrize("name", ["ontology", "tables", "command_line"])
def test_a_generated_page_is_current(name: str, scripts: None) -> None:  # noqa: ARG001
    script = importlib.import_module(name)
    assert script.TARGET.read_text(encoding="utf-8") == script.document(), "run: make pages"


def test_the_notebooks_are_current(scripts: None) -> None:  # noqa: ARG001
    script = importlib.import_module("notebook")
    for page in script.PAGES:
        assert page.with_suffix(".ipynb").read_text(encoding="utf-8") == script.document(page), "run: make pages"


@pytest.mark.shared
def test_the_page_of_formats_is_current(scripts: None) -> None:  # noqa: ARG001
    script = importlib.import_module("formats")
    assert script.TARGET.read_text(encoding="utf-8") == script.document(SHARED / "samples"), "run: make pages"


def test_the_picture_of_the_ontology_is_current(scripts: None) -> None:  # noqa: ARG001
    script = importlib.import_module("ontology")
    assert script.PICTURE.read_text(encoding="utf-8") == script.diagram(script.load()), "run: make pages"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (document.parent / link).exists()] == []


def test_every_page_is_in_the_table_of_contents() -> None:
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    trees = re.findall(r"```\{toctree\}\n(?::[^\n]*\n)*\n(.*?)```", index, re.DOTALL)
    named = [name for tree in trees for name in tree.split()]
    pages = {path.relative_to(DOCS).with_suffix("").as_posix() for path in PAGES} - {"index"}
    assert sorted(named) == sorted(pages)


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for document in DOCUMENTS:
        named = set(re.findall(r"(?:`|\$ )make ([a-z]+)", document.read_text(encoding="utf-8")))
        assert named <= targets, document.name


def test_the_reference_has_every_public_name() -> None:
    text = (DOCS / "reference.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\.\. auto\w+:: paperkg\.(\w+)$", text, re.MULTILINE))
    assert documented == set(paperkg.__all__) - {"__version__"}
    own = {name for name, item in vars(errors).items() if isinstance(item, type) and item.__module__ == errors.__name__}
    assert own <= documented


def test_the_analysis_names_every_projection_and_format() -> None:
    text = (DOCS / "analysis.md").read_text(encoding="utf-8").lower()
    assert all(f"`{projection.value}`" in text for projection in Projection)
    assert all(name in text for name, exporter in EXPORTERS.items() if exporter.reads is Reads.NETWORK)


def test_the_design_names_every_part_and_only_what_exists() -> None:
    text = (DOCS / "design.md").read_text(encoding="utf-8")
    assert [name for layer in LAYERS for name in layer if f"`{name}`" not in text] == []
    steps = [
        step for row in re.findall(r"^\|.*", text, re.MULTILINE) for step in re.findall(r"`([a-z_.]+):(\w+)`", row)
    ]
    assert len(steps) > 20
    for module, name in steps:
        assert resolve_name(f"paperkg.{module}:{name}") is not None


@pytest.mark.parametrize("name", ["run", "dev", "docs"])
def test_locked_requirements_name_no_place_to_get_them_from(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|^-", text, re.MULTILINE)
    assert all("==" in line or "--hash=sha256:" in line for line in text.splitlines())


def test_requirements_agree() -> None:
    run, dev = (
        set(re.findall(r"^\S+==\S+", (ROOT / "requirements" / f"{name}.txt").read_text("utf-8"), re.MULTILINE))
        for name in ("run", "dev")
    )
    assert run <= dev
