"""How Sphinx builds the documentation: `make docs`, or `python -m sphinx docs site`."""

import re
import sys
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from paperkg import __version__  # noqa: E402

project = "paperkg"
author = "The paperkg developers"
project_copyright = f"2026, {author}"
release = version = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_copybutton"]
exclude_patterns = ["README.md"]
default_role = "code"  # docstrings write `code` as Markdown does

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_typehints_format = "short"
python_maximum_signature_line_length = 88
napoleon_numpy_docstring = False

copybutton_prompt_text = "$ "

html_theme = "furo"
html_title = "paperkg"
html_baseurl = "https://paperkg.readthedocs.io/en/stable/"
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "source_repository": "https://github.com/paperkg/paperkg/",
    "source_branch": "main",
    "source_directory": "docs/",
}

_LOADED = re.compile(
    r'<(?:script|img|iframe|source)\b[^>]*\bsrc="(?:https?:)?//|<link\b[^>]*\brel="(?!canonical)[^>]*\bhref="(?:https?:)?//'
)
_LINK = re.compile(r"\]\((?P<path>\.\./[^)#\s]+)(?P<anchor>#[^)]*)?\)")
_REPOSITORY = "https://github.com/paperkg/paperkg/blob/main/"


def link_to_repository(_app: Sphinx, page: str, source: list[str]) -> None:
    """Leads links that leave docs/ to the repository, so that they work there and in the site."""

    def absolute(link: re.Match[str]) -> str:
        path = (ROOT / "docs" / page).parent.joinpath(link["path"]).resolve()
        if path.is_relative_to(ROOT / "docs"):
            return link[0]
        return f"]({_REPOSITORY}{path.relative_to(ROOT).as_posix()}{link['anchor'] or ''})"

    source[0] = _LINK.sub(absolute, source[0])


def load_nothing_from_elsewhere(app: Sphinx, error: Exception | None) -> None:
    """Refuses pages that would load scripts, styles or pictures from another host."""
    for page in sorted(Path(app.outdir).rglob("*.html")) if error is None else ():
        loaded = _LOADED.search(page.read_text(encoding="utf-8"))
        if loaded:
            raise ExtensionError(f"{page.name} loads something from elsewhere: {loaded[0]}")


def setup(app: Sphinx) -> None:
    """Registers what is ours."""
    app.connect("source-read", link_to_repository)
    app.connect("build-finished", load_nothing_from_elsewhere)
