"""The explorer in a notebook: the page in a frame of its own, which can neither reach the notebook nor be reached."""

from dataclasses import dataclass
from html import escape


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
