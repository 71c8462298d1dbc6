"""The command that serves a build over HTTP: serve."""

from typing import Annotated

import typer

from paperkg.cli.parameters import Directory
from paperkg.optional import needed_for

commands = typer.Typer()


@commands.command(epilog="Example: paperkg serve outputs --port 8000")
def serve(
    directory: Directory,
    host: Annotated[str, typer.Option(help="Address to listen on; by default only this machine can connect.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Number of processes that answer queries.")] = 2,
    time_limit: Annotated[float, typer.Option(min=0.1, help="Time limit for a query, in seconds.")] = 30.0,
    row_limit: Annotated[int, typer.Option(min=1, help="Row limit for an answer; longer answers are refused.")] = (
        100_000
    ),
) -> None:
    """Serve a build over HTTP: the explorer, a SPARQL endpoint, and a page for each entity and paper."""
    from paperkg.server.options import ServerOptions

    with needed_for("serving", "'paperkg[serve]'"):
        from paperkg.server.app import serve as run

        run(
            directory,
            host=host,
            port=port,
            options=ServerOptions(workers=workers, time_limit=time_limit, row_limit=row_limit),
        )
