"""The command line: thin commands over the library."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paperkg._version import __version__
from paperkg.cli.quality import Directory, Jobs, Lexicons, Words, quality
from paperkg.errors import PaperKGError, QueryError, ReadError
from paperkg.graph.folder import BASE_IRI

if TYPE_CHECKING:
    from paperkg.pipeline import BuildSummary, Progress

app = typer.Typer(
    name="paperkg",
    help="A knowledge graph from abstracts of papers, every edge with its evidence.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(quality)

Inputs = Annotated[
    list[str], typer.Argument(help="Files, folders, globs, or - for standard input.", show_default=False)
]
Format = Annotated[str | None, typer.Option("--format", "-f", help="Form of the inputs, instead of finding it out.")]
Year = Annotated[int | None, typer.Option(help="Year of dates that lack one, such as 'Mar 5'.")]
Strict = Annotated[bool, typer.Option("--strict", help="Stop at the first record that cannot be read.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="A file instead of standard output.")]


@contextmanager
def _progress() -> "Iterator[Progress]":
    """Bars on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:11}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield show


def _say(text: str) -> None:
    typer.echo(text, err=True)


@app.command(epilog="Example: paperkg build pages/*.txt -o outputs")
def build(
    inputs: Inputs,
    output: Annotated[Path, typer.Option("--output", "-o", help="Directory to write to.")] = Path("outputs"),
    format: Format = None,
    year: Year = None,
    lexicon: Lexicons = None,
    words: Words = None,
    decisions: Annotated[
        Path | None, typer.Option(help="Merge, split, retype, rename or drop entities: a TSV.")
    ] = None,
    jobs: Jobs = 1,
    strict: Strict = False,
    base_iri: Annotated[str, typer.Option(help="What the IRIs of the RDF begin with; it ends in / or #.")] = BASE_IRI,
) -> None:
    """Read papers, extract, link, and write the graph in all its forms."""
    from paperkg.pipeline import build as run

    with _progress() as progress:
        summary = run(
            inputs,
            output,
            format=format,
            year=year,
            lexicon=lexicon or (),
            words=words,
            decisions=decisions,
            jobs=jobs,
            strict=strict,
            base_iri=base_iri,
            progress=progress,
        )
    _report(summary)


def _report(summary: "BuildSummary") -> None:
    counts = summary.counts
    _say(
        f"{counts['papers']:,} papers, {counts['entities']:,} entities, {counts['statements']:,} statements, "
        f"{counts['results']:,} results, {counts['relations']:,} relations in {summary.directory}"
    )
    if counts["not_english"]:
        _say(f"{counts['not_english']:,} papers are not in English and were left unread")
    for record in summary.rejected[:5]:
        _say(f"rejected: {ReadError(record.source, record.reason, record.line)}")
    if len(summary.rejected) > 5:
        _say(f"and {len(summary.rejected) - 5:,} more; all are in {summary.directory / 'rejected.jsonl'}")
    for decision in summary.unused_decisions:
        _say(f"no entity for the decision: {decision.action} {decision.entity}")


@app.command(epilog="Example: paperkg extract page.txt -o found.jsonl")
def extract(
    inputs: Inputs,
    output: Output = None,
    format: Format = None,
    year: Year = None,
    lexicon: Lexicons = None,
    words: Words = None,
    jobs: Jobs = 1,
    strict: Strict = False,
) -> None:
    """Write what is found in each paper, one JSON line a paper."""
    from paperkg.files import whole_file
    from paperkg.pipeline import extract_lines

    with _progress() as progress:
        lines = extract_lines(
            inputs,
            format=format,
            year=year,
            lexicon=lexicon or (),
            words=words,
            jobs=jobs,
            strict=strict,
            progress=progress,
            report=_say,
        )
        if output is None:
            for line in lines:
                sys.stdout.buffer.write(line.encode() + b"\n")
            sys.stdout.buffer.flush()
        else:
            with whole_file(output) as file:
                file.writelines(line + "\n" for line in lines)


@app.command(epilog="Example: paperkg show outputs vLLM")
def show(
    directory: Directory,
    name: Annotated[str, typer.Argument(help="An entity's label, alias or id.", show_default=False)],
    neighbors: Annotated[int, typer.Option(min=0, help="How many nearest neighbors to list.")] = 10,
) -> None:
    """Print an entity: type, aliases, papers by role with evidence, results, relations, neighbors."""
    from paperkg.analysis.entity import entity_text, view_entity
    from paperkg.knowledge_graph import KnowledgeGraph

    typer.echo(entity_text(view_entity(KnowledgeGraph.open(directory), name, neighbors)))


