"""Looks for input that breaks a promise, led by the lines of code that it reaches (https://github.com/google/atheris).

    python evaluation/fuzz_coverage.py readers -max_total_time=60

Names one of `TARGETS`, and then options of libFuzzer; `-help=1` lists them. It ends at the first input that raises
anything but our own errors, and writes it to a file here, named by its digest.
"""

import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["paperkg"]):
    from paperkg.errors import INTERNAL, PaperKGError
    from paperkg.extraction.rules.lexicon import read_lexicon
    from paperkg.linking.decisions import read_decisions
    from paperkg.model import Rejected
    from paperkg.readers import read
    from paperkg.sparql.complaints import refuse_endless, refuse_service
    from paperkg.text.cleaning import clean

SECONDS = 10
"""An input that takes longer is a find, too."""


def _file(read_file: Callable[[Path], object]) -> Callable[[bytes], None]:
    path = Path(tempfile.mkdtemp()) / "file.tsv"

    def run(data: bytes) -> None:
        path.write_bytes(data)
        read_file(path)

    return run


def _readers(data: bytes) -> None:
    for record in read(["-"], stdin=BytesIO(data)):
        if isinstance(record, Rejected) and INTERNAL in record.reason:
            raise RuntimeError(record.reason)


def _queries(data: bytes) -> None:
    text = data.decode(errors="replace")
    refuse_endless(text)
    refuse_service(text)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "readers": _readers,
    "lexicons": _file(read_lexicon),
    "decisions": _file(read_decisions),
    "queries": _queries,
    "cleaning": lambda data: clean(data.decode(errors="replace")) and None,
}


def main() -> None:
    """Fuzzes the target that the command line names."""
    name, *options = sys.argv[1:] or ["readers"]
    target = TARGETS[name]

    def run(data: bytes) -> None:
        with suppress(PaperKGError):
            target(data)

    atheris.Setup([sys.argv[0], f"-timeout={SECONDS}", *options], run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
