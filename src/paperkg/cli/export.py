"""The command that writes a build for other programs: export."""

from pathlib import Path
from typing import Annotated

import typer

from paperkg.cli.output import output_file, refuse_standard_output
from paperkg.cli.parameters import Directory

commands = typer.Typer()


@commands.command(
    epilog="Example: paperkg export outputs --format gexf --projection cooccurrence --min-papers 3 -o g.gexf"
)
def export(
    directory: Directory,
    format: Annotated[
        str, typer.Option("--format", "-f", help="Output format, such as graphml; an unknown one lists them all.")
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="Output file, - for standard output, or output folder for formats of several files."
        ),
    ],
    projection: Annotated[
        str | None,
        typer.Option(
            help="Network to export: full, bipartite, cooccurrence, papers (by similarity), or relations; "
            "full by default."
        ),
    ] = None,
    min_papers: Annotated[
        int | None, typer.Option(min=1, help="Minimum number of papers for an entity to be kept; 1 by default.")
    ] = None,
    type: Annotated[
        list[str] | None, typer.Option(help="Entity type to keep, such as model; repeatable, all types by default.")
    ] = None,
    date: Annotated[
        str | None, typer.Option(help="Date of a VoID description or of nanopublications, such as 2026-03-05.")
    ] = None,
    rdf: Annotated[
        str | None,
        typer.Option(help="RDF: full, or claims, which leaves out sentences and places in the text; full by default."),
    ] = None,
    min_confidence: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Minimum confidence of a result to be kept; 0.7 by default, and 0 keeps all."),
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="Name of the corpus, which the explorer shows; that of the build by default.")
    ] = None,
    rows_per_part: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="N-Triples, N-Quads, Parquet, and Neo4j: number of rows in a file of the output folder; one file by "
            "default.",
        ),
    ] = None,
    spreadsheet_safe: Annotated[
        bool,
        typer.Option(
            "--spreadsheet-safe",
            help="CSV: put an apostrophe before text that begins with =, +, -, @, a tab or a line end, "
            "which a spreadsheet would run as a formula.",
        ),
    ] = False,
) -> None:
    """Export a build to another format: GraphML, GEXF, CSV, Neo4j, DOT, JSON-LD, RDF/XML, nanopublications ..."""
    from paperkg.exporters import format_of, formats
    from paperkg.knowledge_graph import KnowledgeGraph

    name = format_of(format)
    if not formats()[name].suffix or rows_per_part is not None:
        refuse_standard_output(output, f"{name} is several files")
    if name == "duckdb":
        refuse_standard_output(output, "its paths begin where the file lies")
    graph = KnowledgeGraph(directory)
    with output_file(output) as path:
        graph.export(
            name,
            path,
            projection=projection,
            min_papers=min_papers,
            types=type,
            date=date,
            rdf=rdf,
            min_confidence=min_confidence,
            title=title,
            rows_per_part=rows_per_part,
            spreadsheet_safe=spreadsheet_safe or None,
        )