@app.command(epilog="Example: paperkg stats outputs")
def stats(
    directory: Directory,
    most: Annotated[int, typer.Option(min=0, help="How many of the commonest of each type.")] = 10,
) -> None:
    """Print what a build holds: counts by type, role and year, and the commonest entities."""
    from paperkg.analysis.entity import stats_text
    from paperkg.knowledge_graph import KnowledgeGraph

    typer.echo(stats_text(KnowledgeGraph.open(directory), most))


@app.command(epilog="Example: paperkg query outputs 'SELECT ?e { ?e a pkg:Benchmark } LIMIT 5'")
def query(
    directory: Annotated[
        Path | None, typer.Argument(help="A build, as `paperkg build` wrote it.", show_default=False)
    ] = None,
    sparql: Annotated[
        str | None, typer.Argument(help="SELECT, ASK, CONSTRUCT or DESCRIBE.", show_default=False)
    ] = None,
    file: Annotated[Path | None, typer.Option(help="A file with the query; - is standard input.")] = None,
    name: Annotated[str | None, typer.Option(help="A query of the cookbook; see --list.")] = None,
    format: Annotated[str, typer.Option("--format", "-f", help="table, json, csv, tsv or xml.")] = "table",
    list_all: Annotated[bool, typer.Option("--list", help="Show the cookbook.")] = False,
) -> None:
    """Ask a build with SPARQL; its prefixes need not be declared."""
    from paperkg.sparql.ask import find_recipe, format_results, list_cookbook
    from paperkg.sparql.ask import query as ask

    if list_all:
        for recipe in list_cookbook():
            typer.echo(f"{recipe.name:22} {recipe.question}")
        return
    if directory is None:
        raise QueryError("a directory is missing: paperkg query DIR 'SELECT ...'")
    given = [text for text in (sparql, file and _read_text(file), name and find_recipe(name).sparql) if text]
    if len(given) != 1:
        raise QueryError("give one query: as text, with --file, or with --name (paperkg query --list shows them)")
    typer.echo(format_results(ask(directory, given[0]), format), nl=False)


def _read_text(path: Path) -> str:
    from paperkg.files import read_text

    return sys.stdin.read() if str(path) == "-" else read_text(path, QueryError)


@app.command(epilog="Example: paperkg export outputs --format gexf --projection cooccurrence --min-papers 3 -o g.gexf")
def export(
    directory: Directory,
    format: Annotated[str, typer.Option("--format", "-f", help="Form to write; an unknown one lists those known.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="File, or folder where the form has several.")],
    projection: Annotated[
        str, typer.Option(help="Network: full, bipartite, cooccurrence, papers (by similarity) or relations.")
    ] = "full",
    min_papers: Annotated[int, typer.Option(min=1, help="Leave out entities in fewer papers.")] = 1,
    type: Annotated[list[str] | None, typer.Option(help="Keep entities of this type only; may be given again.")] = None,
    date: Annotated[str | None, typer.Option(help="Date that VoID and nanopublications bear, 2026-03-05.")] = None,
) -> None:
    """Write a build for another program: GraphML, GEXF, CSV, Neo4j, DOT, JSON-LD, RDF/XML, nanopublications …"""
    from paperkg.exporters import export as run
    from paperkg.knowledge_graph import KnowledgeGraph

    graph = KnowledgeGraph.open(directory)
    run(graph, format, output, projection=projection, min_papers=min_papers, types=type or (), date=date)


@app.command(epilog="Example: paperkg serve outputs --port 8000")
def serve(
    directory: Directory,
    host: Annotated[str, typer.Option(help="Address to listen at; only this machine unless told.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen at.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer queries.")] = 2,
    time_limit: Annotated[float, typer.Option(min=0.1, help="Seconds after which a query is cancelled.")] = 30.0,
    row_limit: Annotated[int, typer.Option(min=1, help="Rows after which an answer is refused.")] = 100_000,
) -> None:
    """Serve a build: the explorer at /, SPARQL at /sparql, a page for each entity and paper."""
    from paperkg.server.options import ServerOptions

    try:
        from paperkg.server.app import serve as run
    except ModuleNotFoundError as error:
        raise PaperKGError(f"serving needs {error.name}: pip install 'paperkg[serve]'") from error

    options = ServerOptions(workers=workers, time_limit=time_limit, row_limit=row_limit)
    run(directory, host=host, port=port, options=options)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"paperkg {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass


def main() -> None:
    """Runs the command line; an error of ours is one line and exit status 2.

    Typer sees to a reader of our output that has gone, as `head` does: no word, and exit status 1.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # an old console's code page lacks letters that papers have
    try:
        app()
    except PaperKGError as error:
        _say(f"paperkg: {error}")
        sys.exit(2)
    except OSError as error:
        if error.filename is None:
            raise
        _say(f"paperkg: {error.filename}: {error.strerror}")
        sys.exit(2)
