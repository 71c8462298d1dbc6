"""The command that fetches papers."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paperkg.choices import chosen
from paperkg.cli.output import progress_bars, refuse_standard_output, say
from paperkg.errors import OptionError, ReadError
from paperkg.text.counts import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperkg.fetching.downloads import Download, Manners
    from paperkg.fetching.spool import Step

commands = typer.Typer()

STOPPED = 130
"""The exit status after Ctrl-C, as shells have it."""


@commands.command(epilog="Example: paperkg fetch huggingface 2025-11-20..2025-11-27 -o papers.jsonl")
def fetch(
    source: Annotated[
        str | None,
        typer.Argument(
            help="Where from: acl, arxiv, crossref, huggingface, openalex, pubmed, or semanticscholar.",
            show_default=False,
        ),
    ] = None,
    query: Annotated[
        list[str] | None, typer.Argument(help="A query, a range of days, or ids of papers.", show_default=False)
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Output file, JSON lines; compressed if it ends in .gz.")
    ] = Path("papers.jsonl"),
    ids: Annotated[
        Path | None, typer.Option(help="File with ids of papers, one on each line, of any source.", show_default=False)
    ] = None,
    fill: Annotated[
        Path | None,
        typer.Option(help="Library whose missing abstracts are fetched, such as library.bib.", show_default=False),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Number of papers after which to stop.")] = None,
    endpoint: Annotated[
        str | None, typer.Option(help="Address to ask instead of the source's own.", show_default=False)
    ] = None,
) -> None:
    """Fetch papers with their abstracts, to build a graph from.

    A run that was stopped goes on when the same command is given again.
    """
    from paperkg.fetching.downloads import Manners

    if sum(given is not None for given in (source, ids, fill)) != 1:
        raise OptionError("paperkg fetch needs one of: a source with a query, --ids, --fill")
    refuse_standard_output(output, "what is fetched is kept as it comes")
    with progress_bars() as progress:
        manners = Manners(endpoint=endpoint, report=say, progress=progress)
        try:
            if fill is not None:
                _fill(fill, output, manners)
            else:
                plan, asked = _plan(source, query or [], ids)
                _download(plan, asked, output, limit, manners)
        except KeyboardInterrupt:
            say("stopped; the same command goes on from here")
            sys.exit(STOPPED)


def _plan(source: str | None, query: "Sequence[str]", ids: Path | None) -> "tuple[list[Step], int]":
    """The requests for a query, or for ids where the source knows all words as such, and how many ids they are."""
    from paperkg.fetching.downloads import plan_look_up, plan_search
    from paperkg.fetching.id_forms import service_of, sort_identifiers
    from paperkg.fetching.services import SERVICES
    from paperkg.files import read_lines

    if ids is not None:
        sorted_ids = sort_identifiers(read_lines(ids, OptionError))
        return plan_look_up(sorted_ids), sum(map(len, sorted_ids.values()))
    name = chosen(source or "", SERVICES, "a source of papers")
    if not query:
        raise OptionError(f"{name}: no query; for example: paperkg fetch {name} '{SERVICES[name].example}'")
    known = [service_of(word) for word in query]
    if all(one is not None and _knows(name, one[0]) for one in known):
        distinct = list(dict.fromkeys(one[1] for one in known if one is not None))
        return plan_look_up({name: distinct}), len(distinct)
    return plan_search(name, " ".join(query)), 0


def _knows(service: str, kind: str) -> bool:
    """Whether a service can look up ids of a kind, which is named after the service that gives them."""
    return kind == service or kind in {
        "openalex": ("crossref",),
        "semanticscholar": ("arxiv", "crossref", "acl", "pubmed"),
        "huggingface": ("arxiv",),
    }.get(service, ())


def _download(plan: "Sequence[Step]", asked: int, output: Path, limit: int | None, manners: "Manners") -> None:
    from paperkg.fetching.downloads import download

    found = download(plan, output, limit=limit, manners=manners)
    _report(found, output)
    unknown = asked - found.papers - found.rejected
    if unknown > 0 and limit is None:
        say(f"not found: {unknown:,} of {counted(asked, 'ids')}")


def _report(found: "Download", output: Path) -> None:
    say(f"{counted(found.papers, 'papers')} in {output}")
    for record in found.examples:
        say(f"rejected: {ReadError(record.source, f'{record.reason}: {record.excerpt}'.rstrip(': '))}")
    more = found.rejected - len(found.examples)
    if more > 0:
        say(f"and {more:,} more")


def _fill(library: Path, output: Path, manners: "Manners") -> None:
    from paperkg.fetching.filling import fill
    from paperkg.model import Paper
    from paperkg.readers import read

    papers = [record for record in read([library], title_only=True) if isinstance(record, Paper)]
    done = fill(papers, output, manners=manners)
    say(f"{counted(done.papers, 'papers')} in {output}")
    say(f"abstracts missing: {done.lacking:,}; found: {done.lacking - done.left:,}")
