"""The command line in this process, for what it says and does; what the process itself is about starts one."""

import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple

import pytest

from paperkg.cli.main import main


class Done(NamedTuple):
    """What a command has left behind, under the names of `subprocess.CompletedProcess`."""

    returncode: int
    stdout: str
    stderr: str


def call(*arguments: str | Path) -> Done:
    """Runs a command on streams of its own."""
    out, err = BytesIO(), BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["paperkg", *map(str, arguments)])
        patch.setattr(sys, "stdout", TextIOWrapper(out, encoding="utf-8"))
        patch.setattr(sys, "stderr", TextIOWrapper(err, encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            main()
        sys.stdout.flush()
        sys.stderr.flush()
        return Done(int(ended.value.code or 0), out.getvalue().decode(), err.getvalue().decode())
