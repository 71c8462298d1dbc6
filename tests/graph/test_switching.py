"""From one build to the next: at one stroke, whenever the process ends, and under whoever has the older one open."""

import gc
import os
import shutil
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builds import write_build
from paperkg import files
from paperkg.errors import BuildError, PaperKGError
from paperkg.graph.folder import new_build
from paperkg.graph.schema import SCHEMAS
from paperkg.graph.switching import home_of, only_writer
from paperkg.graph.tables import Tables
from records import tiny_records, toy_records

OLD, NEW = tiny_records(), toy_records(3)
KILLED = 137


def rows(directory: Path) -> dict[str, list[Any]]:
    """All that the build in a directory says."""
    graph = Tables(directory)
    return {"counts": [graph.manifest["counts"]]} | {name: list(graph.rows(name)) for name in SCHEMAS}


def hidden(directory: Path) -> list[str]:
    """What lies beside the home of the build."""
    return sorted(path.name for path in (directory / ".cache" / "builds").iterdir())


def placed(directory: Path) -> dict[str, bytes]:
    found = (path.relative_to(directory) for path in directory.rglob("*") if path.is_file())
    return {path.as_posix(): (directory / path).read_bytes() for path in found if path.parts[0] != ".cache"}


@pytest.fixture
def build(tmp_path: Path) -> Path:
    return write_build(tmp_path / "build", OLD)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Builds to copy from, by the name of an export that is added to them: the quickest way to write them."""
    folder = tmp_path_factory.mktemp("made")
    return {
        "graph.nt": write_build(folder / "old", OLD),
        "graph.ttl": write_build(folder / "new", NEW),
    }


def write(directory: Path, made: dict[str, Path], export: str) -> None:
    """Writes a build that has an export."""
    with new_build(directory) as fresh:
        shutil.copy(made[export] / "manifest.json", fresh)
        shutil.copytree(made[export] / "tables", fresh / "tables")
        (fresh / export).write_text(export, encoding="utf-8")


STEPS = ("pathlib.Path.replace", "pathlib.Path.rename", "pathlib.Path.hardlink_to", "pathlib.Path.unlink")


def killed_at(step: int, write: Callable[[], None]) -> bool:
    """Runs in a process that ends, as by kill -9, before a step on the disk; whether it came to that step."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking; no other thread has a lock that matters
        child = os.fork()
    if child == 0:
        count = 0
        patch = pytest.MonkeyPatch()

        def counted(do: Callable[..., Any]) -> Callable[..., Any]:
            def run(*arguments: Any, **options: Any) -> Any:
                nonlocal count
                count += 1
                if count == step:
                    os._exit(KILLED)
                return do(*arguments, **options)

            return run

        for name in STEPS:
            module, _, attribute = name.rpartition(".")
            home: Any = os if module == "os" else Path
            patch.setattr(name, counted(getattr(home, attribute)))
        try:
            write()
        except BaseException:
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, KILLED)
    return code == KILLED


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs to end a process in the middle of a function")
def test_whatever_step_it_is_killed_at_the_old_or_the_new_build_is_whole(tmp_path: Path, made: dict[str, Path]) -> None:
    write(tmp_path / "old", made, "graph.nt")
    write(tmp_path / "new", made, "graph.ttl")
    old, new = rows(tmp_path / "old"), rows(tmp_path / "new")
    seen = []
    for step in range(1, 1000):
        target = tmp_path / str(step)
        shutil.copytree(tmp_path / "old", target)
        came_to_it = killed_at(step, lambda target=target: write(target, made, "graph.ttl"))  # type: ignore[misc]
        found = rows(target)
        assert found in (old, new)
        seen.append(found == new)
        write(target, made, "graph.ttl")
        assert placed(target) == placed(tmp_path / "new")
        assert len(hidden(target)) == 1
        shutil.rmtree(target)
        if not came_to_it:
            break
    assert len(seen) > 20
    assert seen == sorted(seen)  # the switch is one step
    assert not seen[0]


def test_what_a_stop_kept_from_its_place_is_put_there_by_the_next(
    build: Path, tmp_path: Path, made: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "new", made, "graph.ttl")
    with monkeypatch.context() as patch:
        patch.setattr("paperkg.graph.switching.place", lambda _directory: None)
        write(build, made, "graph.ttl")
    assert rows(build) == rows(tmp_path / "new")
    assert placed(build) != placed(tmp_path / "new")
    with pytest.raises(RuntimeError), new_build(build):
        raise RuntimeError
    assert placed(build) == placed(tmp_path / "new")


