"""Long steps of training: done in several processes, and kept, so that a run that was stopped goes on."""

import hashlib
import os
import pickle
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from threadpoolctl import threadpool_limits

_T = TypeVar("_T")
_BLOCK = 1 << 20


def digest_of(files: Iterable[str | Path] = (), *texts: str) -> str:
    """A digest of the content of files and of texts, in their order."""
    whole = hashlib.sha256()
    for path in files:
        one = hashlib.sha256()
        with Path(path).open("rb") as file:
            while block := file.read(_BLOCK):
                one.update(block)
        whole.update(one.digest())
    for text in texts:
        whole.update(hashlib.sha256(text.encode()).digest())
    return whole.hexdigest()


class Steps:
    """What steps gave, by their name and the digest of their inputs.

    Kept is what the code of its time made of the inputs: whoever changes the code removes the folder.

    Args:
        folder: where to keep it, as pickles that only their own maker should read; None to keep nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def result(self, name: str, inputs: str, make: Callable[[], _T]) -> _T:
        """What the step gave before for these inputs, or gives now."""
        if self._folder is None:
            return make()
        path = self._folder / f"{name}-{inputs[:16]}.pickle"
        if path.exists():
            kept: _T = pickle.loads(path.read_bytes())
            return kept
        made = make()
        self._folder.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".part")
        half.write_bytes(pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL))
        half.replace(path)
        return made


def _one_thread() -> None:
    """One thread a process: more would wait for each other, and sum in another order."""
    os.environ["OMP_NUM_THREADS"] = "1"  # for PyTorch, which a process imports with its first task
    threadpool_limits(1)


def in_processes(function: Callable[..., _T], tasks: Sequence[tuple[Any, ...]], jobs: int) -> list[_T]:
    """What a function gives for each row of arguments, in their order; the same for any number of processes."""
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_one_thread) as pool:
        return [future.result() for future in [pool.submit(function, *task) for task in tasks]]
