"""Files and folders that appear whole or not at all."""

import gzip
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from paperkg.files import new_folder, whole_file, whole_folder


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
