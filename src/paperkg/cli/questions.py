"""The commands that ask a build: show, stats, and query."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paperkg.cli.output import print_data, print_text, store_progress
from paperkg.cli.parameters import Directory
from paperkg.errors import OptionError, QueryError

if TYPE_CHECKING:
    from paperkg.sparql.cookbook import Recipe

commands = typer.Typer()


@commands.command(epilog="Example: paperkg show outputs vLLM")
def show(
    directory: Directory,
    name: Annotated[str, typer.Argument(help="Label, alias, or id of an entity.", show_default=False)],
    neighbors: Annotated[int, typer.Option(min=0, help="Number of nearest neighbors to list.")] = 10,
    most: Annotated[
        int, typer.Option(min=0, help="Number of papers of each role, results and relations to list; 0 for all.")
    ] = 20,
) -> None:
    """Show an entity: its aliases, papers by role with evidence, results, relations, and neighbors."""
    from paperkg.knowledge_graph import KnowledgeGraph

    print_text(KnowledgeGraph(directory).entity(name, neighbors).text(most or None))


@commands.command(epilog="Example: paperkg stats outputs")
def stats(
    directory: Directory,
    most: Annotated[int, typer.Option(min=0, help="Number of most common entities to list for each type.")] = 10,
) -> None:
    """Show what a build holds: counts by type, role, and year, and the most common entities."""
    from paperkg.analysis.entity import stats_text
    from paperkg.graph.tables import Tables

    print_text(stats_text(Tables(directory), most))


@commands.command(epilog="Example: paperkg query outputs --name leaderboard benchmark=GSM8K")
def query(
    directory: Annotated[
        Path | None, typer.Argument(help="Build: a folder that `paperkg build` wrote.", show_default=False)
    ] = None,
    sparql: Annotated[
        list[str] | None,
        typer.Argument(
            help="SELECT, ASK, CONSTRUCT, or DESCRIBE query, or - for standard input; with --name, parameters such as "
            "benchmark=GSM8K.",
            show_default=False,
        ),
    ] = None,
    file: Annotated[Path | None, typer.Option(help="File with the query; - for standard input.")] = None,
    name: Annotated[str | None, typer.Option(help="Name of a query in the cookbook; see --list.")] = None,
    format: Annotated[
        str, typer.Option("--format", "-f", help="Output format: table, json, csv, tsv, or xml.")
    ] = "table",
    list_all: Annotated[bool, typer.Option("--list", help="List the queries of the cookbook.")] = False,
) -> None:
    """Query a build with SPARQL; the usual prefixes need no declaration."""
    from paperkg.sparql.ask import named_query_text, query_text
    from paperkg.sparql.cookbook import list_cookbook

    if list_all:
        print_text("\n".join(map(_listed, list_cookbook())))
        return
    if directory is None:
        raise OptionError("a directory is missing: paperkg query DIR 'SELECT ...'")
    if sparql == ["-"] and file is None and not name:
        sparql, file = None, Path("-")
    given = [text for text in (name, file and _read_query(file), *([] if name else sparql or [])) if text]
    if len(given) != 1:
        raise OptionError("give one query: as text, with --file, or with --name (paperkg query --list shows them)")
    if name:
        text = named_query_text(directory, name, dict(map(_parameter, sparql or [])), format)
    else:
        with store_progress() as progress:
            text = query_text(directory, _utf8(given[0]), format, progress)
    if format.lower() == "table":
        print_text(text.removesuffix("\n"))
    else:
        print_data((text,))


def _listed(recipe: "Recipe") -> str:
    """A query of the cookbook on one line: its name, the question, and its parameters with values to try."""
    parameters = " ".join(
        f"{p.name}={p.default!r}" if " " in p.default else f"{p.name}={p.default}" for p in recipe.parameters
    )
    return f"{recipe.name:22} {recipe.question}" + (f" [{parameters}]" if parameters else "")


def _parameter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise OptionError(f"{text}: not a parameter of a query (like benchmark=GSM8K)")
    return name, value


def _utf8(text: str) -> str:
    """A query as it was typed: of what the console's encoding lacks Python keeps the bytes, and they are UTF-8."""
    try:
        return os.fsencode(text).decode() if any("\udc80" <= sign <= "\udcff" for sign in text) else text
    except UnicodeError as error:
        raise QueryError("the query is not UTF-8; put it into a file, and give that with --file") from error


def _read_query(path: Path) -> str:
    """The text of a query, in UTF-8 whatever the console's encoding."""
    from paperkg.files import read_text, standard_input

    if str(path) != "-":
        text = read_text(path, QueryError)
    else:
        try:
            text = standard_input().read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise QueryError(f"standard input: not UTF-8 text ({error.reason} at byte {error.start})") from error
    if not text.strip():
        raise QueryError(f"{'standard input' if str(path) == '-' else path}: empty, where a query was expected")
    return text
