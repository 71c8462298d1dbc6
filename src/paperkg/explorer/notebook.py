"""The explorer in a notebook: the page in a frame of its own, which can neither reach the notebook nor be reached."""

from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from paperkg.explorer.page import to_html
from paperkg.graph.confident_tables import ConfidentTables
from paperkg.graph.index import index_of
from paperkg.graph.names import resolve
from paperkg.graph.tables import Tables


@dataclass(frozen=True, slots=True, repr=False)
class ShownGraph:
    """The explorer of a build, which a notebook displays; `page` is its HTML, `height` in pixels."""

    page: str
    height: int = 640

    def __repr__(self) -> str:
        return "<the explorer; a notebook displays it>"

    def _repr_html_(self) -> str:
        return (
            f'<iframe srcdoc="{escape(self.page)}" sandbox="allow-scripts allow-popups allow-downloads" '
            f'title="paperkg explorer" style="width: 100%; height: {self.height}px; border: 1px solid #ccc"></iframe>'
        )


def show_graph(graph: Tables, name: str | None, height: int) -> ShownGraph:
    """The explorer of a build, with the card of an entity or paper where one is named.

    Raises:
        NotFoundError: nothing goes by that name.
    """
    start = ""
    if name is not None:
        paper = name in index_of(graph).paper_number
        start = f"#{'paper' if paper else 'entity'}={quote(name if paper else resolve(graph, name), safe=':')}"
    return ShownGraph(to_html(ConfidentTables(graph), start=start), height)
