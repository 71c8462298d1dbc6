"""The exports of a build: which formats, in which files, by how many processes."""

import gzip
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from builds import write_build
from paperkg.errors import OptionError, PaperKGError, UnknownFormatError
from paperkg.exporters.build_exports import LARGE_PAPERS, BuildExport, chosen_formats, exports_of, write_exports
from records import tiny_records


@pytest.fixture
def build(tmp_path: Path) -> Path:
    return write_build(tmp_path / "build", tiny_records())


def names_of(papers: int, formats: str | None = None) -> list[str]:
    return [export.name for export in exports_of(papers, None if formats is None else chosen_formats(formats))]


def test_small_builds_hold_plain_files() -> None:
    assert names_of(LARGE_PAPERS) == ["graph.ttl", "graph.nt", "graph.graphml", "graph.html"]


def test_large_builds_hold_compressed_files_and_no_turtle() -> None:
    assert names_of(LARGE_PAPERS + 1) == ["graph.nt.gz", "graph.graphml.gz", "graph.html"]


def test_formats_are_chosen_by_name_or_suffix() -> None:
    assert names_of(1, " ttl,GraphML,turtle, csv,") == ["graph.ttl", "graph.graphml", "graph-csv"]
    assert names_of(LARGE_PAPERS + 1, "ttl,html,csv") == ["graph.ttl.gz", "graph.html", "graph-csv"]


def test_unknown_formats_and_none_are_told() -> None:
    with pytest.raises(UnknownFormatError, match="nothing"):
        chosen_formats("ttl,nothing")
    with pytest.raises(OptionError, match="at least one"):
        chosen_formats(" , ")


def exported(build: Path) -> dict[str, bytes]:
    files = (path.relative_to(build) for path in build.rglob("*") if path.is_file())
    return {file.as_posix(): (build / file).read_bytes() for file in files if file.parts[0].startswith("graph")}


def test_processes_write_what_one_writes(build: Path) -> None:
    exports = exports_of(1, chosen_formats("ttl,nt,graphml,csv"))
    told: list[int] = []
    write_exports(build, exports, 1, told.append)
    alone = exported(build)
    for name in alone:
        (build / name).unlink()
    write_exports(build, exports, 2, told.append)
    assert exported(build) == alone
    assert len(alone) == 5
    assert told[:5] == [0, 1, 2, 3, 4]
    assert told[-1] == 4


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_export_that_fails_is_told(build: Path, jobs: int) -> None:
    (build / "tables" / "mentions.parquet").write_bytes(b"nothing")
    with pytest.raises(Exception, match="tables"):
        write_exports(build, exports_of(1, chosen_formats("ttl,nt")), jobs)


@dataclass(frozen=True, slots=True)
class Killed(BuildExport):
    """An export whose process is killed, at the first time only if it has a mark."""

    def write(self, build: Path) -> None:
        if not self.options or not (build / "mark").exists():
            (build / "mark").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        BuildExport(self.format, self.name).write(build)


def test_an_export_whose_process_is_killed_is_written_all_the_same(build: Path) -> None:
    told: list[int] = []
    write_exports(
        build, [Killed("ntriples", "graph.nt", (("once", True),)), *exports_of(1, ("turtle",))], 2, told.append
    )
    assert (build / "mark").exists()
    both = exported(build)
    write_exports(build, exports_of(1, ("ntriples", "turtle")), 1)
    assert exported(build) == both
    assert (told[0], told[-1]) == (0, 2)


def test_an_export_that_kills_its_process_is_told_in_one_line(build: Path) -> None:
    with pytest.raises(PaperKGError, match=r"^graph\.nt: the process that writes it was killed, twice; it may need"):
        write_exports(build, [*exports_of(1, ("turtle",)), Killed("ntriples", "graph.nt")], 2)


SLOW = """
import os, sys
from pathlib import Path
from paperkg.exporters.build_exports import BuildExport, write_exports

class Endless(BuildExport):
    def write(self, build):
        os.write(1, f"{os.getpid()}\\n".encode())
        os.read(os.open(build / "pipe", os.O_RDWR), 1)

def start():
    write_exports(Path(sys.argv[1]), [Endless("turtle", name) for name in "ab"], 2)
"""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes, which Windows has not")
def test_processes_do_not_outlive_the_one_that_started_them(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(SLOW, encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    command = [sys.executable, "-c", "import slow; slow.start()", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        assert len({parent.stdout.readline() for _ in "ab"}) == 2
        parent.kill()
        assert parent.stdout.read() == b""  # it ends once the last process has


def test_compressed_rdf_is_the_same_rdf(build: Path) -> None:
    write_exports(build, exports_of(1, ("ntriples",)), 1)
    write_exports(build, exports_of(LARGE_PAPERS + 1, ("ntriples",)), 1)
    assert gzip.decompress((build / "graph.nt.gz").read_bytes()) == (build / "graph.nt").read_bytes()


def test_claims_are_what_full_rdf_says_without_the_text(build: Path) -> None:
    found: dict[str, set[ox.Triple]] = {}
    for rdf in ("full", "claims"):
        write_exports(build, exports_of(1, ("ntriples",), rdf), 1)
        found[rdf] = {quad.triple for quad in ox.parse(path=build / "graph.nt")}
    left_out = found["full"] - found["claims"]
    assert found["claims"] < found["full"]
    terms = {triple.predicate.value.rpartition("/")[2].rpartition("#")[2] for triple in left_out}
    assert terms == {
        "type", "evidence", "mentionOf", "inSentence", "valueMention", "start", "end", "exact", "prefix", "suffix",
        "hasSource", "hasSelector",
    }  # fmt: skip
    nodes = {triple.subject for triple in found["claims"]}
    things = {
        triple.object
        for triple in found["claims"]
        if isinstance(triple.object, ox.NamedNode) and triple.object.value.startswith("https://w3id.org/paperkg/")
    }
    described = {triple.subject for triple in found["full"]}
    assert {thing for thing in things if thing in described} <= nodes
