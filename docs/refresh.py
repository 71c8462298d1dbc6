"""Replays the commands that README.md shows and writes their output below them.

    python docs/refresh.py

In a fenced block marked `console`, a line "$ paperkg query|show|stats ..." is a command, and what stands below it
is its output, shortened where it is long. Other commands are left alone. The tests hold README.md to it.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
MOST_LINES = 24
MOST_COLUMNS = 118

_BLOCK = re.compile(r"(```console\n\$ (paperkg (?:query|show|stats) [^\n]*)\n).*?(```\n)", re.DOTALL)


def output_of(command: str) -> str:
    """What a command prints, run from the root of the checkout on the committed build."""
    words = [sys.executable, "-m", *shlex.split(command)]
    environment = os.environ | {"NO_COLOR": "1", "COLUMNS": "100", "PYTHONUTF8": "1"}
    run = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, check=True)
    lines = [_shortened(line.rstrip()) for line in run.stdout.decode().strip().splitlines()]
    shown = lines if len(lines) <= MOST_LINES else [*lines[:MOST_LINES], "…"]
    return "".join(line + "\n" for line in shown)


def _shortened(line: str) -> str:
    return line if len(line) <= MOST_COLUMNS else line[: MOST_COLUMNS - 1].rstrip() + "…"


def refreshed(text: str) -> str:
    """The text with the output of each command as it is now."""
    return _BLOCK.sub(lambda block: block[1] + output_of(block[2]) + block[3], text)


if __name__ == "__main__":
    README.write_text(refreshed(README.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
