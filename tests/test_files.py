"""Files and folders that appear whole or not at all."""

import errno
import gzip
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NoReturn

import pytest

from paperkg.errors import PaperKGError
from paperkg.files import new_folder, whole_file, whole_folder, whole_path


@pytest.fixture
def umask() -> Iterator[int]:
    """A umask that lets the group read and nobody else."""
    before = os.umask(0o027)
    yield 0o027
    os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def stop_after(_written: int, error: BaseException) -> NoReturn:
    raise error


def test_a_file_appears_when_it_is_complete(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "new" / "a.txt"
    with whole_file(path) as file:
        file.write("ä\r\nb\n")
        assert not path.exists()
    assert path.read_bytes() == "ä\r\nb\n".encode()
    assert mode(path) == 0o666 & ~umask


@pytest.mark.parametrize("name", ["a.txt", "a.txt.gz"])
def test_a_file_that_fails_stays_as_it_was(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("before", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt), whole_file(tmp_path / name) as file:
        stop_after(file.write("half"), KeyboardInterrupt())
    assert (tmp_path / name).read_text(encoding="utf-8") == "before"
    assert names(tmp_path) == [name]


def test_compressed_files_have_no_name_and_no_time(tmp_path: Path) -> None:
    for name in ("a.gz", "b.gz"):
        with whole_file(tmp_path / name) as file:
            file.writelines(f"{number}\n" for number in range(10_000))
    content = (tmp_path / "a.gz").read_bytes()
    assert content == (tmp_path / "b.gz").read_bytes()
    assert gzip.decompress(content).splitlines()[-1] == b"9999"
    assert content[3:8] == bytes(5)  # no flag, such as that of a name, and a time of zero


def test_the_files_of_a_folder_take_their_places_together(tmp_path: Path, umask: int) -> None:
    target = tmp_path / "out"
    (target / "sub").mkdir(parents=True)
    (target / "mine").write_text("mine", encoding="utf-8")
    (target / "a").write_text("before", encoding="utf-8")
    with whole_folder(target) as inside:
        (inside / "sub").mkdir()
        (inside / "sub" / "b").write_text("new", encoding="utf-8")
        (inside / "a").write_text("new", encoding="utf-8")
        assert (target / "a").read_text(encoding="utf-8") == "before"
    assert names(target) == ["a", "mine", "sub", "sub/b"]
    assert (target / "a").read_text(encoding="utf-8") == "new"
    assert mode(target / "a") == 0o666 & ~umask


def test_the_last_file_comes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = []
    replace = Path.replace

    def note(path: Path, target: Path) -> Path:
        moved.append(path.name)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", note)
    with whole_folder(tmp_path, last="b") as inside:
        for name in "abc":
            (inside / name).touch()
    assert moved == ["a", "c", "b"]


@pytest.mark.parametrize("present", [True, False])
def test_a_folder_that_fails_stays_as_it_was(tmp_path: Path, present: bool) -> None:
    target = tmp_path / "out"
    if present:
        target.mkdir()
    with pytest.raises(KeyboardInterrupt), whole_folder(target) as inside:
        stop_after((inside / "a").write_text("half", encoding="utf-8"), KeyboardInterrupt())
    assert names(tmp_path) == (["out"] if present else [])


def test_a_new_folder_appears_with_all_that_it_holds(tmp_path: Path, umask: int) -> None:
    target = tmp_path / "cache" / "store"
    with new_folder(target) as beside:
        (beside / "a").touch()
        assert not target.exists()
    assert names(tmp_path) == ["cache", "cache/store", "cache/store/a"]
    assert mode(target) == 0o777 & ~umask


def test_a_new_folder_gives_way_to_that_of_another_process(tmp_path: Path) -> None:
    target = tmp_path / "store"
    with new_folder(target) as beside:
        (beside / "ours").touch()
        target.mkdir()
        (target / "theirs").touch()
    assert names(tmp_path) == ["store", "store/theirs"]


def test_a_new_folder_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="disk full"), new_folder(tmp_path / "store") as beside:
        stop_after((beside / "a").write_text("half", encoding="utf-8"), OSError("disk full"))
    assert names(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_given_the_bytes_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with whole_file(pipe) as file:
            file.write("ä\n")
        assert os.read(reader, 100) == "ä\n".encode()
    finally:
        os.close(reader)
    assert pipe.is_fifo()
    assert names(tmp_path) == ["pipe"]


def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a").write_text("before", encoding="utf-8")
    link = tmp_path / "link"
    try:
        link.symlink_to(Path("sub", "a"))
    except OSError:
        pytest.skip("links need a privilege here")
    with whole_file(link) as file:
        file.write("new")
    assert link.is_symlink()
    assert (tmp_path / "sub" / "a").read_text(encoding="utf-8") == "new"
    assert names(tmp_path) == ["link", "sub", "sub/a"]


@pytest.mark.parametrize("write", [whole_file, whole_path, whole_folder, new_folder])
def test_a_place_within_a_file_is_told(tmp_path: Path, write: Callable[[Path], AbstractContextManager[object]]) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(PaperKGError, match=r"file: a file, where a folder is needed$"),
        write(tmp_path / "file" / "a" / "b"),
    ):
        pass
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("write", [whole_file, whole_path])
def test_a_folder_is_no_file(tmp_path: Path, write: Callable[[Path], AbstractContextManager[object]]) -> None:
    with pytest.raises(PaperKGError, match="a folder, where a file is to be written"), write(tmp_path):
        pass


@pytest.mark.parametrize("write", [whole_file, whole_path])
def test_a_folder_that_vanishes_is_told_by_the_name_of_the_file(
    tmp_path: Path, write: Callable[[Path], AbstractContextManager[object]]
) -> None:
    folder = tmp_path / "gone"
    with pytest.raises(FileNotFoundError) as told, write(folder / "a"):
        shutil.rmtree(folder)
    assert told.value.filename == str(folder / "a")


def _gone(folder: Path) -> OSError:
    """Removes a folder, as another program may, and is the error that it then comes to."""
    shutil.rmtree(folder)
    return OSError("no disk")


def test_a_folder_may_vanish_while_it_is_filled(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="no disk"), whole_folder(tmp_path / "gone"):
        stop_after(0, _gone(tmp_path / "gone"))
    assert names(tmp_path) == []


@pytest.mark.parametrize("reason", [errno.EACCES, errno.EROFS])
def test_a_read_only_folder_is_told_by_the_name_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: int
) -> None:
    def refuse(suffix: str, prefix: str, folder: Path) -> NoReturn:
        raise OSError(reason, os.strerror(reason), str(folder / f"{prefix}x8z1{suffix}"))

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    with pytest.raises(OSError, match=os.strerror(reason)) as told, whole_file(tmp_path / "a"):
        pass
    assert told.value.filename == str(tmp_path / "a")


def test_a_full_disk_is_told_by_the_name_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space") as told, whole_file(tmp_path / "a") as file:
        stop_after(file.write("x"), OSError(errno.ENOSPC, "No space left on device"))
    assert told.value.filename == str(tmp_path / "a")
    assert names(tmp_path) == []


@pytest.mark.parametrize("write", [whole_file, whole_path, new_folder])
def test_what_killed_runs_have_left_goes_after_a_day(
    tmp_path: Path, write: Callable[[Path], AbstractContextManager[object]]
) -> None:
    target = tmp_path / "a"
    (tmp_path / ".a.x1.unfinished").mkdir()
    (tmp_path / ".a.x1.unfinished" / "part").touch()
    for name in (".a.x2.unfinished", ".a.mine", ".b.x3.unfinished"):
        (tmp_path / name).touch()
    for path in tmp_path.iterdir():
        os.utime(path, (0, 0))
    (tmp_path / ".a.now.unfinished").touch()
    with write(target):
        pass
    assert names(tmp_path) == [".a.mine", ".a.now.unfinished", ".b.x3.unfinished", "a"]
