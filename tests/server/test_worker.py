"""A worker process."""

import subprocess
import sys
from pathlib import Path

from builds import write_build
from records import tiny_records
from serving import PATIENCE

HALF_MADE = """
import itertools, json, sys
import paperkg.rdf.mapping as mapping
from paperkg.server.worker import main

def endless():
    for number in itertools.count():
        if number == 100_000:
            print("half made", flush=True)
        yield "<urn:a>", "<urn:b>", f"<urn:c:{number % 100}>"

mapping.sections = lambda *_: iter([(None, endless())])
main([json.dumps({"build": sys.argv[1], "store": None, "row_limit": 10, "byte_limit": 1000, "memory_limit": 1000})])
"""


def test_a_worker_dismissed_leaves_no_half_made_store(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build", tiny_records())
    cache = build / ".cache"
    with subprocess.Popen([sys.executable, "-c", HALF_MADE, str(build)], stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        try:
            assert worker.stdout.readline() == "half made\n"
            assert list(cache.rglob(".oxigraph-*/*"))
            worker.terminate()
            assert worker.wait(PATIENCE) == 1
        finally:
            worker.kill()  # what is still there by then would be waited for in vain
    assert not list(cache.rglob("*oxigraph-*"))
