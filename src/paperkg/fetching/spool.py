"""What was fetched so far, kept beside the file that it is for, so that a run that was stopped goes on."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from paperkg.fetching.service import Request
from paperkg.files import make_folder, whole_file
from paperkg.model import Paper
from paperkg.readers.jsonl import to_row


@dataclass(frozen=True, slots=True)
class Step:
    """One request to a service, by the service's name."""

    service: str
    request: Request


class Spool:
    """The papers and the steps that are left, of one plan, on disk.

    Attributes:
        pending: the steps that are left.
        papers: how many papers are there.
        rejected: how many records were no papers.
        resumed: whether an earlier run of the same plan has left something.
    """

    def __init__(self, path: Path, plan: Sequence[Step]) -> None:
        self._lines = path.with_name(f".{path.name}.fetched")
        self._state = path.with_name(f".{path.name}.fetching.json")
        self._path = path
        self._key = _key(plan)
        self.pending: list[Step] = list(plan)
        self.papers = self.rejected = self._bytes = 0
        self.resumed = self._resume()
        if not self.resumed:
            make_folder(path.parent)
            self._lines.write_bytes(b"")

    def _resume(self) -> bool:
        with suppress(OSError, ValueError, KeyError, TypeError):
            state = json.loads(self._state.read_text(encoding="utf-8"))
            if state["plan"] != self._key or self._lines.stat().st_size < state["bytes"]:
                return False
            self.pending = [Step(step["service"], Request(**step["request"])) for step in state["pending"]]
            self.papers, self.rejected, self._bytes = state["papers"], state["rejected"], state["bytes"]
            os.truncate(self._lines, self._bytes)  # less what a stopped run wrote of a page
            return True
        return False

    def add(self, papers: Iterable[Paper], rejected: int, pending: Sequence[Step]) -> None:
        """Keeps the papers of a page, and what is left after it."""
        with self._lines.open("ab") as file:
            for paper in papers:
                row = {name: value for name, value in to_row(paper).items() if name != "sources"}
                file.write((json.dumps(row, ensure_ascii=False) + "\n").encode())
                self.papers += 1
            self._bytes = file.tell()
        self.rejected += rejected
        self.pending = list(pending)
        state = {
            "plan": self._key,
            "pending": [asdict(step) for step in self.pending],
            "papers": self.papers,
            "rejected": self.rejected,
            "bytes": self._bytes,
        }
        with whole_file(self._state) as out:
            json.dump(state, out)

    def rows(self) -> Iterator[str]:
        """The lines that are kept."""
        with self._lines.open(encoding="utf-8", newline="") as file:
            yield from file

    def finish(self) -> None:
        """Gives the papers their file."""
        with whole_file(self._path) as file:
            file.writelines(self.rows())
        self.remove()

    def remove(self) -> None:
        """Leaves nothing beside the file."""
        self._lines.unlink(missing_ok=True)
        self._state.unlink(missing_ok=True)


def _key(plan: Sequence[Step]) -> str:
    """A digest of what is asked for."""
    return hashlib.sha256(json.dumps([asdict(step) for step in plan], sort_keys=True).encode()).hexdigest()
