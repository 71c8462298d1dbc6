"""The command that tells what can be read: formats."""

from typing import Annotated

import typer

from paperkg.cli.output import print_text

commands = typer.Typer()


@commands.command(epilog="Example: paperkg formats ris")
def formats(
    names: Annotated[
        list[str] | None, typer.Argument(help="Formats to show; all by default.", show_default=False)
    ] = None,
) -> None:
    """List the formats of papers that can be read, each with the endings of its files and an example."""
    from paperkg.choices import chosen_format
    from paperkg.readers import formats as known

    chosen = [chosen_format(name, known()) for name in names] if names else list(known())
    for name in chosen:
        reader = known()[name]
        print_text(f"{name} ({', '.join(reader.suffixes)}): {reader.description}")
        for line in reader.example.splitlines():
            print_text(f"    {line}")
