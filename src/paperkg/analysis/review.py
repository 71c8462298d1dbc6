"""A review: the doubts about a build that are still open, and the decisions file that answers are added to."""

import threading
from pathlib import Path

from paperkg.analysis.doubts import Doubt, doubts
from paperkg.graph.tables import Tables
from paperkg.linking.decisions import add_decision, read_decisions
from paperkg.model import Decision


class Review:
    """The open doubts about a build, those that would change most first. Several threads may use it.

    Args:
        graph: the build.
        decisions: the file that answers are added to, and whose entities are decided already; None where nothing is
            to be written.

    Raises:
        DecisionError: the file cannot be read.
    """

    def __init__(self, graph: Tables, decisions: Path | None = None) -> None:
        self._graph = graph
        self._decisions = decisions
        self._known = set() if decisions is None else {(d.action, d.entity) for d in read_decisions(decisions)}
        self._found: list[Doubt] | None = None
        self._lock = threading.Lock()
        self.taken = 0

    def open(self) -> list[Doubt]:
        """The doubts that nobody has decided."""
        with self._lock:
            return self._open()

    def _open(self) -> list[Doubt]:
        if self._found is None:
            self._found = doubts(self._graph)
        return [doubt for doubt in self._found if (doubt.answers[0].action, doubt.answers[0].entity) not in self._known]

    def answer(self, decision: Decision) -> bool:
        """Adds the answer to a doubt to the file; False where no open doubt has that answer."""
        with self._lock:
            if self._decisions is None or not any(decision in doubt.answers for doubt in self._open()):
                return False
            add_decision(decision, self._decisions)
            self._known.add((decision.action, decision.entity))
            self.taken += 1
            return True
