"""The commands that serve a build: serve, over HTTP, and mcp, to language models."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from paperkg.cli.parameters import DecisionsFile, Directory
from paperkg.errors import OptionError
from paperkg.optional import needed_for

commands = typer.Typer()


@commands.command(epilog="Example: paperkg serve outputs --port 8000")
def serve(
    directory: Directory,
    host: Annotated[str, typer.Option(help="Address to listen on; by default only this machine can connect.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[
        int, typer.Option(min=1, help="Number of long queries at a time; quick ones have processes of their own.")
    ] = 2,
    time_limit: Annotated[float, typer.Option(min=0.1, help="Time limit for a query, in seconds.")] = 30.0,
    row_limit: Annotated[int, typer.Option(min=1, help="Row limit for an answer; longer answers are refused.")] = (
        100_000
    ),
    title: Annotated[
        str | None, typer.Option(help="Name of the corpus, which the pages show; that of the build by default.")
    ] = None,
    memory_limit: Annotated[int, typer.Option(min=1, help="Memory limit for a query, in MB; on Linux.")] = 1_000,
    read_timeout: Annotated[
        float,
        typer.Option(min=0.1, help="Seconds within which a request has to arrive, or some of an answer to be taken."),
    ] = 10.0,
    rate_limit: Annotated[int, typer.Option(min=0, help="Requests a minute from one address; 0 for any number.")] = 0,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="Name under which a proxy asks for this server; can be repeated.")
    ] = None,
    root_path: Annotated[
        str, typer.Option(help="Path prefix, such as /graph, that a proxy strips before passing requests on.")
    ] = "",
    log: Annotated[str | None, typer.Option(help="File for a line of JSON a request; - for standard error.")] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Serve each new build of the folder, too.")] = False,
    review: Annotated[
        bool, typer.Option("--review", help="Take answers to doubts at /review, from this machine alone.")
    ] = False,
    decisions: DecisionsFile = Path("decisions.tsv"),
) -> None:
    """Serve a build over HTTP: the explorer, a SPARQL endpoint, and a page for each entity and paper."""
    from paperkg.origin import start_decisions
    from paperkg.server.options import EVERYONE, ServerOptions

    if review:
        start_decisions(directory, decisions)
    options = ServerOptions(
        workers=workers,
        time_limit=time_limit,
        row_limit=row_limit,
        memory_limit=memory_limit,
        rate_limit=rate_limit,
        hosts=tuple(allow_host or EVERYONE),
        root_path=root_path,
        log=log,
        review=decisions if review else None,
    )
    with needed_for("serving", "'paperkg[serve]'"):
        from paperkg.server.running import serve as run

        run(directory, host=host, port=port, options=options, title=title, read_timeout=read_timeout, watch=watch)


@commands.command(epilog="Example: paperkg mcp outputs")
def mcp(
    directory: Directory,
    http: Annotated[
        bool, typer.Option("--http", help="Listen on a port (streamable HTTP) instead of standard input.")
    ] = False,
    host: Annotated[str, typer.Option(help="Address to listen on; by default only this machine can connect.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    time_limit: Annotated[float, typer.Option(min=0.1, help="Time limit for a query, in seconds.")] = 30.0,
    row_limit: Annotated[int, typer.Option(min=1, help="Row limit for an answer; longer answers are refused.")] = 1000,
) -> None:
    """Let language models ask a build, by the Model Context Protocol: search, entities, evidence, results, SPARQL."""
    from paperkg.server.options import ServerOptions

    if not http and (sys.stdin is None or sys.stdout is None):
        raise OptionError(
            "standard input or output is closed, and a language model asks by both; or listen with --http"
        )
    with needed_for("the Model Context Protocol", "'paperkg[mcp]'"):
        from paperkg.server.agent_tools import make_mcp_server

        server = make_mcp_server(directory, ServerOptions(workers=1, time_limit=time_limit, row_limit=row_limit))
    if http:
        server.run("streamable-http", host=host, port=port)
    else:
        server.run("stdio")
