"""Writes docs/command-line.md from the commands' own help.

python docs/command_line.py
"""

from pathlib import Path

import typer

from paperkg.cli.main import app

TARGET = Path(__file__).parent / "command-line.md"


def section(group: "typer.core.TyperGroup", name: str) -> list[str]:
    """One command: what it does, how it is called, its arguments and options."""
    command = group.commands[name]
    with command.make_context(f"paperkg {name}", [], resilient_parsing=True) as context:
        usage = " ".join(command.get_usage(context).removeprefix("Usage: ").split())
        records = [record for param in command.get_params(context) if (record := param.get_help_record(context))]
    rows = [f"| `{_cell(call)}` | {_cell(' '.join(meaning.split()))} |" for call, meaning in records]
    example = (command.epilog or "").removeprefix("Example: ")
    return [
        f"## paperkg {name}",
        "",
        command.help or "",
        "",
        "```text",
        usage,
        "```",
        "",
        "| Argument or option | Meaning |",
        "| --- | --- |",
        *rows,
        "",
        *(["Example:", "", "```console", f"$ {example}", "```", ""] if example else []),
    ]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def document() -> str:
    """The whole page."""
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    lines = [
        "# The command line",
        "",
        "This page is generated from the help of the commands by `python docs/command_line.py`.",
        "",
        "A problem that paperkg expects (a file that is missing, a query that does not parse) is one line on standard",
        "error and exit status 2. `paperkg validate` exits with 1 if the graph does not conform.",
        "",
    ]
    for name in group.commands:
        lines += section(group, name)
    return "\n".join(lines)


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8", newline="\n")
