"""The recipes for other engines on the page about scale give the rows of one process, where the engine is installed."""

import ast
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from paperkg.model import Paper
from paperkg.readers import read
from places import PAGES, ROOT

ENGINES = ("ray", "dask", "daft")
CHECK = """
if __name__ == "__main__":
    import pyarrow.parquet as pq

    papers = pa.concat_tables(pq.read_table(f"papers/{name}.parquet") for name in "ab")
    own = extract_table(papers).sort_by("id").combine_chunks()
    assert found.cast(own.schema).sort_by("id").combine_chunks().equals(own)
"""


def blocks() -> list[str]:
    text = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    return re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def recipes() -> dict[str, str]:
    """Each recipe below the function that all of them call."""
    (function,) = (block for block in blocks() if "def extract_table" in block)
    found = {
        name: [block for block in blocks() if re.search(rf"^import {name}$", block, re.MULTILINE)] for name in ENGINES
    }
    return {name: f"{function}\n{block}" for name, (block,) in found.items()}


def test_recipes_find_what_one_process_finds(tmp_path: Path) -> None:
    page = PAGES / "000_c8333ccd7bd448e1.txt"
    papers = [record for record in read([page]) if isinstance(record, Paper)][:4]
    (tmp_path / "papers").mkdir()
    for name, part in (("a", papers[:3]), ("b", papers[3:])):
        rows = [{"id": paper.id, "title": paper.title, "abstract": paper.abstract} for paper in part]
        pq.write_table(pa.Table.from_pylist(rows), tmp_path / "papers" / f"{name}.parquet")
    for name, recipe in recipes().items():
        ast.parse(recipe)
        if find_spec(name) is None:  # none of them comes with our extras
            continue
        script = tmp_path / f"with_{name}.py"
        script.write_text(recipe + CHECK, encoding="utf-8")
        ended = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stderr
