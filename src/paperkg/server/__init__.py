"""A build over HTTP: the SPARQL protocol, a page for each entity and paper, and a query editor.

    request -> protocol (what is asked) -> pool -> worker (a process that asks the store) -> answer_formats

Things have pages (`pages`) and documents (`linked_data`) under their IRIs, and the explorer asks for JSON
(`explorer_routes`).

Each query runs in one of a few processes, for a store cannot be told to stop: when a query's time is up,
its process is ended and another takes its place.
"""

from typing import TYPE_CHECKING, Any

from paperkg.server.options import ServerOptions

if TYPE_CHECKING:
    from paperkg.server.app import create_app
    from paperkg.server.running import serve

__all__ = ["ServerOptions", "create_app", "serve"]


def __getattr__(name: str) -> Any:
    """Loads the web framework when it is asked for; the workers have no use for it."""
    if name == "create_app":
        from paperkg.server.app import create_app

        return create_app
    if name == "serve":
        from paperkg.server.running import serve

        return serve
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