def test_a_copy_with_tables_of_two_builds_is_refused(build: Path, tmp_path: Path) -> None:
    other = write_build(tmp_path / "other", NEW)
    shutil.rmtree(build / ".cache")
    assert Tables(build).home == build
    shutil.copy(other / "tables" / "mentions.parquet", build / "tables")
    with pytest.raises(BuildError, match=r"not what manifest\.json describes; build it again with"):
        Tables(build)


def test_a_table_that_was_replaced_is_refused(build: Path, tmp_path: Path) -> None:
    other = write_build(tmp_path / "other", NEW)
    (other / "tables" / "mentions.parquet").replace(build / "tables" / "mentions.parquet")
    with pytest.raises(BuildError, match=r"mentions\.parquet: not the file that the build made; build it again"):
        Tables(build)
    write_build(build, OLD)
    assert Tables(build).count("papers") == len(OLD)


def test_who_has_a_build_open_keeps_it(build: Path) -> None:
    before = rows(build)
    graph = Tables(build)
    write_build(build, NEW)
    write_build(build, toy_records(4))
    assert {name: list(graph.rows(name)) for name in SCHEMAS} == {name: before[name] for name in SCHEMAS}
    assert len(hidden(build)) == 2
    assert Tables(build).count("papers") == 4
    del graph
    gc.collect()
    write_build(build, OLD)
    assert hidden(build) == [home_of(build).name]


def test_the_same_build_again_mends_what_was_damaged(build: Path) -> None:
    before = placed(build)
    (build / "tables" / "papers.parquet").write_bytes(b"damaged")
    (home_of(build) / "tables" / "results.parquet").unlink()
    write_build(build, OLD)
    assert placed(build) == before
    assert Tables(build).count("results") == 5


def test_exports_that_a_build_does_not_have_any_more_go(build: Path, made: dict[str, Path]) -> None:
    (build / "mine.ttl").touch()
    write(build, made, "graph.ttl")
    write(build, made, "graph.nt")
    assert {"mine.ttl", "graph.nt"} <= placed(build).keys()
    assert "graph.ttl" not in placed(build)


def test_what_dead_runs_have_left_is_cleaned(build: Path) -> None:
    for leftover in (build / ".new-abc", build / ".cache" / "builds" / ".new-abc"):
        leftover.mkdir()
        (leftover / "big").touch()
    write_build(build, NEW)
    assert not (build / ".new-abc").exists()
    assert hidden(build) == [home_of(build).name]


def test_links_are_copies_where_there_are_none(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path, _target: Path) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    write_build(build, NEW)
    assert not (build / "tables" / "papers.parquet").samefile(home_of(build) / "tables" / "papers.parquet")
    assert Tables(build).count("papers") == len(NEW)


def test_a_second_writer_waits_and_says_so(build: Path) -> None:
    told = threading.Event()
    done: list[str] = []

    def write_too() -> None:
        with only_writer(build, told.set):
            done.append("second")

    with only_writer(build, lambda: done.append("waited for nobody")):
        second = threading.Thread(target=write_too)
        second.start()
        assert told.wait(600)
        done.append("first")
    second.join()
    assert done == ["first", "second"]


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(files, "_WAITS", (0.0, 0.0))
    monkeypatch.setattr("paperkg.files.os.name", "nt")
    return monkeypatch


def test_a_file_that_another_program_has_open_is_tried_again_then_told(
    tmp_path: Path, on_windows: pytest.MonkeyPatch
) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_text("new", encoding="utf-8")
    tries: list[int] = []
    replace = Path.replace

    def locked(path: Path, place: Path) -> Path:
        tries.append(1)
        if len(tries) < 3:
            raise PermissionError(13, "in use")
        return replace(path, place)

    on_windows.setattr(Path, "replace", locked)
    files.put(source, target)
    assert target.read_text(encoding="utf-8") == "new"
    tries.clear()
    on_windows.setattr("paperkg.files._WAITS", ())
    source.write_text("newer", encoding="utf-8")
    with pytest.raises(PaperKGError, match="open in another program; close it and run this again"):
        files.put(source, target)


def test_an_open_file_is_not_removed_where_it_cannot_be(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path, missing_ok: bool = False) -> None:  # noqa: ARG001
        raise PermissionError(13, "in use")

    monkeypatch.setattr(files, "fcntl", None)
    handle = files.open_to_keep(build / "manifest.json")
    os.close(handle)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        assert not files.remove_unless_open(build / "manifest.json")
    assert files.remove_unless_open(build / "manifest.json")
